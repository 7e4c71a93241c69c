"""What returned copies hold, found out in a cage: whoever made one may have made it to do harm.

All copies are read by one worker. One that does not end, or takes too much, is read no further: what it is told to
hold is nothing, and why.
"""

from __future__ import annotations

import hashlib
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from restitution import cage, store
from restitution.conservation.review_count import ReviewCount
from restitution.conservation.review_docx import count_docx
from restitution.conservation.review_odt import count_odt
from restitution.errors import UnreadableSource
from restitution.publication import KEPT_HASH, RETURNED
from restitution.publication.sendings import ENDING, SENDINGS, ranks, read_sending
from restitution.remarks import Format, Mark, Sent
from restitution.review import copies
from restitution.review.placing import place
from restitution.review.reading import read_returned
from restitution.review.sent import answered, unpacked
from restitution.review.strangers import without_own_text

LOG: Final = Path(".restitution", "logs", "relecture.log")
BROKEN: Final = (
    "Une erreur du programme a empêché de lire cette copie, qui est gardée telle quelle : signalez-la, en "
    "joignant {}."
)
TOO_HARD: Final = (
    "Cette copie demande trop de mémoire (plus de 1 Go) ou de temps, elle n'a pas été lue : elle est gardée telle "
    "quelle ; demandez qu'on l'enregistre à nouveau et qu'on la renvoie."
)
COUNTERS: Final = {"docx": count_docx, "odt": count_odt}
LIMITS: Final = cage.Limits(memory=1 << 30, seconds=60)


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy answers to, its marks, what its raw XML holds, and what to say of it."""

    sent: Sent = Sent()
    marks: list[Mark] = []
    count: ReviewCount = ReviewCount(kinds={})
    problems: list[str] = []
    uncounted: list[str] = []


Copy = tuple[bytes, Format]


def each(project: Path, came: Sequence[Copy]) -> list[Understood]:
    """What each copy holds, in order."""
    found = _caged(project, came)
    for number, one in enumerate(came):
        if number not in found:
            alone = {} if len(came) == 1 else _caged(project, [one])
            found[number] = alone.get(0) or Understood(problems=[TOO_HARD])
    return [found[number] for number in range(len(came))]


def _caged(project: Path, came: Sequence[Copy]) -> dict[int, Understood]:
    """What could be read of some copies before their reading ended."""
    if not came:
        return {}
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        cage.run(partial(_read_into, project.resolve(), list(came)), folder, LIMITS)
        results = {number: folder / f"{number}.read" for number in range(len(came))}
        return {
            number: msgspec.msgpack.decode(path.read_bytes(), type=Understood)
            for number, path in results.items()
            if path.is_file()
        }


def _read_into(project: Path, came: list[Copy], folder: Path) -> None:
    """What is done in the cage: `0.read`, `1.read`… for the copies that could be read."""
    known = list(_manifests(project))
    for number, (data, format_) in enumerate(came):
        understood = _understood(project, data, format_, known)
        store.write(folder / f"{number}.read", msgspec.msgpack.encode(understood))
        if understood.sent.build:  # what it brings home may place the next one
            known.append(understood.sent)


def _understood(project: Path, data: bytes, format_: Format, known: Iterable[Sent]) -> Understood:
    """What one copy holds.

    An error of ours in a reader is logged and told, and keeps no document from being built: the counts of the raw
    XML say what it did not give.
    """
    count, uncounted = ReviewCount(kinds={}), list[str]()
    try:
        count, uncounted = _counted(data, format_)
        returned = read_returned(data, format_)
        sent = answered(returned, known)
        marks, strange = without_own_text(returned, _whole(place(returned, sent), format_))
    except UnreadableSource as error:
        return Understood(count=count, problems=[error.message], uncounted=uncounted)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 whatever it is
        log = LOG.with_stem(f"{LOG.stem}-{hashlib.sha256(data).hexdigest()[:KEPT_HASH]}")
        store.write(project / log, traceback.format_exc().encode())
        return Understood(count=count, problems=[BROKEN.format(log.as_posix())], uncounted=uncounted)
    problems = [*returned.problems, *strange]
    return Understood(sent=sent, marks=list(marks), count=count, problems=problems, uncounted=uncounted)


def _counted(data: bytes, format_: str) -> tuple[ReviewCount, list[str]]:
    """What the raw XML holds; of a file that cannot be counted nothing, which is told."""
    counter = COUNTERS.get(format_)
    try:
        return counter(data) if counter else ReviewCount(kinds={}), []
    except UnreadableSource as error:
        return ReviewCount(kinds={}), [error.message]


def _whole(marks: Iterable[Mark], format_: Format) -> list[Mark]:
    """Of a PDF only the annotated pages are read: what does not stand on them was not taken out."""
    return [mark for mark in marks if format_ != "pdf" or mark.kind != "untracked_edit"]


def _manifests(project: Path) -> Iterator[Sent]:
    """Of the published builds, the last one first, then those that copies brought home."""
    ranked = ranks(project / SENDINGS)
    for build in sorted(ranked, key=lambda one: (-ranked[one], one)):
        sending = read_sending(project / SENDINGS / f"{build}{ENDING}")
        if sending is not None:
            yield from filter(None, map(sending.sent, sending.files))
    for path in sorted((project / RETURNED).glob(f"*_*/{copies.SENT}"), reverse=True):
        if (sent := unpacked(path.read_bytes())) is not None:
            yield sent
