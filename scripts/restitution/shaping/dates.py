"""Dates that a note speaks of: its own, from its fields; else the one in its file's name."""

from __future__ import annotations

import re

from restitution.messages import french_dates

IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(0[1-9]|1[0-2])(?:[-_ ]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


def dates_of(said: str, name: str) -> list[str]:
    """ISO dates, first and last, of a field's text; else the date in a file's name, if it exists; else none."""
    found = french_dates(said) if said else []
    if found:
        return [found[0], found[-1]] if len(found) > 1 and found[0] != found[-1] else found[:1]
    match = IN_NAME.search(name)
    if match is None:
        return []
    year, month, day = match.groups()
    return french_dates(f"{year}-{month}-{day or '01'}")
