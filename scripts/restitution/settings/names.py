"""Finds the territories that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Protocol

from restitution.messages import folded

SMALL_WORDS: Final = frozenset({"le", "la", "les", "l", "de", "d", "du", "des"})
CAPITALS_ARE_CODES_UP_TO: Final = 3
"""Beyond, capitals are a way to write a title (« OÙ VA LE TERRITOIRE »): no code is seen in them."""


MARK: Final = "zqcodezq"


class Named(Protocol):
    """What has a code and names."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def nom(self) -> str:
        """Its name."""

    @property
    def alias(self) -> tuple[str, ...]:
        """Its other names."""


def plain_name(text: str) -> str:
    """`text` without accents, case, punctuation and articles: « Le Val d’Arvoise » is « val arvoise »."""
    return " ".join(word for word in folded(text).split() if word not in SMALL_WORDS)


def named(text: str, places: Iterable[Named]) -> list[str]:
    """Codes of the places that `text` names, each once, in the order of the text; the longest name wins."""
    known = [(place.code, (place.nom, *place.alias)) for place in places]
    marks = {f"{MARK}{number}": code for number, (code, _) in enumerate(known)}
    found = _matches(plain_name(_marked(text, marks)), _plain_names(tuple(known)) | marks)
    return list(dict.fromkeys(code for _, code in sorted(found)))


@lru_cache(maxsize=16)
def _plain_names(known: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Plain name -> code, for each name of each place: asked for every passage, the same all along a build."""
    return {plain_name(name): code for code, names in known for name in names}


def _matches(text: str, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    rest = f" {text} "
    for name in sorted(filter(None, names), key=len, reverse=True):
        if f" {name} " not in rest:  # as most names are not in most texts
            continue
        whole = re.compile(rf"(?<= ){re.escape(name)}(?= )")
        yield from ((match.start(), names[name]) for match in whole.finditer(rest))
        rest = whole.sub(lambda match: "\0" * len(match[0]), rest)


def _marked(text: str, marks: dict[str, str]) -> str:
    """`text` with a word of ours in the place of each code; codes are read as written (« va » is a verb)."""
    lower = text.casefold()
    if not any(code.casefold() in lower for code in marks.values()):
        return text
    words = [word.casefold() for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text)]
    only_codes = set(words) <= {code.casefold() for code in marks.values()}
    if text.isupper() and len(words) > CAPITALS_ARE_CODES_UP_TO and not only_codes:
        return text
    for mark, code in marks.items():
        text = re.sub(
            rf"(?<![^\W_]){re.escape(code)}(?![^\W_])", f" {mark} ", text, flags=re.IGNORECASE * only_codes
        )
    return text
