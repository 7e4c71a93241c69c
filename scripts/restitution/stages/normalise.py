"""Reads the files of a lot into notes, and counts that no word was lost on the way."""

import sys
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import msgspec

from restitution import store
from restitution.domain import domain
from restitution.intake.classification import EXCLUDED, not_understood, row_for
from restitution.intake.recognise import DEVELOPED, PICTURES
from restitution.messages import folded
from restitution.model import UNASKED, Finding, Intake, Note, Reading, Shaped
from restitution.ooxml.properties import properties
from restitution.plan import Plan, earlier
from restitution.plan.keys import about_notes, encoded, rows_about
from restitution.readers.batch import File
from restitution.shaping.guided import is_untouched
from restitution.shaping.pictures import Find, resolve_pictures
from restitution.shaping.shape import Said, shape
from restitution.stages import reading as readings
from restitution.stages.kept_readings import Readings, is_lifted, made_of, read_as
from restitution.stages.pictures import with_shot
from restitution.stages.reading import Read
from restitution.store import Store, digest

LOST = (
    "Ce fichier n'a pas pu être lu en entier, il est mis de côté : enregistrez-le à nouveau ou dans un autre "
    "format (.docx), et signalez-le."
)
NOT_WANTED = "Exclu par l'éditeur (sources/classement.csv) : il n'y a rien à faire."
UNFILLED = "Fiche pas encore remplie : {}. Elle sera reprise dès qu'un titre ou une rubrique dira quelque chose."
COMPARE = "comparez avec l'original, et signalez-le."


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """notes/{lot}.jsonl: one line a file, its note or why it was not taken, each with what was found in it."""
    intakes = list(store.read_contract(Path(inputs[0]), plan.keys[inputs[0]], Intake))
    kept = Store(Path("store"))
    taken = [intake for intake in intakes if intake.state == "taken" and is_read(intake.format)]
    keys, before = _keys(plan, taken), earlier.notes(Path(), outputs[0])
    standing = {path: before[key] for path, key in keys.items() if key in before}
    reads = _read(plan, inputs[0], taken, standing)
    for path in (path for path, read in reads.items() if read.broke):
        keys[path] = ""  # the machine was busy, or a mistake of ours had a part in it

    def records() -> Iterator[Note | Intake]:
        for intake in intakes:
            path = intake.source.path
            stands = path in standing
            yield standing.pop(path) if stands else _record(plan, intake, reads.pop(path, None), kept)

    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], (shaped(record, keys) for record in records()))
    earlier.drop(Path(), outputs[0])


def _record(plan: Plan, intake: Intake, read: Read | None, kept: Store) -> Note | Intake:
    """What a file is once it was read."""
    if read is not None and read.reading is None:
        return _excluded(plan, _set_aside(intake, read))
    if intake.state == "taken" and (intake.format in PICTURES or is_picture(read)):
        return _excluded(plan, with_shot(plan, intake, kept, read.reading if read else None))
    if read is None or read.reading is None:
        return _excluded(plan, intake)
    note = _note(plan, intake, read, read.reading)
    return _excluded(plan, _unfilled(plan, intake, note)) if read.sheet and is_untouched(note) else note


def _keys(plan: Plan, intakes: list[Intake]) -> dict[str, str]:
    """Path of each file -> the hash of all that its note follows from."""
    about = about_notes(plan.settings, plan.sources)
    return {
        path: digest(
            "note", about, rows_about(plan.classification, {path}), encoded(intake), *made_of(plan, intake)
        )
        for intake in intakes
        for path in [intake.source.path]
    }


def is_read(format_: str) -> bool:
    """Whether the bytes of a file of this format are read apart: pictures that every output shows are not."""
    return format_ not in PICTURES or format_ in DEVELOPED


def is_picture(read: Read | None) -> bool:
    """Whether nothing was read of a file but that it is a picture."""
    return read is not None and read.reading is not None and bool(read.reading.media) and not read.reading.blocks


