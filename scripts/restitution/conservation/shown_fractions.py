"""Fractions and powers of ten that a cell shows, as the counter understands their formats (ECMA-376, 18.8.31)."""

from __future__ import annotations

import re
from decimal import Decimal

PARTS = re.compile(r"(?:([#0?]+) )? *[#0?]{1,3} */ *([#0?]{1,3}|[1-9][0-9]{0,2}) *")
POWERS = re.compile(r"0(\.0{1,12})?[Ee]([+-])(0{1,3})")


def odd_text(value: Decimal, section: str) -> str | None:
    """The text of a number without sign; None where the format asks for neither."""
    if parts := PARTS.fullmatch(section):
        return _as_fraction(value, parts[1], parts[2])
    if powers := POWERS.fullmatch(section):
        return _as_power(value, len(powers[1] or ".") - 1, powers[2], len(powers[3]))
    return None


def _as_fraction(value: Decimal, units: str | None, below: str) -> str:
    top, bottom = value.as_integer_ratio()
    if below[0].isdigit() and below[0] != "0":
        over = int(below)
        part = (2 * top * over + bottom) // (2 * bottom)
    else:
        part, over = _nearest(top, bottom, 10 ** len(below) - 1)
    if units is None:
        return f"{part}/{over}"
    whole, rest = part // over, part % over
    fraction = f"{rest}/{over}" if rest else ""
    return f"{whole} {fraction}" if whole or not rest or "0" in units else fraction


def _nearest(top: int, bottom: int, greatest: int) -> tuple[int, int]:
    """The fraction nearest to top / bottom whose lower part is not above `greatest`, the simplest of two."""
    best, gap = (0, 1), top
    for over in range(1, greatest + 1):
        part = (2 * top * over + bottom) // (2 * bottom)
        off = abs(part * bottom - top * over)
        if over == 1 or off * best[1] < gap * over:
            best, gap = (part, over), off
    return best


def _as_power(value: Decimal, decimals: int, sign: str, width: int) -> str:
    digits = "".join(map(str, value.as_tuple().digits)).lstrip("0")
    if not digits:
        return "0" + ("," + "0" * decimals if decimals else "") + "E" + sign.replace("-", "") + "0" * width
    power = value.adjusted()
    kept = digits[: decimals + 1].ljust(decimals + 1, "0")
    if digits[decimals + 1 : decimals + 2] >= "5":
        kept = str(int(kept) + 1)
        power += len(kept) > decimals + 1
    mark = "-" if power < 0 else sign.replace("-", "")
    tail = "," + kept[1 : decimals + 1] if decimals else ""
    return f"{kept[0]}{tail}E{mark}{abs(power):0{width}}"
