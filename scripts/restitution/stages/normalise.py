"""Reads the files of a lot into notes, and counts that no word was lost on the way."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from restitution import store
from restitution.conservation.reading import check_reading
from restitution.conservation.things import GUARDED, things_lost
from restitution.domain import domain
from restitution.errors import UnreadableSource
from restitution.intake.classification import EXCLUDED, not_understood, row_for
from restitution.messages import folded, plural
from restitution.model import UNASKED, Finding, Intake, Note, Reading, Shaped
from restitution.ooxml.properties import properties
from restitution.plan import Plan
from restitution.plan.prepare import code_digest
from restitution.readers.batch import File, read_all
from restitution.shaping.guided import is_sheet, is_untouched, without_guidance
from restitution.shaping.own_numbers import without_own_numbers
from restitution.shaping.pictures import Find, resolve_pictures
from restitution.shaping.residue import without_residue
from restitution.shaping.shape import STYLED_ONLY, Said, shape
from restitution.shaping.turns import with_turns
from restitution.shaping.verbatims import with_verbatims
from restitution.store import Store, digest

LOST = (
    "Ce fichier n'a pas pu être lu en entier, il est mis de côté : enregistrez-le à nouveau ou dans un autre "
    "format (.docx), et signalez-le."
)
NOT_WANTED = "Exclu par l'éditeur (sources/classement.csv) : il n'y a rien à faire."
UNFILLED = "Fiche pas encore remplie : {}. Elle sera reprise dès qu'un titre ou une rubrique dira quelque chose."
COMPARE = "comparez avec l'original, et signalez-le."
CACHE = Path("cache", "readings")


class Read(msgspec.Struct, kw_only=True):
    """What one file gave: a reading with its balance of words, or why it was not taken."""

    reading: Reading | None = None
    refused: str = ""
    lost: bool = False
    """Whether the reader lost words: an error of ours, whatever the file."""
    sheet: bool = False
    """Whether it is one of our sheets to fill in."""
    words_in: int = 0
    words_note: int = 0


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """notes/{lot}.jsonl: one line a file, its note or why it was not taken, each with what was found in it."""
    intakes = list(store.read_contract(Path(inputs[0]), plan.keys[inputs[0]], Intake))
    reads = _read([intake for intake in intakes if intake.state == "taken"])
    records: list[Note | Intake] = []
    for intake in intakes:
        read = reads.get(intake.source.path)
        if read is None:
            records.append(intake)
        elif read.reading is None:
            records.append(_set_aside(intake, read))
        else:
            note = _note(plan, intake, read, read.reading)
            records.append(_unfilled(plan, intake, note) if read.sheet and is_untouched(note) else note)
    records = [_excluded(plan, record) for record in records]
    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], map(shaped, records))


def _set_aside(intake: Intake, read: Read) -> Intake:
    path = intake.source.path
    lost = [Finding(code="perte", level="error", message=read.refused, path=path)] if read.lost else []
    return msgspec.structs.replace(
        intake, state="set_aside", reason=read.refused, findings=[*intake.findings, *lost]
    )


def _excluded(plan: Plan, record: Note | Intake) -> Note | Intake:
    """A file that was set aside and that the editor does not want: said so, with what was wrong with it."""
    if isinstance(record, Note) or record.state != "set_aside":
        return record
    if folded(row_for(plan.classification, record.source.path).reprise) != EXCLUDED:
        return record
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


def cached(intake: Intake) -> Path:
    """Where the reading of a file is kept, by what it was made from."""
    source = intake.source
    return CACHE / digest(code_digest(), source.path, source.sha256 or "", intake.format)


def _read(intakes: list[Intake]) -> dict[str, Read]:
    """The reading of each file, from the cache when the same bytes were read by the same code."""
    kept = Store(Path("store"))
    found: dict[str, Read] = {}
    missing: list[tuple[Intake, Path]] = []
    for intake in intakes:
        source = intake.source
        path = cached(intake)
        known = store.read_sealed(path)
        if known is None:
            missing.append((intake, path))
        else:
            found[source.path] = msgspec.msgpack.decode(known, type=Read)
    files = [File(i.source.path, i.format, kept.get(i.source.sha256 or "")) for i, _ in missing]
    for (intake, path), file, reading in zip(missing, files, read_all(files), strict=True):
        read = found[intake.source.path] = _counted(file, reading)
        store.write_sealed(path, msgspec.msgpack.encode(read))
    return found


def _counted(file: File, reading: Reading | UnreadableSource) -> Read:
    """A reading with its words counted by the counter of its format; one that lost words is not taken."""
    if isinstance(reading, UnreadableSource):
        return Read(refused=reading.message)
    sheet = is_sheet(reading)
    reading = with_turns(without_residue(without_guidance(reading, file.path)))
    reading = without_own_numbers(reading) if file.format not in STYLED_ONLY else reading
    reading = with_verbatims(reading, file.path)
    try:
        count = check_reading(file.data, file.format, reading)
    except UnreadableSource as error:
        return Read(refused=error.message)
    if not count.holds:
        return Read(refused=f"{LOST} {count.message}", lost=True)
    reading.findings += _things_lost(file, reading)
    return Read(reading=reading, sheet=sheet, words_in=count.words_in, words_note=count.words_note)


def _things_lost(file: File, reading: Reading) -> Iterator[Finding]:
    """What a word count does not see: a picture, a formula or a call of note that is not in the note."""
    for kind, held, read in things_lost(file.data, file.format, reading):
        message = f"Ce fichier contient {plural(held, *GUARDED[kind])}, la note lue {read} : {COMPARE}"
        yield Finding(code="compte", level="warning", message=message, path=file.path)


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
    resolved.properties = properties(kept.get(intake.source.sha256 or ""), intake.format)
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
