"""What the annex on the method says of people: how they are told, how many, what was withheld. No name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from restitution.messages import number
from restitution.model import Block, Note
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table

TABLE: Final = "tab-personnes"
"""Id by which the plan refers to the table."""
CAPTION: Final = "Comment les personnes du registre paraissent"
HEAD: Final = ("Niveau", "Ce qui paraît", "Personnes")
LEVELS: Final = {
    "nominatif": ("Nommée", "son nom, avec son accord"),
    "fonction": ("Par sa fonction", "« une personne », avec sa fonction et sa structure, avec son accord"),
    "pseudonyme": ("Sous un pseudonyme", "un prénom d’emprunt, toujours le même, qui ne dit ni femme ni homme"),
    "agrege": ("Sans être distinguée", "« une personne »"),
    "retire": ("Retirée", "rien : ni nom, ni parole, ni photo"),
}
"""How people are told today, from the most open to the most closed -> its title and what is shown."""


class PeopleTold(msgspec.Struct, frozen=True, kw_only=True):
    """Counts alone: what is published of people says nobody's name."""

    counts: Mapping[str, int] = {}
    """How people of the register are told today -> how many are."""
    recordings: int = 0
    """Recordings that their speakers agreed to."""
    waiting: int = 0
    """Recordings that wait for an agreement."""
    replaced: int = 0
    """Names and contact data of the notes in whose place something else stands."""
    withheld: int = 0
    """Passages that are withheld for want of an agreement."""

    def words(self) -> dict[str, int]:
        """What a template may say of it."""
        return {
            "inscrites": sum(self.counts.values()),
            "enregistrements": self.recordings,
            "en_attente": self.waiting,
            "remplaces": self.replaced,
            "retenus": self.withheld,
        }

    def table(self) -> list[Block]:
        """A line a level; nothing without a register."""
        if not any(self.counts.values()):
            return []
        rows = [(*told, number(self.counts.get(level, 0))) for level, told in LEVELS.items()]
        head, body = _cells(HEAD), [_cells(row) for row in rows]
        return [simple_table(ast.string(CAPTION), head, body, TABLE)]


NO_REGISTER: Final = PeopleTold()
"""Of a project that has none."""


def people_told(counts: Mapping[str, int], recordings: int, notes: Iterable[Note]) -> PeopleTold:
    """`counts`: of the register, by standing; `recordings`: with an agreement; `notes`: as they may be shown."""
    shown = list(notes)
    reasons = [withheld.reason for note in shown for withheld in note.withheld if not note.waits]
    return PeopleTold(
        counts=counts,
        recordings=recordings,
        waiting=sum(bool(note.waits) for note in shown),
        replaced=reasons.count("confidentialité"),
        withheld=reasons.count("consentement"),
    )


def _cells(texts: Iterable[str]) -> list[list[Block]]:
    return [[{"t": "Plain", "c": ast.string(text)}] for text in texts]
