"""Masks the names in the notes of a lot, and withholds what the editor excluded."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.intake.classification import EXCLUDED, REPLACED, row_for
from restitution.messages import folded
from restitution.model import Note, Shaped
from restitution.people.masking import public, shown, withheld_whole
from restitution.plan import Plan


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """public/{lot}.jsonl: the lines of notes/{lot}.jsonl, each note as it may be shown."""
    lines = store.read_contract(Path(inputs[0]), plan.keys[inputs[0]], Shaped)
    records = [
        msgspec.structs.replace(line, note=_public(plan, line.note)) if line.note else line for line in lines
    ]
    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], records)


def _public(plan: Plan, note: Note) -> Note:
    note = msgspec.structs.replace(note, internal=[])  # for the editor alone
    said = folded(row_for(plan.classification, note.path).reprise)
    if said == EXCLUDED:
        return withheld_whole(note, "exclue par l'éditeur")
    if said.startswith(REPLACED):
        return withheld_whole(note, "remplacée")
    return shown(note) if plan.settings.noms == "affiches" else public(note)
