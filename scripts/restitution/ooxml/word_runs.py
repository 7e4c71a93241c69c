"""The text of one Word paragraph by offsets: which runs hold it, how they are cut, inserted into and deleted.

Offsets count the paragraph's own text as it is read when every tracked change is accepted, without what was
deleted, the codes of fields and the boxes that hang on it. A run is cut only where a mark begins or ends; both
halves keep its look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Final

import msgspec
from lxml import etree

from restitution.ooxml.word import MC, SPACE, Element, W
from restitution.ooxml.word_signs import letter

_BREAKS: Final = {W + "tab": " ", W + "ptab": " ", W + "br": " ", W + "cr": " ", W + "noBreakHyphen": "-"}
_SILENT: Final = frozenset(
    {W + name for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "sdtPr", "rt")}
    | {W + "p", W + "drawing", W + "pict", W + "object", MC + "AlternateContent"}
)
"""Elements whose text is not the paragraph's own."""
_LOCKED: Final = frozenset(W + name for name in ("ins", "moveTo", "fldSimple", "ruby"))
Stamp = Callable[[], dict[str, str]]
"""Attributes of the next tracked change: an id of its own, who, when."""
_ASIDE: Final = frozenset({W + "rPr", W + "lastRenderedPageBreak"})


class Piece(msgspec.Struct, frozen=True):
    """An element of a run that shows text, and where it stands."""

    node: Element
    text: str
    start: int
    locked: bool
    """In a field, or in what somebody else inserted under tracked changes: not to be changed by us."""

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)

    @property
    def run(self) -> Element:
        """The run that holds it."""
        return self.node.getparent()


class _Walk:
    def __init__(self) -> None:
        self.at = 0
        self.fields = 0

    def pieces(self, node: Element, *, locked: bool) -> Iterator[Piece]:
        for child in node.iterchildren("{*}*"):
            if child.tag == W + "fldChar":
                self.fields += {"begin": 1, "end": -1}.get(child.get(W + "fldCharType", ""), 0)
            elif child.tag in _SILENT:
                continue
            elif text := _shown(child):
                yield Piece(child, text, self.at, locked or self.fields > 0)
                self.at += len(text)
            else:
                yield from self.pieces(child, locked=locked or child.tag in _LOCKED)


def _shown(node: Element) -> str:
    if node.getparent().tag != W + "r":
        return ""
    if node.tag == W + "t":
        return node.text or ""
    if node.tag == W + "sym":
        return letter(node.get(W + "font", ""), node.get(W + "char", ""))
    return _BREAKS.get(node.tag, "")


def pieces(paragraph: Element) -> list[Piece]:
    """What shows text in a paragraph, in order."""
    return list(_Walk().pieces(paragraph, locked=False))


def text(paragraph: Element) -> str:
    """The paragraph's own text."""
    return "".join(piece.text for piece in pieces(paragraph))


def cut(paragraph: Element, at: int) -> None:
    """Make `at` an edge between two runs, where it is inside of one."""
    for piece in pieces(paragraph):
        if piece.start < at < piece.end and piece.node.tag == W + "t":
            part_run(part_text(piece.node, at - piece.start))
            return
        if piece.start == at and at > 0 and any(True for _ in _before(piece)):
            part_run(piece.node)
            return


def _before(piece: Piece) -> Iterator[Element]:
    return (node for node in piece.node.itersiblings("{*}*", preceding=True) if node.tag not in _ASIDE)


def part_text(text: Element, at: int) -> Element:
    """Make two of a `w:t`, the first of `at` signs; the second."""
    said, second = text.text or "", deepcopy(text)
    text.text, second.text, second.tail = said[:at], said[at:], None
    for half in (text, second):
        half.set(SPACE, "preserve")
    text.addnext(second)
    return second


