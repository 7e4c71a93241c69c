"""The page of files: what it shows, and that it leaves what the command leaves, byte for byte."""

from __future__ import annotations

import re
from typing import Any

import pytest

from restitution.acts.classifying import lines
from restitution.intake.classification import Row
from tests.desk.conftest import OnTheDesk
from tests.desk.listed import lay, marks, undo_of

PAGE = "/classement"
WAITING = {"a/débat.docx", "b/=somme.md", "b/eau.md"}


@pytest.fixture
def files(here: OnTheDesk) -> OnTheDesk:
    lay(here)
    return here


def said(here: OnTheDesk, *paths: str, **fields: Any) -> Any:
    shown = marks(here.get(f"{PAGE}?manque=").text)
    return here.post(PAGE, {"ligne": [shown[path] for path in paths], **fields})


def rows(here: OnTheDesk) -> dict[str, Row]:
    return {row.fichier: row for row in lines(here.world.root)}


def table(here: OnTheDesk) -> bytes:
    path = here.world.root / "sources/classement.csv"
    return path.read_bytes() if path.is_file() else b""


@pytest.mark.parametrize(
    ("lacks", "shown"),
    [
        ("attente", WAITING),
        ("genre", {"a/débat.docx"}),
        ("territoire", {"b/=somme.md"}),
        ("themes", {"b/eau.md"}),
        ("date", {"a/débat.docx", "b/=somme.md"}),
        ("", WAITING | {"a/portrait.md"}),
        ("autre chose", WAITING),
    ],
)
def test_files_are_shown_by_what_is_not_known_of_them(files: OnTheDesk, lacks: str, shown: set[str]) -> None:
    assert set(marks(files.get(f"{PAGE}?manque={lacks}").text)) == shown


def test_what_was_read_of_a_file_stands_beside_it_as_words(files: OnTheDesk) -> None:
    text = files.get(PAGE).text
    assert "Un débat" in text
    assert "&lt;b&gt;de Roncelles&lt;/b&gt;" in text
    assert "thèmes proposés : Eau et Santé" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"genre": "compte_rendu_reunion"}, ("--genre", "compte_rendu_reunion")),
        ({"territoire": ["TB", "TA"]}, ("--territoire", "TB, TA")),
        ({"themes": ["eau"]}, ("--themes", "Eau")),
        ({"themes": ["aucun"]}, ("--themes", "aucun")),
        ({"reprise": "non"}, ("--exclure",)),
        ({"genre": "fiche_outil", "territoire": ["TA"]}, ("--genre", "fiche-outil", "--territoire", "TA")),
    ],
)
def test_the_page_leaves_what_the_command_leaves(
    files: OnTheDesk, fields: dict[str, Any], words: tuple[str, ...]
) -> None:
    files.world.run("classify", "b/=somme.md", *words)
    wanted = table(files)
    (files.world.root / "sources/classement.csv").unlink()
    assert said(files, "b/=somme.md", **fields).status_code == 200
    assert table(files) == wanted


def test_several_files_are_said_at_once_and_put_back_by_one_press(files: OnTheDesk) -> None:
    files.world.run("classify", "a/débat.docx", "--themes", "eau")
    before = rows(files)
    text = said(files, "a/débat.docx", "b/=somme.md", territoire=["TB"], date="20 mai 2025").text
    assert "2 fichiers classés." in text
    after = rows(files)
    assert {path: (row.territoire, row.date) for path, row in after.items()} == {
        "a/débat.docx": ("TB", "20 mai 2025"),
        "b/=somme.md": ("TB", "20 mai 2025"),
    }
    assert after["a/débat.docx"].themes == "eau"
    files.post(f"{PAGE}/annuler", {"pas": undo_of(text)})
    again = rows(files)
    assert again.pop("b/=somme.md") == Row(fichier="b/=somme.md")
    assert again == before


def test_a_cell_is_emptied(files: OnTheDesk) -> None:
    files.world.run("classify", "a/débat.docx", "--genre", "portrait")
    said(files, "a/débat.docx", genre="-")
    assert rows(files)["a/débat.docx"].genre == ""


def test_what_another_wrote_meanwhile_is_kept_and_shown(files: OnTheDesk) -> None:
    shown = marks(files.get(PAGE).text)
    files.world.run("classify", "b/eau.md", "--themes", "sante")
    wanted = table(files)
    answer = files.post(PAGE, {"ligne": [shown["b/eau.md"], shown["a/débat.docx"]], "genre": "fiche_action"})
    assert "b/eau.md a changé pendant que vous regardiez" in answer.text
    assert table(files) == wanted
    assert "themes : sante" in files.get(f"{PAGE}?manque=").text


def test_what_another_wrote_since_is_not_put_back_over(files: OnTheDesk) -> None:
    text = said(files, "a/débat.docx", genre="portrait_territoire").text
    files.world.run("classify", "a/débat.docx", "--genre", "fiche-outil")
    answer = files.post(f"{PAGE}/annuler", {"pas": undo_of(text)})
    assert "a changé pendant que vous regardiez" in answer.text
    assert rows(files)["a/débat.docx"].genre == "fiche_outil"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Rien n&#39;est choisi"),
        ({"date": "un jour peut-être"}, "n&#39;est pas une date"),
        ({"territoire": ["TA", "-"]}, "se contredisent"),
        ({"territoire": ["ZZ"]}, "Territoire inconnu"),
        ({"genre": "roman"}, "Genre inconnu"),
    ],
)
def test_what_says_nothing_is_refused(files: OnTheDesk, fields: dict[str, Any], told: str) -> None:
    answer = said(files, "a/débat.docx", **fields)
    assert told in answer.text
    assert not table(files)


def test_a_row_that_nobody_sent_us_is_none(files: OnTheDesk) -> None:
    for rows_ in ([], ["../../etc/passwd:x"], ["0123456789abcdef:0"]):
        answer = files.post(PAGE, {"ligne": rows_, "genre": "portrait_territoire"})
        assert "Rien n&#39;est coché" in answer.text or "n&#39;est plus là" in answer.text
    assert not table(files)


def test_without_htmx_a_press_shows_the_page(files: OnTheDesk) -> None:
    shown = marks(files.get(PAGE).text)
    answer = files.client.post(
        PAGE,
        data={"ligne": shown["a/débat.docx"], "genre": "portrait_territoire", "csrf": files.keys.csrf},
        headers={"origin": files.keys.origin},
    )
    assert "<!DOCTYPE html>" in answer.text
    assert "1 fichier classé." in answer.text


def test_the_menu_says_how_many_files_wait(files: OnTheDesk) -> None:
    count = re.compile(r'<span id="menu-classement".*?>(?: <span class="pastille attention">(\d+))?')
    assert count.findall(files.get("/").text) == ["3"]
    answer = said(files, "a/débat.docx", genre="portrait_territoire")
    assert count.findall(answer.text) == ["2"]


def test_a_table_that_is_none_is_told(files: OnTheDesk) -> None:
    (files.world.root / "sources/classement.csv").write_bytes(b"PK\x03\x04rest of a workbook")
    answer = files.get(PAGE)
    assert answer.status_code == 409
    assert "classeur" in answer.text
    assert "Traceback" not in answer.text
