"""Numbers that a cell shows as a fraction (« 2 1/3 ») or by their power of ten (« 1,23E+05 »)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

_FRACTION: Final = re.compile(
    r"(?:(?P<whole>[#0?]+) )? *(?P<part>[#0?]{1,3}) */ *(?P<places>[#0?]{1,3}|[1-9]\d{0,2}) *"
)
_POWER: Final = re.compile(r"0(?:\.(?P<decimals>0{1,12}))?E(?P<sign>[+-])(?P<exponent>0{1,3})", re.IGNORECASE)


def odd(value: float, section: str) -> str | None:
    """A number without sign by a format of fractions or of powers of ten; None for any other format."""
    exact = Decimal(repr(value))
    if found := _FRACTION.fullmatch(section):
        return _fraction(Fraction(exact), found["whole"], found["places"])
    if found := _POWER.fullmatch(section):
        return _power(exact, len(found["decimals"] or ""), found["sign"], len(found["exponent"]))
    return None


def _fraction(value: Fraction, whole: str | None, places: str) -> str:
    fixed = int(places) if places[0] in "123456789" else 0
    if fixed:
        parts, over = int(value * fixed + Fraction(1, 2)), fixed
    else:
        nearest = value.limit_denominator(10 ** len(places) - 1)
        parts, over = nearest.numerator, nearest.denominator
    if whole is None:
        return f"{parts}/{over}"
    units, parts = divmod(parts, over)
    shown = [str(units)] if units or not parts or "0" in whole else []
    return " ".join([*shown, f"{parts}/{over}"] if parts else shown)


def _power(value: Decimal, decimals: int, sign: str, width: int) -> str:
    exponent = value.adjusted() if value else 0
    unit = Decimal(1).scaleb(-decimals)
    figures = value.scaleb(-exponent).quantize(unit, rounding=ROUND_HALF_UP)
    if figures >= 10:
        exponent += 1
        figures = value.scaleb(-exponent).quantize(unit, rounding=ROUND_HALF_UP)
    mark = "-" if exponent < 0 else sign.replace("-", "")
    return f"{figures:f}".replace(".", ",") + f"E{mark}{abs(exponent):0{width}}"
