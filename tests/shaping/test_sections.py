"""What each heading opens. Cases: `cases/titres.md`, `cases/notes.md`; add one there, no Python is needed."""

from __future__ import annotations

import pytest

from restitution.domain import kind_of_word
from restitution.model import Finding, Note, Reading
from restitution.pandoc import ast
from restitution.settings import Project, Settings, Territory
from restitution.shaping.shape import Said, shape

from .cases_of_notes import Case, blocks_of, cases, table

SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(Territory(code="HG", nom="Haute-Galdonne"), Territory(code="MO", nom="Marche d'Ombrois")),
)
BECOMES = {"rubrique": "section", "motif": "heading", "composé": "heading", "sous-titre": "heading"}
CURRENT = "programme"
TITLES = table("titres.md", "Titres")


def shaped(blocks: list[dict[str, object]], kind: str) -> Note:
    return shape(Reading(blocks=blocks), "lot/note.md", "0", "md", Said(genre=kind), SETTINGS)


def heading(text: str) -> dict[str, object]:
    return ast.header(2, ast.leaf(ast.string(text), "ligne 9"))


def para(text: str) -> dict[str, object]:
    return ast.para(ast.leaf(ast.string(text), "ligne 10"))


def compound(note: Note) -> list[Finding]:
    return [finding for finding in note.findings if finding.code == "titre composé"]


@pytest.mark.parametrize(
    ("title", "kind", "section", "becomes"), TITLES, ids=["/".join(row[:2]) for row in TITLES]
)
def test_a_heading_opens_its_section(title: str, kind: str, section: str, becomes: str) -> None:
    assert not kind or kind_of_word(kind)
    blocks = [
        heading("Programme"),
        para("Lundi."),
        heading(title),
        para("La suite."),
        heading("Crédits"),
        para("Fin."),
    ]
    note = shaped(blocks, kind)
    opened, below = note.passages[2:4]
    expected = CURRENT if section == "–" else section
    assert (opened.section, opened.role, below.section) == (expected, BECOMES[becomes], expected)
    assert bool(compound(note)) is (becomes == "composé")


def test_a_compound_heading_is_told_to_the_editor() -> None:
    note = shaped([para("Ouverture."), heading("Enjeux et perspectives"), para("Loger.")], "portrait")
    (finding,) = compound(note)
    assert (finding.level, finding.path, finding.where) == ("warning", "lot/note.md", "ligne 9")
    assert finding.message == (
        "Titre composé : le texte de « Enjeux et perspectives » est rangé sous « Enjeux », avec son titre. "
        "Si une partie va ailleurs, donnez-lui son propre titre."
    )


@pytest.mark.parametrize(("kind", "section"), table("titres.md", "Ouvertures"))
def test_what_comes_before_any_heading_has_its_section(kind: str, section: str) -> None:
    note = shaped([para("Ouverture."), heading("Programme"), para("Lundi.")], kind)
    assert (note.passages[0].section, note.passages[0].role) == (section, "text")


@pytest.mark.parametrize("case", cases("notes.md"), ids=lambda case: case.name)
def test_a_whole_note(case: Case) -> None:
    note = shaped(blocks_of(case.note), case.told)
    assert [_line(passage) for passage in note.passages] == case.gives


def _line(passage: object) -> str:
    block = passage.block  # type: ignore[attr-defined]
    level = f" {block['c'][0]}" if block["t"] == "Header" else ""
    text = " ".join(ast.text([block]).split())
    return f"{passage.role}{level} {passage.section} : {text}"  # type: ignore[attr-defined]


def test_a_missing_section_is_told() -> None:
    note = shaped([heading("Enjeux"), para("Loger.")], "portrait")
    told = [finding.message for finding in note.findings if finding.code == "section"]
    assert "La rubrique « Chiffres clés », attendue dans ce genre de note, manque." in told
    assert not any("« Enjeux »" in message for message in told)


def test_an_unknown_kind_is_told() -> None:
    note = shaped([para("Quelques mots.")], "")
    assert (note.kind, note.classified) == (None, False)
    assert {"genre", "titre"} <= {finding.code for finding in note.findings}


@pytest.mark.parametrize(
    ("line", "missing"), [("Participants : Luc Tanguy, Odile Perrot", False), ("Lieu : Combrelle", True)]
)
def test_participants_named_in_the_head_of_a_note_are_not_missing(line: str, missing: bool) -> None:
    note = shaped([para(line), heading("Programme"), para("Lundi.")], "visite-miroir")
    told = [finding.message for finding in note.findings if finding.code == "section"]
    assert any("« Participants »" in message for message in told) is missing
