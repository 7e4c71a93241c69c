"""How many words are published, by territory and by kind of note: bars with their numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from restitution.charts.ruler import Ruler, stacked
from restitution.charts.shapes import GREEN, GREY, MIDDLE_GREEN, WIDTH, Box, Drawing, Outline, Words, line
from restitution.domain import domain
from restitution.messages import number, plural
from restitution.model import Note
from restitution.settings import Settings

SEVERAL, NONE = "Plusieurs territoires", "Ensemble du projet"
UNKNOWN = "à classer"
LABELS = 150.0
NUMBERS = 70.0
ROW, BAR = 19.0, 11.0
TALLEST = 480.0
"""Points: a drawing that is taller would be made smaller on its page."""


class Volumes(msgspec.Struct, frozen=True):
    """Words by territory and kind of note, both as readers are told them; no pair without a word."""

    words: dict[tuple[str, str], int]

    @property
    def territories(self) -> dict[str, int]:
        """Words of each territory, in order."""
        return self._sums(0)

    @property
    def kinds(self) -> dict[str, int]:
        """Words of each kind, the most first."""
        return dict(sorted(self._sums(1).items(), key=lambda kind: (-kind[1], kind[0])))

    @property
    def total(self) -> int:
        """All words."""
        return sum(self.words.values())

    def _sums(self, side: int) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for pair, count in self.words.items():
            sums[pair[side]] += count
        return dict(sums)


def volumes_of(notes: Iterable[Note], words: Mapping[str, int], settings: Settings) -> Volumes:
    """The volumes of notes; `words`: those published of each note, by its path."""
    names = settings.names
    kinds = domain().kinds
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for note in notes:
        codes = note.territories or ([note.host] if note.host else [])
        where = names.get(codes[0], codes[0]) if len(codes) == 1 else SEVERAL if codes else NONE
        kind = kinds[note.kind].label if note.kind else UNKNOWN
        sums[where, kind[0].upper() + kind[1:]] += words.get(note.path, 0)
    rank = {name: place for place, name in enumerate((*names.values(), SEVERAL, NONE))}
    ordered = sorted(sums, key=lambda pair: (rank.get(pair[0], len(rank)), pair))
    return Volumes({pair: sums[pair] for pair in ordered if sums[pair]})


def volumes_chart(volumes: Volumes, ruler: Ruler) -> Drawing:
    """The drawing: two groups of bars, of one scale."""
    largest = max([*volumes.territories.values(), *volumes.kinds.values()])
    groups = (("Par territoire", volumes.territories, GREEN), ("Par genre de note", volumes.kinds, MIDDLE_GREEN))
    rows = sum(len(bars) for _, bars, _ in groups)
    height = min(ROW, (TALLEST - 60) / rows)
    shapes: list[Outline | Words] = []
    top = 0.0
    for title, bars, fill in groups:
        shapes.append(Words(x=0, y=top + 12, text=title, bold=True, colour=GREEN, size=9))
        top += 18
        foot = top + height * len(bars)
        for place, (name, count) in enumerate(bars.items()):
            shapes += _bar(name, count, count / largest, top + (place + 0.5) * height, fill, ruler)
        shapes.append(line((LABELS, top), (LABELS, foot), pen=GREY))
        top = foot + 8
    return Drawing(height=top, shapes=shapes)


def _bar(name: str, count: int, share: float, middle: float, fill: str, ruler: Ruler) -> list[Outline | Words]:
    end = LABELS + max(share * (WIDTH - LABELS - NUMBERS), 1)
    box = Box(LABELS, middle - BAR / 2, end, middle + BAR / 2)
    label = ruler.lines(name, LABELS - 8, most=1)[0]
    return [
        *stacked([label], LABELS - 6, middle, anchor=1.0),
        box.outline(fill=fill, pen=GREY, thick=0.4),
        *stacked([plural(count, "mot")], end + 5, middle),
    ]


def volumes_words(volumes: Volumes) -> str:
    """What the drawing shows, in sentences, and where the words of each kind come from."""
    territories = [f"{name}, {number(count)}" for name, count in volumes.territories.items()]
    kinds = [f"{kind}, {number(count)} ({_where(volumes, kind)})" for kind, count in volumes.kinds.items()]
    return (
        f"Barres du nombre de mots publiés, {plural(volumes.total, 'mot')} en tout. "
        f"Par territoire : {' ; '.join(territories)}. Par genre de note : {' ; '.join(kinds)}."
    )


def _where(volumes: Volumes, kind: str) -> str:
    counts = [(name, count) for (name, own), count in volumes.words.items() if own == kind]
    return counts[0][0] if len(counts) == 1 else ", ".join(f"{name} {number(count)}" for name, count in counts)


def volumes_rows(volumes: Volumes) -> tuple[list[str], list[Sequence[str]]]:
    """Head and rows of the table: a kind a row, a territory a column, and their sums."""
    territories = volumes.territories
    rows = [
        [
            kind,
            *(number(found) if (found := volumes.words.get((name, kind), 0)) else "–" for name in territories),
            number(count),
        ]
        for kind, count in volumes.kinds.items()
    ]
    last = ["Ensemble", *map(number, territories.values()), number(volumes.total)]
    return ["Genre de note", *territories, "Ensemble"], [*rows, last]
