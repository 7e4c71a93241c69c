"""The matrices as real tables: every state in words, nothing by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from restitution.messages import french_period, plural
from restitution.model import STEPS, Block, Coverage, VisitPair
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.settings import Settings

STATES = {
    "etayee": "étayée",
    "fragile": "fragile",
    "vide": "vide",
    "proposee": "▨ à confirmer",
    "sans_objet": "sans objet",
}
STEP_TITLES = {"anticipation": "Anticiper", "action": "Agir", "appropriation": "S’approprier"}
USES = {"utilise": "utilisé", "essaye": "essayé", "vu": "vu"}
VISITS = {"note_manquante": "note manquante", "a_venir": "à venir", "absente": "non prévue"}
NOTHING = "–"


def matrices(coverage: Coverage, settings: Settings) -> dict[str, list[Block]]:
    """The four matrices by the name that a template asks for."""
    return {
        "themes": _themes(coverage, settings),
        "etapes": _steps(coverage, settings),
        "outils": _tools(coverage, settings),
        "visites": _visits(coverage, settings),
    }


def _names(settings: Settings) -> list[str]:
    return [territory.nom for territory in settings.territoires]


def _table(id_: str, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    """`id_`: by which the plan refers to it."""

    def cell(text: str) -> list[Block]:
        return [{"t": "Plain", "c": ast.string(text)}]

    return [simple_table(ast.string(caption), list(map(cell, head)), [list(map(cell, row)) for row in rows], id_)]


def _rows(
    keys: Sequence[str], codes: Sequence[str], title: Callable[[str], str], cell: Callable[[str, str], str]
) -> list[list[str]]:
    return [[title(key), *(cell(key, code) for code in codes)] for key in keys]


def _themes(coverage: Coverage, settings: Settings) -> list[Block]:
    cells = {(cell.theme, cell.territory): cell for cell in coverage.cells}
    titles = {theme.cle: theme.titre for theme in settings.themes}

    def cell(theme: str, code: str) -> str:
        found = cells[theme, code]
        count = f" ({plural(len(found.sources), 'source')})" if found.sources else ""
        return f"{STATES[found.state]}{count}"

    rows = _rows(coverage.themes, coverage.territories, lambda key: titles[key], cell)
    caption = "Thèmes et territoires : ce que les notes documentent"
    if any(found.state == "proposee" for found in coverage.cells):
        caption += f" ({STATES['proposee']} : des mots des notes le proposent, personne ne l’a encore confirmé)"
    return _table("tab-themes", caption, ["Thème", *_names(settings)], rows)


def _steps(coverage: Coverage, settings: Settings) -> list[Block]:
    counts = {(cell.step, cell.territory): cell.passages for cell in coverage.steps}

    def cell(step: str, code: str) -> str:
        found = counts[step, code]
        return plural(found, "passage") if found else NOTHING

    rows = _rows(STEPS, coverage.territories, lambda key: STEP_TITLES[key], cell)
    caption = "Les trois temps de la méthode, par territoire"
    return _table("tab-etapes", caption, ["Temps", *_names(settings)], rows)


def _tools(coverage: Coverage, settings: Settings) -> list[Block]:
    titles = {use.path: use.tool for use in coverage.tools}
    uses = {(use.path, use.territory): USES.get(use.use, use.use) for use in coverage.tools}

    def cell(path: str, code: str) -> str:
        return uses.get((path, code), NOTHING)

    rows = _rows(list(titles), coverage.territories, lambda path: titles[path], cell)
    return _table("tab-outils", "Outils et territoires", ["Outil", *_names(settings)], rows) if rows else []


def _visits(coverage: Coverage, settings: Settings) -> list[Block]:
    pairs = {(pair.host, pair.visitor): pair for pair in coverage.visits}
    names = dict(zip(coverage.territories, _names(settings), strict=True))

    def cell(host: str, visitor: str) -> str:
        return NOTHING if host == visitor else _visit(pairs[host, visitor])

    rows = _rows(coverage.territories, coverage.territories, lambda code: names[code], cell)
    head = ["Territoire hôte", *(f"Reçoit {name}" for name in _names(settings))]
    return _table("tab-visites", "Visites miroir : qui a reçu qui", head, rows)


def _visit(pair: VisitPair) -> str:
    when = french_period(pair.actual or pair.planned)
    state = VISITS.get(pair.state, "")
    return f"{when} ({state})" if when and state else when or state or "documentée"
