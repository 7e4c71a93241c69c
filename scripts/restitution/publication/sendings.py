"""What each published build held, kept under `sources/relectures/envois/`: what copies that come back answer to.

Ignored by git. A build whose copies never came back goes after fifty others, the oldest first: by a rank that the
files keep, never by a clock.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.publication import RETURNED
from restitution.remarks import Counts, Sent

SENDINGS: Final = RETURNED / "envois"
KEPT_SENDINGS: Final = 50
ENDING: Final = ".json.gz"
_RANK: Final = re.compile(rb'\{"rank":(\d+),')
_HEAD: Final = 32
GZIP: Final = zlib.MAX_WBITS | 16
"""The frame of a gzip file, without a date."""
SPEED: Final = 6
"""Level of gzip: 9 takes twice the time for 2 % less."""


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A published file: its bytes' hash, and of a DOCX what it held, its texts being those of the sending."""

    sha256: str
    sent: Sent | None = None


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """One build, as it was published."""

    rank: int = 0
    """First in the file: how many were published before."""
    build: str
    files: dict[str, SentFile] = {}
    """By name below `output/`."""
    texts: dict[str, str] = {}
    """Hash of a text -> the text, once for all files."""

    def sent(self, name: str) -> Sent | None:
        """What a file held, with its texts."""
        sent = self.files[name].sent if name in self.files else None
        if sent is None:
            return None
        passages = [
            msgspec.structs.replace(one, text=one.text or self.texts.get(one.sha256, "")) for one in sent.passages
        ]
        return msgspec.structs.replace(sent, passages=passages)


def without_texts(sent: Sent) -> tuple[Sent, dict[str, str]]:
    """A manifest without its texts, and these by hash."""
    texts = {one.sha256: one.text for one in sent.passages if one.text}
    passages = [msgspec.structs.replace(one, text="") for one in sent.passages]
    return msgspec.structs.replace(sent, passages=passages), texts


def keep_sending(project: Path, build: str, files: Iterable[tuple[str, str, Sent | None]]) -> Path:
    """Write what a build published, beside what it published before; the file.

    `files`: name, hash and manifest of each.
    """
    folder = project / SENDINGS
    path = folder / f"{build}{ENDING}"
    before = read_sending(path) or Sending(rank=1 + max(ranks(folder).values(), default=0), build=build)
    kept, texts = dict(before.files), dict(before.texts)
    for name, sha256, sent in files:
        bare, own = without_texts(sent) if sent else (None, {})
        del sent
        kept[name] = SentFile(sha256=sha256, sent=bare)
        texts = own | texts  # of equal texts, those that are held already
    data = packed(
        msgspec.structs.replace(before, files=dict(sorted(kept.items())), texts=dict(sorted(texts.items())))
    )
    if not path.is_file() or path.read_bytes() != data:
        store.write(path, data)
    _prune(project, folder)
    return path


def packed(sending: Sending) -> bytes:
    """Its file, the same bytes for the same record."""
    zipper = zlib.compressobj(SPEED, zlib.DEFLATED, GZIP)
    return b"".join([*map(zipper.compress, _pieces(sending)), zipper.flush()])


def _pieces(sending: Sending) -> Iterator[bytes]:
    """Its JSON, a file or a text after the other: the record is as large as all that was published."""
    encoder = msgspec.json.Encoder()
    rest = encoder.encode(msgspec.structs.replace(sending, files={}, texts={}))
    for name, held in (("files", sending.files), ("texts", sending.texts)):
        before, empty, rest = rest.partition(f'"{name}":{{}}'.encode())
        yield before + empty[:-1]
        for number, (key, one) in enumerate(held.items()):
            yield b"," * bool(number) + encoder.encode(key) + b":" + encoder.encode(one)
        yield empty[-1:]
    yield rest


def read_sending(path: Path) -> Sending | None:
    """The record of a file; None when it is missing or damaged."""
    try:
        return msgspec.json.decode(store.unzipped(path.read_bytes()), type=Sending)
    except (OSError, msgspec.DecodeError):
        return None


def ranks(folder: Path) -> dict[str, int]:
    """Build -> its rank; a damaged file has rank 0."""
    return {path.name.removesuffix(ENDING): _rank(path) for path in sorted(folder.glob(f"*{ENDING}"))}


def _rank(path: Path) -> int:
    try:
        with gzip.open(path) as file:
            found = _RANK.match(file.read(_HEAD))
    except (OSError, EOFError, zlib.error):
        return 0
    return int(found[1]) if found else 0


def _prune(project: Path, folder: Path) -> None:
    back = set(returned_builds(project).values())
    never = {build: rank for build, rank in ranks(folder).items() if build not in back}
    for build in sorted(never, key=lambda one: (never[one], one))[:-KEPT_SENDINGS]:
        (folder / f"{build}{ENDING}").unlink(missing_ok=True)


def returned_builds(project: Path) -> dict[str, str]:
    """Folder of each returned copy -> the build that it answers to, where it says one."""
    return {folder: counts.build for folder, counts in returned_copies(project) if counts.build}


def returned_copies(project: Path) -> Iterator[tuple[str, Counts]]:
    """Each returned copy: its folder below `sources/relectures/`, and what was counted in it."""
    for path in sorted((project / RETURNED).glob("*/comptes.json")):
        try:
            yield path.parent.name, msgspec.json.decode(path.read_bytes(), type=Counts)
        except (OSError, msgspec.DecodeError):
            continue