def _set_aside(intake: Intake, read: Read) -> Intake:
    path = intake.source.path
    lost = [Finding(code="perte", level="error", message=read.refused, path=path)] if read.lost else []
    return msgspec.structs.replace(
        intake, state="set_aside", reason=read.refused, findings=[*intake.findings, *lost]
    )


def _excluded(plan: Plan, record: Intake) -> Intake:
    """A file that was set aside and that the editor does not want: said so, with what was wrong with it."""
    if not (record.state == "set_aside" or record.shot):
        return record
    if folded(row_for(plan.classification, record.source.path).reprise) != EXCLUDED:
        return record
    if record.shot:
        return msgspec.structs.replace(record, state="set_aside", reason=NOT_WANTED, shot=None)
    why = Finding(code=UNASKED, level="info", message=record.reason, path=record.source.path)
    return msgspec.structs.replace(record, reason=NOT_WANTED, findings=[*record.findings, why])


def _unfilled(plan: Plan, intake: Intake, note: Note) -> Intake:
    """A sheet in which nobody has written yet: it waits for its writer, and nothing of it is published."""
    territory = plan.settings.territory(_whose(note))
    what = [domain().kinds[note.kind].label] if note.kind else []
    told = ", ".join([*what, *([territory.nom] if territory else [])])
    return msgspec.structs.replace(intake, state="waiting", reason=UNFILLED.format(told or "fiche"))


def _whose(note: Note) -> str:
    """Code of the territory that is to fill a sheet in: of a visit, whose regard it is."""
    return next(iter([*([note.author] if note.author else []), *note.territories]), "")


def shaped(record: Note | Intake, keys: Mapping[str, str]) -> Shaped:
    """A line of the contract for a record. `keys`: of the notes, by path."""
    return Shaped(note=record, key=keys[record.path]) if isinstance(record, Note) else Shaped(intake=record)


def _read(plan: Plan, lot: str, intakes: list[Intake], standing: Container[str]) -> dict[str, Read]:
    """The reading of each file, kept since the same bytes were read by the same code, or made now.

    `standing`: files whose notes stand already.
    """
    kept, known = Store(Path("store")), Readings(plan, Path())
    asked = [intake for intake in intakes if intake.source.path not in standing]
    found = {intake.source.path: known.get(intake) for intake in asked}
    missing = [intake for intake in asked if found[intake.source.path] is None]
    files = [
        File(i.source.path, read_as(plan, i), kept.get(i.source.sha256 or ""), is_lifted(plan, i.source))
        for i in missing
    ]
    for intake, read in zip(missing, readings.each(files), strict=True):
        found[intake.source.path] = known.put(intake, read)
    for said in known.kept_for(lot, intakes):
        sys.stderr.write(f"{said}\n")
    return {path: read for path, read in found.items() if read}


def _note(plan: Plan, intake: Intake, read: Read, reading: Reading) -> Note:
    row = row_for(plan.classification, intake.source.path)
    said = Said(
        genre=row.genre,
        territoire=row.territoire,
        themes=row.themes,
        date=row.date,
        statut=row.statut,
        ordre=row.ordre,
    )
    kept = Store(Path("store"))
    resolved, media = resolve_pictures(reading, intake.source.path, _beside(plan, kept), kept.put)
    resolved.properties = properties(kept.get(intake.source.sha256 or ""), intake.format) | resolved.properties
    note = shape(resolved, intake.source.path, intake.source.sha256 or "", intake.format, said, plan.settings)
    note.media, note.pictures = media, resolved.pictures
    own = (line for line in plan.classification if line.fichier == intake.source.path)
    note.findings += [finding for line in own for finding in not_understood(line, plan.settings)]
    note.modified = resolved.properties.get("modifie", "")
    note.words_in, note.words_note = read.words_in, read.words_note
    return note


def _beside(plan: Plan, kept: Store) -> Find:
    """Finds a picture that a note names: the file of that path in the photograph."""
    hashes = {source.path: source.sha256 for files in plan.sources.values() for source in files}

    def find(path: str) -> bytes | None:
        sha256 = hashes.get(path)
        return kept.get(sha256) if sha256 else None

    return find
