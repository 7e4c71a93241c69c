"""What goes back for each file: a copy of it with its remarks, and what only her page can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from restitution.errors import UnreadableSource
from restitution.model import Document, Note
from restitution.ooxml.own_source import source_id
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.remarks import Correction, Origin, Remark
from restitution.returns.copies.critic import CriticCopy
from restitution.returns.copies.docx import DocxCopy
from restitution.returns.copies.marks import Copy, Leaf
from restitution.returns.copies.odt import OdtCopy
from restitution.returns.copies.phrases import corrected
from restitution.returns.copies.planning import Remarked, as_remark, planned

FORMATS: Final[dict[str, Callable[[bytes, Sequence[Leaf], str], Copy]]] = {
    "docx": lambda data, leaves, _: DocxCopy(data, leaves),
    "odt": lambda data, leaves, _: OdtCopy(data, leaves),
    "md": CriticCopy,
    "txt": CriticCopy,
}
"""Formats of which a copy can hold remarks."""


NO_COPY: Final = "Aucune copie commentée n’est jointe"
NAMES: Final = "votre fichier nomme quelqu’un que nous ne montrons plus"
NO_MARGIN: Final = "un fichier de ce format n’a pas de marge où les écrire"
UNREADABLE: Final = "votre fichier n’a pas pu être ouvert une seconde fois"
NOWHERE: Final = "leurs passages n’ont pas été retrouvés dans votre fichier"


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What goes back for one file."""

    files: dict[str, bytes] = {}
    """Ending of the name -> the copy, and its patch; nothing where no copy can be made."""
    told: list[Remark] = []
    """What her page tells, as no copy does."""
    count: int = 0
    """Remarks and corrections in all."""
    why: str = ""
    """Why no copy is made, a French sentence for who wrote it; empty with one."""


def remarked(
    remarks: Iterable[Remark], corrections: Iterable[Correction], documents: Iterable[Document]
) -> dict[str, Remarked]:
    """All that there is to say of each writer's file: its path -> its remarks, and the accepted changes."""
    origins = {
        placement.leaf: Origin(path=placement.path, passage=placement.leaf, where=placement.where)
        for document in documents
        for placement in document.placements
        if not placement.quoted
    }
    found: dict[str, Remarked] = {}
    by_key: dict[str, Origin] = {}
    for remark in remarks:
        if remark.source.path:
            by_key[remark.key] = remark.source
            _of(found, remark.source.path).remarks.append(remark)
    for correction in corrections:
        origin = by_key.get(correction.key) or origins.get(correction.passage)
        if origin is not None and origin.path:
            _of(found, origin.path).corrections.append((correction, origin))
    return found


def _of(found: dict[str, Remarked], path: str) -> Remarked:
    return found.setdefault(path, Remarked(path=path, remarks=[], corrections=[]))


def returned(note: Note | None, about: Remarked, get: Callable[[str], bytes]) -> Returned:
    """What goes back for a file; `get` gives its bytes by their hash."""
    count = len(about.remarks) + sum(not correction.key for correction, _ in about.corrections)
    try:
        if note is None or note.format not in FORMATS:
            why = NAMES if note is None else NO_MARGIN
            return Returned(told=_all_told(about), count=count, why=f"{NO_COPY} : {why}.")
        name = note.path.rpartition("/")[2]
        copy = FORMATS[note.format](get(note.sha256), leaves_of(note), name)
        marks = planned(about, leaves_of(note), copy)
        files = copy.written(marks, source_id(note.path, note.sha256)) if marks.comments or marks.changes else {}
    except UnreadableSource:
        return Returned(told=_all_told(about), count=count, why=f"{NO_COPY} : {UNREADABLE}.")
    return Returned(files=files, told=marks.told, count=count, why="" if files else f"{NO_COPY} : {NOWHERE}.")


def _all_told(about: Remarked) -> list[Remark]:
    pen = [as_remark(one, origin, corrected(one)) for one, origin in about.corrections if not one.key]
    return [*about.remarks, *pen]


def leaves_of(note: Note) -> list[Leaf]:
    """The paragraphs of a note, without what their footnotes say."""
    spans = [span for passage in note.passages for span in ast.each_leaf([passage.block])]
    return [Leaf(ast.leaf_where(span), " ".join(ast.text(_without_notes(span["c"][1])).split())) for span in spans]


def _without_notes(inlines: Inlines) -> Inlines:
    return ast.map_inlines(inlines, lambda inline: [] if inline["t"] == "Note" else [inline])


def by_path(
    notes: Mapping[str, Note], everything: Mapping[str, Remarked], get: Callable[[str], bytes]
) -> dict[str, Returned]:
    """What goes back for each file that has remarks, by its path."""
    return {path: returned(notes.get(path), everything[path], get) for path in sorted(everything)}
