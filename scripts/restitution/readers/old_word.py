"""Old Word files (.doc) made ready for LibreOffice, which converts them: what they show is frozen."""

from __future__ import annotations

import io
from typing import Final

import olefile

from restitution.errors import UnreadableSource
from restitution.ooxml.properties import properties
from restitution.word97 import DAMAGED, FAULTS, opened

FIELDS: Final = (16, 17, 18, 19, 48, 57, 59)
"""Parts of the table stream that list the fields of a story."""
BEGIN: Final = 0x13
KIND: Final = 0x1F
AS_TEXT: Final = 89
"""A kind (AUTOTEXTLIST) of which LibreOffice takes the result as it stands."""
COMPUTED: Final = frozenset(
    {
        *(3, 7, 10, 12),  # REF, IF, STYLEREF, SEQ
        *range(14, 34),  # INFO, TITLE, AUTHOR, CREATEDATE, NUMPAGES, FILENAME, DATE, TIME, PAGE and the like
        *(36, 37, 45, 46),  # INCLUDE, PAGEREF, DDE, DDEAUTO
        *(59, 60, 61, 62),  # MERGEFIELD, USERNAME, USERINITIALS, USERADDRESS
        *(64, 67, 68, 69),  # DOCVARIABLE, INCLUDEPICTURE, INCLUDETEXT, FILESIZE
        *(72, 85),  # NOTEREF, DOCPROPERTY
    }
)
"""Kinds of fields that LibreOffice computes anew, fetches from elsewhere, or leaves out."""


def frozen(data: bytes) -> bytes:
    """A copy whose computed fields show what their writer last saw: they are no fields any more.

    Raises `UnreadableSource` when the file is no readable Word document of 1997 to 2003.
    """
    document = opened(data)
    table = bytearray(document.table)
    for number in FIELDS:
        length = len(document.part(number))
        start = document.pairs[number][0] if length else 0
        count = max(0, length - 4) // 6
        for at in range(start + 4 * (count + 1), start + 4 * (count + 1) + 2 * count, 2):
            if table[at] & KIND == BEGIN and table[at + 1] in COMPUTED:
                table[at + 1] = AS_TEXT
    copy = io.BytesIO(data)
    try:
        with olefile.OleFileIO(copy, write_mode=True) as container:
            container.write_stream(document.table_name, bytes(table))
    except FAULTS as error:
        raise UnreadableSource(DAMAGED) from error
    return copy.getvalue()


def said_of_itself(old: bytes, new: bytes) -> dict[str, str]:
    """The properties of an old file, as the DOCX that was made of it has them; no time that is of that making."""
    try:
        with olefile.OleFileIO(io.BytesIO(old)) as container:
            about = container.get_metadata()
    except FAULTS:
        return {}
    dated = {"cree": about.create_time, "modifie": about.last_saved_time}
    return {key: said for key, said in properties(new, "docx").items() if dated.get(key, True)}
