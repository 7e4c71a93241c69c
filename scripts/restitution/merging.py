"""Three-way merge of texts by words: what changed from `base` to `ours` is put into `theirs`, or said to clash.

Texts are compared sign by sign, words whole, as they read and not as they are printed: which space stands in a
gap, how many, whether one stands before « : » or inside guillemets, which quotes and apostrophes are used makes no
difference, so that a correction of the published text can be applied to the note that it was made of. What did not
change keeps the letters of `theirs`.

Own code on `difflib`: three-merge and diff-match-patch merge by letters (3,5 with 4,5 and 3,7 gives 4,7, « chat »
with « chien » and « chatte » gives pieces of both) and merge3 (GPL) merges lines or words as they are spelt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby
from typing import Final, Literal

import msgspec

INVISIBLE: Final = frozenset("\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff")
QUOTES: Final = frozenset('"«»“”„')
_SIGNS: Final = str.maketrans(
    {**dict.fromkeys("«»“”„", '"'), **dict.fromkeys("’‘ʼ", "'"), **dict.fromkeys("‐‑", "-")}
)
_BEFORE: Final = QUOTES | frozenset(";:!?%‰€$£¥°")
"""Signs before which typography puts or takes a space."""
_AFTER: Final = QUOTES | frozenset("°º")
_SIGN: Final = re.compile(r"\.{3}|.", re.DOTALL)
DOTS: Final = "..."


class Atom(msgspec.Struct, frozen=True):
    """A word or a sign of a text, with its letters' bounds."""

    said: str
    """As it is compared."""
    start: int
    end: int
    spaced: bool
    """Whether a space stands before it; of the first one, always."""
    told: bool
    """Whether that space says something, which typography does not see to."""

    @property
    def key(self) -> tuple[str, bool]:
        """What makes two atoms the same."""
        return self.said, self.spaced or not self.told

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not a sign."""
        return any(map(str.isalnum, self.said))


class Edit(msgspec.Struct, frozen=True):
    """Letters `start` to `end` (excluded) of a text become `text`."""

    start: int
    end: int
    text: str


class Clash(msgspec.Struct, frozen=True):
    """The same place changed in two ways: its words in each of the three texts."""

    base: str
    ours: str
    theirs: str


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of `theirs`: the edits that give `text`, in order; or clashes, and then no text."""

    text: str = ""
    edits: list[Edit] = []
    clashes: list[Clash] = []


class _Change(msgspec.Struct, frozen=True):
    """Atoms `low` to `high` of the base became the atoms `start` to `end` of another text."""

    low: int
    high: int
    start: int
    end: int


@cache
def _kind(letter: str) -> Literal["word", "space", "sign"]:
    if letter.isspace():
        return "space"
    if letter in INVISIBLE or unicodedata.combining(letter):
        return "word"
    return "word" if any(map(str.isalnum, unicodedata.normalize("NFKC", letter))) else "sign"


def atoms(text: str) -> list[Atom]:
    """The words and signs of a text, in order."""
    found: list[Atom] = []
    spaced = True
    for said, start, end in _pieces(text):
        if not said:
            spaced = True
            continue
        before = found[-1].said if found else ""
        told = not (said in _BEFORE or before in _AFTER)
        found.append(Atom(said, start, end, spaced, told))
        spaced = False
    return found


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """What stands in a text as it is compared, and its bounds; nothing for a gap."""
    at = 0
    for kind, letters in groupby(text, _kind):
        run = "".join(letters)
        if kind == "sign":
            for sign in _SIGN.finditer(run):
                said = "…" if sign[0] == DOTS else sign[0].translate(_SIGNS)
                yield said, at + sign.start(), at + sign.end()
        elif kind == "space":
            yield "", at, at + len(run)
        else:
            said = unicodedata.normalize("NFC", "".join(letter for letter in run if letter not in INVISIBLE))
            if said:
                yield said, at, at + len(run)
        at += len(run)


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever typography made of them."""
    return _keys(atoms(one)) == _keys(atoms(other))


def run_of(part: str, whole: str) -> list[tuple[int, int]]:
    """Bounds, in letters of `whole`, of each place where the words and signs of `part` stand in a row."""
    wanted, found = [atom.said for atom in atoms(part)], atoms(whole)
    size, said = len(wanted), [atom.said for atom in found]
    return [
        (found[at].start, found[at + size - 1].end)
        for at in range(len(found) - size + 1)
        if size and said[at : at + size] == wanted
    ]


def merge(base: str, ours: str, theirs: str) -> Merge:
    """`theirs` with what changed from `base` to `ours`.

    Two changes clash when no whole word with a space beside it stands between them, unless they are the same.
    """
    first, mine, other = atoms(base), atoms(ours), atoms(theirs)
    wanted, made = _shared(_changes(first, mine), _changes(first, other), mine, other)
    common = [(one, two) for one in wanted for two in made if _agree(one, two, mine, other)]
    agreed, kept = [one for one, _ in common], [two for _, two in common]
    left, rival = [c for c in wanted if c not in agreed], [c for c in made if c not in kept]
    clashes = [
        _clash(group, (wanted, made), (base, ours, theirs), (first, mine, other))
        for group in _touching(left, rival, first)
    ]
    if clashes:
        return Merge(clashes=clashes)
    edits = [_edit(_moved(change, made), (mine, other), (ours, theirs)) for change in left]
    return Merge(text=edited(theirs, edits), edits=edits)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """`text` with each edit where it stands; they are in order, none over another."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _keys(found: Sequence[Atom]) -> list[tuple[str, bool]]:
    return [atom.key for atom in found]


