"""Files written whole or not at all, contracts between stages, and the content-addressed store."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from restitution.errors import StaleContract
from restitution.model import Header

T = TypeVar("T")


def digest(*parts: bytes | str) -> str:
    """Hash of a list of parts; no two different lists share one by joining otherwise."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, data: bytes) -> None:
    """Write `path` whole or not at all, even if the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def encode(record: object) -> bytes:
    """Sorted, readable JSON: the same record always gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def write_contract(path: Path, key: str, records: Iterable[object]) -> None:
    """JSON Lines: a header with the key, then one record a line."""
    header = Header(contract=path.parts[-2] if len(path.parts) > 1 else path.name, key=key)
    write(path, msgspec.json.Encoder(order="sorted").encode_lines([header, *records]))


def read_contract(path: Path, key: str, kind: type[T]) -> Iterator[T]:
    """Records of a contract file. Raises `StaleContract` for one made for another key."""
    decoder = msgspec.json.Decoder(kind)
    with path.open("rb") as lines:
        header = msgspec.json.decode(next(lines), type=Header)
        if header.key != key:
            raise StaleContract(f"{path} : {header.key[:8]} au lieu de {key[:8]}")
        for line in lines:
            yield decoder.decode(line)


class Store:
    """Private copies, named by the hash of their content: what every stage reads instead of `sources/`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the copy lies."""
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep `data`; its name."""
        name = hashlib.sha256(data).hexdigest()
        path = self.path(name)
        if not path.exists() or path.stat().st_size != len(data):
            write(path, data)
        return name

    def get(self, sha256: str) -> bytes:
        """The bytes kept under a name. Raises `StaleContract` when they are not what the name says."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise StaleContract(f"copie {sha256[:8]} absente") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            self.path(sha256).unlink()
            raise StaleContract(f"copie {sha256[:8]} abîmée")
        return data
