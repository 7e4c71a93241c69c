"""Coverage: theme × territory with what stands behind each cell, steps, tools, visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from restitution.dashboard.records import CellNote, CellView, GridRow, Matrix, Quoted, Tone, VisitRow, VisitTable
from restitution.dashboard.records import VisitView as Visit
from restitution.domain import domain
from restitution.messages import french_period, plural
from restitution.model import STEPS, Cell, Coverage, VisitPair
from restitution.settings import Settings

CELLS: Final[Mapping[str, Tone]] = {
    "etayee": "bien",
    "fragile": "attention",
    "vide": "alerte",
    "proposee": "attention",
    "sans_objet": "neutre",
}
VISITS: Final[Mapping[str, Tone]] = {"documentee": "bien", "note_manquante": "alerte"}
QUOTED_WHOLE: Final = 40
"""Passages of a cell that are all quoted; of a fuller one, some of each note."""
QUOTED_OF_EACH: Final = 4
NOTHING: Final = "–"
LONGEST: Final = 220
"""Letters of a passage that are shown."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """How states, steps and uses are told, as in the publication."""

    cells: Mapping[str, str]
    visits: Mapping[str, str]
    steps: Mapping[str, str]
    uses: Mapping[str, str]


def grid(
    coverage: Coverage, settings: Settings, words: Words, passages: Mapping[str, Quoted], kinds: Mapping[str, str]
) -> list[GridRow]:
    """A row a theme. `passages`: what a leaf says in the publication; `kinds`: kind of each file."""
    cells = {(cell.theme, cell.territory): cell for cell in coverage.cells}
    rows = []
    for axis in settings.axes:
        for place, theme in enumerate(axis.themes):
            views = [
                _cell(
                    cells[theme.cle, territory.code],
                    f"{theme.titre}, {territory.nom}",
                    words.cells,
                    _notes(coverage.evidence.get(f"{theme.cle}/{territory.code}", {}), passages, kinds),
                )
                for territory in settings.territoires
            ]
            rows.append(GridRow(title=theme.titre, cells=views, axis="" if place else axis.titre))
    return rows


def _cell(cell: Cell, title: str, words: Mapping[str, str], notes: list[CellNote]) -> CellView:
    counts = (plural(len(cell.sources), "note"), plural(cell.passages, "passage"))
    return CellView(
        id=f"case-{cell.theme}-{cell.territory}",
        title=title,
        state=words[cell.state],
        tone=CELLS[cell.state],
        count=", ".join(counts) if cell.sources else "",
        notes=notes,
        placeholders=list(dict.fromkeys(cell.placeholders)),
    )


def _notes(
    evidence: Mapping[str, list[list[str]]], passages: Mapping[str, Quoted], kinds: Mapping[str, str]
) -> list[CellNote]:
    total = sum(map(len, evidence.values()))
    most = total if total <= QUOTED_WHOLE else QUOTED_OF_EACH
    return [_note(path, found, most, passages, kinds.get(path, "")) for path, found in evidence.items()]


def _note(
    path: str, found: Sequence[Sequence[str]], most: int, passages: Mapping[str, Quoted], kind: str
) -> CellNote:
    told = [quoted for leaves in found if (quoted := _passage(leaves, passages))]
    shown = told[:most] if len(told) > most + 1 else told
    left = len(told) - len(shown)
    unseen = len(found) - len(told)
    more = [plural(left, "autre passage", "autres passages")] if left else []
    more += [f"{plural(unseen, 'passage')} hors des documents"] if unseen else []
    return CellNote(
        path=path,
        kind=domain().kinds[kind].label if kind else "genre à dire",
        count=plural(len(found), "passage"),
        passages=shown,
        more=" ; ".join(more),
    )


def _passage(leaves: Iterable[str], passages: Mapping[str, Quoted]) -> Quoted | None:
    """What the leaves of one passage say together, where the first stands; None when no document shows them."""
    found = [passages[leaf] for leaf in leaves if leaf in passages and passages[leaf].text]
    together = clipped(" · ".join(one.text for one in found))
    return msgspec.structs.replace(found[0], text=together) if found else None


def clipped(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, cut at a word."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"


def steps(coverage: Coverage, settings: Settings, words: Words) -> Matrix:
    """Step × territory."""
    counts = {(cell.step, cell.territory): cell.passages for cell in coverage.steps}
    rows = [
        (words.steps[step], [_count(counts.get((step, code), 0)) for code in coverage.territories])
        for step in STEPS
    ]
    return Matrix(head=["Temps", *_names(settings)], rows=rows)


def _count(passages: int) -> str:
    return plural(passages, "passage") if passages else NOTHING


def tools(coverage: Coverage, settings: Settings, words: Words) -> Matrix:
    """Tool × territory."""
    titles = {use.path: use.tool for use in coverage.tools}
    uses = {(use.path, use.territory): words.uses.get(use.use, use.use) for use in coverage.tools}
    rows = [
        (title, [uses.get((path, code), NOTHING) for code in coverage.territories])
        for path, title in titles.items()
    ]
    return Matrix(head=["Outil", *_names(settings)], rows=rows)


def _names(settings: Settings) -> list[str]:
    return [territory.nom for territory in settings.territoires]


def visits(coverage: Coverage, settings: Settings, words: Words) -> list[VisitTable]:
    """The mirror visits, and those to territories ahead where there are some."""
    mirror = _visit_table("Visites miroir", coverage.visits, settings, words)
    ahead = _visit_table("Territoires avancés", coverage.advanced, settings, words)
    return [table for table in (mirror, ahead) if table.rows]


def _visit_table(title: str, pairs: Sequence[VisitPair], settings: Settings, words: Words) -> VisitTable:
    names, found = settings.names, {(pair.host, pair.visitor): pair for pair in pairs}
    hosts = dict.fromkeys(pair.host for pair in pairs)
    rows = [
        VisitRow(host=names[host], pairs=[_visit(found.get((host, code)), words) for code in settings.codes])
        for host in hosts
    ]
    return VisitTable(title=title, visitors=_names(settings), rows=rows)


def _visit(pair: VisitPair | None, words: Words) -> Visit | None:
    if pair is None:
        return None
    return Visit(
        planned=french_period(pair.planned),
        actual=french_period(pair.actual),
        state=words.visits[pair.state],
        tone=VISITS.get(pair.state, "neutre"),
        notes=pair.notes,
    )
