"""Choosing quotations, in `sources/choix/verbatims.csv`: which are kept, of which theme and territory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.intake.verbatims import merged_choices, read_choices
from restitution.model import Choice
from restitution.plan.locks import tables_held
from restitution.plan.outputs import WORK
from restitution.plan.tables import CHOICES

BETWEEN: Final = "\0"


def choices(project: Path) -> dict[str, Choice]:
    """Each line of the table, by its file, place and words. Raises `WrongUse` for what is no such table."""
    table = project / CHOICES
    return keyed(read_choices(table.read_bytes()) if table.is_file() else [])


def keyed(lines: Iterable[Choice]) -> dict[str, Choice]:
    """Lines by what they are about; of two that are about the same words, each has a key of its own."""
    found: dict[str, Choice] = {}
    seen: Counter[str] = Counter()
    for line in lines:
        about = BETWEEN.join((line.fichier, line.repere, line.texte))
        seen[about] += 1
        found[about if seen[about] == 1 else f"{about}{BETWEEN}{seen[about]}"] = line
    return found


def choose(project: Path, said: Mapping[str, Mapping[str, str]]) -> None:
    """Write the cells of some lines; `said`: key of each -> its cells."""
    with tables_held(project / WORK):
        lines = choices(project)
        changed = [msgspec.structs.replace(line, **said.get(key, {})) for key, line in lines.items()]
        store.write(project / CHOICES, merged_choices(changed, changed))
