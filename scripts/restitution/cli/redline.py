"""`restitution redline`: what changed between two of what was sent, published, or lies in a file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec

from restitution import store
from restitution.cli.answer import Answer
from restitution.cli.editions import Version, published_version, version_of
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import expected, listed, plural
from restitution.ooxml.sent import sent_of
from restitution.people.unseen import is_protected
from restitution.plan.anchors import ANCHORS
from restitution.plan.copies import CODES
from restitution.plan.outputs import APPLIED, REMARKS, WORK
from restitution.plan.people import read_register
from restitution.redline import ENGINES, Compared, compare
from restitution.redline.annex import with_reasons
from restitution.redline.reasons import Known, counted, passage_of, reasons
from restitution.redline.veiling import Veil, veiled
from restitution.remarks import Applied, Review
from restitution.review.carrying import UNDECIDED, waiting
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.stages.outgoing import discreet
from restitution.stages.protected import refuse_in_team
from restitution.stages.withdrawn import TAKEN, Forgetting, forgetting_today
from restitution.writers.docx import with_threads

T = TypeVar("T")
NOT_WRITTEN = "La comparaison n'est pas écrite : elle nommerait quelqu'un qui s'est retiré, ou un mineur."
SAID = frozenset({"comment", "reply"})
WRITTEN = "redlines.json"
"""Of `.restitution/`: hash of each redline that we wrote, by path: one that differs is somebody's."""
FOLDER = Path("interne")
NEW_NOTE, GONE_NOTE, EDITED_NOTE = "note nouvelle", "note retirée", "note modifiée"
SAME_NOTE = "même note : plan, réglages ou corrections"
UNKNOWN_NOTE = ""


class Coded(msgspec.Struct, frozen=True):
    """A line of `codes.json`."""

    bookmark: str
    code: str
    path: str = ""


class Anchor(msgspec.Struct, frozen=True):
    """A line of `ancres.jsonl`."""

    id: str
    source: str
    withdrawn: bool = False


class Redlined(Answer, kw_only=True):
    """A redline that was written."""

    path: str
    """Below the project, or whole where it lies elsewhere."""
    before: str
    after: str
    changes: dict[str, int]
    """Kind of change -> how many."""
    words: list[str]
    """The same, for a person."""
    has_table: bool
    threads: int
    """Threads of remarks that it shows."""
    waiting: int = 0
    """Of these, those of which the editor has something to decide; the others are answered."""
    said: list[str]

    def record(self) -> object:
        """What was compared, what changed, where it is told."""
        return {
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "changes": self.changes,
            "threads": self.threads,
            "waiting": self.waiting,
            "messages": self.said,
        }

    def show(self) -> None:
        """Where it is and what it shows."""
        out(f"{self.path} : {listed(self.words) if self.has_table else 'rien n’a changé'}.")
        if self.threads:
            threads = plural(self.threads, "fil de remarques", "fils de remarques")
            told(f"{threads} en marge, {self._decided()}.", 0)
        if self.has_table:
            told("À la fin, un tableau dit de chaque changement d'où il vient.", 0)
        for sentence in self.said:
            told(sentence, 0)

    def _decided(self) -> str:
        """What is left to decide of the threads: one that is answered goes on until its reader has read."""
        if not self.waiting:
            return "déjà répondu" if self.threads == 1 else "tous déjà répondus"
        waits = "attend" if self.waiting == 1 else "attendent"
        if self.waiting == self.threads:
            return f"{'il' if self.threads == 1 else 'tous'} {waits} votre décision"
        return f"dont {self.waiting} {waits} votre décision"

    def in_short(self) -> str:
        """The file."""
        return self.path


def run(project: Path, old: str, new: str, output: Path | None, engine: str) -> Redlined:
    """Write the redline. Raises `WrongUse` for what does not exist, and for a file that is not ours to replace."""
    if engine not in ENGINES:
        raise WrongUse(f"Moteur inconnu : « {engine} ».", f"Attendu : {expected(engine, list(ENGINES))}.")
    settings = load_settings(project / SETTINGS_FILE)
    register = read_register(project, settings)
    forgetting = forgetting_today(project, register, is_protected)
    before = veiled_version(project, version_of(project, old), forgetting)
    if new:
        after = veiled_version(project, version_of(project, new), forgetting)
    else:
        after = published_version(project, before.copy)
    target = _target(project, output, before, after)
    compared = compare(before.data, after.data, returned=before.returned or after.returned, engine=engine)
    lines = reasons(compared.changed, known(project), lambda source: why(source, before, after))
    lines = [msgspec.structs.replace(line, source=forgetting.sieve.file(line.source)) for line in lines]
    review = _read(project / WORK / REMARKS, Review, Review())
    if not target.resolve().is_relative_to((project / FOLDER).resolve()):  # it goes out
        forgetting = discreet(forgetting, settings, project / WORK, review)
    data, shown, undecided = _with_threads(compared, after, forgetting.review(review))
    whole = with_reasons(data, lines)
    refuse_in_team(project / WORK, {target.name: whole}, NOT_WRITTEN)
    _write(project, target, whole)
    return Redlined(
        path=_shown(project, target),
        before=before.label,
        after=after.label,
        changes=dict(sorted(Counter(str(one.kind) for one in compared.changed).items())),
        words=counted(compared.changed),
        has_table=bool(lines),
        threads=shown,
        waiting=undecided,
        said=[*before.said, *after.said],
    )


