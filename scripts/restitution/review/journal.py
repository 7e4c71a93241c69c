"""All returned copies together: each remark once, whatever the number of copies that hold it (review §4a).

Marks of one key are one remark. A mark that its copy could not place surely joins the remark of the same words,
author and minute that another copy placed; two remarks of one copy never join.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import structs

from restitution.model import Finding
from restitution.remarks import (
    SURE,
    Decision,
    Event,
    Kind,
    Mark,
    Origin,
    Remark,
    ReturnedIn,
    folded,
    is_dated,
    passage_of,
)
from restitution.review.copies import TOLD, Copy
from restitution.review.decided import Decided, decided
from restitution.review.keys import key_of
from restitution.review.replacements import is_one, shared, torn_event, torn_finding
from restitution.review.returning import Said, said_of
from restitution.review.touching import replacements_in
from restitution.review.words import SPOKEN

Line = tuple[Copy, Mark]
TELLING: Final = 6
"""Signs of words that nobody writes twice in a minute by chance."""
VERDICTS: Final = {
    "accepter": "acceptée",
    "rejeter": "écartée",
    "resoudre": "résolue",
    "rouvrir": "rouverte",
    "repondre": "réponse donnée",
    "placer": "place confirmée",
    "annuler": "décision annulée",
}
UNDONE: Final = "{}, puis annulée"
"""What the history says of a decision that a later one took back."""

PLACED: Final = VERDICTS["placer"]


class Gathered(msgspec.Struct, kw_only=True):
    """A remark before today's document is looked at, and what decides its state."""

    remark: Remark
    verdict: str = ""
    """The last verdict; `repondre` when there is an answer and no verdict; empty: nothing was decided."""
    at: str = ""
    """When the last decision was taken."""
    seen: list[str] | None = None
    """Keys of what its thread held when it was last decided; None when the decision does not say."""
    resolved: bool = False
    """Whether a copy says so."""
    resolved_in: list[str] = []
    """Folders of the copies that say so."""
    dropped: bool = False
    """Whether a copy that had shown it came back without it."""


class Collected(msgspec.Struct, kw_only=True):
    """`threads.json`: every remark, and what the copies hold by their own counts."""

    items: list[Gathered] = []
    in_files: dict[str, int] = {}
    ours: int = 0
    other: list[str] = []
    """Keys that came another way than in a Word or OpenDocument file."""
    keys: int = 0
    """How many different keys stand in the copies' lines, by their number alone."""


class Told(msgspec.Struct, frozen=True):
    """What all copies say together, whatever was decided of it."""

    bare: dict[str, Gathered]
    """Every remark by its key, as if nothing had been decided."""
    keys: dict[str, str]
    """Number of a remark, or key of a mark that joined it -> key of the remark."""
    joined: dict[str, str]
    """Key of every mark -> key of its remark."""
    wholes: dict[str, list[str]]
    """The parts of each replacement."""
    in_files: dict[str, int]
    ours: int
    other: list[str]


def collected(copies: Sequence[Copy], decisions: Iterable[Decision]) -> tuple[Collected, list[Finding]]:
    """What all copies and decisions say, in the order of the remarks' numbers; and what a person must hear."""
    return with_decisions(told_by(copies), decisions)


def told_by(copies: Sequence[Copy]) -> Told:
    """Each remark of the copies once."""
    groups = _groups(copies)
    numbers = numbered({key: [mark.number for _, mark in lines] for key, lines in groups.items()})
    joined = {mark.key: key for key, lines in groups.items() for _, mark in lines}
    came_first = _first_copies(copies, groups)
    readers = _readers(groups, came_first)
    dropped: dict[str, list[Copy]] = {}
    in_files: dict[str, int] = {}
    for copy in copies:
        for key in copy.counts.dropped:
            dropped.setdefault(key, []).append(copy)
        for kind, count in copy.counts.in_files.items():
            in_files[kind] = in_files.get(kind, 0) + count
    bare = {
        key: _gathered(numbers[key], joined, lines, dropped.get(key, []), readers) for key, lines in groups.items()
    }
    return Told(
        bare=bare,
        keys={number: key for key, number in numbers.items()} | joined,
        joined=joined,
        wholes=_wholes(copies, came_first, joined, numbers),
        in_files=in_files,
        ours=sum(copy.counts.ours for copy in copies),
        other=sorted(
            key
            for key, lines in groups.items()
            if all(copy.counts.format in TOLD or mark.kind == "untracked_edit" for copy, mark in lines)
        ),
    )


