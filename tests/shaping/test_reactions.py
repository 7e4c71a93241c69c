"""Reactions that come back from a meeting: whose words they are, what they are about, and that none is lost."""

from __future__ import annotations

import csv
import io

import pytest

from restitution.assembly.versions import families
from restitution.messages import folded
from restitution.model import Note
from restitution.pandoc import ast
from restitution.reactions import COLUMNS, NAME, SECTIONS
from restitution.readers.batch import File
from restitution.shaping.shape import Said, shape
from restitution.stages.reading import Read, each
from tests.assembly import example

ROWS = [
    ("Val d'Arvoise", "Logement", "Les clés rendues en mairie", "", "Un bail à l'essai"),
    ("", "", "", "", ""),
    ("HG", "Mobilité ; Jeunesse", "", "Le bus du soir n'a servi à personne", ""),
    ("", "", "", "", "Manger ensemble avant de parler"),
]


def read(data: bytes, name: str) -> Read:
    return next(iter(each([File(name, name.rpartition(".")[2], data, False)])))


def table(rows: list[tuple[str, ...]], head: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *rows])
    return out.getvalue().encode()


def note_of(read_: Read, name: str = "commun/reactions.csv") -> Note:
    assert read_.reading is not None, read_.refused
    return shape(read_.reading, name, "0" * 64, name.rpartition(".")[2], Said(), example.settings())


def said_of(note: Note) -> dict[str, tuple[str, list[str], list[str]]]:
    return {
        ast.text([one.block]).strip(): (one.section, one.territories, one.themes)
        for one in note.passages
        if one.role == "text"
    }


def test_each_reaction_stands_in_its_section_under_its_territory_and_theme() -> None:
    assert said_of(note_of(read(table(ROWS), "commun/reactions.csv"))) == {
        "Les clés rendues en mairie": ("enseignements", ["VA"], ["logement"]),
        "Un bail à l'essai": ("recommandations", ["VA"], ["logement"]),
        "Le bus du soir n'a servi à personne": ("convergences", ["HG"], ["jeunesse", "mobilite"]),
        "Manger ensemble avant de parler": ("recommandations", [], []),
    }


def test_it_is_a_workshop_wherever_it_lies() -> None:
    note = note_of(read(table(ROWS), "commun/fiches/reactions.csv"), "commun/fiches/reactions.csv")
    assert note.kind == "transcription_atelier"


def test_no_word_is_lost_but_the_heads_of_the_columns() -> None:
    found = read(table(ROWS), "commun/reactions.csv")
    assert found.reading is not None
    assert [piece.text for piece in found.reading.not_taken] == list(COLUMNS)
    assert found.words_in == found.words_note + sum(len(folded(head).split()) for head in COLUMNS)


@pytest.mark.parametrize("name", ["commun/reactions.csv", "commun/ateliers/retours.csv"])
def test_a_table_in_which_nobody_wrote_waits(name: str) -> None:
    found = read(table([("",) * 5] * 3), name)
    assert found.sheet
    assert not note_of(found, name).passages


def test_a_name_is_treated_as_a_list_of_those_present() -> None:
    rows = [(*ROWS[0], "Odile Marchepoil"), (*ROWS[3], "")]
    note = note_of(read(table(rows, (*COLUMNS, NAME)), "commun/reactions.csv"))
    assert said_of(note)["Odile Marchepoil"][0] == "participants"
    assert "Odile Marchepoil" in note.people
    assert said_of(note)["Manger ensemble avant de parler"][0] == "recommandations"


def test_a_territory_or_a_theme_that_is_none_of_the_project_is_told() -> None:
    note = note_of(read(table([("Val d'Arvoise", "Le sport", "Le stade", "", "")]), "commun/reactions.csv"))
    assert ["« Le sport »" in one.message for one in note.findings] == [True]
    assert said_of(note)["Le stade"] == ("enseignements", ["VA"], [])


def test_the_same_words_of_the_sheet_make_no_versions_of_two_people_s_sheets() -> None:
    mine, hers = (
        note_of(read(table([("Val d'Arvoise", "Logement", text, "", "")]), name), name)
        for name, text in (
            ("commun/fiche (1).csv", "Les clés gardées en mairie"),
            ("commun/fiche (2).csv", "Les volets ouverts au printemps"),
        )
    )
    assert not families([mine, hers])


def test_columns_that_somebody_added_are_kept() -> None:
    rows = [(*ROWS[0], "Vu avec le maire"), (*ROWS[2], "")]
    assert "Vu avec le maire" in said_of(
        note_of(read(table(rows, (*COLUMNS, "Remarque")), "commun/reactions.csv"))
    )


def test_a_table_about_something_else_stays_a_table() -> None:
    found = read(table(ROWS[:1], ("Territoire", "Thème", *SECTIONS[:2], "Couleur")), "commun/mur.csv")
    assert found.reading is not None
    assert [block["t"] for block in found.reading.blocks] == ["Table"]
