"""Opens a damaged package or XML part as far as it can be read, and says so: what came home must not be lost."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from restitution.errors import UnreadableSource
from restitution.ooxml.package import BOMB, BROKEN, MAX_PACKAGE, MAX_PART, open_package

DAMAGED: Final = (
    "Le fichier reçu est abîmé : ce qui restait lisible a été lu, mais des passages ou des remarques peuvent "
    "manquer. Demandez-en une nouvelle copie à la personne qui l'a relu."
)
MALFORMED: Final = (
    "Une partie du fichier reçu est mal formée ({} ligne {}) : elle a été lue tout de même, mais des remarques "
    "peuvent y manquer. Comparez avec le fichier ouvert dans un traitement de texte."
)
HEADER: Final = struct.Struct("<4s5H3I2H")
"""Head of each member (ZIP application note, clause 4.3.7), the signature first."""
SIGNATURE: Final = b"PK\x03\x04"
STORED: Final = 0
STEP: Final = 128
"""Bytes that inflate at once: what a damaged one takes with it."""
TROUBLES: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


def open_damaged(data: bytes, problems: list[str]) -> dict[str, bytes]:
    """Parts of a package by name; adds a sentence to `problems` when it is not whole.

    Raises `UnreadableSource` when nothing can be read, or when it would unpack without end.
    """
    try:
        return open_package(data)
    except UnreadableSource as error:
        if error.message == BOMB:
            raise
        parts = _members_found(data) | _members_listed(data)
        if not parts:
            raise
    problems.append(DAMAGED)
    return parts


def parse_damaged(part: bytes, name: str, problems: list[str]) -> etree._Element:
    """Root of an XML part; adds a sentence to `problems` when it is not well-formed. No entity, no network.

    Raises `UnreadableSource` when nothing of it can be read.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root: etree._Element | None = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(BROKEN) from error
    if root is None:
        raise UnreadableSource(BROKEN)
    first = next((error for error in parser.error_log if error.level >= etree.ErrorLevels.ERROR), None)
    if first is not None:
        problems.append(MALFORMED.format(name, first.line))
    return root


def _members_listed(data: bytes) -> dict[str, bytes]:
    """The members that the package lists and that unpack whole."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except TROUBLES:
        return {}
    parts: dict[str, bytes] = {}
    left = MAX_PACKAGE
    for member in package.infolist():
        try:
            with package.open(member) as stream:
                part = stream.read(min(MAX_PART, left) + 1)
        except TROUBLES:
            continue
        left = _less(left, part)
        parts[member.filename] = part
    return parts


def _members_found(data: bytes) -> dict[str, bytes]:
    """The members behind each head that is still there, as far as they unpack."""
    left = MAX_PACKAGE
    parts: dict[str, bytes] = {}
    for name, packed, is_stored in _heads(data):
        part = packed if is_stored else _unpacked(packed, min(MAX_PART, left))
        left = _less(left, part)
        if part:
            parts[name] = part
    return parts


def _heads(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    place = data.find(SIGNATURE)
    while 0 <= place <= len(data) - HEADER.size:
        fields = HEADER.unpack_from(data, place)
        method, size, name_length, extra_length = fields[3], fields[7], fields[9], fields[10]
        name_at = place + HEADER.size
        content = name_at + name_length + extra_length
        name = data[name_at : name_at + name_length].decode("utf-8", "replace")
        following = data.find(SIGNATURE, content)
        yield name, data[content : content + size] if method == STORED else data[content:], method == STORED
        place = following


def _unpacked(packed: bytes, most: int) -> bytes:
    """What inflates before the damage."""
    inflater, out = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    for begin in range(0, len(packed), STEP):
        try:
            out += inflater.decompress(packed[begin : begin + STEP], most + 1 - len(out))
        except zlib.error:
            break
        if inflater.eof or len(out) > most:
            break
    return bytes(out)


def _less(left: int, part: bytes) -> int:
    """What may still be unpacked. Raises `UnreadableSource` beyond."""
    if len(part) > min(MAX_PART, left):
        raise UnreadableSource(BOMB)
    return left - len(part)