def with_decisions(told: Told, decisions: Iterable[Decision]) -> tuple[Collected, list[Finding]]:
    """The same with what was decided; `told` stays as it is."""
    by_key, findings = decided((_of_home(one, told.keys) for one in decisions), told.keys)
    by_key, torn = shared(told.wholes.values(), by_key)
    items = {key: _decided(item, by_key.get(key, Decided()), told.joined) for key, item in told.bare.items()}
    findings += _replacing(items, told.wholes, torn)
    ordered = sorted(items.values(), key=lambda item: (number_of(item.remark.number), item.remark.number))
    _untangle([item.remark for item in ordered])
    journal = Collected(
        items=ordered, in_files=told.in_files, ours=told.ours, other=told.other, keys=len(told.bare)
    )
    return journal, findings


def _first_copies(copies: Iterable[Copy], groups: Mapping[str, list[Line]]) -> dict[str, str]:
    """The folder in which each remark came first, by key.

    It follows from the numbers: no copy holds one that was given after it came.
    """
    came = {copy.folder: max((number_of(mark.number) for mark in copy.marks), default=0) for copy in copies}
    return {
        key: min((copy.folder for copy, _ in lines), key=lambda folder: (came[folder], folder))
        for key, lines in groups.items()
    }


def _readers(groups: Mapping[str, list[Line]], first: Mapping[str, str]) -> dict[str, str]:
    """Folder of each copy -> who made the remarks that came first in it, when all that are signed are of one."""
    found: dict[str, set[str]] = {}
    for key, lines in groups.items():
        author = lines[0][1].author.strip()
        if author:
            found.setdefault(first[key], set()).add(author)
    return {folder: min(authors) for folder, authors in found.items() if len(authors) == 1}


def _wholes(
    copies: Iterable[Copy], first: Mapping[str, str], keys: Mapping[str, str], numbers: Mapping[str, str]
) -> dict[str, list[str]]:
    """The parts of each replacement, by key; the first of them, whose number people say, names it.

    Told from the copy in which all of them came first, so that what comes later changes none. `keys`: of each
    mark, that of its remark.
    """
    wholes = {}
    for copy in copies:
        own = {keys[mark.key]: mark for mark in reversed(copy.marks) if first[keys[mark.key]] == copy.folder}
        for marks in replacements_in(reversed(own.values())):
            parts = sorted((keys[mark.key] for mark in marks), key=lambda key: (number_of(numbers[key]), key))
            wholes[parts[0]] = parts
    return wholes


def _replacing(
    items: Mapping[str, Gathered], wholes: Mapping[str, list[str]], torn: Collection[str]
) -> list[Finding]:
    """Tell the parts of replacements that they are; of those decided in two ways, what a person must hear."""
    found = []
    for whole, keys in wholes.items():
        parts = [items[key] for key in keys]
        if whole in torn:
            for part in parts:
                others = [one.remark for one in parts if one is not part]
                part.remark.history = [*part.remark.history, torn_event(others)]
            found.append(torn_finding([(one.remark.number, VERDICTS.get(one.verdict, PLACED)) for one in parts]))
        elif is_one([part.remark for part in parts]):
            for part in parts:
                part.remark.replacement = whole
                part.dropped = any(one.dropped for one in parts)
    return found


def _untangle(remarks: Sequence[Remark]) -> None:
    """Where copies disagree on which of two remarks answers the other, the one with the lower number came first.

    A program that drops the threads may write what was answered behind its answer.
    """
    by_key = {remark.key: remark for remark in remarks}
    for remark in remarks:
        above = by_key.get(remark.parent)
        if above is not None and above.parent == remark.key:
            remark.kind, remark.parent, remark.thread = "comment", "", remark.key
            above.thread = remark.key


