"""K18: cross-references lead where they say, the contents stand, addresses are well formed (none is called)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from restitution.checks.check import Found, Point
from restitution.checks.facts.texts import shortened
from restitution.checks.survey.records import Broken, Survey
from restitution.messages import plural
from restitution.model import REFERENCE, Document, Place, Placement
from restitution.pandoc import ast
from restitution.pandoc.numbering import Numbered, numbers_of
from restitution.settings import SETTINGS_FILE, Settings

LOST: Final = re.compile(
    r"Erreur\s?!\s*(?:Source du renvoi introuvable|Signet non d[ée]fini|R[ée]f[ée]rence de lien \w+)"
    r"|Error!\s*(?:Reference source not found|Bookmark not defined)",
    re.IGNORECASE,
)
"""What Word prints in the place of a reference whose target went."""
HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]", re.IGNORECASE)
MAIL: Final = re.compile(r"[^@\s]+@(?:[\w-]+\.)+[\w-]{2,}", re.IGNORECASE)
SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
WEB: Final = frozenset({"http", "https", "ftp"})
OTHERS: Final = frozenset({"tel", "doi", "geo", "data", "urn"})
CONTENTS: Final = "sommaire"


def broken_in(document: Document, settings: Settings) -> list[Broken]:
    """Every link and reference of a document that leads nowhere, with its place in the note that holds it."""
    placed = {one.bookmark: one for one in document.placements}
    numbers, known = numbers_of(document.blocks), set(_ids(document.blocks))
    found: list[Broken] = []
    for span in ast.each_leaf(document.blocks):
        place = placed.get(ast.leaf_id(span))
        found += [
            Broken(place=_place(place, span, words), trouble=trouble)
            for words, trouble in _troubles(span, numbers, known)
        ]
    if (
        document.blocks
        and any(part.partie == CONTENTS for part in settings.parts)
        and not _has_contents(document.blocks)
    ):
        nowhere = Place(path=SETTINGS_FILE, where="plan", words=CONTENTS)
        found.append(Broken(place=nowhere, trouble="le plan le demande, mais le document n'en a pas"))
    return list(dict.fromkeys(found))


def _place(placed: Placement | None, span: dict[str, Any], words: str) -> Place:
    said = shortened(words)
    if placed:
        return Place(path=placed.path, where=placed.where, words=said)
    return Place(path="le plan de la publication", where=shortened(ast.text(span["c"][1])), words=said)


def _troubles(span: dict[str, Any], numbers: Mapping[str, Numbered], known: set[str]) -> Iterator[tuple[str, str]]:
    for link in _links(span["c"][1]):
        (_, classes, _), inlines, (target, _) = link["c"]
        words = " ".join(ast.text(inlines).split())
        trouble = (
            _of_reference(words, target.removeprefix("#"), numbers, known)
            if REFERENCE in classes
            else _of_address(target, known)
        )
        if trouble:
            yield words or target, trouble
    for match in LOST.finditer(" ".join(ast.text(span["c"][1]).split())):
        yield match[0], "ce renvoi était déjà perdu dans la note : refaites-le, ou écrivez à quoi il menait"


def _of_reference(words: str, target: str, numbers: Mapping[str, Numbered], known: set[str]) -> str:
    numbered = numbers.get(target)
    if target not in known:
        return "ce renvoi ne mène à rien dans la publication"
    if numbered and not re.search(rf"(?<![\w.]){re.escape(numbered.number)}(?![\w]|\.\d)", words):
        return f"ce renvoi devrait dire « {numbered.told} »"
    return ""


def _of_address(target: str, known: set[str]) -> str:
    """What is wrong with the target of a link, empty when it may well work."""
    if target.startswith("#"):
        return "" if target[1:] in known else "ce lien mène à un endroit qui n'est pas dans la publication"
    scheme = SCHEME.match(target)
    named = scheme[1].lower() if scheme else ""
    if named in WEB:
        return "" if _is_web(target) else "cette adresse est mal écrite"
    if named == "mailto":
        return (
            ""
            if MAIL.fullmatch(target[7:].split("?", maxsplit=1)[0])
            else "cette adresse électronique est mal écrite"
        )
    if named in OTHERS:
        return ""
    if target.startswith(("www.", "//")):
        return "il manque « https:// » devant cette adresse"
    return "ce lien mène à un fichier que le lecteur n'a pas : citez ce document, ou donnez son adresse"


def _is_web(target: str) -> bool:
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    doubled = re.match(r"\w+://\w+://", target) or re.search(r"\s", target)
    return not doubled and bool(HOST.fullmatch(host) or re.fullmatch(r"\d+(?:\.\d+){3}", host))


def _links(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for child in node:
            yield from _links(child)
    elif isinstance(node, dict):
        if node.get("t") == "Link":
            yield node
        yield from _links(node.get("c"))


def _ids(node: Any) -> Iterator[str]:
    """Ids of everything that a link of the document may lead to."""
    if isinstance(node, list):
        for child in node:
            yield from _ids(child)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") in {"Span", "Div", "Header", "Figure", "Table", "CodeBlock"}:
            attributes = content[1] if node["t"] == "Header" else content[0]
            yield attributes[0]
        yield from _ids(content)


def _has_contents(blocks: Iterable[dict[str, Any]]) -> bool:
    return any(
        block["t"] == "Div" and (CONTENTS in block["c"][0][1] or _has_contents(block["c"][1])) for block in blocks
    )


def links_hold(survey: Survey) -> Found:
    """K18."""
    points = [
        Point(
            text=f"{one.place.path} ({one.place.where}) : « {one.place.words} », {one.trouble}",
            case=one.place.path,
        )
        for one in survey.links
    ]
    count = plural(len(points), "lien ou renvoi à reprendre", "liens ou renvois à reprendre")
    return Found(
        id="K18",
        level="warning",
        when="never",
        message=f"{count}."
        if points
        else "Renvois, numéros et sommaire sont exacts ; les adresses sont bien écrites (aucune n'a été appelée).",
        points=points,
        remedy="Corrigez le lien dans la note.",
    )
