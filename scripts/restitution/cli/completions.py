"""Words that the Tab key proposes: of the language, and of the project at hand. Never slow, never an error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import msgspec
import typer

Words = list[tuple[str, str]]
"""Each word, and what it is."""
MOST: Final = 200
SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")
NOT_NOTES: Final = frozenset({"choix", "editions", "relectures", "_confidentiel", "classement.csv", "photos.csv"})
"""What `sources/` holds beside the notes."""
REMARKS: Final = Path(".restitution", "remarks.json")


class _Remark(msgspec.Struct, frozen=True):
    number: str
    key: str = ""
    replacement: str = ""
    author: str = ""
    text: str = ""


class _Remarks(msgspec.Struct, frozen=True):
    items: list[_Remark] = []


def _never_failing(find: Callable[[Path, str], Words]) -> Callable[[typer.Context, str], Words]:
    """A completion of the project of the command: nothing where it cannot be known."""

    @wraps(find)
    def found(ctx: typer.Context, incomplete: str) -> Words:
        from restitution.cli.commands import HERE, project_of  # noqa: PLC0415 it imports what uses these

        try:
            words = find(project_of(Path(ctx.params.get("project") or HERE)), incomplete)
        except Exception:  # noqa: BLE001 a Tab key must not print a trace
            return []
        return words[:MOST]

    found.__annotations__ = {"ctx": typer.Context, "incomplete": str}  # Typer reads which argument is which
    del found.__wrapped__
    return found


def _said(words: Iterable[str]) -> Words:
    return [(word, "") for word in words]


@_never_failing
def shells(_project: Path, _incomplete: str) -> Words:
    """Programs that a command is typed in."""
    return _said(SHELLS)


@_never_failing
def targets(_project: Path, _incomplete: str) -> Words:
    """What `build` can be asked for."""
    from restitution.settings import SORTIES_PRETES  # noqa: PLC0415 only for the Tab key, as all below

    return _said([*SORTIES_PRETES, "all"])


@_never_failing
def kinds(_project: Path, _incomplete: str) -> Words:
    """Kinds of notes, by their short words."""
    from restitution.domain import domain, kind_choices, kind_of_word  # noqa: PLC0415
    from restitution.papers import name_of, papers  # noqa: PLC0415

    kinds_ = [(word, domain().kinds[kind_of_word(word) or ""].label) for word in kind_choices()]
    return [*kinds_, *((key, name_of(key)) for key in papers())]


@_never_failing
def formats(_project: Path, _incomplete: str) -> Words:
    """Formats of a sheet."""
    return [("docx", "Word, LibreOffice"), ("md", "texte"), ("xlsx", "tableur")]


@_never_failing
def territories(project: Path, _incomplete: str) -> Words:
    """Codes of the project's territories."""
    return [(territory.code, territory.nom) for territory in _settings(project).territoires]


@_never_failing
def themes(project: Path, _incomplete: str) -> Words:
    """Keys of the project's themes."""
    return [(theme.cle, theme.titre) for theme in _settings(project).themes]


def _settings(project: Path) -> Any:
    from restitution.settings import SETTINGS_FILE, load_settings  # noqa: PLC0415

    return load_settings(project / SETTINGS_FILE)


@_never_failing
def notes(project: Path, incomplete: str) -> Words:
    """Files and folders of `sources/`, one folder at a time."""
    folder = incomplete.rpartition("/")[0]
    with os.scandir(project / "sources" / folder) as entries:
        found = sorted(
            f"{folder}/{entry.name}".lstrip("/") + ("/" if entry.is_dir() else "")
            for entry in entries
            if not entry.name.startswith((".", "~")) and (folder or entry.name not in NOT_NOTES)
        )
    return _said(found)


@_never_failing
def people(project: Path, _incomplete: str) -> Words:
    """Names of the register of people, with their functions."""
    from restitution.plan.people import read_register  # noqa: PLC0415 it imports yaml

    found = read_register(project, _settings(project)).personnes
    return [(one.nom, one.fonction or one.structure) for one in found]


@_never_failing
def remarks(project: Path, _incomplete: str) -> Words:
    """Numbers of the remarks that the last build found."""
    return _remarks(project)


@_never_failing
def decisions(project: Path, _incomplete: str) -> Words:
    """Numbers of remarks, and what can be decided."""
    from restitution.review.files import VERDICTS  # noqa: PLC0415

    return [
        *_remarks(project),
        *_said(verdict for verdict in dict.fromkeys(VERDICTS.values()) if verdict != "placer"),
    ]


def _remarks(project: Path) -> Words:
    try:
        found = msgspec.json.decode((project / REMARKS).read_bytes(), type=_Remarks).items
    except OSError:
        return []
    told = [one for one in found if one.replacement in {"", one.key}]  # of a replacement, the number that is said
    return [(one.number, " ".join(f"{one.author} : {one.text}".split())[:60]) for one in told]


@_never_failing
def states(_project: Path, _incomplete: str) -> Words:
    """States of remarks."""
    from restitution.review.words import STATES  # noqa: PLC0415

    return _said(STATES.values())


@_never_failing
def editions(project: Path, _incomplete: str) -> Words:
    """Names of the frozen editions."""
    folder = project / "sources" / "editions"
    return _said(sorted(path.name for path in folder.iterdir() if path.is_dir()))
