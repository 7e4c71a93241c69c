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
NO: Final = frozenset({"0", "false", "off"})
BOX: Final = "txbxContent"
THINGS: Final = frozenset({"drawing", "pict", "object"})
EITHER: Final = "AlternateContent"


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the words of a converted file."""

    lost: list[str] = []
    added: list[str] = []
    turned: list[str] = []
    """Deleted or hidden, and not so any more; or the other way round."""
    around: list[str] = []
    """Lost from headers, footers and comments."""
    drawn: tuple[int, int] = (0, 0)
    """Pictures, boxes and objects of the text: before, after."""


def compared(old: bytes, new: bytes) -> Conversion:
    """Compare a .doc with the .docx that was made of it. Raises `UnreadableSource` when either cannot be read."""
    before = doc_words(old)
    container = Container(new, "docx")
    after, live = _counted(container, TOLD), _counted(container, TOLD, live=True)
    turned = (live - before.live) & (before.all - before.live) | (before.live - live) & (after - live)
    return Conversion(
        lost=sorted((before.all - after).elements()),
        added=sorted((after - before.all).elements()),
        turned=sorted(turned.elements()),
        drawn=(before.drawn, sum(_drawn(container.tree(name)) for name in TOLD if name in container)),
        around=sorted((before.around - _counted(container, AROUND)).elements()),
    )


def first_of(found: list[str]) -> str:
    """The first of some words, as a person is told them."""
    return f"{', '.join(f'« {word} »' for word in found[:SHOWN])}{'…' if len(found) > SHOWN else ''}"


def _counted(container: Container, names: tuple[str, ...], *, live: bool = False) -> Counter[str]:
    found = Counter[str]()
    for name in container.names():
        if name.startswith(names) and name.endswith(".xml"):
            for text in _texts(container.tree(name), live=live):
                found.update(words(text))
    return found


def _texts(root: Element, *, live: bool) -> Iterator[str]:
    """The text of a part as it stands, then that of each box in it; `live`: without what is deleted or hidden."""
    boxes = list[Element]()
    yield "".join(_pieces(root, boxes, live=live))
    for box in boxes:
        yield from _texts(box, live=live)


def _pieces(element: Element, boxes: list[Element], *, live: bool) -> Iterator[str]:
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if name == "t" or (name == "delText" and not live):
            yield child.text or ""
        elif name == BOX:
            boxes.append(child)
        elif name == EITHER:
            yield from _pieces(_branch(child), boxes, live=live)
        elif not (live and name == "r" and _is_hidden(child)):
            yield from _pieces(child, boxes, live=live)
        if name in ENDS:
            yield "\n"


def _drawn(element: Element) -> int:
    found = 0
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        found += 1 if name in THINGS else _drawn(_branch(child) if name == EITHER else child)
    return found


def _is_hidden(run: Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and not set(vanish.values()) & NO


def _branch(either: Element) -> Element:
    """The first of two ways to say the same that holds text."""
    ways = list(either.iterchildren(etree.Element))
    return next((way for way in ways if way.find(".//{*}t") is not None), ways[0] if ways else either)
