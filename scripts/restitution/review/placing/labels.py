"""Words that programs write by themselves: contents, lists of figures, the labels of captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from restitution.review.codes import is_of_heading
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
    A line that repeats none stands alone among them: its heading was changed, or it was.
    """
    first, is_within, title = "", False, ""
    for number, one in enumerate(loose):
        said = _repeats(one.text, sending)
        if one.text in TITLES:
            first, is_within, title = "", True, one.text
            one.is_made = True
        elif is_within and said and said != first and (title == CONTENTS or said != one.text):
            first = first or said
            one.is_made = one.is_copy = True
            one.entry, one.confidence = sending.with_text(said)[0], SURE_OF_LINES
        elif said or not _go_on(loose[number : number + 3], first, sending):
            is_within = False


def _go_on(three: Sequence[Stretch], first: str, sending: Sending) -> bool:
    """Whether the two paragraphs behind one repeat headings, as lines of the contents do."""
    one, *following = three
    is_near = all(other.paragraph == one.paragraph + n for n, other in enumerate(following, 1))
    repeated = [_repeats(other.text, sending) for other in following]
    codes = [sending.code(entry) for said in repeated if said != first for entry in sending.with_text(said)[:1]]
    return is_near and len(codes) == 2 and all(code and is_of_heading(code) for code in codes)


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
