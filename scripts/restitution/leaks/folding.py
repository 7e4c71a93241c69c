"""Texts as a search reads them: letters without accents, nothing invisible, whatever a writer or a program did.

Case is kept: a capital tells a name from a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import unquote

_OWN: Final = {
    "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ı": "i", "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " ",
    "\x02": "-", "\ufffe": "-", "\uffff": "-",
}  # fmt: skip
"""Letters that Unicode does not take apart; line ends; what PDF readers give for a hyphen at a line's end."""
_APOSTROPHES: Final = frozenset("’‘ʼ′`´＇")
_HYPHENS: Final = frozenset("‐‑‒–—−﹣－")
_ENTITY: Final = re.compile(r"&#?\w{2,8};")
_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_HYPHENATED: Final = re.compile(r"-(?<=[^\W\d_]-) ?\n\s*(?=[^\W\d_])")
_ESCAPED: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")
_SPACES: Final = re.compile(r"\s\s+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


def folded(text: str) -> str:
    """`text` without accents and signs that do not show; one kind of apostrophe, hyphen, space and line end."""
    if text.isascii() and "\r" not in text and "\t" not in text and "\x02" not in text:
        return text
    apart = unicodedata.normalize("NFKD", text)
    for sign in set(apart):  # a dozen of them: ten times as fast as asking what becomes of each letter
        if (sign > "~" or sign < " ") and (plain := _plain(sign)) != sign:
            apart = apart.replace(sign, plain)
    return apart


@lru_cache(maxsize=1 << 12)
def _plain(sign: str) -> str:
    if sign in _OWN:
        return _OWN[sign]
    if sign in _APOSTROPHES:
        return "'"
    if sign in _HYPHENS:
        return "-"
    if sign.isspace():
        return sign if sign == "\n" else " "
    hidden = unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn", "Me", "Cc"}
    return "" if hidden else sign


def _one_space(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def readings(text: str, *, coded: bool = False) -> Iterator[str]:
    """Every way in which a text may be read, folded: as it is, decoded, words joined again over line ends."""
    said = [text]
    if "&" in text and _ENTITY.search(text):
        said.append(unescape(text))
    if "%" in text and _PERCENT.search(text):
        said.append(unquote(said[-1]))
    if "\\u" in text:
        said.append(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))
    for one in said:
        plain = _SPACES.sub(_one_space, folded(one))
        yield plain
        if _HYPHENATED.search(plain):
            yield _HYPHENATED.sub("", plain)
        if coded and _CAMEL.search(plain):
            yield _CAMEL.sub(" ", plain)
