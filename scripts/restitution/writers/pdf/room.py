"""Typst, in a folder of its own where nothing else is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import typst

from restitution import cage, resources
from restitution.errors import RestitutionError
from restitution.writers.pdf.context import DEEPEST_BLOCK, SHALLOW
from restitution.writers.pdf.source import TEMPLATE

T = TypeVar("T")
STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-2a"]
MAIN: Final = "main.typ"
EXCERPT: Final = 300
KEPT: Final = 11
"""Compositions after which the library has let go of what it remembers of the ones before (it keeps ten)."""
UNLAID: Final = "failed to compile document: "
NOTHING: Final = b"#set page(width: 9pt, height: 9pt)"
LACKING: Final = re.compile(r"module .* does not contain `([\w-]+)`")
"""What Typst says of a template that was made for another version of our source."""
OLDER: Final = f"Votre modèle PDF (templates/typst/{TEMPLATE}) est d'une version antérieure de l'outil"
OLDER_HINT: Final = (
    "Gardez-le sous un autre nom, hors de templates/ : le modèle fourni servira. Pour retrouver vos changements, "
    f"copiez le modèle fourni ({resources.home() / 'templates' / 'typst' / TEMPLATE}) à sa place, puis reportez-y "
    "vos couleurs et vos polices (les lignes « #let » du début)."
)


class Attempt(NamedTuple):
    """How faithfully a text is given to Typst."""

    names: Mapping[str, str]
    """Target of each picture that is shown -> its file."""
    deepest: int
    """How many containers may stand one inside the other."""


class Room:
    """A private folder, which is Typst's whole world. `said`: what templates read as `sys.inputs`."""

    def __init__(self, folder: Path, fonts: Path, epoch: int, said: Mapping[str, str]) -> None:
        self._folder = folder
        self._epoch = epoch
        self._world: dict[str, Any] = {
            "root": folder,
            "font_paths": [fonts],
            "ignore_system_fonts": True,
            "sys_inputs": dict(said),
            "package_path": folder,
            "package_cache_path": folder,
        }

    def put(self, name: str, data: bytes) -> None:
        """Write one of our files."""
        (self._folder / name).write_bytes(data)

    def path(self, name: str) -> Path:
        """Where such a file stands."""
        return self._folder / name

    def compile(self, source: str, standards: list[typst.PDFStandard] = STANDARDS) -> bytes:
        """The PDF of `source`. Raises `TypstError`, and `RestitutionError` for a font that is not there."""
        self.put(MAIN, source.encode())
        pdf, warnings = typst.compile_with_warnings(
            self._folder / MAIN,
            format="pdf",
            pdf_standards=standards,
            timestamp=self._epoch,
            **self._world,
        )
        missing = [w.message for w in warnings if w.message.startswith("unknown font family")]
        if missing:
            raise RestitutionError(
                f"Une police du modèle PDF manque : {_excerpt(missing[0].partition(': ')[2])}.",
                f"Déposez-la dans templates/fonts, ou changez {TEMPLATE}.",
            )
        return bytes(pdf)

    def look(self, source: str, label: str) -> str:
        """The value that `source` gives under a label once it is laid out, as JSON. Raises `TypstError`."""
        self.put(MAIN, source.encode())
        try:
            return typst.query(self._folder / MAIN, f"<{label}>", field="value", one=True, **self._world)
        except RuntimeError as error:  # which says no more of it
            raise typst.TypstError(str(error).removeprefix(UNLAID), "") from error

    def forget(self) -> None:
        """Let go of what was composed so far: the library remembers it for the next time, 1.3 MB a page."""
        nothing = self._folder / "rien.typ"
        nothing.write_bytes(NOTHING)
        for _ in range(KEPT):
            typst.compile(nothing, format="svg", **self._world)
        cage.give_back()

    def attempts(self, names: Mapping[str, str]) -> Iterator[Attempt]:
        """As it is; without the pictures that Typst cannot draw; with the nests undone that it cannot lay out."""
        yield Attempt(names, DEEPEST_BLOCK)
        shown = {target: name for target, name in names.items() if self._shows(name)}
        yield from (Attempt(shown, deepest) for deepest in (DEEPEST_BLOCK, SHALLOW, 0))

    def _shows(self, name: str) -> bool:
        """Whether Typst can draw one picture, alone on a page."""
        try:
            self.compile(f'#set document(title: "image")\n#image("{name}", alt: "image")')
        except typst.TypstError:
            return False
        return True


def most_faithful(attempts: Iterator[Attempt], compose: Callable[[Attempt], T]) -> T:
    """What the first attempt gives that Typst takes. Raises `RestitutionError` when it takes none."""
    refused: typst.TypstError | None = None
    for attempt in attempts:
        try:
            return compose(attempt)
        except typst.TypstError as error:
            refused = error
    raise _failure(refused) from refused


def _failure(error: typst.TypstError | None) -> RestitutionError:
    message = error.message if error else ""
    lacking = LACKING.search(message)
    if lacking:
        return RestitutionError(
            f"{OLDER} : il n'a pas « {lacking[1]} », qu'il doit avoir aujourd'hui.", OLDER_HINT
        )
    return RestitutionError(
        f"Le PDF n'a pas pu être composé. Typst dit : {_excerpt(message)}",
        f"Si {TEMPLATE} a été modifié, revenez à sa version d'origine ; sinon, signalez-le avec ce message.",
    )


def _excerpt(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"
