"""Typst, in a folder of its own where nothing else is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import typst

from restitution import resources
from restitution.errors import RestitutionError
from restitution.model import Document
from restitution.pictures.formats import name_files
from restitution.pictures.raster import without_letters
from restitution.writers.pdf.context import DEEPEST_BLOCK, SHALLOW
from restitution.writers.pdf.glyphs import read_glyphs
from restitution.writers.pdf.source import TEMPLATE, typst_source

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
MAIN = "main.typ"
BASE = "base.typ"
BLEED = "fonds-perdus"
"""What templates are told, as `sys.inputs`."""
EXCERPT = 300
PACKAGE = re.compile(rb"[\"']@[a-z]")
LACKING = re.compile(r"module .* does not contain `([\w-]+)`")
"""What Typst says of a template that was made for another version of our source."""
OLDER = f"Votre modèle PDF (templates/typst/{TEMPLATE}) est d'une version antérieure de l'outil"
OLDER_HINT = (
    "Gardez-le sous un autre nom, hors de templates/ : le modèle fourni servira. Pour retrouver vos changements, "
    f"copiez le modèle fourni ({resources.home() / 'templates' / 'typst' / TEMPLATE}) à sa place, puis reportez-y "
    "vos couleurs et vos polices (les lignes « #let » du début)."
)
TOO_DEEP = "Le document est trop imbriqué pour être composé en PDF."
TOO_DEEP_HINT = "Cherchez une liste, une citation ou un tableau répété des centaines de fois l'un dans l'autre."


def write_pdf(
    document: Document,
    media: Mapping[str, bytes],
    template: bytes,
    fonts: Path,
    base: bytes = b"",
    *,
    has_bleed: bool = False,
) -> bytes:
    """The PDF, the same bytes for the same document, template and fonts, wherever it is made.

    `base`: the report's template, for one that is written on top of it.
    `has_bleed`: whether a template that knows of it draws beyond the edges of the page, for the printer.
    `media`: bytes of each image by its target; what Typst cannot show is told in words in its place.
    Raises `RestitutionError` when the template or the fonts are at fault.
    """
    if PACKAGE.search(template) or PACKAGE.search(base):
        raise RestitutionError(
            "Le modèle PDF importe un paquet de l'internet, ce qui n'est pas permis.",
            f"Retirez de {TEMPLATE} la ligne « #import » qui commence par « @ ».",
        )
    media = without_letters(media)
    names = name_files(media)
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as folder:
        room = _Room(Path(folder).resolve(), fonts, document.epoch, {BLEED: "oui"} if has_bleed else {})
        room.put(TEMPLATE, template)
        room.put(BASE, base)
        for target, name in names.items():
            room.put(name, media[target])
        return _most_faithful(room, document, names)


def _most_faithful(room: _Room, document: Document, names: Mapping[str, str]) -> bytes:
    """The PDF, without the pictures that Typst cannot draw, or with the nests undone that it cannot lay out."""
    try:
        return room.compose(document, names)
    except typst.TypstError:
        shown = {target: name for target, name in names.items() if room.shows(name)}
    try:
        return room.compose(document, shown)
    except typst.TypstError as error:
        first = error
    for deepest in (SHALLOW, 0):
        with suppress(typst.TypstError):
            return room.compose(document, shown, deepest)
    raise _failure(first) from first


class _Room:
    """A private folder, which is Typst's whole world."""

    def __init__(self, folder: Path, fonts: Path, epoch: int, said: dict[str, str]) -> None:
        self._folder = folder
        self._fonts = fonts
        self._epoch = epoch
        self._said = said

    def put(self, name: str, data: bytes) -> None:
        """Write one of our files."""
        (self._folder / name).write_bytes(data)

    def compose(self, document: Document, names: Mapping[str, str], deepest: int = DEEPEST_BLOCK) -> bytes:
        """The PDF of `document`, showing the pictures of `names` only. Raises as `compile` does."""
        try:
            source = typst_source(document, names, read_glyphs(self._fonts), deepest)
        except RecursionError as error:
            raise RestitutionError(TOO_DEEP, TOO_DEEP_HINT) from error
        return self.compile(source)

    def compile(self, source: str) -> bytes:
        """The PDF of `source`. Raises `TypstError`, and `RestitutionError` for a font that is not there."""
        self.put(MAIN, source.encode())
        pdf, warnings = typst.compile_with_warnings(
            self._folder / MAIN,
            root=self._folder,
            font_paths=[self._fonts],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=self._said,
            pdf_standards=STANDARDS,
            package_path=self._folder,
            package_cache_path=self._folder,
            timestamp=self._epoch,
        )
        missing = [w.message for w in warnings if w.message.startswith("unknown font family")]
        if missing:
            raise RestitutionError(
                f"Une police du modèle PDF manque : {_excerpt(missing[0].partition(': ')[2])}.",
                f"Déposez-la dans templates/fonts, ou changez {TEMPLATE}.",
            )
        return pdf

    def shows(self, name: str) -> bool:
        """Whether Typst can draw one picture, alone on a page."""
        try:
            self.compile(f'#set document(title: "image")\n#image("{name}", alt: "image")')
        except typst.TypstError:
            return False
        return True


def _failure(error: typst.TypstError) -> RestitutionError:
    lacking = LACKING.search(error.message)
    if lacking:
        return RestitutionError(
            f"{OLDER} : il n'a pas « {lacking[1]} », qu'il doit avoir aujourd'hui.", OLDER_HINT
        )
    return RestitutionError(
        f"Le PDF n'a pas pu être composé. Typst dit : {_excerpt(error.message)}",
        f"Si {TEMPLATE} a été modifié, revenez à sa version d'origine ; sinon, signalez-le avec ce message.",
    )


def _excerpt(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"
