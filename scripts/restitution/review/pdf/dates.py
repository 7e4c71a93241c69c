"""Dates as PDF writes them (ISO 32000-1, clause 7.9.4), in ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

PATTERN: Final = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?P<zone>Z|[+-]\d\d(?:'?\d\d)?)?.*",
    re.DOTALL,
)
DEFAULTS: Final = {"year": 0, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}


def iso_date(said: str) -> str:
    """« D:20261102093000+01'00' » -> « 2026-11-02T09:30:00+01:00 »; empty when it is no date."""
    found = PATTERN.fullmatch(said.strip())
    if found is None:
        return ""
    parts = [int(found[name] or default) for name, default in DEFAULTS.items()]
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 the zone is written as it was said
    except ValueError:
        return ""
    return moment.isoformat() + _zone(found["zone"] or "")


def _zone(said: str) -> str:
    digits = "".join(letter for letter in said if letter.isdigit())
    if not digits:
        return said  # « Z », or nothing
    return f"{said[0]}{digits[:2]}:{digits[2:] or '00'}"
