"""What the cell of a spreadsheet shows, in French: its value by its number format.

Numbers take a decimal comma, thousands apart, the signs and the words of their format; dates are day, month, year
(« 12/03/2026 », or « jeudi 12 mars 2026 » where the format spells the month).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise
from typing import Final

from restitution.readers.odd_numbers import odd

MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
THIN: Final = "\u202f"
EXACT: Final = 10**15
"""Integers below this are exact in a spreadsheet."""

Moment = date | time | timedelta  # a datetime is a date
Value = str | bool | int | float | Moment

_EUROS: Final = {
    '"$"#,##0_);("$"#,##0)': r'#,##0\ "€"',
    '"$"#,##0_);[Red]("$"#,##0)': r'#,##0\ "€"',
    '"$"#,##0.00_);("$"#,##0.00)': r'#,##0.00\ "€"',
    '"$"#,##0.00_);[Red]("$"#,##0.00)': r'#,##0.00\ "€"',
    r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)': r'#,##0\ "€"',
    r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)': r'#,##0.00\ "€"',
    r'_("$"* #,##0.00_);_("$"* \(#,##0.00\);_("$"* "-"??_);_(@_)': r'#,##0.00\ "€"',
}
"""Built-in formats of the country's currency, which openpyxl knows as that of another."""
_SECTION: Final = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)|^(?=;)')
_CONDITION: Final = re.compile(r"\[[<>=]")
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<general>General|Standard|@)"
    r"|(?P<odd>[Ee][+-]|/)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_TOKEN: Final = re.compile(r"\[(?:h+|m+|s+)\]|y+|m+|d+|h+|s+", re.IGNORECASE)
_NOT_DATE: Final = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|AM/PM|A/P', re.IGNORECASE)


