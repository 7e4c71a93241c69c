"""The identity of passages: minted once, kept, found again after an edit, never recomputed (review §4a).

An id is 10 hex of sha256(path, text, ordinal among equals) at the moment it is minted. At each build the leaves of
the notes are aligned with the anchors that are known (`alignment`). What continues no anchor is minted; an anchor
whose text is gone stays, marked, so that a remark on it still finds where it was and a passage that returns takes
its id again. A piece cut from a passage remembers which (`part_of`); of passages joined into one, the ids that go
remember where their words are (`into`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from restitution.alignment import Alignment, Piece, align
from restitution.errors import RestitutionError
from restitution.remarks import ANCHOR_HEX, ANCHOR_PREFIX, Anchor

ALWAYS = ("id", "source", "text", "after", "gone")
"""Written in every line; what was added later stands where it says something: older lines keep their bytes."""


class Leaf(msgspec.Struct, frozen=True):
    """A leaf of today's notes."""

    source: str
    text: str


def read_anchors(data: bytes) -> list[Anchor]:
    """Anchors of a file, each id once (two machines may each have added it). Raises `RestitutionError`."""
    anchors: dict[str, list[Anchor]] = defaultdict(list)
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            anchor = msgspec.json.decode(line, type=Anchor)
        except msgspec.DecodeError as error:
            raise RestitutionError(
                f"sources/relectures/ancres.jsonl, ligne {number} : ligne illisible.",
                "Retirez cette ligne si elle vient d'un conflit de synchronisation, ou restaurez le fichier.",
            ) from error
        anchors[anchor.id].append(anchor)
    return [_one(same) for same in anchors.values()]


def anchor_lines(anchors: Iterable[Anchor]) -> Iterator[bytes]:
    """JSON Lines sorted by id, one after the other: two copies merge by union."""
    return (_line(anchor) + b"\n" for anchor in sorted(anchors, key=lambda a: a.id))


def _one(same: list[Anchor]) -> Anchor:
    """What several lines say of one passage, whatever their order: who still has it is right."""
    kept = min(same, key=lambda anchor: (anchor.gone, not anchor.withdrawn, _line(anchor)))
    return msgspec.structs.replace(
        kept,
        part_of=max(anchor.part_of for anchor in same),
        into=max(anchor.into for anchor in same) if kept.gone else "",
        doubt=any(anchor.doubt for anchor in same),
    )


def _line(anchor: Anchor) -> bytes:
    return msgspec.json.encode({k: v for k, v in msgspec.to_builtins(anchor).items() if v or k in ALWAYS})


def identify(leaves: Sequence[Leaf], known: Sequence[Anchor]) -> tuple[list[str], list[Anchor]]:
    """Id of each leaf, and the anchors to keep: every leaf's, then those whose passage is gone.

    The leaves of a file follow each other; the order of the files changes nothing but that of the answer.
    """
    before = _in_order(anchor for anchor in known if not anchor.withdrawn)
    order = sorted(range(len(leaves)), key=lambda number: (leaves[number].source, number))
    ordered = [leaves[number] for number in order]
    alignment = align(
        [Piece(anchor.source, anchor.text, anchor.gone) for anchor in before],
        [Piece(leaf.source, leaf.text) for leaf in ordered],
    )
    ids = [before[alignment.heirs[n].old].id if n in alignment.heirs else "" for n in range(len(ordered))]
    _mint(ordered, ids, {anchor.id for anchor in known})
    living = _living(ordered, ids, before, alignment)
    answer = sorted(range(len(order)), key=order.__getitem__)
    left = [*_gone(ids, before, alignment), *(anchor for anchor in known if anchor.withdrawn)]
    return [ids[at] for at in answer], [*(living[at] for at in answer), *left]


def _living(leaves: Sequence[Leaf], ids: list[str], before: list[Anchor], alignment: Alignment) -> list[Anchor]:
    parts = {anchor.id: anchor.part_of for anchor in before}
    parts |= {ids[number]: before[part.old].id for number, part in alignment.parts.items()}
    doubted = {anchor.id for anchor in before if anchor.doubt}
    doubted |= {ids[number] for number, heir in alignment.heirs.items() if heir.is_doubtful}
    anchors, after = [], ""
    for number, (id_, leaf) in enumerate(zip(ids, leaves, strict=True)):
        if number and leaves[number - 1].source != leaf.source:
            after = ""
        part_of, doubt = parts.get(id_, ""), id_ in doubted
        anchors.append(
            Anchor(id=id_, source=leaf.source, text=leaf.text, after=after, part_of=part_of, doubt=doubt)
        )
        after = id_
    return anchors


def _gone(ids: list[str], before: list[Anchor], alignment: Alignment) -> list[Anchor]:
    here = set(ids)
    into = {before[one].id: ids[heir.new] for one, heir in alignment.merged.items()}
    gone = sorted((anchor for anchor in before if anchor.id not in here), key=lambda anchor: anchor.id)
    return [msgspec.structs.replace(a, gone=True, into=into.get(a.id, a.into)) for a in gone]


def _in_order(anchors: Iterable[Anchor]) -> list[Anchor]:
    """Anchors as they follow each other in their notes, as far as `after` tells; the gone ones last."""
    anchors = sorted(anchors, key=lambda anchor: anchor.id)
    position: dict[str, int] = {}
    following: dict[str, list[str]] = defaultdict(list)
    ids = {anchor.id for anchor in anchors}
    for anchor in anchors:
        following[anchor.after if anchor.after in ids else ""].append(anchor.id)
    stack = list(reversed(following[""]))
    while stack:
        current = stack.pop()
        if current not in position:
            position[current] = len(position)
            stack.extend(reversed(following.get(current, [])))
    return sorted(anchors, key=lambda a: (a.gone, position.get(a.id, len(anchors)), a.id))


def _mint(leaves: Sequence[Leaf], ids: list[str], taken: set[str]) -> None:
    ordinals: dict[Leaf, int] = defaultdict(int)
    for number, leaf in enumerate(leaves):
        ordinals[leaf] += 1
        ordinal = ordinals[leaf]
        while not ids[number]:
            minted = _minted(leaf, ordinal)
            if minted not in taken:
                ids[number] = minted
                taken.add(minted)
            ordinal += 1


def _minted(leaf: Leaf, ordinal: int) -> str:
    parts = f"{leaf.source}\0{leaf.text}\0{ordinal}".encode("utf-8", "surrogateescape")
    return ANCHOR_PREFIX + hashlib.sha256(parts).hexdigest()[:ANCHOR_HEX]
