"""Other documents inserted whole in a Word file (`w:altChunk`): what they are, and text as Word paragraphs."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from typing import Literal

from lxml import etree

from restitution.ooxml.word import SPACE, Element, W, part_of

ChunkKind = Literal["docx", "html", "mht", "txt", "rtf", "other"]
_SILENT = frozenset({"script", "style", "template", "head", "noscript"})
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "tt", "u", "label", "time", "kbd", "wbr", "img", "bdo", "var", "samp", "dfn"}
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\ue000\ue001]")


def kind_of(name: str, data: bytes) -> ChunkKind:
    """What an inserted part is, by its content first."""
    head = data[:2000].lower()
    suffix = name.rpartition(".")[2]
    if data.startswith(b"PK"):
        return "docx"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if b"mime-version:" in head:
        return "mht"
    if b"<html" in head or suffix in {"html", "htm", "xhtml"}:
        return "html"
    return "txt" if suffix == "txt" else "other"


def text_lines(data: bytes) -> list[str]:
    """Lines of a plain text: UTF-8 (or UTF-16 with its mark), else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").splitlines()
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").splitlines()


def html_lines(data: bytes) -> list[str]:
    """Lines of text that a page shows, a line a block; scripts, styles and its head left out."""
    try:
        data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None
    parser = etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    parts: list[str] = []
    if root is not None:
        _shown(root, parts)
    return [" ".join(line.split()) for line in "".join(parts).split("\n")]


def _shown(node: Element, parts: list[str]) -> None:
    edge = "" if node.tag in _INLINE else "\n"
    parts.append(edge)
    if node.tag not in _SILENT:
        parts.append(" ".join((node.text or "").splitlines()))
        for child in node.iterchildren("*"):
            _shown(child, parts)
            parts.append(" ".join((child.tail or "").splitlines()))
    parts.append(edge)


def mht_lines(data: bytes) -> list[str]:
    """Lines of the first page of a web archive."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
        body = pages[0].get_payload(decode=True) if pages else b""
    except (MessageError, LookupError, ValueError):
        return []
    return html_lines(body) if isinstance(body, bytes) else []


def paragraph(text: str) -> Element:
    """A Word paragraph of plain text."""
    made = part_of("p")
    made.append(text_run(text))
    return made


def text_run(text: str) -> Element:
    """A Word run of plain text, without what XML or our marks forbid."""
    run = part_of("r")
    node = etree.SubElement(run, W + "t", {SPACE: "preserve"})
    node.text = _CONTROLS.sub(" ", text)
    return run
