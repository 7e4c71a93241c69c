"""The charts of the document: drawn while it is assembled, since it shows them, and kept in the store."""

from __future__ import annotations

from collections.abc import Sequence

from restitution import resources
from restitution.charts import NAMES, charts_of
from restitution.conservation.document import withheld_words
from restitution.model import Block, Coverage, Note
from restitution.settings import Settings
from restitution.store import Store


def drawn_charts(
    coverage: Coverage, notes: Sequence[Note], settings: Settings, kept: Store
) -> tuple[dict[str, list[Block]], dict[str, str]]:
    """Blocks of each chart by the name that a template asks for, none without data, and the pictures they show.

    `notes`: as they are published. Pictures: target -> sha256.
    """
    words = {note.path: _published(note) for note in notes}
    charts = charts_of(coverage, notes, words, settings, resources.shipped_fonts())
    targets = {name: f"graphiques/{name.removeprefix('graphique_')}.svg" for name in charts}
    blocks = {name: charts[name].blocks(targets[name]) if name in charts else [] for name in NAMES}
    return blocks, {targets[name]: kept.put(chart.svg) for name, chart in charts.items()}


def _published(note: Note) -> int:
    """Words of a note that stand in the documents: those that are not withheld (the balance refuses any other)."""
    return note.words_note - sum(len(withheld_words(one, note.format)) for one in note.withheld)
