"""Zip packages: Word, PowerPoint, Excel, OpenDocument, archives: each part, its name, and what surrounds it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from restitution.leaks.binary import letters_in
from restitution.leaks.records import Piece

MOST_BYTES: Final = 512 * 1024 * 1024
UNREAD: Final = "partie qui ne peut pas être relue"
Inside = Callable[[bytes, str], Iterator[Piece]]
"""Opens a file that stands in another one, at a place."""
_PLACES: Final = (
    ("word/document", "texte"),
    ("word/comments", "commentaires"),
    ("word/people", "auteurs des commentaires"),
    ("word/footnotes", "notes de bas de page"),
    ("word/endnotes", "notes de fin"),
    ("word/header", "en-tête"),
    ("word/footer", "pied de page"),
    ("word/media", "image"),
    ("ppt/slides/_rels", "liens d'une diapositive"),
    ("ppt/slides/", "diapositive"),
    ("ppt/notesSlides/", "commentaires du présentateur"),
    ("ppt/comments", "commentaires"),
    ("ppt/media", "image"),
    ("docProps/thumbnail", "vignette"),
    ("docProps/", "propriétés du fichier"),
    ("customXml/", "repères cachés du fichier"),
    ("meta.xml", "propriétés du fichier"),
    ("content.xml", "texte"),
)
_ENDINGS: Final = (("_rels/", "liens"), ("embeddings/", "fichier incorporé"), ("media/", "image"))


def pieces_of_package(data: bytes, place: str, inside: Inside) -> Iterator[Piece]:
    """The pieces of each part; of an archive that cannot be opened, the letters between its bytes."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        yield Piece(place or "contenu", letters_in(data), coded=True)
        return
    left = MOST_BYTES
    with archive:
        around = b"\n".join((archive.comment, *(info.comment + b" " + info.extra for info in archive.infolist())))
        yield Piece(_at(place, "enveloppe du fichier"), letters_in(around))
        for info in archive.infolist():
            yield Piece(_at(place, f"nom de la partie {info.filename}"), info.filename, coded=True)
            part = _read(archive, info, left)
            if part is None:
                yield Piece(_at(place, info.filename), "", what=UNREAD)
                continue
            left -= len(part)
            yield from inside(part, _at(place, _told(info.filename)))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """A part; None when it is locked, broken or too large: nothing says then what it holds."""
    try:
        with archive.open(info) as part:
            data = part.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        return None
    return data if len(data) <= most else None


def _told(name: str) -> str:
    """The name of a part in words, and as it is."""
    for start, words in _PLACES:
        if name.startswith(start):
            return f"{words} ({name})"
    return next((f"{words} ({name})" for part, words in _ENDINGS if part in name), f"partie {name}")


def _at(place: str, inner: str) -> str:
    return f"{place}, {inner}" if place else inner
