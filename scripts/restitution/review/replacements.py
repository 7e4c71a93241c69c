"""Replacements: what people see as one remark, with one number and one decision; the count sees its parts.

Each part keeps the number that it was given, which nobody else gets; people see the first one, and any of them can
be decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import structs

from restitution.messages import listed
from restitution.model import Finding
from restitution.remarks import Event, Kind, Remark, ReturnedIn
from restitution.review.decided import Decided, all_decided
from restitution.review.edits import edit_of, tidied, with_edits
from restitution.review.files import DECISIONS

TORN: Final = "décidée autrement que l'autre moitié du remplacement"
"""What the history of a part says where the parts were decided in two ways."""


def seen(items: Iterable[Remark]) -> list[Remark]:
    """The remarks as people see them: the parts of a replacement are one, where the first of them stands."""
    every = list(items)
    parts = _parts(every)
    first = {id(group[0]) for group in parts.values()}
    whole = (one if len(parts.get(one.replacement, ())) < 2 else _whole(parts[one.replacement]) for one in every)
    kept = (not one.replacement or id(one) in first for one in every)
    return [one for one, is_kept in zip(whole, kept, strict=True) if is_kept]


def by_part(items: Iterable[Remark]) -> dict[str, Remark]:
    """Key of every remark -> what people see of it."""
    every = list(items)
    wholes = {whole.key if whole.kind != "replacement" else whole.replacement: whole for whole in seen(every)}
    return {one.key: wholes[one.replacement if one.replacement in wholes else one.key] for one in every}


def parts_of(whole: Remark, items: Iterable[Remark]) -> list[Remark]:
    """The remarks that one which people see is made of: itself, of most."""
    if whole.kind != "replacement":
        return [one for one in items if one.key == whole.key]
    return [one for one in items if one.replacement == whole.key]


def silent_numbers(items: Iterable[Remark]) -> list[tuple[str, str]]:
    """The numbers that no line shows, each with the one that people say: the other parts of replacements."""
    every = list(items)
    told = ((whole, parts_of(whole, every)) for whole in seen(every) if whole.kind == "replacement")
    return [(part.number, whole.number) for whole, parts in told for part in parts if part.key != whole.key]


def _parts(items: Iterable[Remark]) -> dict[str, list[Remark]]:
    parts: dict[str, list[Remark]] = defaultdict(list)
    for one in items:
        if one.replacement:
            parts[one.replacement].append(one)
    return dict(parts)


def is_one(parts: Sequence[Remark]) -> bool:
    """Whether remarks that one copy held together still speak of one text."""
    return len({(one.author, one.base, one.source.passage, one.relation) for one in parts}) == 1


def _whole(parts: Sequence[Remark]) -> Remark:
    """The replacement that some parts make: `quote` becomes `text`."""
    head = next((one for one in parts if one.key == one.replacement), parts[0])
    if all(one.proposed == one.base for one in parts):
        return _whole_beside(head, parts)
    edits = sorted(((edit_of(one), one) for one in parts), key=lambda each: (each[0].start, each[0].end))
    gone = [edit for edit, one in edits if one.kind == "deletion"]
    start, end = gone[0].start, max(edit.end for edit in gone)
    words = head.base[start:end]
    come = "".join(one.text for _, one in edits if one.kind == "insertion")
    return structs.replace(
        head,
        kind="replacement",
        text=tidied(come),
        quote=" ".join(words.split()),
        offset=start + len(words) - len(words.lstrip()),
        proposed=tidied(with_edits(head.base, [edit for edit, _ in edits])),
        returned_in=_returned_in(parts),
        fills=next((one.fills for one in parts if one.fills), None),
        history=list(dict.fromkeys(event for one in parts for event in one.history)),
    )


def _whole_beside(head: Remark, parts: Sequence[Remark]) -> Remark:
    """The same in a note at the foot of a page: its own text is not its passage's, which stays as it is."""
    gone, come = (" ".join(one.text for one in parts if one.kind == kind) for kind in ("deletion", "insertion"))
    return structs.replace(
        head,
        kind="replacement",
        text=tidied(come),
        quote=" ".join(gone.split()),
        returned_in=_returned_in(parts),
        history=list(dict.fromkeys(event for one in parts for event in one.history)),
    )


def _returned_in(parts: Iterable[Remark]) -> list[ReturnedIn]:
    found: dict[str, ReturnedIn] = {}
    for entry in (entry for one in parts for entry in one.returned_in):
        there = found.get(entry.copy, structs.replace(entry, elements={}))
        kinds: Iterable[Kind] = {**there.elements, **entry.elements}
        elements = {kind: there.elements.get(kind, 0) + entry.elements.get(kind, 0) for kind in kinds}
        found[entry.copy] = structs.replace(there, elements=elements)
    return list(found.values())


# --- decisions -----------------------------------------------------------------------------------


def shared(groups: Iterable[Sequence[str]], said: Mapping[str, Decided]) -> tuple[dict[str, Decided], set[str]]:
    """What was decided of each part of each group, and the keys of those decided in two ways, which stay so.

    A decision on any part is one on all of them: an earlier version asked for both, and many decided one only.
    `groups`: keys of the parts.
    """
    found, torn = dict(said), set[str]()
    for group in groups:
        own = [said[key] for key in group if key in said]
        verdicts = {one.verdict for one in own if one.verdict}
        places = {one.passage for one in own if one.passage}
        if len(verdicts) > 1 or len(places) > 1:
            torn |= set(group)
        elif own:
            each = [decision for one in own for decision in one.history]
            found |= dict.fromkeys(group, all_decided(each))
    return found, torn


def torn_event(others: Sequence[Remark]) -> Event:
    """What the history of a part says of the others: their numbers."""
    return Event(what=TORN, text=" ".join(one.number for one in others))


def torn_finding(parts: Sequence[tuple[str, str]]) -> Finding:
    """That parts of one replacement were decided in two ways. `parts`: number, what was decided of it."""
    numbers = " ".join(number for number, _ in parts)
    told = listed(f"{number} ({what})" for number, what in parts)
    return Finding(
        code="decision",
        level="warning",
        path=DECISIONS.relative_to("sources").as_posix(),
        message=f"{told} : ce sont les moitiés d'un même remplacement, décidées différemment ; chacune est suivie "
        f"telle quelle. Pour les accorder : restitution review decide {numbers} accepter (ou rejeter).",
    )
