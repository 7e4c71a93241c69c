"""Changing the settings as an editor at the desk does: the order of the parts, what she accepts in writing.

`restitution.yaml` stays as she wrote it, but for the one list that changes; nothing is written that would not read
back as exactly that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec
import yaml

from restitution import store
from restitution.errors import WrongUse
from restitution.plan.locks import tables_held
from restitution.plan.outputs import WORK
from restitution.settings import SETTINGS_FILE, Settings, load_settings, read_settings
from restitution.settings.rewriting import LEFT, moved, one_line, section, with_item, with_section

List = Literal["plan", "derogations"]
LISTS: Final[tuple[List, ...]] = ("plan", "derogations")


def settings_of(project: Path) -> Settings:
    """The settings as they stand. Raises `WrongUse`."""
    return load_settings(project / SETTINGS_FILE)


def sections(project: Path) -> dict[str, str]:
    """Each list that the desk changes -> its text in the file; empty where it is not written."""
    data = (project / SETTINGS_FILE).read_bytes()
    return {key: section(data, key) for key in LISTS}


def put_sections(project: Path, texts: Mapping[str, str]) -> None:
    """Write the text of some lists. Raises `WrongUse` where the file would no longer be understood."""
    with tables_held(project / WORK):
        path = project / SETTINGS_FILE
        data = path.read_bytes()
        for key, text in texts.items():
            data = with_section(data, key, text)
        read_settings(data, path.name)
        store.write(path, data)


def ordered(project: Path, parts: Sequence[str]) -> str:
    """The text of the plan with its parts in another order; nothing is written. Raises `WrongUse`."""
    data = (project / SETTINGS_FILE).read_bytes()
    settings = read_settings(data)
    keys = [part.partie for part in settings.plan]
    if sorted(parts) != sorted(keys):
        raise WrongUse("Ce ne sont plus les parties du plan : rien n'est écrit.", "Rechargez la page.")
    order = [keys.index(one) for one in parts]  # type: ignore[arg-type]
    text = moved(data, "plan", order) if section(data, "plan") else _begun(parts, data)
    wanted = msgspec.structs.replace(settings, plan=tuple(settings.plan[place] for place in order))
    return _sure(data, "plan", text, wanted)


def _begun(parts: Sequence[str], data: bytes) -> str:
    """A plan that was not written yet."""
    line = "\r\n" if b"\r\n" in data else "\n"
    return "".join([f"plan:{line}", *(f"  - {{partie: {one}}}{line}" for one in parts)])


def accepted(project: Path, check: str, case: str, why: str, by: str) -> str:
    """The text of the list of what is accepted in writing, with one more; nothing is written yet."""
    data = (project / SETTINGS_FILE).read_bytes()
    settings = read_settings(data)
    told = {"controle": check, "case": case, "motif": why, "par": by}
    text = with_item(data, "derogations", one_line({key: said for key, said in told.items() if said}))
    after = read_settings(with_section(data, "derogations", text))
    wanted = msgspec.structs.replace(settings, derogations=(*settings.derogations, *after.derogations[-1:]))
    return _sure(data, "derogations", text, wanted)


def _sure(data: bytes, key: List, text: str, wanted: Settings) -> str:
    """A text that says what is wanted, and nothing else, in the file. Raises `WrongUse` for another."""
    try:
        made = read_settings(with_section(data, key, text))
    except yaml.YAMLError as error:
        raise LEFT from error
    if made != wanted:
        raise LEFT
    return text
