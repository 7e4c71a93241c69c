"""Quotations: words of a note that stand out in the report, chosen in `verbatims.csv` or marked in the text.

What is published are the words of the note, never those of the table: the table's text only finds them, whatever
typography it took on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz, process

from restitution.assembly.labels import names_nobody
from restitution.assembly.transcripts import Bounds
from restitution.domain import domain
from restitution.messages import ending_with, expected, folded, french_period, listed, nearest, title_of_file
from restitution.model import ANYBODY, CHOSEN, Choice, Finding, Note, Passage
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.extracts import (
    Word,
    between,
    bounds_of,
    found_words,
    letters,
    line_of,
    of_speech,
    voice,
    whole_signs,
)
from restitution.pandoc.marks import trim
from restitution.settings import Settings
from restitution.typography.sentences import sentences

CODE: Final = "verbatim"
TABLE: Final = "choix/verbatims.csv"
NOWHERE: Final = frozenset({"aucun", "sans", "atelier"})
"""What `themes` says, folded, of a quotation that stays with its workshop."""
LONGEST_SHOWN = 120
LIKE = 75.0
"""Likeness, of 100, from which other words are worth showing."""

WITHIN_MARKS: Final = re.compile(
    r"\s*[«“\"]\s*(?P<said>[^«»“”\"]*?(?P<closed>[.!?…])?)\s*[»”\"]\s*(?P<end>[.!?…]?)\s*"
)
"""All of it in one pair of marks, the full stop inside or behind."""

Masked = Callable[[str, str], str]
"""A note's path and a text -> the text with the names of that note's people masked."""


class Saying(msgspec.Struct, eq=False, kw_only=True, dict=True):
    """A leaf as it may be quoted: who speaks in public, what is said."""

    note: Note
    passage: Passage
    leaf: str
    where: str
    label: str
    said: Inlines
    text: str

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text; few are asked for theirs."""
        return found_words(self.text)

    @cached_property
    def line(self) -> str:
        """The words as one line with a space at each end."""
        return line_of(self.words)


class Quote(msgspec.Struct, eq=False, kw_only=True):
    """Words to quote, with what they are attributed to; `placed`: whether the plan has given them a place."""

    saying: Saying
    bounds: Bounds
    theme: str
    territories: list[str]
    label: str
    placed: bool = False

    @property
    def inlines(self) -> Inlines:
        """The words, formatted as the note has them."""
        return trim(between(self.saying.said, *self.bounds))


def without_marks(inlines: Inlines) -> Inlines:
    """Words that are quoted from end to end without their own marks: the quotation puts its own around them."""
    found = WITHIN_MARKS.fullmatch(letters(inlines))
    if found is None:
        return inlines
    said = between(inlines, *found.span("said"))
    return [*said, {"t": "Str", "c": found["end"]}] if found["end"] and not found["closed"] else said


def sayings(notes: Iterable[Note]) -> list[Saying]:
    """Every leaf of text that the notes show."""
    return [
        _saying(note, passage, span)
        for note in notes
        for passage in note.passages
        if passage.role == "text"
        for span in ast.each_leaf([passage.block])
    ]


def _saying(note: Note, passage: Passage, span: dict[str, Any]) -> Saying:
    label, said = of_speech(span["c"][1])
    return Saying(
        note=note,
        passage=passage,
        leaf=ast.leaf_id(span),
        where=ast.leaf_where(span),
        label=voice(label),
        said=said,
        text=letters(said),
    )


def quotes_of(
    notes: Sequence[Note], choices: Sequence[Choice], settings: Settings, masked: Masked
) -> tuple[list[Quote], list[Finding]]:
    """The quotations, in the order of the notes, and what the editor must hear of those that cannot be."""
    every = sayings(notes)
    by_path: dict[str, list[Saying]] = {}
    for saying in every:
        by_path.setdefault(saying.note.path, []).append(saying)
    found: list[Quote] = []
    findings: list[Finding] = []
    for choice in choices:
        there = by_path.get(choice.fichier, []) if choice.fichier else every
        place = _place(choice, there, masked)
        if place is None:
            findings.append(_not_found(choice, there, by_path))
        else:
            is_told = _is_public(choice.qui, place[0], settings, masked)
            found.append(_chosen(choice, *place, settings, is_told=is_told))
            findings += _not_understood(choice, settings, is_told=is_told)
    marked = [quote for saying in every for quote in _marked(saying, settings)]
    order = {id(saying): number for number, saying in enumerate(every)}
    kept, twice = _apart([*found, *marked])
    findings += [_said_twice(quote) for quote in twice if quote in found]
    return sorted(kept, key=lambda quote: (order[id(quote.saying)], quote.bounds)), findings


