"""What a program made of an old Word file, compared with it: no word may go on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec
from lxml import etree

from restitution.conservation.container import Container
from restitution.conservation.source_doc import doc_words
from restitution.conservation.words import words

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

SHOWN: Final = 6
TOLD: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
AROUND: Final = ("word/comments", "word/header", "word/footer")
ENDS: Final = frozenset({"p", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym"})
TEXTS: Final = frozenset({"t", "delText"})
BOX: Final = "txbxContent"
EITHER: Final = "AlternateContent"


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """Words that a converted file lacks, or holds besides; `around`: those of headers, footers and comments."""

    lost: list[str] = []
    added: list[str] = []
    around: list[str] = []


def compared(old: bytes, new: bytes) -> Conversion:
    """Compare a .doc with the .docx that was made of it. Raises `UnreadableSource` when either cannot be read."""
    told, around = doc_words(old)
    container = Container(new, "docx")
    now = _counted(container, TOLD)
    beside = _counted(container, AROUND)
    return Conversion(
        lost=sorted((told - now).elements()),
        added=sorted((now - told).elements()),
        around=sorted((around - beside).elements()),
    )


def first_of(found: list[str]) -> str:
    """The first of some words, as a person is told them."""
    return f"{', '.join(f'« {word} »' for word in found[:SHOWN])}{'…' if len(found) > SHOWN else ''}"


def _counted(container: Container, names: tuple[str, ...]) -> Counter[str]:
    found = Counter[str]()
    for name in container.names():
        if name.startswith(names) and name.endswith(".xml"):
            for text in _texts(container.tree(name)):
                found.update(words(text))
    return found


def _texts(root: Element) -> Iterator[str]:
    """The text of a part as it stands, deleted or not, then that of each box in it."""
    boxes = list[Element]()
    yield "".join(_pieces(root, boxes))
    for box in boxes:
        yield from _texts(box)


def _pieces(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if name in TEXTS:
            yield child.text or ""
        elif name == BOX:
            boxes.append(child)
        elif name == EITHER:
            yield from _pieces(_branch(child), boxes)
        else:
            yield from _pieces(child, boxes)
        if name in ENDS:
            yield "\n"


def _branch(either: Element) -> Element:
    """The first of two ways to say the same that holds text."""
    ways = list(either.iterchildren(etree.Element))
    return next((way for way in ways if way.find(".//{*}t") is not None), ways[0] if ways else either)
