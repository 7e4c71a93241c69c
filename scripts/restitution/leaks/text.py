"""Bytes that are text, in the encodings that files of ours and of offices have."""

from __future__ import annotations

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OPENING: Final = 4096


def decoded(data: bytes) -> str:
    """The text that bytes are; empty when they are none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data[:_OPENING]:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        odd = sum(sign < " " and sign not in "\t\n\r\f" for sign in text[:_OPENING])
        return "" if odd * 50 > len(text[:_OPENING]) else text
