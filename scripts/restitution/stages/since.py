"""What changed since the last edition: which files of `sources/`, and which passages of the publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution.assembly.identity import read_anchors
from restitution.dashboard.records import ChangedNote, Changes, Quoted
from restitution.messages import plural
from restitution.plan import Plan
from restitution.plan.outputs import APPLIED, OUTPUTS
from restitution.publication.editions import RECORD, SENT, Edition
from restitution.publication.sendings import Sending
from restitution.remarks import Applied, Sent
from restitution.review.passages import Shown
from restitution.review.tierce import Change, around, bare, tierce
from restitution.stages.known_changes import IDENTITIES, known_changes
from restitution.store import Store, unzipped

OF_PLAN: Final = "Textes du plan (calculés, ou du modèle)"
LOST: Final = "Passages dont la note n’est plus connue"
QUOTED: Final = 8
"""Changes quoted of a note."""
TELLING: Final = 12
"""Letters from which a passage is worth quoting: the cells of a table rarely say much."""
WORDS: Final = {
    "nouvelle": ("note nouvelle", "notes nouvelles"),
    "modifiée": ("note modifiée", "notes modifiées"),
    "déplacée": ("note déplacée", "notes déplacées"),
    "partie": ("note partie", "notes parties"),
}
"""What became of a file, in the order in which it is told."""


def changes_since(
    plan: Plan, work: Path, shown: Mapping[str, Sequence[Shown]], told: Callable[[Sent], Sent] = lambda sent: sent
) -> Changes | None:
    """None without an edition. `shown`: the passages of each document, by the word of its Word file.

    `told`: what the edition sent, as it may be told today.
    """
    if not plan.edition:
        return None
    kept = Store(work / "store")
    edition = msgspec.json.decode(kept.get(plan.edition[RECORD]), type=Edition)
    sending = _sending(kept.get(plan.edition[SENT])) if SENT in plan.edition else None
    became = _files(edition, plan) if edition.sources else {}
    changes = _passages(plan, work, shown, sending, told) if sending else {}
    rows = [as_row(path, became.get(path, ""), changes.get(path, [])) for path in sorted({*became, *changes})]
    rows.sort(key=lambda row: row.path in {OF_PLAN, LOST})
    return Changes(edition=edition.name, told=list(_told(edition, sending, became, rows)), rows=rows)


def _sending(data: bytes) -> Sending | None:
    try:
        return msgspec.json.decode(unzipped(data), type=Sending)
    except (OSError, msgspec.DecodeError):
        return None


def _files(edition: Edition, plan: Plan) -> dict[str, str]:
    """What became of each file that is not as it was."""
    today = {source.path: source.sha256 or "" for files in plan.sources.values() for source in files}
    gone = {path: sha256 for path, sha256 in edition.sources.items() if path not in today}
    moved = {sha256 for sha256 in gone.values() if sha256}
    arrived = {sha256 for path, sha256 in today.items() if path not in edition.sources}
    found = {
        path: "déplacée" if sha256 in moved else "nouvelle"
        for path, sha256 in today.items()
        if path not in edition.sources
    }
    found |= {path: "modifiée" for path, was in edition.sources.items() if today.get(path, was) != was}
    return found | {path: "partie" for path, sha256 in gone.items() if sha256 not in arrived}


def _passages(
    plan: Plan,
    work: Path,
    shown: Mapping[str, Sequence[Shown]],
    sending: Sending,
    told: Callable[[Sent], Sent],
) -> dict[str, list[Change]]:
    """The passages that changed, by the file that they come from."""
    applied = msgspec.json.decode((work / APPLIED).read_bytes(), type=list[Applied])
    known = known_changes(plan, work, applied)
    sources = {one.id: one.source for one in read_anchors((work / IDENTITIES).read_bytes())}
    sources |= {one.passage: one.path for each in shown.values() for one in each if one.path}
    found: dict[str, list[Change]] = defaultdict(list)
    for word, each in shown.items():
        sent = sending.sent(OUTPUTS[word])
        for change in tierce(told(sent), each, known).changes if sent else ():
            found[OF_PLAN if change.ours else sources.get(change.passage, LOST)].append(change)
    return found


def as_row(path: str, became: str, changes: Sequence[Change]) -> ChangedNote:
    """What is told of a file, from what became of it and of its passages."""
    counts = [
        sum(not one.before for one in changes),
        sum(bool(one.before and one.after) for one in changes),
        sum(not one.after for one in changes),
    ]
    telling = [one for one in changes if len(bare(one.after or one.before)) >= TELLING] or changes
    shown = telling[: QUOTED if len(changes) > QUOTED + 1 else None]
    left = len(changes) - len(shown)
    return ChangedNote(
        path=path,
        became=became,
        counts=counts,
        quoted=[_quoted(one) for one in shown],
        more=plural(left, "autre passage", "autres passages") if left else "",
    )


def _quoted(change: Change) -> Quoted:
    if change.before and change.after:
        before, after = around(change.before, change.after)
        text = f"« {before} » devient « {after} »"
    else:
        text = f"{'ajouté' if change.after else 'retiré'} : « {change.after or change.before} »"
    why = f" ({', '.join(change.causes)})" if change.causes else ""
    return Quoted(text=f"{text}{why}", code=change.code)


def _told(
    edition: Edition, sending: Sending | None, became: Mapping[str, str], rows: Iterable[ChangedNote]
) -> Iterable[str]:
    """What is said above the table."""
    if not edition.sources:
        yield "Cette édition ne nomme pas ses notes : seuls les passages sont comparés."
    each = [plural(count, *words) for word, words in WORDS.items() if (count := list(became.values()).count(word))]
    if edition.sources:
        yield f"{', '.join(each)}." if each else "Aucune note n’a changé."
    if sending is None or OUTPUTS["docx"] not in sending.files:
        yield "Cette édition n’a pas de document Word : ses passages ne peuvent pas être comparés."
        return
    added, changed, gone = (sum(row.counts[place] for row in rows) for place in range(3))
    yield (
        f"{plural(added, 'passage ajouté', 'passages ajoutés')}, "
        f"{plural(changed, 'modifié', 'modifiés')}, {plural(gone, 'retiré', 'retirés')}."
    )
