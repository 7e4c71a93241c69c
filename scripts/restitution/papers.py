"""What the papers handed to people say: the information notice and the consent sheet (`papiers.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from restitution.messages import folded, listed
from restitution.settings import Settings, Territory

Shape = Literal["titre", "texte", "liste", "cases", "champs"]
SHAPES: Final[tuple[Shape, ...]] = ("titre", "texte", "liste", "cases", "champs")
CNIL: Final = "la CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr"
ELSEWHERE: Final = "l'autorité de protection des données de votre pays : [son nom et son adresse]"
UNKNOWN: Final = {
    "projet": "[titre du projet]",
    "organisme": "[organisme qui répond du projet]",
    "partenaires": "[les partenaires]",
    "contact": "[adresse, courriel ou téléphone]",
    "territoire": "",
    "autorite": CNIL,
}
"""What stands where the settings say nothing."""
_SHIPPED: Final = Path(__file__).with_name("papiers.toml")


class Block(msgspec.Struct, frozen=True):
    """A piece of a paper, and its lines."""

    shape: Shape
    lines: tuple[str, ...]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper, its words filled in."""

    name: str
    welcome: str
    blocks: list[Block]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Boxes to tick: what they are about, how to answer, what each says."""

    title: str
    advice: str
    lines: tuple[str, ...]


class _Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nom: str
    mots: list[str]
    accueil: str
    blocs: list[list[str]]


@cache
def _pages() -> dict[str, _Page]:
    return msgspec.convert(tomllib.loads(_SHIPPED.read_text("utf-8")), dict[str, _Page])


def papers() -> list[str]:
    """The key of each paper: the word by which it is asked for."""
    return list(_pages())


def paper_of_word(word: str) -> str | None:
    """The paper that a person means; None for another word."""
    said = folded(word)
    return next((key for key, page in _pages().items() if said in map(folded, [key, *page.mots])), None)


def name_of(key: str) -> str:
    """What a paper is called."""
    return _pages()[key].nom


def paper(key: str, known: Mapping[str, str] | None = None) -> Paper:
    """A paper with what is known of its project; what is not stands between brackets, to be filled in."""
    page = _pages()[key]
    words = {**UNKNOWN, **{name: text for name, text in (known or {}).items() if text}}
    blocks = [
        Block(shape, tuple(line.format_map(words) for line in lines))
        for shape, *lines in page.blocs
        if shape in SHAPES
    ]
    return Paper(name=page.nom, welcome=page.accueil, blocks=blocks)


def choices(paper: Paper) -> list[Choice]:
    """What a paper lets its reader tick, each below its heading and how to answer."""
    blocks = paper.blocks
    return [
        Choice(title=blocks[at - 2].lines[0], advice=blocks[at - 1].lines[0], lines=block.lines)
        for at, block in enumerate(blocks)
        if block.shape == "cases"
    ]


def said_below(paper: Paper, shape: Shape) -> str:
    """The text that follows the last block of a shape."""
    at = max(number for number, block in enumerate(paper.blocks) if block.shape == shape)
    return next(block.lines[0] for block in paper.blocks[at:] if block.shape == "texte")


def known_words(settings: Settings, territory: Territory | None) -> dict[str, str]:
    """What the settings say for a paper, in one territory or in all."""
    project = settings.projet
    lead = settings.territory(project.chef_de_file)
    body = project.directeur_publication or (lead.structure or lead.nom if lead else "")
    others = [one for one in settings.territoires if body not in {one.structure, one.nom}]
    names = [f"{one.structure} ({one.nom})" if one.structure else one.nom for one in others]
    abroad = territory is not None and territory.pays != "FR"
    return {
        "projet": project.titre,
        "organisme": body,
        "partenaires": listed(names),
        "contact": project.contact,
        "territoire": f", {territory.nom}" if territory else "",
        "autorite": ELSEWHERE if abroad else CNIL,
    }
