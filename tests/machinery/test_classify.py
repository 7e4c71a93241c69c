"""`restitution classify`: a person's words for a file, a territory, a theme and a kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.cli.classify import run
from restitution.errors import WrongUse
from restitution.intake.classification import read_table

SETTINGS = """
projet: {titre: Essai}
territoires:
  - {code: BR, nom: Brumelle, alias: [pays de Brume]}
  - {code: PO, nom: Plaine d'Orvanne}
axes:
  - {cle: axe, titre: Axe, themes: [{cle: sante, titre: Santé et soins}, {cle: eau, titre: Eau}]}
"""
NOTHING = {"genre": "", "territoire": "", "themes": "", "reprise": ""}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "restitution.yaml").write_text(SETTINGS, "utf-8")
    for name in ("a/débat.docx", "a/note.md", "b/note.md"):
        (tmp_path / "sources" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sources" / name).write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "said", "cells"),
    [
        ("débat.docx", {"territoire": "Brumelle"}, ("", "BR", "")),
        ("a/débat.docx", {"territoire": "la plaine d’orvanne, BR"}, ("", "PO,BR", "")),
        ("sources/a/débat.docx", {"territoire": "Pays de brume"}, ("", "BR", "")),
        ("débat.docx", {"themes": "santé et soins, EAU"}, ("", "", "sante,eau")),
        ("débat.docx", {"themes": "aucun"}, ("", "", "aucun")),
        ("débat.docx", {"genre": "Réunion"}, ("compte_rendu_reunion", "", "")),
    ],
)
def test_words_of_a_person_become_the_keys_of_the_table(
    project: Path, file: str, said: dict[str, str], cells: tuple[str, str, str]
) -> None:
    run(project, file, NOTHING | said, cores=0)
    (row,) = read_table((project / "sources" / "classement.csv").read_bytes())
    assert (row.fichier, row.genre, row.territoire, row.themes) == ("a/débat.docx", *cells)


@pytest.mark.parametrize(
    ("file", "said", "right"),
    [
        ("débats.docx", {"genre": "portrait"}, "« débat.docx »"),
        ("note.md", {"genre": "portrait"}, "a/note.md et b/note.md"),
        ("débat.docx", {"territoire": "Brumele"}, "Brumelle"),
        ("débat.docx", {"territoire": "zzz"}, "BR (Brumelle) ou PO (Plaine d'Orvanne)"),
        ("débat.docx", {"themes": "sant"}, "sante"),
        ("débat.docx", {"genre": "portait"}, "portrait"),
    ],
)
def test_another_word_is_refused_with_the_nearest(
    project: Path, file: str, said: dict[str, str], right: str
) -> None:
    with pytest.raises(WrongUse) as told:
        run(project, file, NOTHING | said, cores=0)
    assert right in told.value.hint
    assert not (project / "sources" / "classement.csv").exists()
