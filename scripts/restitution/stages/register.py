"""The register of people and the editor's tables, as the stages of a build read them; how names are looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from restitution.assembly.transcripts import is_transcript
from restitution.checks.survey.records import Enrolled
from restitution.domain import TRANSCRIPT_FORMATS
from restitution.model import Note
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.cutting import letters
from restitution.people.entities import Entities, entities_in
from restitution.people.finder import Finder, Manner
from restitution.people.masking import finder_of
from restitution.people.register import Register
from restitution.people.speech import has_no_capitals
from restitution.people.surroundings import kept_names, places_of
from restitution.plan import Plan
from restitution.plan.record import Tables
from restitution.store import Store

SEEN: Final = Path("cache", "rgpd")
"""What the model of the extra `[rgpd]` saw, below `.restitution/`."""


def register_of(plan: Plan, kept: Store) -> Register:
    """The register that this build works with."""
    return msgspec.json.decode(kept.get(plan.register), type=tuple[Register])[0] if plan.register else Register()


def tables_of(plan: Plan, kept: Store) -> Tables:
    """What the editor's tables say."""
    return msgspec.json.decode(kept.get(plan.tables), type=tuple[Tables])[0] if plan.tables else Tables()


def circle_of(plan: Plan, kept: Store) -> Circle:
    """Its people, to be asked about names."""
    return Circle(
        register_of(plan, kept), places=places_of(plan.settings), kept=frozenset(kept_names(plan.settings))
    )


def enrolled_in(register: Register) -> Enrolled | None:
    """What the checks must know of it; None for a project that has none."""
    if not register.personnes and not register.enregistrements:
        return None
    lowered = [one for one in register.personnes if one.standing not in {one.niveau, "retire"}]
    counts, recordings = counted(register)
    return Enrolled(
        counts=counts,
        unsigned=[one.nom for one in lowered if not one.mineur],
        minors=sum(one.mineur for one in lowered),
        recordings=recordings,
    )


def counted(register: Register) -> tuple[dict[str, int], int]:
    """How many people are told how today, and how many recordings have an agreement that holds."""
    files = {one.fichier for one in register.enregistrements}
    agreed = sum(register.agreed(file) is not None for file in files)
    return dict(Counter(one.standing for one in register.personnes)), agreed


def finder_for(plan: Plan, note: Note, circle: Circle, kept: Iterable[str] = (), work: Path = Path()) -> Finder:
    """What finds the names of a note, before anything of it is masked.

    `kept`: names that stay besides; `work`: the working folder.
    """
    lower = has_no_capitals(note)
    manner = Manner(shows_unknown=plan.settings.noms == "affiches", heard=is_recording(note), lower=lower)
    texts = (letters(span["c"][1]) for passage in note.passages for span in ast.each_leaf([passage.block]))
    seen = Entities({}) if lower else entities_in(texts, work / SEEN)
    return finder_of(note, circle, kept, manner, seen)


def is_recording(note: Note) -> bool:
    """Whether a note is what people said before a microphone, written down."""
    return note.format in TRANSCRIPT_FORMATS or is_transcript(note)
