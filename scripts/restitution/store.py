"""Files written whole or not at all, contracts between stages, and the content-addressed store."""

from __future__ import annotations

import errno
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec import structs

from restitution import disk
from restitution.errors import RestitutionError, StaleContract
from restitution.model import Header

T = TypeVar("T")
TEMPORARY = ".restitution.tmp"
MOST_UNZIPPED = 256 << 20
PIECE: Final = 1 << 20
"""Bytes from which a piece of a large record ends."""
SEAL = hashlib.sha256().digest_size
FULL = "Le disque est plein"
CLOSED = "L'accès à un fichier ou à un dossier est refusé"
HELD = ("Un fichier est ouvert dans un autre programme", "Fermez-le (Word, Excel…)")
ONLINE = (
    "Un fichier n'est qu'en ligne et n'a pas pu être téléchargé",
    "Vérifiez la connexion, rendez le dossier du projet disponible hors connexion",
)
NO_FOLDER = "Un fichier occupe la place d'un dossier"
DISK_TROUBLES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), (FULL, "Libérez de la place")),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), (CLOSED, "Vérifiez vos droits sur lui")),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), (NO_FOLDER, "Renommez ce fichier ou déplacez-le")),
    errno.EISDIR: ("Un dossier occupe la place d'un fichier", "Renommez ce dossier ou déplacez-le"),
    errno.ELOOP: ("Un raccourci ne mène nulle part", "Retirez-le"),
    errno.ENAMETOOLONG: ("Un nom de fichier est trop long", "Raccourcissez-le, ou le chemin de ses dossiers"),
}


def unzipped(data: bytes, most: int = MOST_UNZIPPED) -> bytes:
    """What a gzip file holds. Raises `OSError` when it is damaged, or holds more than any of ours."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        whole = unpacker.decompress(data, most)
    except zlib.error as error:
        raise OSError(str(error)) from error
    if not unpacker.eof:
        raise OSError("cut, or too large")
    return whole


class Pieces:
    """Bytes that are made a piece after the other, anew each time they are gone through. `make`: makes them."""

    def __init__(self, make: Callable[[], Iterator[bytes]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        return self._make()

    def __len__(self) -> int:
        return sum(map(len, self))


def digest(*parts: bytes | str | Pieces) -> str:
    """Hash of a list of parts; no two different lists share one by joining otherwise."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        for piece in data if isinstance(data, Pieces) else (data,):
            total.update(piece)
    return total.hexdigest()


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, data: bytes | bytearray | Pieces) -> None:
    """Write `path` whole or not at all, even if the power fails. A kill leaves a temporary file (see `sweep`)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:50]}.{os.getpid()}{TEMPORARY}")
    try:
        with temporary.open("wb") as file:
            file.writelines(data if isinstance(data, Pieces) else (data,))
            file.flush()
            os.fsync(file.fileno())
        disk.patiently(lambda: temporary.replace(path))
    finally:
        with suppress(PermissionError):  # something looks at it: `sweep` will take it
            temporary.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Take a file of ours away, if it is there. Raises `PermissionError` while something holds it open."""
    disk.patiently(lambda: path.unlink(missing_ok=True))


def sweep(folder: Path, *, below: bool = True) -> None:
    """Remove what killed writers left in `folder`, and `below` it; only while nobody writes."""
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(TEMPORARY):
                with suppress(PermissionError):
                    Path(place, name).unlink(missing_ok=True)
        if not below:
            return


def disk_trouble(error: OSError) -> RestitutionError | None:
    """What a person is told of a disk that is full, closed or in disorder, of a file that is open or only online.

    None for anything else, which is a bug.
    """
    told = HELD if disk.is_held(error) else DISK_TROUBLES.get(error.errno or 0)
    if disk.is_out_of_reach(error):
        told = ONLINE
    if told is None:
        return None
    where = f" ({Path(os.fsdecode(error.filename)).name})" if isinstance(error.filename, str | bytes) else ""
    return RestitutionError(
        f"{told[0]}{where} ; les documents publiés sont intacts.", f"{told[1]}, puis relancez."
    )


