"""K8: a recommendation says to whom, by when, and rests on something that was stated.

In doubt nothing is said: any word that may be an addressee, a horizon or a reason counts for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import msgspec

from restitution.checks.check import Found, Point
from restitution.checks.facts.texts import shortened
from restitution.checks.survey.records import Advice, Lack, Survey
from restitution.domain import says_nothing
from restitution.messages import folded, listed, plural
from restitution.model import Note, Passage, Place
from restitution.pandoc import ast
from restitution.settings import Settings

SECTION: Final = "recommandations"
NO_EVIDENCE: Final = frozenset(
    {
        "recommandations", "suites", "decisions", "identification", "participants", "programme", "contact",
        "credits", "objectifs", "ressources", "annexes", "questions", "essentiel", "moyens",
    }
)  # fmt: skip
"""Sections that state nothing that a recommendation could rest on."""
ITEM: Final = re.compile(r"^\s*(?:\(?\d{1,2}[.)°]|[a-zA-Z][.)]|[-–—•*])\s")
ADDRESSED: Final = re.compile(
    r"^\W*(?:\(?\d{1,2}[.)°]\s*)?(?:a|à|aux?|pour|chez|du c[ôo]t[ée] d\w+)\s", re.IGNORECASE
)
ACTOR: Final = re.compile(
    r"\b(?:communes?|communautes?|intercommunalites?|epci|petr|pays|parcs?|syndicats?|regions?|regionaux"
    r"|departements?|etat|prefectures?|gal|leader|europe|territoires?|elus?|elues?|maires?|mairies?|conseils?"
    r"|collectivites?|employeurs?|entreprises?|artisans?|commercants?|agriculteurs?|paysans?|habitants?|citoyens?"
    r"|associations?|bailleurs?|proprietaires?|ecoles?|colleges?|lycees?|mfr|cfa|missions? locales?|reseaux?"
    r"|equipes?|partenaires?|chambres?|branches?|federations?|operateurs?|agences?|financeurs?|cooperatives?"
    r"|hopitaux|hopital|medecins?|jeunes|familles?|comites?|coordinations?|chefs? de file|nous|notre|nos|chacun"
    r"|chacune|tous|porteurs?)\b"
)
HORIZON: Final = re.compile(
    r"\b(?:20\d\d|dès|avant|après|d['’]ici|jusqu|horizon|échéance|délai|calendrier|prochaine?s?|prochainement"
    r"|cette année|cet (?:été|hiver|automne)|ce (?:printemps|mois|semestre|trimestre)|l['’]été|été 20\d\d|ans?"
    r"|années?|mois|semaines?|trimestres?|semestres?|(?:court|moyen|long) terme|immédiat\w*"
    r"|sans (?:attendre|délai)|maintenant|aujourd['’]hui|demain|rentrée|printemps|automne|hiver|janvier|février"
    r"|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|mandats?|programmation"
    r"|programme suivant|saison|urgence"
    r"|urgent|désormais|chaque|fin de|début de)(?!\w)",
    re.IGNORECASE,
)
"""Looked for with its accents: « des » and « a été » are no time."""
REASON: Final = re.compile(
    r"\b(?:constats?|constate\w*|car|parce que|puisque|en effet|selon|d apres|voir|preuves?|appui|montr\w+"
    r"|observ\w+|vu|entendu|enquete|diagnostic|source)\b|\b(?!20\d\d\b)\d"
)
COLUMNS: Final[dict[Lack, re.Pattern[str]]] = {
    "constat": re.compile(r"constat|source|preuve|appui|pourquoi|justif|motif|enjeu"),
    "destinataire": re.compile(r"destinataire|a qui|pour qui|porteur|pilote|responsable|qui|acteur|cible"),
    "horizon": re.compile(r"horizon|echeance|calendrier|quand|delai|date|periode|terme"),
}


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    where: str
    above: str = ""
    """The headings that it stands under."""
    told: frozenset[Lack] = frozenset()
    """What the columns of a table say."""


def advice_in(notes: Iterable[Note], settings: Settings) -> list[Advice]:
    """Each recommendation of the notes; what one person proposes on a sheet is none."""
    found = []
    for note in notes:
        if note.reactions:
            continue
        grounded = _states_something(note)
        for item in _items(note):
            lacks = _lacks(item, settings, grounded=grounded)
            place = Place(path=note.path, where=item.where, words=shortened(item.text))
            found.append(Advice(place=place, lacks=lacks))
    return found


def _lacks(item: _Item, settings: Settings, *, grounded: bool) -> list[Lack]:
    plain = folded(item.text)
    above = f"{folded(item.above)} {plain}"
    addressed = ADDRESSED.search(item.text) or ACTOR.search(above) or settings.territory_named(item.text)
    held: dict[Lack, bool] = {
        "constat": grounded or bool(REASON.search(plain)),
        "destinataire": bool(addressed),
        "horizon": bool(HORIZON.search(f"{item.above} {item.text}")),
    }
    return [lack for lack, holds in held.items() if not holds and lack not in item.told]


def _states_something(note: Note) -> bool:
    """Whether the note of a recommendation states what it may rest on: its source is cited below it."""
    return any(
        passage.role == "text"
        and passage.section not in NO_EVIDENCE
        and not says_nothing(ast.text([passage.block]))
        for passage in note.passages
    )


def _items(note: Note) -> Iterator[_Item]:
    for wanted, run in groupby(note.passages, key=lambda passage: passage.section == SECTION):
        if wanted:
            items, alone = _of_section(list(run))
            yield from items or alone


def _of_section(passages: Sequence[Passage]) -> tuple[list[_Item], list[_Item]]:
    """The items of lists, numbered lines and tables; and the paragraphs, which count where there is no item."""
    items: list[_Item] = []
    alone: list[_Item] = []
    above = ""
    for passage in passages:
        kind = passage.block["t"]
        if passage.role == "heading":
            above = ast.text([passage.block])
        elif passage.role == "text":
            found = list(_in_block(passage.block, above))
            listed_ = kind in {"OrderedList", "BulletList", "Table"}
            for item in found:
                (items if listed_ or ITEM.match(item.text) else alone).append(item)
    return items, alone


def _in_block(block: dict[str, Any], above: str) -> Iterator[_Item]:
    if block["t"] == "Table":
        yield from _rows(block, above)
        return
    for blocks in _list_items(block) or [[block]]:
        item = _item(blocks, above)
        if item:
            yield item


def _list_items(block: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """What each item of a list holds; nothing for another block."""
    content = block.get("c", [])
    items: list[list[dict[str, Any]]] = {"OrderedList": content[1:], "BulletList": [content]}.get(
        block["t"], [[]]
    )[0]
    return items


def _item(blocks: list[dict[str, Any]], above: str) -> _Item | None:
    text = " ".join(ast.text(blocks).split())
    first = next(iter(ast.each_leaf(blocks)), None)
    if first is None or not text or says_nothing(text):
        return None
    return _Item(text=text, where=ast.leaf_where(first), above=above)


def _rows(table: dict[str, Any], above: str) -> Iterator[_Item]:
    """A recommendation a row; a filled cell tells what the title of its column says."""
    _, _, _, head, bodies, _ = table["c"]
    titles = [folded(ast.text(cell[4])) for _, cells in head[1] for cell in cells]
    for _, _, _, rows in bodies:
        for _, cells in rows:
            told = {
                lack
                for lack, words in COLUMNS.items()
                for title, cell in zip(titles, cells, strict=False)
                if words.search(title) and ast.text(cell[4]).strip()
            }
            item = _item([block for cell in cells for block in cell[4]], above)
            if item:
                yield msgspec.structs.replace(item, told=frozenset(told))


SAID: Final[dict[Lack, str]] = {
    "constat": "le constat sur lequel elle s'appuie",
    "destinataire": "à qui elle s'adresse",
    "horizon": "pour quand",
}


def advice_complete(survey: Survey) -> Found:
    """K8."""
    points = [
        Point(
            text=f"{one.place.path} ({one.place.where}) : « {one.place.words} » ne dit pas "
            f"{listed((SAID[lack] for lack in one.lacks), 'ni')}",
            case=one.place.path,
        )
        for one in survey.advice
        if one.lacks
    ]
    count = plural(len(points), "recommandation incomplète", "recommandations incomplètes")
    holds = (
        "Chaque recommandation dit à qui, pour quand, et s'appuie sur un constat."
        if survey.advice
        else "Aucune recommandation n'a encore été écrite."
    )
    return Found(
        id="K8",
        level="warning",
        when="never",
        message=f"{count} sur {len(survey.advice)}." if points else holds,
        points=points,
        remedy="Complétez dans la note : « Aux communes, avant fin 2027 : … (constat : …) ».",
    )
