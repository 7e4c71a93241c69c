from __future__ import annotations

import csv
import io
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from restitution.errors import WrongUse
from restitution.formulas import FORMULA, neutral, written
from restitution.intake.classification import (
    BOM,
    COLUMNS,
    EVERY_FILE,
    GONE,
    Row,
    filled,
    meant,
    merged_table,
    not_understood,
    read_table,
    row_for,
    troubles,
)
from restitution.settings import read_settings


def composed(path: str) -> str:
    return unicodedata.normalize("NFC", path)


EDITORS = COLUMNS[1:-1]
HEAD = ";".join(COLUMNS)


def table(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines, ""]).encode()


def cells(data: bytes, delimiter: str = ";") -> list[list[str]]:
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return [[written(cell) for cell in line] for line in lines]


def saved(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


# --- what the editor wrote stays ---------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
WORD = st.text(st.sampled_from("abcé;,\"\n\r\t '=*_/\\"), max_size=12)
CELL = WORD | TEXT
PATH = st.sampled_from(
    ["a/note.md", "b/été.docx", "c.txt", "c;d.md", 'e"f.md', " devant.md", "g\nh.md", EVERY_FILE, ""]
)


@st.composite
def tables(draw: Any) -> tuple[list[list[str]], list[str]]:
    """Lines of a table, and the headings of its columns: ours in any order, some missing, others added.

    Cells beyond the headings, but where « fichier » is the only one: there, nothing tells « a.md;0 » from a name.
    """
    ours = [name for name in draw(st.permutations(EDITORS)) if draw(st.booleans())]
    added = draw(st.lists(CELL.filter(str.strip), max_size=3, unique_by=str.strip))
    heads = ["fichier", *ours, *(name for name in added if name.strip().lower() not in COLUMNS)]
    most = len(heads) + 2 if len(heads) > 1 else 0
    rest = st.lists(CELL, min_size=len(heads) - 1, max_size=most)
    lines = draw(st.lists(st.tuples(PATH, rest), max_size=5))
    return [[path, *rest] for path, rest in lines], heads


@given(tables(), st.sampled_from(";,\t"), st.sampled_from(["utf-8-sig", "utf-8", "utf-16"]))
@example(([["c;d.md"]], ["fichier"]), ",", "utf-8")
def test_no_cell_of_the_editor_ever_changes(
    made: tuple[list[list[str]], list[str]], delimiter: str, encoding: str
) -> None:
    lines, heads = made
    rows = read_table(saved([heads, *lines], delimiter, encoding))
    after = merged_table(rows, {"a/note.md": "portrait", "nouvelle.md": "à classer"})
    found = sorted(sorted(filter(None, line[1:-1])) for line in cells(after)[1:])
    expected = [sorted(written(cell) for cell in line[1:] if cell) for line in lines if any(line[1:])]
    for line in expected:  # each line that the editor filled is there, every cell as it was
        found.remove(line)
    assert not any(found)
    assert not expected or {written(name) for name in heads if written(name).strip()} <= set(cells(after)[0])


@given(tables())
def test_a_second_build_changes_nothing(made: tuple[list[list[str]], list[str]]) -> None:
    lines, heads = made
    understood = {"a/note.md": "portrait", "zz.md": "à classer"}
    once = merged_table(read_table(saved([heads, *lines])), understood)
    assert merged_table(read_table(once), understood) == once


@given(CELL)
def test_no_cell_that_we_write_is_a_formula(cell: str) -> None:
    assert not neutral(cell).startswith(FORMULA)
    assert written(neutral(cell)) == written(cell)


def test_a_formula_in_any_column_is_text_for_a_spreadsheet() -> None:
    """`sources/classement.csv` : a remark, a column of the editor or our guess computes nothing."""
    attack = '=HYPERLINK("http://x.example";"ici")'
    rows = [Row(fichier="a.md", remarque=attack, autres={"@note": "- à relire"})]
    data = merged_table(rows, {"a.md": "+1 portrait"})
    raw = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";") for cell in line]
    assert not [cell for cell in raw if cell.startswith(FORMULA)]
    (row,) = read_table(data)
    assert (row.remarque, row.autres, row.compris) == (attack, {"@note": "- à relire"}, "+1 portrait")


