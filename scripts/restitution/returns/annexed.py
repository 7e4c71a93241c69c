"""What of a note stands in the last annex, under the titles that its writer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.domain import domain
from restitution.messages import listed, plural
from restitution.model import Document, Note, Passage
from restitution.pandoc import ast

LAST_PART: Final = "non_repris"
"""The part of the plan for what no other part takes."""
IDENTITY: Final = "identification"
"""What a note says of itself, which is no section to its writer."""
MOST_NAMED: Final = 3
NUMBER: Final = re.compile(r"^\s*(?:[0-9]+[.)°]|[IVX]+[.)]|[a-z][.)])(?:[0-9]+[.)]?)*\s+")
ONE: Final = (
    "{titles} est en annexe, car une note « {kind} » n’a pas cette rubrique. Pour que ce texte aille avec le "
    "reste, mettez-le en sous-titre sous l’un de ces titres : {known}…"
)
SEVERAL: Final = (
    "{titles} sont en annexe, car une note « {kind} » n’a pas ces rubriques. Pour que ces textes aillent avec le "
    "reste, mettez-les en sous-titres sous l’un de ces titres : {known}…"
)


class Annexed(msgspec.Struct, frozen=True):
    """Titles of the sections of a note that stand in the last annex."""

    foreign: list[str] = []
    """Sections that such a note does not have: another title would place them."""
    partless: list[str] = []
    """Sections of such a note that the project's plan leaves out: nothing for her to change."""


class Shown(msgspec.Struct, frozen=True):
    """Places of a file that a document gives: in its last annex, in its other parts."""

    last: set[str] = set()
    before: set[str] = set()


def shown_of(document: Document) -> dict[str, Shown]:
    """What a document gives of each file, by its path."""
    found: dict[str, Shown] = {}
    for one in document.placements:
        if not one.quoted:
            shown = found.setdefault(one.path, Shown())
            (shown.last if one.part == LAST_PART else shown.before).add(one.where)
    return found


def annexed(note: Note, shown: Shown) -> Annexed:
    """The sections of `note` that stand in the last annex and nowhere else; none of an unknown kind."""
    if note.kind is None:
        return Annexed()
    left, told = _titles(note, shown.last), _titles(note, shown.before)
    left = {section: title for section, title in left.items() if section not in told}
    own = domain().kinds[note.kind].sections
    return Annexed(
        foreign=[title for section, title in left.items() if section not in own],
        partless=[title for section, title in left.items() if section in own],
    )


def _titles(note: Note, places: set[str]) -> dict[str, str]:
    """Section -> its first title in the writer's words, else ours."""
    found: dict[str, str] = {}
    sections = {key: model for key, model in domain().sections.items() if key != IDENTITY}
    for passage in note.passages:
        if passage.section in sections and not places.isdisjoint(_places(passage)):
            is_title = passage.block["t"] == "Header"
            title = NUMBER.sub("", ast.text(passage.block["c"][2])).strip() if is_title else ""
            found.setdefault(passage.section, title or sections[passage.section].label)
    return found


def _places(passage: Passage) -> Iterator[str]:
    return map(ast.leaf_where, ast.each_leaf([passage.block]))


def what_to_write(titles: list[str], kind: str) -> str:
    """Which sections are in the annex, why, and under which titles they would go with the rest."""
    model = domain().kinds[kind]
    keys = [*model.requis, *model.conseille][:MOST_NAMED]
    known = ", ".join(f"« {domain().sections[key].label} »" for key in keys)
    words = ONE if len(titles) == 1 else SEVERAL
    return words.format(titles=named(titles), kind=model.label, known=known)


def named(titles: list[str]) -> str:
    """« Nos moyens », « Déroulé » et 3 autres."""
    rest = len(titles) - MOST_NAMED
    more = [plural(rest, "autre")] if rest > 0 else []
    return listed([*(f"« {title} »" for title in titles[:MOST_NAMED]), *more])
