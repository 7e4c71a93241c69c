"""Every word between the tags of subtitles in XML: a line break parts words, a change of look does not."""

from __future__ import annotations

import html
import re

from restitution.conservation.source_text import decoded
from restitution.conservation.words import Flow

MARK = re.compile(
    r"<!--.*?-->|<!\[CDATA\[(?P<raw>.*?)\]\]>|<[?!][^>]*>|<(?P<end>/?)(?P<tag>[^\s/>]+)[^>]*>", re.DOTALL
)
WITHIN = frozenset({"span"})


def ttml_words(data: bytes) -> list[str]:
    """All words of the file, in order."""
    text, flow, at = decoded(data), Flow(), 0
    for mark in MARK.finditer(text):
        flow.say(html.unescape(text[at : mark.start()]))
        if mark["raw"] is not None:
            flow.say(mark["raw"])
        elif mark["tag"] and mark["tag"].rpartition(":")[2] not in WITHIN:
            flow.cut()
        at = mark.end()
    flow.say(html.unescape(text[at:]))
    return flow.done()
