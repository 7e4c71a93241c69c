"""Who gets a page: one a person, however her name is written, and never two people one page."""

from __future__ import annotations

import pytest

from restitution.model import Note
from restitution.returns.contributors import Contributor, contributors
from restitution.returns.folder import file_names
from restitution.settings import Project, Settings, Territory

SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(
        Territory(code="HG", nom="Haute-Galdonne", alias=("la Haute-Galdonne",), dossiers=("haute-galdonne",)),
        Territory(code="OM", nom="Ombrois"),
    ),
)


def note(path: str, *writers: str, structure: str = "") -> Note:
    return Note(
        path=path, sha256="", format="md", kind=None, classified=False, title="T", territories=[],
        writers=list(writers), structure=structure,
    )  # fmt: skip


def names(*signed: tuple[str, str]) -> set[str]:
    files = {f"{n}.md": note(f"{n}.md", name, structure=body) for n, (name, body) in enumerate(signed)}
    return {one.name for one in contributors(files, SETTINGS)}


SAME = {
    "case, accents": [("Nadège Vauquelin", ""), ("NADEGE VAUQUELIN", "")],
    "order": [("Nadège Vauquelin", ""), ("VAUQUELIN Nadège", "")],
    "civility": [("Nadège Vauquelin", ""), ("Mme Nadège Vauquelin", "")],
    "initial": [("Nadège Vauquelin", ""), ("N. Vauquelin", "")],
    "surname alone, of her body": [("Nadège Vauquelin", "PETR"), ("Mme Vauquelin", "petr")],
    "particle": [("Nadège de La Rive", ""), ("DE LA RIVE Nadège", "")],
}
OTHERS = {
    "two of one surname": [("Jean Roux", ""), ("Paul Roux", "")],
    "an initial that may be either's": [("Jean Roux", ""), ("Julie Roux", ""), ("J. Roux", "")],
    "surname alone, of another body": [("Nadège Vauquelin", "PETR"), ("Mme Vauquelin", "Mairie")],
    "surname alone, of no body": [("Nadège Vauquelin", ""), ("Mme Vauquelin", "")],
    "another first name": [("Nadège Vauquelin", ""), ("P. Vauquelin", "")],
}


@pytest.mark.parametrize("signed", SAME.values(), ids=SAME)
def test_one_person_is_one_page(signed: list[tuple[str, str]]) -> None:
    assert names(*signed) == {signed[0][0]}


@pytest.mark.parametrize("signed", OTHERS.values(), ids=OTHERS)
def test_two_people_are_two_pages(signed: list[tuple[str, str]]) -> None:
    assert names(*signed) == {name for name, _ in signed}


def test_who_signed_nothing() -> None:
    files = {
        "commun/a.md": note("commun/a.md", "Zoé Martin", "Paul Roux"),
        "commun/b.md": note("commun/b.md", structure="Cabinet Nord"),
        "haute-galdonne/c.doc": None,
        "ombrois/d.pdf": None,
        "commun/e.md": note("commun/e.md"),
    }
    found = {one.name: one.paths for one in contributors(files, SETTINGS)}
    assert found == {
        "Cabinet Nord": ["commun/b.md"],
        "Paul Roux": ["commun/a.md"],
        "Zoé Martin": ["commun/a.md"],
        "Équipe de la Haute-Galdonne": ["haute-galdonne/c.doc"],
        "Équipe d’Ombrois": ["ombrois/d.pdf"],
        "Auteur inconnu": ["commun/e.md"],
    }


def test_names_of_files_suit_any_machine() -> None:
    said = ["Aux: 1/2 <Été>?", "AUX  1 2 ÉTÉ", "x" * 300, "point.", "\x07"]
    found = list(file_names(Contributor(name=name, kind="body", paths=[]) for name in said))
    assert len({name.casefold() for name in found}) == len(said)
    assert not any(set(name) & set('<>:"/\\|?*\x07') or len(name) > 120 or ".." in name for name in found)
    assert found[0] == "Retour - Aux 1 2 Été.docx"
    assert found[1] == "Retour - AUX 1 2 ÉTÉ (2).docx"
