"""Theme × territory, step × territory, tool × territory, host × visitor: from the passages of the notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

import msgspec

from restitution.domain import says_nothing
from restitution.model import (
    STEPS,
    Cell,
    CellState,
    Coverage,
    Note,
    Passage,
    Proposed,
    StepCell,
    ToolUse,
    VisitPair,
    VisitState,
)
from restitution.pandoc import ast
from restitution.settings import Settings
from restitution.settings.types import Visit

NOT_CONTENT = frozenset({"identification", "participants", "programme", "contact", "credits"})
ORAL = frozenset({"transcription_atelier"})
STEP_OF = {
    "anticipation": "anticipation",
    "scenarios": "anticipation",
    "action": "action",
    "appropriation": "appropriation",
}
PORTRAIT = "portrait_territoire"
MIRROR, INSPIRING = "visite_miroir", "visite_inspirante"
TOOL = "fiche_outil"


class _Counted(msgspec.Struct):
    sources: dict[str, str] = {}
    """Path -> kind."""
    passages: dict[str, list[list[str]]] = {}
    """Path -> the leaves of each passage."""
    placeholders: list[str] = []


class _Said(msgspec.Struct, frozen=True):
    """A passage that may count, with its note and what each of its leaves says."""

    note: Note
    passage: Passage
    texts: list[str]

    @property
    def is_placeholder(self) -> bool:
        """Whether it consists of « à compléter » and the like."""
        return bool(self.texts) and all(map(says_nothing, self.texts))


def coverage_of(notes: Sequence[Note], settings: Settings, today: str) -> Coverage:
    """The coverage that the notes give; `today` (ISO) tells a visit to come from one whose note is missing."""
    themes = [theme.cle for theme in settings.themes]
    content = [_Said(note, passage, _texts(passage)) for note, passage in _content(notes)]
    told = [said for said in content if not said.is_placeholder]
    counted = _counted(content, settings)
    return Coverage(
        themes=themes,
        territories=list(settings.codes),
        cells=_cells(counted, told, settings, themes),
        steps=_steps(told, settings),
        tools=_tools(notes),
        visits=[_pair(host, visitor, notes, settings, today) for host, visitor in permutations(settings.codes, 2)],
        advanced=_advanced(notes, settings, today),
        sections=_portraits(told, settings),
        proposed=_proposed(told),
        evidence=_evidence(counted, themes, settings),
    )


def _content(notes: Iterable[Note]) -> Iterator[tuple[Note, Passage]]:
    """The passages that may count, each with its note."""
    for note in notes:
        for passage in note.passages:
            if passage.role == "text" and passage.section not in NOT_CONTENT:
                yield note, passage


def _counted(content: Sequence[_Said], settings: Settings) -> dict[tuple[str, str], _Counted]:
    """What the notes hold for each pair (theme, territory)."""
    found: dict[tuple[str, str], _Counted] = defaultdict(_Counted)
    for said in content:
        note, passage = said.note, said.passage
        if not said.is_placeholder:
            leaves = [ast.leaf_id(span) for span in ast.each_leaf([passage.block])]
            for pair in passage.documents():
                found[pair].passages.setdefault(note.path, []).append(leaves)
                found[pair].sources[note.path] = note.kind or ""
        meant = passage.territories if said.is_placeholder else []
        for text in filter(says_nothing, said.texts):
            for territory in settings.territory_named(text) or meant:
                for theme in passage.themes:
                    found[theme, territory].placeholders.append(text)
    return found


def _cells(
    found: dict[tuple[str, str], _Counted], told: Sequence[_Said], settings: Settings, themes: list[str]
) -> list[Cell]:
    proposed = {pair for said in told for pair in product(said.passage.ours, said.passage.territories)}
    waived = {d.case for d in settings.derogations if d.controle == "K5"}
    return [
        _cell(theme, code, found[theme, code], proposed, waived) for theme in themes for code in settings.codes
    ]


def _cell(theme: str, territory: str, counted: _Counted, proposed: set[tuple[str, str]], waived: set[str]) -> Cell:
    state: CellState = "vide"
    if counted.sources:
        state = "etayee" if _is_supported(list(counted.sources.values())) else "fragile"
    elif f"{theme}/{territory}" in waived:
        state = "sans_objet"
    elif (theme, territory) in proposed:
        state = "proposee"
    return Cell(
        theme=theme,
        territory=territory,
        state=state,
        sources=sorted(counted.sources),
        passages=sum(map(len, counted.passages.values())),
        placeholders=counted.placeholders,
    )


def _proposed(told: Sequence[_Said]) -> list[Proposed]:
    waiting: dict[str, list[Passage]] = defaultdict(list)
    for said in told:
        if said.passage.ours:
            waiting[said.note.path].append(said.passage)
    return [
        Proposed(
            path=path,
            passages=len(passages),
            themes=sorted({theme for passage in passages for theme in passage.ours}),
            cells=sorted({pair for passage in passages for pair in product(passage.ours, passage.territories)}),
        )
        for path, passages in sorted(waiting.items())
    ]


def _evidence(
    found: dict[tuple[str, str], _Counted], themes: list[str], settings: Settings
) -> dict[str, dict[str, list[list[str]]]]:
    """Of each cell that has some: path -> the leaves of each passage."""
    pairs = [pair for pair in product(themes, settings.codes) if pair in found and found[pair].passages]
    return {f"{theme}/{code}": dict(sorted(found[theme, code].passages.items())) for theme, code in pairs}


def _is_supported(kinds: list[str]) -> bool:
    """Two sources of two kinds, not all of them spoken words (K5)."""
    return len(kinds) > 1 and len(set(kinds)) > 1 and not set(kinds) <= ORAL


def _texts(passage: Passage) -> list[str]:
    texts = (" ".join(ast.text(span["c"][1]).split()) for span in ast.each_leaf([passage.block]))
    return [text for text in texts if text]


def _steps(told: Sequence[_Said], settings: Settings) -> list[StepCell]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for said in told:
        if step := STEP_OF.get(said.passage.section):
            for territory in said.passage.territories or said.note.territories:
                counts[step, territory] += 1
    return [
        StepCell(step=step, territory=code, passages=counts[step, code])
        for step in STEPS
        for code in settings.codes
    ]


def _tools(notes: Sequence[Note]) -> list[ToolUse]:
    return [
        ToolUse(tool=note.title, path=note.path, territory=code, use=use)
        for note in sorted(notes, key=lambda note: note.path)
        if note.kind == TOOL
        for code, use in note.uses.items()
    ]


def _pair(host: str, visitor: str, notes: Sequence[Note], settings: Settings, today: str) -> VisitPair:
    visits = [v for v in settings.visites if v.type == "miroir"]
    wrote = [note.path for note in notes if note.kind == MIRROR and note.host == host and note.author == visitor]
    return _told_pair(host, visitor, visits, settings, wrote, today)


def _advanced(notes: Sequence[Note], settings: Settings, today: str) -> list[VisitPair]:
    """Visits to territories ahead: one note of whoever went there is enough for all who did."""
    visits = [v for v in settings.visites if v.type == "avance"]
    pairs = dict.fromkeys((v.hote, visitor) for v in visits for visitor in settings.visitors(v))
    wrote: dict[str, list[str]] = defaultdict(list)
    for note in notes:
        if note.kind == INSPIRING:
            wrote[note.host].append(note.path)
    return [_told_pair(host, visitor, visits, settings, wrote[host], today) for host, visitor in pairs]


def _told_pair(
    host: str, visitor: str, visits: Sequence[Visit], settings: Settings, wrote: list[str], today: str
) -> VisitPair:
    planned = [v for v in visits if v.hote == host and visitor in settings.visitors(v)]
    return VisitPair(
        host=host,
        visitor=visitor,
        planned=_dates(v.prevue for v in planned),
        actual=_dates(v.realisee for v in planned),
        notes=sorted(wrote),
        state=_visit_state(planned, wrote, today),
    )


def _visit_state(planned: Sequence[Visit], wrote: list[str], today: str) -> VisitState:
    if wrote:
        return "documentee"
    if any(v.realisee or (v.prevue and v.prevue[-1] < today) for v in planned):
        return "note_manquante"
    return "a_venir" if planned else "absente"


def _dates(spans: Iterable[Sequence[str]]) -> list[str]:
    return sorted({day for span in spans for day in span})


def _portraits(told: Sequence[_Said], settings: Settings) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {code: {} for code in settings.codes}
    for said in told:
        if said.note.kind == PORTRAIT:
            for code in said.note.territories:
                found.setdefault(code, {})[said.passage.section] = None
    return {code: sorted(sections) for code, sections in found.items()}
