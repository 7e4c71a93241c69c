"""Hostile files of our own, as data (`attacks.yaml`): what each is made of, and what must become of it."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import yaml

from .world import HEAD, TEXT, Outside, docx, odt, packed, png

PAGE: Final = Path(__file__).with_name("attacks.yaml")
TIMES: Final = re.compile(r"⟦(\d+)×([^⟦⟧]*)⟧")
"""« ⟦3×ab⟧ » is « ababab »; what stands inside is written out first."""
SHEET: Final = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
PARTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Content = str | dict[str, Any]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One hostile file, or more, in a folder of its own."""

    fichier: str
    verdict: Literal["QUARANTINE", "CLEAN", "ACCEPT", "WAIT", "IGNORE"]
    pourquoi: str
    texte: str = ""
    octets: str = ""
    """In hexadecimal."""
    codage: str = "utf-8"
    docx: dict[str, Any] = {}
    odt: dict[str, Any] = {}
    ods: dict[str, Any] = {}
    xlsx: dict[str, Any] = {}
    zip: dict[str, Content] = {}
    lien: str = ""
    tube: bool = False
    taille_dite: int = 0
    """What each part of the package says that it weighs."""
    a_cote: dict[str, str] = {}
    """Other files of the folder."""


@cache
def cases() -> dict[str, Case]:
    """The cases by name."""
    return msgspec.convert(yaml.safe_load(PAGE.read_text("utf-8")), dict[str, Case])


def make(case: Case, folder: Path, outside: Outside) -> None:
    """Write the files of a case."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / case.fichier
    if case.tube:
        os.mkfifo(path)
    elif case.lien:
        path.symlink_to(outside.named(case.lien))
    else:
        path.write_bytes(content(case, outside))
    for name, text in case.a_cote.items():
        (folder / name).write_text(written(text, outside), "utf-8")


def content(case: Case, outside: Outside) -> bytes:
    """The bytes of a case's file."""
    if case.docx:
        data = docx(*_package(case.docx, outside))
    elif case.odt:
        body, _, parts, doctype = _package(case.odt, outside)
        data = odt(body, parts, doctype)
    elif case.ods:
        data = _ods(written(case.ods["corps"], outside))
    elif case.xlsx:
        data = _xlsx(case.xlsx, outside)
    elif case.zip:
        data = packed(_parts(case.zip, outside))
    elif case.octets:
        data = bytes.fromhex(written(case.octets, outside))
    else:
        data = written(case.texte, outside).encode(case.codage)
    return _saying(data, case.taille_dite) if case.taille_dite else data


def written(text: str, outside: Outside) -> str:
    """A text with its repetitions written out, and with where the outside really is."""
    text = outside.named(text)
    while TIMES.search(text):
        text = TIMES.sub(lambda found: found[2] * int(found[1]), text)
    return text


def _package(told: dict[str, Any], outside: Outside) -> tuple[str, str, dict[str, str | bytes], str]:
    body = written(told.get("corps", "<w:p/>"), outside)
    return (
        body,
        written(told.get("liens", ""), outside),
        _parts(told.get("parties", {}), outside),
        written(told.get("doctype", ""), outside),
    )


def _parts(told: dict[str, Content], outside: Outside) -> dict[str, str | bytes]:
    return {outside.named(name): _part(part, outside) for name, part in told.items()}


def _part(told: Content, outside: Outside) -> str | bytes:
    """A part: text, or what makes bytes (`octets`, `image`, `docx`, `zip`)."""
    if isinstance(told, str):
        return written(told, outside)
    if "octets" in told:
        return bytes.fromhex(written(told["octets"], outside))
    if "image" in told:
        return _png(*told["image"])
    if "docx" in told:
        return docx(*_package(told["docx"], outside))
    return packed(_parts(told["zip"], outside))


def _png(width: int, height: int) -> bytes:
    """A picture that says to be of a size, whatever it holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png(b"")[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def _ods(body: str) -> bytes:
    return packed(
        {
            "mimetype": ODS,
            "content.xml": f"{HEAD}<office:document-content {TEXT}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _xlsx(told: dict[str, Any], outside: Outside) -> bytes:
    """A workbook of one sheet (`corps`), with parts and relationships of the workbook beside."""
    links = "".join(
        f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for key, kind, target in (("rId1", "worksheet", "worksheets/sheet1.xml"), *told.get("liens", []))
    )
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{PARTS}.{kind}+xml"/>'
        for name, kind in (("xl/workbook.xml", "sheet.main"), ("xl/worksheets/sheet1.xml", "worksheet"))
    )
    return packed(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f"{HEAD}<workbook {SHEET}>"
            '<sheets><sheet name="F" sheetId="1" r:id="rId1"/></sheets>'
            f"{written(told.get('classeur', ''), outside)}</workbook>",
            "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships "
            f'xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            "xl/worksheets/sheet1.xml": f"{HEAD}<worksheet {SHEET}>{written(told['corps'], outside)}</worksheet>",
        }
        | _parts(told.get("parties", {}), outside)
    )


def _saying(data: bytes, size: int) -> bytes:
    """A package whose parts say to weigh so much, whatever they do."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for member in package.infolist():
            struct.pack_into("<I", changed, member.header_offset + 22, size)
    for found in re.finditer(re.escape(b"PK\x01\x02"), data):
        struct.pack_into("<I", changed, found.start() + 24, size)
    return bytes(changed)
