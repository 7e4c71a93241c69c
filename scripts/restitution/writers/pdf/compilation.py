"""The PDF of a document, composed whole or, when it is long, in portions."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from restitution.errors import RestitutionError
from restitution.model import Document
from restitution.pictures.formats import name_files
from restitution.pictures.raster import without_letters
from restitution.writers.pdf.glyphs import Glyphs, read_glyphs
from restitution.writers.pdf.portions import TOLD, TOLD_FILE, InPortions, Unsettled, slices_of
from restitution.writers.pdf.room import Attempt, Room, most_faithful
from restitution.writers.pdf.source import TEMPLATE, typst_source

BASE: Final = "base.typ"
BLEED: Final = "fonds-perdus"
"""What templates are told, as `sys.inputs`."""
PACKAGE: Final = re.compile(rb"[\"']@[a-z]")
KNOWS_PORTIONS: Final = f"sys.inputs.{TOLD}".encode()
"""Stands in a template that can be given a document in portions."""
TOO_DEEP: Final = "Le document est trop imbriqué pour être composé en PDF."
TOO_DEEP_HINT: Final = (
    "Cherchez une liste, une citation ou un tableau répété des centaines de fois l'un dans l'autre."
)


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
    names, glyphs = name_files(media), read_glyphs(fonts)
    files = {TEMPLATE: template, BASE: base} | {name: media[target] for target, name in names.items()}
    said = {BLEED: "oui"} if has_bleed else {}
    try:
        if KNOWS_PORTIONS in template and len(slices := slices_of(document)) > 1:
            with suppress(Unsettled), _room(files, fonts, document, said | {TOLD: TOLD_FILE}) as room:
                return InPortions(room, document, names, glyphs, slices).compose()
        with _room(files, fonts, document, said) as room:
            return _whole(room, document, names, glyphs)
    except RecursionError as error:
        raise RestitutionError(TOO_DEEP, TOO_DEEP_HINT) from error


@contextmanager
def _room(files: Mapping[str, bytes], fonts: Path, document: Document, said: dict[str, str]) -> Iterator[Room]:
    """A folder that holds these files."""
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as folder:
        room = Room(Path(folder).resolve(), fonts, document.epoch, said)
        for name, data in files.items():
            room.put(name, data)
        yield room


def _whole(room: Room, document: Document, names: Mapping[str, str], glyphs: Glyphs) -> bytes:
    def compose(attempt: Attempt) -> bytes:
        return room.compile(typst_source(document, attempt.names, glyphs, attempt.deepest))

    return most_faithful(room.attempts(names), compose)