def _place(choice: Choice, there: Sequence[Saying], masked: Masked) -> tuple[Saying, Bounds] | None:
    """Where the words of a choice stand: at its `repere` if they do, else where they first do."""
    for saying in sorted(there, key=lambda one: not _same_place(one.where, choice.repere)):
        for text in dict.fromkeys([choice.texte, masked(saying.note.path, choice.texte)]):
            bounds = _bounds(saying, text)
            if bounds:
                return saying, bounds
    return None


def _same_place(where: str, repere: str) -> bool:
    return bool(repere) and folded(where).lstrip("0 ") == folded(repere).lstrip("0 ")


def _bounds(saying: Saying, text: str) -> Bounds | None:
    return bounds_of(text, saying.text, saying.words, saying.line)


def _is_public(label: str, saying: Saying, settings: Settings, masked: Masked) -> bool:
    """Whether a label of the table may be shown: never a name of the note, and no name where they are masked.

    How the speaker is told in public already, which is what a proposal holds, may be shown.
    """
    if masked(saying.note.path, label) != label:
        return False
    return settings.noms != "masques" or label in {"", saying.label} or names_nobody(label, settings)


def _chosen(choice: Choice, saying: Saying, bounds: Bounds, settings: Settings, *, is_told: bool) -> Quote:
    themes = _themes(choice, settings)[0] if choice.themes else None
    return Quote(
        saying=saying,
        bounds=bounds,
        theme=_first(_topics(saying) if themes is None else themes, settings),
        territories=settings.territory_named(choice.territoire) or _territories(saying),
        label=(choice.qui or _public(saying, settings)) if is_told else ANYBODY,
    )


def _marked(saying: Saying, settings: Settings) -> list[Quote]:
    """What stands in Spans of class `choisi`, those that touch made one."""
    bounds: list[list[int]] = []
    at = 0
    for inline in saying.said:
        length = len(letters([inline]))
        is_marked = inline["t"] == "Span" and CHOSEN in inline["c"][0][1]
        if is_marked and bounds and not found_words(saying.text[bounds[-1][1] : at]):
            bounds[-1][1] = at + length
        elif is_marked:
            bounds.append([at, at + length])
        at += length
    return [
        Quote(
            saying=saying,
            bounds=whole_signs(saying.text, _skipped(saying.text, start), len(saying.text[:end].rstrip())),
            theme=_first(_topics(saying), settings),
            territories=_territories(saying),
            label=_public(saying, settings),
        )
        for start, end in bounds
        if found_words(saying.text[start:end])
    ]


def _skipped(text: str, start: int) -> int:
    return start + len(text[start:]) - len(text[start:].lstrip())


def _public(saying: Saying, settings: Settings) -> str:
    """How the speaker is told: never by a name, even where the settings show names."""
    return (saying.label if settings.noms == "masques" else ANYBODY) if saying.label else ""


def _topics(saying: Saying) -> list[str]:
    return saying.passage.themes or saying.note.themes


def _territories(saying: Saying) -> list[str]:
    host = [saying.note.host] if saying.note.host else []
    return saying.passage.territories or saying.note.territories or host


def _first(themes: Sequence[str], settings: Settings) -> str:
    known = [theme.cle for theme in settings.themes]
    return next((theme for theme in themes if theme in known), "")


def _themes(choice: Choice, settings: Settings) -> tuple[list[str], list[str]]:
    """Keys of the themes that a line names, and the words that name none."""
    if folded(choice.themes) in NOWHERE:
        return [], []
    whole = settings.theme_named(choice.themes)
    words = [choice.themes] if whole else [w.strip() for w in re.split(r"[,;/]", choice.themes) if w.strip()]
    named = [(word, settings.theme_named(word)) for word in words]
    return [key for _, key in named if key], [word for word, key in named if not key]


def _apart(quotes: Iterable[Quote]) -> tuple[list[Quote], list[Quote]]:
    """The quotations of which none repeats words of another, the first one staying; and those that do."""
    taken: dict[str, list[Bounds]] = {}
    kept: list[Quote] = []
    twice: list[Quote] = []
    for quote in quotes:
        others = taken.setdefault(quote.saying.leaf, [])
        if all(quote.bounds[1] <= start or end <= quote.bounds[0] for start, end in others):
            others.append(quote.bounds)
            kept.append(quote)
        else:
            twice.append(quote)
    return kept, twice


