"""Each rule of the coverage on small notes, and its counts against a second way to count."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from restitution.coverage import coverage_of, matrices
from restitution.model import Coverage, Note, Passage, Proposed
from restitution.pandoc import ast
from restitution.settings import Axis, Project, Settings, Territory, Theme, Visit, Waiver

TERRITORIES = ("HG", "VA", "MO")
THEMES = ("logement", "mobilite")
KINDS = ("visite_miroir", "transcription_atelier", "fiche_thematique", "portrait_territoire", "fiche_outil")
SECTIONS = ("enjeux", "anticipation", "scenarios", "action", "appropriation", "participants", "programme")
TODAY = "2026-01-15"


def told(**more: Any) -> Settings:
    return Settings(
        projet=Project(titre="Essai"),
        territoires=tuple(Territory(code=code, nom=f"Pays {code}") for code in TERRITORIES),
        axes=(Axis(cle="axe", titre="Axe", themes=tuple(Theme(cle=key, titre=key.title()) for key in THEMES)),),
        **more,
    )


def passage(text: str, section: str = "enjeux", role: Any = "text", **more: Any) -> Passage:
    return Passage(block=ast.para(ast.leaf(ast.string(text), "ligne 1")), section=section, role=role, **more)


def note(path: str, kind: str, *passages: Passage, **more: Any) -> Note:
    known: dict[str, Any] = {"sha256": "", "format": "md", "classified": True, "title": path, "territories": []}
    return Note(path=path, kind=kind, passages=list(passages), **{**known, **more})


def about(text: str = "Des mots.", territory: str = "HG", theme: str = "logement", **more: Any) -> Passage:
    return passage(text, territories=[territory], themes=[theme], **more)


def cell(coverage: Coverage, theme: str = "logement", territory: str = "HG") -> Any:
    return next(one for one in coverage.cells if (one.theme, one.territory) == (theme, territory))


STATES = {
    "no note": ([], "vide"),
    "one source": ([("a", "portrait_territoire")], "fragile"),
    "two sources of one kind": ([("a", "portrait_territoire"), ("b", "portrait_territoire")], "fragile"),
    "two sources of two kinds": ([("a", "portrait_territoire"), ("b", "fiche_thematique")], "etayee"),
    "transcripts alone": ([("a", "transcription_atelier"), ("b", "transcription_atelier")], "fragile"),
    "a transcript and a sheet": ([("a", "transcription_atelier"), ("b", "fiche_thematique")], "etayee"),
}


@pytest.mark.parametrize("name", STATES)
def test_state_of_a_cell(name: str) -> None:
    sources, state = STATES[name]
    found = cell(coverage_of([note(path, kind, about()) for path, kind in sources], told(), TODAY))
    assert (found.state, found.sources, found.passages) == (state, [path for path, _ in sources], len(sources))


@pytest.mark.parametrize(
    "text", ["à compléter", "À COMPLÉTER.", "XXX", "néant", "[à venir]", "???", "Pays HG : à compléter"]
)
def test_a_placeholder_is_quoted_and_does_not_count(text: str) -> None:
    found = coverage_of([note("a", "portrait_territoire", about(text, section="action"))], told(), TODAY)
    assert (cell(found).state, cell(found).passages, cell(found).placeholders) == ("vide", 0, [text])
    assert all(step.passages == 0 for step in found.steps)
    assert not any(found.sections.values())


def test_a_line_of_a_list_that_lacks_is_quoted_at_its_own_place() -> None:
    items = [
        [ast.para(ast.leaf(ast.string(text), "ligne 1"))] for text in ("Pays HG : un car.", "Pays MO : néant")
    ]
    listed = Passage(
        block={"t": "BulletList", "c": items}, section="enjeux", territories=["HG"], themes=["logement"]
    )
    found = coverage_of([note("a", "fiche_thematique", listed)], told(), TODAY)
    assert (cell(found).passages, cell(found).placeholders) == (1, [])
    assert (cell(found, territory="MO").state, cell(found, territory="MO").placeholders) == (
        "vide",
        ["Pays MO : néant"],
    )


def test_proposals_wait_and_give_way_to_what_is_said() -> None:
    proposing = note("a", "portrait_territoire", passage("Un bail.", territories=["HG"], ours=["logement"]))
    found = coverage_of([proposing], told(), TODAY)
    assert (cell(found).state, cell(found).sources, cell(found).passages) == ("proposee", [], 0)
    assert found.proposed == [Proposed(path="a", passages=1, themes=["logement"], cells=[("logement", "HG")])]
    (table,) = matrices(found, told())["themes"]
    assert "▨ à confirmer" in ast.text([table])
    both = coverage_of([proposing, note("b", "portrait_territoire", about())], told(), TODAY)
    assert (cell(both).state, cell(both).sources) == ("fragile", ["b"])


def test_a_waived_cell_needs_nothing_but_shows_what_there_is() -> None:
    waived = told(derogations=(Waiver(controle="K5", case="logement/HG", motif="sans objet", par="le comité"),))
    assert cell(coverage_of([], waived, TODAY)).state == "sans_objet"
    assert cell(coverage_of([note("a", "portrait_territoire", about())], waived, TODAY)).state == "fragile"


@pytest.mark.parametrize("section", ["identification", "participants", "programme", "contact", "credits"])
def test_who_was_there_and_when_documents_no_theme(section: str) -> None:
    assert cell(coverage_of([note("a", "visite_miroir", about(section=section))], told(), TODAY)).state == "vide"
    assert cell(coverage_of([note("a", "visite_miroir", about(role="heading"))], told(), TODAY)).state == "vide"


VISITS = {
    "nothing": ((), False, "absente"),
    "planned, to come": ((Visit(type="miroir", hote="HG", prevue=("2026-03-01",)),), False, "a_venir"),
    "planned, past": ((Visit(type="miroir", hote="HG", prevue=("2025-03-01",)),), False, "note_manquante"),
    "done": ((Visit(type="miroir", hote="HG", realisee=("2025-03-01", "2025-03-02")),), False, "note_manquante"),
    "another visitor": (
        (Visit(type="miroir", hote="HG", visiteurs=("MO",), prevue=("2026-03-01",)),),
        False,
        "absente",
    ),
    "an advanced territory": ((Visit(type="avance", hote="HG", prevue=("2026-03-01",)),), False, "absente"),
    "a note": ((), True, "documentee"),
}


@pytest.mark.parametrize("name", VISITS)
def test_state_of_a_visit(name: str) -> None:
    visits, wrote, state = VISITS[name]
    notes = [note("a", "visite_miroir", host="HG", author="VA")] if wrote else []
    pairs = coverage_of(notes, told(visites=visits), TODAY).visits
    assert len(pairs) == len(TERRITORIES) * (len(TERRITORIES) - 1)
    pair = next(one for one in pairs if (one.host, one.visitor) == ("HG", "VA"))
    assert (pair.state, pair.notes) == (state, ["a"] if wrote else [])


def test_two_sheets_of_one_title_are_two_rows() -> None:
    sheets = [
        note(path, "fiche_outil", title="Abaque", uses={code: "vu"}) for path, code in (("a", "HG"), ("b", "MO"))
    ]
    (table,) = matrices(coverage_of(sheets, told(), TODAY), told())["outils"]
    rows = [[ast.text(cell[4]).strip() for cell in cells] for _, cells in table["c"][4][0][3]]
    assert rows == [["Abaque", "vu", "–", "–"], ["Abaque", "–", "–", "vu"]]
    assert matrices(coverage_of([], told(), TODAY), told())["outils"] == []


some_codes = st.lists(st.sampled_from(TERRITORIES), max_size=3, unique=True)
some_passages = st.builds(
    passage,
    st.sampled_from(["Des mots.", "Encore des mots.", "à compléter"]),
    section=st.sampled_from(SECTIONS),
    role=st.sampled_from(["text", "text", "text", "heading"]),
    territories=some_codes,
    themes=st.lists(st.sampled_from(THEMES), max_size=2, unique=True),
)
some_notes = st.lists(
    st.builds(
        lambda kind, passages, host, author, uses: (kind, passages, host, author, uses),
        st.sampled_from(KINDS),
        st.lists(some_passages, max_size=5),
        st.sampled_from(TERRITORIES),
        st.sampled_from(TERRITORIES),
        st.dictionaries(st.sampled_from(TERRITORIES), st.sampled_from(["utilise", "essaye", "vu"])),
    ),
    max_size=6,
).map(
    lambda found: [
        note(f"{number}.md", kind, *passages, host=host, author=author, uses=uses)
        for number, (kind, passages, host, author, uses) in enumerate(found)
    ]
)


@hypothesis_settings(deadline=None, max_examples=200)
@given(some_notes)
def test_the_four_matrices_count_what_the_notes_hold(notes: list[Note]) -> None:
    coverage = coverage_of(notes, told(), TODAY)
    themes: dict[tuple[str, str], list[str]] = defaultdict(list)
    steps: dict[tuple[str, str], int] = defaultdict(int)
    for one in notes:
        for part in one.passages:
            if part.role != "text" or "compléter" in ast.text([part.block]) or part.section in SECTIONS[-2:]:
                continue
            for code in part.territories:
                for theme in part.themes:
                    themes[theme, code].append(one.path)
                step = "anticipation" if part.section == "scenarios" else part.section
                steps[step, code] += 1
    for found in coverage.cells:
        held = themes[found.theme, found.territory]
        assert (found.passages, found.sources) == (len(held), sorted(set(held)))
    assert {(s.step, s.territory): s.passages for s in coverage.steps} == {
        (step, code): steps[step, code]
        for step in ("anticipation", "action", "appropriation")
        for code in TERRITORIES
    }
    assert {(t.path, t.territory): t.use for t in coverage.tools} == {
        (one.path, code): use for one in notes if one.kind == "fiche_outil" for code, use in one.uses.items()
    }
    for pair in coverage.visits:
        wrote = [n.path for n in notes if (n.kind, n.host, n.author) == ("visite_miroir", pair.host, pair.visitor)]
        assert pair.notes == wrote
