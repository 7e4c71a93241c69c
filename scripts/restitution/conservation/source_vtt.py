"""Every word of a subtitle file, from its bytes: times, names of cues and marks included."""

from __future__ import annotations

import re

from restitution.conservation.source_text import decoded
from restitution.conservation.words import Flow, unescaped, words

MARK = re.compile(
    r"</?(?P<cutting>v|rt|br)\b[^<>\n]*>|</?(?:b|c|font|i|lang|ruby|s|span|u)\b[^<>\n]*>|<[\d:.,]+>|\{\\[a-z]+\d*\}",
    re.IGNORECASE,
)
"""A mark of WebVTT or SRT: it may stand inside a word, and its own words are not that word's. Where another voice
begins, or a line or a reading of signs, a word ends."""


def vtt_words(data: bytes) -> list[str]:
    """All words of the file in order; those of a mark after the word that it stands in."""
    text = decoded(data)
    flow = Flow()
    end = 0
    for mark in MARK.finditer(text):
        tell_vtt(flow, text[end : mark.start()])
        if mark["cutting"]:
            flow.add(words(unescaped(mark[0])))
        else:
            flow.set_beside(words(unescaped(mark[0])))
        end = mark.end()
    tell_vtt(flow, text[end:])
    return flow.done()


def tell_vtt(flow: Flow, text: str) -> None:
    """Say what was said, entities read."""
    flow.say(unescaped(text))
