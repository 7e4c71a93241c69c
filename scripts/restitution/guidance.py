"""What a sheet to fill in says to its writer, and how that is known again when the sheet comes back.

`consignes.toml` is the page to edit. Help is known by its sentences: no style, comment or column has to survive
the program that the sheet was filled with.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from restitution.domain import domain
from restitution.messages import folded

MARK: Final = "✎"
"""At the head of each paragraph of help: a writer sees what is not hers to keep."""
_SHIPPED: Final = Path(__file__).with_name("consignes.toml")


class Guidance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page of help: see its own comments."""

    anciennes: list[str]
    phrases: dict[str, str]
    champs: dict[str, tuple[str, str]]
    """Key of the field -> its name on the sheet, what to write."""
    genres: dict[str, list[str]]
    """Kind -> its fields."""
    rubriques: dict[str, str]


@cache
def guidance() -> Guidance:
    """The shipped page."""
    return msgspec.convert(tomllib.loads(_SHIPPED.read_text("utf-8")), Guidance)


def phrase(name: str) -> str:
    """A sentence or word that every sheet shows."""
    return guidance().phrases[name]


def label_of(field: str) -> str:
    """Name of a field on a sheet."""
    return guidance().champs[field][0]


def help_of_field(field: str) -> str:
    """What to write in a field."""
    return guidance().champs[field][1]


def fields_of(kind: str) -> list[str]:
    """Keys of the fields of a kind, in the order of its sheet."""
    return guidance().genres[kind]


def sections_of(kind: str) -> list[str]:
    """Keys of the sections that a sheet of this kind asks for: those that it must have, then those that help."""
    model = domain().kinds[kind]
    return [*model.requis, *model.conseille]


def help_of_section(kind: str, section: str) -> str:
    """What to write in a section, and whether it can be left out."""
    need = phrase("indispensable" if section in domain().kinds[kind].requis else "utile")
    return f"{need} {guidance().rubriques[section]}"


def welcome(kind: str) -> str:
    """The first lines of a sheet."""
    return phrase("accueil").format(genre=domain().kinds[kind].label)


def is_placeholder(text: str) -> bool:
    """Whether a text is the line that stands where the writer is to write, the note's title included."""
    return folded(text) in {folded(phrase("texte")), folded(phrase("titre"))}


def is_help(text: str) -> bool:
    """Whether a whole paragraph or cell is help."""
    return folded(text) in known_sentences()


@cache
def known_sentences() -> frozenset[str]:
    """All sentences of help, folded, those of earlier sheets too."""
    page = guidance()
    needs = [f"{phrase('indispensable')} ", f"{phrase('utile')} ", ""]
    said = [f"{need}{text}" for text in page.rubriques.values() for need in needs]
    said += [text for _, text in page.champs.values()]
    said += [welcome(kind) for kind in page.genres]
    return frozenset(map(folded, [*said, phrase("depot"), phrase("editorial"), *page.anciennes]))


@cache
def known_by_length() -> tuple[tuple[str, ...], ...]:
    """The words of each sentence of help, the longest first."""
    words = [tuple(text.split()) for text in known_sentences()]
    return tuple(sorted(words, key=lambda sentence: (-len(sentence), sentence)))


@cache
def table_heads() -> frozenset[tuple[str, ...]]:
    """The words at the head of the tables of a sheet, folded: fields, then sections."""
    fields = [phrase("champ"), phrase("consigne"), phrase("reponse")]
    sections = [phrase("rubrique"), phrase("consigne"), phrase("votre_texte")]
    rows = [fields, [fields[0], fields[2]], sections, [sections[0], sections[2]]]
    return frozenset(tuple(map(folded, row)) for row in rows)
