"""`restitution review add`: takes in copies that came back, and accepts at once the changes of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from restitution.cli.review.deciding import Wish, decide
from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import folded, listed, nearest, plural
from restitution.plan.locks import hold_build_lock
from restitution.plan.prepare import WORK
from restitution.remarks import Mark
from restitution.review.words import KINDS, UNSIGNED, is_change
from restitution.settings import SETTINGS_FILE, load_settings

if TYPE_CHECKING:
    from restitution.plan.taking import Taken


def run(project: Path, cores: int, files: Sequence[Path], *, accept_from: str, by: str) -> None:
    """Take in each file, once. Raises `WrongUse` for a missing file, `UnreadableSource` for a broken one."""
    load_settings(project / SETTINGS_FILE)  # a folder that is no project is told first
    for file in files:
        _refuse_missing(file)
    hold_build_lock(project / WORK)
    from restitution.plan.taking import take_in  # noqa: PLC0415 it reads Word, OpenDocument and PDF

    every: list[Mark] = []
    for file in files:
        taken = take_in(project, file.read_bytes(), file.name)
        _tell(file.name, taken)
        every += [*taken.new, *taken.known]
    if accept_from:
        _accept(project, cores, every, accept_from, by)
    told("Où elles en sont : restitution review list", 0)


def _refuse_missing(file: Path) -> None:
    if file.is_file():
        return
    beside = [path.name for path in file.parent.iterdir() if path.is_file()] if file.parent.is_dir() else []
    near = nearest(file.name, beside)
    what = "est un dossier" if file.is_dir() else "est introuvable"
    raise WrongUse(f"« {file} » {what}.", f"Vouliez-vous dire « {file.parent / near} » ?" if near else "")


def _tell(name: str, taken: Taken) -> None:
    """What one copy held."""
    fresh, again = len(taken.new), len(taken.known)
    counts = Counter(mark.kind for mark in taken.new)
    kinds = listed(f"{KINDS[kind]} : {count}" for kind, count in counts.most_common())
    known_told = f", {plural(again, 'déjà connue', 'déjà connues')}" if again else ""
    out(f"{name} : {plural(fresh, 'remarque nouvelle', 'remarques nouvelles')}{known_told}.")
    if kinds:
        told(f"{kinds}.")
    names = dict.fromkeys(mark.author.strip() or UNSIGNED for mark in taken.new)
    if names:
        told(f"De : {listed(names)}.")
    for problem in taken.counts.problems:
        told(problem, mark="! ")


def _accept(project: Path, cores: int, marks: Iterable[Mark], name: str, by: str) -> None:
    """Accept the changes that a person made in these copies."""
    each = list(marks)
    names = list(dict.fromkeys(mark.author for mark in each))
    own = [author for author in names if folded(author) == folded(name)]
    if not own:
        near = nearest(name, names)
        hint = (
            f"Vouliez-vous dire « {near} » ?"
            if near
            else f"Relecteurs de ces copies : {listed(names) or 'aucun'}."
        )
        raise WrongUse(
            f"--accept-from : « {name} » n'a rien écrit dans ces copies, qui sont prises tout de même.", hint
        )
    keys = {mark.key for mark in each if mark.author in own and is_change(mark.kind)}
    items = [remark for remark in known(project, cores).review.items if remark.key in keys]
    if items:
        decide(project, [Wish(remark=remark, verdict="accepter") for remark in items], by)
    else:
        out(f"{own[0]} n'a changé aucun mot dans ces copies : rien à accepter.")
