"""Elements of the private copy of an OpenDocument text: made, filled, looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

import msgspec
from lxml import etree
from lxml.etree import SubElement
from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import count, name, q
from restitution.pandoc.ast import MARK_CLOSE, MARK_OPEN

OURS = re.compile(f"[{MARK_OPEN}{MARK_CLOSE}]")
BLANKS = re.compile(r"[ \t\r\n]+")
TITLES: Final = frozenset({"Title", "Titre"})
HEADING = re.compile(r"Heading (\d)")


class Line(msgspec.Struct):
    """A paragraph being written, and the elements inside it that become paragraphs after it."""

    element: Element
    source: Element | None = None
    """The paragraph that it is made of; none for words outside of any."""
    later: list[Element] = []
    is_quote: bool = False
    spans: int = 0
    hidden: list[tuple[tuple[int, int], list[Element]]] = []
    """What does not show, by the place where it stands: pieces at one place make words together."""

    def hide(self, source: Element) -> None:
        """Keep an element that does not show for the end of the paragraph."""
        shown = len("".join(self.element.itertext()))
        place = shown, sum(name(child) != "text:span" for child in self.element.iter("{*}*"))
        if not self.hidden or self.hidden[-1][0] != place:
            self.hidden.append((place, []))
        self.hidden[-1][1].append(source)

    def hidden_together(self) -> Iterator[Element]:
        """One element for each place where something is hidden."""
        for _, sources in self.hidden:
            together = new("text:span")
            for source in sources:
                together.append(copy := deepcopy(source))
                copy.tail = None
            yield together


def new(tag: str) -> Element:
    """An element that declares only the names it uses."""
    return etree.Element(q(tag))


def say(target: Element, text: str | None) -> None:
    """`text` added to what `target` holds: blanks as one space, no character that our marks are made of."""
    if not text:
        return
    text = BLANKS.sub(" ", OURS.sub("\N{REPLACEMENT CHARACTER}", text))
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def section(head: str, blocks: list[Element]) -> Element:
    """A section of these blocks, headed by a paragraph when `head` says what it stands for."""
    made = new("text:section")
    if head:
        SubElement(made, q("text:p")).text = head
    made.extend(blocks)
    return made


def by_id(elements: Iterator[Element], attribute: str) -> dict[str, Element]:
    """Elements by their id; one without, or with another's, has a name that nothing refers to."""
    named: dict[str, Element] = {}
    for number, element in enumerate(elements):
        key = element.get(q("xml:id")) or element.get(q(attribute), "")
        named[key if key and key not in named else f"\n{number}"] = element
    return named


def is_blank(paragraph: Element) -> bool:
    """Whether a paragraph of the copy shows nothing: no word, no picture, no formula."""
    return not "".join(paragraph.itertext()).strip() and paragraph.find(f".//{q('draw:frame')}") is None


def list_like(source: Element, *, goes_on: bool) -> Element:
    """An empty list of the same style, its numbers going on when `source` was cut in two."""
    copy = new("text:list")
    for attribute in ("text:style-name", "text:continue-numbering"):
        if value := source.get(q(attribute)):
            copy.set(q(attribute), value)
    if goes_on:
        copy.set(q("text:continue-numbering"), "true")
    return copy


def heading_level(source: Element, ancestry: list[str]) -> int:
    """Level of a heading, 0 for a paragraph."""
    if name(source) == "text:h":
        return min(max(count(source, q("text:outline-level")), 1), 6)
    if not TITLES.isdisjoint(ancestry):
        return 1
    return next((int(found[1]) for style in ancestry if (found := HEADING.fullmatch(style))), 0)
