"""The page around the document: what it says of itself, its contents, its look, and what it may not do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from restitution.errors import RestitutionError
from restitution.model import Document
from restitution.templating import decoded, environment, rendered
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
ELSEWHERE = re.compile(
    r"""<(?:img|source|video|audio|iframe|embed|script|image|use|input)\b[^>]*?[\s"'](?:src|srcset|poster|href)\s*=\s*"""
    r"""["']?(?!data:|\#|\{\{)([^"'\s>]+)"""
    r"""|<link\b[^>]*?\shref\s*=\s*["']?(?!data:|\#|\{\{)([^"'\s>]+)"""
    r"""|url\(\s*["']?(?!data:|\#|\{\{)([^"')\s]+)|@import\s+["']?([^"';\s]+)""",
    re.IGNORECASE,
)
"""What a template has a browser look for besides the page: an address that is neither `data:` nor in the page."""


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
    look, frame = (_self_contained(name, decoded(name, templates[name])) for name in (LOOK, PAGE))
    style = FONT.format(base64.b64encode(templates[THIN_SPACE]).decode()) + look
    style = style.replace("</", "<\\/")
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
    written = rendered(environment(words, autoescape=True, keep_trailing_newline=True), PAGE, frame)
    for word, part in (("couverture", body.cover), ("texte", body.text), ("quatrieme", body.back)):
        _refuse_without(word, part, written)
    return written.encode()


def _refuse_without(word: str, part: str, written: str) -> None:
    """Raise `RestitutionError` when a part of the document does not stand once in the page."""
    if part and (count := written.count(part)) != 1:
        said = "il y manque" if not count else "on y trouve plus d'une fois"
        raise RestitutionError(
            f"templates/{PAGE} ne montre pas le document tel qu'il est : {said} « {{{{ {word} | safe }}}} ».",
            "Remettez-le une fois, à sa place dans le modèle fourni, ou retirez votre modèle de templates/.",
        )


def _self_contained(name: str, template: str) -> str:
    """The template. Raises `RestitutionError` when it asks for a file that is not in the page."""
    if found := ELSEWHERE.search(template):
        line = template.count("\n", 0, found.end()) + 1
        address = next(address for address in found.groups() if address)
        raise RestitutionError(
            f"templates/{name}, ligne {line} : « {address} » est un autre fichier ; or la page web tient en un "
            "seul, sans rien chercher ailleurs : il ne s'afficherait pas.",
            "Retirez cette ligne, ou mettez l'image dans le modèle même (adresse « data:image/png;base64,… »). "
            "Les logos de la couverture se disent dans restitution.yaml (financement : logos).",
        )
    return template


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
