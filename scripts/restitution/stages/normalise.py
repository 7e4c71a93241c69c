"""Reads the files of a lot into notes, and counts that no word was lost on the way."""

from pathlib import Path

import msgspec

from restitution import office, store
from restitution.domain import domain
from restitution.intake.classification import EXCLUDED, not_understood, row_for
from restitution.intake.recognise import DEVELOPED, DRAWN_MAP, PICTURES
from restitution.messages import folded
from restitution.model import UNASKED, Finding, Intake, Note, Reading, Shaped, Source
from restitution.ooxml.properties import properties
from restitution.plan import Plan
from restitution.plan.keys import code_digest
from restitution.readers.batch import File
from restitution.shaping.guided import is_untouched
from restitution.shaping.pictures import Find, resolve_pictures
from restitution.shaping.shape import Said, shape
from restitution.stages import reading as readings
from restitution.stages.converting import OLD
from restitution.stages.pictures import is_map, with_shot
from restitution.stages.reading import Read
from restitution.store import Store, digest

LOST = (
    "Ce fichier n'a pas pu être lu en entier, il est mis de côté : enregistrez-le à nouveau ou dans un autre "
    "format (.docx), et signalez-le."
)
NOT_WANTED = "Exclu par l'éditeur (sources/classement.csv) : il n'y a rien à faire."
UNFILLED = "Fiche pas encore remplie : {}. Elle sera reprise dès qu'un titre ou une rubrique dira quelque chose."
COMPARE = "comparez avec l'original, et signalez-le."
CACHE = Path("cache", "readings")


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """notes/{lot}.jsonl: one line a file, its note or why it was not taken, each with what was found in it."""
    intakes = list(store.read_contract(Path(inputs[0]), plan.keys[inputs[0]], Intake))
    kept = Store(Path("store"))
    reads = _read(plan, [intake for intake in intakes if intake.state == "taken" and is_read(intake.format)])
    records: list[Note | Intake] = []
    for intake in intakes:
        read = reads.get(intake.source.path)
        if read is not None and read.reading is None:
            records.append(_set_aside(intake, read))
        elif intake.state == "taken" and (intake.format in PICTURES or is_picture(read)):
            records.append(with_shot(plan, intake, kept, read.reading if read else None))
        elif read is None or read.reading is None:
            records.append(intake)
        else:
            note = _note(plan, intake, read, read.reading)
            records.append(_unfilled(plan, intake, note) if read.sheet and is_untouched(note) else note)
    records = [_excluded(plan, record) for record in records]
    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], map(shaped, records))


def is_read(format_: str) -> bool:
    """Whether the bytes of a file of this format are read apart: pictures that every output shows are not."""
    return format_ not in PICTURES or format_ in DEVELOPED


def is_picture(read: Read | None) -> bool:
    """Whether nothing was read of a file but that it is a picture."""
    return read is not None and read.reading is not None and bool(read.reading.media) and not read.reading.blocks


def read_as(plan: Plan, intake: Intake) -> str:
    """The reader of a file: that of its format, or the one of maps."""
    return DRAWN_MAP if intake.format == "pdf" and is_map(plan, intake.source.path) else intake.format


def _set_aside(intake: Intake, read: Read) -> Intake:
    path = intake.source.path
    lost = [Finding(code="perte", level="error", message=read.refused, path=path)] if read.lost else []
    return msgspec.structs.replace(
        intake, state="set_aside", reason=read.refused, findings=[*intake.findings, *lost]
    )


def _excluded(plan: Plan, record: Note | Intake) -> Note | Intake:
    """A file that was set aside and that the editor does not want: said so, with what was wrong with it."""
    if isinstance(record, Note) or not (record.state == "set_aside" or record.shot):
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


def shaped(record: Note | Intake) -> Shaped:
    """A line of the contract for a record."""
    return Shaped(note=record) if isinstance(record, Note) else Shaped(intake=record)


def cached(plan: Plan, intake: Intake) -> Path:
    """Where the reading of a file is kept, by what it was made from."""
    source = intake.source
    wide = "lifted" if is_lifted(plan, source) else ""
    by = [office.version(office.found())] if intake.format == OLD else []
    return CACHE / digest(code_digest(), source.path, source.sha256 or "", read_as(plan, intake), wide, *by)


def is_lifted(plan: Plan, source: Source) -> bool:
    """Whether somebody answers for a file that goes beyond the limits: for these very bytes."""
    lifted = tuple(one.empreinte for one in plan.settings.limites)
    return bool(lifted) and (source.sha256 or "").startswith(lifted)


def _read(plan: Plan, intakes: list[Intake]) -> dict[str, Read]:
    """The reading of each file, from the cache when the same bytes were read by the same code."""
    kept = Store(Path("store"))
    found: dict[str, Read] = {}
    missing: list[tuple[Intake, Path]] = []
    for intake in intakes:
        source = intake.source
        path = cached(plan, intake)
        known = store.read_sealed(path)
        if known is None:
            missing.append((intake, path))
        else:
            found[source.path] = msgspec.msgpack.decode(known, type=Read)
    files = [
        File(i.source.path, read_as(plan, i), kept.get(i.source.sha256 or ""), is_lifted(plan, i.source))
        for i, _ in missing
    ]
    for (intake, path), read in zip(missing, readings.each(files), strict=True):
        found[intake.source.path] = read
        if not read.broke:  # what a busy machine or a mistake of ours did is tried again
            store.write_sealed(path, msgspec.msgpack.encode(read))
    return found


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