def _of_home(decision: Decision, keys: Mapping[str, str]) -> Decision:
    """A decision on a mark that joined another remark is one on that remark."""
    return structs.replace(decision, key=keys.get(decision.key, decision.key))


def numbered(given: dict[str, list[str]]) -> dict[str, str]:
    """The number of each key: the smallest that a copy gave it.

    Of keys that share one, given on two machines at once, the first in the order of keys keeps it, the next ones
    become « R-014b », « R-014c »…
    """
    smallest = {key: min(filter(None, numbers), key=number_of, default="R-000") for key, numbers in given.items()}
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for key in sorted(smallest):
        number = smallest[key]
        rank = taken[number] = taken.get(number, 0) + 1
        found[key] = number if rank == 1 else f"{number}{_suffix(rank)}"
    return found


def number_of(number: str) -> int:
    """14 of « R-014 » and of « R-014b »."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return int(digits or 0)


def _suffix(rank: int) -> str:
    letters = ""
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _groups(copies: Sequence[Copy]) -> dict[str, list[Line]]:
    """Lines of all copies by the key of their remark, in the order in which the copies came."""
    groups: dict[str, list[Line]] = {}
    for copy in sorted(copies, key=lambda one: one.folder):
        for mark in copy.marks:
            groups.setdefault(mark.key, []).append((copy, mark))
    homes: dict[Said, set[str]] = {}
    for key, lines in groups.items():
        if _is_sure(lines):
            homes.setdefault(said_of(lines[0][1]), set()).add(key)
    for key in [key for key, lines in groups.items() if not _is_sure(lines)]:
        mark = groups[key][0][1]
        homes_here = {
            home
            for home in homes.get(said_of(mark), set())
            if _is_same(mark, groups[home][0][1]) or _was_carried(groups[key], groups[home])
        }
        if len(homes_here) == 1 and _in_other_copies(groups[key], groups[home := min(homes_here)]):
            groups[home] += groups.pop(key)
    _join_emptied(groups)
    return groups


def _join_emptied(groups: dict[str, list[Line]]) -> None:
    """A comment without a word is that person's of the same second and passage: a program emptied it on saving."""
    by_moment: dict[tuple[str, str, str], list[str]] = {}
    for key, lines in groups.items():
        mark = lines[0][1]
        if mark.kind in SPOKEN and mark.text.strip() and is_dated(mark.date) and mark.passage:
            by_moment.setdefault((mark.author, mark.date, mark.passage), []).append(key)
    for key in [key for key, lines in groups.items() if not lines[0][1].text.strip()]:
        mark = groups[key][0][1]
        homes = by_moment.get((mark.author, mark.date, mark.passage), []) if mark.kind in SPOKEN else []
        if len(homes) == 1 and _in_other_copies(groups[key], groups[homes[0]]):
            groups[homes[0]] += groups.pop(key)


def _was_carried(lines: list[Line], others: list[Line]) -> bool:
    """Whether a copy that showed a remark of unsure place came back with it where it was shown."""
    keys = {mark.key for _, mark in lines}
    return any(not keys.isdisjoint(copy.counts.dropped) for copy, _ in others)


def _is_same(mark: Mark, other: Mark) -> bool:
    """Whether two marks of the same words, author and minute are plainly one.

    They are about the same words, and not so short that somebody does the like twice in a minute.
    """
    one, two = sorted((folded(mark.quote), folded(other.quote)), key=len)
    is_told = is_dated(mark.date) and (bool(one) or len(folded(mark.text)) >= TELLING)
    return is_told and one in two and bool(one) == bool(two)


def _is_sure(lines: list[Line]) -> bool:
    return any(mark.passage and mark.confidence >= SURE for _, mark in lines)


