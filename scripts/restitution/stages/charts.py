"""The charts of the document: drawn while it is assembled, since it shows them, and kept in the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import structs

from restitution import resources
from restitution.charts import NAMES, charts_of
from restitution.charts.render import render
from restitution.charts.shapes import Drawing
from restitution.conservation.sealing import withheld_count
from restitution.model import Block, Coverage, Note
from restitution.settings import AdvancedTerritory, Axis, Settings, Territory
from restitution.stages.recalled import recalled
from restitution.store import Store
from restitution.typography.conventions import conventions
from restitution.typography.text import typeset

Named = TypeVar("Named", Territory, AdvancedTerritory)


def drawn_charts(
    coverage: Coverage, notes: Sequence[Note], settings: Settings, kept: Store
) -> tuple[dict[str, list[Block]], dict[str, str]]:
    """Blocks of each chart by the name that a template asks for, none without data, and the pictures they show.

    `notes`: as they are published. Pictures: target -> sha256.
    """
    words = {note.path: _published(note) for note in notes}
    charts = charts_of(coverage, notes, words, _printed(settings), resources.shipped_fonts(), _drawn)
    targets = {name: f"graphiques/{name.removeprefix('graphique_')}.svg" for name in charts}
    blocks = {name: charts[name].blocks(targets[name]) if name in charts else [] for name in NAMES}
    return blocks, {targets[name]: kept.put(chart.svg) for name, chart in charts.items()}


def _drawn(drawings: Sequence[Drawing], fonts: Path) -> list[bytes]:
    """The drawings; those of the last build when nothing of them changed."""
    made_from = msgspec.json.encode(drawings)
    drawn = recalled("graphiques", made_from, lambda: msgspec.json.encode(render(drawings, fonts)))
    return msgspec.json.decode(drawn, type=list[bytes])


def _printed(settings: Settings) -> Settings:
    """The settings, their names as the text around the charts prints them."""
    rules = conventions(settings.projet.langue, fine=settings.typographie.fine)

    def named(place: Named) -> Named:
        return structs.replace(place, nom=typeset(place.nom, rules))

    def titled(axis: Axis) -> Axis:
        themes = tuple(structs.replace(theme, titre=typeset(theme.titre, rules)) for theme in axis.themes)
        return structs.replace(axis, titre=typeset(axis.titre, rules), themes=themes)

    return structs.replace(
        settings,
        territoires=tuple(map(named, settings.territoires)),
        avances=tuple(map(named, settings.avances)),
        axes=tuple(map(titled, settings.axes)),
    )


def _published(note: Note) -> int:
    """Words of a note that stand in the documents: those that are not withheld (the balance refuses any other)."""
    return note.words_note - sum(withheld_count(one, note.format) for one in note.withheld)
