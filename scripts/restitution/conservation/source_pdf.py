"""Every letter of a PDF, in the order in which they were drawn: the counter's own reading, by another library.

A PDF draws letters; blanks are where a reader sees a gap. So letters are counted, each of them, without their
accents (old programs draw these apart); words are then counted as the note parts them. What was drawn twice on one
spot (a bold letter, a shadow) is one letter. Counted too: remarks, and what was typed into fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from restitution.conservation.pdf_file import name_of, opened, resolved, text_of
from restitution.errors import UnreadableSource

BROKEN: Final = (
    "Ce PDF ne peut pas être vérifié mot à mot, il n'est pas repris : ouvrez-le, imprimez-le dans un nouveau PDF, "
    "ou demandez le fichier Word d'origine."
)
ACCENTS: Final = frozenset(map(chr, range(0x2B0, 0x300)))
"""Accents that stand for themselves."""
UNKNOWN: Final = "(cid:"
ON_TOP: Final = 0.12
"""Of the size of letters: two that are alike and as near as this are one."""
APART: Final = 0.7
"""Of the size of letters: a wider gap may part columns or cells."""
LEVEL: Final = 0.3
RAISED: Final = 0.15
MARKUP: Final = frozenset(
    {
        *("Text", "FreeText", "Highlight", "Caret", "Underline", "Squiggly", "StrikeOut", "Square", "Circle"),
        *("Line", "Stamp", "Ink", "Polygon", "PolyLine"),
    }
)
TYPED: Final = frozenset({"Tx", "Ch"})


class Glyph(NamedTuple):
    """What is drawn: a letter or several, where."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Drawn(msgspec.Struct):
    """What a PDF draws. `pages`: runs of letters side by side, as drawn; `twice`: letters that lie on others."""

    pages: list[list[Run]] = []
    twice: Counter[str] = msgspec.field(default_factory=Counter)
    unknown: int = 0
    beside: list[str] = []
    """Remarks, and what was typed into fields."""

    @property
    def letters(self) -> Counter[str]:
        """Each letter, as often as it is there."""
        told = Counter(letter for page in self.pages for run in page for letter in run.letters)
        return told + Counter(letter for text in self.beside for letter in letters(text))


class Run(msgspec.Struct, frozen=True):
    """Letters side by side: what they say, without blanks, and where they stand."""

    text: str
    letters: str
    left: float
    right: float
    base: float
    size: float


def letters(text: str) -> str:
    """Letters and digits alone, in compatibility form, without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return "".join(sign for sign in plain if sign.isalnum() and sign not in ACCENTS)


def drawn_in(data: bytes) -> Drawn:
    """All that a PDF draws. Raises `UnreadableSource` when it cannot be read."""
    found = Drawn()
    try:
        _, pages = opened(data)
        for page in pages:
            glyphs = _glyphs(page, found)
            found.pages.append(list(_runs(glyphs)))
            found.beside += _beside(page)
    except (MemoryError, OSError):
        raise
    except Exception as error:  # whatever it stumbles over: what is broken breaks it in a hundred ways
        raise UnreadableSource(BROKEN) from error
    return found


def _glyphs(page: Any, found: Drawn) -> list[Glyph]:
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # noqa: PLC0415

    from restitution.conservation.pdf_device import Device  # noqa: PLC0415

    resources = PDFResourceManager()
    device = Device(resources)
    PDFPageInterpreter(resources, device).process_page(page)
    kept: list[Glyph] = []
    seen: dict[str, list[Glyph]] = {}
    for text, left, right, base, size in device.glyphs:
        glyph = Glyph(text, left, right, base, size)
        if text.startswith(UNKNOWN):
            found.unknown += 1
        elif any(_is_on(glyph, other) for other in seen.get(text, ())):
            found.twice.update(letters(text))
        else:
            seen.setdefault(text, []).append(glyph)
            kept.append(glyph)
    return kept


def _is_on(glyph: Glyph, other: Glyph) -> bool:
    near = ON_TOP * max(glyph.size, other.size)
    return abs(glyph.left - other.left) < near and abs(glyph.base - other.base) < near


def _runs(glyphs: list[Glyph]) -> Iterator[Run]:
    """Glyphs that follow each other on one line, as drawn."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            continue
        if run and not _follows(run[-1], glyph):
            yield _run(run)
            run = []
        run.append(glyph)
    if run:
        yield _run(run)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    on_line = abs(glyph.base - last.base) < RAISED * size
    return on_line and -LEVEL * size < glyph.left - last.right < APART * size


def _run(glyphs: list[Glyph]) -> Run:
    text = "".join(glyph.text for glyph in glyphs)
    size = max(glyph.size for glyph in glyphs)
    return Run(text, letters(text), glyphs[0].left, glyphs[-1].right, glyphs[0].base, size)


def _beside(page: Any) -> Iterator[str]:
    """What the annotations of a page say."""
    for entry in resolved(page.annots) or []:
        annotation = resolved(entry)
        if not isinstance(annotation, dict):
            continue
        kind = name_of(annotation.get("Subtype"))
        if kind in MARKUP:
            yield text_of(annotation.get("Contents"))
        elif kind == "Widget" and name_of(annotation.get("FT")) in TYPED:
            yield text_of(annotation.get("V"))


def without_number(text: str) -> list[str]:
    """A line's letters, and what is left of them without the number or bullet that may open it."""
    found = re.match(r"\W*(\d{1,2}[.)]|o(?=\W|[A-ZÀ-Þa-z]))", text)
    return [letters(text), *([letters(text[found.end() :])] if found else [])]
