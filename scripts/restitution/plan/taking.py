"""Taking a returned copy in: the original first, byte for byte, then its remarks, then what vouches for them.

Each file is written whole and flushed to the disk before the next one; a kill in between leaves a folder without
`comptes.json`, which the next build completes. A copy that is known already is not taken twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec
from msgspec import structs

from restitution import store
from restitution.conservation.review_count import ReviewCount
from restitution.conservation.review_docx import count_docx
from restitution.conservation.review_odt import count_odt
from restitution.errors import UnreadableSource
from restitution.intake.formats import format_of
from restitution.messages import plural
from restitution.plan.arrivals import is_whole
from restitution.publication import KEPT_HASH, RETURNED
from restitution.publication.sendings import ENDING, SENDINGS, ranks, read_sending
from restitution.remarks import Counts, Format, Mark, Sent
from restitution.review import copies
from restitution.review.docx.redline import is_redline
from restitution.review.journal import number_of
from restitution.review.levelling import levelled
from restitution.review.placing import place
from restitution.review.reading import read_returned
from restitution.review.returning import recognised
from restitution.review.sent import answered, packed, unpacked
from restitution.review.strangers import without_own_text
from restitution.review.touching import replacements_in

LOG: Final = Path(".restitution", "logs", "relecture.log")
BROKEN: Final = (
    "Une erreur du programme a empêché de lire cette copie, qui est gardée telle quelle : signalez-la, en "
    "joignant {}."
)
COUNTERS: Final = {"docx": count_docx, "odt": count_odt}
FORMATS: Final[dict[str, Format]] = {"docx": "docx", "odt": "odt", "pdf": "pdf"}
UNCOUNTED: Final = frozenset({"untracked_edit"})


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What taking a copy in gave."""

    folder: str
    name: str
    counts: Counts
    new: list[Mark] = []
    """Marks of the remarks that no other copy had."""
    known: list[Mark] = []
    """Marks of those that one had; all of them when this very file was taken in before."""


def take_in(project: Path, data: bytes, name: str, day: str = "") -> Taken:
    """Keep a returned copy and what it holds. `name`: under which it came; `day`: when (ISO), today when empty.

    Raises `UnreadableSource` for a file that is no DOCX, ODT or PDF.
    """
    format_ = _format(name, data)
    folder = _folder(project, data, format_, day)
    counts = _read(folder / copies.COUNTS, Counts)
    if counts is not None and is_whole(folder):
        return Taken(folder=folder.name, name=name, counts=counts, known=_marks(folder))
    store.write(folder / f"{copies.ORIGINAL}.{format_}", data)
    sent, marks, problems = _understood(project, data, format_)
    before = {mark.key: mark for path in _mark_files(project) for mark in _marks(path.parent)}
    counted, uncounted = _counted(data, format_)
    marks = _distinct(_uncounted(recognised(marks, sent, before), format_))
    marks, differing = levelled(marks, counted.kinds, hashlib.sha256(data).hexdigest())
    marks = _numbered(before, marks)
    counts = Counts(
        file=f"{copies.ORIGINAL}.{format_}",
        sha256=hashlib.sha256(data).hexdigest(),
        format=format_,
        name=counts.name if counts else name,
        build=sent.build,
        copy=sent.copy,
        in_files={kind: count for kind, count in sorted(counted.kinds.items()) if count},
        ours=counted.ours,
        problems=[*dict.fromkeys((*problems, *uncounted, *differing))],
        dropped=[] if is_redline(sent) else sorted({*sent.carried} - {mark.key for mark in marks}),
    )
    _keep(folder, marks, sent, counts)
    new = [mark for mark in marks if mark.key not in before]
    known = [mark for mark in marks if mark.key in before]
    return Taken(folder=folder.name, name=counts.name, counts=counts, new=new, known=known)


def _format(name: str, data: bytes) -> Format:
    format_ = FORMATS.get(format_of(name, data))
    if format_ is None:
        raise UnreadableSource(
            f"« {PurePosixPath(name).name} » n'est ni un document Word (.docx), ni un document LibreOffice "
            "(.odt), ni un PDF : les remarques qu'il contient ne peuvent pas être reprises."
        )
    return format_


def _keep(folder: Path, marks: list[Mark], sent: Sent, counts: Counts) -> None:
    """Write what was understood of a copy; the counts last, which vouch for the rest."""
    store.write(folder / copies.MARKS, msgspec.json.Encoder(order="sorted").encode_lines(marks))
    store.write(folder / copies.SENT, packed(sent))
    store.write(folder / copies.COUNTS, store.encode(counts))


