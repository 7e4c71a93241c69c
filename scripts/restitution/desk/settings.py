"""The settings on the desk: the lists of `restitution.yaml` that are changed there, and put back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from restitution.acts.settling import put_sections, sections
from restitution.desk.ledger import Cells, Ledger

if TYPE_CHECKING:
    from restitution.desk.project import Desk

TEXT: Final = "texte"
NAMES: Final = {"plan": "Le plan", "derogations": "La liste de ce qui est accepté"}


def _rows(desk: Desk) -> dict[str, Cells]:
    return {key: {TEXT: text} for key, text in sections(desk.project).items()}


lists: Final = Ledger(
    "réglages",
    _rows,
    lambda desk, cells: put_sections(desk.project, {key: one[TEXT] for key, one in cells.items()}),
    NAMES.__getitem__,
)
