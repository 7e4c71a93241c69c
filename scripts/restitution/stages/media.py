"""The pictures of a document as every writer gets them: public, and no heavier than their printed size needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from filelock import FileLock

from restitution import store
from restitution.model import Document
from restitution.pandoc.printed import PAGE, Room, printed_rooms
from restitution.pictures.formats import suffix
from restitution.pictures.raster import DOTS, as_png
from restitution.plan.keys import code_digest
from restitution.store import Store
from restitution.writers.media import public_picture
from restitution.writers.resampling import resampled

CACHE = Path("cache", "pictures")
"""Pictures made smaller, and dots of drawings, under the hash of all that each was made from: for every writer,
and the next build."""
AT_ONCE = 2
"""Pictures decoded at once, each of up to 180 MB."""


def public_media(kept: Store, document: Document) -> dict[str, bytes]:
    """Bytes of each picture by its target. One process does this at a time, and the others find it done."""
    rooms = printed_rooms(document.blocks)
    CACHE.mkdir(parents=True, exist_ok=True)

    def made(target: str) -> bytes:
        return _public(kept, document.media[target], rooms.get(target, PAGE))

    with FileLock(CACHE / "lock"), ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(document.media, pool.map(made, document.media), strict=True))


def dots_of(document: Document, media: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of each drawing by its target, what stands for it where a program shows dots only."""
    drawings = {target: data for target, data in media.items() if suffix(data) == "svg"}
    return {target: _dots(document.media[target], data) for target, data in drawings.items()}


def cached(document: Document) -> Iterator[Path]:
    """Where the smaller pictures of a document, and the dots of its drawings, may be kept."""
    rooms = printed_rooms(document.blocks)
    for target, sha256 in document.media.items():
        yield from (_place(sha256, rooms.get(target, PAGE)), _place(sha256, DOTS))


def _place(sha256: str, how: Room | int) -> Path:
    return CACHE / store.digest(code_digest(), sha256, str(how))


def _public(kept: Store, sha256: str, room: Room) -> bytes:
    path = _place(sha256, room)
    known = store.read_sealed(path)
    if known is not None:
        return known
    shown = public_picture(kept.get(sha256))
    small = resampled(shown, room)
    if small is not shown:
        store.write_sealed(path, small)
    return small


def _dots(sha256: str, drawing: bytes) -> bytes:
    path = _place(sha256, DOTS)
    known = store.read_sealed(path)
    if known is None:
        known = as_png(drawing)
        store.write_sealed(path, known)
    return known
