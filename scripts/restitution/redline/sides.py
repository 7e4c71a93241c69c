"""The two documents that are compared: their parts, their text, their notes."""

from __future__ import annotations

import hashlib
import posixpath
from typing import Final

from restitution.ooxml.package import open_package, parse
from restitution.ooxml.parts import DOCUMENT
from restitution.ooxml.word import Element, R, W, value

FOOTNOTES: Final = "word/footnotes.xml"
STYLES, NUMBERING = "word/styles.xml", "word/numbering.xml"
BLOCKS: Final = frozenset({W + "p", W + "tbl"})
"""What the text, a cell or a note is made of."""
CONTENTS: Final = ("toc ", "contents ", "table of figures", "figure index")
"""Begin the names of the styles of a table of contents, in Word's files and in LibreOffice's."""
PASSAGES: Final = ("src_", "gen_")
"""Begin the names of the bookmarks that stand for passages."""


class Side:
    """One document, opened. Raises `UnreadableSource` when it is no DOCX.

    `told`: a picture is known by what it is said to show, not by its bytes, which offices rewrite.
    """

    def __init__(self, data: bytes, *, told: bool = False) -> None:
        self.told = told
        self.parts = open_package(data)
        self.root = parse(self.parts[DOCUMENT])
        self.notes_root = parse(self.parts[FOOTNOTES]) if FOOTNOTES in self.parts else None
        self.styles = {node.get(W + "styleId", ""): node for node in _nodes(self.parts, STYLES, "style")}
        self.links = {owner: _links(self.parts, owner) for owner in (DOCUMENT, FOOTNOTES)}
        notes = [] if self.notes_root is None else list(self.notes_root.iterchildren(W + "footnote"))
        self.notes = {note.get(W + "id", ""): note for note in notes}

    @property
    def body(self) -> Element:
        """The element that holds the text."""
        return self.root[0]

    def style_name(self, paragraph: Element) -> str:
        """Name of a paragraph's style, small letters."""
        style = self.styles.get(value(paragraph, "pPr/pStyle") or "")
        return (value(style, "name") or "").lower()

    def is_contents(self, node: Element) -> bool:
        """Whether a block is a line of a table of contents that an office took out of its field."""
        return node.tag == W + "p" and self.style_name(node).startswith(CONTENTS)

    def picture(self, id_: str) -> str:
        """Hash of the picture that a relationship of the text leads to."""
        name = self.links[DOCUMENT].get(id_) or self.links[FOOTNOTES].get(id_) or ""
        return hashlib.sha256(self.parts.get(name, id_.encode())).hexdigest()


def names_of(node: Element) -> frozenset[str]:
    """The passages that stand in an element, by their bookmarks."""
    marks = (mark.get(W + "name", "") for mark in node.iter(W + "bookmarkStart"))
    return frozenset(name for name in marks if name.startswith(PASSAGES))


def _nodes(parts: dict[str, bytes], name: str, tag: str) -> list[Element]:
    return list(parse(parts[name]).iterchildren(W + tag)) if name in parts else []


def _links(parts: dict[str, bytes], owner: str) -> dict[str, str]:
    """Where the relationships of a part lead, inside the package."""
    folder, file = posixpath.split(owner)
    part = parts.get(f"{folder}/_rels/{file}.rels")
    nodes = parse(part).iterchildren("{*}*") if part else []
    return {
        node.get("Id", ""): posixpath.normpath(posixpath.join(folder, node.get("Target", "")))
        for node in nodes
        if node.get("TargetMode") != "External"
    }


def relationship_keys(node: Element) -> list[tuple[Element, str]]:
    """Every attribute below `node` that names a relationship (`r:embed`), with its element."""
    return [(one, str(key)) for one in node.iter() for key in one.attrib if str(key).startswith(R)]
