"""Which paragraphs of a review copy are no passages: codes of the margin, and the page on how to review."""

from __future__ import annotations

from typing import Final

from restitution.ooxml.word import Element, W, value
from restitution.pandoc import ast
from restitution.review.docx.story import Story, Text
from restitution.review.guide import TITLE, guide
from restitution.review.own_words import is_code, is_of_guide

MARGIN: Final = "Repère en marge"
"""Style of a code, and of the hair below it (`writers.docx.margin`)."""
_TOLD: Final = [ast.text(block["c"]) for div in guide("", ("", ""), "", "")[1:] for block in div["c"][1]]
FIRST: Final = " ".join(_TOLD[0].split()[:3])
LAST: Final = " ".join(_TOLD[-1].split()[:2])
"""How the page begins, below its title, and how its last line does."""
LONGEST: Final = 12
"""Paragraphs of the page at most: beyond, a reviewer took it apart."""


def margin_styles(styles: Element | None) -> frozenset[str]:
    """Ids of the style of codes in this file: programs rename them, not the style itself."""
    nodes = [] if styles is None else styles.iter(W + "style")
    return frozenset(node.get(W + "styleId", "") for node in nodes if value(node, "name") == MARGIN)


def tell_own(story: Story, margin: frozenset[str]) -> None:
    """Marks what is ours; what a reviewer drew or wrote into it, where nothing recorded that, is not."""
    passages = {mark.start.paragraph for mark in story.bookmarks if mark.start is not None}
    before: Text | None = None
    for text in story.texts:
        is_ours = is_code(text.sent)
        is_hair = not text.length and (text.style in margin or before is not None)
        text.ours = text.number not in passages and (is_ours or is_hair)
        before = text if text.ours and is_ours else None
    for number, text in enumerate(story.texts):
        if _begins(text, TITLE) or _begins(text, FIRST):
            _tell_page(story.texts[number : number + LONGEST])
            return


def _tell_page(texts: list[Text]) -> None:
    last = next((number for number, text in enumerate(texts) if _begins(text, LAST)), None)
    for text in [] if last is None else texts[: last + 1]:
        text.ours = is_of_guide(text.sent)


def _begins(text: Text, words: str) -> bool:
    return " ".join(text.text.split()).startswith(" ".join(words.split()))
