"""The ids of passages that a build starts from, whatever a synchroniser made of their file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from restitution import store
from restitution.plan.outputs import WORK
from restitution.plan.record import Plan
from restitution.plan.remembered import Memory
from restitution.store import Store, digest

ANCHORS = Path("sources", "relectures", "ancres.jsonl")
ANCHOR_ID = re.compile(rb'"id":"(src_[0-9a-f]+)"')
ANCHORS_TURN = "anchors.json"


class AnchorsTurn(msgspec.Struct, frozen=True):
    """A build read the ids `before` and wrote `after`, for the notes that `basis` hashes.

    Starting from either gives the same document: a build that finds `after` keeps what was made from `before`.
    """

    basis: str
    before: str
    after: str


def anchors_basis(plan: Plan) -> str:
    """Hash of the notes that ids are given to."""
    return basis_of(plan.keys, plan.sources)


def basis_of(keys: dict[str, str], lots: Iterable[str]) -> str:
    """Hash of the notes of some lots as they may be shown."""
    return digest(*(keys[f"public/{lot}.jsonl"] for lot in sorted(lots)))


def anchors_written(work: Path, basis: str, before: str, after: str) -> None:
    """Remember that the ids `before` became `after`."""
    store.write(work / ANCHORS_TURN, store.encode(AnchorsTurn(basis, before, after)))


def anchors_from(project: Path, kept: Store, basis: str, seen: Memory) -> str:
    """Name in the store of the ids to start from (see `AnchorsTurn`)."""
    found = _found(each_anchors(project), kept, seen)
    try:
        turn = msgspec.json.decode((project / WORK / ANCHORS_TURN).read_bytes(), type=AnchorsTurn)
    except (FileNotFoundError, msgspec.DecodeError):
        return found
    known = turn.basis == basis and turn.after == found and (not turn.before or kept.path(turn.before).exists())
    return turn.before if known else found


def _found(files: list[Path], kept: Store, seen: Memory) -> str:
    """Name in the store of what the files of ids say together."""
    if len(files) == 1 and kept.holds(name := seen.hash_of(files[0])):
        return name  # thousands of notes have many ids
    lines = _merged_anchors([path.read_bytes() for path in files])
    return kept.put(lines) if lines else ""


def each_anchors(project: Path) -> list[Path]:
    """The file of ids, then what a synchroniser that met two machines made of it: their lines merge by union."""
    own = project / ANCHORS
    others = sorted(own.parent.glob(f"{own.stem}?*{own.suffix}"))
    return [path for path in (own, *others) if path.is_file()]


def _merged_anchors(files: list[bytes]) -> bytes:
    """The first file, and the lines of the others whose id it has not: nothing new leaves it as it is."""
    if not files:
        return b""
    known = set(ANCHOR_ID.findall(files[0]))
    new = [
        line for data in files[1:] for line in data.splitlines() if not known.issuperset(ANCHOR_ID.findall(line))
    ]
    return files[0] + b"".join(line + b"\n" for line in new)
