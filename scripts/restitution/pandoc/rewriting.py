"""Letters of a leaf changed in place: what stays keeps its look, and nothing without letters is lost.

A leaf is laid out letter by letter, each under the formats that hold it (bold, link, quotation). What replaces
words takes the formats that all of them share, what is put between two words those that both share: inside a bold
sentence it is bold, at its edge it is not. At an end of the passage it takes those of its only neighbour, but for
links and quotations. A word that only moved, or whose sentence was written anew around it, stays bold or italic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, Literal

import msgspec

from restitution.merging import Edit
from restitution.model import CORRECTION, GENERATED, MASK, REFERENCE, SPEAKER, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

Obstacle = Literal["", "name", "ours", "thing"]
"""Why letters cannot be changed: a masked name, words of ours, a call of note or a picture between them."""
MARKS: Final = {"DoubleQuote": ("«", "»"), "SingleQuote": ("‘", "’")}
LOOKS: Final = ("Strong", "Emph", "Underline", "SmallCaps")
"""What a writer gives to words that matter; a raised letter belongs to its word."""
TELLING: Final = 3
"""Letters from which a word of the new text is one that was there before."""
_WORD: Final = re.compile(r"[^\W_]+")
_BLANKS: Final = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_HOLDING: Final = frozenset({"Span", "Link", "Cite", "Quoted"})
"""Kinds whose inlines stand behind something else."""
_LEFT_AT_ENDS: Final = frozenset({"Link", "Cite", "Quoted", "Code"})


class Format(msgspec.Struct, eq=False):
    """Something that holds letters; each is itself only."""

    kind: str
    head: Any = None
    tail: tuple[Any, ...] = ()

    @property
    def obstacle(self) -> Obstacle:
        """Whether its letters are nobody's to change."""
        if self.kind == "Link":
            return "ours" if REFERENCE in self.head[1] else ""
        if self.kind != "Span":
            return ""
        classes = set(self.head[1])
        return "name" if MASK in classes else "ours" if {GENERATED, SPEAKER} & classes else ""

    @property
    def is_correction(self) -> bool:
        """Whether its letters were put in by a correction."""
        return self.kind == "Span" and CORRECTION in self.head[1]


class Cell(msgspec.Struct, frozen=True, eq=False):
    """One letter, or a thing that has none, under its formats, the outermost first."""

    letter: str
    formats: tuple[Format, ...]
    made: Inline | None = None
    """What it is when it is no letter of a word: a space, a footnote, a picture."""
    is_mark: bool = False
    """Whether it is a sign of the `Quoted` that holds it."""


class Rewritten(msgspec.Struct, frozen=True, kw_only=True):
    """A leaf with its letters changed, or why they were not."""

    inlines: Inlines = []
    taken: list[Inlines] = []
    """What was taken out of the writer's words, one run an edit."""
    obstacle: Obstacle = ""


class Sheet:
    """The letters of a leaf, laid out."""

    def __init__(self, inlines: Inlines) -> None:
        self.cells = list(_cells(inlines, ()))
        self.text = "".join(cell.letter for cell in self.cells)
        self.own = "".join(" " * len(cell.letter) if _obstacle([cell]) else cell.letter for cell in self.cells)
        """The same with a space for each letter that is not the writer's."""

    def rewritten(self, edits: Sequence[Edit]) -> Rewritten:
        """The leaf with these edits, which are in order and none over another."""
        out: list[Cell] = []
        taken: list[Inlines] = []
        at = 0
        places = [self._bounds(edit) for edit in edits]
        moved = _looks_of_words([self.cells[start:end] for start, end in places])
        for edit, (start, end) in zip(edits, places, strict=True):
            gone = self.cells[start:end]
            obstacle = _obstacle(gone) if gone else self._inside(start)
            if obstacle:
                return Rewritten(obstacle=obstacle)
            out += [*self.cells[at:start], *self._put(edit.text, gone, start, moved)]
            words = [cell for cell in gone if not any(format_.is_correction for format_ in cell.formats)]
            taken += [_inlines(words)] if words else []
            at = end
        return Rewritten(inlines=_inlines([*out, *self.cells[at:]]), taken=taken)

    def looks(self) -> list[tuple[str, str]]:
        """Each run of bold, italic and so on: its kind, and its words."""
        found: list[tuple[str, str]] = []
        for kind in LOOKS:
            held = groupby(self.cells, lambda cell: any(one.kind == kind for one in cell.formats))  # noqa: B023
            found += [(kind, "".join(cell.letter for cell in run)) for has_it, run in held if has_it]
        return found

    def holds(self, kinds: frozenset[str]) -> bool:
        """Whether a thing of one of these kinds stands in the leaf."""
        return any(cell.made is not None and cell.made["t"] in kinds for cell in self.cells)

    def _bounds(self, edit: Edit) -> tuple[int, int]:
        """The cells of an edit: things at its edges stay outside, before what is put in when there is no room."""
        start = end = -1
        at = 0
        for number, cell in enumerate(self.cells):
            if cell.letter and edit.start <= at < edit.end:
                start, end = (number if start < 0 else start), number + 1
            at += len(cell.letter)
        if start >= 0:
            return start, end
        at, place = 0, 0
        for number, cell in enumerate(self.cells):
            if at == edit.start and cell.letter:
                break
            at, place = at + len(cell.letter), number + 1
        return place, place

    def _inside(self, place: int) -> Obstacle:
        """What forbids to put letters at a place: words of ours on both sides, of one piece."""
        if not 0 < place < len(self.cells):
            return ""
        shared = _shared([self.cells[place - 1].formats, self.cells[place].formats])
        return next((one.obstacle for one in shared if one.obstacle), "")

    def _put(
        self, text: str, gone: Sequence[Cell], place: int, moved: Mapping[str, tuple[Format, ...]]
    ) -> list[Cell]:
        if not text:
            return []
        formats = _shared(cell.formats for cell in gone) if gone else self._look(place)
        while any(one.kind == "Code" or one.is_correction for one in formats):
            formats = formats[:-1]
        mark = Format("Span", ast.attributes("", [CORRECTION]))
        put: list[Cell] = []
        for piece, looks in _pieces(text, moved):
            under = (*formats, *(look for look in looks if look.kind not in {one.kind for one in formats}), mark)
            put += [Cell(letter, under, {"t": "Space"} if letter == " " else None) for letter in piece]
        return put

    def _look(self, place: int) -> tuple[Format, ...]:
        """The formats of what is put between two letters."""
        before = next((_outside(cell, 1) for cell in reversed(self.cells[:place]) if cell.letter.strip()), None)
        after = next((_outside(cell, 0) for cell in self.cells[place:] if cell.letter.strip()), None)
        if before is not None and after is not None:
            return _shared([before, after])
        alone = before or after or ()
        stop = next((n for n, one in enumerate(alone) if one.kind in _LEFT_AT_ENDS or one.obstacle), len(alone))
        return alone[:stop]


