"""What a line says of who made a picture."""

from __future__ import annotations

import re
from typing import Final

_MADE: Final = (
    r"photo(?:graphie)?s?|clich[ée]s?|images?|illustrations?|dessins?|cartes?|sch[ée]mas?|infographies?|visuels?"
)
CREDIT: Final = re.compile(
    rf"©|\(c\)|\bcr[ée]dits?\b|\b(?:sources?|auteurs?|autrices?|r[ée]alisation|d['’]apr[èe]s)\b\s*:?\s*\w"
    rf"|\b(?:{_MADE})\s*:\s*\w|[(–—-]\s*(?:{_MADE})\s+(?!\d)[^\s)]",
    re.IGNORECASE,
)
"""« © A. B. », « Crédit : … », « (photo PETR) »; « Photo 1 – La place » and « Carte du pays » say no credit."""
BY: Final = "(photo : {})"


def credited(credit: str) -> str:
    """A credit as it stands behind a caption: « (photo : Mairie de Brielle) »."""
    return f"({credit})" if CREDIT.search(f"({credit})") else BY.format(credit)
