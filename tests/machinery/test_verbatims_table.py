"""`sources/choix/verbatims.csv`: what the editor wrote stays, whatever is proposed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from restitution.errors import WrongUse
from restitution.intake.classification import read_table
from restitution.intake.verbatims import COLUMNS, chosen, merged_choices, read_choices
from restitution.model import Choice

A = Choice(
    fichier="a/atelier.vtt", repere="00:12:04", qui="Une personne", texte="On paie pour refroidir.", themes="x"
)
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9) | st.sampled_from(
    ["oui", "=1+1", "a;b", 'dit "oui"', "./a", "deux\nlignes"]
)
LINES = st.lists(st.tuples(*[CELL] * len(COLUMNS)), max_size=5)


def saved(lines: list[tuple[str, ...]], delimiter: str = ";") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([COLUMNS, *lines])
    return buffer.getvalue().encode("utf-8-sig")


@given(LINES, st.booleans())
@example(
    [("", "", "", "a", "", "b", "", "c"), ("", "", "", "a", "", "", "", "d"), ("", "", "", "a", "", "", "e", "d")],
    False,
)
@example(
    [("", "", "", "", "themes", "", "", ""), ("", "", "", "", "t", "", "", ""), ("", "", "", "", "t", "", "", "")],
    False,
)
def test_what_the_editor_filled_stays_and_writing_twice_changes_nothing(
    lines: list[tuple[str, ...]], proposes: bool
) -> None:
    before = read_choices(saved(lines))
    after = merged_choices(before, [A] if proposes else [])
    again = read_choices(after)
    for line in before:
        if line.choisi.strip() or line.remarque.strip():
            assert line in again
    assert merged_choices(again, [A] if proposes else []) == after
    assert not proposes or any(line.texte == A.texte for line in again)


def test_a_proposal_goes_when_it_is_no_longer_made_unless_somebody_spoke() -> None:
    said = structs.replace(A, texte="Autre chose.", choisi="non")
    assert read_choices(merged_choices([A, said], [])) == [said]


def test_a_label_that_the_editor_wrote_keeps_the_line() -> None:
    labelled = structs.replace(A, qui="une habitante")
    assert read_choices(merged_choices([labelled], [])) == [labelled]


def test_a_proposal_that_the_editor_answered_is_not_made_again() -> None:
    answered = structs.replace(A, texte="on paie  pour refroidir", choisi="non", repere="0:12:04")
    assert read_choices(merged_choices([answered], [A])) == [answered]


def test_two_machines_copies_are_one() -> None:
    mine, hers = structs.replace(A, choisi="oui"), structs.replace(A, remarque="belle")
    together = structs.replace(A, choisi="oui", remarque="belle")
    assert read_choices(merged_choices([mine, hers], [])) == [together]
    against = structs.replace(A, choisi="non")
    assert len(read_choices(merged_choices([mine, against], []))) == 2


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_lines_chosen(delimiter: str) -> None:
    rows = [("a.md", "", "", "Un.", "", "", word, "") for word in ("oui", " Oui", "x", "non", "", "peut-être")]
    assert len(chosen(read_choices(saved(rows[:1], delimiter)), {"a.md"})) == 1
    assert [bool(chosen(read_choices(saved([row])), {"a.md"})) for row in rows] == [True] * 3 + [False] * 3


@pytest.mark.parametrize("data", [b"n'importe quoi\r\n1;2", b"\x00\x01PK", b"texte;choisi\r\nUn;oui"])
def test_what_is_no_such_table_is_refused(data: bytes) -> None:
    with pytest.raises(WrongUse) as told:
        read_choices(data)
    assert "sources/choix/verbatims.csv n'est pas lisible" in told.value.message


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + bytes(40), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04" + b"opendocument"]
)
@pytest.mark.parametrize("read", [read_choices, read_table])
def test_a_workbook_with_the_table_s_name_is_told_as_such(read: Callable[[bytes], object], data: bytes) -> None:
    with pytest.raises(WrongUse) as told:
        read(data)
    assert "c'est un classeur" in told.value.message
    assert "enregistrez-le au format CSV" in told.value.hint


FILES = ("a/ateliers/Atelier eau.vtt", "a/notes.txt", "b/notes.txt", "notes.md")


@pytest.mark.parametrize(
    ("said", "file"),
    [
        ("a/ateliers/Atelier eau.vtt", "a/ateliers/Atelier eau.vtt"),
        ("Atelier eau.vtt", "a/ateliers/Atelier eau.vtt"),
        ("atelier EAU.vtt", "a/ateliers/Atelier eau.vtt"),
        ("Atelier eau", "a/ateliers/Atelier eau.vtt"),
        ("ateliers\\Atelier eau.vtt", "a/ateliers/Atelier eau.vtt"),
        ("sources/a/ateliers/Atelier eau.vtt", "a/ateliers/Atelier eau.vtt"),
        ("b/notes.txt", "b/notes.txt"),
        ("notes.md", "notes.md"),
        ("notes.txt", "notes.txt"),
        ("eau.vtt", "eau.vtt"),
        ("", ""),
    ],
)
def test_a_name_alone_names_its_file_when_it_is_the_only_one(said: str, file: str) -> None:
    (choice,) = chosen([structs.replace(A, fichier=said, choisi="oui")], FILES)
    assert choice.fichier == file