def _in_other_copies(lines: list[Line], others: list[Line]) -> bool:
    return not {copy.folder for copy, _ in lines} & {copy.folder for copy, _ in others}


def _is_at_home(mark: Mark) -> bool:
    """Whether a mark stands where its key says: a later copy may show it elsewhere, once its passage is gone."""
    return mark.key == key_of(mark.kind, mark.author, mark.date, mark.text, mark.passage)


def _gathered(
    number: str,
    joined: dict[str, str],
    lines: list[Line],
    dropped: list[Copy],
    readers: Mapping[str, str],
) -> Gathered:
    """A remark of which nothing is decided."""
    best = max((mark for _, mark in lines), key=lambda mark: (_is_at_home(mark), mark.confidence))
    tied = next((mark for _, mark in lines if mark.parent), lines[0][1])
    remark = Remark(
        key=joined[lines[0][1].key],
        number=number,
        kind=tied.kind,
        thread=joined.get(tied.thread, tied.thread),
        parent=joined.get(tied.parent, tied.parent),
        author=best.author,
        date=best.date,
        text=best.text,
        quote=best.quote,
        offset=best.offset,
        base=best.base,
        proposed=best.proposed,
        relation=best.relation,
        source=Origin(passage=passage_of(best.passage)),
        edition=lines[0][0].counts.build,
        where=best.where,
        under=best.under,
        bookmark=best.bookmark,
        look=best.look,
        returned_in=_returned_in(lines, readers),
        placed=best.placed,
        confidence=best.confidence,
        history=_received(lines, dropped),
    )
    return Gathered(
        remark=remark,
        resolved=any(mark.resolved for _, mark in lines),
        resolved_in=sorted({copy.folder for copy, mark in lines if mark.resolved}),
        dropped=bool(dropped),
    )


def _decided(bare: Gathered, said: Decided, joined: Mapping[str, str]) -> Gathered:
    """A remark with what was decided of it; another record, which may be changed."""
    own = bare.remark
    place = {}
    if said.passage:
        source = structs.replace(own.source, passage=passage_of(said.passage))
        place = {"source": source, "bookmark": said.passage, "confidence": 1.0}
    return structs.replace(
        bare,
        remark=structs.replace(own, answer=said.answer, history=[*own.history, *_events(said)], **place),
        verdict=said.verdict or ("repondre" if said.answer else ""),
        at=said.standing[-1].at if said.standing else "",
        seen=[joined.get(key, key) for key in said.seen.split()] if said.seen else None,
    )


def _returned_in(lines: list[Line], readers: Mapping[str, str]) -> list[ReturnedIn]:
    """One entry a copy: what the remark gathers there of its XML."""
    found: dict[str, dict[Kind, int]] = {}
    for copy, mark in lines:
        elements = found.setdefault(copy.folder, {})
        for kind, count in mark.elements.items():
            elements[kind] = elements.get(kind, 0) + count
    names = {copy.folder: copy.counts.name for copy, _ in lines}
    return [
        ReturnedIn(copy=folder, name=names[folder], reader=readers.get(folder, ""), elements=elements)
        for folder, elements in found.items()
    ]


def _received(lines: list[Line], dropped: list[Copy]) -> list[Event]:
    events = [_event(copy, "reçue") for copy in dict.fromkeys(copy.folder for copy, _ in lines)]
    events += [_event(copy.folder, "résolue dans la copie") for copy, mark in lines if mark.resolved]
    events += [_event(copy.folder, "absente de la copie, qui la montrait") for copy in dropped]
    return sorted(events, key=lambda event: event.at)


def _events(said: Decided) -> Iterator[Event]:
    for one in said.history:
        yield Event(at=one.at, by=one.by, what=_told(one, said), text=one.answer or one.why)


def _told(decision: Decision, said: Decided) -> str:
    what = VERDICTS[decision.verdict]
    is_undone = decision.verdict != "annuler" and decision not in said.standing
    return UNDONE.format(what) if is_undone else what


def _event(folder: str, what: str) -> Event:
    return Event(at=folder.partition("_")[0], what=what, text=folder)