def test_a_cell_beyond_the_last_column_and_one_without_heading_are_kept() -> None:
    data = table("a.md;portrait;HG;;;;;;;vu;un mot de trop;;et encore", head=HEAD + ";")
    after = cells(merged_table(read_table(data), {"a.md": "portrait"}))
    assert after[0] == [*COLUMNS[:-1], "colonne 11", "colonne 13", "compris"]
    assert after[1] == [
        "a.md",
        "portrait",
        "HG",
        "",
        "",
        "",
        "",
        "",
        "",
        "un mot de trop",
        "et encore",
        "portrait",
    ]


def test_columns_that_a_spreadsheet_adds_empty_go() -> None:
    assert cells(merged_table(read_table(table("a.md;;;;;;;;;;;;", head=HEAD + ";;;")), {"a.md": ""}))[0] == [
        *COLUMNS
    ]


def test_columns_of_the_editor_keep_their_heading_and_order() -> None:
    data = table("a.md;x;y;", head="fichier;Priorité;À voir avec;vide")
    after = cells(merged_table(read_table(data), {"a.md": ""}))
    assert after[0][len(COLUMNS) - 1 :] == ["Priorité", "À voir avec", "vide", "compris"]


def test_a_heading_said_twice_loses_no_cell() -> None:
    after = merged_table(read_table(table("a.md;une;deux", head="fichier;remarque;remarque")), {"a.md": ""})
    assert {"une", "deux"} <= set(cells(after)[1])


def test_two_lines_for_a_file_are_both_kept_and_the_first_is_obeyed() -> None:
    rows = read_table(table("a.md;portrait", "a.md;;HG", head="fichier;genre;territoire"))
    assert [line[1:3] for line in cells(merged_table(rows, {"a.md": ""}))[1:]] == [["portrait", ""], ["", "HG"]]
    assert row_for(rows, "a.md").genre == "portrait"


def test_a_line_without_file_and_a_line_of_a_file_that_is_gone_stay_when_filled() -> None:
    rows = read_table(table(";;;;;;;;à rappeler", "parti.md;;;;;;;;vu", "parti aussi.md"))
    after = cells(merged_table(rows, {}))
    assert [(line[0], line[8], line[9]) for line in after[1:]] == [
        ("", "à rappeler", ""),
        ("parti.md", "vu", GONE),
    ]


# --- what build writes --------------------------------------------------------------------------------


def test_new_files_are_added_sorted_and_the_line_for_all_comes_first() -> None:
    rows = read_table(table("b.md;portrait", "*;;;logement", head="fichier;genre;territoire;themes"))
    after = merged_table(rows, {"c.md": "c", "a.md": "a", "b.md": "b"})
    assert after.startswith(BOM.encode())
    assert [line[0] for line in cells(after)[1:]] == ["*", "a.md", "b.md", "c.md"]
    assert b"\r\n" in after


def test_what_was_understood_is_renewed_and_never_obeyed() -> None:
    rows = read_table(table("a.md;;;;;;;;;vieille idée"))
    assert cells(merged_table(rows, {"a.md": "portrait · HG"}))[1][-1] == "portrait · HG"
    assert filled(rows, {"a.md"}) == []
    assert row_for(rows, "a.md") == Row(fichier="a.md")


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1).map(composed), unique=True))
@example(["'@", "@", "''=a", "'", "'a"])
def test_any_path_is_found_again(paths: list[str]) -> None:
    understood = {path: f"compris {number}" for number, path in enumerate(paths) if path != EVERY_FILE}
    read = read_table(merged_table([], understood))
    assert {row.fichier: row.compris for row in read} == understood


# --- what results depend on ---------------------------------------------------------------------------


def test_only_filled_cells_that_mean_something_count() -> None:
    rows = read_table(table("b.md; portrait ;;;;;;;;x", "a.md;;;;;;;;une remarque;", "c.md;  ;;", "*;;HG"))
    assert filled(rows, {"a.md", "b.md", "c.md"}) == [
        Row(fichier="*", territoire="HG"),
        Row(fichier="b.md", genre="portrait"),
    ]


