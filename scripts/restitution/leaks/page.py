"""Web pages: their words, every attribute, comments, styles and scripts, and the files that addresses hold."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote_to_bytes

from restitution.leaks.folding import words
from restitution.leaks.package import Inside
from restitution.leaks.records import Piece

_HTML: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_DATA: Final = re.compile(r"data:([\w/+.;=-]*),([^\"'\s)]*)")
_LONG: Final = 200
"""Letters from which an address that holds a file is read as that file only."""
_ONE_TEXT: Final = words(
    """a abbr acronym b bdi bdo cite code data del dfn em font i ins kbd label mark meter output q ruby rp rt s
    samp small span strong sub sup time tt u var wbr"""
)


def is_page(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    return bool(_HTML.match(data[:2048]))


def pieces_of_page(text: str, place: str, inside: Inside) -> Iterator[Piece]:
    """What a page says, shown or not."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    start = f"{place}, " if place else ""
    for name, said in (("texte", reader.words), ("remarques techniques", reader.aside)):
        yield Piece(f"{start}{name}", "".join(said))
    shown, held = [], []
    for value in {*reader.attributes, *reader.code}:
        held += [match.groups() for match in _DATA.finditer(value)]
        shown.append(_DATA.sub(lambda match: match[0] if len(match[0]) < _LONG else " ", value))
    yield Piece(f"{start}adresses, textes de remplacement et réglages", "\n".join(sorted(shown)), coded=True)
    for number, (kind, packed) in enumerate(held, 1):
        yield from inside(_unpacked(kind, packed), f"{start}image ou fichier incorporé {number}")


def _unpacked(kind: str, packed: str) -> bytes:
    data = unquote_to_bytes(packed)
    if not kind.endswith("base64"):
        return data
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError):
        return data


class _Reader(HTMLParser):
    """The words of a page across tags that only give them a look; the rest apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.aside: list[str] = []
        self.attributes: list[str] = []
        self.code: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_code = tag in {"script", "style"}
        self.words.append("" if tag in _ONE_TEXT else "\n")
        self.attributes += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        self._in_code = False
        self.words.append("" if tag in _ONE_TEXT else "\n")

    def handle_data(self, data: str) -> None:
        (self.code if self._in_code else self.words).append(data)

    def handle_comment(self, data: str) -> None:
        self.aside.append(f"{data}\n")

    def handle_decl(self, decl: str) -> None:
        self.aside.append(f"{decl}\n")

    def handle_pi(self, data: str) -> None:
        self.aside.append(f"{data}\n")

    def unknown_decl(self, data: str) -> None:
        self.aside.append(f"{data}\n")