def part_run(first: Element) -> Element:
    """Move `first` and what follows it in its run to a run of the same look right behind; the new run."""
    run = first.getparent()
    second: Element = etree.Element(run.tag, run.attrib)
    second.tail, run.tail = run.tail, None
    second.extend(deepcopy(look) for look in run.findall(W + "rPr"))
    second.extend([first, *first.itersiblings("{*}*")])
    run.addnext(second)
    return second


def is_free(paragraph: Element, start: int, end: int) -> bool:
    """Whether the text from `start` to `end` may be changed by us; of a point, whether text can go in there."""
    if start == end:
        return not (found := pieces(paragraph)) or _beside(found, start) is not None
    return all(not piece.locked for piece in pieces(paragraph) if piece.start < end and piece.end > start)


def runs_between(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that hold just the text from `start` to `end`; those that cross an edge are cut."""
    cut(paragraph, start)
    cut(paragraph, end)
    found = dict.fromkeys(p.run for p in pieces(paragraph) if start <= p.start and p.end <= end)
    return list(found)


def delete(paragraph: Element, start: int, end: int, stamp: Stamp) -> Element | None:
    """Mark the text from `start` to `end` as deleted, what shows none kept; the last `w:del`, None without any."""
    for run in runs_between(paragraph, start, end):
        _one_run_a_kind(run)
    last: Element | None = None
    for piece in [p for p in pieces(paragraph) if start <= p.start and p.end <= end]:
        run = piece.run
        if last is not None and run.getparent() is last:
            continue
        if last is None or last.getnext() is not run:
            last = etree.Element(W + "del", stamp())
            run.addprevious(last)
        last.append(run)
        for node in run.iterchildren(W + "t"):
            node.tag = W + "delText"
    return last


def _one_run_a_kind(run: Element) -> None:
    """Part a run where text and what shows none (a call of a note, a picture) meet."""
    nodes = [node for node in run.iterchildren("{*}*") if node.tag not in _ASIDE]
    for above, node in reversed(list(pairwise(nodes))):
        if bool(_shown(above)) != bool(_shown(node)):
            part_run(node)


def replace(paragraph: Element, start: int, end: int, words: str, stamp: Stamp) -> None:
    """Mark the text from `start` to `end` as deleted, and `words` as inserted there; either may be empty."""
    gone = delete(paragraph, start, end, stamp) if start < end else None
    if not words:
        return
    if gone is None:
        insert(paragraph, start, words, stamp)
    else:
        made = etree.Element(W + "ins", stamp())
        made.append(run_of(words, gone[-1]))
        gone.addnext(made)


def insert(paragraph: Element, at: int, words: str, stamp: Stamp) -> Element:
    """Insert `words` at a point, in the look of what they stand beside; the `w:ins`."""
    made = etree.Element(W + "ins", stamp())
    found = pieces(paragraph)
    if not found:
        paragraph.append(made)
        made.append(run_of(words, None))
        return made
    cut(paragraph, at)
    found = pieces(paragraph)
    beside = _beside(found, at) or found[-1]
    if beside.end == at:
        beside.run.addnext(made)
    else:
        beside.run.addprevious(made)
    made.append(run_of(words, beside.run))
    return made


def _beside(found: list[Piece], at: int) -> Piece | None:
    """The piece that ends at a point, else that begins or goes on there: first one straight in its paragraph."""
    near = [piece for piece in found if piece.end == at] + [
        piece for piece in found if piece.start <= at < piece.end
    ]
    free = [piece for piece in near if not piece.locked]
    return next((piece for piece in free if piece.run.getparent().tag == W + "p"), free[0] if free else None)


def run_of(words: str, like: Element | None) -> Element:
    """A run of `words` that looks like another."""
    run = etree.Element(W + "r")
    look = None if like is None else like.find(W + "rPr")
    if look is not None:
        run.append(deepcopy(look))
        for tracked in list(run[0].iterchildren(W + "rPrChange", W + "ins", W + "del")):
            run[0].remove(tracked)
    node = etree.SubElement(run, W + "t", {SPACE: "preserve"})
    node.text = words
    return run
