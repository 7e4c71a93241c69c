"""Every word of the texts that a JSON file holds, from its bytes.

Counted: each string that is a value, in its order. Not counted: names of keys and numbers, by which a program
speaks to another, as the tags and attributes of a page. Strings are found here sign by sign, without a JSON
library: a value that a library would drop (a key that comes twice) is counted all the same.
"""

from __future__ import annotations

import re

from restitution.conservation.source_text import decoded
from restitution.conservation.words import Flow

STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
ESCAPE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL
)
SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def json_words(data: bytes) -> list[str]:
    """The words of all values that are strings."""
    flow = Flow()
    for string in STRING.finditer(decoded(data)):
        if not string[2]:
            flow.say(unescaped_string(string[1]))
            flow.cut()
    return flow.done()


def unescaped_string(text: str) -> str:
    """What stands between the quotes of a string, as it is meant."""
    return ESCAPE.sub(_sign, text)


def _sign(escape: re.Match[str]) -> str:
    """The sign that an escape stands for; two halves of one sign (beyond 0xFFFF) make it together."""
    high, low, code, sign = escape.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if code:
        number = int(code, 16)
        return " " if 0xD800 <= number < 0xE000 else chr(number)
    return SIGNS.get(sign, sign)
