"""Which passage each stretch of a copy shows: its bookmark, as far as the words allow; then the words.

A bookmark is right also on a paragraph that was written anew, but not on one that is plainly another passage: it
was moved, or something was pasted over it. What has no bookmark, or one that is not believed, is looked for by its
text among the passages that nothing shows yet, with those around it. What is found nowhere was added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from restitution.alignment import Piece, align
from restitution.likeness import CONTAINED, TELLING, holds
from restitution.review.placing.labels import contents, without_label
from restitution.review.placing.letters import plain
from restitution.review.placing.sending import Sending
from restitution.review.placing.stretches import Stretch, stretch
from restitution.review.returned import Paragraph

SAME, EDITED, SHORT, ANEW, ALONE = 0.99, 0.97, 0.92, 0.88, 0.7
"""Confidence in a bookmark: over the same words, over like ones, over few, over other words between the same
passages, over other words and between others."""
ALIKE, STRANGE = 0.5, 0.35
"""Likeness from which two texts are one, edited; and below which they have nothing to do with each other."""
PLAINLY: Final = 0.75
"""Likeness from which a text is plainly that passage."""
FOUND, REPEATED, GUESSED = 0.95, 0.6, 0.6
"""Confidence in a text found without a bookmark: once; one of several that say the same; by its place alone."""


def find(stretches: list[Stretch], sending: Sending, paragraphs: Sequence[Paragraph]) -> list[Stretch]:
    """The same stretches, told which passage each shows; those that show two are cut in two."""
    _believe(stretches, sending)
    stretches = _uncut(stretches, sending, paragraphs)
    loose = [one for one in stretches if one.entry < 0 and one.text]
    contents(loose, sending)
    for one in loose:
        without_label(one, sending, paragraphs)
    if any(not one.is_made for one in loose):
        _by_text(stretches, sending)
    _by_place(stretches, sending)
    _moved(stretches, sending)
    _after(stretches)
    return stretches


def _believe(stretches: list[Stretch], sending: Sending) -> None:
    """Gives each stretch the passage of its bookmark, unless its words say otherwise."""
    named: dict[str, list[Stretch]] = defaultdict(list)
    for one in stretches:
        if one.bookmark:
            named[one.bookmark].append(one)
    renamed = []
    for name, group in named.items():
        entry, is_renamed = sending.entry(name)
        if is_renamed or not any(one.text for one in group):
            renamed.append((entry, group))
        else:
            _judge(entry, group, sending)
    shown = {one.entry for one in stretches}
    for entry, group in renamed:
        text = " ".join(one.text for one in group if one.text)
        new = "" if text else " ".join(one.new for one in group)
        if entry >= 0 and (sending.says(entry, text or new) or sending.likeness(entry, text or new) >= ALIKE):
            for one in group:
                one.entry, one.is_copy, one.confidence = entry, bool(new) or entry in shown, FOUND
        else:
            _doubt(group)
    _weigh_neighbours(stretches, sending)


def _judge(entry: int, group: list[Stretch], sending: Sending) -> None:
    base, text = plain(sending.base(entry)), plain(" ".join(one.text for one in group if one.text))
    if sending.says(entry, text) or not base:
        for one in group:
            one.entry, one.confidence = entry, SAME
        return
    own = [one for one in group if one.text and (_is_part(base, one) or len(group) == 1)] or group[:1]
    _doubt([one for one in group if one not in own])
    like = sending.likeness(entry, " ".join(one.text for one in own))
    if like < STRANGE and not holds(text, base) and _is_anothers(entry, text, sending):
        _doubt(own)
        return
    for one in own:
        one.entry = entry
        one.confidence = EDITED if like >= ALIKE else SHORT if len(base) < TELLING else ANEW


def _doubt(group: list[Stretch]) -> None:
    for one in group:
        one.entry = -1


def _is_part(base: str, one: Stretch) -> bool:
    """Whether a stretch says part of a passage, but for some words."""
    text = plain(one.text)
    return text in base or float(fuzz.partial_ratio(text, base)) >= 70.0


def _is_anothers(entry: int, text: str, sending: Sending) -> bool:
    """Whether a text is plainly that of another passage."""
    if len(text) < TELLING:
        return False
    return any(
        other != entry and sending.likeness(other, text) >= PLAINLY
        for other in [*sending.with_text(text), *sending.like(text)]
    )


def _weigh_neighbours(stretches: list[Stretch], sending: Sending) -> None:
    """A paragraph written anew is sure of its bookmark where it still stands beside those that it stood by."""
    if not sending.is_in_order:
        return
    shown = [one for one in stretches if one.entry >= 0]
    for number, one in enumerate(shown):
        if one.confidence == ANEW:
            beside = {other.entry for other in shown[max(0, number - 2) : number + 3]} - {one.entry}
            if not beside & {one.entry - 1, one.entry + 1}:
                one.confidence = ALONE


def _uncut(stretches: list[Stretch], sending: Sending, paragraphs: Sequence[Paragraph]) -> list[Stretch]:
    """Cuts what shows the words of another passage behind, or before, its own: two paragraphs were joined."""
    shown = {one.entry for one in stretches}
    found = []
    for one in stretches:
        parts, own = [one], len(sending.base(one.entry)) if one.entry >= 0 else 0
        is_longer = len(one.text) > own + TELLING and not sending.with_text(one.text)
        near = sending.like(one.text) if is_longer else []
        for entry in near:
            if entry not in shown and holds(plain(one.text), plain(sending.base(entry))):
                parts = [piece for part in parts for piece in _cut_at(part, entry, sending, paragraphs)]
                shown |= {part.entry for part in parts}
        found += parts
    return found


def _cut_at(one: Stretch, entry: int, sending: Sending, paragraphs: Sequence[Paragraph]) -> list[Stretch]:
    """A stretch without the words of a passage, and these; as it was when they are not in it, or are all of it."""
    whole, base = paragraphs[one.paragraph].text, sending.base(entry)
    there = fuzz.partial_ratio_alignment(base, whole[one.words : one.end])
    if there is None or there.score < CONTAINED or one.end - one.words < len(base) + TELLING:
        return [one]
    start, end = _whole_words(whole, one.words + there.dest_start, one.words + there.dest_end)
    parts = []
    for low, high in ((one.start, start), (start, end), (end, one.end)):
        if whole[low:high].strip():
            part = stretch(
                one.paragraph, paragraphs[one.paragraph], (low, high, one.bookmark), max(low, one.words)
            )
            is_its = low == start
            part.entry, part.confidence = (entry, FOUND) if is_its else (one.entry, one.confidence)
            part.is_copy = one.is_copy and not is_its
            parts.append(part)
    return parts


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A part of a text, widened to where its words begin and end."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _by_text(stretches: list[Stretch], sending: Sending) -> None:
    """Finds what has no believed bookmark among the passages that nothing shows, in their order if it is known."""
    shown = {one.entry for one in stretches if one.entry >= 0 and not one.is_copy}
    old = [Piece("" if sending.is_in_order else str(n), plain(p.text)) for n, p in enumerate(sending.passages)]
    said = [one for one in stretches if one.text and not one.is_made]
    new = [Piece("", old[one.entry].text if one.entry >= 0 else plain(one.text)) for one in said]
    alignment = align(old, new)
    for number, one in [(number, one) for number, one in enumerate(said) if one.entry < 0]:
        heir = alignment.heirs.get(number) or alignment.parts.get(number)
        if heir is not None and (heir.old not in shown or heir.change == "split"):
            one.entry, one.confidence = heir.old, min(FOUND, heir.confidence)
    shown |= {one.entry for one in said}
    for one in (one for one in said if one.entry < 0):
        _repeated(one, sending, shown)
    for number, one in enumerate(said):
        if one.confidence == FOUND and len({sending.passage(e) for e in sending.with_text(one.text)}) > 1:
            beside = [other.entry for other in (*said[number - 1 : number], *said[number + 1 : number + 2])]
            if not sending.is_in_order or beside != [one.entry - 1, one.entry + 1]:
                one.confidence = REPEATED


def _repeated(one: Stretch, sending: Sending, shown: set[int]) -> None:
    """The next passage of that text that nothing shows; else a copy of a paragraph that is in its place."""
    same = sending.with_text(one.text)
    if same:
        one.entry = next((entry for entry in same if entry not in shown), same[0])
        one.is_copy = one.entry in shown
        one.confidence = FOUND if len(one.text) >= TELLING else REPEATED
        shown.add(one.entry)


def _by_place(stretches: list[Stretch], sending: Sending) -> None:
    """A text that is found nowhere stands for the passage that is missing between the same two others."""
    if not sending.is_in_order:
        return
    said = [one for one in stretches if one.text and not one.is_made]
    shown = {one.entry for one in said}
    for number, one in enumerate(said):
        if one.entry < 0 < number < len(said) - 1:
            before, after = said[number - 1].entry, said[number + 1].entry
            if before >= 0 and after == before + 2 and before + 1 not in shown:
                one.entry, one.confidence = before + 1, GUESSED


def _moved(stretches: list[Stretch], sending: Sending) -> None:
    """What came with the review and says what a passage said is that passage, moved or copied."""
    for one in stretches:
        same = sending.with_text(one.new) if one.entry < 0 and len(one.new) >= TELLING else []
        if same:
            one.entry, one.is_copy, one.confidence = same[0], True, FOUND


def _after(stretches: list[Stretch]) -> None:
    last = -1
    for one in stretches:
        if one.entry >= 0 and not one.is_made and not one.new:
            last = one.entry
        one.after = last
