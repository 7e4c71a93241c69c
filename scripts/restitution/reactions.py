"""The reaction sheet of a meeting: its words, by which it is known again when it comes back filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from restitution.messages import folded, listed
from restitution.settings import Settings

TITLE: Final = "Fiche de réaction"
TERRITORY, THEME, NAME = "Territoire", "Thème", "Nom"
KEPT, CONTESTED, PROPOSED = "Ce que je garde", "Ce que je conteste", "Ce que je propose"
SECTIONS: Final = (KEPT, CONTESTED, PROPOSED)
COLUMNS: Final = (TERRITORY, THEME, *SECTIONS)
NAME_LINE: Final = "Nom (facultatif) :"
HOW: Final = (
    "Une ligne par réaction : le territoire et le thème dont vous parlez, puis ce que vous gardez, contestez ou "
    "proposez. Laissez vide ce qui ne vous dit rien."
)
"""By which our own sheet is told from a table that somebody made with the same columns."""
HONEST: Final = (
    "Ce que vous écrivez peut être publié, sans votre nom : il ne l’est pas sans votre accord. N’écrivez rien sur "
    "la santé, les opinions politiques ou la religion de quelqu’un."
)
AT: Final = "Rencontres : {rencontres}."
TERRITORIES: Final = "Territoires : {territoires}."
THEMES: Final = "Thèmes : {themes}."
BACK: Final = (
    "À rendre à l’équipe du projet. Pour faire retirer ce que vous avez écrit, ou votre nom, écrivez à : "
    "{contact}."
)
FUNDING: Final = "Financement : {mention}"
_SENTENCES: Final = (TITLE, HOW, HONEST, AT, TERRITORIES, THEMES, BACK, FUNDING)
_PLACE: Final = re.compile(r"\{\w+\}")
_UNSAID: Final = re.compile(r"[\s._…–—-]*")


def sentence(words: str, settings: Settings) -> str:
    """A sentence of the sheet with what the settings say in it; empty when they do not say it."""
    project = settings.projet
    known = {
        "rencontres": project.rencontres,
        "contact": project.contact,
        "mention": settings.financement.mention,
        "territoires": listed(territory.nom for territory in settings.territoires),
        "themes": " ; ".join(theme.titre for theme in settings.themes),
    }
    return words.format_map(known) if all(known[name[1:-1]] for name in _PLACE.findall(words)) else ""


def are_heads(texts: Iterable[str]) -> bool:
    """Whether some words are the heads of a table of reactions, whatever stands beside them."""
    return {folded(text) for text in texts}.issuperset(map(folded, SECTIONS))


def plain(text: str) -> str:
    """A text whatever its spaces, capitals and apostrophes are."""
    return " ".join(text.replace("’", "'").split()).casefold()


def is_ours(text: str) -> bool:
    """Whether a whole paragraph is what the sheet says to its reader, or its line for a name left empty."""
    said = plain(text)
    is_empty = said.startswith(plain(NAME_LINE)) and not name_in(text)
    return is_empty or _told().fullmatch(said) is not None


def name_in(text: str) -> str:
    """What was written on the sheet's line for a name."""
    said = " ".join(text.split())
    head = len(NAME_LINE)
    written = said[head:].strip() if plain(said).startswith(plain(NAME_LINE)) else ""
    return "" if _UNSAID.fullmatch(written) else written


@cache
def _told() -> re.Pattern[str]:
    """Sentences of the sheet, one or several."""
    pieces = ([re.escape(plain(piece)) for piece in _PLACE.split(words)] for words in _SENTENCES)
    each = "|".join(" ?.+ ?".join(of_one) for of_one in pieces)
    return re.compile(f"(?:{each})(?: (?:{each}))*")
