"""What a file that we gave back to its writer is a copy of, and which of its remarks are ours: its properties.

`RestitutionSource` names the file that it was made of, never the build: dropped again in `sources/`, the copy is a
note, the newer version of that file. `RestitutionRemarques` holds prints of the comments and tracked changes that
we put into it, so that they are not taken for what its writer left to others. Word, LibreOffice and OpenDocument
keep such properties; a program that drops them makes ours look like hers, nothing more.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import msgspec
from lxml import etree

from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import q
from restitution.ooxml.package import parse
from restitution.ooxml.word import Element
from restitution.ooxml.word_parts import Parts, relation

SOURCE: Final = "RestitutionSource"
PRINTS: Final = "RestitutionRemarques"
LONGEST: Final = 240
"""Letters of one property: Word shows and keeps 255."""
PRINT: Final = 8
_CUSTOM: Final = "docProps/custom.xml"
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_P: Final = f"{{{_OFFICE}/custom-properties}}"
_VT: Final = f"{{{_OFFICE}/docPropsVTypes}}"
_FMTID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""Set of the properties that a user defines (ECMA-376 part 1, 22.3.2.2)."""
_MAX_PART: Final = 1 << 20


class OwnSource(msgspec.Struct, frozen=True):
    """What a copy of ours says of itself."""

    source: str = ""
    """As `source_id` gives it; empty for any other file."""
    prints: frozenset[str] = frozenset()

    def has(self, author: str, date: str, text: str) -> bool:
        """Whether a comment or a change is one that we put there, untouched since."""
        return print_of(author, date, text) in self.prints


def source_id(path: str, sha256: str) -> str:
    """A file as its copy names it: its bytes, and where it lay."""
    return f"{sha256[:16]} {path}"


def print_of(author: str, date: str, text: str) -> str:
    """What a remark is known again by: who, when to the minute, its words with spaces folded."""
    said = f"{author}\n{date[:16]}\n{' '.join(text.split())}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:PRINT]


def _properties(source: str, prints: Iterable[str]) -> dict[str, str]:
    """Names and values, each short enough."""
    found = {SOURCE: source[:LONGEST]}
    line: list[str] = []
    ordered = sorted(set(prints))
    step = LONGEST // (PRINT + 1)
    for number, first in enumerate(range(0, len(ordered), step), 1):
        line = ordered[first : first + step]
        found[f"{PRINTS}{number}"] = " ".join(line)
    return found


def write_word(parts: Parts, source: str, prints: Iterable[str]) -> None:
    """Say it in a Word file; what an earlier copy said is replaced."""
    if parts.has(_CUSTOM):
        root = parts.root(_CUSTOM)
    else:
        root = etree.Element(f"{_P}Properties", nsmap={None: _P[1:-1], "vt": _VT[1:-1]})
        parts.add_property_part(_CUSTOM, root, relation("custom-properties"), _CUSTOM_TYPE)
    for old in [one for one in root if _is_ours(one.get("name", ""))]:
        root.remove(old)
    first = max([1, *(int(pid) for one in root if (pid := one.get("pid", "")).isdigit())]) + 1
    for number, (name, value) in enumerate(_properties(source, prints).items(), first):
        made = etree.SubElement(root, f"{_P}property", {"fmtid": _FMTID, "pid": str(number), "name": name})
        etree.SubElement(made, f"{_VT}lpwstr").text = value


def write_open(meta: Element, source: str, prints: Iterable[str]) -> None:
    """Say it in the `office:meta` of an OpenDocument text."""
    for old in [one for one in meta.iterchildren(q("meta:user-defined")) if _is_ours(one.get(q("meta:name"), ""))]:
        meta.remove(old)
    for name, value in _properties(source, prints).items():
        etree.SubElement(meta, q("meta:user-defined"), {q("meta:name"): name}).text = value


def _is_ours(name: str) -> bool:
    return name == SOURCE or re.fullmatch(rf"{PRINTS}\d+", name) is not None


def own_source(data: bytes) -> OwnSource:
    """What a DOCX or an ODT says; nothing for any other file, or a damaged one."""
    found: dict[str, str] = {}
    broken = (UnreadableSource, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError)
    with suppress(*broken), zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in {_CUSTOM, "meta.xml"} & set(package.namelist()):
            read = package.open(part).read(_MAX_PART)
            if SOURCE.encode() in read:
                found |= _said(parse(read))
    prints = frozenset(" ".join(value for name, value in found.items() if name != SOURCE).split())
    return OwnSource(found.get(SOURCE, ""), prints)


def _said(root: Element) -> dict[str, str]:
    named = (
        (one.get("name") or one.get(q("meta:name"), ""), "".join(one.itertext())) for one in root.iter("{*}*")
    )
    return {name: value.strip() for name, value in named if _is_ours(name)}
