"""The copies to review: how many there are, and their names, follow from the settings.

The name of a copy is its file's below `output/`, without the ending: so a person asks for it (`relecture/themes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.errors import WrongUse
from restitution.messages import expected
from restitution.settings import Settings

REVIEW, TERRITORIES = "relecture", "territoires"
"""Words of `sorties`, and folders of `output/`."""
WHOLE: Final = f"{REVIEW}/restitution_relecture"
FOLDERS: Final = (f"{REVIEW}/", f"{TERRITORIES}/")
CODES: Final = "codes.json"
"""What each paragraph is called, wherever a copy shows it."""


def every_copy(settings: Settings) -> list[str]:
    """All the copies that a build of these settings can make."""
    parts = [f"{REVIEW}/{part.partie}" for part in settings.parts]
    return [WHOLE, *parts, *(f"{TERRITORIES}/{code}" for code in settings.codes)]


def copies_of(settings: Settings, wanted: Iterable[str]) -> list[str]:
    """The copies that some words ask for: those of `sorties`, and names of copies."""
    words = set(wanted)
    if REVIEW in words:
        words |= {WHOLE, *(f"{REVIEW}/{key}" for key in settings.relecture.parties)}
    if TERRITORIES in words:
        words |= {f"{TERRITORIES}/{code}" for code in settings.codes}
    return [name for name in every_copy(settings) if name in words]


def refuse_unknown(settings: Settings, words: Iterable[str]) -> None:
    """Raises `WrongUse` for the name of a copy that these settings have not."""
    known = every_copy(settings)
    for word in words:
        if "/" in word and word not in known:
            folder = f"{word.partition('/')[0]}/"
            choices = [name for name in known if name.startswith(folder)] or known
            raise WrongUse(
                f"« {word} » : le projet n’a pas cette copie à relire.", f"Attendu : {expected(word, choices)}."
            )


def file_of(copy: str) -> str:
    """Its file below `output/`."""
    return f"{copy}.docx"


def is_copy(name: str) -> bool:
    """Whether an output is one of them."""
    return name.startswith(FOLDERS)


def document_of(copy: str) -> str:
    """The contract that says what it holds."""
    return f"copies/{copy}.json"
