"""What the worked example gives a meeting, made in this process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import structs

from restitution.coverage import coverage_of
from restitution.meeting.choosing import Chosen, chosen_of
from restitution.meeting.deck import deck_of, words_beside
from restitution.meeting.offers import Offer, Said, offers_of, pictures_of, published
from restitution.model import Block, Document, Shown
from restitution.pandoc import ast
from restitution.settings import Settings, Territory
from tests.assembly import example

UNREAD = {"vue-notes", "vue-image", "vue-pleine"}


@cache
def publication() -> Document:
    return example.document()[0]


@cache
def said() -> tuple[Said, ...]:
    return tuple(published(publication(), example.notes()))


@cache
def offers() -> tuple[Offer, ...]:
    settings = example.settings()
    return (*offers_of(said(), settings), *pictures_of(publication(), example.notes(), settings))


def chosen(rows: Sequence[Shown] = (), settings: Settings | None = None) -> Chosen:
    settings = settings or example.settings()
    return chosen_of(rows, offers(), said(), settings, words_beside(settings))


def deck(rows: Sequence[Shown] = (), settings: Settings | None = None) -> Document:
    settings = settings or example.settings()
    coverage = coverage_of(example.notes(), settings, example.DATE)
    return deck_of(publication(), settings, coverage, chosen(rows, settings))


def fewer_territories() -> Settings:
    """The example's settings without the last territory."""
    settings = example.settings()
    left = settings.territoires[:-1]
    codes = {territory.code for territory in left} | {advanced.code for advanced in settings.avances}
    visits = tuple(
        structs.replace(visit, visiteurs=tuple(code for code in visit.visiteurs if code in codes))
        for visit in settings.visites
        if visit.hote in codes
    )
    return structs.replace(settings, territoires=left, visites=visits)


def settings_of(count: int) -> Settings:
    """The example's settings with so many territories, of which the last are its own and have no notes."""
    settings = example.settings()
    added = [Territory(code=f"T{number}", nom=f"Pays-{number}") for number in range(count)]
    kept = (*settings.territoires, *added)[:count]
    codes = {territory.code for territory in (*kept, *settings.avances)}
    visits = tuple(visit for visit in settings.visites if {visit.hote, *visit.visiteurs} <= codes)
    return structs.replace(settings, territoires=kept, visites=visits)


def titles(document: Document) -> list[str]:
    return [" ".join(ast.text(part(view, "Header")).split()) for view in document.blocks]


def part(view: Block, name: str) -> Block:
    """Of a view, its heading (`Header`) or its div of a class; an empty div where it has none."""
    for block in view["c"][1]:
        if block["t"] == name or (block["t"] == "Div" and name in block["c"][0][1]):
            return block
    return ast.div([])


def shown(view: Block) -> str:
    """What a room reads of a view, besides its title."""
    blocks = [b for b in view["c"][1] if b["t"] == "Div" and UNREAD.isdisjoint(b["c"][0][1])]
    return " ".join(ast.text(_without_logos(blocks)).split())


def _without_logos(blocks: list[Block]) -> list[Block]:
    kept = [block for block in blocks if not (block["t"] == "Div" and "logos" in block["c"][0][1])]
    return [ast.div(_without_logos(b["c"][1]), *b["c"][0][1]) if b["t"] == "Div" else b for b in kept]


def deck_of_nothing() -> Document:
    """Of a project whose notes are still to come."""
    settings = example.settings()
    document, _ = example.document(of=())
    nothing = chosen_of([], [], [], settings, words_beside(settings))
    return deck_of(document, settings, example.coverage(of=()), nothing)
