"""Reads books (.epub): their pages in the order of reading, each as a web page."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from restitution.errors import UnreadableSource
from restitution.model import Block, NotTaken, Reading
from restitution.ooxml.package import BROKEN, open_package, parse
from restitution.ooxml.properties import person_s
from restitution.pandoc import ast
from restitution.readers import html
from restitution.readers.base import Prepared
from restitution.readers.html_notes import find_notes
from restitution.readers.html_page import parse_page

LOCKED: Final = (
    "Ce livre numérique est protégé (DRM) : demandez à son éditeur un fichier sans protection, ou le document "
    "d'origine."
)
EMPTY: Final = "Ce livre numérique ne contient aucun texte : déposez-le à nouveau, ou le document d'origine."


def prepare(data: bytes, path: str) -> Prepared:
    """The whole book. Raises `UnreadableSource` when it is broken, locked or without words."""
    parts = open_package(data)
    if b"EncryptedData" in parts.get("META-INF/encryption.xml", b"") and "META-INF/rights.xml" in parts:
        raise UnreadableSource(LOCKED)
    name, book = _book(parts)
    reading = Reading(properties=_about(book))
    for number, page in enumerate(_pages(name, book, parts), 1):
        _add(reading, _page(parts[page], path), page, number, parts)
    if not reading.blocks:
        raise UnreadableSource(EMPTY)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _book(parts: Mapping[str, bytes]) -> tuple[str, Element]:
    """The part that says what the book is made of."""
    if "META-INF/container.xml" not in parts:
        raise UnreadableSource(BROKEN)
    roots = parse(parts["META-INF/container.xml"]).iter("{*}rootfile")
    name = next((unquote(root.get("full-path", "")) for root in roots), "")
    if name not in parts:
        raise UnreadableSource(BROKEN)
    return name, parse(parts[name])


def _pages(name: str, book: Element, parts: Mapping[str, bytes]) -> list[str]:
    """Names of the pages, in the order of reading."""
    folder = posixpath.dirname(name)
    items = {one.get("id", ""): one for one in book.iter("{*}item")}
    refs = [items[ref.get("idref", "")] for ref in book.iter("{*}itemref") if ref.get("idref", "") in items]
    found = [posixpath.normpath(posixpath.join(folder, unquote(one.get("href", "")))) for one in refs]
    return [page for page in dict.fromkeys(found) if page in parts]


def _page(data: bytes, path: str) -> Reading:
    """One page, all of it text: around it stands nothing of a site."""
    root, findings = parse_page(data, path)
    reading = html.page_reading(root, path, find_notes(root), is_page=False)
    reading.findings = [*findings, *reading.findings]
    return reading


def _add(reading: Reading, page: Reading, name: str, number: int, parts: Mapping[str, bytes]) -> None:
    """What a page says, behind what stands already; its pictures by their names in the book."""

    def shown(inline: dict[str, Any]) -> list[dict[str, Any]]:
        if inline["t"] != "Image":
            return [inline]
        attributes, described, (target, title) = inline["c"]
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        own = target if target in page.media else inside
        key = f"page-{number}-{target}" if target in page.media else inside
        data = page.media.get(own) or parts.get(own)
        if data is None:
            return [inline]
        reading.media[key] = data
        return [{"t": "Image", "c": [attributes, described, [key, title]]}]

    def placed(inlines: ast.Inlines) -> ast.Inlines:
        return [_in_page(one, number) for one in ast.map_inlines(inlines, shown)]

    reading.blocks += ast.map_leaves(page.blocks, placed)
    reading.not_taken += [
        NotTaken(reason=one.reason, text=one.text, where=f"page {number}, {one.where}".rstrip(", "))
        for one in page.not_taken
    ]
    reading.findings += page.findings
    reading.internal += page.internal


def _in_page(inline: dict[str, Any], number: int) -> dict[str, Any]:
    """A leaf with the page before its place."""
    if not ast.is_leaf(inline):
        return inline
    (id_, classes, keys), content = inline["c"]
    said = [[key, f"page {number}, {value}" if key == "where" else value] for key, value in keys]
    return {"t": "Span", "c": [[id_, classes, said], content]}


def _about(book: Element) -> dict[str, str]:
    def said(name: str) -> str:
        return " ".join((book.findtext(f".//{{*}}{name}") or "").split())

    changed = next(
        (one.text or "" for one in book.iter("{*}meta") if one.get("property") == "dcterms:modified"), ""
    )
    found = {"titre": said("title"), "auteur": said("creator"), "cree": said("date"), "modifie": changed}
    return person_s(found)
