"""Noises told in a transcript (« [rires] », « (inaudible) »): words of the source that nobody said.

They stay in the text, each in a Span of class `noise`, which the writers set in italics.
"""

from __future__ import annotations

import re
from typing import Final

from restitution.model import NOISE
from restitution.pandoc import ast, slices
from restitution.pandoc.ast import Inlines

_TIME: Final = r"(?:\d{1,2}:)?\d{1,2}:\d{2}"
_WORD: Final = (
    r"rires?|rit|rient|petits? rires?|éclats? de rire|sourires?|applaudissements?|applaudit|musiques?|musique \w+|"
    r"inaudibles?|incompréhensibles?|inintelligibles?|indistincts?|mots? inaudibles?|passage inaudible|"
    r"silences?|long silence|blanc|bruits?|brouhaha|bruit de fond|toux|tousse|soupirs?|soupire|chuchotements?|"
    r"chuchote|murmures?|hors micro|coupure|coupure du son|sonnerie|téléphone|hésitations?|pleurs?|cris|souffle|"
    r"voix superposées|parlent en même temps|générique|jingle|"
    r"laughs?|laughter|laughing|applause|music|crosstalk|noise|background noise|coughs?|coughing|sighs?|"
    r"blank_audio|unintelligible|indistinct|no speech"
)
_INSIDE: Final = rf"(?:{_TIME}\s+)?(?:{_WORD})(?:[ ,][^\]\[()*\n]{{1,40}})?(?:\s+{_TIME})?"
_SHORT: Final = rf"(?:{_TIME}\s+)?(?:{_WORD})(?: (?:\w+[ '’]?){{1,4}})?(?:\s+{_TIME})?"
NOISES: Final = re.compile(
    rf"\[\s*{_INSIDE}\s*\]|\(\s*{_SHORT}\s*\)|\*\s?(?:{_SHORT})\s?\*|♪+(?:[^♪\n]{{0,60}}♪+)?", re.IGNORECASE
)
"""In brackets a word of the list may be told more of (« [rires dans la salle] »); elsewhere in four words."""


def is_noise(text: str) -> bool:
    """Whether a text tells noises only."""
    return bool(text.strip()) and not NOISES.sub("", text).strip(" \xa0\u202f.…-–—")


def marked(inlines: Inlines) -> Inlines:
    """The inlines with each noise in a Span of its own; their words and order stay."""
    text = ast.text(inlines)
    for found in reversed(list(NOISES.finditer(text))):
        parts = slices.cut(inlines, found.end())
        inner = slices.cut(parts[0], found.start()) if parts else None
        if parts and inner and not _is_marked(inner[1]):
            inlines = [*inner[0], {"t": "Span", "c": [ast.attributes("", [NOISE]), inner[1]]}, *parts[1]]
    return inlines


def _is_marked(inlines: Inlines) -> bool:
    return any(inline["t"] == "Span" and NOISE in inline["c"][0][1] for inline in inlines)
