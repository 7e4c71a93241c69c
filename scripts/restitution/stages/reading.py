"""Reads files of people, in a cage: one that breaks the reading of many is read alone, then set aside.

Each file is read into blocks, and its words are counted by the counter of its format, before anything of it is
taken: both look into what others wrote, so both are done there.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from restitution import cage, office, store
from restitution.conservation.reading import check_reading
from restitution.conservation.things import GUARDED, things_lost
from restitution.errors import UnreadableSource
from restitution.limits import LIFTED, WIDER
from restitution.messages import plural
from restitution.model import Finding, Reading
from restitution.pandoc import ast
from restitution.pandoc.run import TOO_HARD
from restitution.readers.batch import File, bounds, read_all
from restitution.shaping.guided import without_guidance
from restitution.shaping.own_heads import without_own_head
from restitution.shaping.own_numbers import without_own_numbers
from restitution.shaping.reactions import with_reactions
from restitution.shaping.residue import without_residue
from restitution.shaping.shape import STYLED_ONLY
from restitution.shaping.turns import with_turns
from restitution.shaping.verbatims import with_verbatims
from restitution.stages.converting import OLD, opened

LOST: Final = (
    "Ce fichier n'a pas pu être lu en entier, il est mis de côté : enregistrez-le à nouveau ou dans un autre "
    "format (.docx), et signalez-le."
)
FAILED: Final = (
    "La lecture de ce fichier a échoué, par une erreur du programme : enregistrez-le dans un autre format "
    "(.docx), et signalez-le, avec le journal de la construction."
)
DOUBTS: Final = (
    "Colonnes, cadres ou tableaux : l'ordre des lignes n'a pas pu être vérifié ({pages}). Relisez-les à côté de "
    "l'original."
)
COMPARE: Final = "comparez avec l'original, et signalez-le."
LIMITS: Final = cage.Limits(memory=1 << 30, seconds=60)
"""All processes together. Seconds: beyond twice those of pandoc, so that it can say so itself."""
ROOM: Final = 32 << 20
"""Bytes of the files, opened, that are read in one go."""
CAPTIONS: Final = frozenset({"sbv", "srt", "tsv", "ttml", "vtt"})
OF_CAPTIONS: Final = 8
"""Times as much that they count: of each line of theirs, a turn is made, eighty times as large in memory."""
WIDE: Final = cage.Limits(memory=LIMITS.memory * WIDER, seconds=LIMITS.seconds * LIFTED)
"""The same where somebody answers for a file."""


class Read(msgspec.Struct, kw_only=True):
    """What one file gave: a reading with its balance of words, or why it was not taken."""

    reading: Reading | None = None
    refused: str = ""
    lost: bool = False
    """Whether the reader lost words, or failed: an error of ours, whatever the file."""
    broke: bool = False
    """Whether its reading did not end."""
    sheet: bool = False
    """Whether it is one of our sheets to fill in."""
    words_in: int = 0
    words_note: int = 0


def each(files: Sequence[File]) -> Iterator[Read]:
    """The reading of each file, in order."""
    program = office.found() if any(file.format == OLD for file in files) else ""
    for some in _together(files):
        found, ended = _caged(some, program)
        for number, file in enumerate(some):
            alone = len(some) == 1
            yield found.get(number) or (_broken(ended) if alone and ended else _alone(file, program))


def _together(files: Sequence[File]) -> Iterator[list[File]]:
    """Files to read in one go: many small ones, a large one for itself."""
    held, size = list[File](), 0
    for file in files:
        own = _unpacked(file.data) * (OF_CAPTIONS if file.format in CAPTIONS else 1)
        if held and size + own > ROOM:
            yield held
            held, size = [], 0
        held.append(file)
        size += own
    yield held


def _unpacked(data: bytes) -> int:
    """Bytes of a file, opened: as it says itself, which only decides with which others it is read."""
    if not data.startswith(b"PK"):
        return len(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return sum(member.file_size for member in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return len(data)


def _alone(file: File, program: str) -> Read:
    """A file that was not read with the others: it, or one before it, broke their reading."""
    found, ended = _caged([file], program)
    if 0 in found:
        return found[0]
    return _broken(ended)


def _broken(ended: cage.Ended) -> Read:
    """What is said of a file whose reading did not end."""
    if ended == "arrêt":
        return Read(refused=FAILED, lost=True, broke=True)
    return Read(refused=TOO_HARD, broke=True)


def _caged(files: Sequence[File], program: str) -> tuple[dict[int, Read], cage.Ended]:
    """What could be read of some files before their reading ended, and how it ended."""
    if not files:
        return {}, ""
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        wide = WIDE if any(file.lifted for file in files) else LIMITS
        ended = cage.run(partial(_read_into, list(files), program), folder, wide)
        results = {number: folder / f"{number}.read" for number in range(len(files))}
        return {number: _kept(path) for number, path in results.items() if path.is_file()}, ended


def _kept(path: Path) -> Read:
    return msgspec.msgpack.decode(path.read_bytes(), type=Read)


def _read_into(files: list[File], program: str, folder: Path) -> None:
    """What is done in the cage: `0.read`, `1.read`… for the files that could be read or refused.

    `program`: LibreOffice, where old files are to be converted.
    """
    gc.disable()  # this process soon ends: a sixth of the time of a long file went into looking for dead objects
    try:
        ready = opened(files, program, folder)
        readings = iter(read_all([one.file for one in ready if not one.refused]))
        cage.advance()
        for number, one in enumerate(ready):
            read = (
                Read(refused=one.refused, broke=one.broke) if one.refused else _counted(one.file, next(readings))
            )
            if read.reading is not None:
                read.reading.findings = one.findings + read.reading.findings
                read.reading.properties = one.properties | read.reading.properties
            store.write(folder / f"{number}.read", msgspec.msgpack.encode(read))
    except Exception as error:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in cage.DISK):
            raise
        traceback.print_exc(file=sys.stderr)  # the stage's log: what its makers need
        raise SystemExit(1) from error


def _counted(file: File, reading: Reading | UnreadableSource) -> Read:
    """A reading with its words counted by the counter of its format; one that lost words is not taken."""
    if isinstance(reading, UnreadableSource):
        return Read(refused=reading.message)
    guided, own_pictures = with_reactions(without_guidance(reading, file.path))
    is_sheet = guided is not reading
    reading = guided
    for change in _changes(file):
        reading = change(reading)
        cage.advance()  # of a long file, each takes seconds
    try:
        with bounds(file):
            count = check_reading(file.data, file.format, reading)
    except UnreadableSource as error:
        return Read(refused=error.message)
    if not count.holds:
        return Read(refused=f"{LOST} {count.message}", lost=True)
    reading.findings += _things_lost(file, reading, own_pictures)
    if count.doubts:
        message = DOUBTS.format(pages=", ".join(count.doubts))
        reading.findings.append(Finding(code="pdf-ordre", level="warning", message=message, path=file.path))
    reading.blocks = ast.joined(reading.blocks)
    return Read(reading=reading, sheet=is_sheet, words_in=count.words_in, words_note=count.words_note)


def _changes(file: File) -> Iterator[Callable[[Reading], Reading]]:
    """What is made of a reading before its words are counted, in order."""
    yield lambda reading: without_own_head(reading, file.path)
    yield without_residue
    yield with_turns
    if file.format not in STYLED_ONLY:
        yield without_own_numbers
    yield lambda reading: with_verbatims(reading, file.path)


def _things_lost(file: File, reading: Reading, own_pictures: int) -> Iterator[Finding]:
    """What a word count does not see: a picture, a formula or a call of note that is not in the note.

    `own_pictures`: those of a sheet of ours, which no note has.
    """
    for kind, held, read in things_lost(file.data, file.format, reading):
        if kind == "pictures" and held - own_pictures <= read:
            continue
        message = f"Ce fichier contient {plural(held, *GUARDED[kind])}, la note lue {read} : {COMPARE}"
        yield Finding(code="compte", level="warning", message=message, path=file.path)