def test_a_file_s_own_line_wins_cell_by_cell_over_the_line_for_all() -> None:
    rows = [Row(fichier="*", genre="portrait", territoire="HG"), Row(fichier="a.md", genre="fiche-theme")]
    assert row_for(rows, "a.md") == Row(fichier="a.md", genre="fiche-theme", territoire="HG")
    assert row_for(rows, "b.md") == Row(fichier="b.md", genre="portrait", territoire="HG")


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("commun\\note.md", "commun/note.md"),
        (" commun/note.md ", "commun/note.md"),
        ("commun/re\u0301union.md", "commun/réunion.md"),
        (" devant.md", " devant.md"),
        ("a/b\\c.md", "a/b\\c.md"),
    ],
)
def test_the_editor_s_way_of_writing_a_path_is_understood(written: str, path: str) -> None:
    rows = read_table(table(f"{written};portrait", head="fichier;genre"))
    assert row_for(filled(rows, {path}), path).genre == "portrait"
    assert [line[0] for line in cells(merged_table(rows, {path: ""}))[1:]] == [path]
    assert meant(rows[0].fichier, {path}) == path


# --- ways of saving -----------------------------------------------------------------------------------

LINES = [["fichier", "genre", "remarque"], ["été/à l'œuvre.md", "portrait", 'dit « oui ; non », et "peut-être"']]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_spreadsheets_save_is_read(delimiter: str, encoding: str) -> None:
    (row,) = read_table(saved(LINES, delimiter, encoding))
    assert [row.fichier, row.genre, row.remarque] == LINES[1]


def test_headings_are_read_whatever_their_case_accents_and_spaces() -> None:
    (row,) = read_table(table("a.md;logement;portrait", head=" Fichier ;THÈMES;Genre"))
    assert (row.fichier, row.themes, row.genre, row.autres) == ("a.md", "logement", "portrait", {})


def test_a_heading_full_of_commas_does_not_change_the_delimiter() -> None:
    (row,) = read_table(table("a.md;x", head="fichier;à voir (a,b,c,d,e,f,g)"))
    assert row.fichier == "a.md"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n \r\n", table()])
def test_an_empty_table_says_nothing(data: bytes) -> None:
    assert read_table(data) == []


@pytest.mark.parametrize(
    "data",
    [b"nom;genre\na.md;portrait\n", b"PK\x03\x04" + bytes(range(200)), table('a.md;"' + "x" * 200_000)],
    ids=["no such column", "a spreadsheet renamed", "a quotation that never ends"],
)
def test_what_is_no_such_table_is_told_and_never_written_over(data: bytes) -> None:
    with pytest.raises(WrongUse) as said:
        read_table(data)
    assert "il n'a pas été touché" in said.value.message
    assert "enregistrez-le au format CSV" in said.value.hint


SETTINGS = read_settings(
    b"""
projet: {titre: Essai}
territoires: [{code: HG, nom: Haute-Galdonne}, {code: VA, nom: Val d'Arvoise}]
avances: [{code: SE, nom: Pays de Serre}]
"""
)


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"genre": "portrait", "territoire": "HG, VA", "themes": "logement, mobilite", "date": "2025-05"}, []),
        ({"themes": "Gestion et valorisation des compétences, logement"}, []),
        ({"territoire": "Pays de Serre", "themes": "logement et mobilite", "reprise": "Oui", "ordre": "2"}, []),
        ({"reprise": "remplac\u00e9e par b.md", "date": "20 mai 2025"}, []),
        ({"genre": "portait", "territoire": "XX", "themes": "logement, zzz", "date": "hier"},
         ["genre", "territoire", "themes", "date"]),
        ({"themes": "Aucun"}, []),
        ({"reprise": "plus tard", "ordre": "2\u00b2"}, ["reprise", "ordre"]),
    ],
)  # fmt: skip
def test_a_cell_that_says_nothing_known_is_told(cells: dict[str, str], columns: list[str]) -> None:
    found = not_understood(Row(fichier="a.md", **cells), SETTINGS)
    assert [finding.message.split()[1] for finding in found] == columns
    assert all(
        finding.path == "a.md" and cells[finding.message.split()[1]] in finding.message for finding in found
    )


def test_a_file_said_twice_and_a_replacement_that_is_not_there_are_told() -> None:
    rows = [
        Row(fichier="a/b.md", genre="portrait"),
        Row(fichier="a/b.md", genre="outil"),
        Row(fichier="a/c.md", reprise="remplacée par « d.md »"),
        Row(fichier="a/e.md", reprise="Remplacee par f.md"),
    ]
    found = troubles(rows, {"a/b.md", "a/c.md", "a/d.md", "a/e.md"})
    assert [(finding.path, "deux lignes" in finding.message.lower()) for finding in found] == [
        ("a/b.md", True),
        ("a/e.md", False),
    ]
    assert "« f.md »" in found[1].message
