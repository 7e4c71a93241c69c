"""`programme.yaml`: what is understood, what is refused and where, which projects are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.errors import WrongUse
from restitution.programme.members import members_of
from restitution.settings.programme import LARGE, load_programme

SETTINGS = "projet: {titre: Pays de A}\nterritoires:\n  - {code: AA, nom: A}\n  - {code: BB, nom: B}\n"
WRONG = {
    "": "programme.yaml est vide",
    "titre: T": "clé « projets » absente ou vide",
    "titre: T\nprojets: []": "programme.yaml, ligne 2 : projets : 0 dans la liste ; attendu : 1 au moins",
    "titre: T\nprojets: [a]\nensembles: 3": "ligne 3 : clé inconnue « ensembles » ; attendu : ensemble",
    "titre: T\nprojets: [a]\nensemble: beaucoup": "« beaucoup » ; attendu : un nombre, 1 ou plus",
    "titre: T\nprojets: [a]\nensemble: 0": "« 0 » ; attendu : un nombre, 1 ou plus",
}


def programme(folder: Path, text: str) -> Path:
    file = folder / "programme.yaml"
    file.write_text(text, "utf-8")
    return file


def a_project(folder: Path, notes: int = 0) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "restitution.yaml").write_text(SETTINGS, "utf-8")
    for number in range(notes):
        (folder / "sources" / f"{number}.txt").touch()
    return folder


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_told_with_its_place(text: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as told:
        load_programme(programme(tmp_path, text))
    assert WRONG[text] in told.value.message
    assert told.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="introuvable"):
        load_programme(tmp_path / "ailleurs.yaml")


def test_numbers_have_defaults(tmp_path: Path) -> None:
    read = load_programme(programme(tmp_path, "titre: T\nprojets: a\n"))
    assert (read.projets, read.together, read.large) == (("a",), 0, LARGE)


def test_patterns_find_projects_and_names_stay_even_when_nothing_is_there(tmp_path: Path) -> None:
    for name in ("nord/été", "nord/b", "sud"):
        a_project(tmp_path / name)
    (tmp_path / "nord" / "pas un projet").mkdir()
    file = programme(tmp_path, "titre: T\nprojets: [sud, 'nord/*', disparu, ./sud/]\n")
    found = members_of(load_programme(file), file)
    assert [member.said for member in found] == ["sud", "nord/b", "nord/été", "disparu"]
    assert [member.title for member in found] == ["Pays de A", "Pays de A", "Pays de A", "disparu"]
    assert len({member.key for member in found}) == len(found)
    assert all(member.key.isascii() and "/" not in member.key for member in found)


def test_a_pattern_that_finds_nothing_is_a_mistake(tmp_path: Path) -> None:
    file = programme(tmp_path, "titre: T\nprojets: ['nord/*']\n")
    with pytest.raises(WrongUse, match="ne désigne aucun dossier"):
        members_of(load_programme(file), file)


def test_a_large_project_is_known_by_its_files(tmp_path: Path) -> None:
    a_project(tmp_path / "petit", notes=2)
    a_project(tmp_path / "grand", notes=3)
    file = programme(tmp_path, "titre: T\nprojets: [petit, grand]\ngrand_projet: 3\n")
    assert [member.is_large for member in members_of(load_programme(file), file)] == [False, True]
