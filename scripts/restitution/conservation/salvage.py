"""Parts and trees of a zipped document that may be damaged: whatever can still be read of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from restitution import limits
from restitution.conservation.container import DAMAGED, LOCKED, OLD_OR_LOCKED, TOO_BIG
from restitution.errors import UnreadableSource

LOCAL: Final = b"PK\x03\x04"
"""What the header of each part begins with (APPNOTE.TXT 6.3.10, clause 4.3.7)."""
READ: Final = (".xml", ".rels")
"""Parts that are text; pictures are not unpacked."""
MISSED: Final = ""
"""Name of no part."""
HEADER: Final = struct.Struct("<4sHHHHHIIIHH")
DEFLATED: Final = 8
SLICE: Final = 128
"""Bytes unpacked at once: those around the damage are lost."""
READING: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


def salvaged(data: bytes, kind: str) -> dict[str, bytes]:
    """Every part of XML by its name, through the zip's own list or, where that is damaged, its local headers.

    Raises `UnreadableSource` when there is none, or more than anyone may unpack.
    """
    if data.startswith(OLD_OR_LOCKED):
        raise UnreadableSource(LOCKED.format(kind))
    parts = dict(_listed(data))
    if MISSED in parts or not parts:  # read what stands behind the heads of parts
        parts = dict(_found(data)) | parts
    parts.pop(MISSED, None)
    if not parts:
        raise UnreadableSource(DAMAGED)
    return parts


def _listed(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts that the zip lists and that are whole; `MISSED` when one is not."""
    left = limits.now().package
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except READING:
        return
    for info in package.infolist():
        if not info.filename.casefold().endswith(READ):
            continue
        try:
            with package.open(info) as stream:
                part = stream.read(left + 1)
        except READING:
            yield MISSED, b""
            continue
        left -= len(part)
        if left < 0:
            raise UnreadableSource(TOO_BIG)
        yield info.filename.lstrip("/"), part


def _found(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts behind each local header, as far as they unpack."""
    left, place = limits.now().package, data.find(LOCAL)
    while 0 <= place <= len(data) - HEADER.size:
        _, _, _, method, *_, packed, _, name_size, extra_size = HEADER.unpack_from(data, place)
        named = place + HEADER.size
        begin = named + name_size + extra_size
        name = data[named : named + name_size].decode("utf-8", "replace")
        part = _inflated(data[begin:], left) if method == DEFLATED else data[begin : begin + packed]
        left -= len(part)
        if left <= 0:
            raise UnreadableSource(TOO_BIG)
        if part and name.casefold().endswith(READ):
            yield name.lstrip("/"), part
        place = data.find(LOCAL, begin)


def _inflated(packed: bytes, most: int) -> bytes:
    """What unpacks, up to where it is damaged."""
    unpacker, whole = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    for place in range(0, len(packed), SLICE):
        try:
            whole += unpacker.decompress(packed[place : place + SLICE], most - len(whole) + 1)
        except zlib.error:
            break
        if unpacker.eof or len(whole) > most:
            break
    return bytes(whole)


def mended(part: bytes) -> etree._Element | None:
    """Root of an XML part, mended where it is not well-formed; None when nothing is left. Nothing is looked up."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root: etree._Element | None = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root
