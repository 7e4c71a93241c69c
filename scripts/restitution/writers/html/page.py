"""The page around the document: what it says of itself, its contents, its look, and what it may not do."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from restitution.errors import RestitutionError
from restitution.model import Document
from restitution.writers.html.blocks import Heading

PAGE, LOOK, THIN_SPACE = "html/page.html.j2", "html/page.css", "html/espace-fine.woff2"
TEMPLATES = (PAGE, LOOK, THIN_SPACE)
"""What a page is made with, below `templates/`."""
DEEPEST = 3
FONT = (
    '@font-face {{ font-family: "Espace fine"; src: url("data:font/woff2;base64,{}") format("woff2");'
    " unicode-range: U+202F; }}\n"
)
"""Half of the system fonts have no narrow no-break space."""


class Entry(msgspec.Struct):
    """A line of the contents, and those below it."""

    heading: Heading
    below: list[Entry] = []


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The document's own HTML, in three parts."""

    cover: str
    text: str
    back: str
    headings: Sequence[Heading]
    has_title: bool


def page(document: Document, body: Body, templates: Mapping[str, bytes]) -> bytes:
    """The whole page. Raises `RestitutionError` when a template is wrong."""
    style = FONT.format(base64.b64encode(templates[THIN_SPACE]).decode()) + _text(templates, LOOK)
    style = style.replace("</", "<\\/")
    environment = SandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words: dict[str, Any] = {
        "document": document,
        "sommaire": contents(body.headings),
        "couverture": body.cover,
        "texte": body.text,
        "quatrieme": body.back,
        "titre_en_couverture": body.has_title,
        "style": style,
        "protection": policy(style),
    }
    try:
        return environment.from_string(_text(templates, PAGE)).render(words).encode()
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise RestitutionError(f"templates/{PAGE} : {error}", "Corrigez ce modèle, ou retirez-le.") from error


def policy(style: str) -> str:
    """Content Security Policy (level 3): this style, pictures and fonts of the page itself, nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
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


def _text(templates: Mapping[str, bytes], name: str) -> str:
    try:
        return templates[name].decode()
    except UnicodeDecodeError as error:
        raise RestitutionError(f"templates/{name} n'est pas un texte en UTF-8.", "Enregistrez-le.") from error
