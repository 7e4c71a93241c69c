"""Frozen editions: what was published under a name, kept as it was, with what it was made of.

`sources/editions/NAME/` is written once and never changed; an edition that froze the notes is reopened by a file
put beside the others. What may be given to anybody stands in a folder of its own, `a-remettre/`: beside it lie the
notes as they are, with every name. Editions from before that folder have their publication beside the rest.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from restitution import disk, store
from restitution.errors import WrongUse

EDITIONS: Final = Path("sources", "editions")
RECORD, REOPENED, NOTES = "edition.json", "rouverte.json", "notes"
HAND_OVER: Final = "a-remettre"
"""Folder of an edition that may be given to anybody: the publication, and nothing else."""
SENT: Final = "manifeste.json.gz"
README: Final = "LISEZMOI.txt"
THAW: Final = "« restitution edition thaw »"
_NAME: Final = re.compile(r"[^\W_](?:[\w .,’'()-]{0,58}[\w)])?")


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition is: `edition.json`."""

    name: str
    rank: int
    """How many were made before, and this one."""
    build: str
    frozen: bool = False
    """Whether it is a bon à tirer: notes that come later wait."""
    files: dict[str, str] = {}
    """Published file -> hash of its bytes."""
    sources: dict[str, str] = {}
    """File of `sources/` -> hash of its bytes; empty for one that could not be read."""
    made_of: dict[str, str] = {}
    """Settings, templates, tables, decisions and corrections -> hash."""


def refuse_name(project: Path, name: str) -> None:
    """Raises `WrongUse` for a name that no folder can bear everywhere, or that is taken."""
    is_plain = _NAME.fullmatch(name) and disk.is_portable(name)
    if not is_plain or not unicodedata.is_normalized("NFC", name):
        raise WrongUse(
            f"« {name} » ne peut pas être le nom d'une édition.",
            "Soixante lettres, chiffres, espaces et tirets au plus, par exemple « relecture-juin ».",
        )
    folders = (project / EDITIONS).glob("*")
    if any(folder.name.casefold() == name.casefold() for folder in folders):
        raise WrongUse(
            f"L'édition « {name} » existe déjà : une édition ne change plus.", "Choisissez un autre nom."
        )


def read_editions(project: Path) -> list[Edition]:
    """Every edition, the oldest first; a folder without a record that can be read is none."""
    found = []
    for path in sorted((project / EDITIONS).glob(f"*/{RECORD}")):
        try:
            edition = msgspec.json.decode(path.read_bytes(), type=Edition)
        except (OSError, msgspec.DecodeError):
            continue
        found.append(msgspec.structs.replace(edition, name=path.parent.name))
    return sorted(found, key=lambda edition: (edition.rank, edition.name))


def last_edition(project: Path) -> dict[str, bytes]:
    """The record of the last edition and what it sent, as `RECORD` and `SENT`; empty when there is none."""
    for edition in reversed(read_editions(project)):
        folder = project / EDITIONS / edition.name
        found = {name: path.read_bytes() for name in (RECORD, SENT) if (path := folder / name).is_file()}
        # its folder is its name, whatever the record says: a renamed edition is told under its new one
        return found | {RECORD: store.encode(edition)}
    return {}


def is_frozen(project: Path, edition: Edition) -> bool:
    """Whether an edition holds the notes today."""
    return edition.frozen and not (project / EDITIONS / edition.name / REOPENED).is_file()


def frozen_edition(project: Path) -> Edition | None:
    """The bon à tirer that holds the notes; of several the last."""
    return next((one for one in reversed(read_editions(project)) if is_frozen(project, one)), None)


def note_bytes(project: Path, edition: Edition, sha256: str) -> bytes | None:
    """A note as it was; None when the edition keeps it no more."""
    try:
        data = (project / EDITIONS / edition.name / NOTES / sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def place_of(project: Path, edition: Edition, name: str) -> Path:
    """Where an edition keeps a published file; there may be none. `name`: as in `output/`."""
    folder = project / EDITIONS / edition.name
    given = folder / HAND_OVER / name
    return given if given.is_file() else folder / name


def write_edition(project: Path, edition: Edition, files: Mapping[str, bytes], notes: Mapping[str, bytes]) -> Path:
    """Write an edition's folder, its record last: a folder without one is no edition.

    `files`: bytes by path in that folder; `notes`: bytes by hash.
    """
    folder = project / EDITIONS / edition.name
    for sha256, data in notes.items():
        store.write(folder / NOTES / sha256, data)
    for name, data in files.items():
        store.write(folder / name, data)
    store.write(folder / RECORD, store.encode(edition))
    return folder


def thaw(project: Path, edition: Edition) -> None:
    """Let the notes in again: a file beside the others, so that two machines never change one."""
    store.write(project / EDITIONS / edition.name / REOPENED, store.encode({"edition": edition.name}))
