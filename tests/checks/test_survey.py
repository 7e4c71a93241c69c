"""What the checks find in notes and in the document that they give. Cases: `releves.yaml`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.checks.survey import Survey, survey_of
from restitution.checks.survey.funding import shown_in
from restitution.checks.survey.links import broken_in
from restitution.checks.survey.pictures import pictures_in
from restitution.domain import CONTRIBUTIONS
from restitution.model import GENERATED, REFERENCE, Document, Finding, Note, Placement, Reading
from restitution.pandoc import ast
from restitution.settings import AdvancedTerritory, Part, Project, Settings, Territory
from restitution.shaping.shape import Said, shape
from tests.shaping.cases_of_notes import blocks_of
from tests.writers.sample import SVG, png

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("releves.yaml").read_text("utf-8")
)
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(
        Territory(code="HG", nom="Haute-Galdonne", alias=("la Haute-Galdonne",)),
        Territory(code="VA", nom="Val d'Arvoise"),
        Territory(code="MO", nom="Marche d'Ombrois"),
    ),
    avances=(AdvancedTerritory(code="SE", nom="Pays de Séronne"),),
    plan=(Part(partie="themes"),),
)


def surveyed(notes: dict[str, dict[str, str]]) -> Survey:
    """What is found in notes, and in a document that shows them one after another."""
    shaped = [
        shape(Reading(blocks=blocks_of(one["texte"])), path, "0", "md", Said(genre=one["genre"]), SETTINGS)
        for path, one in notes.items()
    ]
    return survey_of(shaped, shaped, {"document.json": document(shaped)}, SETTINGS, lambda _: b"")


def document(notes: list[Note]) -> Document:
    placements: list[Placement] = []
    blocks = []
    for note in notes:

        def named(inlines: ast.Inlines, path: str = note.path) -> ast.Inlines:
            id_ = f"src_{len(placements)}"
            placements.append(Placement(leaf=id_, bookmark=id_, part="themes", path=path, where="ligne 1"))
            return ast.leaf(inlines[0]["c"][1], "ligne 1", id_=id_)

        blocks += ast.map_leaves([passage.block for passage in note.passages], named)
    return Document(
        build="", title="", subtitle="", date="", language="fr", epoch=0, blocks=blocks, placements=placements
    )  # fmt: skip


def lacking(survey: Survey) -> list[list[str]]:
    """Of each picture, what it lacks."""
    return [[word for word, held in WORDS.items() if not getattr(one, held)] for one in survey.pictures]


WORDS = {"légende": "caption", "crédit": "credit", "licence": "licence", "texte": "described"}
TOLD: dict[str, Callable[[Survey], Any]] = {
    "K4": lambda survey: survey.transfers[0].territories,
    "K7": lambda survey: [len(lesson.territories) for lesson in survey.lessons],
    "K8": lambda survey: [list(one.lacks) for one in survey.advice],
    "K12": lambda survey: [f"{one.written} -> {one.usual}" for one in survey.spellings],
    "K16": lacking,
    "K17": lambda survey: survey.volumes.territories,
    "K18": lambda survey: [one.place.words for one in survey.links],
}


@pytest.mark.parametrize(
    ("id_", "case"),
    [(id_, case) for id_, cases in CASES.items() for case in cases],
    ids=[f"{id_} {case['nom']}" for id_, cases in CASES.items() for case in cases],
)
def test_what_is_found_in_notes(id_: str, case: dict[str, Any]) -> None:
    assert TOLD[id_](surveyed(case["notes"])) == case["attendu"]


def referring(words: str, target: str) -> Document:
    """A figure with a caption, and a cross-reference to it."""
    link = {"t": "Link", "c": [ast.attributes("", [REFERENCE]), ast.string(words), [f"#{target}", ""]]}
    caption = [{"t": "Plain", "c": ast.leaf(ast.string("La place"), "", id_="src_1")}]
    figure = {"t": "Figure", "c": [ast.attributes(), [None, caption], []]}
    return Document(
        build="", title="", subtitle="", date="", language="fr", epoch=0,
        blocks=[figure, ast.para(ast.leaf([link], "", id_="src_2"))],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "target", "trouble"),
    [
        ("figure 1", "src_1", ""),
        ("figure\u00a01", "src_1", ""),
        ("figure 12", "src_1", "ce renvoi devrait dire « figure\u00a01 »"),
        ("figure 1.1", "src_1", "ce renvoi devrait dire « figure\u00a01 »"),
        ("figure 1", "src_9", "ce renvoi ne mène à rien dans la publication"),
    ],
)
def test_a_cross_reference_says_the_number_of_what_it_leads_to(words: str, target: str, trouble: str) -> None:
    assert [one.trouble for one in broken_in(referring(words, target), SETTINGS)] == ([trouble] if trouble else [])


def test_contents_that_the_plan_wants_must_stand_in_the_document() -> None:
    wanted = Settings(projet=SETTINGS.projet, territoires=SETTINGS.territoires, plan=(Part(partie="sommaire"),))
    made = referring("figure 1", "src_1")
    assert [one.place.words for one in broken_in(made, wanted)] == ["sommaire"]
    made.blocks.append(ast.div([ast.div([], "sommaire")]))
    assert broken_in(made, wanted) == []


@pytest.mark.parametrize(
    ("data", "width", "inch"),
    [
        (png(600, 2000), "", 290),  # high: the page's height makes it narrow
        (png(320, 160), "", 96),
        (png(320, 160), "4cm", 203),
        (png(3200, 1600), "", 508),
        (b"texte", "", 0),
        (b"", "", 0),
        (SVG, "", 0),
    ],
)
def test_a_picture_is_as_sharp_as_the_writers_print_it(data: bytes, width: str, inch: int) -> None:
    shown = {"t": "Image", "c": [ast.attributes(width=width), ast.string("La place"), ["a.png", ""]]}
    made = referring("figure 1", "src_1")
    made = structs.replace(
        made,
        blocks=[ast.para(ast.leaf([shown], "ligne 1", id_="src_0"))],
        placements=[Placement(leaf="src_0", bookmark="src_0", part="themes", path="a.md", where="ligne 1")],
        media={"a.png": "0"},
    )
    (found,) = pictures_in(made, [], lambda _: data)
    assert (round(found.pixels / found.printed, -1) if found.printed else 0) == round(inch, -1)


@pytest.mark.parametrize(("data", "logos"), [(SVG, ["Logo du pays"]), (SVG[:90], []), (png(9, 9)[:20], [])])
def test_a_logo_counts_when_it_can_be_shown(data: bytes, logos: list[str]) -> None:
    logo = {"t": "Image", "c": [ast.attributes(), ast.string("Logo du pays"), ["logos/a", ""]]}
    row = ast.div([{"t": "Plain", "c": [logo]}], "logos")
    made = structs.replace(referring("figure 1", "src_1"), blocks=[row], media={"logos/a": "0"})
    assert shown_in("document.json", made, lambda _: data).logos == logos


@cache
def usual() -> str:
    return "À Chastelvern, on voit Chastelvern. De Chastelvern à Chastelvern, tout Chastelvern marche."


@given(st.sampled_from("abdilortuz"), st.integers(1, 10))
def test_one_wrong_letter_inside_a_usual_name_is_found(letter: str, at: int) -> None:
    slip = f"{'Chastelvern'[:at]}{letter}{'Chastelvern'[at + 1 :]}"
    note = {"genre": "fiche-theme", "texte": f"# Logement\n\n{usual()} On quitte {slip} demain."}
    found = [(one.written, one.usual) for one in surveyed({"a.md": note}).spellings]
    assert found == ([(slip, "Chastelvern")] if slip != "Chastelvern" else [])


def test_what_a_reviewer_offered_is_no_note_to_read_again() -> None:
    """Its text was accepted by the editor, and the publication does not count it among its notes."""
    paths = ("ici/portrait.md", f"ici/{CONTRIBUTIONS}/Enjeux - Zoé (R-003).md")
    text = {"texte": "Le pays compte douze communes.", "genre": "portrait_territoire"}
    assert [one.path for one in surveyed(dict.fromkeys(paths, text)).standings] == ["ici/portrait.md"]


@pytest.mark.parametrize("credit", ["", " (photo : PETR, licence CC BY)"])
def test_a_caption_alone_describes_nothing_whatever_credit_is_added(credit: str) -> None:
    """The caption is shown already: to who does not see the picture, it says nothing more."""
    added = [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(credit)]}] if credit else []
    caption = [{"t": "Plain", "c": ast.leaf([*ast.string("La carte."), *added], "", id_="src_1")}]
    shown = {"t": "Image", "c": [ast.attributes(), ast.string("La carte."), ["a.png", ""]]}
    figure = {"t": "Figure", "c": [ast.attributes(), [None, caption], [ast.para([shown])]]}
    placed = Placement(leaf="src_1", bookmark="src_1", part="themes", path="n.md", where="ligne 3")
    document = Document(
        build="", title="", subtitle="", date="", language="fr", epoch=0, blocks=[figure], placements=[placed]
    )
    told = Finding(code="description", level="warning", message="", path="n.md")
    note = Note(
        path="n.md", sha256="", format="md", kind=None, classified=False, title="", territories=[], passages=[],
        findings=[told],
    )  # fmt: skip
    (picture,) = pictures_in(document, [note], lambda _: b"")
    assert not picture.described