def _said_twice(quote: Quote) -> Finding:
    """A choice whose words are, in part, those of another: they are not published twice."""
    saying = quote.saying
    words = _short(ast.text(quote.inlines))
    what = "recoupe une autre citation choisie, qui est seule publiée : gardez-en une."
    message = f"« {words} » ({saying.note.path}) {what}"
    return Finding(code=CODE, level="warning", message=message, path=TABLE, where=saying.where)


def quoted_bounds(quotes: Iterable[Quote]) -> dict[str, list[Bounds]]:
    """Id of each leaf that is quoted -> bounds of what is quoted of it, in order."""
    found: dict[str, list[Bounds]] = {}
    for quote in quotes:
        found.setdefault(quote.saying.leaf, []).append(quote.bounds)
    return {leaf: sorted(bounds) for leaf, bounds in found.items()}


def attribution(quote: Quote, names: Mapping[str, str]) -> str:
    """« Une personne, Atelier logement, Haute-Galdonne, 13 novembre 2025 »."""
    note = quote.saying.note
    places = listed(names.get(code, code) for code in quote.territories)
    return ", ".join(part for part in (quote.label, title_of(note), places, french_period(note.dates)) if part)


def title_of(note: Note) -> str:
    """A note's title; its file's name as words when it has none, else what it is, with its day."""
    stem = PurePosixPath(note.file or note.path).stem
    if note.title not in {stem, PurePosixPath(note.path).stem}:
        return note.title[:1].upper() + note.title[1:]
    kind = domain().kinds[note.kind].label if note.kind else "Note"
    return title_of_file(stem) or ", ".join(filter(None, (kind, french_period(note.dates))))


def _not_understood(choice: Choice, settings: Settings, *, is_told: bool) -> Iterator[Finding]:
    """A warning for each cell of a line that is published which says nothing that we know."""
    unknown = _themes(choice, settings)[1] if choice.themes else []
    keys = [theme.cle for theme in settings.themes]
    for word in unknown:
        yield _warning(choice, f"thème inconnu « {word} » ; attendu : {expected(word, keys)}")
    if choice.territoire and not settings.territory_named(choice.territoire):
        right = listed(settings.codes, "ou")
        yield _warning(choice, f"territoire inconnu « {choice.territoire} » ; attendu : {right}")
    if not is_told:
        what = (
            f"la colonne « qui » nomme une personne, ou pourrait en nommer une ; « {ANYBODY} » est publié à la "
            "place. Écrivez un article et une fonction, sans majuscule : « une habitante », « un élu »."
        )
        yield _warning(choice, what)


def _not_found(choice: Choice, there: Sequence[Saying], by_path: Mapping[str, object]) -> Finding:
    if choice.fichier and choice.fichier not in by_path:
        several = ending_with(choice.fichier, by_path)
        if len(several) > 1:
            paths = listed((f"« {path} »" for path in several), "ou")
            return _warning(choice, f"« {choice.fichier} » peut être {paths} : écrivez le chemin entier.")
        near = nearest(choice.fichier, by_path)
        hint = f" ; vouliez-vous dire « {near} » ?" if near else "."
        return _warning(choice, f"le fichier « {choice.fichier} » n'est pas une note publiée{hint}")
    near = _nearest_words(choice.texte, there)
    return _warning(choice, "ces mots ne sont pas dans la note, la citation n'est pas publiée." + near)


def _nearest_words(text: str, there: Sequence[Saying]) -> str:
    """Where the sentences stand that most resemble a text, when some do: longer ones, or slightly other words."""
    pieces = [(saying, piece) for saying in there for piece in _pieces(saying.text) if len(piece) > len(text) / 2]
    found = process.extractOne(
        folded(text), [folded(piece) for _, piece in pieces], scorer=fuzz.partial_ratio, score_cutoff=LIKE
    )
    if found is None:
        return ""
    saying, piece = pieces[found[2]]
    return f" Passage le plus proche, {saying.where} : « {_short(piece)} »"


def _pieces(text: str) -> list[str]:
    """The sentences of a text, each two in a row, and the whole."""
    found = sentences(text)
    return [*found, *(f"{one} {other}" for one, other in pairwise(found)), text]


def _warning(choice: Choice, what: str) -> Finding:
    message = f"« {_short(choice.texte)} » : {what}"
    return Finding(code=CODE, level="warning", message=message, path=TABLE, where=choice.repere)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"
