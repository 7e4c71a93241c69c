"""What every mark in a Word text says of itself, comment or tracked change: a number, who made it, when."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from restitution.ooxml.word import W
from restitution.remarks import to_the_minute

_REST: Final = re.compile(r"(:[0-5]\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
"""Of a moment, behind its minute: seconds and zone."""
UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot say."""
TOP: Final = 0x7FFFFFFF
"""A paragraph's id is below it, else Word renews it and loses the thread."""
INITIALS: Final = 3


def said_by(number: str, author: str, date: str) -> dict[str, str]:
    """Attributes of a mark: its number, who made it and when.

    XML wants seconds: those that a date lacks are 0. What is no date, or none of any calendar, is left out.
    """
    minute = to_the_minute(date)
    rest = _REST.fullmatch(date[len(minute) :])
    seconds, zone = rest.groups() if rest else ("", "")
    when = {W + "date": f"{minute}{seconds or ':00'}{zone or ''}"} if minute else {}
    return {W + "id": number, W + "author": writable(author), **when}


def writable(text: str) -> str:
    """A text without what XML cannot say."""
    return UNWRITABLE.sub("", text)


def initials(author: str) -> str:
    """« EM » of Élise Martin; empty of nobody."""
    return "".join(word[0] for word in writable(author).split()[:INITIALS]).upper()


def unused_id(seed: str, taken: set[str]) -> str:
    """Eight digits of an id that is not `taken`, which it then is: the same for the same remark."""
    number = int(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) & TOP
    while (key := f"{number:08X}") in taken or number in {0, TOP}:
        number = (number + 1) & TOP
    taken.add(key)
    return key
