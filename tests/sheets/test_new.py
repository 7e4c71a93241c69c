"""`restitution new` and the sheets of a new project."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.cli.init import run as init
from restitution.cli.new import Sheet
from restitution.cli.new import run as new
from restitution.domain import domain, kind_choices, kind_in_title, kind_of_word
from restitution.errors import WrongUse
from restitution.kit.given import file_name, sheets
from restitution.plan.prepare import prepare
from restitution.writers.sheets import FORMATS

from .filling import read_back

SHORT_WORDS = (
    "visite-miroir", "atelier", "theme", "outil", "portrait", "expert", "action", "reunion", "projet", "edito",
)  # fmt: skip


def run(word: str, territory: str, form: str, project: Path, here: Path) -> Sheet:
    """The command, and what it says to a person."""
    sheet = new(word, territory, form, project, here)
    sheet.show()
    return sheet


@pytest.fixture
def project(tmp_path: Path) -> Path:
    init(tmp_path / "projet")
    return tmp_path / "projet"


@pytest.mark.parametrize("word", [*SHORT_WORDS, *kind_choices()])
def test_short_words_are_kinds(word: str) -> None:
    assert kind_of_word(word) in domain().kinds


def test_a_sheet_goes_where_its_territory_keeps_its_notes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        run("portrait", "TA", "docx", project, project)
    folder = project / "sources" / "territoire-a"
    assert sorted(path.name for path in folder.glob("*.docx")) == [
        "Portrait de territoire (2).docx", "Portrait de territoire (3).docx",
        "Portrait de territoire.docx",
    ]  # fmt: skip
    found = read_back((folder / "Portrait de territoire.docx").read_bytes(), "Portrait.docx")
    assert found.note.kind == "portrait_territoire"
    told = capsys.readouterr().out
    assert "créée : sources/territoire-a/Portrait de territoire (2).docx." in told
    first = "Il y en a déjà une : sources/territoire-a/Portrait de territoire.docx"
    assert f"{first} ; celle-ci s'appelle « Portrait de territoire (2).docx »." in told
    assert f"{first} ; celle-ci s'appelle « Portrait de territoire (3).docx »." in told
    assert told.count("déjà une") == 2


def test_without_a_territory_it_goes_to_what_is_common_or_where_one_stands(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("outil", "", "docx", project, tmp_path)
    assert (project / "sources" / "commun" / "Fiche outil.docx").is_file()
    assert "créée : projet/sources/commun/Fiche outil.docx." in capsys.readouterr().out
    folder = project / "sources" / "territoire-b" / "outils"
    folder.mkdir()
    run("outil", "", "md", folder, folder)
    assert "créée : Fiche outil.md." in capsys.readouterr().out
    run("portrait", "TA", "md", folder, folder)
    assert "créée : ../../territoire-a/Portrait de territoire.md." in capsys.readouterr().out


def test_a_sheet_lists_the_themes_of_its_project(project: Path) -> None:
    run("portrait", "TA", "md", project, project)
    text = (project / "sources" / "territoire-a" / "Portrait de territoire.md").read_text("utf-8")
    assert "parmi ceux du projet : « Valorisation du capital territorial », " in text
    run("portrait", "", "md", project.parent, project.parent)
    assert "parmi ceux du projet" not in (project.parent / "Portrait de territoire.md").read_text("utf-8")


VISITS = {
    "two territories, no visit said": ("visite-miroir", "", "Territoire B"),
    "one visit said": (
        "visite-miroir", "visites: [{type: miroir, hote: TB, visiteurs: [TA]}]", "Territoire B",
    ),
    "a visit of others": ("visite-miroir", "visites: [{type: miroir, hote: TA}]", ""),
    "one advanced territory": ("visite-inspirante", "avances: [{code: SE, nom: Séronne}]", "Séronne"),
    "two advanced territories": (
        "visite-inspirante", "avances: [{code: SE, nom: Séronne}, {code: OA, nom: Oursanne}]", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", VISITS)
def test_the_territory_of_a_visit_s_sheet_is_the_visitor(
    project: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    word, added, host = VISITS[case]
    path = project / "restitution.yaml"
    path.write_text(f"{path.read_text('utf-8')}\n{added}\n", "utf-8")
    run(word, "TA", "md", project, project)
    (sheet,) = (project / "sources" / "territoire-a").glob("*.md")
    lines = sheet.read_text("utf-8").split("\n")
    assert "territoires_visiteurs: Territoire A" in lines
    assert f"territoire_hote: {host}".rstrip() in lines
    told = capsys.readouterr().out
    assert "« Territoires visiteurs » dit déjà Territoire A, qui écrit" in told
    assert (f"« Territoire d'accueil » dit {host}" if host else "Remplissez « Territoire d'accueil »") in told


def test_without_a_territory_it_is_written_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in FORMATS:
        run("visite miroir", "", form, tmp_path, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"Visite miroir.{form}" for form in FORMATS}
    assert "sous sources/" in capsys.readouterr().out


def test_a_wrong_word_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as refused:
        run("portait", "", "docx", tmp_path, tmp_path)
    assert refused.value.hint == "Attendu : portrait."
    with pytest.raises(WrongUse, match="demande un projet"):
        run("portrait", "HG", "docx", tmp_path, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_wrong_territory_is_told_those_of_the_project(project: Path) -> None:
    with pytest.raises(WrongUse) as refused:
        run("portrait", "ZZ", "docx", project, project)
    assert refused.value.hint == "Attendu : TA ou TB."


def test_a_sheet_that_the_project_changed_is_given_as_it_is(project: Path) -> None:
    own = project / "templates" / "fiches" / file_name("fiche_outil", "docx")
    assert own.read_bytes() == sheets()[f"templates/fiches/{own.name}"]
    own.write_bytes(b"la trame de ce projet")
    run("outil", "", "docx", project, project)
    assert (project / "sources" / "commun" / own.name).read_bytes() == b"la trame de ce projet"


def test_no_result_depends_on_the_sheets_of_a_project(project: Path) -> None:
    before = prepare(project, leader=True)
    sheet = next((project / "templates" / "fiches").iterdir())
    sheet.write_bytes(b"une autre trame")
    assert not [name for name in before.templates if name.startswith("fiches/")]
    assert prepare(project, leader=True).keys == before.keys


@pytest.mark.parametrize("kind", domain().kinds)
def test_the_name_of_a_sheet_says_its_kind(kind: str) -> None:
    stem = file_name(kind, "docx").removesuffix(".docx")
    assert kind_of_word(stem) == kind
    assert kind_in_title(stem) in {kind, None}
