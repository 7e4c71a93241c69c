"""What a build forgets once it has published without somebody who withdrew: what earlier builds kept of her.

Sendings say what was published: they keep every passage's place and lose her words. Readings are made again when
they are asked for. Of the store, what no working file names is nobody's any more.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from restitution import store
from restitution.model import Intake
from restitution.plan import Plan
from restitution.plan.arrivals import LOOKED
from restitution.plan.outputs import ANNEXES, DOCUMENT, OF_MEETING
from restitution.publication.sendings import ENDING, SENDINGS, Sending, packed, read_sending
from restitution.remarks import Anchor, passage_of
from restitution.stages.given import document_in, read_notes
from restitution.stages.kept_readings import leave_shared, name_in
from restitution.stages.known_changes import IDENTITIES
from restitution.stages.media import CACHE as PICTURES
from restitution.stages.media import cached as shown
from restitution.stages.register import SEEN
from restitution.stages.sharing import OWN as READINGS
from restitution.stages.sharing import STILL_SHARED, own_readings
from restitution.stages.withdrawn import IMPRINTS, TAKEN, Forgetting, forgetting_of, holds
from restitution.store import digest

FORGOTTEN: Final = "forgotten.json"
"""Of `.restitution/`: hash of each sending that was sifted, by name, and for whom."""
KEPT_IN: Final = ("store", "cache", "logs", "build", "stamps", "benchmarks")
"""Folders of `.restitution/` whose files say nothing of what the store must keep."""
MEMORIES: Final = frozenset({LOOKED, FORGOTTEN, STILL_SHARED})
"""Files that remember what was, too."""
NAME: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class Forgotten(msgspec.Struct, frozen=True):
    """`forgotten.json`."""

    whom: str = ""
    sendings: dict[str, str] = {}


def forget(plan: Plan, project: Path, work: Path) -> None:
    """Take what earlier builds kept of those who withdrew out of the folder; nothing when nobody did."""
    if not plan.withdrawn:
        return
    notes = read_notes(plan, plan.notes_of_withdrawn(), work)
    forgetting = forgetting_of(plan, work, notes=notes)
    _sift_sendings(project, work, forgetting, _withdrawn_ids(work))
    named = {note.path for note in notes if holds(note, forgetting.sieve)}
    leave_shared(plan, work, _intakes(plan, work), {note.path for note in notes}.difference(named))
    _prune_cache(plan, work, named)
    _sift_logs(work, forgetting)
    _prune_store(work)
    shutil.rmtree(work / IMPRINTS, ignore_errors=True)


def _withdrawn_ids(work: Path) -> set[str]:
    """The passages whose words were taken out."""
    anchors = msgspec.json.Decoder(Anchor).decode_lines((work / IDENTITIES).read_bytes())
    return {anchor.id for anchor in anchors if anchor.withdrawn}


def _sift_sendings(project: Path, work: Path, forgetting: Forgetting, gone: set[str]) -> None:
    whom = digest(msgspec.json.encode(forgetting.sieve.people), *sorted(gone))
    before = _forgotten(work)
    done = dict(before.sendings) if before.whom == whom else {}
    for path in sorted((project / SENDINGS).glob(f"*{ENDING}")):
        if done.get(path.name) != store.sha256_of(path):
            sending = read_sending(path)
            if sending is not None:
                _rewrite(path, packed(sifted(sending, forgetting, gone)))
            done[path.name] = store.sha256_of(path)
    there = {path.name for path in (project / SENDINGS).glob(f"*{ENDING}")}
    record = Forgotten(whom, {name: sha256 for name, sha256 in sorted(done.items()) if name in there})
    _rewrite(work / FORGOTTEN, store.encode(record))


def _forgotten(work: Path) -> Forgotten:
    try:
        return msgspec.json.decode((work / FORGOTTEN).read_bytes(), type=Forgotten)
    except (OSError, msgspec.DecodeError):
        return Forgotten()


def _rewrite(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        store.write(path, data)


def sifted(sending: Sending, forgetting: Forgetting, gone: set[str]) -> Sending:
    """A sending without them; `gone`: passages that were theirs. A text that others say too stays."""
    theirs, others = _hashes(sending, gone)
    texts = {
        sha256: "" if sha256 in theirs - others else forgetting.text(text)
        for sha256, text in sending.texts.items()
    }
    return structs.replace(sending, texts={key: text for key, text in texts.items() if text not in {"", TAKEN}})


def _hashes(sending: Sending, gone: set[str]) -> tuple[set[str], set[str]]:
    """Hashes of the texts of those passages, and of all other passages."""
    theirs: set[str] = set()
    others: set[str] = set()
    for file in sending.files.values():
        for one in file.sent.passages if file.sent else ():
            is_theirs = (one.passage or passage_of(one.bookmark)) in gone
            (theirs if is_theirs else others).add(one.sha256)
    return theirs, others


def _prune_cache(plan: Plan, work: Path, named: set[str]) -> None:
    """Remove what was kept of files that are no more so, or that name them, and of pictures that are not shown."""
    own = own_readings(work)
    kept = (intake for intake in _intakes(plan, work) if intake.source.path not in named)
    wanted = {own.path(name_in(own, plan, intake)) for intake in kept} if own else set()
    for path in (work / name for name in (DOCUMENT, ANNEXES, *OF_MEETING.values(), *plan.supports())):
        if path.is_file():
            wanted.update(work / one for one in shown(document_in(path)))
    for folder in (READINGS, PICTURES, SEEN):
        for path in (work / folder).rglob("*"):  # what the model saw stands a folder deeper
            if path.is_file() and path not in wanted and path.name != "lock":
                with suppress(PermissionError):
                    path.unlink(missing_ok=True)


def _intakes(plan: Plan, work: Path) -> Iterator[Intake]:
    for name in plan.each_lot("intake/{lot}.jsonl"):
        yield from store.read_contract(work / name, plan.keys[name], Intake)


def _sift_logs(work: Path, forgetting: Forgetting) -> None:
    """Logs of earlier builds quote what they stumbled over; that of this stage is being written."""
    for path in (work / "logs").rglob("*"):
        with suppress(OSError):
            text = path.read_text("utf-8", "replace") if path.is_file() else ""
            told = "\n".join(forgetting.sieve.text(line) for line in text.split("\n"))
            if told != text:
                path.write_text(told, "utf-8")


def _prune_store(work: Path) -> None:
    """Remove the copies that no working file names."""
    wanted = {name for path in _working_files(work) for name in NAME.findall(path.read_bytes())}
    for path in (work / "store").glob("??/*"):
        if path.name.encode() not in wanted:
            with suppress(PermissionError):
                path.unlink(missing_ok=True)


def _working_files(work: Path) -> Iterator[Path]:
    for path in sorted(work.iterdir()):
        if path.is_dir() and path.name not in KEPT_IN and not path.name.startswith("."):
            yield from (inner for inner in path.rglob("*") if inner.is_file())
        elif path.is_file() and path.name not in MEMORIES:
            yield path
