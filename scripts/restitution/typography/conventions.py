"""Which space stands where, by country.

France: Lexique des règles typographiques en usage à l'Imprimerie nationale (3rd ed.), narrow before ; ! ? and full
before : and inside « ». Canada: Office québécois de la langue française, « Espacement avant et après les signes de
ponctuation et les symboles » (Vitrine linguistique, fiche 22039): nothing before ; ! ?, a no-break space before
: % $ and inside « ».
"""

from __future__ import annotations

from typing import Final

import msgspec

NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"
CANADA: Final = "fr-CA"


class Conventions(msgspec.Struct, frozen=True, kw_only=True):
    """The spaces that a country puts; before a colon, a unit, a currency and inside « » all put U+00A0."""

    high: str
    """Before ; ! and ?, empty for none."""
    percent: str
    thousands: str


def conventions(language: str, *, fine: bool) -> Conventions:
    """Those of `fr-FR` or `fr-CA`; `fine`: whether narrow spaces may be used (else all are U+00A0)."""
    thin = NARROW if fine else NO_BREAK
    if language == CANADA:
        return Conventions(high="", percent=NO_BREAK, thousands=thin)
    return Conventions(high=thin, percent=thin, thousands=thin)
