"""Tells the people of a lot's notes as the register says, and withholds what may not be shown."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution import store
from restitution.assembly.transcripts import is_transcript
from restitution.domain import TRANSCRIPT_FORMATS
from restitution.intake.classification import EXCLUDED, REPLACED, row_for
from restitution.messages import folded
from restitution.model import Finding, Note, Shaped
from restitution.people.circle import Circle
from restitution.people.masking import public, withheld_whole
from restitution.people.speech import has_no_capitals
from restitution.plan import Plan
from restitution.stages.register import circle_of
from restitution.store import Store

WAITS = (
    "Enregistrement sans accord : la transcription est lue et comptée, ses paroles sont retenues. Quand ceux qui "
    'y parlent ont dit oui : restitution people consent "{}" --le JJ/MM/AAAA --par NOM'
)
UNREAD = (
    "Transcription sans majuscules, où les noms se voient mal : seules les paroles choisies dans "
    "sources/choix/verbatims.csv sont publiées. Pour publier le reste, relisez-la, puis : restitution people "
    'consent "{}" --relu'
)


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """public/{lot}.jsonl: the lines of notes/{lot}.jsonl, each note as it may be shown; findings/pseudonymise/."""
    circle = circle_of(plan, Store(Path("store")))
    lines = list(store.read_contract(Path(inputs[0]), plan.keys[inputs[0]], Shaped))
    notes = {line.note.path: _public(plan, circle, line.note) for line in lines if line.note}
    records = [msgspec.structs.replace(line, note=notes[line.note.path]) if line.note else line for line in lines]
    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], records)
    findings = [finding for note in notes.values() for finding in _found(note)]
    store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], findings)


def _public(plan: Plan, circle: Circle, note: Note) -> Note:
    note = msgspec.structs.replace(note, internal=[])  # for the editor alone
    said = folded(row_for(plan.classification, note.path).reprise)
    if said == EXCLUDED:
        return withheld_whole(note, "exclue par l'éditeur")
    if said.startswith(REPLACED):
        return withheld_whole(note, "remplacée")
    agreed = circle.register.agreed(note.path)
    if is_recording(note) and agreed is None:
        return withheld_whole(msgspec.structs.replace(note, waits=WAITS.format(note.path)), "consentement")
    unread = is_recording(note) and has_no_capitals(note) and not (agreed and agreed.relu)
    shown = public(note, circle=circle, shows_unknown=plan.settings.noms == "affiches")
    return msgspec.structs.replace(shown, unread=unread)


def is_recording(note: Note) -> bool:
    """Whether a note is what people said before a microphone, written down."""
    return note.format in TRANSCRIPT_FORMATS or is_transcript(note)


def _found(note: Note) -> list[Finding]:
    if note.waits:
        return [Finding(code="accord", level="warning", message=note.waits, path=note.path)]
    if note.unread:
        return [Finding(code="relecture", level="warning", message=UNREAD.format(note.path), path=note.path)]
    return []
