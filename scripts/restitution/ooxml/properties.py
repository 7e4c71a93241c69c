"""What a document says of itself beside its text: when it was last changed."""

from __future__ import annotations

import io
import zipfile
import zlib

from restitution.errors import UnreadableSource
from restitution.ooxml.package import parse

_WORD = ("docProps/core.xml", "{http://purl.org/dc/terms/}modified")
_OPEN = ("meta.xml", "{http://purl.org/dc/elements/1.1/}date")
MOMENTS = {"docx": _WORD, "xlsx": _WORD, "odt": _OPEN, "ods": _OPEN}
"""Part and element of the « modifié le » property (ECMA-376 part 2, clause 11; OpenDocument 1.3, 4.3.2.11)."""
MAX_PART = 1 << 20


def modified(data: bytes, format_: str) -> str:
    """When the document was last changed (ISO, as written); empty when it does not say, or not legibly."""
    if format_ not in MOMENTS:
        return ""
    part, element = MOMENTS[format_]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(part) as stream:
            said = parse(stream.read(MAX_PART)).findtext(f".//{element}")
    except (UnreadableSource, zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError):
        return ""
    return (said or "").strip()