def _looks_of_words(gone: Sequence[Sequence[Cell]]) -> dict[str, tuple[Format, ...]]:
    """Each bold or italic run that is taken out, and each of its words -> its look, where all of them have one."""
    found: dict[str, set[tuple[Format, ...]]] = {}
    for cells in gone:
        for looks, run in groupby(cells, lambda cell: tuple(one for one in cell.formats if one.kind in LOOKS)):
            words = "".join(cell.letter for cell in run).strip()
            for said in {words, *_WORD.findall(words)}:
                found.setdefault(said, set()).add(looks)
    return {
        said: looks for said, (looks, *others) in found.items() if looks and not others and len(said) >= TELLING
    }


def _pieces(text: str, moved: Mapping[str, tuple[Format, ...]]) -> Iterator[tuple[str, tuple[Format, ...]]]:
    """A text cut where its look changes."""
    said = "|".join(re.escape(one) for one in sorted(moved, key=len, reverse=True))
    pieces = re.split(rf"(?<!\w)({said})(?!\w)", text) if said else [text]
    return ((piece, moved.get(piece, ()) if number % 2 else ()) for number, piece in enumerate(pieces) if piece)


def _outside(cell: Cell, side: int) -> tuple[Format, ...]:
    """The formats at one side of a letter: behind the sign that closes a quotation, its quotation is over."""
    is_edge = cell.is_mark and cell.letter == MARKS[cell.formats[-1].head["t"]][side]
    return cell.formats[:-1] if is_edge else cell.formats


def _cells(inlines: Inlines, formats: tuple[Format, ...]) -> Iterator[Cell]:
    for inline in inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            yield from (Cell(letter, formats) for letter in content)
        elif kind in _BLANKS:
            yield Cell(_BLANKS[kind], formats, inline)
        elif kind == "Code" and content[1]:
            code = (*formats, Format(kind, content[0]))
            yield from (Cell(letter, code) for letter in content[1])
        elif kind in ast.EMPHASES and content:
            yield from _cells(content, (*formats, Format(kind)))
        elif kind in _HOLDING and content[1]:
            held = (*formats, Format(kind, content[0], tuple(content[2:])))
            marks = MARKS[content[0]["t"]] if kind == "Quoted" else ("", "")
            yield from (Cell(mark, held, is_mark=True) for mark in marks[0])
            yield from _cells(content[1], held)
            yield from (Cell(mark, held, is_mark=True) for mark in marks[1])
        else:
            yield Cell("", formats, inline)


def _obstacle(gone: Iterable[Cell]) -> Obstacle:
    for cell in gone:
        if not cell.letter:
            return "thing"
        for format_ in cell.formats:
            if format_.obstacle:
                return format_.obstacle
    return ""


def _shared(each: Iterable[tuple[Format, ...]]) -> tuple[Format, ...]:
    """The formats that all share, the outermost first."""
    shared: list[Format] = []
    for level in zip(*each, strict=False):
        if any(one is not level[0] for one in level):
            break
        shared.append(level[0])
    return tuple(shared)


def _inlines(cells: Sequence[Cell], depth: int = 0) -> Inlines:
    """Inlines again, neighbouring letters made one string."""
    out: Inlines = []
    for format_, run in groupby(cells, lambda cell: cell.formats[depth] if depth < len(cell.formats) else None):
        held = list(run)
        for made in _plain(held) if format_ is None else _held(format_, held, depth + 1):
            if out and out[-1]["t"] == made["t"] == "Str":
                out[-1] = {"t": "Str", "c": out[-1]["c"] + made["c"]}
            else:
                out.append(made)
    return out


def _plain(cells: Sequence[Cell]) -> Inlines:
    return [cell.made or {"t": "Str", "c": cell.letter} for cell in cells]


def _held(format_: Format, cells: list[Cell], depth: int) -> Inlines:
    """What a format holds, in it; a quotation that lost one of its signs shows the other as a letter."""
    kind = format_.kind
    if kind == "Code":
        return [{"t": kind, "c": [format_.head, "".join(cell.letter for cell in cells)]}]
    if kind in ast.EMPHASES:
        return [{"t": kind, "c": _inlines(cells, depth)}]
    if kind == "Quoted":
        marks = [number for number, cell in enumerate(cells) if cell.is_mark and cell.formats[-1] is format_]
        if marks != [0, len(cells) - 1]:
            return _inlines(cells, depth)
        cells = cells[1:-1]
    inner = _inlines(cells, depth)
    return [{"t": kind, "c": [format_.head, inner, *format_.tail]}]
