"""Colours of cells in words: a name in French for each, its letter and meaning where a legend gives one.

Nothing is told by colour alone (RGAA 2.1): what a fill says is written beside what the cell holds.
"""

from __future__ import annotations

import colorsys
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from restitution.messages import folded
from restitution.readers.shades import palette_name

WHITE: Final = "FFFFFF"
WIDE_HUES: Final = (
    (15, "rouge"), (42, "orange"), (68, "jaune"), (165, "vert"), (195, "turquoise"), (255, "bleu"),
    (290, "violet"), (345, "rose"), (361, "rouge"),
)  # fmt: skip
LEGEND: Final = ("legende", "code couleur", "signification des couleurs", "cle de lecture")

_LETTERED: Final = re.compile(r"([A-Z]{1,2}\d?|\d{1,2})\s*(?:[–—:=.)]|-(?=\s))\s*(\S.*)", re.DOTALL)
_NAMED: Final = re.compile(
    r"((?:rouge|orange|jaune|vert|turquoise|bleu|violet|rose|marron|gris|blanc|noir)\b[^:=–—(]{0,20}?)\s*[:=–—]\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""« A – Vert foncé : tout à fait d'accord »: what a legend says of a colour."""

Place = tuple[int, int]
Grid = dict[Place, tuple[str, str]]
"""Place -> text and fill of a cell."""


class Meaning(msgspec.Struct, frozen=True):
    """What a colour stands for."""

    letter: str
    name: str
    label: str = ""

    @property
    def told(self) -> str:
        """« V – d'accord », or « vert » without a legend."""
        return f"{self.letter} – {self.label}" if self.label else self.name


class Legend(msgspec.Struct, frozen=True):
    """Labels of colours, and the cells that say them."""

    labels: dict[str, str] = {}
    letters: dict[str, str] = {}
    names: dict[str, str] = {}
    """Letters and names that the workbook itself gives to its colours."""
    cells: frozenset[Place] = frozenset()


def name_of(colour: str) -> str:
    """Name of a colour in French: « vert », « gris clair », « bleu foncé »."""
    if standard := palette_name(colour):
        return standard
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.96:
        return "blanc"
    if light < 0.1:
        return "noir"
    if saturation < 0.12 or (saturation < 0.2 and light > 0.9):
        return "gris clair" if light > 0.8 else "gris foncé" if light < 0.35 else "gris"
    base = next(name for end, name in WIDE_HUES if hue * 360 < end)
    if base == "rouge" and light > 0.7:
        return "rose"
    if base == "orange" and light < 0.35:
        return "marron"
    return f"{base} clair" if light > 0.8 else f"{base} foncé" if light < 0.25 else base


def names_of(colours: Iterable[str]) -> dict[str, str]:
    """A name for each colour, none twice: of two greens one is « vert clair », the other « vert foncé »."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for colour in sorted(set(colours), key=lambda colour: (_lightness(colour), colour)):
        named[name_of(colour).split()[0]].append(colour)
    found: dict[str, str] = {}
    for base, same in named.items():
        told = {
            1: [name_of(same[0])],
            2: [f"{base} foncé", f"{base} clair"],
            3: [f"{base} foncé", f"{base} moyen", f"{base} clair"],
        }.get(len(same)) or [f"{base} {number}" for number in range(1, len(same) + 1)]
        found |= dict(zip(same, told, strict=True))
    return found


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)[1]


def meanings(colours: Iterable[str], legend: Legend) -> dict[str, Meaning]:
    """What each colour of a workbook is called, with letters that differ."""
    names = names_of({*colours, *legend.labels}) | legend.names
    taken = set(legend.letters.values())
    found: dict[str, Meaning] = {}
    for colour in sorted(names, key=lambda colour: (colour not in legend.labels, names[colour])):
        letter = legend.letters.get(colour) or _letter(names[colour], taken)
        taken.add(letter)
        found[colour] = Meaning(letter, names[colour], legend.labels.get(colour, ""))
    return found


def _letter(name: str, taken: set[str]) -> str:
    """Initials of a colour; more of its letters where another has them."""
    initials = "".join(word[0] for word in name.split()).upper()
    more = [initials, *(name.replace(" ", "")[:n].upper() for n in range(2, len(name) + 1))]
    return next((letter for letter in more if letter not in taken), name)


def legend_of(grid: Grid) -> Legend:
    """The legend of a sheet: a column (or row) of cells, each of its own colour, with what it means beside it.

    Without the word « légende » above, it must stand apart from what is coloured in the same rows.
    """
    said = [place for place, (text, _) in grid.items() if folded(text).startswith(LEGEND)]
    fills = {place: fill for place, (_, fill) in grid.items() if fill}
    for run in sorted(_runs(fills), key=len, reverse=True):
        if len({fills[place] for place in run}) < len(run) or not _stands_apart(run, said, fills, grid):
            continue
        if labels := _labels(run, grid, own=_announced(run, said)):
            return labels
    return Legend()


def _runs(fills: dict[Place, str]) -> list[list[Place]]:
    """Coloured cells one below the other, two at least."""
    runs: list[list[Place]] = []
    for row, column in sorted(fills, key=lambda place: (place[1], place[0])):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return [run for run in runs if len(run) > 1]


def _announced(run: list[Place], said: list[Place]) -> bool:
    """Whether « Légende » stands above a run, or beside its first cell."""
    top, column = run[0]
    return any(top - 2 <= row <= top and abs(column - other) <= 1 for row, other in said)


def _stands_apart(run: list[Place], said: list[Place], fills: dict[Place, str], grid: Grid) -> bool:
    if _announced(run, said):
        return True
    rows, column = {row for row, _ in run}, run[0][1]
    alone = all(other == column for row, other in fills if row in rows)
    gap = column > 1 and not any(grid.get((row, column - 1), ("", ""))[0] for row in rows)
    last = not any(other > column for row, other in fills if row in rows)
    return (alone and not _heads(run, grid)) or (
        gap and last and not any((row, column - 1) in fills for row in rows)
    )


def _heads(run: list[Place], grid: Grid) -> bool:
    """Whether the cells of a run follow what is said at their left: they answer it, and are no legend."""
    return any(grid.get((row, column - 1), ("", ""))[0].strip() for row, column in run)


def _labels(run: list[Place], grid: Grid, *, own: bool) -> Legend | None:
    """The legend that a run makes: the text at the right of each cell, else (below « Légende ») its own."""
    labels, letters, names = {}, {}, {}
    cells = set(run)
    for row, column in run:
        text, fill = grid[row, column][0].strip(), grid[row, column][1]
        sides = [side for side in ((row, column + 1), (row, column - 1)) if _tells(grid, side)]
        if sides and (own or sides[0][1] > column):
            cells.add(sides[0])
            labels[fill] = grid[sides[0]][0].strip()
            if len(text) in {1, 2}:
                letters[fill] = text
        elif own and text:
            labels[fill] = text
        else:
            return None
        if found := _LETTERED.fullmatch(labels[fill]):
            letters[fill], labels[fill] = found[1], found[2]
        if found := _NAMED.fullmatch(labels[fill]):
            names[fill], labels[fill] = found[1].lower(), found[2]
    if len(set(letters.values())) < len(run):
        letters = {}
    return Legend(labels, letters, names if len(set(names.values())) == len(names) else {}, frozenset(cells))


def _tells(grid: Grid, place: Place) -> bool:
    """Whether a cell has words and no colour of its own."""
    text, fill = grid.get(place, ("", ""))
    return bool(text.strip()) and fill in {"", WHITE}


def informative(
    grid: Grid, rows: Sequence[int], columns: Sequence[int], legend: Legend, known: Iterable[str]
) -> set[Place]:
    """Cells of the body of a table whose fill says something that their text does not.

    `known`: colours of the workbook's legend. Left out: bands and rows of one colour, columns of one colour.
    """
    cells = {(r, c): grid[r, c] for r in rows for c in columns if (r, c) in grid and (r, c) not in legend.cells}
    meant = set(known)
    fills = {place: fill for place, (_, fill) in cells.items() if fill and (fill != WHITE or fill in meant)}
    whole = _whole_rows(fills, rows, columns)
    by_column: defaultdict[int, dict[Place, str]] = defaultdict(dict)
    for place, fill in fills.items():
        if place[0] not in whole:
            by_column[place[1]][place] = fill
    found = set()
    for own in by_column.values():
        texts = {place: cells[place][0].strip() for place in own}
        plain = all(texts.values()) and len(set(own.values())) == 1 and len(own) == len(rows) - len(whole)
        found |= {place for place in own if not plain or own[place] in meant}
    found |= _telling_rows(whole, grid, columns)
    return found - _said_already(found, cells)


def _whole_rows(fills: dict[Place, str], rows: Sequence[int], columns: Sequence[int]) -> dict[int, str]:
    """Rows of one colour from end to end."""
    whole = {}
    for row in rows:
        colours = {fills.get((row, column), "") for column in columns}
        if len(columns) > 1 and len(colours) == 1 and (colour := colours.pop()):
            whole[row] = colour
    return whole


def _telling_rows(whole: dict[int, str], grid: Grid, columns: Sequence[int]) -> set[Place]:
    """First cell of each coloured row, when rows are of several colours that do not just alternate."""
    told = [whole[row] for row in sorted(whole)]
    alternate = len(set(told)) <= 2 and all(a != b for a, b in pairwise(told))
    if len(set(told)) < 2 or alternate:
        return set()
    firsts = (next((c for c in columns if grid.get((row, c), ("", ""))[0].strip()), None) for row in whole)
    return {(row, column) for row, column in zip(whole, firsts, strict=True) if column is not None}


def _said_already(places: set[Place], cells: Grid) -> set[Place]:
    """Cells whose text says what their colour says: each text has its colour, and each colour its text."""
    pairs = Counter((cells[place][0].strip(), cells[place][1]) for place in places if cells[place][0].strip())
    texts, colours = Counter(text for text, _ in pairs), Counter(colour for _, colour in pairs)
    if len(pairs) < 2 or max(pairs.values()) < 2:
        return set()
    one_to_one = {pair for pair in pairs if texts[pair[0]] == 1 and colours[pair[1]] == 1 and len(pair[0]) < 40}
    return {place for place in places if (cells[place][0].strip(), cells[place][1]) in one_to_one}
