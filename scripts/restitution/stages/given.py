"""What several stages read: the files that stand, the glossary, which notes are published, what was assembled."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from restitution.assembly import made
from restitution.assembly.plates import Gallery
from restitution.assembly.versions import Replaced
from restitution.model import Intake, Note
from restitution.plan import Plan
from restitution.store import Store


class Assembled(msgspec.Struct, frozen=True, kw_only=True):
    """`assembled.json`: what assembly knows beside its documents."""

    public: list[Note]
    """Every note with ids as the documents show it, what is withheld of it beside."""
    corrected: dict[str, Note]
    """Path -> the note with what was corrected and all that is said in it, where `public` lacks some of that."""
    decided: dict[str, list[tuple[str, str]]]
    """Id of each corrected leaf -> texts that were to become others."""
    intakes: list[Intake]
    """The files that are no notes."""
    replaced: list[Replaced]
    gallery: Gallery
    unplaced: int
    """Passages that the plan has no place for."""


def present_in(plan: Plan) -> dict[str, str]:
    """Hash of every file of the photograph, by path."""
    return {s.path: s.sha256 for files in plan.sources.values() for s in files if s.sha256}


def glossary_of(plan: Plan, kept: Store) -> list[made.Term]:
    """The terms that the editor explains."""
    present = present_in(plan)
    return made.read_glossary(kept.get(present[made.GLOSSARY])) if made.GLOSSARY in present else []


def published(notes: Iterable[Note]) -> list[Note]:
    """Those that show something: a note that was excluded or replaced documents nothing."""
    return [note for note in notes if note.passages]
