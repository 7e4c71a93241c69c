"""What an editor loses in her tables by mistake: kept and told once, and nothing when nothing has gone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from restitution.errors import WrongUse
from restitution.plan.tables import (
    CHOICES,
    CLASSIFICATION,
    KEPT,
    keep_what_goes,
    read_choices,
    read_classification,
    refuse_forgotten_exclusions,
    told_of_held,
)
from restitution.settings.reading import read_settings

TABLES = {
    CHOICES: [
        ["fichier", "repere", "qui", "texte", "themes", "territoire", "choisi", "remarque"],
        ["a.vtt", "00:01", "Une personne", "Un.", "eau", "", "oui", ""],
        ["a.vtt", "00:02", "Une personne", "Deux.", "eau", "", "", ""],
        ["b.md", "", "", "Trois.", "", "", "oui", "belle"],
    ],
    CLASSIFICATION: [
        ["fichier", "genre", "territoire", "themes", "date", "statut", "reprise", "ordre", "remarque", "compris"],
        ["a.md", "portrait", "", "eau", "", "", "", "", "", "portrait"],
        ["b.md", "", "", "", "", "", "non", "", "", "à classer"],
    ],
}  # fmt: skip
Lines = list[list[str]]


def written(lines: Lines) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(lines)
    return buffer.getvalue().encode("utf-8-sig")


def without(lines: Lines, column: str) -> Lines:
    place = lines[0].index(column)
    return [line[:place] + line[place + 1 :] for line in lines]


class World:
    """A project whose tables were seen once."""

    def __init__(self, project: Path) -> None:
        self.project = project
        for table, lines in TABLES.items():
            self.put(table, written(lines))
        assert self.said() == []

    def put(self, table: Path, data: bytes) -> None:
        (self.project / table).parent.mkdir(parents=True, exist_ok=True)
        (self.project / table).write_bytes(data)

    def said(self) -> list[str]:
        return keep_what_goes(self.project, self.project / ".restitution")

    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.project / KEPT).glob("*")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize(
    ("table", "column"),
    [(CHOICES, "choisi"), (CHOICES, "texte"), (CLASSIFICATION, "themes"), (CLASSIFICATION, "ordre")],
)
def test_a_column_that_has_gone_is_told_and_the_earlier_table_kept(world: World, table: Path, column: str) -> None:
    lines = TABLES[table]
    world.put(table, written(without(lines, column)))
    (told,) = world.said()
    assert told.startswith(f"La colonne « {column} » a disparu de {table.as_posix()} ;")
    assert world.kept() == [written(lines)]
    assert next((world.project / KEPT).glob("*")).relative_to(world.project).as_posix() in told
    place = lines[0].index(column)
    emptied = [lines[0], *([*line[:place], "", *line[place + 1 :]] for line in lines[1:])]
    world.put(table, written(emptied))  # as a build writes it
    assert world.said() == []
    assert len(world.kept()) == 1


@pytest.mark.parametrize("data", [b"", written(TABLES[CHOICES][:1]), written(TABLES[CHOICES][:2])])
def test_lines_that_have_gone_are_kept_once_however_often_it_happens(world: World, data: bytes) -> None:
    for time in range(2):
        world.put(CHOICES, data)
        assert len(world.said()) == 1, time
        assert world.said() == []
        world.put(CHOICES, written(TABLES[CHOICES]))
        assert world.said() == []
    assert world.kept() == [written(TABLES[CHOICES])]


def test_a_table_taken_away_is_kept(world: World) -> None:
    (world.project / CHOICES).unlink()
    (told,) = world.said()
    assert "ne contient plus rien de ce que vous y aviez écrit" in told
    assert world.kept() == [written(TABLES[CHOICES])]


def test_more_cells_other_cells_and_proposals_that_go_keep_nothing(world: World) -> None:
    head, first, proposal, last = TABLES[CHOICES]
    for lines in (
        [head, first, proposal, [*last[:6], "non", "moins belle"]],
        [head, first, last],
        [[*head, "à moi"], [*last, "vu"], [*first, ""]],
    ):
        world.put(CHOICES, written(lines))
        assert world.said() == []
    assert world.kept() == []


def test_a_table_that_cannot_be_read_does_not_make_the_good_one_forgotten(world: World) -> None:
    world.put(CHOICES, b"PK\x03\x04 un classeur")
    assert world.said() == []
    world.put(CHOICES, written(TABLES[CHOICES][:1]))
    assert len(world.said()) == 1
    assert world.kept() == [written(TABLES[CHOICES])]


def test_a_missing_column_is_told_even_when_nothing_is_known_of_before(world: World) -> None:
    (world.project / ".restitution" / "tables.json").unlink()
    world.put(CHOICES, written(without(TABLES[CHOICES], "choisi")))
    (told,) = world.said()
    assert told.startswith("La colonne « choisi » manque dans sources/choix/verbatims.csv")
    assert world.kept() == []


def test_nothing_is_built_when_the_column_that_keeps_files_out_has_gone(world: World) -> None:
    work = world.project / ".restitution"
    refuse_forgotten_exclusions(world.project, work)
    lines = TABLES[CLASSIFICATION]
    world.put(CLASSIFICATION, written(without(lines, "reprise")))
    for _ in range(2):
        with pytest.raises(WrongUse, match="reprise") as said:
            refuse_forgotten_exclusions(world.project, work)
        assert "écartait 1 fichier" in said.value.message
    assert world.kept() == [written(lines)]
    world.put(
        CLASSIFICATION, written([[*lines[0][:6], *lines[0][7:], "reprise"], [*lines[1][:6], *lines[1][7:], ""]])
    )
    refuse_forgotten_exclusions(world.project, work)


# --- held open in a spreadsheet -----------------------------------------------------------------------


SETTINGS = read_settings(b"projet: {titre: x}\nterritoires: [{code: A, nom: A}, {code: B, nom: B}]\n")
PATHS = {"a.md", "b.md", "a.vtt"}


def hold_open(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """As a spreadsheet that lets nobody else read."""
    before = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return before(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)


def test_a_table_that_is_open_says_what_it_said_when_it_was_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = world.project / ".restitution"
    rows, _ = read_classification(world.project, PATHS, SETTINGS, work)
    choices, _ = read_choices(world.project, PATHS, work)
    assert [row.fichier for row in rows if row.reprise == "non"] == ["b.md"]
    assert len(choices) == 2
    for table in TABLES:
        hold_open(monkeypatch, world.project / table)
    assert read_classification(world.project, PATHS, SETTINGS, work)[0] == rows
    assert read_choices(world.project, PATHS, work)[0] == choices
    assert world.said() == []
    said = told_of_held(world.project)
    assert [sentence.split(" est ouvert")[0] for sentence in said] == [
        table.as_posix() for table in reversed(TABLES)
    ]
    assert all("fermez-le" in sentence for sentence in said)


def test_nothing_is_built_when_what_the_editor_keeps_out_may_have_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = world.project / ".restitution"
    world.put(CLASSIFICATION, written([*TABLES[CLASSIFICATION][:2], ["a.md"]]))
    hold_open(monkeypatch, world.project / CLASSIFICATION)
    with pytest.raises(WrongUse, match="serait publié") as refused:
        read_classification(world.project, PATHS, SETTINGS, work)
    assert "Fermez-le dans votre tableur" in refused.value.hint


def test_open_choices_that_nobody_ever_read_keep_no_note_from_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / CHOICES
    path.parent.mkdir(parents=True)
    path.write_bytes(written(TABLES[CHOICES]))
    hold_open(monkeypatch, path)
    choices, (finding,) = read_choices(tmp_path, PATHS, tmp_path / ".restitution")
    assert choices == []
    assert "ouvert dans un programme" in finding.message
