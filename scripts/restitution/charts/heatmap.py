"""Themes × territories: how many sources each cell has, and its state by words or a sign, and by hatching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from restitution.charts.legend import Key, legend
from restitution.charts.ruler import LEADING, Ruler, stacked
from restitution.charts.shapes import (
    GREEN,
    GREY,
    INK,
    MIDDLE_GREEN,
    OCHRE,
    PALE_GREEN,
    PALE_OCHRE,
    SIZE,
    SMALLEST,
    WHITE,
    WIDTH,
    Box,
    Drawing,
    Outline,
    Words,
    hatched,
)
from restitution.messages import listed, plural
from restitution.model import Cell, CellState, Coverage
from restitution.settings import Settings

LABELS = 132.0
"""Points of the column of themes."""
NARROW = 58.0
"""Points of a column that holds signs only."""
MOST_THEMES = 10
"""Beyond, rows hold one line of signs, and axes are not named: the drawing must stand on one page."""
LONGEST_TURNED = 110.0
PADDING = 5.0
BAND = 17.0
"""Points of the line that names an axis."""
GROUND = {1: WHITE, 2: PALE_GREEN, 3: MIDDLE_GREEN}
STATES: dict[CellState, str] = {
    "etayee": "étayée",
    "fragile": "fragile",
    "vide": "vide",
    "proposee": "à confirmer",
    "sans_objet": "sans objet",
}
MANY: dict[CellState, str] = {
    "etayee": "étayées",
    "fragile": "fragiles",
    "vide": "vides",
    "proposee": "à confirmer",
    "sans_objet": "sans objet",
}
SIGNS: dict[CellState, str] = {"fragile": "!", "vide": "0", "proposee": "?", "sans_objet": "–"}
MEANINGS: dict[CellState, str] = {
    "etayee": "étayée : deux sources ou plus, de deux genres (plus il y a de sources, plus le fond est foncé)",
    "fragile": "fragile : une source, ou un seul genre de source",
    "vide": "vide : aucune source",
    "proposee": "à confirmer : des mots des notes proposent ce thème",
    "sans_objet": "sans objet : l’éditeur l’a écartée",
}


def has_heatmap(coverage: Coverage) -> bool:
    """Whether some cell says something."""
    return any(cell.state != "vide" for cell in coverage.cells)


def heatmap(coverage: Coverage, settings: Settings, ruler: Ruler) -> Drawing:
    """The drawing."""
    return _Grid(coverage, settings, ruler).draw()


def heatmap_words(coverage: Coverage, settings: Settings) -> str:
    """What the drawing shows, in sentences."""
    states = Counter(cell.state for cell in coverage.cells)
    told = [
        f"{count} {STATES[state] if count == 1 else MANY[state]}" for state in STATES if (count := states[state])
    ]
    sources = [len(cell.sources) for cell in coverage.cells]
    sides = f"{plural(len(coverage.themes), 'thème')} en lignes, {plural(len(coverage.territories), 'territoire')}"
    cells = plural(len(coverage.cells), "case")
    return " ".join(
        [
            f"Carte de chaleur : {sides} en colonnes, soit {cells}.",
            f"État des cases : {listed(told)}.",
            f"Le nombre de sources d’une case va de {min(sources)} à {max(sources)}.",
            *(_named(coverage, settings, state) for state in STATES if states[state] and state != "etayee"),
        ]
    )


def _named(coverage: Coverage, settings: Settings, state: CellState) -> str:
    """The cells of one state, theme by theme (« Vides : Mobilité (Marche d’Ombrois). »)."""
    names = settings.names
    told = []
    for theme in settings.themes:
        where = [
            names[cell.territory] for cell in coverage.cells if cell.theme == theme.cle and cell.state == state
        ]
        if where:
            every = len(where) == len(coverage.territories) > 1
            told.append(f"{theme.titre} ({'tous les territoires' if every else listed(where)})")
    label = MANY[state]
    return f"{label[0].upper()}{label[1:]} : {' ; '.join(told)}."


class _Grid:
    """Places rows and columns, from the top."""

    def __init__(self, coverage: Coverage, settings: Settings, ruler: Ruler) -> None:
        self._cells = {(cell.theme, cell.territory): cell for cell in coverage.cells}
        self._settings = settings
        self._ruler = ruler
        self._states = {cell.state for cell in coverage.cells}
        self._columns = coverage.territories
        self._width = (WIDTH - LABELS - 1) / len(self._columns)
        self._is_dense = len(coverage.themes) > MOST_THEMES
        self._says_signs = self._is_dense or self._width < NARROW
        self._shapes: list[Outline | Words] = []

    def draw(self) -> Drawing:
        """The whole page."""
        top = self._head()
        for axis in self._settings.axes:
            if len(self._settings.axes) > 1 and axis.themes and not self._is_dense:
                self._shapes.append(Words(x=0, y=top + BAND - 5, text=axis.titre, bold=True, colour=GREEN))
                top += BAND
            for theme in axis.themes:
                top = self._row(theme.cle, theme.titre, top)
        keys = [self._key(state) for state in STATES if state in self._states]
        shapes, bottom = legend(keys, top + 12, self._ruler)
        return Drawing(height=bottom, shapes=[*self._shapes, *shapes])

    def _left(self, number: int) -> float:
        return LABELS + number * self._width

    def _head(self) -> float:
        names = [territory.nom for territory in self._settings.territoires]
        room = self._width - 2 * PADDING
        pieces = " ".join(names).replace("-", "- ").split()
        longest = max(self._ruler.width(piece, bold=True) for piece in pieces)
        is_turned = longest > room
        most = 4 if not is_turned else 2 if self._width < 45 else 3
        lines = [
            self._ruler.lines(name, LONGEST_TURNED if is_turned else room, bold=True, most=most) for name in names
        ]
        if is_turned:
            return self._turned_head(lines)
        height = max(map(len, lines)) * SIZE * LEADING + 2 * PADDING
        for number, words in enumerate(lines):
            middle = self._left(number) + self._width / 2
            self._shapes += stacked(words, middle, height / 2, bold=True, anchor=0.5)
        return height

    def _turned_head(self, lines: list[list[str]]) -> float:
        height = max(self._ruler.width(text, bold=True) for words in lines for text in words) + 2 * PADDING
        for number, words in enumerate(lines):
            middle = self._left(number) + self._width / 2 + SIZE * 0.36
            first = middle - (len(words) - 1) * SIZE * LEADING / 2
            self._shapes += [
                Words(x=first + at * SIZE * LEADING, y=height - PADDING, text=text, bold=True, turned=True)
                for at, text in enumerate(words)
            ]
        return height

    def _row(self, theme: str, title: str, top: float) -> float:
        lines = self._ruler.lines(title, LABELS - 2 * PADDING, most=1 if self._is_dense else 3)
        lowest = 16.0 if self._is_dense else 20.0 if self._says_signs else 28.0
        height = max(lowest, len(lines) * SIZE * LEADING + PADDING)
        self._shapes += stacked(lines, 0, top + height / 2)
        for number, code in enumerate(self._columns):
            box = Box(self._left(number), top, self._left(number) + self._width, top + height)
            cell = self._cells[theme, code]
            self._shapes += ground(box, cell.state, len(cell.sources))
            self._shapes += self._said(box, cell)
        return top + height

    def _said(self, box: Box, cell: Cell) -> Iterator[Outline | Words]:
        """The words of a cell, on a plate where lines would run through them."""
        count = len(cell.sources)
        state = STATES[cell.state]
        if self._says_signs:
            sign = SIGNS.get(cell.state, "")
            lines = [f"{count} {sign}".strip() if count else sign]
        else:
            lines = [plural(count, "source"), state] if count else [state]
        is_dark = cell.state == "etayee" and count not in GROUND
        words = [
            Words(
                x=one.x,
                y=one.y,
                text=one.text,
                size=one.size,
                bold=number == 0,
                colour=WHITE if is_dark else INK,
                anchor=0.5,
            )
            for number, one in enumerate(stacked(lines, *box.middle, size=SMALLEST))
        ]
        if cell.state in LINES:
            yield _plate([self._ruler.box(one) for one in words])
        yield from words

    def _key(self, state: CellState) -> Key:
        sign = SIGNS.get(state, "") if self._says_signs else ""
        shown = {"fragile": f"« 1 {sign} » : ", "etayee": "nombre seul : "}.get(state, f"« {sign} » : ")
        return Key(lambda box: ground(box, state, 3), f"{shown if self._says_signs else ''}{MEANINGS[state]}")


def ground(box: Box, state: CellState, count: int) -> list[Outline]:
    """The look of a cell: filled when it is supported, hatched in three ways when something lacks."""
    fill = GROUND.get(max(count, 1), GREEN) if state == "etayee" else WHITE
    lines = LINES[state](box) if state in LINES else []
    return [box.outline(fill=fill), *lines, box.outline(pen=GREY, thick=0.5)]


def _fragile(box: Box) -> list[Outline]:
    return [hatched(box, 7, pen=PALE_OCHRE, thick=1.1)]


def _empty(box: Box) -> list[Outline]:
    crossed = [hatched(box, 6, rising=rising, pen=OCHRE, thick=0.5) for rising in (True, False)]
    inner = Box(box.left + 1.2, box.top + 1.2, box.right - 1.2, box.bottom - 1.2)
    return [*crossed, inner.outline(pen=OCHRE, thick=1.6)]


def _proposed(box: Box) -> list[Outline]:
    heights = (box.top + height for height in range(4, int(box.bottom - box.top), 5))
    ends = ((("move", box.left, height), ("line", box.right, height)) for height in heights)
    return [Outline(steps=[step for pair in ends for step in pair], pen=GREY, thick=0.6, dash=[1.5, 2.5])]


LINES: dict[str, Callable[[Box], list[Outline]]] = {
    "fragile": _fragile,
    "vide": _empty,
    "proposee": _proposed,
}
"""States whose cells are hatched."""


def _plate(boxes: Sequence[Box]) -> Outline:
    left, right = min(box.left for box in boxes) - 3, max(box.right for box in boxes) + 3
    return Box(left, boxes[0].top - 2, right, boxes[-1].bottom + 1).outline(fill=WHITE)
