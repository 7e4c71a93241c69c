"""The page around the document: what it says of itself, its contents, its look, and what it may not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from restitution.errors import RestitutionError
from restitution.model import Document
from restitution.templating import HTML, environment, rendered
from restitution.webpage import THIN_SPACE, policy, self_contained, style_of
from restitution.writers.html.blocks import Heading

PAGE, LOOK = "html/page.html.j2", "html/page.css"
TEMPLATES = (PAGE, LOOK, THIN_SPACE)
"""What a page is made with, below `templates/`."""
SITE_PAGE, SITE_LOOK = "site/page.html.j2", "site/page.css"
OF_A_SITE = (*TEMPLATES, SITE_PAGE, SITE_LOOK)
"""The same of a page that stands among others."""
DEEPEST = 3


class Entry(msgspec.Struct):
    """A line of the contents, and those below it."""

    heading: Heading
    below: list[Entry] = []


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the same site, as its menu names it."""

    address: str
    words: str
    is_here: bool = False


class Among(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page stands: alone, as is usual, or among those of a site."""

    frame: str = PAGE
    looks: tuple[str, ...] = (LOOK,)
    menu: tuple[Beside, ...] = ()
    files: frozenset[str] = frozenset()
    """Addresses of the files beside it, the only ones that its links lead to."""


ALONE = Among()


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The document's own HTML, in three parts."""

    cover: str
    text: str
    back: str
    headings: Sequence[Heading]
    has_title: bool


def page(document: Document, body: Body, templates: Mapping[str, bytes], among: Among = ALONE) -> bytes:
    """The whole page. Raises `RestitutionError` when a template is wrong."""
    style, frame = style_of(templates, *among.looks), self_contained(among.frame, templates)
    words: dict[str, Any] = {
        "document": document,
        "sommaire": contents(body.headings),
        "couverture": body.cover,
        "texte": body.text,
        "quatrieme": body.back,
        "titre_en_couverture": body.has_title,
        "menu": among.menu,
        "style": style,
        "protection": policy(style),
    }
    written = rendered(environment(words, **HTML), among.frame, frame)
    for word, part in (("couverture", body.cover), ("texte", body.text), ("quatrieme", body.back)):
        _refuse_without(among.frame, word, part, written)
    return written.encode()


def _refuse_without(frame: str, word: str, part: str, written: str) -> None:
    """Raise `RestitutionError` when a part of the document does not stand once in the page."""
    if part and (count := written.count(part)) != 1:
        said = "il y manque" if not count else "on y trouve plus d'une fois"
        raise RestitutionError(
            f"templates/{frame} ne montre pas le document tel qu'il est : {said} « {{{{ {word} | safe }}}} ».",
            "Remettez-le une fois, à sa place dans le modèle fourni, ou retirez votre modèle de templates/.",
        )


def contents(headings: Sequence[Heading]) -> list[Entry]:
    """The headings of the first levels, each below the one that it belongs to."""
    top: list[Entry] = []
    open_: list[Entry] = []
    for heading in headings:
        if heading.level > DEEPEST:
            continue
        del open_[heading.level - 1 :]
        entry = Entry(heading)
        (open_[-1].below if open_ else top).append(entry)
        open_.append(entry)
    return top
