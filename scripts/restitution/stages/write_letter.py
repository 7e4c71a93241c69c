"""Writes what the letter of answer says."""

from pathlib import Path, PurePosixPath

import msgspec

from restitution import store
from restitution.assembly.identity import read_anchors
from restitution.model import Document, Shaped
from restitution.plan import Plan
from restitution.plan.prepare import APPLIED, CORRECTIONS, DOCUMENT, REMARKS
from restitution.remarks import Applied, Correction, Remark, Review, Sent
from restitution.review.letter import Told, letter
from restitution.review.passages import Shown, shown_passages
from restitution.review.sent import unpacked
from restitution.review.tierce import Known, Own, Tierce, tierce
from restitution.store import Store

IDENTITIES = "identities.jsonl"


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """letter.json: a document without a block when there is no remark."""
    store.write(Path(outputs[0]), store.encode(letter_of(plan, Path())))


def letter_of(plan: Plan, work: Path, reviewer: str = "") -> Document:
    """The letter to everybody, or to one `reviewer` (as her remarks name her). `work`: the working folder."""
    document = msgspec.json.decode((work / DOCUMENT).read_bytes(), type=Document)
    review = msgspec.json.decode((work / REMARKS).read_bytes(), type=Review)
    applied = msgspec.json.decode((work / APPLIED).read_bytes(), type=list[Applied])
    shown = shown_passages(document, {part.partie: part.titre for part in plan.settings.parts})
    told = Told(
        remarks=review.items,
        shown=shown,
        applied=applied,
        settings=plan.settings,
        reviewer=reviewer,
    )
    own = told.own()
    tierces = _tierces(editions(plan, work, own), shown, _known(plan, work, applied)) if own else []
    return letter(document, msgspec.structs.replace(told, tierces=tierces))


def editions(plan: Plan, work: Path, remarks: list[Remark]) -> list[Sent]:
    """What the copies that these remarks came in held when they were sent: of each build, the fullest one."""
    kept = Store(work / "store")
    folders = {entry.copy for remark in remarks for entry in remark.returned_in}
    found: dict[str, Sent] = {}
    for folder, sha256 in sorted(plan.sent.items()):
        sent = unpacked(kept.get(sha256)) if folder in folders else None
        if sent and len(sent.passages) > len(found.get(sent.build, Sent()).passages):
            found[sent.build] = sent
    return list(found.values())


def _known(plan: Plan, work: Path, applied: list[Applied]) -> Known:
    """What may explain a change: the notes as they are today, under names that may be shown, and corrections."""
    public = (
        line.note
        for name in plan.each_lot("public/{lot}.jsonl")
        for line in store.read_contract(work / name, plan.keys[name], Shaped)
    )
    names = {note.path: note.file or PurePosixPath(note.path).name for note in public if note}
    anchors = read_anchors((work / IDENTITIES).read_bytes())
    own = {one.id: Own(names.get(one.source, ""), one.text, one.gone) for one in anchors}
    corrections = msgspec.json.decode((work / CORRECTIONS).read_bytes(), type=list[Correction])
    return Known(own=own, corrections=corrections, applied=applied)


def _tierces(sents: list[Sent], shown: list[Shown], known: Known) -> list[Tierce]:
    return [tierce(sent, shown, known) for sent in sents]
