"""`restitution check`, for a person: what stops the publication first, then what to improve, then what is well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from restitution.checks import Check, Urgency, idle_waivers
from restitution.checks.about import ABOUT
from restitution.cli.screen import STEP, first_ones, heading, out, rest, told, width
from restitution.cli.tables import table
from restitution.messages import listed, plural
from restitution.model import Cell, Coverage
from restitution.settings import Settings
from restitution.stages.checked import ALL_OF_IT, how_to_accept, pointed

NO_NOTE = "Aucune note encore : déposez-en dans sources/, puis « restitution build ». D'ici là, tout manque."
BY_HAND = frozenset({"K14"})
"""Checks that leave something to a person even when nothing is wrong: told whole."""
CELLS = {
    "etayee": ("étayé", "●"),
    "fragile": ("fragile", "◐"),
    "proposee": ("à confirmer", "?"),
    "vide": ("vide", "○"),
    "sans_objet": ("", "–"),
}
"""State of a cell of the coverage -> its word and its sign."""
THEME_ROOM, CELL_ROOM, SIGN_ROOM = 26, 16, 5
"""Letters that a theme, a cell in words and a cell by its sign ask for."""
MOST = 4
"""Points of a check that are shown."""


def show_coverage(coverage: Coverage, settings: Settings) -> None:
    """A line a theme, a column a territory: in words where the screen has room, else by signs, else not at all."""
    codes, room = coverage.territories, width() - STEP - THEME_ROOM
    is_wide = len(codes) * CELL_ROOM <= room
    if not codes or not coverage.themes or (not is_wide and len(codes) * SIGN_ROOM > room):
        return
    cells = {(cell.theme, cell.territory): cell for cell in coverage.cells}
    names = {one.code: one.nom for one in settings.territoires}
    titles = {theme.cle: theme.titre for theme in settings.themes}
    rows = [
        (titles.get(theme, theme), *(_cell(cells.get((theme, code)), in_words=is_wide) for code in codes))
        for theme in coverage.themes
    ]
    heading("CE QUI EST DOCUMENTÉ (passages)")
    table(("Thème", *(names.get(code, code) if is_wide else code for code in codes)), rows, widest={0: 34})
    if not is_wide:
        told(", ".join(f"{sign} {word}" for word, sign in CELLS.values() if word) + ".")


def _cell(cell: Cell | None, *, in_words: bool) -> str:
    word, sign = CELLS[cell.state if cell else "sans_objet"]
    if not in_words or cell is None:
        return sign
    return f"{sign} {word} ({cell.passages})" if cell.passages else f"{sign} {word}"


def show(checks: Sequence[Check], settings: Settings, *, everything: bool, has_notes: bool = True) -> None:
    """Every check, in the order of what must be done; `has_notes`: whether there is anything to check."""
    if not has_notes:
        out("")
        told(NO_NOTE, 0)
        _accepted(checks, settings, everything=everything)
        if not everything:
            out(f"Voir les contrôles tout de même : {ALL_OF_IT}.")
            return
    always, stops, better, well = (
        [check for check in checks if check.urgency == urgency] for urgency in get_args(Urgency)
    )
    _group("ARRÊTE TOUTE PUBLICATION", always, everything=everything)
    _group("À RÉGLER AVANT DE PUBLIER (build --strict refuse)", stops, everything=everything)
    _group("À AMÉLIORER, SANS BLOQUER", better, everything=everything)
    _well(well, everything=everything)
    _accepted(checks, settings, everything=everything)
    out("")
    if always or stops:
        for line in how_to_accept([*stops, *always], settings).splitlines():
            out(line)
        out("")
    if not everything:
        out(f"Tout voir : {ALL_OF_IT}.")


def _group(title: str, checks: Sequence[Check], *, everything: bool) -> None:
    if not checks:
        return
    heading(f"{title} : {plural(len(checks), 'contrôle')}")
    for check in checks:
        _one(check, everything=everything)


def _one(check: Check, *, everything: bool) -> None:
    told(f"{'✗' if check.needs_editor else '!'} {check.id} {check.message}")
    lines = pointed(check)
    most = first_ones(len(lines), MOST, everything=everything)
    for line in lines[:most]:
        told(line, 2, mark="• ")
    rest(len(lines), most, level=2)
    told(check.remedy, 2, mark="→ ")


def _well(checks: Sequence[Check], *, everything: bool) -> None:
    if not checks:
        return
    heading(f"EN ORDRE : {plural(len(checks), 'contrôle')}")
    for check in checks:
        if everything or check.id in BY_HAND:
            told(f"✓ {check.id} {check.message}")
        for line in check.where if everything else []:
            told(line, 2, mark="• ")
    if not everything:
        names = [f"{check.id} {ABOUT[check.id].title}" for check in checks if check.id not in BY_HAND]
        told(f"{', '.join(names)}.", mark="✓ ")


def _accepted(checks: Sequence[Check], settings: Settings, *, everything: bool) -> None:
    """The derogations that hold, with who says so, and those that are of no use."""
    accepted = [(check.id, one) for check in checks for one in check.accepted]
    if accepted:
        heading(f"ACCEPTÉ PAR DÉROGATION : {plural(len(accepted), 'point')}")
        most = first_ones(len(accepted), MOST, everything=everything)
        for id_, one in accepted[:most]:
            told(f"{id_} {one.where} – {one.motif} ({one.par})", mark="• ")
        rest(len(accepted), most)
    idle = idle_waivers(checks, settings)
    if idle:
        heading(f"DÉROGATIONS À REVOIR : {listed([str(len(idle))])}")
        for line in idle:
            told(line, mark="• ")