def _changes(base: Sequence[Atom], other: Sequence[Atom]) -> list[_Change]:
    matcher = SequenceMatcher(None, _keys(base), _keys(other), autojunk=False)
    return [
        _Change(low, high, start, end) for tag, low, high, start, end in matcher.get_opcodes() if tag != "equal"
    ]


def _shared(
    wanted: list[_Change], made: list[_Change], mine: Sequence[Atom], other: Sequence[Atom]
) -> tuple[list[_Change], list[_Change]]:
    """The changes of both texts, those cut in two that begin or end with a whole change of the other text."""
    return (
        [part for change in wanted for part in _cut(change, made, mine, other)],
        [part for change in made for part in _cut(change, wanted, other, mine)],
    )


def _cut(change: _Change, others: Sequence[_Change], own: Sequence[Atom], there: Sequence[Atom]) -> list[_Change]:
    for one in others:
        size = one.end - one.start
        is_within = change.low <= one.low < one.high <= change.high and 0 < size <= change.end - change.start
        if not is_within or (one.low, one.high, size) == (change.low, change.high, change.end - change.start):
            continue
        said, after, before = _keys(there[one.start : one.end]), change.start + size, change.end - size
        if one.low == change.low and _keys(own[change.start : after]) == said:
            return [
                _Change(one.low, one.high, change.start, after),
                _Change(one.high, change.high, after, change.end),
            ]
        if one.high == change.high and _keys(own[before : change.end]) == said:
            return [
                _Change(change.low, one.low, change.start, before),
                _Change(one.low, one.high, before, change.end),
            ]
    return [change]


def _agree(one: _Change, two: _Change, mine: Sequence[Atom], other: Sequence[Atom]) -> bool:
    """Whether both texts made the same change."""
    is_there = (one.low, one.high) == (two.low, two.high)
    return is_there and _keys(mine[one.start : one.end]) == _keys(other[two.start : two.end])


def _touching(left: Sequence[_Change], rival: Sequence[_Change], base: Sequence[Atom]) -> list[list[_Change]]:
    """Groups of changes of both texts that nothing parts."""
    groups: list[tuple[list[_Change], set[int]]] = []
    both = sorted(
        [(c.low, c.high, 0, c) for c in left] + [(c.low, c.high, 1, c) for c in rival], key=lambda o: o[:3]
    )
    reach = 0
    for low, high, side, change in both:
        if groups and (low < reach or not _parts(base, reach, low)):
            groups[-1][0].append(change)
            groups[-1][1].add(side)
        else:
            groups.append(([change], {side}))
        reach = max(reach, high)
    return [changes for changes, sides in groups if len(sides) > 1]


def _parts(base: Sequence[Atom], start: int, end: int) -> bool:
    """Whether a whole word and a space stand between two places."""
    between = base[start:end]
    return any(atom.is_word for atom in between) and any(atom.spaced for atom in base[start : end + 1])


def _moved(change: _Change, made: Sequence[_Change]) -> _Change:
    """A change whose `low` and `high` are places of `theirs`."""
    offset = sum((c.end - c.start) - (c.high - c.low) for c in made if c.high <= change.low)
    return _Change(change.low + offset, change.high + offset, change.start, change.end)


def _edit(change: _Change, found: tuple[list[Atom], list[Atom]], texts: tuple[str, str]) -> Edit:
    """A change as letters of `theirs`, with the gap before it when that one comes or goes with it."""
    mine, other = found
    if change.start == change.end:
        return _taken_out(change, other, texts[1])
    opening, last = mine[change.start], mine[change.end - 1]
    words = " ".join(texts[0][opening.start : last.end].split())
    is_first = change.low == 0
    before = other[change.low - 1].end if not is_first else 0
    if change.low == change.high:
        follows = change.end < len(mine) and mine[change.end].spaced
        if is_first:
            at = other[0].start if other else len(texts[1])
            return Edit(at, at, f"{words} " if follows and other else words)
        return Edit(before, before, f" {words}" if opening.spaced else words)
    start, end = other[change.low].start, other[change.high - 1].end
    if is_first or not opening.told or opening.spaced == other[change.low].spaced:
        return Edit(start, end, words)
    return Edit(start, end, f" {words}") if opening.spaced else Edit(before, end, words)


def _taken_out(change: _Change, other: Sequence[Atom], theirs: str) -> Edit:
    if change.low:
        return Edit(other[change.low - 1].end, other[change.high - 1].end, "")
    start = other[0].start
    return Edit(start, other[change.high].start if change.high < len(other) else len(theirs), "")


def _clash(
    group: Sequence[_Change],
    changes: tuple[Sequence[_Change], Sequence[_Change]],
    texts: tuple[str, str, str],
    found: tuple[Sequence[Atom], Sequence[Atom], Sequence[Atom]],
) -> Clash:
    low, high = min(change.low for change in group), max(change.high for change in group)
    bounds = [(low, high)]
    for made in changes:
        start = low + sum((c.end - c.start) - (c.high - c.low) for c in made if c.high <= low and c.low < low)
        end = high + sum((c.end - c.start) - (c.high - c.low) for c in made if c.high <= high)
        bounds.append((start, end))
    said = [
        " ".join(text[parts[start].start : parts[end - 1].end].split()) if start < end else ""
        for text, parts, (start, end) in zip(texts, found, bounds, strict=True)
    ]
    return Clash(*said)
