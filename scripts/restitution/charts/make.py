"""The charts of a publication: those that have something to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from restitution.charts.heatmap import has_heatmap, heatmap, heatmap_words
from restitution.charts.network import network, network_words, visits_of
from restitution.charts.render import render
from restitution.charts.ruler import Ruler
from restitution.charts.shapes import Drawing
from restitution.charts.timeline import Event, events_of, has_dates, timeline, timeline_rows, timeline_words
from restitution.charts.volumes import volumes_chart, volumes_of, volumes_rows, volumes_words
from restitution.model import Block, Coverage, Note
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.settings import Settings

NAMES = ("graphique_themes", "graphique_visites", "graphique_calendrier", "graphique_volumes")
"""What a template asks for by `tableau(…)`."""
PRINTED = "16cm"
"""The width that `shapes.WIDTH` is drawn for: words have their size then."""
Draw = Callable[[Sequence[Drawing], Path], list[bytes]]
"""`render`, or what remembers what it gave."""


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing with what stands for it, and beside it."""

    svg: bytes
    alt: str
    caption: str
    table: list[Block] = []
    """The same data; empty where a matrix of the coverage says it already."""

    def blocks(self, target: str) -> list[Block]:
        """The figure that shows `target`, then the table."""
        image = {"t": "Image", "c": [ast.attributes(width=PRINTED), ast.string(self.alt), [target, ""]]}
        caption: list[Block] = [{"t": "Plain", "c": ast.string(self.caption)}]
        id_ = f"fig-{target.rpartition('/')[2].rpartition('.')[0]}"
        figure = {"t": "Figure", "c": [ast.attributes(id_), [None, caption], [{"t": "Plain", "c": [image]}]]}
        return [figure, *self.table]


class _Plan(msgspec.Struct, frozen=True):
    """A chart before it is drawn."""

    drawing: Drawing
    alt: str
    caption: str
    table: list[Block] = []


def charts_of(
    coverage: Coverage,
    notes: Sequence[Note],
    words: Mapping[str, int],
    settings: Settings,
    fonts: Path,
    draw: Draw = render,
) -> dict[str, Chart]:
    """The charts by the names of `NAMES`, without those that have nothing to show.

    `words`: words published of each note, by path. `fonts`: the folder of the shipped fonts.
    """
    plans = planned_charts(coverage, notes, words, settings, Ruler(fonts))
    drawn = draw([plan.drawing for plan in plans.values()], fonts)
    return {
        name: Chart(svg=svg, alt=plan.alt, caption=plan.caption, table=plan.table)
        for (name, plan), svg in zip(plans.items(), drawn, strict=True)
    }


def planned_charts(
    coverage: Coverage, notes: Sequence[Note], words: Mapping[str, int], settings: Settings, ruler: Ruler
) -> dict[str, _Plan]:
    """The charts, laid out."""
    plans: dict[str, _Plan] = {}
    if has_heatmap(coverage):
        plans["graphique_themes"] = _Plan(
            heatmap(coverage, settings, ruler),
            heatmap_words(coverage, settings),
            "Couverture des thèmes par territoire, en nombre de sources",
        )
    if visits_of(coverage):
        plans["graphique_visites"] = _Plan(
            network(coverage, settings, ruler),
            network_words(coverage, settings),
            "Réseau des visites, chaque flèche allant du territoire visiteur à son hôte",
        )
    events = events_of(notes, settings)
    if has_dates(events):
        plans["graphique_calendrier"] = _calendar(events, ruler)
    volumes = volumes_of(notes, words, settings)
    if volumes.total:
        caption = "Nombre de mots publiés, par territoire puis par genre de note"
        drawing = volumes_chart(volumes, ruler)
        table = _table(
            "Nombre de mots publiés, chaque genre de note dans chaque territoire", *volumes_rows(volumes)
        )
        plans["graphique_volumes"] = _Plan(drawing, volumes_words(volumes), caption, table)
    return plans


def _calendar(events: Sequence[Event], ruler: Ruler) -> _Plan:
    return _Plan(
        timeline(events, ruler),
        timeline_words(events),
        "Calendrier des visites, dates prévues et dates réelles",
        _table("Dates prévues et réelles des visites, dates des ateliers et réunions", *timeline_rows(events)),
    )


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    def cells(texts: Sequence[str]) -> list[list[Block]]:
        return [[{"t": "Plain", "c": ast.string(text)}] for text in texts]

    return [simple_table(ast.string(caption), cells(head), [cells(row) for row in rows])]
