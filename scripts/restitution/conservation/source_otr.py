"""Every word of a transcription of oTranscribe: those of its page, then the name of its recording."""

from __future__ import annotations

import re

from restitution.conservation.source_html import html_page_words
from restitution.conservation.source_json import unescaped_string
from restitution.conservation.source_text import decoded
from restitution.conservation.words import words

VALUE = r'"{}"\s*:\s*"((?:[^"\\]|\\.)*)"'


def otr_words(data: bytes) -> list[str]:
    """The words of the file, its strings found sign by sign, without a JSON library."""
    text = decoded(data)
    return html_page_words(_value(text, "text").encode()) + words(_value(text, "media"))


def _value(text: str, key: str) -> str:
    found = re.search(VALUE.format(key), text, re.DOTALL)
    return unescaped_string(found[1]) if found else ""