def veiled_version(project: Path, version: Version, forgetting: Forgetting) -> Version:
    """An earlier version in which people are told as the register says today; an edition's own file stays."""
    anchors = [msgspec.json.decode(line, type=Anchor) for line in _lines(project / ANCHORS)]
    gone = {anchor.id for anchor in anchors if anchor.withdrawn}
    if not (forgetting.sieve.people or gone):
        return version
    sent = sent_of(version.data)
    quoted = {one.bookmark: one.passage for one in sent.passages if one.passage} if sent else {}
    veil = Veil(cuts=forgetting.cuts, is_gone=forgetting.names_gone, passages=gone, taken=TAKEN)
    data = veiled(version.data, veil, lambda mark: quoted.get(mark) or passage_of(mark))
    return msgspec.structs.replace(version, data=data)


def _with_threads(compared: Compared, after: Version, review: Review) -> tuple[bytes, int, int]:
    """The redline with the open comments on what it shows, how many threads these are, and how many wait.

    What an office wrote has other styles than ours: it gets none.
    """
    sent = sent_of(after.data)
    if sent is None or after.returned:
        return compared.data, 0, 0
    threads = [one for one in waiting(review) if one.kind in SAID]
    data, shown = with_threads(compared.data, sent, threads, compared.date)
    undecided = {one.thread or one.key for one in threads if one.state in UNDECIDED}
    return data, len(shown), len(shown & undecided)


def known(project: Path) -> Known:
    """What the last build knows of passages: codes, sources, remarks that were accepted."""
    work = project / WORK
    coded = _read(work / CODES, list[Coded], [])
    anchors = [msgspec.json.decode(line, type=Anchor) for line in _lines(project / ANCHORS)]
    applied = _read(work / APPLIED, list[Applied], [])
    sources = {anchor.id: anchor.source for anchor in anchors}
    sources |= {passage_of(one.bookmark): one.path for one in coded if one.path}
    remarks: dict[str, list[str]] = {}
    for one in applied:
        if one.result in {"applied", "merged", "settled"}:
            for passage in one.put or [one.passage]:
                remarks.setdefault(passage, []).append(one.number or "correction de l'éditeur")
    return Known(codes={one.bookmark: one.code for one in coded}, sources=sources, remarks=remarks)


def why(source: str, before: Version, after: Version) -> str:
    """What became of a source between two versions, as far as both know of what they were made."""
    if not before.sources or not after.sources:
        return UNKNOWN_NOTE
    if source not in before.sources:
        return NEW_NOTE
    if source not in after.sources:
        return GONE_NOTE
    return SAME_NOTE if before.sources[source] == after.sources[source] else EDITED_NOTE


def _read(path: Path, kind: type[T], otherwise: T) -> T:
    """What a contract holds; something else when it is not there."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return otherwise


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.is_file() else []


def _target(project: Path, output: Path | None, before: Version, after: Version) -> Path:
    """Where to write. Raises `WrongUse` when -o names a file that is not one of our redlines, unchanged."""
    if output is not None:
        target = output.resolve()
        if target.is_dir() or (target.exists() and not _is_ours(project, target)):
            raise WrongUse(f"« {output} » existe déjà et n'est pas de nous.", "Donnez un autre nom après -o.")
        return target
    name = f"redline_{slug(before.label)}_{slug(after.label)}"
    names = (f"{name}.docx" if n == 1 else f"{name} ({n}).docx" for n in count(1))
    paths = (project / FOLDER / one for one in names)
    return next(path for path in paths if not path.exists() or _is_ours(project, path))


def slug(label: str) -> str:
    """A label as part of a file's name."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40] or "document"


def _is_ours(project: Path, path: Path) -> bool:
    return path.is_file() and _written(project).get(str(path)) == store.sha256_of(path)


def _written(project: Path) -> dict[str, str]:
    return _read(project / WORK / WRITTEN, dict[str, str], {})


def _write(project: Path, target: Path, data: bytes) -> None:
    store.write(target, data)
    said = _written(project) | {str(target): store.sha256_of(target)}
    store.write(project / WORK / WRITTEN, store.encode(said))


def _shown(project: Path, path: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)