def shown(value: Value, number_format: str = "General") -> str:
    """The text of a cell; empty when its format hides it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, int | float):
        return _number(value, _EUROS.get(number_format, number_format))
    return _moment(value, date_tokens(number_format))


def general(value: float) -> str:
    """A number as it is, with a comma: integers whole, others to ten figures."""
    if value == int(value) and abs(value) < EXACT:
        return str(int(value))
    return format(value, ".10G").replace(".", ",")


def date_tokens(number_format: str) -> list[str]:
    """The parts of a date or time that a format asks for, in lower case; minutes are `n`."""
    tokens = [t.lower() for t in _DATE_TOKEN.findall(_NOT_DATE.sub(" ", sections(number_format)[0]))]
    minutes = {i + 1 for i, (a, b) in enumerate(pairwise(tokens)) if "h" in a and b[0] == "m"}
    minutes |= {i for i, (a, b) in enumerate(pairwise(tokens)) if "s" in b and a[0] == "m" and len(a) < 3}
    return [token.replace("m", "n") if i in minutes else token for i, token in enumerate(tokens)]


def sections(number_format: str) -> list[str]:
    """The formats of positive, negative, null numbers and of text."""
    return _SECTION.findall(number_format) or [""]


def _moment(value: Moment, tokens: list[str]) -> str:
    if isinstance(value, timedelta):
        return _elapsed(value, tokens)
    if isinstance(value, time):
        return _clock(value, tokens)
    if not isinstance(value, datetime):
        return _day(value, tokens or ["d", "m", "y"])
    value += timedelta(seconds=value.microsecond >= 500_000, microseconds=-value.microsecond)
    if not tokens:
        return f"{_day(value, ['d', 'm', 'y'])} {_clock(value.time(), ['h'])}"
    day = _day(value, tokens) if any(token[0] in "ymd" for token in tokens) else ""
    clock = _clock(value.time(), tokens) if any(token[-1] in "hns" for token in tokens) else ""
    return f"{day} {clock}".strip()


def _day(value: date, tokens: list[str]) -> str:
    """The day of a date, as far as its format tells it."""
    month = max((token for token in tokens if token[0] == "m"), key=len, default="")
    has_day, has_year = any(token in {"d", "dd"} for token in tokens), any(token[0] == "y" for token in tokens)
    weekday = DAYS[value.weekday()] if any(len(token) > 2 and token[0] == "d" for token in tokens) else ""
    day, year = f"{value.day:02}" if has_day else "", f"{value.year:04}" if has_year else ""
    if len(month) > 2:
        parts = [weekday, str(value.day) if has_day else "", MONTHS[value.month - 1], year]
        return " ".join(part for part in parts if part)
    numbers = "/".join(part for part in (day, f"{value.month:02}" if month else "", year) if part)
    return f"{weekday} {numbers}".strip()


def _clock(value: time, tokens: list[str]) -> str:
    seconds = any(token[0] == "s" for token in tokens)
    moment = datetime(1, 1, 1, value.hour, value.minute, value.second)  # noqa: DTZ001 a clock has no zone
    moment += timedelta(seconds=value.microsecond >= 500_000)
    if seconds and not any("h" in token for token in tokens):
        return f"{moment:%M:%S}"
    return f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"


def _elapsed(value: timedelta, tokens: list[str]) -> str:
    """A length of time: hours beyond twenty-four, or minutes, or seconds alone."""
    total = int(abs(value) / timedelta(seconds=1) + 0.5)
    sign = "-" if value < timedelta() else ""
    first = next((token for token in tokens if token[0] == "["), "[h]")
    if first[1] == "s":
        return f"{sign}{total}"
    has_seconds = any(token[0] == "s" for token in tokens)
    if first[1] == "m":
        return f"{sign}{total // 60}" + (f":{total % 60:02}" if has_seconds else "")
    clock = f"{sign}{total // 3600}:{total // 60 % 60:02}"
    return clock + (f":{total % 60:02}" if has_seconds else "")


def _number(value: float, number_format: str) -> str:
    parts = sections(number_format)
    if any(_CONDITION.search(part) for part in parts):
        return general(value)
    if value < 0 and len(parts) > 1:
        return _formatted(-value, parts[1])
    if value == 0 and len(parts) > 2:
        return _formatted(0, parts[2])
    sign = "-" if value < 0 else ""
    text = _formatted(abs(value), parts[0])
    return f"{sign}{text}" if any(sign.isalnum() for sign in text) else text


def _formatted(value: float, section: str) -> str:
    """A number without sign by one section of a format."""
    if (text := odd(value, section)) is not None:
        return text
    tokens = [(m.lastgroup or "", m[m.lastgroup] if m.lastgroup else "") for m in _TOKEN.finditer(section)]
    kinds = [kind for kind, _ in tokens]
    if not tokens or "odd" in kinds or {"digit", "general"} <= set(kinds):
        return general(value) if tokens else ""
    if "digit" not in kinds:
        texts = [general(value) if k == "general" else "\xa0%" if k == "percent" else t for k, t in tokens]
        return "".join(texts).strip()
    first = kinds.index("digit")
    last = len(kinds) - 1 - kinds[::-1].index("digit")
    before = "".join(text for kind, text in tokens[:first] if kind not in {"percent", "comma"})
    after = "".join(
        "\xa0%" if kind == "percent" else "" if kind == "comma" else t for kind, t in tokens[last + 1 :]
    )
    scale = Decimal(100) ** kinds.count("percent") / Decimal(1000) ** kinds[last + 1 :].count("comma")
    try:
        number = _figures(Decimal(repr(value)) * scale, tokens[first : last + 1])
    except InvalidOperation:  # more figures than a decimal holds: 1e308, or 300 of them behind the point
        return general(value)
    return re.sub(r"[ \xa0]+%", "\xa0%", f"{before}{number}{after}").strip()


def _figures(value: Decimal, pattern: list[tuple[str, str]]) -> str:
    """The figures of a number over the places of a pattern, from the point outwards."""
    kinds = [kind for kind, _ in pattern]
    point = kinds.index("point") if "point" in kinds else len(pattern)
    whole, part = pattern[:point], [text for kind, text in pattern[point:] if kind == "digit"]
    rounded = value.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    figures, _, decimals = f"{rounded:f}".partition(".")
    while len(decimals) > part.count("0") and decimals.endswith("0"):
        decimals = decimals[:-1]
    least = len("".join(text for kind, text in whole if kind == "digit").lstrip("#?"))
    figures = "" if figures == "0" and not least and not decimals else figures.zfill(least)
    apart = any(kind not in {"digit", "comma"} for kind, _ in whole)
    if apart:
        figures = _over(figures, whole)
    elif "comma" in kinds[:point]:
        figures = _by_thousands(figures)
    return f"{figures},{decimals}" if decimals else figures


def _over(figures: str, places: list[tuple[str, str]]) -> str:
    """Figures put over the places of a pattern with signs in between, as in a telephone number."""
    left, out = list(figures), []
    for kind, text in reversed(places):
        if kind == "digit":
            out.append(left.pop() if left else "")
        elif left and kind != "comma":
            out.append(text)
    return "".join(left) + "".join(reversed(out))


def _by_thousands(figures: str) -> str:
    head = len(figures) % 3
    groups = [figures[:head], *(figures[n : n + 3] for n in range(head, len(figures), 3))]
    return THIN.join(group for group in groups if group)
