"""The tokens of an RTF text (RTF 1.9.1): groups, control words, bytes. Tolerant: any bytes give tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<bytes>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)

Kind = Literal["open", "close", "word", "symbol", "byte", "bytes", "binary"]


class Token(msgspec.Struct, frozen=True):
    """One token: `text` is the name of a control word or symbol, `data` the bytes of text or of a picture."""

    kind: Kind
    text: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""The tokens in order; newlines of the file are none, the bytes after `\bin` are one."""
    position = 0
    while found := _TOKEN.match(data, position):
        position = found.end()
        token = _token(found)
        if token is None:
            continue
        if token.text == "bin" and token.kind == "word":
            size = max(token.number or 0, 0)
            yield Token("binary", data=data[position : position + size])
            position += size
        else:
            yield token


def _token(found: re.Match[bytes]) -> Token | None:
    match found.lastgroup:
        case "word" | "number":
            number = found["number"]
            return Token("word", found["word"].decode(), None if number is None else int(number))
        case "hex":
            return Token("byte", data=bytes.fromhex(found["hex"].decode()))
        case "symbol":
            return Token("symbol", found["symbol"].decode("latin-1"))
        case "brace":
            return Token("open" if found["brace"] == b"{" else "close")
        case "bytes":
            return Token("bytes", data=found["bytes"])
        case _:
            return None
