"""Taking a returned copy in: the original first, byte for byte, then its remarks, then what vouches for them.

Each file is written whole and flushed to the disk before the next one; a kill in between leaves a folder without
`comptes.json`, which the next build completes. A copy that is known already is not taken twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec
from msgspec import structs

from restitution import store
from restitution.errors import UnreadableSource
from restitution.intake.formats import format_of
from restitution.messages import plural
from restitution.plan.arrivals import Arrival, is_whole
from restitution.plan.understanding import COUNTERS, Understood, each
from restitution.publication import KEPT_HASH, RETURNED
from restitution.remarks import Counts, Format, Mark, Sent
from restitution.review import copies
from restitution.review.docx.redline import is_redline
from restitution.review.journal import number_of
from restitution.review.levelling import levelled
from restitution.review.returning import recognised
from restitution.review.sent import packed
from restitution.review.touching import told_once

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


class _Kept(msgspec.Struct, frozen=True):
    """A copy whose original stands in its folder."""

    name: str
    data: bytes
    format: Format
    folder: Path

    @property
    def counts(self) -> Counts | None:
        """What was known of it, if it was read before."""
        return _read(self.folder / copies.COUNTS, Counts)


def take_in(project: Path, data: bytes, name: str, day: str = "") -> Taken:
    """Keep a returned copy and what it holds. `name`: under which it came; `day`: when (ISO), today when empty.

    Raises `UnreadableSource` for a file that is no DOCX, ODT or PDF.
    """
    return take_all(project, [Arrival(name, data, day)])[0]


def take_all(project: Path, came: Iterable[Arrival]) -> list[Taken]:
    """The same of several copies, all read by one worker.

    Raises `UnreadableSource` for a file that is no DOCX, ODT or PDF, the copies before it taken in.
    """
    kept: list[_Kept] = []
    refused: UnreadableSource | None = None
    for one in came:
        try:
            kept.append(_put(project, one))
        except UnreadableSource as error:
            refused = error
            break
    new = [one for one in kept if one.counts is None or not is_whole(one.folder)]
    understood = dict(zip(map(id, new), each(project, [(one.data, one.format) for one in new]), strict=True))
    taken = [_taken(project, one, understood.get(id(one))) for one in kept]
    if refused is not None:
        raise refused
    return taken


def _put(project: Path, came: Arrival) -> _Kept:
    """Keep the original of a copy, byte for byte, before anybody looks into it."""
    format_ = _format(came.name, came.data)
    folder = _folder(project, came.data, format_, came.day)
    if not (folder / copies.COUNTS).is_file() or not is_whole(folder):
        store.write(folder / f"{copies.ORIGINAL}.{format_}", came.data)
    return _Kept(came.name, came.data, format_, folder)


def _taken(project: Path, kept: _Kept, held: Understood | None) -> Taken:
    """Write down what a copy holds; of one that was taken in before, what is known."""
    counts = kept.counts
    if counts is not None and (held is None or is_whole(kept.folder)):
        return Taken(folder=kept.folder.name, name=kept.name, counts=counts, known=_marks(kept.folder))
    held = held or Understood()
    sent, format_, sha256 = held.sent, kept.format, hashlib.sha256(kept.data).hexdigest()
    before = {mark.key: mark for path in _mark_files(project) for mark in _marks(path.parent)}
    marks = _distinct(_uncounted(recognised(held.marks, sent, before), format_))
    marks, differing = levelled(marks, held.count.kinds, sha256)
    marks = _numbered(before, marks)
    counts = Counts(
        file=f"{copies.ORIGINAL}.{format_}",
        sha256=sha256,
        format=format_,
        name=counts.name if counts else kept.name,
        build=sent.build,
        copy=sent.copy,
        in_files={kind: count for kind, count in sorted(held.count.kinds.items()) if count},
        ours=held.count.ours,
        problems=[*dict.fromkeys((*held.problems, *held.uncounted, *differing))],
        dropped=[] if is_redline(sent) else sorted({*sent.carried} - {mark.key for mark in marks}),
    )
    _keep(kept.folder, marks, sent, counts)
    new = [mark for mark in marks if mark.key not in before]
    known = [mark for mark in marks if mark.key in before]
    return Taken(folder=kept.folder.name, name=counts.name, counts=counts, new=new, known=known)


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


def _uncounted(marks: Iterable[Mark], format_: str) -> list[Mark]:
    """What has no element in the XML counts for none."""
    return [
        structs.replace(mark, elements={}) if format_ not in COUNTERS or mark.kind in UNCOUNTED else mark
        for mark in marks
    ]


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


def told(taken: Taken) -> str:
    """What a person must hear of a copy that was just taken in."""
    numbers = [mark.number for mark in told_once(taken.new)]
    which = f" ({numbers[0]})" if len(numbers) == 1 else f" ({numbers[0]} à {numbers[-1]})" if numbers else ""
    found = (
        f"{plural(len(numbers), 'nouvelle remarque', 'nouvelles remarques')}{which}"
        if numbers
        else "rien de nouveau"
    )
    trouble = f" Attention : {' '.join(taken.counts.problems)}" if taken.counts.problems else ""
    return f"Relecture « {PurePosixPath(taken.name).name} » : {found}.{trouble}"
