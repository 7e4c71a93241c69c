"""Writes what the letter of answer says."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.model import Document
from restitution.people.unseen import is_unseen
from restitution.plan import Plan
from restitution.plan.outputs import APPLIED, DOCUMENT, REMARKS
from restitution.remarks import Applied, Remark, Review, Sent
from restitution.review.letter import Told, letter
from restitution.review.passages import shown_passages
from restitution.review.sent import unpacked
from restitution.review.tierce import tierce
from restitution.stages.given import document_in
from restitution.stages.known_changes import known_changes
from restitution.stages.outgoing import outgoing_of
from restitution.stages.withdrawn import Forgetting, forgetting_of
from restitution.store import Store


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """letter.json: a document without a block when there is no remark."""
    store.write(Path(outputs[0]), store.encode(letter_of(plan, Path())))


def letter_of(plan: Plan, work: Path, reviewer: str = "") -> Document:
    """The letter to everybody, or to one `reviewer` (as her remarks name her). `work`: the working folder.

    To everybody, people are told as the register says, those who signed a remark too, and whoever it does not know
    as nobody; her own letter is a paper of the team, which keeps all words.
    """
    document = document_in(work / DOCUMENT)
    review = msgspec.json.decode((work / REMARKS).read_bytes(), type=Review)
    applied = msgspec.json.decode((work / APPLIED).read_bytes(), type=list[Applied])
    forgetting = forgetting_of(plan, work, is_unseen) if reviewer else outgoing_of(plan, work, review)
    shown = shown_passages(document, {part.partie: part.titre for part in plan.settings.parts})
    told = Told(
        remarks=review.items,
        shown=shown,
        settings=plan.settings,
        reviewer=reviewer,
    )
    own = told.own()
    tierces = []
    if own:
        known = known_changes(plan, work, applied)
        tierces = [tierce(forgetting.sent(one), shown, known) for one in editions(plan, work, own)]
    remarks = [_told(remark, forgetting, reviewer) for remark in review.items]
    return letter(document, msgspec.structs.replace(told, remarks=remarks, tierces=tierces))


def _told(remark: Remark, forgetting: Forgetting, reviewer: str) -> Remark:
    """A remark as the letter tells it; hers keep her name, who reads it."""
    told = forgetting.remark(remark)
    return msgspec.structs.replace(told, author=remark.author) if remark.author == reviewer else told


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
