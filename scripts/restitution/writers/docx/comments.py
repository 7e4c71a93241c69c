"""The parts of a Word package that hold comments: their words, their threads, who wrote them.

What Word asks for and no schema says (measured by others, obeyed here): a reply has a range and a reference of its
own; a paragraph's id is below 0x80000000, else Word renews it and loses the thread; threads have one level; some
programs know the parts by the literal prefixes `w14` and `w15`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec
from lxml import etree

from restitution.ooxml.parts import DOCUMENT, add_part, relate, serialise, set_type
from restitution.ooxml.word import MC, SPACE, W14, W15, Element, W, make
from restitution.ooxml.word_marks import initials, said_by, unused_id, writable
from restitution.writers.docx.sheet import Sheet

W16CID = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_WORD_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "http://schemas.microsoft.com/office/"
OTHERS: Final = {
    "commentsExtended": f"{_OFFICE}2011/relationships/commentsExtended",
    "commentsIds": f"{_OFFICE}2016/09/relationships/commentsIds",
    "people": f"{_OFFICE}2011/relationships/people",
}
"""Parts beside the comments, each with the kind of its relationship."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A comment, or a reply. `key`: what its ids are made from."""

    key: str
    author: str
    date: str
    text: str


class Comments:
    """The comments of a file, in the order in which they were added."""

    def __init__(self, sheet: Sheet) -> None:
        self._style, self._reference = sheet.id("annotation text"), sheet.id("annotation reference")
        shared = {"w": W[1:-1], "w14": W14[1:-1], "w15": W15[1:-1], "mc": MC[1:-1]}
        self._root = etree.Element(W + "comments", nsmap=shared)
        self._root.set(MC + "Ignorable", "w14 w15")
        self._threads = etree.Element(W15 + "commentsEx", nsmap={"w15": W15[1:-1]})
        self._ids = etree.Element(W16CID + "commentsIds", nsmap={"w16cid": W16CID[1:-1]})
        self._people = etree.Element(W15 + "people", nsmap={"w15": W15[1:-1]})
        self._taken: set[str] = set()
        self._authors: set[str] = set()

    def add(self, thread: Sequence[Message]) -> list[str]:
        """Adds a comment with its replies; their numbers in the file."""
        numbers: list[str] = []
        first = ""
        for message in thread:
            numbers.append(str(len(self._root)))
            own = self._add(message, numbers[-1])
            node = etree.SubElement(self._threads, W15 + "commentEx")
            node.set(W15 + "paraId", own)
            if first:
                node.set(W15 + "paraIdParent", first)
            node.set(W15 + "done", "0")  # what was settled is not carried
            first = first or own
        return numbers

    def _add(self, message: Message, number: str) -> str:
        """The id of its last paragraph, by which Word knows it."""
        author = writable(message.author)
        comment = etree.SubElement(self._root, W + "comment")
        comment.attrib.update(said_by(number, author, message.date))
        if short := initials(author):
            comment.set(W + "initials", short)
        own = ""
        for rank, line in enumerate(writable(message.text).split("\n")):
            own = unused_id(f"{message.key}/{rank}", self._taken)
            paragraph = self._paragraph(line, is_first=rank == 0)
            paragraph.set(W14 + "paraId", own)
            comment.append(paragraph)
        node = etree.SubElement(self._ids, W16CID + "commentId")
        node.set(W16CID + "paraId", own)
        node.set(W16CID + "durableId", unused_id(f"{message.key}/durable", self._taken))
        if author and author not in self._authors:
            self._authors.add(author)
            person = etree.SubElement(self._people, W15 + "person")
            person.set(W15 + "author", author)
            etree.SubElement(person, W15 + "presenceInfo").attrib.update(
                {W15 + "providerId": "None", W15 + "userId": author}
            )
        return own

    def _paragraph(self, line: str, *, is_first: bool) -> Element:
        paragraph, properties = make("p"), make("pPr")
        properties.append(make("pStyle", val=self._style))
        paragraph.append(properties)
        if is_first:
            paragraph.append(self._marked(make("annotationRef")))
        paragraph.append(run_of(line.replace("\t", " ")))  # LibreOffice 7.4 drops a comment's tabs
        return paragraph

    def reference(self, number: str) -> Element:
        """The run that shows in the text that a comment stands there."""
        return self._marked(make("commentReference", id=number))

    def _marked(self, node: Element) -> Element:
        run, look = make("r"), make("rPr")
        look.append(make("rStyle", val=self._reference))
        run.extend([look, node])
        return run

    def write(self, parts: dict[str, bytes]) -> None:
        """Adds the parts, if there is a comment."""
        if not len(self._root):
            return
        add_part(parts, "word/comments.xml", serialise(self._root))
        for (name, kind), root in zip(OTHERS.items(), (self._threads, self._ids, self._people), strict=True):
            part = f"word/{name}.xml"
            parts[part] = serialise(root)
            set_type(parts, f"/{part}", f"{_WORD_XML}{name}+xml")
            relate(parts, DOCUMENT, kind, part)


def run_of(text: str, tag: str = "t") -> Element:
    """A run of these words: tabs and lines as Word has them."""
    run = make("r")
    for piece in re.split(r"([\t\n])", writable(text)):
        if piece in {"\t", "\n"}:
            run.append(make("tab" if piece == "\t" else "br"))
        elif piece:
            node = make(tag)
            node.set(SPACE, "preserve")
            node.text = piece
            run.append(node)
    return run
