"""Old Word files made by hand, byte by byte: a container, a header, pieces of text wherever they are wanted."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
CLX, PAIRS = 33, 93
STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
TEXT_AT = 1024


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
    pieces: Sequence[tuple[str, bool]],
    lengths: dict[str, int] | None = None,
    *,
    flags: int = 0,
    ident: int = 0xA5EC,
    version: int = 0xC1,
    before: bytes = b"",
    parts: dict[int, bytes] | None = None,
    clx: bytes | None = None,
) -> bytes:
    """A Word 97 file of these pieces (text, whether compressed). `before`: what stands before their list."""
    text, entries, places = b"", b"", [0]
    for said, compressed in pieces:
        at = TEXT_AT + len(text)
        entries += struct.pack("<HIH", 0, 2 * at | 1 << 30 if compressed else at, 0)
        held = said.encode("cp1252" if compressed else "utf-16-le")
        text += held + b"\0" * (len(held) % 2)
        places.append(places[-1] + (len(held) if compressed else len(held) // 2))
    plc = struct.pack(f"<{len(places)}i", *places) + entries
    held_parts = (parts or {}) | {CLX: before + b"\2" + struct.pack("<I", len(plc)) + plc if clx is None else clx}
    table, pairs = b"", [(0, 0)] * PAIRS
    for number, part in held_parts.items():
        pairs[number] = (len(table), len(part))
        table += part
    lengths = {"text": places[-1]} if lengths is None else lengths
    head = struct.pack("<HH6xH20x", ident, version, flags)
    head += struct.pack("<H28xH22i", 14, 22, 0, 0, 0, *(lengths.get(name, 0) for name in STORIES), *[0] * 11)
    head += struct.pack(f"<H{2 * PAIRS}I", PAIRS, *(number for pair in pairs for number in pair))
    return container(
        {"WordDocument": head.ljust(TEXT_AT, b"\0") + text, "1Table" if flags & 0x200 else "0Table": table}
    )
