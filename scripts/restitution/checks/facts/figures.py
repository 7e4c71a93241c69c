"""K10, figures: two notes that give one indicator, unit, territory and year two values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

import msgspec

from restitution.checks.facts.numbers import Number, numbers_in, unit_in, years_in
from restitution.checks.facts.tables import Cell, cells_of
from restitution.checks.facts.texts import Line, lines_of, meaning, sentences
from restitution.domain import TRANSCRIPT
from restitution.messages import folded
from restitution.model import Conflict, Note, Passage, Place
from restitution.settings import Settings

CLAUSE: Final = re.compile(
    r"\s*[,;:.!?()«»…]\s*|\s+[–—]\s+|\s+(?:et|mais|dont|car|tandis que|alors que|contre)\s+"
)
ELSEWHERE: Final = re.compile(
    r"\b(?:chez (?:nous|eux|vous)|nôtres?|leurs?|voisine?s?|ailleurs|notre|nos|autres?)\b", re.IGNORECASE
)
"""Words that may speak of another territory than the note's."""
NOT_A_FACT: Final = re.compile(
    r"\b(?:serait|seraient|pourrai\w+|compterait|devrai\w+|objectif|d['’]ici|horizon|avant 20)\b", re.IGNORECASE
)
EMPTY: Final = frozenset(
    {"part", "nombre", "taux", "pourcentage", "total", "proportion", "millesime", "recensement", "source"}
)
LIMITS: Final = frozenset({"plus", "moins", "avant", "apres"})
ASIDE: Final = re.compile(r"\([^)]*(?:\d|estimation|/|€|%)[^)]*\)")
"""What stands in brackets and narrows nothing: a year, a unit, a source."""
YEARS: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
FIGURES: Final = "chiffres_cles"
SAME: Final = {"habitant": "population", "vallee": "", "pays": "", "territoire": "", "insee": ""}
MIN_WORDS: Final = 3
"""Words that two sentences share before they speak of one thing."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number that a note gives for an indicator."""

    words: frozenset[str]
    more: frozenset[str] = frozenset()
    """Words of the clause that follows in a sentence: « tous bâtiments confondus »."""
    names: frozenset[str] = frozenset()
    number: Number
    territory: str
    years: frozenset[str]
    kind: str
    in_table: bool
    place: Place

    def same_fact(self, other: Figure) -> bool:
        """Whether both speak of one fact, without any doubt."""
        if (self.words, self.names) != (other.words, other.names):
            return False
        if (self.in_table and other.in_table) or len(self.words) >= MIN_WORDS:
            return True
        if self.in_table or other.in_table:
            return len(self.words) == MIN_WORDS - 1
        return bool(self.more) and self.more == other.more and len(self.words | self.more) >= MIN_WORDS


def figure_conflicts(notes: Iterable[Note], settings: Settings) -> Iterator[Conflict]:
    """Each indicator that two notes give two values of."""
    groups: dict[tuple[str, str, frozenset[str]], list[Figure]] = defaultdict(list)
    for note in notes:
        for figure in figures_of(note, settings):
            if figure.territory and figure.words:
                groups[figure.number.unit, figure.territory, figure.years].append(figure)
    for (_, code, _), figures in groups.items():
        for one, other in combinations(figures, 2):
            if one.place.path != other.place.path and one.same_fact(other) and not one.number.agrees(other.number):
                yield _conflict(one, other, code, settings)


def _conflict(one: Figure, other: Figure, code: str, settings: Settings) -> Conflict:
    place = settings.territory(code) or settings.advanced(code)
    return Conflict(
        check="K10",
        about=f"Chiffre donné deux fois, {place.nom if place else code}",
        places=[one.place, other.place],
        values=[_value(one.number), _value(other.number)],
        remedy="Retrouvez la source, et corrigez la note qui se trompe.",
        code="figure",
    )


def _value(number: Number) -> str:
    return f"{number.value:g} {number.unit}".strip()


def figures_of(note: Note, settings: Settings) -> Iterator[Figure]:
    """The figures of a note: of its tables, and of the sentences that give one only. None of what was spoken."""
    if note.kind == TRANSCRIPT:
        return
    for passage in note.passages:
        if passage.block["t"] == "Table":
            for cell in cells_of(passage.block, settings):
                yield from _in_cell(cell, note, passage, settings)
    for line in lines_of(note):
        if line.passage.role == "text" and re.search(r"\d", line.text):
            yield from _in_line(line, settings)


