"""Every word of a subtitle file, from its bytes: times, names of cues and marks included."""

from __future__ import annotations

import re

from restitution.conservation.source_text import decoded
from restitution.conservation.words import Flow, unescaped, words

MARK = re.compile(r"<[^<>\n]*>")
"""A mark of WebVTT: it may stand inside a word, and its own words are not that word's."""


def vtt_words(data: bytes) -> list[str]:
    """All words of the file in order; those of a mark after the word that it stands in."""
    text = decoded(data)
    flow = Flow()
    end = 0
    for mark in MARK.finditer(text):
        flow.say(unescaped(text[end : mark.start()]))
        flow.set_beside(words(unescaped(mark[0])))
        end = mark.end()
    flow.say(unescaped(text[end:]))
    return flow.done()
