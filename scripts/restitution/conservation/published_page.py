"""The text of a published web page: under each id, outside of them, in each footnote.

The document's words stand in the elements marked `data-document`. There, what belongs to the page is told by its
tags: lists of links (`nav`), elements marked `data-habillage`, the number of a heading or a caption (a `numero`
that is nothing else), the calls of notes and the ways back to them (ARIA's roles).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser

import msgspec

from restitution.conservation.published_anchors import Body, Mark, Outside
from restitution.conservation.published_units import LABELS, visible
from restitution.conservation.published_verdict import HINT
from restitution.conservation.words import Flow, words
from restitution.errors import Loss

UNREADABLE = "la page web écrite ne peut pas être relue"
DOCUMENT, OURS, NUMBER = "data-document", "data-habillage", "numero"
IS_NUMBER = re.compile(rf"(?:(?:{'|'.join(sorted(LABELS))})\s\d+|Annexe\s[A-Z]+)\s:|[A-Z0-9]+(?:\.\d+)*")
CALL, BACK = "doc-noteref", "doc-backlink"
NOTE = re.compile(r"note-\d+")
INLINE = frozenset({"a", "b", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"})
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
FORMULA, TYPED = "math", "annotation"


class _Element(msgspec.Struct):
    """An open element: what its end has to end."""

    tag: str
    leaf: str = ""
    note: str = ""
    is_silent: bool = False
    number: list[str] | None = None
    """Text of a number that we print, until it is known to be one."""


def read_page(data: bytes, wanted: Iterable[str]) -> Body:
    """What a web page holds, by the ids `wanted`. Raises `Loss` when it cannot be read."""
    reader = _Reader(frozenset(wanted))
    try:
        reader.feed(data.decode())
        reader.close()
    except (UnicodeDecodeError, AssertionError) as error:
        raise Loss(UNREADABLE, HINT) from error
    if not reader.has_document:
        raise Loss(UNREADABLE, HINT)
    return reader.body()


class _Reader(HTMLParser):
    """Goes through the page, knowing which elements are open."""

    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.has_document = False
        self._wanted = wanted
        self._open: list[_Element] = []
        self._shown = 0
        self._silent = 0
        self._formula: list[str] | None = None
        self._marks: dict[str, Mark] = {}
        self._flows: dict[str, Flow] = {}
        self._calls: list[tuple[Mark | Outside, str]] = []
        self._notes: dict[str, Flow] = {}
        self._names: Counter[str] = Counter()
        self._outside: list[Outside] = []
        self._bare = Flow()
        self._bare_calls: list[str] = []
        self._alternatives: list[str] = []
        self._paragraph = -1

    def body(self) -> Body:
        """What was read."""
        self._break()
        notes = {name: flow.done() for name, flow in self._notes.items()}
        for name, flow in self._flows.items():
            self._marks[name].words = flow.done()
        for place, name in self._calls:
            place.notes.append(notes.get(name, []))
        called = {name for _, name in self._calls}
        unused = [found for name, found in notes.items() if name not in called and found]
        return Body(self._marks, self._names, self._outside, unused, self._alternatives)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self._names[said["id"].casefold()] += 1
        self._shown += DOCUMENT in said or (self._shown > 0 and tag not in VOID)
        if not self._shown:
            return
        self.has_document = True
        if tag not in INLINE and self._formula is None:
            self._break()
        if tag == "img" and not self._silent:
            self._alternatives.append(said.get("alt", ""))
        if tag not in VOID:
            self._enter(tag, said)

    def _enter(self, tag: str, said: dict[str, str]) -> None:
        element = _Element(tag)
        id_, role = said.get("id", ""), said.get("role", "")
        if role == CALL and not self._silent:
            self._call(said.get("href", "").removeprefix("#"))
        element.is_silent = tag in {"nav", TYPED} or OURS in said or "hidden" in said or role in {CALL, BACK}
        if NUMBER in said.get("class", "").split() and not element.is_silent:
            element.number = []
        if tag == FORMULA:
            self._formula = []
        self._silent += element.is_silent
        if not self._silent and NOTE.fullmatch(id_) and id_ not in self._notes:
            self._notes[id_], element.note = Flow(), id_
        elif not self._silent and id_ in self._wanted and id_ not in self._marks:
            self._marks[id_] = Mark(paragraph=self._paragraph)
            self._flows[id_], element.leaf = Flow(), id_
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        while self._open:
            element = self._open.pop()
            self._leave(element)
            if element.tag == tag:
                return

    def _leave(self, element: _Element) -> None:
        self._shown -= 1
        self._silent -= element.is_silent
        if element.number is not None and not IS_NUMBER.fullmatch("".join(element.number)):
            self._say("".join(element.number))
        if element.tag == FORMULA and self._formula is not None:
            found, self._formula = self._formula, None
            for flow in self._flows_here():
                flow.add([word for text in found for word in words(text)])
        if element.tag not in INLINE and self._formula is None:
            self._break()
        if element.leaf:
            self._marks[element.leaf].is_closed = True

    def handle_data(self, data: str) -> None:
        if not self._shown or self._silent:
            return
        number = next((element.number for element in reversed(self._open) if element.number is not None), None)
        if self._formula is not None:
            self._formula.append(data)
        elif number is not None:
            number.append(data)
        else:
            self._say(data)

    def _say(self, text: str) -> None:
        for flow in self._flows_here():
            flow.say(visible(text))

    def _flows_here(self) -> list[Flow]:
        """Where words go that are said now: to each open leaf, to the open note, else to the paragraph."""
        note = next((element.note for element in self._open if element.note), "")
        if note:
            return [self._notes[note]]
        return [self._flows[element.leaf] for element in self._open if element.leaf] or [self._bare]

    def _call(self, name: str) -> None:
        leaves = [element.leaf for element in self._open if element.leaf]
        self._calls.extend((self._marks[leaf], name) for leaf in leaves)
        if not leaves:
            self._bare_calls.append(name)

    def _break(self) -> None:
        """A paragraph begins or ends."""
        self._paragraph += 1
        for flow in self._flows_here():
            flow.cut()
        found = self._bare.done()
        if found or self._bare_calls:
            outside = Outside(self._paragraph, found)
            self._outside.append(outside)
            self._calls.extend((outside, name) for name in self._bare_calls)
        self._bare, self._bare_calls = Flow(), []
