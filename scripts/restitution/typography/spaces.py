"""Spaces: which one stands before a sign, between a number and its unit, behind an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from restitution.typography.conventions import NO_BREAK, Conventions
from restitution.typography.kept import BLANK, BLANKS, Span, touches
from restitution.typography.signs import CLOSE, OPEN, THING, Edits

Put = tuple[int, int, str]
"""First and last (excluded) of the spaces of a place, and what stands there instead; the two are one for none."""

_OPENING: Final = rf"«“(\[{{<¿¡{OPEN}"
_ENDS: Final = rf"\w)\]}}»”’\"'…%‰€$£°.{CLOSE}{THING}"
"""What a sign may be stuck to, so that its space was forgotten."""
_OPENED: Final = re.compile(rf"«(?P<gap>{BLANK}*)(?=[^\s»])")
_CLOSED: Final = re.compile(rf"(?<=[^\s«])(?P<gap>{BLANK}*)»")
_HIGH: Final = re.compile(
    rf"(?P<gap>(?<=[{_ENDS}]){BLANK}*|(?<=[^\s{_OPENING}]){BLANK}+)"
    rf"(?:[;!?]*;(?=\s|$|[»”\"{CLOSE}{THING}])|(?=[!?])[;!?]++(?![\w=]))"
)
_COLON: Final = re.compile(
    rf"(?<=[{_ENDS}])(?P<gap>{BLANK}*):(?=\s|$|[»”\"{CLOSE}{THING}])"
    rf"|(?<=[^\s:{_OPENING}])(?P<end>{BLANK}+):(?![:=)(/\\-])"
)
_PERCENT: Final = re.compile(rf"(?<=\d)(?P<gap>{BLANK}*)[%‰](?!\w)")
_CURRENCY: Final = re.compile(
    rf"(?<![\w$^./])\d[\d.,]*(?P<gap>{BLANK}*)[€$£¥](?!\w)|(?<=\d)(?P<end>{BLANK}+)(?:[kM]|Mds?)[€$](?!\w)"
)
_UNITS: Final = (
    "km²|km2|km/h|km|cm²|cm|mm|m²|m2|m³|m3|ml|hl|cl|ha|kg|mg|kWh|MWh|GWh|TWh|kWc|MWc|kW|MW|GW|kV|dB|Go|Mo|ko|To|"
    r"°C|°|hab\.|min|[mgtlLhsjWVA]"
)
_UNIT: Final = re.compile(rf"\d(?P<gap>{BLANK}+)(?=(?:{_UNITS})(?![\w'’]))")
_HOUR: Final = re.compile(rf"h(?:(?<=\dh)|(?<=\d{BLANK}h))(?P<gap>{BLANK}+)(?=\d\d(?!\d))")
_THOUSANDS: Final = re.compile(
    rf"[1-9](?<![\w.,+/\u2011-].)(?<!\d{BLANK}.)\d{{0,2}}(?:{BLANK}\d{{3}})+(?!{BLANK}?\d|[-/]\d|\w)"
)
_MONTHS: Final = "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
_SHORT: Final = r"(?i:(?<=\b[pt]\.)|(?<=\bpp\.)|(?<=\b(?:art|vol|fig)\.)|(?<=\bchap\.))"
"""What stands before the point."""
_TITLES: Final = r"(?<=M)(?:M?\.|mes?|lles?)|(?<=D)(?:r|re)s?|(?<=P)rs?"
"""What follows the first letter.

Expressions begin with what is rare: one that begins with what may stand before it is tried at each letter.
"""
_ABBREVIATIONS: Final = (
    (re.compile(rf"(?<!\w)[nN]°(?:s(?={BLANK}))?(?P<gap>{BLANK}*)(?=\w)"), "°"),
    (re.compile(rf"\.(?:{_SHORT})(?P<gap>{BLANK}+)(?=\d|[IVX]+(?!\w))"), "."),
    (re.compile(rf"[MDP](?<!\w.)(?:{_TITLES})(?P<gap>{BLANK}+)(?=[A-ZÀ-Þ\[])"), "MDP"),
    (re.compile(rf"\d(?<![\w.,/-].)(?:\d?|(?<=1)er)(?P<gap>{BLANK}+)(?:{_MONTHS})(?!\w)", re.IGNORECASE), ""),
)
"""Each with the signs of which all that it finds holds one; none: a digit."""
BEFORE_SIGNS: Final = {_CLOSED: "»", _HIGH: ";!?", _COLON: ":", _PERCENT: "%‰"}
"""Expressions that begin with the spaces before one of these signs."""
_DIGIT: Final = re.compile(r"\d")
_INNER: Final = re.compile(BLANK)


def space_edits(text: str, rules: Conventions, kept: Sequence[Span]) -> Edits:
    """What becomes of the spaces outside of `kept`. Where two rules meet, the first one holds."""
    edits: Edits = {}
    for start, end, space in _places(text, rules):
        is_free = not any(at in edits for at in range(start, max(end, start + 1)))
        if is_free and not touches(kept, start, end):
            edits |= _put(text, start, end, space)
    return edits


def _put(text: str, start: int, end: int, space: str) -> Edits:
    if start == end:
        return {start: space + text[start]} if space else {}
    return {start: space} | dict.fromkeys(range(start + 1, end), "")


def _places(text: str, rules: Conventions) -> Iterator[Put]:
    """The places of each rule, looked for where a text holds what the rule is about."""
    has_digits = _DIGIT.search(text) is not None
    for pattern, signs, space in (
        (_OPENED, "«", NO_BREAK),
        (_CLOSED, BEFORE_SIGNS[_CLOSED], NO_BREAK),
        (_HIGH, BEFORE_SIGNS[_HIGH], rules.high),
        (_COLON, BEFORE_SIGNS[_COLON], NO_BREAK),
        (_PERCENT, BEFORE_SIGNS[_PERCENT], rules.percent),
        (_CURRENCY, "€$£¥", NO_BREAK),
        (_UNIT, "", NO_BREAK),
        (_HOUR, "", NO_BREAK),
        *((pattern, signs, NO_BREAK) for pattern, signs in _ABBREVIATIONS),
    ):
        if any(sign in text for sign in signs) if signs else has_digits:
            for found in before_signs(text, pattern, signs) if pattern in BEFORE_SIGNS else pattern.finditer(text):
                start, end = found.span("gap" if found["gap"] is not None else "end")
                yield start, end, space
    for number in _THOUSANDS.finditer(text) if has_digits else ():
        for gap in _INNER.finditer(text, *number.span()):
            yield *gap.span(), rules.thousands


def before_signs(text: str, pattern: re.Pattern[str], signs: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds: signs are few, and each is asked only where the spaces before it begin."""
    end = 0
    for at in sorted(at for sign in signs for at in _each(text, sign)):
        start = at
        while start and text[start - 1] in BLANKS:
            start -= 1
        if start >= end and (found := pattern.match(text, start)):
            end = found.end()
            yield found


def _each(text: str, sign: str) -> Iterator[int]:
    """Where a sign stands."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)
