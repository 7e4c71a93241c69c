"""What can still be read of a damaged file: the parts of a broken zip, the elements of a broken XML."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from lxml import etree

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.package import BOMB, BROKEN

HEADER: Final = struct.Struct("<4x5H3I2H")
"""Of a part in a zip, behind its four letters (APPNOTE 4.3.7)."""
SIGN: Final = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
LOCKED_BIT, SIZES_BEHIND = 0x1, 0x8
ROOT: Final = re.compile(rb"<[A-Za-z_][^\s/>]*")
"""Beginning of the first element."""
STEP: Final = 128
"""Bytes that are unpacked at once: what a damaged one takes with it."""


def salvage(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """The parts that a broken zip still holds, by name, and the names of those that are not whole.

    Each part is looked for where it begins, then, if it is damaged there, where the list of contents says, which
    stands at the end and is lost first. Of two parts of one name the last is taken, as zips are read. Raises
    `UnreadableSource` when what is there is locked or too large.
    """
    parts: dict[str, bytes] = {}
    damaged: set[str] = set()
    left = limits.now().package
    for name, part, is_whole in _found(data):
        if len(parts) >= limits.now().members or len(part) > left:
            raise UnreadableSource(BOMB)
        damaged |= set() if is_whole and name not in parts else {name}
        parts[name] = part
        left -= len(part)
    listed = _listed(data, damaged, left)
    return parts | listed, sorted(damaged - listed.keys())


def _found(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Name and bytes of each part that begins somewhere, and whether it is whole."""
    place = data.find(SIGN)
    while place >= 0 and len(data) - place >= HEADER.size:
        _, flags, method, _, _, crc, packed, _, length, extra = HEADER.unpack_from(data, place)
        if flags & LOCKED_BIT:
            raise UnreadableSource(BROKEN)
        start = place + HEADER.size + length + extra
        name = data[place + HEADER.size : place + HEADER.size + length].decode("utf-8", "replace")
        part, end = _unpacked(data, start, method, None if flags & SIZES_BEHIND else packed)
        if name and not name.endswith("/"):
            yield name, part, end is not None and (bool(flags & SIZES_BEHIND) or zlib.crc32(part) == crc)
        place = data.find(SIGN, place + len(SIGN) if end is None else end)


def _listed(data: bytes, names: Iterable[str], left: int) -> dict[str, bytes]:
    """Parts that can be read whole by the list of contents."""
    found: dict[str, bytes] = {}
    for name in names:
        with suppress(zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, RuntimeError, ValueError):
            with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(name) as stream:
                part = stream.read(min(left, limits.now().part) + 1)
            if len(part) <= min(left, limits.now().part):
                found[name] = part
                left -= len(part)
    return found


def _unpacked(data: bytes, start: int, method: int, packed: int | None) -> tuple[bytes, int | None]:
    """The bytes of a part as far as they go, and where they end; None when they break off."""
    if method == STORED:
        end = data.find(SIGN, start) if packed is None else start + packed
        return data[start:end][: limits.now().part], end if 0 <= end <= len(data) else None
    unpacker, pieces, size, place = zlib.decompressobj(-zlib.MAX_WBITS), [], 0, start
    while method == DEFLATED and not unpacker.eof and place < len(data):
        chunk = data[place : place + STEP]
        try:
            piece = unpacker.decompress(chunk, limits.now().part + 1 - size)
        except zlib.error:
            break
        pieces.append(piece)
        size += len(piece)
        place += len(chunk)
        if size > limits.now().part:
            raise UnreadableSource(BOMB)
    return b"".join(pieces), place - len(unpacker.unused_data) if unpacker.eof else None


def mended(part: bytes, names: Mapping[str, str]) -> etree._Element | None:
    """Root of a malformed XML part, elements left open closed where they must be; None when there is none.

    `names`: prefix -> namespace, for prefixes that nobody declared. No entity, no network; a part that declares a
    document type is not read.
    """
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(_declared(part, names), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None or root.getroottree().docinfo.doctype else root


def _declared(part: bytes, names: Mapping[str, str]) -> bytes:
    """The part with the namespaces of prefixes that it uses and does not declare."""
    start = ROOT.search(part)
    if start is None:
        return part
    known = part[start.end() : part.find(b">", start.end())]
    lacking = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in names.items()
        if f"{prefix}:".encode() in part and f"xmlns:{prefix}=".encode() not in known
    )
    return part[: start.end()] + lacking.encode() + part[start.end() :]
