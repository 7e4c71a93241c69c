"""Pages of the web site that say something of their own: each a template, filled with the settings and facts.

A template prints data as text, never as Markdown; the logos are those of the publication's cover, as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import structs

from restitution.assembly.outline import MARKDOWN, Reference
from restitution.messages import french_date, plural
from restitution.model import Block, Document, Finding
from restitution.pandoc import ast
from restitution.pandoc.run import read_markdown
from restitution.settings import SETTINGS_FILE, Settings
from restitution.templating import environment, rendered

CODE: Final = "site"
"""Of a finding about what the settings do not say."""
STATEMENT_CODE: Final = "declaration"
"""Of one about what the team has still to write."""
LOGOS, GAP = "logos", "lacune"
COVER: Final = Reference(f"\n\n::: {LOGOS}\n:::\n\n")
FORMATS: Final = {"docx": "Word", "pdf": "PDF", "html": "page web", "pptx": "PowerPoint"}
ASKED: Final = {
    "description": "ce qu’est l’opération",
    "finalite": "à quoi l’opération doit servir",
    "resultats": "ce que l’opération a produit",
    "montant_total": "combien l’opération coûte",
    "montant_europeen": "quelle part vient de l’Union européenne",
}
"""Settings of `financement` that funding rules want on a web site (UE8) -> what they say."""


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the site, as its pages name it."""

    titre: str
    adresse: Reference
    format: str
    poids: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What pages tell of the site itself."""

    restitution: Download
    documents: Sequence[Download]
    images: int
    """Pictures of the publication and of its annexes."""
    images_muettes: int
    """Those of them that nobody described."""


def site_page(
    name: str, template: str, title: str, report: Document, settings: Settings, facts: Facts
) -> Document:
    """A page from its template, `templates/{name}`. Raises `RestitutionError` when that is wrong."""
    words = {**_words(settings, report.date), **structs.asdict(facts), "titre": title, "nombre": plural}
    text = rendered(environment(words, **MARKDOWN), name, template)
    row = next(_rows_of_logos(report.blocks), [])
    blocks = _with_logos(read_markdown(text), row)
    shown = {image["c"][2][0] for image in ast.images(blocks)}
    media = {target: sha256 for target, sha256 in report.media.items() if target in shown}
    return structs.replace(report, title=title, blocks=blocks, media=media, placements=[], parts={})


def _words(settings: Settings, date: str) -> dict[str, Any]:
    return {
        "projet": settings.projet,
        "territoires": settings.territoires,
        "financement": settings.financement,
        "nom": {one.code: one.nom for one in settings.territoires},
        "jour": french_date(date) if date else "",
        "en_france": any(one.pays == "FR" for one in settings.territoires),
        "logos": COVER,
    }


def _rows_of_logos(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    for block in blocks:
        if block["t"] == "Div":
            yield from [block["c"][1]] if ast.has_class(block, LOGOS) else _rows_of_logos(block["c"][1])


def _with_logos(blocks: Sequence[Block], row: list[Block]) -> list[Block]:
    """The blocks with the row in its place; without the place when there is no logo."""
    made: list[Block] = []
    for block in blocks:
        if block["t"] != "Div":
            made.append(block)
        elif not ast.has_class(block, LOGOS):
            made.append({"t": "Div", "c": [block["c"][0], _with_logos(block["c"][1], row)]})
        elif row:
            made.append(ast.div(row, LOGOS))
    return made


def told_of_site(settings: Settings, statement: Document, template: str) -> list[Finding]:
    """What the pages do not say although they should. `template`: of the statement of accessibility."""
    return [*_unsaid(settings), *_to_complete(statement, template)]


def _unsaid(settings: Settings) -> Iterator[Finding]:
    funding = settings.financement
    is_bound = any(one.pays not in funding.pays_sans_mention for one in settings.territoires)
    for key, what in ASKED.items() if is_bound else ():
        if not getattr(funding, key):
            yield Finding(
                code=CODE,
                level="warning",
                path=SETTINGS_FILE,
                where=f"financement, {key}",
                message=f"Le site ne dit pas {what} : les financeurs le demandent souvent. "
                f"Écrivez « {key} » sous « financement ».",
            )
    if not settings.projet.contact:
        yield Finding(
            code=CODE,
            level="warning",
            path=SETTINGS_FILE,
            where="projet, contact",
            message="Le site ne dit pas à qui écrire, ni à qui signaler ce qui ne se lit pas. "
            "Écrivez « contact » sous « projet ».",
        )


def _to_complete(statement: Document, template: str) -> Iterator[Finding]:
    if gaps := sum(1 for _ in _gaps(statement.blocks)):
        yield Finding(
            code=STATEMENT_CODE,
            level="warning",
            path=f"templates/{template}",
            message=f"La déclaration d’accessibilité du site attend {plural(gaps, 'réponse')} de l’équipe "
            "(« À compléter ») : copiez ce modèle dans votre dossier templates/, et remplissez-le.",
        )


def _gaps(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block["t"] == "Div":
            yield from [block] if ast.has_class(block, GAP) else _gaps(block["c"][1])
