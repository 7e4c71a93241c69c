"""PDF: the words of each page as a reader copies them; then every string and stream of the file.

Titles, authors, bookmarks, alternative and replacement texts, addresses, remarks, XMP and attached files are found
without asking what each is: nothing that a program put into a PDF is left out because nobody thought of it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

import pypdfium2

from restitution.leaks.binary import letters_in
from restitution.leaks.package import UNREAD, Inside
from restitution.leaks.records import Piece
from restitution.pdfium import pages_of

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_END: Final = b"endstream"
_STRING: Final = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,999}\)){0,9999}\)|<(?:[0-9A-Fa-f]{2}|\s)+>", re.DOTALL
)
_NAMED: Final = re.compile(rb"/[^\s()<>\[\]{}/%]{4,}")
_REMARK: Final = re.compile(rb"%[^\r\n]{4,}")
_TOLD: Final = re.compile(rb"/(?:ActualText|Alt|E|T|Contents)\s*(" + _STRING.pattern + rb")", re.DOTALL)
_SHOWS: Final = re.compile(rb"\bT[jJ*]\b|\bBT\b")
_OCTAL: Final = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_SIGNS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}
_BEFORE: Final = 1500
"""Bytes before a stream among which its dictionary stands."""
_DOTS: Final = re.compile(
    rb"/Subtype\s*/Image\b|/FontFile|/Length1\b|/Subtype\s*/(?:CIDFontType0C|Type1C|OpenType)\b"
)
_PHOTOGRAPH: Final = re.compile(rb"/Filter\s*\[?\s*/(?:DCTDecode|JPXDecode)\b")
"""A stream that is a JPEG as it was, its Exif with it."""
_MOST: Final = 64 * 1024 * 1024
PROPERTIES: Final = "propriétés, signets, textes de remplacement et liens"


def pieces_of_pdf(data: bytes, place: str, inside: Inside) -> Iterator[Piece]:
    """The pieces of a PDF; one that cannot be opened is told as what cannot be read."""
    start = f"{place}, " if place else ""
    try:
        for number, page in enumerate(pages_of(data), 1):
            yield Piece(f"{start}page {number}", page.get_textpage().get_text_range())
    except pypdfium2.PdfiumError:
        yield Piece(place or "contenu", "", what=UNREAD)
        yield Piece(place or "contenu", letters_in(data), coded=True)
        return
    yield from _raw(data, start, inside)


def _raw(data: bytes, start: str, inside: Inside) -> Iterator[Piece]:
    """Strings between streams, then what each stream holds, by what it is."""
    outside, packed, told, at = [], [], [], 0
    for opening in _STREAM.finditer(data):
        if opening.start() < at:
            continue
        end = data.find(_END, opening.end())
        end = end if end >= 0 else len(data)
        outside.append(data[at : opening.start()])
        head = outside[-1][-_BEFORE:]
        head = head[head.rfind(b" obj") + 1 :]
        at = end
        stream = data[opening.end() : end]
        if _DOTS.search(head):
            if _PHOTOGRAPH.search(head):
                yield from inside(stream, f"{start}image")
            continue
        stream = _unpacked(stream, head)
        if b"/EmbeddedFile" in head:
            yield from inside(stream, f"{start}fichier joint")
        elif b"/Metadata" in head or b"<x:xmpmeta" in stream[:4096] or b"<?xpacket" in stream[:4096]:
            yield from inside(stream.lstrip(), f"{start}propriétés (XMP)")
        elif _SHOWS.search(stream):
            told += [match[1] for match in _TOLD.finditer(stream)]
        else:
            packed.append(stream)
    outside.append(data[at:])
    strings = {match[0] for part in (*outside, *packed) for match in _STRING.finditer(part)}
    yield Piece(f"{start}{PROPERTIES}", "\n".join(sorted(map(_text, {*strings, *told}))), coded=True)
    names = {match[0][1:] for part in (*outside, *packed) for match in _NAMED.finditer(part)}
    names |= {match[0][1:] for part in outside for match in _REMARK.finditer(part)}
    internal = (name.decode("latin-1").replace("#20", " ") for name in sorted(names))
    yield Piece(f"{start}repères internes", "\n".join(internal), coded=True)


def _unpacked(stream: bytes, head: bytes) -> bytes:
    if b"FlateDecode" not in head:
        return stream
    try:
        return zlib.decompressobj().decompress(stream, _MOST)
    except zlib.error:
        return stream


def _text(string: bytes) -> str:
    """A string of a PDF as text: UTF-16 or UTF-8 where it says so, else Latin letters."""
    if string.startswith(b"<"):
        digits = re.sub(rb"\s", b"", string[1:-1])
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        raw = _OCTAL.sub(_escaped, string[1:-1])
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", "replace")
    return raw.decode("latin-1")


def _escaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    if said[:1] in b"01234567":
        return bytes([int(said, 8) & 0xFF])
    return _SIGNS.get(said, b"" if said.endswith(b"\n") else said)
