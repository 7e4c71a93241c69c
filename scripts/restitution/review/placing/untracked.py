"""What a reader changed while nothing recorded it: passages that say something else, that went, that came.

Programs change much that no reader did: spaces, straight quotes, contents, page numbers. None of that is told.
Where more than half of what was sent is missing, the copy is a part of it, and nothing is taken for deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import structs
from rapidfuzz.distance import Indel

from restitution.remarks import Mark
from restitution.review.keys import key_of
from restitution.review.placing.copy import BESIDE, Copy
from restitution.review.placing.letters import plain
from restitution.review.placing.stretches import Stretch

PART: Final = 0.5
"""Of the passages sent: when more are missing, the copy is a part of what was sent."""
GONE: Final = 0.95
"""Confidence that a passage went which nothing shows."""


def untracked(copy: Copy) -> Iterator[Mark]:
    """One mark a change without a trace, in the order of the copy; what is gone last. Each key once.

    The same words put in several boxes that said the same are as many changes.
    """
    seen: dict[str, set[str]] = {}
    for mark in (*_edited(copy), *_added(copy), *_gone(copy)):
        boxes = seen.setdefault(mark.key, set())
        if not boxes or mark.bookmark not in boxes:
            yield _again(mark, len(boxes) + 1)
        boxes.add(mark.bookmark)


def _again(mark: Mark, rank: int) -> Mark:
    """The mark under a key of its own, where the same stood before it."""
    if rank == 1:
        return mark
    return structs.replace(mark, key=key_of(mark.kind, "", "", mark.text, f"{mark.passage or mark.text} {rank}"))


def _edited(copy: Copy) -> Iterator[Mark]:
    for entry, passage in enumerate(copy.sending.passages):
        shown = copy.shown(entry)
        if not shown:
            continue
        text = copy.says(entry)
        if "\n" in text or not copy.sending.says(entry, text):
            yield _mark(copy, entry, text, passage.text, min(one.confidence for one in shown))


def _added(copy: Copy) -> Iterator[Mark]:
    for one in copy.stretches:
        if one.text and not one.is_made and (one.entry < 0 or one.is_copy):
            yield _after(copy, one)


def _gone(copy: Copy) -> Iterator[Mark]:
    entries = [e for e, passage in enumerate(copy.sending.passages) if plain(passage.text)]
    gone = [entry for entry in entries if not copy.shown(entry)]
    if len(gone) <= PART * len(entries):
        for entry in gone:
            yield _mark(copy, entry, "", copy.sending.base(entry), GONE)


def _mark(copy: Copy, entry: int, text: str, base: str, confidence: float) -> Mark:
    passage, code = copy.sending.passage(entry), copy.sending.code(entry)
    start, end = _changed(base, text)
    return Mark(
        key=key_of("untracked_edit", "", "", text, passage),
        kind="untracked_edit",
        elements={"untracked_edit": 1},
        text=text,
        quote=base[start:end],
        offset=start,
        passage=passage,
        base=base,
        proposed=text,
        placed="exact" if base[start:end] else "paragraph",
        confidence=round(confidence, 2),
        where=f"¶ {code}" if code else "",
        under=copy.sending.under(entry),
        bookmark=copy.sending.bookmark(entry),
    )


def _after(copy: Copy, one: Stretch) -> Mark:
    found = one.after >= 0
    passage = copy.sending.passage(one.after) if found else ""
    code = copy.sending.code(one.after) if found else ""
    return Mark(
        key=key_of("untracked_edit", "", "", one.text, passage or one.text),
        kind="untracked_edit",
        elements={"untracked_edit": 1},
        text=one.text,
        passage=passage,
        relation="after",
        base=copy.base(one.after) if found else "",
        proposed=one.text,
        placed="after" if found else "orphan",
        confidence=BESIDE if found else 0.0,
        where=f"¶ {code}" if code else copy.paragraphs[one.paragraph].place,
        under=copy.sending.under(one.after) if found else [],
        bookmark=copy.sending.bookmark(one.after) if found else "",
    )


def _changed(base: str, text: str) -> tuple[int, int]:
    """The part of a text from the first word that changed to the last one."""
    words, others = base.split(), text.split()
    steps = [step for step in Indel.opcodes(words, others) if step.tag != "equal"]
    if not steps:
        return 0, 0
    start = len(" ".join(words[: steps[0].src_start])) + (steps[0].src_start > 0)
    return min(start, len(base)), max(min(start, len(base)), len(" ".join(words[: steps[-1].src_end])))
