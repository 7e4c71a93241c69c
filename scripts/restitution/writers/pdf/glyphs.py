"""What the shipped fonts can show. A character that none of them has is replaced by its name in brackets.

The fonts' own `cmap` tables are read (a table of ranges, told below) rather than a list kept beside them: other
fonts may take their place in a project without anything to generate again.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec

from restitution.errors import RestitutionError

SUFFIXES = frozenset({".ttf", ".otf"})
SPACES = frozenset({"Zs", "Zl", "Zp"})
NEVER = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
ARABIC_SIGNS = range(0x600, 0x900)
"""Format characters that are seen; all others (joiners, direction marks, soft hyphens) are not."""
SELECTORS = frozenset(chain(range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)))


class Glyphs(msgspec.Struct, frozen=True):
    """Characters of each font family, and those that stand for themselves in running text."""

    families: tuple[frozenset[int], ...]
    plain: frozenset[int]

    def show(self, text: str) -> str:
        """`text` with each character that cannot be shown named in brackets, and invisible ones left out."""
        if self.plain.issuperset(map(ord, text)):
            return text
        composed = unicodedata.normalize("NFC", text)
        return "".join(self._cluster(cluster) for cluster in _clusters(composed))

    def named_in(self, text: str) -> str:
        """The characters of `text` that are replaced by their names, each once, in order."""
        if self.plain.issuperset(map(ord, text)):
            return ""
        lacking: dict[str, None] = {}
        for cluster in _clusters(unicodedata.normalize("NFC", text)):
            shown = self._cluster(cluster)
            if shown != cluster:
                lacking |= dict.fromkeys(char for char in cluster if named(char) != " " and named(char) in shown)
        return "".join(lacking)

    def _cluster(self, cluster: str) -> str:
        base, marks = cluster[0], cluster[1:]
        if not (base.isspace() or _is_mark(base)) and self._in_one_font(cluster):  # a letter and its accents
            return cluster
        shown = base if not _is_mark(base) and self._in_one_font(base) else named(base)
        return shown + "".join(map(named, marks))

    def _in_one_font(self, cluster: str) -> bool:
        points = frozenset(map(ord, cluster))
        return any(family >= points for family in self.families)


def named(char: str) -> str:
    """The name of a character in brackets, as `[CHECK MARK]`, or its number as `[U+F0B7]`; blanks are a space."""
    if unicodedata.category(char) in SPACES:
        return " "
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}')}]"


@cache
def read_glyphs(fonts: Path) -> Glyphs:
    """Coverage of the fonts of a folder; files that differ after the hyphen (`-Bold`) are one family.

    A family covers what all its files do: a word set in bold must be as safe as another. Raises
    `RestitutionError` when a file is not a font.
    """
    families: dict[str, frozenset[int]] = {}
    for path in sorted(fonts.iterdir()):
        if path.suffix.lower() in SUFFIXES:
            covered, family = _coverage(path), path.stem.split("-")[0]
            families[family] = families.get(family, covered) & covered
    plain = frozenset(point for family in families.values() for point in family if _is_plain(chr(point)))
    return Glyphs(tuple(families.values()), plain)


def _is_plain(char: str) -> bool:
    return unicodedata.category(char) not in NEVER | {"Cf"} and not _is_mark(char)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for char in text:
        kind = unicodedata.category(char)
        point = ord(char)
        if point in SELECTORS or (kind == "Cf" and point not in ARABIC_SIGNS):
            continue
        if _is_mark(char):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = " " if char.isspace() and kind == "Cc" else char
    if cluster:
        yield cluster


def _coverage(path: Path) -> frozenset[int]:
    try:
        data = path.read_bytes()
        points = set(chain.from_iterable(_ranges(data)))
    except (OSError, struct.error, StopIteration) as error:
        raise RestitutionError(
            f"La police « {path.name} » est illisible.", "Remplacez ce fichier de templates/fonts."
        ) from error
    return frozenset(p for p in points if p < 0x110000 and unicodedata.category(chr(p)) not in NEVER)


def _ranges(data: bytes) -> Iterator[range]:
    """Ranges of code points of an OpenType file: its `cmap` of format 12 if there is one, else of format 4."""
    count = struct.unpack_from(">H", data, 4)[0]
    tables = (struct.unpack_from(">4s3I", data, 12 + 16 * number) for number in range(count))
    cmap = next(start for tag, _, start, _ in tables if tag == b"cmap")
    subtables = {
        struct.unpack_from(">H", data, cmap + offset)[0]: cmap + offset
        for _, _, offset in struct.iter_unpack(
            ">HHI", data[cmap + 4 : cmap + 4 + 8 * struct.unpack_from(">H", data, cmap + 2)[0]]
        )
    }
    yield from _format12(data, subtables[12]) if 12 in subtables else _format4(data, subtables.get(4, 0))


def _format12(data: bytes, start: int) -> Iterator[range]:
    groups = struct.unpack_from(">I", data, start + 12)[0]
    for first, last, _ in struct.iter_unpack(">3I", data[start + 16 : start + 16 + 12 * groups]):
        yield range(first, last + 1)


def _format4(data: bytes, start: int) -> Iterator[range]:
    size = struct.unpack_from(">H", data, start + 6)[0]
    ends = struct.unpack_from(f">{size // 2}H", data, start + 14)
    starts = struct.unpack_from(f">{size // 2}H", data, start + 16 + size)
    for first, last in zip(starts, ends, strict=True):
        yield range(first, min(last, 0xFFFE) + 1)
