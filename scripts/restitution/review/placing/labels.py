"""Words that programs write by themselves: contents, lists of figures, the labels of captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from restitution.review.placing.sending import Sending
from restitution.review.placing.stretches import LABEL, Stretch, stretch
from restitution.review.returned import Paragraph

PAGE: Final = re.compile(r"\s*\d+$")
CONTENTS: Final = "Sommaire"
TITLES: Final = frozenset({CONTENTS, "Liste des figures", "Liste des tableaux"})
"""Above the lists that programs make."""
SURE_OF_LINES: Final = 0.9
"""Confidence that a line of the contents is about the heading that it repeats."""


def contents(loose: Sequence[Stretch], sending: Sending) -> None:
    """Tells the lines of contents, by their title and by the passages that they repeat.

    They end where the first of them comes again, for it is the heading itself; lists of figures with their labels.
    """
    first, is_within, title = "", False, ""
    for one in loose:
        said = _repeats(one.text, sending)
        if one.text in TITLES:
            first, is_within, title = "", True, one.text
            one.is_made = True
        elif is_within and said and said != first and (title == CONTENTS or said != one.text):
            first = first or said
            one.is_made = one.is_copy = True
            one.entry, one.confidence = sending.with_text(said)[0], SURE_OF_LINES
        else:
            is_within = False


def without_label(one: Stretch, sending: Sending, paragraphs: Sequence[Paragraph]) -> None:
    """Takes the label from the words of a caption whose bookmark was lost."""
    if one.is_made or sending.with_text(one.text):
        return
    paragraph = paragraphs[one.paragraph]
    label = LABEL.match(paragraph.text, one.words)
    text = stretch(one.paragraph, paragraph, (label.end(), one.end, ""), label.end()).text if label else ""
    if label and text and sending.with_text(text):  # « FAUX » is all words, and no label of nothing
        one.words, one.text = label.end(), text


def _repeats(text: str, sending: Sending) -> str:
    """The text of the passage that a line of the contents repeats, without its page and its number; or none."""
    said = [text, PAGE.sub("", text)]
    said += [one[label.end() :] for one in said if (label := LABEL.match(one))]
    return next((one for one in said if sending.with_text(one)), "")
