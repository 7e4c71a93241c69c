"""A project and what its notes cover, from the few words of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from restitution import resources
from restitution.charts.make import planned_charts
from restitution.charts.ruler import Ruler
from restitution.domain import Axis, Theme
from restitution.model import Cell, Coverage, Note, VisitPair
from restitution.settings import Settings
from restitution.settings.types import AdvancedTerritory, Project, Territory, Visit

FONTS: Path = resources.shipped_fonts()
RULER = Ruler(FONTS)


def settings_of(case: dict[str, Any]) -> Settings:
    """The settings; the code of a territory is its name."""
    themes = tuple(Theme(cle=title, titre=title) for title in case.get("couverture", {}))
    visits = tuple(
        Visit(
            type="miroir",
            hote=row["hote"],
            prevue=(str(row["prevue"]),) if "prevue" in row else (),
            realisee=(str(row["realisee"]),) if "realisee" in row else (),
        )
        for row in case.get("calendrier", [])
    )
    return Settings(
        projet=Project(titre="Essai"),
        territoires=tuple(Territory(code=name, nom=name) for name in case["territoires"]),
        avances=tuple(AdvancedTerritory(code=name, nom=name) for name in case.get("avances", [])),
        axes=(Axis(cle="axe", titre="Axe", themes=themes),),
        visites=visits,
    )


def coverage_of(case: dict[str, Any]) -> Coverage:
    """What the notes cover."""
    cells = [
        _cell(theme, territory, said)
        for theme, row in case.get("couverture", {}).items()
        for territory, said in zip(case["territoires"], row, strict=True)
    ]
    told = dict(map(_pair, case.get("visites", [])))
    mirror = [
        (host, visitor) for host in case["territoires"] for visitor in case["territoires"] if host != visitor
    ]
    return Coverage(
        themes=list(case.get("couverture", {})),
        territories=case["territoires"],
        cells=cells,
        steps=[],
        tools=[],
        visits=[VisitPair(host=h, visitor=v, state=told.get((h, v), "absente")) for h, v in mirror],
        advanced=[VisitPair(host=h, visitor=v, state=s) for (h, v), s in told.items() if (h, v) not in mirror],
    )


def _cell(theme: str, territory: str, said: str) -> Cell:
    state, count = said.split()
    return Cell(theme=theme, territory=territory, state=state, sources=[str(n) for n in range(int(count))])  # type: ignore[arg-type]


def _pair(said: str) -> tuple[tuple[str, str], Any]:
    visitor, _, rest = said.partition(" > ")
    host, _, state = rest.partition(" : ")
    return (host, visitor), state


def notes_of(case: dict[str, Any]) -> tuple[list[Note], dict[str, int]]:
    """The notes, without a word in them, and how many words each has."""
    rows = case.get("notes", [])
    notes = [
        Note(
            path=f"note {number}",
            sha256="",
            format="docx",
            kind=row["genre"],
            classified=True,
            title="",
            territories=row["territoires"],
            dates=[str(day) for day in row.get("dates", [])],
        )
        for number, row in enumerate(rows)
    ]
    return notes, {f"note {number}": row["mots"] for number, row in enumerate(rows)}


def plans_of(case: dict[str, Any]) -> dict[str, Any]:
    """The charts of a case, laid out."""
    notes, words = notes_of(case)
    return planned_charts(coverage_of(case), notes, words, settings_of(case), RULER)
