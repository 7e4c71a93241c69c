"""Who may be seen: which pictures may be shown, by who is recognised on them.

Whoever withdrew, or refused, is seen nowhere, whatever the table says. Of anybody else a yes must be written: in
the register (`accord.portee`), or for this picture alone. In doubt a picture is withheld: a face cannot be masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import structs

from restitution.model import Note, Passage, Withheld, WithheldReason
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.forms import plain
from restitution.people.masking import whole
from restitution.people.register import Person, is_gone
from restitution.people.withdrawal import CAPTION, LONGEST_CAPTION, NO_PLACE, pictures_below, pruned

WITHDREW: Final[WithheldReason] = "accord retiré"
UNASKED: Final[WithheldReason] = "consentement"
ONLY_PICTURES: Final = frozenset({"Image"})


def why_unseen(names: Iterable[str], circle: Circle, *, agreed: bool, refused: bool) -> WithheldReason | None:
    """Why a picture may not be shown; None where it may.

    `names`: who is recognised on it; `agreed`, `refused`: what is said of this picture alone.
    """
    found = [_why(name, circle, agreed=agreed) for name in names]
    if WITHDREW in found:
        return WITHDREW
    return UNASKED if refused or UNASKED in found else None


def _why(name: str, circle: Circle, *, agreed: bool) -> WithheldReason | None:
    one = circle.of_name(name)
    people = [one.person] if one else [known.person for known in circle.owners(plain(name))]
    if any(map(is_gone, people)):
        return WITHDREW
    if not people:
        return None if agreed else UNASKED
    return None if all(_may_be_seen(person, agreed=agreed) for person in people) else UNASKED


def _may_be_seen(person: Person, *, agreed: bool) -> bool:
    """A minor only by an agreement of the register, which is the parents'."""
    if person.may_be_seen:
        return True
    return agreed and not person.mineur and not person.accord.refuses("image")


def without_pictures(note: Note, gone: Mapping[str, WithheldReason]) -> tuple[Note, dict[str, list[str]]]:
    """A note without some pictures, and where each stood. `gone`: target of a picture -> why.

    The words of a caption go with its picture; what a passage says besides stays.
    """
    if not gone:
        return note, {}
    places: dict[str, list[str]] = {target: [] for target in gone}
    withheld: list[Withheld] = []
    kept: list[Passage] = []
    caption: WithheldReason | None = None
    for passage in note.passages:
        if caption and _is_caption(passage):
            withheld += [whole(span, caption) for span in ast.each_leaf([passage.block])]
            caption = None
            continue
        caption = None
        mine = [one for one in pictures_below(passage.block) if _target(one) in gone]
        if not mine:
            kept.append(passage)
            continue
        for image in mine:
            places[_target(image)].append(_place(passage))
        why = max((gone[_target(image)] for image in mine), key=(WITHDREW,).count)
        lost = [*mine, *_emptied(passage.block, mine)]
        withheld += [whole(span, why) for node in lost if node["t"] == "Figure" for span in ast.each_leaf([node])]
        left = pruned([passage.block], lost)
        if left and (ast.text(left).strip() or ast.holds(left, ONLY_PICTURES)):
            kept.append(structs.replace(passage, block=left[0]))
        else:
            caption = why
    media = {target: sha256 for target, sha256 in note.media.items() if target not in gone}
    return structs.replace(note, passages=kept, media=media, withheld=[*note.withheld, *withheld]), places


def _emptied(node: Any, images: list[Any]) -> list[Any]:
    """The figures below a node of which every picture goes."""
    figures = (one for one in pictures_below(node, figures=True) if one["t"] == "Figure")
    return [
        figure
        for figure in figures
        if all(any(one is other for other in images) for one in pictures_below(figure["c"]))
    ]


def _is_caption(passage: Passage) -> bool:
    text = ast.text([passage.block])
    return passage.role == "text" and len(text) <= LONGEST_CAPTION and CAPTION.match(text) is not None


def _target(image: Any) -> str:
    return str(image["c"][2][0])


def _place(passage: Passage) -> str:
    return next((ast.leaf_where(span) for span in ast.each_leaf([passage.block])), "") or NO_PLACE
