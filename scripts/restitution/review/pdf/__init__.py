"""A returned PDF: the annotations that people put on it, and the words that they are about (ISO 32000-1, 12.5)."""

from __future__ import annotations

import re
from typing import Any, Final

import pypdfium2

from restitution.errors import UnreadableSource
from restitution.remarks import BUILD, Sent
from restitution.review.pdf.anchors import anchors_of
from restitution.review.pdf.gathering import gathered
from restitution.review.pdf.letters import Letter, letters_of
from restitution.review.pdf.raw import Annotation, annotations_of
from restitution.review.returned import Returned

BROKEN: Final = (
    "Ce PDF est abîmé ou protégé par un mot de passe : demandez-en une nouvelle copie, enregistrée sans mot de "
    "passe."
)
BAD_PAGE: Final = (
    "La page {} du PDF est abîmée : ses annotations n'ont pas pu être lues. Demandez-en une nouvelle copie."
)
KEYWORD: Final = re.compile(rf"\b{BUILD}[ =:]+([0-9a-f]{{4,64}})\b")
"""How the build stands among the keywords of our PDF."""


def read_pdf(data: bytes) -> Returned:
    """The copy, read: of the pages that have annotations and of those beside, the paragraphs; the annotations.

    What a page does not let read is said in `problems`. Raises `UnreadableSource` when nothing can be read.
    """
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(BROKEN) from error
    problems: list[str] = []
    try:
        notes = [note for number in range(len(file)) for note in _annotations(file, number, problems)]
        pages = {note.page + step for note in notes for step in (-1, 0, 1)} & set(range(len(file)))
        letters = {number: _letters(file, number) for number in sorted(pages)}
        anchors = anchors_of(file) if notes else []
        found = KEYWORD.search(file.get_metadata_dict().get("Keywords", ""))
    finally:
        file.close()
    return gathered(notes, letters, anchors, Sent(build=found[1]) if found else None, problems)


def _annotations(file: Any, number: int, problems: list[str]) -> list[Annotation]:
    try:
        page = file[number]
    except pypdfium2.PdfiumError:
        problems.append(BAD_PAGE.format(number + 1))
        return []
    found = annotations_of(page, number)
    page.close()
    return found


def _letters(file: Any, number: int) -> list[Letter]:
    """The letters of a page; none of one that cannot be read."""
    try:
        page = file[number]
    except pypdfium2.PdfiumError:
        return []
    found = letters_of(page, number)
    page.close()
    return found
