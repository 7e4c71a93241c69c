"""An age beside a name (« Kévin, 11 ans »): it points at somebody, most of all at a child. Plain text only."""

from __future__ import annotations

import re
from typing import Final

_TEENS: Final = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept".split()  # noqa: SIM905
)
MINOR: Final = frozenset((*_TEENS, *map(str, range(18))))
"""Years of whoever is no adult, as they are written."""
_TENS: Final = "vingt|trente|quarante|cinquante|soixante|quatre-vingts?"
_UNITS: Final = "|".join((*reversed(_TEENS), "dix-huit", "dix-neuf"))
_YEARS: Final = rf"(?:\d{{1,3}}|(?:(?:{_TENS})(?:[- ]et)?[- ])?(?:{_UNITS})|{_TENS})"
AGE: Final = re.compile(rf"(?:agee? (?:de |d'))?(?P<years>{_YEARS}) (?P<unit>ans|mois)(?: et demie?)?")
"""A whole text that is an age."""
BESIDE: Final = re.compile(
    rf"(?:(?P<told>,? agee? (?:de |d'))|, )(?P<years>{_YEARS}) (?P<unit>ans|mois)(?: et demie?)?"
    r"(?(told)|(?=[,.;:)!?]|$| et ))"
)
"""An age behind a name: not « 30 ans de métier »."""
HAS: Final = re.compile(
    rf" (?:a|avait|aura|n'a que|a deja|avait deja) (?P<years>{_YEARS}) (?:ans|mois)(?: et demie?)?"
    r"(?=[,.;:)!?]|$| et )"
)
"""« a 54 ans »."""
SOME_AGE: Final = "un certain âge"


def is_minor(age: re.Match[str]) -> bool:
    """Whether an age that was found is a child's."""
    return age["unit"] == "mois" or age["years"] in MINOR
