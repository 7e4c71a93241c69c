"""Old Word files made by hand, byte by byte: a container, a header, pieces of text wherever they are wanted."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
RUNS, CLX, PAIRS = 12, 33, 93
STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
PAGE_AT, TEXT_AT = 1024, 1536
Piece = tuple[str, bool] | tuple[str, bool, bytes]


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB, version 3) with these streams, none of them in small sectors."""
    bodies = {name: data.ljust(8 * SECTOR, b"\0") for name, data in streams.items()}
    sizes = [-(-len(data) // SECTOR) for data in bodies.values()]
    folders = -(-(len(bodies) + 1) // 4)
    fats = -(-(sum(sizes) + folders + 1) // (SECTOR // 4 - 1))
    chains = [IS_FAT] * fats
    for length in [folders, *sizes]:
        chains += [*range(len(chains) + 1, len(chains) + length), END]
    starts = [fats + folders + sum(sizes[:rank]) for rank in range(len(sizes))]
    entries = [_entry("Root Entry", 5, 1 if bodies else FREE, END, 0)]
    for rank, (name, data) in enumerate(bodies.items()):
        following = rank + 2 if rank + 1 < len(bodies) else FREE
        entries.append(_entry(name, 2, FREE, starts[rank], len(data), following))
    head = struct.pack(
        "<8s16s5H6x9I",
        *(bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, fats, fats, 0, 4096, END, 0, END, 0),
    )
    head += struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(fats * SECTOR, b"\xff")
    folder = b"".join(entries).ljust(folders * SECTOR, b"\0")
    return (
        head
        + fat
        + folder
        + b"".join(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in bodies.values())
    )


def _entry(name: str, kind: int, child: int, start: int, size: int, following: int = FREE) -> bytes:
    said = name.encode("utf-16-le").ljust(64, b"\0")
    return struct.pack("<64sHBB3I36xIQ", said, 2 * len(name) + 2, kind, 1, FREE, following, child, start, size)


def word(  # noqa: PLR0913 each may be wanted wrong
    pieces: Sequence[Piece],
    lengths: dict[str, int] | None = None,
    *,
    flags: int = 0,
    ident: int = 0xA5EC,
    version: int = 0xC1,
    before: bytes = b"",
    parts: dict[int, bytes] | None = None,
    clx: bytes | None = None,
) -> bytes:
    """A Word 97 file of these pieces: text, whether compressed, properties.

    `before`: what stands before their list; `clx`: all of it; `parts`: others of the table stream.
    """
    text, entries, places, ends = b"", b"", [0], [TEXT_AT]
    for said, compressed, *_ in pieces:
        at = TEXT_AT + len(text)
        entries += struct.pack("<HIH", 0, 2 * at | 1 << 30 if compressed else at, 0)
        held = said.encode("cp1252" if compressed else "utf-16-le")
        text += held + b"\0" * (len(held) % 2)
        ends.append(TEXT_AT + len(text))
        places.append(places[-1] + (len(held) if compressed else len(held) // 2))
    plc = struct.pack(f"<{len(places)}i", *places) + entries
    page = runs(ends, [b"".join(said) for _, _, *said in pieces])
    listing = struct.pack("<3I", TEXT_AT, TEXT_AT + len(text), PAGE_AT // SECTOR)
    held_parts = (
        {RUNS: listing}
        | (parts or {})
        | {CLX: before + b"\2" + struct.pack("<I", len(plc)) + plc if clx is None else clx}
    )
    table, pairs = b"", [(0, 0)] * PAIRS
    for number, part in held_parts.items():
        pairs[number] = (len(table), len(part))
        table += part
    lengths = {"text": places[-1]} if lengths is None else lengths
    head = struct.pack("<HH6xH20x", ident, version, flags)
    head += struct.pack("<H28xH22i", 14, 22, 0, 0, 0, *(lengths.get(name, 0) for name in STORIES), *[0] * 11)
    head += struct.pack(f"<H{2 * PAIRS}I", PAIRS, *(number for pair in pairs for number in pair))
    main = head.ljust(PAGE_AT, b"\0") + page + text
    return container({"WordDocument": main, "1Table" if flags & 0x200 else "0Table": table})


def runs(ends: list[int], said: list[bytes]) -> bytes:
    """A page that lists runs of text with their properties: the end of each, what it says."""
    at, places, held = SECTOR - 2, b"", bytearray(SECTOR)
    for one in said:
        at -= (len(one) + 2) // 2 * 2 if one else 0
        places += bytes([at // 2 if one else 0])
        held[at : at + 1 + len(one)] = bytes([len(one)]) + one if one else held[at : at + 1]
    head = struct.pack(f"<{len(ends)}I", *ends) + places
    held[: len(head)] = head
    held[-1] = len(said)
    return bytes(held)
