"""Whether the lines of a file are a transcript, and which of them say who speaks.

Judged over the whole file: a programme (« 9:00 Accueil »), a list of fields (« Lieu : … »), an interview in
questions and answers, or a dialogue that a note quotes, are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Final

from restitution.shaping import labels
from restitution.shaping.labels import Label
from restitution.shaping.persons import is_person

FEWEST: Final = 4
"""Lines of a name and a time from which a file may be a transcript."""
FEWEST_WHOLE: Final = 3
"""The same where times have hours, minutes and seconds: no programme has."""
FEWEST_NAMED: Final = 6
"""Lines of a name without a time."""
MOSTLY: Final = 0.5
"""Share of the paragraphs below the first label that have one, where labels have no time."""
OF_A_PLACE: Final = re.compile(r"\s(?:de|du|des|la|le|les)\s|\sd['’]")
"""What the names of places have more often than those of people: « Plaine d'Orvanne : »."""
Found = list[Label | None]
CLOCK: Final = range(6, 24)
"""Hours of a programme."""


def labelled(
    lines: Sequence[str], heads: Sequence[bool], known: Collection[str] = (), *, is_export: bool = False
) -> Found:
    """The label of each line, None where it has none; all None when the file is no transcript.

    `heads`: whether a line begins a paragraph; `known`: names that the export itself says speak; `is_export`:
    whether it says that it is one: then a name with a time speaks, however few there are.
    """
    for judge in (_by_time, _by_range, _by_name, _by_whole_name, _by_script, _by_mark):
        found = judge(lines, heads)
        if any(found):
            return found
    few = _timed(lines) if is_export else []
    return few or _by_known(lines, known) or [None] * len(lines)


def _timed(lines: Sequence[str]) -> Found:
    """A name with its time, however few, of which the form is not that of a programme."""
    found = [label if label and label.form != _BELOW else None for label in _each(lines, labels.timed)]
    return [label or labels.mark(line) for label, line in zip(found, lines, strict=True)] if any(found) else []


def _by_known(lines: Sequence[str], known: Collection[str]) -> Found:
    """A name that is known to speak, with a time or a colon: however few."""
    either = (labels.timed(line) or labels.named(line) for line in lines)
    found = [
        label if label and (label.name in known or labels.is_nobody(label.name)) else None for label in either
    ]
    heard = any(label and label.name in known for label in found)
    return [label or labels.mark(line) for label, line in zip(found, lines, strict=True)] if heard else []


def _each(lines: Sequence[str], form: Callable[[str], Label | None]) -> Found:
    return [form(line) for line in lines]


def _by_time(lines: Sequence[str], heads: Sequence[bool]) -> Found:  # noqa: ARG001 the shape of every judge
    """A name with a time: somebody speaks twice, and most have something to say."""
    found = _each(lines, labels.timed)
    if any(label and label.form != _BELOW for label in found):
        found = [label if label and label.form != _BELOW else None for label in found]
    opening = [label for label in found if label]
    fewest = FEWEST_WHOLE if all(label.time.count(":") == 2 for label in opening) else FEWEST
    if len(opening) < fewest or len({label.name for label in opening}) == len(opening):
        return []
    said = sum(_says(lines, found, at) for at, label in enumerate(found) if label)
    if 2 * said < len(opening) or _is_programme(opening):
        return []
    return [label or labels.mark(line) for label, line in zip(found, lines, strict=True)]


_BELOW: Final = labels.TIMED.index(labels.BELOW)


def _says(lines: Sequence[str], found: Found, at: int) -> bool:
    """Whether something is said after a label, on its line or on the next."""
    label = found[at]
    if label and label.end < len(lines[at]):
        return True
    return at + 1 < len(lines) and found[at + 1] is None


def _is_programme(opening: Sequence[Label]) -> bool:
    """Whether times are those of a day's programme: hours and minutes, by five minutes."""
    clock = [label.time.split(":") for label in opening]
    round_ = [len(t) == 2 and int(t[0]) in CLOCK and int(t[1][:2]) % 5 == 0 for t in clock]
    return sum(round_) * 5 >= len(opening) * 4


