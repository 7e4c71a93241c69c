"""The words that the cell of a spreadsheet shows for a number: the counter's own understanding of formats.

Written from the format's definition (ECMA-376, 18.8.30), for words alone: what signs stand around figures is
indifferent here, which figures and letters show is not.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from restitution.conservation.shown_fractions import odd_text
from restitution.conservation.words import words

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00",
    8: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "d/m/y", 15: "d/mmm/y",
    16: "d/mmm", 17: "mmm/y", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "d/m/y h:mm", 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0;#,##0;-", 42: "#,##0", 43: "#,##0.00;#,##0.00;-",
    44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
MONTHS = words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
DAYS = words("lundi mardi mercredi jeudi vendredi samedi dimanche")
QUIET = re.compile(
    r'"([^"]*)"?|\\(.)|([_*]).|\[\$([^\]-]*)[^\]]*\]|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE | re.DOTALL
)
"""What a format says that is no place for a figure: words in quotes, single signs, blanks, currencies."""
KEPT = 0xF0000
"""Signs of no language, from here on, stand for these words while figures are put in."""
LAST_DAY = 2_958_466
LONGEST = 999_999_999
DROPPED = str.maketrans("", "", ",%")
BEGINNINGS = {True: "1904-01-01", False: "1899-12-30"}


def number_words(raw: str, code: str, *, from_1904: bool = False) -> list[str]:
    """Words that a number shows under a format; those of the bare number where its format hides it."""
    value = float(raw)
    spelled = _apart(code)
    first = QUIET.sub(" ", spelled[0])
    if re.search("[dmyhs]", first, re.IGNORECASE):
        return _moment(value, re.sub("am/pm|a/p", " ", first.lower()), from_1904=from_1904)
    return _figures(value, raw, spelled) or (_bare(value) if value else [])


def _bare(value: float) -> list[str]:
    whole = value.is_integer() and abs(value) < 1e15
    return words(str(int(value)) if whole else f"{value:.10G}".replace(".", ","))


def _apart(code: str) -> list[str]:
    """The sections of a format: cut at each semicolon that is not in quotes or escaped."""
    found, quoted, escaped, bracket = [""], False, False, False
    for sign in code:
        if sign == ";" and not (quoted or escaped or bracket):
            found.append("")
            continue
        quoted ^= sign == '"' and not escaped
        bracket = not quoted and (sign == "[" or (bracket and sign != "]"))
        escaped = sign == "\\" and not escaped and not quoted
        found[-1] += sign
    return found


def _figures(value: float, raw: str, spelled: list[str]) -> list[str]:
    if any(re.search(r"\[[<>=]", section) for section in spelled):
        return _bare(value)
    section = spelled[0]
    if value < 0 and len(spelled) > 1:
        section = spelled[1]
    elif value == 0 and len(spelled) > 2:
        section = spelled[2]
    if (odd := odd_text(abs(Decimal(raw)), section)) is not None:
        return words(odd)
    said: list[str] = []

    def keep(found: re.Match[str]) -> str:
        said.append(found[1] or found[2] or found[4] or "")
        return chr(KEPT + len(said) - 1)

    bare = QUIET.sub(keep, section)
    is_general = re.search(r"General|Standard|@", bare, re.IGNORECASE) is not None
    if re.search(r"E[+-]|/", bare, re.IGNORECASE) or (is_general and re.search("[0#?]", bare)):
        return _bare(value)
    if is_general:
        bare = re.sub(r"General|Standard|@", lambda _: " ".join(_bare(value)), bare, flags=re.IGNORECASE)
    else:
        try:
            bare = _filled(abs(Decimal(raw)), bare)
        except InvalidOperation:  # more figures than a decimal holds
            return _bare(value)
    return words(re.sub(f"[{chr(KEPT)}-{chr(KEPT + 999)}]", lambda found: said[ord(found[0]) - KEPT], bare))


def _filled(value: Decimal, bare: str) -> str:
    """A section with the figures of a number in the place of its signs 0, # and ?."""
    places = [n for n, sign in enumerate(bare) if sign in "0#?"]
    if not places:
        return bare
    head, body, tail = bare[: places[0]], bare[places[0] : places[-1] + 1], bare[places[-1] + 1 :]
    value = value * 100 ** bare.count("%") / Decimal(1000) ** tail.count(",")
    left, _, right = body.partition(".")
    right = re.sub("[^0#?]", "", right)
    text = f"{value.quantize(Decimal(10) ** -len(right), rounding=ROUND_HALF_UP):f}"
    whole, _, part = text.partition(".")
    must = right.count("0")
    part = part[:must] + part[must:].rstrip("0")
    needed = len(re.sub("[^0#?]", "", left).lstrip("#?"))
    whole = "" if whole == "0" and not needed and not part else whole.rjust(needed, "0")
    if re.search("[^0#?,]", left):
        whole = _poured(whole, left)
    elif "," in left:
        whole = " ".join(re.findall(r"\d{1,3}", whole[::-1]))[::-1]
    return head.translate(DROPPED) + whole + ("," + part if part else "") + tail.replace(",", "")


