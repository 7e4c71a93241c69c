"""Step (c) for a file whose texts carry their ids (DOCX, web page): what stands under each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, zip_longest

import msgspec

from restitution.conservation.align import unpaired
from restitution.conservation.published_units import LABELS, Unit
from restitution.conservation.published_verdict import (
    NO_BOOKMARK,
    TWO_BOOKMARKS,
    Stray,
    Verified,
    around,
    counted,
    settle_pictures,
    tell_pictures,
    tell_words,
)


class Mark(msgspec.Struct):
    """A bookmark: its words, the footnotes referred to under it, the paragraph where it starts."""

    words: list[str] = []
    notes: list[list[str]] = []
    paragraph: int = -1
    is_closed: bool = False


class Outside(msgspec.Struct):
    """Words of a paragraph that stand under no bookmark."""

    paragraph: int
    words: list[str]
    notes: list[list[str]] = []


class Body(msgspec.Struct):
    """A file as its parts tell it: bookmarks, or elements with an id."""

    marks: dict[str, Mark]
    """In order of their starts."""
    names: Counter[str]
    """How often each bookmark's name stands in the whole file, whatever its case."""
    outside: list[Outside]
    unused_notes: list[list[str]]
    alternatives: list[str]


def compare(units: Sequence[Unit], read: Callable[[Iterable[str]], Body]) -> Verified:
    """Compare a file with the texts of its document. `read`: what the file holds under these ids."""
    anchored = {unit.leaf: unit for unit in units if unit.leaf}
    body = read(anchored)
    verified = counted(units)
    carried = settle_pictures(verified, units, body.alternatives)
    for name, unit in anchored.items():
        _compare_mark(verified, unit, body.marks.get(name))
    _compare_order(verified, anchored, list(body.marks))
    leaves = {name.casefold(): name for name in anchored}
    doubles = [name for name, count in body.names.items() if count > 1]
    verified.extra.extend(
        Stray(leaves.get(name, ""), f"{TWO_BOOKMARKS} : {leaves.get(name, name)}") for name in doubles
    )
    _compare_outside(
        verified, [unit for unit in units if not unit.leaf and unit.kind != "contents"], anchored, body
    )
    verified.extra.extend(Stray("", around(note, 0, len(note))) for note in body.unused_notes)
    texts = chain((mark.words for mark in body.marks.values()), (found.words for found in body.outside))
    tell_pictures(verified, units, carried, (" ".join(found) for found in texts))
    return verified


def _compare_mark(verified: Verified, unit: Unit, mark: Mark | None) -> None:
    if mark is None and unit.is_blank:
        return
    if mark is None or not mark.is_closed:
        shown = f"{NO_BOOKMARK} : {around(unit.words, 0, len(unit.words))}"
        verified.missing.append(Stray(unit.leaf, shown))
        return
    found = _bare(unit, mark.words)
    if not unit.fits(found):
        tell_words(verified, [unit], found)
    _compare_notes(verified, unit.leaf, [unit], mark.notes)


def _bare(unit: Unit, found: list[str]) -> list[str]:
    """The words of a caption without « Figure 1 »."""
    is_labelled = unit.kind == "caption" and _is_label(found[:2]) and not unit.fits(found)
    return found[2:] if is_labelled else found


def _is_label(found: Sequence[str]) -> bool:
    return len(found) == 2 and found[0] in LABELS and found[1].isdecimal()


def _compare_notes(verified: Verified, leaf: str, units: Iterable[Unit], found: Sequence[list[str]]) -> None:
    """Footnotes one by one, in order of reference."""
    notes = [list(_flat(note)) for unit in units for note in unit.notes]
    wanted = [
        Unit(leaf=leaf, kind="text").joined(note) for note in notes if any(n.words or n.formulas for n in note)
    ]
    nothing = Unit(leaf=leaf, kind="text")
    for note, words in zip_longest(wanted, filter(None, found)):
        if not (note or nothing).fits(words or []):
            tell_words(verified, [note or nothing], words or [])


def _flat(units: Iterable[Unit]) -> Iterator[Unit]:
    """Texts of a footnote, a note inside it in its place: Word has none in another."""
    for unit in units:
        yield unit
        for note in unit.notes:
            yield from _flat(note)


def _compare_order(verified: Verified, anchored: dict[str, Unit], found: Sequence[str]) -> None:
    """Ids stand in the document's order; a figure's caption above or below it."""
    there = set(found)
    wanted = [name for name in anchored if name in there]
    places = {name: place for place, name in enumerate(wanted)}
    ordered: list[str] = []
    for figure, group in groupby(found, key=lambda name: anchored[name].figure):
        names = list(group)
        ordered.extend(sorted(names, key=places.__getitem__) if figure else names)
    for place in unpaired(wanted, ordered)[0]:
        words = anchored[wanted[place]].words
        verified.moved.append(Stray(wanted[place], around(words, 0, len(words))))


def _compare_outside(verified: Verified, units: Sequence[Unit], anchored: dict[str, Unit], body: Body) -> None:
    """Text under no bookmark is a caption's number, or the text of the document that has no id, in its order."""
    captions = {mark.paragraph for name, mark in body.marks.items() if anchored[name].kind == "caption"}
    outside = [found for found in body.outside if not (found.paragraph in captions and _is_label(found.words))]
    wanted = [unit for unit in units if unit.words or unit.formulas or unit.pictures or unit.notes]
    left, lost = _apart(wanted, outside)
    if left or lost:
        tell_words(verified, lost, [word for found in left for word in found.words])
    _compare_notes(verified, "", wanted, [note for found in outside for note in found.notes])


def _apart(units: Sequence[Unit], outside: Sequence[Outside]) -> tuple[list[Outside], list[Unit]]:
    """What stays alone when texts and units are paired in order; a picture that is shown has no text."""
    left: list[Outside] = []
    lost = list(enumerate(units))
    place = 0
    for found in outside:
        fitting = (number for number in range(place, len(units)) if units[number].fits(found.words))
        number = next(fitting, None)
        if number is None:
            left.append(found)
        else:
            place = number + 1
            lost = [pair for pair in lost if pair[0] != number]
    return left, [unit for _, unit in lost if unit.words or unit.formulas]
