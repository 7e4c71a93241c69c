"""What may explain that a passage changed: the notes as they are today, and the corrections."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from restitution import store
from restitution.assembly.identity import read_anchors
from restitution.domain import is_contribution
from restitution.model import Shaped
from restitution.plan import Plan
from restitution.plan.outputs import CORRECTIONS
from restitution.remarks import Anchor, Applied, Correction
from restitution.review.filling import offered_by
from restitution.review.tierce import Known, Own
from restitution.shaping.own_heads import is_own_field

IDENTITIES = "identities.jsonl"


def known_changes(plan: Plan, work: Path, applied: list[Applied]) -> Known:
    """Notes stand under names that may be shown. `work`: the working folder."""
    public = (
        line.note
        for name in plan.each_lot("public/{lot}.jsonl")
        for line in store.read_contract(work / name, plan.keys[name], Shaped)
    )
    names = {note.path: note.file or PurePosixPath(note.path).name for note in public if note}
    anchors = read_anchors((work / IDENTITIES).read_bytes())
    own = {one.id: _own(one, names.get(one.source, "")) for one in anchors}
    corrections = msgspec.json.decode((work / CORRECTIONS).read_bytes(), type=list[Correction])
    return Known(own=own, corrections=corrections, applied=applied)


def _own(anchor: Anchor, name: str) -> Own:
    """What a note says under an id; of one that the tool wrote, whose remarks it holds, and what is the tool's."""
    if not is_contribution(anchor.source):
        return Own(name, anchor.text, anchor.gone)
    return Own(
        name,
        anchor.text,
        anchor.gone,
        remarks=offered_by(anchor.source),
        ours=anchor.gone and is_own_field(anchor.text),
    )
