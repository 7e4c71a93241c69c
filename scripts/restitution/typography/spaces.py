"""Spaces: which one stands before a sign, between a number and its unit, behind an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from restitution.typography.conventions import NO_BREAK, Conventions
from restitution.typography.kept import BLANK, Span, touches
from restitution.typography.signs import CLOSE, OPEN, THING, Edits

Put = tuple[int, int, str]
"""First and last (excluded) of the spaces of a place, and what stands there instead; the two are one for none."""

_OPENING: Final = rf"«“(\[{{<¿¡{OPEN}"
_ENDS: Final = rf"\w)\]}}»”’\"'…%‰€$£°.{CLOSE}{THING}"
"""What a sign may be stuck to, so that its space was forgotten."""
_INSIDE: Final = re.compile(rf"(?<=«)(?P<gap>{BLANK}*)(?=[^\s»])|(?<=[^\s«])(?P<end>{BLANK}*)(?=»)")
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
_UNIT: Final = re.compile(rf"(?<=\d)(?P<gap>{BLANK}+)(?:{_UNITS})(?![\w'’])")
_HOUR: Final = re.compile(rf"(?<=\d)(?:{BLANK}?)h(?P<gap>{BLANK}+)\d\d(?!\d)")
_THOUSANDS: Final = re.compile(
    rf"(?<![\w.,+/\u2011-])(?<!\d{BLANK})[1-9]\d{{0,2}}(?:{BLANK}\d{{3}})+(?!{BLANK}?\d|[-/]\d|\w)"
)
_MONTHS: Final = "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
_ABBREVIATIONS: Final = (
    (re.compile(rf"(?<!\w)[nN]°(?:s(?={BLANK}))?(?P<gap>{BLANK}*)(?=\w)"), "°"),
    (re.compile(rf"(?<!\w)(?i:pp?|art|chap|vol|fig|t)\.(?P<gap>{BLANK}+)(?=\d|[IVX]+(?!\w))"), "."),
    (re.compile(rf"(?<!\w)(?:MM?\.|Mmes?|Mlles?|D(?:r|re)s?|Prs?)(?P<gap>{BLANK}+)(?=[A-ZÀ-Þ\[])"), "MDP"),
    (re.compile(rf"(?<![\w.,/-])(?:\d{{1,2}}|1er)(?P<gap>{BLANK}+)(?:{_MONTHS})(?!\w)", re.IGNORECASE), ""),
)
"""Each with the signs of which all that it finds holds one; none: a digit."""
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
        (_INSIDE, "«»", NO_BREAK),
        (_HIGH, ";!?", rules.high),
        (_COLON, ":", NO_BREAK),
        (_PERCENT, "%‰", rules.percent),
        (_CURRENCY, "€$£¥", NO_BREAK),
        (_UNIT, "", NO_BREAK),
        (_HOUR, "", NO_BREAK),
        *((pattern, signs, NO_BREAK) for pattern, signs in _ABBREVIATIONS),
    ):
        if any(sign in text for sign in signs) if signs else has_digits:
            for found in pattern.finditer(text):
                start, end = found.span("gap" if found["gap"] is not None else "end")
                yield start, end, space
    for number in _THOUSANDS.finditer(text) if has_digits else ():
        for gap in _INNER.finditer(text, *number.span()):
            yield *gap.span(), rules.thousands
