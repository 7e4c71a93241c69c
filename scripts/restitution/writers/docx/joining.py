"""Joins what pandoc wrote of the portions of a document: one package, in which each number stands once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from restitution.ooxml.package import parse
from restitution.ooxml.parts import DOCUMENT, LISTS, serialise
from restitution.ooxml.word import Element, R, W
from restitution.writers.docx.fields import FIRST_MARK

FOOTNOTES: Final = "word/footnotes.xml"
LINKS: Final = ("word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels")
"""pandoc writes the addresses of the text and of its notes to both."""
NO_LIST: Final = 1_000
"""pandoc's number for « no list », below which stand those of the reference; its own follow."""
LINK, LIST, ID = "rId", W + "numId", W + "id"
COUNTED: Final = tuple(W + name for name in ("bookmarkStart", "bookmarkEnd", "footnote", "footnoteReference"))
"""pandoc gives the ids of these and of links from one count, in which a portion begins anew."""


class Joined:
    """The package of the portions so far, without their text. `notes`: its footnotes."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}
        self.notes: Element
        self._last = 0

    def add(self, package: dict[str, bytes]) -> Element:
        """Takes in all of a portion but its text, whose root it gives back, with numbers of its own."""
        root, notes = parse(package.pop(DOCUMENT)), parse(package[FOOTNOTES])
        if self.parts:
            self._join(package, root, notes)
        else:
            self.parts, self.notes = package, notes
        self._last = max(chain(_numbers(root), _numbers(notes)), default=self._last)
        return root

    def _join(self, package: dict[str, bytes], root: Element, notes: Element) -> None:
        lists = parse(self.parts[LISTS])
        over = max(int(node.get(LIST, "0")) for node in lists.iter(W + "num")) - NO_LIST
        for part in (root, notes):
            _shift(part, self._last, over)
        self.notes.extend(note for note in notes if note.get(W + "type", "normal") == "normal")
        self.parts[LISTS] = serialise(_with_lists(lists, parse(package[LISTS]), over))
        for name in LINKS:
            links = parse(self.parts[name])
            links.extend(_shifted_links(parse(package[name]), self._last))
            self.parts[name] = serialise(links)


def _numbers(root: Element) -> Iterator[int]:
    """Ids of pandoc's own count; our bookmarks have others."""
    yield from (number for node in root.iter(*COUNTED) if 0 < (number := int(node.get(ID, "0"))) < FIRST_MARK)
    yield from (_link_number(id_) for node in root.iter(W + "hyperlink") if (id_ := node.get(R + "id")))


def _link_number(id_: str) -> int:
    return int(id_.removeprefix(LINK))


def _shift(root: Element, by: int, lists: int) -> None:
    for node in root.iter(*COUNTED):
        if 0 < (number := int(node.get(ID, "0"))) < FIRST_MARK:
            node.set(ID, str(number + by))
    for node in root.iter(W + "hyperlink"):
        if id_ := node.get(R + "id"):
            node.set(R + "id", f"{LINK}{_link_number(id_) + by}")
    for node in root.iter(LIST):
        if (number := int(node.get(W + "val", "0"))) > NO_LIST:
            node.set(W + "val", str(number + lists))


def _with_lists(lists: Element, following: Element, over: int) -> Element:
    """The lists of a portion after those before it; their looks, whose numbers are the same everywhere, once."""
    known = {node.get(W + "abstractNumId") for node in lists.iter(W + "abstractNum")}
    first = next(lists.iter(W + "num"))
    for node in list(following.iter(W + "abstractNum")):
        if node.get(W + "abstractNumId") not in known:
            first.addprevious(node)
    for node in list(following.iter(W + "num")):
        if (number := int(node.get(LIST, "0"))) > NO_LIST:
            node.set(LIST, str(number + over))
            lists.append(node)
    return lists


def _shifted_links(links: Element, by: int) -> Iterator[Element]:
    for link in list(links):
        if link.get("TargetMode") == "External":
            link.set("Id", f"{LINK}{_link_number(link.get('Id', '')) + by}")
            yield link
