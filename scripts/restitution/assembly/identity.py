"""The identity of passages: minted once, kept, found again after an edit, never recomputed (review §4a).

An id is 10 hex of sha256(path, text, ordinal among equals) at the moment it is minted. At each build the leaves of
the notes are aligned with the anchors that are known: the same texts in the same order in the same file, then the
same text moved within its file, then to another file, then the closest text of the same file. What is left is
minted; an anchor whose text is gone stays, marked, so that a remark on it still finds where it was and a passage
that returns takes its id again.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from restitution.errors import RestitutionError

PREFIX = "src_"
HEX = 10
CLOSE_ENOUGH = 55.0
NEIGHBOUR = 12.0
"""Points that a neighbour found again is worth (review §4, measured)."""
MIN_FUZZY = 8
"""Below this many characters only the same text is the same passage."""


class Anchor(msgspec.Struct, kw_only=True):
    """One line of `ancres.jsonl`: a passage that was published once."""

    id: Annotated[str, Meta(pattern=rf"^{PREFIX}[0-9a-f]{{{HEX}}}$")]
    source: str
    text: str
    after: str = ""
    """Id of the leaf before it in its note, empty for the first."""
    gone: bool = False


class Leaf(msgspec.Struct, frozen=True):
    """A leaf of today's notes."""

    source: str
    text: str


def folded(text: str) -> str:
    """Text as anchors keep it: NFKC, spaces folded."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def read_anchors(data: bytes) -> list[Anchor]:
    """Anchors of a file, each id once (two machines may each have added it). Raises `RestitutionError`."""
    anchors: dict[str, Anchor] = {}
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
        kept = anchors.get(anchor.id)
        anchors[anchor.id] = anchor if kept is None or kept.gone else kept
    return list(anchors.values())


def write_anchors(anchors: Iterable[Anchor]) -> bytes:
    """JSON Lines sorted by id: two copies merge by union."""
    lines = [msgspec.json.encode(anchor) for anchor in sorted(anchors, key=lambda a: a.id)]
    return b"".join(line + b"\n" for line in lines)


def identify(leaves: Sequence[Leaf], known: Sequence[Anchor]) -> tuple[list[str], list[Anchor]]:
    """Id of each leaf, and the anchors to keep: every leaf's, then those whose passage is gone."""
    ids: list[str] = [""] * len(leaves)
    free = {anchor.id: anchor for anchor in sorted(known, key=lambda a: a.id)}
    _same_order(leaves, ids, free)
    _same_text(leaves, ids, free, lambda source, text: (source, text))
    _same_text(leaves, ids, free, lambda _, text: text if len(text) >= MIN_FUZZY else None)
    _closest(leaves, ids, free)
    _mint(leaves, ids, {anchor.id for anchor in known})
    after = ""
    anchors = []
    for number, leaf in enumerate(leaves):
        if number and leaves[number - 1].source != leaf.source:
            after = ""
        anchors.append(Anchor(id=ids[number], source=leaf.source, text=leaf.text, after=after))
        after = ids[number]
    gone = [msgspec.structs.replace(anchor, gone=True) for anchor in free.values()]
    return ids, [*anchors, *gone]


def _same_order(leaves: Sequence[Leaf], ids: list[str], free: dict[str, Anchor]) -> None:
    """Give the leaves of each file the anchors that they follow as before: of equal texts, each keeps its own."""
    anchors: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in _in_order(list(free.values())):
        if not anchor.gone:
            anchors[anchor.source].append(anchor)
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, leaf in enumerate(leaves):
        numbers[leaf.source].append(number)
    for source, here in numbers.items():
        before = [anchor.text for anchor in anchors[source]]
        after = [leaves[number].text for number in here]
        for old, new, size in LCSseq.opcodes(before, after).as_matching_blocks():
            for anchor, number in zip(anchors[source][old : old + size], here[new : new + size], strict=True):
                ids[number] = free.pop(anchor.id).id


def _same_text(
    leaves: Sequence[Leaf],
    ids: list[str],
    free: dict[str, Anchor],
    key: Callable[[str, str], Hashable],
) -> None:
    """Give each leaf a free anchor of an equal key, those still alive first, in the order that they follow."""
    by_key: dict[Hashable, list[Anchor]] = defaultdict(list)
    for anchor in _in_order(list(free.values())):
        by_key[key(anchor.source, anchor.text)].append(anchor)
    for number, leaf in enumerate(leaves):
        wanted = key(leaf.source, leaf.text)
        if not ids[number] and wanted is not None and by_key.get(wanted):
            ids[number] = by_key[wanted].pop(0).id
            del free[ids[number]]


def _in_order(anchors: list[Anchor]) -> list[Anchor]:
    """Anchors as they follow each other in their notes, as far as `after` tells; the gone ones last."""
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


def _closest(leaves: Sequence[Leaf], ids: list[str], free: dict[str, Anchor]) -> None:
    """Give the edited leaves the closest free anchor of their file, the best pairs first."""
    anchors: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in free.values():
        if not anchor.gone:
            anchors[anchor.source].append(anchor)
    pairs = []
    for number, leaf in enumerate(leaves):
        if ids[number] or len(leaf.text) < MIN_FUZZY:
            continue
        before = ids[number - 1] if number and leaves[number - 1].source == leaf.source else ""
        for anchor in anchors.get(leaf.source, []):
            score = fuzz.ratio(leaf.text, anchor.text) + (NEIGHBOUR if before and anchor.after == before else 0.0)
            if score >= CLOSE_ENOUGH:
                pairs.append((-score, number, anchor.id))
    for _, number, id_ in sorted(pairs):
        if not ids[number] and id_ in free:
            ids[number] = id_
            del free[id_]


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
    return PREFIX + hashlib.sha256(parts).hexdigest()[:HEX]