def _folder(project: Path, data: bytes, format_: str, day: str) -> Path:
    """The copy's folder: the one that holds these bytes already, else a new one."""
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{copies.ORIGINAL}.{format_}"
    for original in sorted((project / RETURNED).glob(f"*_{sha256[:KEPT_HASH]}/{name}")):
        if store.sha256_of(original) == sha256:
            return original.parent
    day = day or time.strftime("%Y-%m-%d")
    return project / RETURNED / f"{day}_{sha256[:KEPT_HASH]}"


def _understood(project: Path, data: bytes, format_: Format) -> tuple[Sent, list[Mark], list[str]]:
    """What the copy answers to, its marks, and what to say of it.

    An error of ours in a reader is logged and told, and keeps no document from being built: the counts of the raw
    XML say what it did not give.
    """
    try:
        returned = read_returned(data, format_)
        sent = answered(returned, _manifests(project))
        marks, strange = without_own_text(returned, _whole(place(returned, sent), format_))
    except UnreadableSource as error:
        return Sent(), [], [error.message]
    except Exception:  # noqa: BLE001 whatever it is
        log = LOG.with_stem(f"{LOG.stem}-{hashlib.sha256(data).hexdigest()[:KEPT_HASH]}")
        store.write(project / log, traceback.format_exc().encode())
        return Sent(), [], [BROKEN.format(log.as_posix())]
    return sent, marks, [*returned.problems, *strange]


def _counted(data: bytes, format_: str) -> tuple[ReviewCount, list[str]]:
    """What the raw XML holds; of a file that cannot be counted nothing, which is told."""
    counter = COUNTERS.get(format_)
    try:
        return counter(data) if counter else ReviewCount(kinds={}), []
    except UnreadableSource as error:
        return ReviewCount(kinds={}), [error.message]


def _uncounted(marks: Iterable[Mark], format_: str) -> list[Mark]:
    """What has no element in the XML counts for none."""
    return [
        structs.replace(mark, elements={}) if format_ not in COUNTERS or mark.kind in UNCOUNTED else mark
        for mark in marks
    ]


def _whole(marks: Iterable[Mark], format_: Format) -> list[Mark]:
    """Of a PDF only the annotated pages are read: what does not stand on them was not taken out."""
    return [mark for mark in marks if format_ != "pdf" or mark.kind != "untracked_edit"]


def _distinct(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that nothing tells apart become one that gathers the elements of all: no two lines are equal."""
    found: dict[bytes, Mark] = {}
    for mark in marks:
        same = msgspec.json.encode(structs.replace(mark, elements={}))
        before = found[same].elements if same in found else {}
        elements = {kind: before.get(kind, 0) + mark.elements.get(kind, 0) for kind in {**before, **mark.elements}}
        found[same] = structs.replace(mark, elements=elements)
    return list(found.values())


def _numbered(known: Mapping[str, Mark], marks: list[Mark]) -> list[Mark]:
    """The marks with their numbers: that of the same remark in another copy, else the next."""
    numbers = {key: mark.number for key, mark in known.items()}
    last = max(map(number_of, numbers.values()), default=0)
    given: dict[str, str] = {}
    for mark in marks:
        if mark.key not in known and mark.key not in given:
            given[mark.key] = f"R-{last + len(given) + 1:03}"
    numbers |= given
    return [structs.replace(mark, number=numbers[mark.key]) for mark in marks]


def _mark_files(project: Path) -> Iterator[Path]:
    return iter(sorted((project / RETURNED).glob(f"*_*/{copies.MARKS}")))


def _marks(folder: Path) -> list[Mark]:
    """The marks of a folder that can be read: the build tells of a damaged one, or makes it again."""
    path = folder / copies.MARKS
    return list(_legible(path.read_bytes())) if path.is_file() else []


def _legible(data: bytes) -> Iterator[Mark]:
    for line in data.splitlines():
        with contextlib.suppress(msgspec.DecodeError):
            yield msgspec.json.decode(line, type=Mark)


def _read(path: Path, kind: type[Counts]) -> Counts | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


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


def told(taken: Taken) -> str:
    """What a person must hear of a copy that was just taken in."""
    numbers = list(dict.fromkeys(mark.number for mark in taken.new))
    for parts in replacements_in(taken.new):  # of each, the first number is said
        numbers = [one for one in numbers if one not in sorted((mark.number for mark in parts), key=number_of)[1:]]
    which = f" ({numbers[0]})" if len(numbers) == 1 else f" ({numbers[0]} à {numbers[-1]})" if numbers else ""
    found = (
        f"{plural(len(numbers), 'nouvelle remarque', 'nouvelles remarques')}{which}"
        if numbers
        else "rien de nouveau"
    )
    trouble = f" Attention : {' '.join(taken.counts.problems)}" if taken.counts.problems else ""
    return f"Relecture « {PurePosixPath(taken.name).name} » : {found}.{trouble}"