def _poured(figures: str, mould: str) -> str:
    """Figures poured into a mould from its right end; what the mould says beyond the last figure is left out."""
    out = ""
    for sign in reversed(mould):
        if sign in "0#?":
            out, figures = figures[-1:] + out, figures[:-1]
        elif sign != "," and figures:
            out = sign + out
    return figures + out


def _moment(value: float, code: str, *, from_1904: bool) -> list[str]:
    """The day and the hour, as far as a format tells them."""
    asked = re.findall(r"\[[hms]+\]|y+|m+|d+|h+|s+", code) or ["d", "m", "y", "h"]
    for at, sign in enumerate(asked):
        after_hour = at > 0 and "h" in asked[at - 1]
        before_second = at + 1 < len(asked) and "s" in asked[at + 1] and len(sign) < 3
        if sign[0] == "m" and (after_hour or before_second):
            asked[at] = "n"
    elapsed = next((sign for sign in asked if sign[0] == "["), "")
    if elapsed and abs(value) < LONGEST:
        return _elapsed(value, elapsed[1], "s" in {sign[0] for sign in asked})
    if value >= LAST_DAY:
        return _bare(value)
    thousandths = round((value % 1) * 86_400_000)
    if 0 <= value < 1 and thousandths < 86_400_000:
        return _hour(datetime.fromisoformat("2000-01-01") + timedelta(milliseconds=thousandths), asked)
    days = value // 1 + (0 < value < 60 and not from_1904)  # Excel has a 29 February 1900
    moment = datetime.fromisoformat(BEGINNINGS[from_1904]) + timedelta(days=days, milliseconds=thousandths)
    clock = {"h", "n", "s"} & {sign[0] for sign in asked}
    moment += timedelta(milliseconds=500)
    return _date(moment, asked) + (_hour(moment - timedelta(milliseconds=500), asked) if clock else [])


def _date(moment: datetime, asked: list[str]) -> list[str]:
    month = max((len(sign) for sign in asked if sign[0] == "m"), default=0)
    days = {len(sign) for sign in asked if sign[0] == "d"}
    told = [DAYS[moment.weekday()]] if any(size > 2 for size in days) else []
    if days & {1, 2}:
        told.append(str(moment.day) if month > 2 else f"{moment.day:02}")
    if month:
        told.append(MONTHS[moment.month - 1] if month > 2 else f"{moment.month:02}")
    if any(sign[0] == "y" for sign in asked):
        told.append(f"{moment.year:04}")
    return told


def _hour(moment: datetime, asked: list[str]) -> list[str]:
    moment += timedelta(milliseconds=500)
    kinds = {sign[0] for sign in asked}
    clock = [f"{moment.hour:02}", f"{moment.minute:02}", f"{moment.second:02}"]
    if "s" not in kinds:
        return clock[:2]
    return clock if "h" in kinds else clock[1:]


def _elapsed(value: float, unit: str, seconds: bool) -> list[str]:
    total = int(abs(timedelta(days=value)) / timedelta(seconds=1) + 0.5)
    if unit == "s":
        return [str(total)]
    if unit == "m":
        return [str(total // 60), *([f"{total % 60:02}"] if seconds else [])]
    return [str(total // 3600), f"{total // 60 % 60:02}", *([f"{total % 60:02}"] if seconds else [])]


def iso_words(raw: str) -> list[str]:
    """Words of a moment written « 2026-03-12T14:30:00 »."""
    day, _, clock = raw.partition("T") if "-" in raw else ("", "", raw.lstrip("T"))
    return words(" ".join([*reversed(day.split("-")), *clock.split(":")[:2]]))
