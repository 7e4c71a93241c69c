"""The name of a body above a note's title: « Coopération Cap 2040 – GAL Marche d'Ombrois » says who writes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from restitution.domain import is_statement, kind_in_title, section_of
from restitution.messages import folded

_BODY: Final = re.compile(
    r"(?:(?:la|le|les|l|notre) )?(?:gal|petr|cc|epci|pnr|pays d\w*|cooperation|communes?|ville|mairie|syndicat|"
    r"communautes? (?:de communes|d agglo\w*)|departement|region|association|federation|agence|chambre|union|"
    r"conseil (?:de developpement|departemental|regional|communautaire|municipal)|reseau|cooperative|groupement|"
    r"groupe d action locale|parc naturel|office|centre|collectif|programme (?:leader|europeen))\b"
)
_MARKS: Final = ("?", "!", ":", "…", ".")


def is_body(text: str) -> bool:
    """Whether a line is nothing but the name of who writes: it names no kind of note and says nothing."""
    text = text.strip()
    return (
        bool(_BODY.match(folded(text)))
        and not any(mark in text for mark in _MARKS)
        and kind_in_title(text) is None
        and not is_statement(text)
    )


def real_title(texts: Iterable[str]) -> int | None:
    """Which of the first lines of a note is its title, when names of bodies stand above one that says its kind."""
    for number, text in enumerate(texts):
        if number and _says_its_kind(text):
            return number
        if not is_body(text):
            return None
    return None


def _says_its_kind(text: str) -> bool:
    """« Comité de pilotage, séance n° 7 », not « Comité de pilotage », which is a section."""
    match = section_of(text, None)
    return kind_in_title(text) is not None and (match is None or match.compound or match.pattern)
