"""`restitution new notice` and `new consentement`: the papers that are handed to people."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from restitution import store
from restitution.cli.answer import Answer
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import folded
from restitution.papers import known_words, name_of, paper
from restitution.settings import Settings, Territory
from restitution.writers.sheets.paper import write_paper

HOME: Final = Path("templates", "fiches")
"""Where a project keeps its papers: among the notes they would be read as notes."""
ONLY: Final = "docx"


class Handed(Answer, kw_only=True):
    """A paper that was written."""

    path: str
    paper: str
    territory: str | None = None
    whose: str = ""
    """The model of the project that it follows; empty for the program's."""

    def show(self) -> None:
        """Where it is, and what to do with it."""
        model = f" (d'après {self.whose}, le modèle de ce projet)" if self.whose else ""
        out(f"« {name_of(self.paper)} » créée : {self.path}{model}.")
        told("Ouvrez-la dans Word, complétez ce qui est [entre crochets], relisez, imprimez ou envoyez.", 0)
        told("Signée, une fiche se range dans sources/_confidentiel, puis se reporte dans personnes.yaml.", 0)

    def in_short(self) -> str:
        """The file."""
        return self.path


def hand(key: str, format_: str, where: tuple[Path | None, Path], settings: Settings | None,
         territory: Territory | None) -> Handed:  # fmt: skip
    """Write a paper; `where`: the project, if any, and the folder in which somebody is. Raises `WrongUse`."""
    root, here = where
    if folded(format_).removeprefix(".") != ONLY:
        raise WrongUse(f"« {name_of(key)} » n'existe qu'en .docx.", "Retirez --format.")
    own = root / HOME / f"{name_of(key)}.docx" if root else None
    model = own.read_bytes() if own and own.is_file() else b""
    is_own = bool(model) and model != write_paper(paper(key))
    known = known_words(settings, territory) if settings else {}
    place = f" - {territory.nom}" if territory else " - tous les territoires" if root else ""
    target = _free((root / HOME if root else here) / f"{name_of(key)}{place}.docx")
    store.write(target, model if is_own else write_paper(paper(key, known)))
    shown = target.relative_to(root).as_posix() if root else target.name
    return Handed(
        path=shown,
        paper=key,
        territory=territory.code if territory else None,
        whose=own.relative_to(root).as_posix() if is_own and own and root else "",
    )


def _free(path: Path) -> Path:
    """A path where nothing is: « Notice.docx », else « Notice (2).docx »."""
    number = 2
    found = path
    while found.exists():
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return found
