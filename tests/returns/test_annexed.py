"""A writer hears which of her sections went to the last annex, and what to write so that they go with the rest."""

from __future__ import annotations

from msgspec import structs

from restitution.assembly.assemble import LEFT_OVER
from restitution.messages import folded
from restitution.model import Document, Note, Passage, Placement, SourceStatus
from restitution.pandoc import ast
from restitution.returns.annexed import LAST_PART, annexed, shown_of
from restitution.returns.requests import asked
from restitution.settings import Project, Settings, Territory

PATH = "ici/portrait.docx"
SETTINGS = Settings(projet=Project(titre="Essai"), territoires=(Territory(code="A", nom="Ici"),))
TEXT = (
    # section, role, words, the part of the publication where it stands
    ("identification", "title", "Portrait du pays", "non_repris"),
    ("gouvernance", "section", "Qui décide", "portraits"),
    ("gouvernance", "text", "Le conseil de pays.", "portraits"),
    ("moyens", "section", "3. Nos moyens", "non_repris"),
    ("moyens", "text", "Deux agents.", "non_repris"),
    ("moyens", "section", "Le budget", "non_repris"),
    ("difficultes", "heading", "Ce qui coince", "non_repris"),
    ("programme", "text", "Une matinée.", "non_repris"),
    ("ressources", "section", "Sources", "non_repris"),
)


def note(kind: str | None = "portrait_territoire") -> Note:
    passages = []
    for number, (section, role, words, _) in enumerate(TEXT, 1):
        inlines = ast.leaf(ast.string(words), f"paragraphe {number}")
        block = ast.header(2, inlines) if role in {"title", "section", "heading"} else ast.para(inlines)
        passages.append(Passage(block=block, section=section, role=role))  # type: ignore[arg-type]
    return Note(
        path=PATH, sha256="", format="docx", kind=kind, classified=True, title="Portrait", territories=["A"],
        passages=passages, writers=["Zoé Martin"], status="relu",
    )  # fmt: skip


def document() -> Document:
    placements = [
        Placement(leaf=f"src_{n}", bookmark=f"src_{n}", part=part, path=PATH, where=f"paragraphe {n}")
        for n, (_, _, _, part) in enumerate(TEXT, 1)
    ]
    return Document(build="", title="", subtitle="", date="", language="fr", epoch=0, placements=placements)


def test_her_own_titles_are_told_apart_by_what_can_be_done() -> None:
    found = annexed(note(), shown_of(document())[PATH])
    assert found.foreign == ["Nos moyens", "Ce qui coince", "Déroulé"]
    assert found.partless == ["Sources"]


def test_a_section_that_stands_in_the_body_too_is_not_in_the_annex() -> None:
    """« Regards des visiteurs » was said to be in the annex, for one line of it, though it stood in 4.1.3."""
    one = document()
    one.placements = [*one.placements, *(structs.replace(p, part="visites_miroir") for p in one.placements[4:5])]
    assert annexed(note(), shown_of(one)[PATH]).foreign == ["Ce qui coince", "Déroulé"]


def test_the_part_is_that_of_the_plan() -> None:
    assert LAST_PART == LEFT_OVER


def test_a_note_whose_kind_is_not_known_is_asked_about_that_first() -> None:
    assert annexed(note(None), shown_of(document())[PATH]).foreign == []


def test_she_is_told_what_to_write() -> None:
    status = SourceStatus(path=PATH, sha256=None, state="taken")
    found = asked(status, note(), [], SETTINGS, annexed(note(), shown_of(document())[PATH]))
    (request,) = [one for one in found if one.need == "annexe"]
    assert "« Nos moyens », « Ce qui coince » et « Déroulé » sont en annexe" in request.text
    assert (
        "en sous-titres sous l’un de ces titres : « Le territoire », « Chiffres clés », « Enjeux »" in request.text
    )
    assert [one.need for one in asked(status, note(), [], SETTINGS)].count("annexe") == 0


def test_one_section_is_told_in_the_singular() -> None:
    mine = note()
    mine.passages = mine.passages[:5]
    (text,) = [
        one.text
        for one in asked(
            SourceStatus(path=PATH, sha256=None, state="taken"),
            mine,
            [],
            SETTINGS,
            annexed(mine, shown_of(document())[PATH]),
        )
        if one.need == "annexe"
    ]
    assert text.startswith("« Nos moyens » est en annexe")
    assert "rubrique" in folded(text)
