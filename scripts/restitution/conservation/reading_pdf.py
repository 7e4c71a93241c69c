"""Step (a) for a PDF: every letter that it draws is in the note, or listed; lines stay whole, and in order.

A file of which a letter is lost is refused. What may stand elsewhere than a person would read it (columns, tables)
cannot be proved either way: such pages are told, and read again by somebody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from restitution.conservation.ast_words import block_words
from restitution.conservation.source_pdf import Drawn, Run, drawn_in, letters, without_number
from restitution.conservation.verdict import Check, Stray
from restitution.conservation.words import Flow, words
from restitution.model import Reading

SHORTEST: Final = 6
"""Letters from which a run is looked for in the note."""
UNSEEN: Final = 0.01
"""Share of letters that the note may hold more: what one library alone sees (a watermark, an icon) is told."""
TELLING: Final = 10
"""Letters from which the place of a run says in which order it is read."""
SIDE_BY_SIDE: Final = 0.6
"""Share of runs beside others beyond which a page has columns, or is a table."""


def check_pdf(data: bytes, reading: Reading) -> Check:
    """Compare a PDF with its reading. Raises `UnreadableSource` when it cannot be counted."""
    drawn = drawn_in(data)
    note = block_words(reading.blocks, Flow.say)
    listed = [word for one in reading.not_taken for word in words(one.text)]
    told = Counter(letters("".join(note))) + Counter(letters("".join(listed)))
    held = drawn.letters
    missing = held - told
    extra = told - held - drawn.twice
    is_more = extra.total() > drawn.unknown + UNSEEN * held.total()
    doubts = _doubts(drawn, letters("".join(note)), "\n".join(letters(one.text) for one in reading.not_taken))
    return Check(
        words_in=len(note) + len(listed),
        words_note=len(note),
        words_not_taken=len(listed),
        missing=_where(missing, drawn, letters("".join(note)) + "\n" + letters("".join(listed))),
        extra=[Stray(letter, letter) for letter in extra.elements()] if is_more else [],
        doubts=[*doubts, *([f"{extra.total()} lettres en plus"] if extra and not is_more else [])],
    )


def _where(missing: Counter[str], drawn: Drawn, told: str) -> list[Stray]:
    """What is missing, by the runs of letters that are not found whole."""
    if not missing:
        return []
    runs = [run for page in drawn.pages for run in page if run.letters and run.letters not in told]
    strays = [Stray(run.letters, run.text) for run in runs if any(letter in missing for letter in run.letters)]
    return strays or [Stray(letter, letter) for letter in missing.elements()]


def _doubts(drawn: Drawn, note: str, listed: str) -> Iterator[str]:
    """« page 3 » for each page of which a line is not whole in the note, or not in its place."""
    often = Counter(run.letters for page in drawn.pages for run in page)
    for number, runs in enumerate(drawn.pages, 1):
        if not all(_is_whole(run, note, listed) for run in runs) or not _in_order(runs, note, often):
            yield f"page {number}"


def _is_whole(run: Run, note: str, listed: str) -> bool:
    if len(run.letters) < SHORTEST:
        return True
    return any(said in note or said in listed for said in without_number(run.text))


def _in_order(runs: Sequence[Run], note: str, often: Counter[str]) -> bool:
    """Whether the lines of a page that stand alone at their height are in the note from top to bottom."""
    down = sorted((run for run in runs if run.letters), key=lambda run: (-run.base, run.left))
    bases = [run.base for run in reversed(down)]
    alone = [run for run in down if not _has_other(run, bases)]
    if len(alone) < (1 - SIDE_BY_SIDE) * len(down):
        return True
    telling = [run.letters for run in alone if len(run.letters) >= TELLING and often[run.letters] == 1]
    places = [note.find(said) for said in telling if note.count(said) == 1]
    return places == sorted(places)


def _has_other(run: Run, bases: Sequence[float]) -> bool:
    """Whether another run stands at the height of this one."""
    first = bisect_left(bases, run.base - run.size / 2)
    return len(bases[first:]) > 1 and bases[first + 1] < run.base + run.size / 2