def _by_range(lines: Sequence[str], heads: Sequence[bool]) -> Found:  # noqa: ARG001
    """A time of its own above each name, as Teams wrote it (« 0:0:5.100 --> 0:0:8.250 »), the speech below."""
    marks = _each(lines, labels.mark)
    alone = [mark is not None and mark.end == len(line) for mark, line in zip(marks, lines, strict=True)]
    below = [at + 1 for at, is_mark in enumerate(alone[:-1]) if is_mark and not alone[at + 1]]
    names = [lines[at] for at in below if labels.is_name(lines[at]) and len(lines[at].split()) <= 6]
    if len(names) < FEWEST_WHOLE or len(names) * 5 < len(below) * 4 or len(set(names)) == len(names):
        return []
    found: Found = list(marks)
    for at in below:
        if lines[at] in set(names):
            found[at] = Label(lines[at], "", len(lines[at]))
    return found


def _by_name(lines: Sequence[str], heads: Sequence[bool]) -> Found:
    """« Nom : texte » in most paragraphs, of two people at least who each speak twice."""
    found = _each(lines, labels.named)
    marks = _each(lines, labels.mark)
    has_times = sum(mark is not None for mark in marks) > 1
    counts = Counter(label.name for label in found if label)
    kept = [label if label and (counts[label.name] > 1 or " " in label.name) else None for label in found]
    opening = [at for at, label in enumerate(kept) if label]
    names = Counter(label.name for label in kept if label)
    if len(opening) < (FEWEST_WHOLE if has_times else FEWEST_NAMED):
        return []
    below = range(opening[0], len(lines))
    paragraphs = sum(heads[at] for at in below if marks[at] is None)
    several = sum(times > 1 for times in names.values())
    if len(opening) < MOSTLY * paragraphs or 2 * len(names) > len(opening) + has_times:
        return []
    if len(names) < 2 or several < (1 if has_times else 2):
        return []
    return [label or mark for label, mark in zip(kept, marks, strict=True)]


def _by_whole_name(lines: Sequence[str], heads: Sequence[bool]) -> Found:
    """« Prénom Nom : texte » in nearly each paragraph, of two people at least: one who comes back is enough."""
    each = _each(lines, labels.named)
    named = [
        label if label and is_person(label.name) and not OF_A_PLACE.search(label.name) else None for label in each
    ]
    names = Counter(label.name for label in named if label)
    if sum(names.values()) < FEWEST or not 1 < len(names) < sum(names.values()):
        return []
    first = next(at for at, label in enumerate(named) if label)
    return named if 4 * sum(names.values()) >= 3 * sum(heads[first:]) else []


def _by_script(lines: Sequence[str], heads: Sequence[bool]) -> Found:
    """A name in capitals above what is said, of two people at least who come back often."""
    found = [label if head else None for label, head in zip(_each(lines, labels.bare), heads, strict=True)]
    counts = Counter(label.name for label in found if label)
    often = {name for name, times in counts.items() if times >= FEWEST_WHOLE}
    total = sum(counts[name] for name in often)
    if len(often) < 2 or 4 * total < len(lines):
        return []
    kept = [label if label and (label.name in often or counts[label.name] > 1) else None for label in found]
    said = sum(_says(lines, kept, at) for at, label in enumerate(kept) if label)
    return kept if 5 * said >= 4 * total else []


def _by_mark(lines: Sequence[str], heads: Sequence[bool]) -> Found:  # noqa: ARG001
    """« [00:01:02] texte » on nearly each line: nobody is named, only the times go."""
    marks = _each(lines, labels.mark)
    said = sum(mark is not None and mark.end < len(line) for mark, line in zip(marks, lines, strict=True))
    return marks if said >= FEWEST_WHOLE and 5 * said >= 4 * len(lines) else []