def write_sealed(path: Path, data: bytes) -> None:
    """Write `data` behind its own hash, for a file that nothing else vouches for."""
    write(path, hashlib.sha256(data).digest() + data)


def read_sealed(path: Path) -> bytes | None:
    """What `write_sealed` wrote; None when it is missing or damaged."""
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return None
    data = sealed[SEAL:]
    return data if hashlib.sha256(data).digest() == sealed[:SEAL] else None


def encode(record: object) -> bytes:
    """Sorted, readable JSON: the same record always gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def packed(record: object) -> bytes:
    """The same on one line: of what is large, half the bytes to write and to read."""
    return msgspec.json.Encoder(order="sorted").encode_lines([record])


def pieces(record: msgspec.Struct, *long: str) -> Pieces:
    """What `packed` gives of a record, a piece after the other. `long`: names of its large lists, in order."""
    encoder = msgspec.json.Encoder(order="sorted")

    def make() -> Iterator[bytes]:
        rest = encoder.encode(structs.replace(record, **dict.fromkeys(long, ())))
        for name in long:
            before, empty, rest = rest.partition(f'"{name}":[]'.encode())
            yield before + empty[:-1]
            yield from _joined(encoder, getattr(record, name), before=b",")
            yield empty[-1:]
        yield rest + b"\n"

    return Pieces(make)


def _joined(
    encoder: msgspec.json.Encoder, records: Iterable[object], *, before: bytes = b"", behind: bytes = b""
) -> Iterator[bytes]:
    """Records in pieces of a MB. `before`: stands before each but the first; `behind`: behind each."""
    written = bytearray()
    for number, record in enumerate(records):
        written += before if number else b""
        encoder.encode_into(record, written, -1)
        written += behind
        if len(written) >= PIECE:
            yield bytes(written)
            written.clear()
    yield bytes(written)


def write_contract(path: Path, key: str, records: Iterable[object]) -> None:
    """JSON Lines: a header with the key, then one record a line, each forgotten once it is written down."""
    header = Header(contract=path.parts[-2] if len(path.parts) > 1 else path.name, key=key)
    encoder = msgspec.json.Encoder(order="sorted")
    write(path, Pieces(lambda: _joined(encoder, chain([header], records), behind=b"\n")))


def read_contract(path: Path, key: str, kind: type[T]) -> Iterator[T]:
    """Records of a contract file. Raises `StaleContract` for one that is damaged or made for another key."""
    decoder = msgspec.json.Decoder(kind)
    try:
        with path.open("rb") as lines:
            header = msgspec.json.decode(next(lines, b""), type=Header)
            if header.key != key:
                raise stale(f"{path} : {header.key[:8]} au lieu de {key[:8]}")
            for line in lines:
                yield decoder.decode(line)
    except (FileNotFoundError, msgspec.DecodeError) as error:
        raise stale(f"{path} : {error}") from error


def stale(what: str) -> StaleContract:
    """The error for a working file that is not what the plan announces."""
    return StaleContract(
        f"Un fichier de travail manque, est abîmé ou date d'une autre construction ({what}).",
        "Relancez la construction : il sera refait.",
    )


class Store:
    """Private copies, named by the hash of their content: what every stage reads instead of `sources/`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the copy lies."""
        return self.root.joinpath(sha256[:2], sha256)

    def holds(self, sha256: str) -> bool:
        """Whether there is a copy of that name, whatever it holds."""
        return self.path(sha256).is_file()

    def put(self, data: bytes) -> str:
        """Keep `data`; its name. A copy that was damaged since is made again."""
        name = hashlib.sha256(data).hexdigest()
        path = self.path(name)
        if not path.is_file() or path.read_bytes() != data:
            write(path, data)
        return name

    def get(self, sha256: str) -> bytes:
        """The bytes kept under a name. Raises `StaleContract` when they are not what the name says."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise stale(f"copie {sha256[:8]} absente") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            self.path(sha256).unlink()
            raise stale(f"copie {sha256[:8]} abîmée")
        return data
