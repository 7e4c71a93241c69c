"""Writes what the letter of answer says."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.model import Document
from restitution.plan import Plan
from restitution.plan.prepare import APPLIED, DOCUMENT, REMARKS
from restitution.remarks import Applied, Remark, Review, Sent
from restitution.review.letter import Told, letter
from restitution.review.passages import Shown, shown_passages
from restitution.review.sent import unpacked
from restitution.review.tierce import Known, Tierce, tierce
from restitution.stages.known_changes import known_changes
from restitution.store import Store


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
    tierces = _tierces(editions(plan, work, own), shown, known_changes(plan, work, applied)) if own else []
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


def _tierces(sents: list[Sent], shown: list[Shown], known: Known) -> list[Tierce]:
    return [tierce(sent, shown, known) for sent in sents]