def _in_cell(cell: Cell, note: Note, passage: Passage, settings: Settings) -> Iterator[Figure]:
    numbers = list(numbers_in(cell.text))
    single = len(numbers) == 1 or (len(numbers) == 2 and re.search(r"%\s+(?:de|des|sur)\s", cell.text))
    words = indicator(cell.label)
    is_named = bool(cell.years) or passage.section == FIGURES or len(words) >= MIN_WORDS
    if not single or not is_named:  # « Coût » in a table of a visit may be the cost of anything
        return
    number = numbers[0]
    unit = number.unit or unit_in(cell.label)
    yield Figure(
        words=words,
        number=msgspec.structs.replace(number, unit="" if unit == "habitants" else unit),
        territory=cell.territory or _own(note, passage, settings),
        years=cell.years,
        kind=note.kind or "",
        in_table=True,
        place=Place(path=note.path, where=cell.where, words=f"{cell.label} : {cell.text}"),
    )


def indicator(label: str) -> frozenset[str]:
    """The words of an indicator: neither its unit, its year, nor « part de », « nombre de ».

    « plus de 65 ans » keeps its number and its « plus »: another age is another indicator.
    """
    plain = ASIDE.sub(" ", label)
    words = folded(YEARS.sub(" ", plain if meaning(plain) else label)).split()
    limits = {word for word in words if word in LIMITS or word.isdecimal()}
    found = meaning(" ".join(words)) - EMPTY
    return frozenset(SAME.get(word, word) for word in found | limits) - {""}


def _in_line(line: Line, settings: Settings) -> Iterator[Figure]:
    """The figure of each sentence that has one only, in the territory that was last named."""
    territory = _own(line.note, line.passage, settings)
    for sentence in sentences(line.text):
        named = settings.territory_named(sentence, advanced=True)
        territory = named[0] if len(named) == 1 else "" if named else territory
        numbers = list(numbers_in(sentence))
        if len(numbers) != 1 or ELSEWHERE.search(sentence) or NOT_A_FACT.search(sentence):
            continue
        figure = _in_sentence(sentence, numbers[0], line, territory)
        if figure and not (figure.words & _names_of(territory, settings)):
            yield figure


def _in_sentence(sentence: str, number: Number, line: Line, territory: str) -> Figure | None:
    """The clause behind the number says what it counts; else the one before it."""
    behind = [clause for clause in CLAUSE.split(sentence[number.end :]) if clause.strip()]
    starts = CLAUSE.match(sentence[number.end :]) is not None
    before = CLAUSE.split(sentence[: number.start])[-1]
    if behind and not starts and indicator(behind[0]):
        words, more = indicator(behind[0]), indicator(behind[1]) if len(behind) > 1 else frozenset[str]()
    else:
        words, more = indicator(before), frozenset[str]()
    if not words or not (number.unit or len(words) >= MIN_WORDS):
        return None
    return Figure(
        words=words,
        more=more,
        names=_proper_names(sentence),
        number=number,
        territory=territory,
        years=years_in(sentence),
        kind=line.note.kind or "",
        in_table=False,
        place=line.place(sentence),
    )


def _proper_names(sentence: str) -> frozenset[str]:
    """Words with a capital, the first of the sentence left out: places and bodies that narrow what is counted."""
    return frozenset(re.findall(r"(?<=[\s’'(-])[A-ZÀ-Þ][\w-]+", sentence))


def _names_of(code: str, settings: Settings) -> frozenset[str]:
    place = settings.territory(code) or settings.advanced(code)
    return meaning(place.nom) if place else frozenset()


def _own(note: Note, passage: Passage, settings: Settings) -> str:
    """The territory of a passage: its own, else the note's; none when there are several."""
    if note.host and (not passage.territories or passage.territories == [note.host]):
        return note.host
    codes = passage.territories or note.territories
    return (
        codes[0] if len(codes) == 1 and codes[0] in {*settings.codes, *(a.code for a in settings.avances)} else ""
    )
