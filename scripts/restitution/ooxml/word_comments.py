"""Adds threads of comments to a Word file, beside those that it has (ECMA-376 part 1, 17.13.4; [MS-DOCX] 2.5.4).

What Word asks for, learnt the hard way: each reply has a range and a reference of its own, in the order start of
the thread, starts of its replies, end and reference of each; `w14:paraId` stays below 0x80000000; threads are one
level deep.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final

import msgspec
from lxml import etree

from restitution.ooxml import word_runs
from restitution.ooxml.word import MC, SPACE, W14, W15, Element, W
from restitution.ooxml.word_marks import initials, said_by, unused_id, writable
from restitution.ooxml.word_parts import Parts, relation

_NAMES: Final = {"w": W[1:-1], "w14": W14[1:-1], "w15": W15[1:-1], "mc": MC[1:-1]}
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EXTENDED_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED: Final = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


class Message(msgspec.Struct, frozen=True):
    """A comment or a reply: who, when (ISO 8601, as its file said it, may be empty), what (lines kept)."""

    author: str
    date: str
    text: str


class Comments:
    """The comments of a file that is being written; ids and `paraId` never meet those that are there."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ids = count(parts.largest_id() + 1)
        self._comments: Element | None = None
        self._extended: Element | None = None
        self._paragraphs: set[str] = set()

    def add(
        self, paragraph: Element, start: int, end: int, messages: Sequence[Message], *, resolved: bool = False
    ) -> None:
        """A thread on the text from `start` to `end` of a paragraph, on all of it when there is none between.

        Of the body only: with a comment in a footnote LibreOffice refuses the file.
        """
        comments, extended = self._open()
        ids: list[str] = []
        parent = ""
        for message in messages:
            key = str(next(self._ids))
            last = self._write(comments, key, message)
            values = {W15 + "paraId": last, **({W15 + "paraIdParent": parent} if parent else {})}
            etree.SubElement(extended, W15 + "commentEx", {**values, W15 + "done": "1" if resolved else "0"})
            parent = parent or last
            ids.append(key)
        _anchor(paragraph, start, end, ids)

    def next_id(self) -> int:
        """An id that nothing in the file has; the ones behind it are free as well."""
        return next(self._ids)

    def _open(self) -> tuple[Element, Element]:
        if self._comments is None or self._extended is None:
            self._comments = self._part("comments", "comments", relation("comments"), _COMMENTS_TYPE)
            self._extended = self._part("commentsExtended", "commentsEx", _EXTENDED, _EXTENDED_TYPE)
            known = (self._comments, self._parts.document)
            self._paragraphs = {p.get(W14 + "paraId", "").upper() for root in known for p in root.iter(W + "p")}
        return self._comments, self._extended

    def _part(self, kind: str, tag: str, relation_type: str, content: str) -> Element:
        """Root of a part, with the prefixes of [MS-DOCX] declared on it: some readers look for these very ones."""
        name = self._parts.related(kind)
        old = self._parts.root(name) if name else None
        made = etree.Element(
            (W if kind == "comments" else W15) + tag if old is None else old.tag,
            nsmap={**_NAMES, **({} if old is None else {key: uri for key, uri in old.nsmap.items() if key})},
        )
        if old is not None:
            made.attrib.update(old.attrib)
            made.extend(list(old))
        ignorable = made.get(MC + "Ignorable", "").split()
        made.set(MC + "Ignorable", " ".join(dict.fromkeys([*ignorable, "w14", "w15"])))
        if name:
            self._parts.put(name, made)
        else:
            self._parts.add(f"{kind}.xml", made, relation_type, content)
        return made

    def _write(self, comments: Element, key: str, message: Message) -> str:
        """A comment, a paragraph a line; the `paraId` of its last one, by which threads go."""
        comment = etree.SubElement(comments, W + "comment", said_by(key, message.author, message.date))
        comment.set(W + "initials", initials(message.author) or "?")
        last = ""
        for number, line in enumerate(message.text.split("\n") or [""]):
            last = unused_id(f"{key}/{number}/{line}", self._paragraphs)
            paragraph = etree.SubElement(comment, W + "p", {W14 + "paraId": last, W14 + "textId": "77777777"})
            if not number:
                etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "annotationRef")
            said = etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t", {SPACE: "preserve"})
            said.text = writable(line)
        return last


def _anchor(paragraph: Element, start: int, end: int, ids: Sequence[str]) -> None:
    runs = word_runs.runs_between(paragraph, start, end) if end > start else []
    runs = runs or list(dict.fromkeys(piece.run for piece in word_runs.pieces(paragraph)))
    starts = [etree.Element(W + "commentRangeStart", {W + "id": key}) for key in ids]
    if runs:
        for one in starts:
            runs[0].addprevious(one)
        tail = runs[-1]
    else:
        head = 1 if paragraph.find(W + "pPr") is not None else 0
        paragraph[head:head] = starts
        tail = starts[-1]
    for key in ids:
        ended = etree.Element(W + "commentRangeEnd", {W + "id": key})
        tail.addnext(ended)
        outer = _outermost(ended, paragraph) if key == ids[0] else ended
        reference = etree.Element(W + "r")
        etree.SubElement(reference, W + "commentReference", {W + "id": key})
        outer.addnext(reference)
        tail = reference


def _outermost(node: Element, paragraph: Element) -> Element:
    """The child of the paragraph that holds `node`: a reference stands in no link and in no tracked change."""
    while node.getparent() is not paragraph:
        node = node.getparent()
    return node
