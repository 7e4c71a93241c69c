"""What notes tell in two ways (K2, K6, K10, K11). Cases: `conflicts.yaml`; and the example, as its facts say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.checks import Check, run_checks
from restitution.checks.facts import conflicts_of
from restitution.checks.facts.counts import count_said
from restitution.checks.facts.numbers import numbers_in
from restitution.model import Balance, Conflict, Coverage, Reading
from restitution.returns.disagreements import questions
from restitution.settings import AdvancedTerritory, Project, Settings, Territory, Visit
from restitution.shaping.shape import Said, shape
from tests.assembly import example
from tests.shaping.cases_of_notes import blocks_of

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("conflicts.yaml").read_text("utf-8"))
SETTINGS = Settings(
    projet=Project(titre="Essai", periode="mars 2025 – octobre 2026"),
    territoires=(
        Territory(code="HG", nom="Haute-Galdonne"),
        Territory(code="VA", nom="Val d'Arvoise"),
        Territory(code="MO", nom="Marche d'Ombrois"),
    ),
    avances=(AdvancedTerritory(code="SE", nom="Pays de Séronne"),),
)
FILES = {fact["id"]: fact["path"] for fact in example.FACTS["files"]}


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_what_notes_tell_in_two_ways(case: dict[str, Any]) -> None:
    notes = [
        shape(Reading(blocks=blocks_of(note["texte"])), path, "0", "md", Said(genre=note["genre"]), SETTINGS)
        for path, note in case["notes"].items()
    ]
    found = conflicts_of(notes, SETTINGS)
    told = sorted((c.check, c.code, sorted(c.values)) for c in found)
    assert told == sorted((check, code, sorted(map(str, values))) for check, code, values in case["attendu"])
    assert all(place.words for conflict in found for place in conflict.places)


COVER = yaml.safe_load(Path(__file__).with_name("couverture.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", COVER, ids=[case["nom"] for case in COVER])
def test_no_visit_was_made_after_the_day_on_the_cover(case: dict[str, Any]) -> None:
    projet = structs.replace(SETTINGS.projet, date=case.get("date", ""))
    visites = tuple(Visit(type="miroir", **one) for one in case.get("visites", []))
    settings = structs.replace(SETTINGS, projet=projet, visites=visites)
    notes = [
        shape(Reading(blocks=blocks_of(text)), path, "0", "md", Said(genre="visite-miroir"), settings)
        for path, text in case.get("notes", {}).items()
    ]
    found = [one for one in conflicts_of(notes, settings, case["couverture"]) if one.check == "K11"]
    assert [one.about for one in found] == case["attendu"]
    assert not [question for path in case.get("notes", {}) for question in questions(path, found)]
    (check,) = (one for one in run_checks_of(found) if one.id == "K11")
    assert check.ok is case["passe"]


def run_checks_of(conflicts: list[Conflict]) -> Sequence[Check]:
    nothing = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
    return run_checks(nothing, Balance(sources=[]), SETTINGS, conflicts)


DATED = {
    "a/un.md": "mardi 21 mai 2025",  # a wrong weekday is no other date
    "a/deux.md": "21/05/2025",
    "a/trois.md": "22 mai 2025",
}


def test_one_date_written_in_two_ways_is_not_asked_about() -> None:
    notes = [
        shape(
            Reading(blocks=blocks_of(f"# Visite en Haute-Galdonne\n\nDate : {date}")),
            path, "0", "md", Said(genre="visite-miroir"), SETTINGS,
        )
        for path, date in DATED.items()
    ]  # fmt: skip
    found = [c for c in conflicts_of(notes, SETTINGS) if c.check == "K2"]
    asked = {path: list(questions(path, found)) for path in DATED}
    assert [(path, len(sentences), "22 mai" in sentences[0]) for path, sentences in asked.items()] == [
        (path, 1, True) for path in DATED
    ]
    assert "21/05/2025" not in asked["a/un.md"][0]


@cache
def of_example() -> tuple[Conflict, ...]:
    return tuple(conflicts_of(example.notes(), example.settings()))


def files_of(conflict: Conflict) -> set[str]:
    return {place.path for place in conflict.places}


def test_the_conflicts_of_the_example_are_those_of_its_facts() -> None:
    wanted = [
        (
            fact["what"],
            {FILES[key] for key in fact["files"]},
            {str(value) for value in fact.get("values", [])} | set(fact.get("only_first", [])),
        )
        for fact in example.FACTS["conflicts"]
    ]
    found = [c for c in of_example() if c.check == "K2"]
    assert len(found) == len(wanted)
    for what, files, values in wanted:
        conflict = next(c for c in found if c.code == what)
        said = {value for listed in conflict.values for value in listed.split(", ")}
        assert files <= files_of(conflict)
        assert values <= said


def test_the_figure_and_the_quotation_of_the_example() -> None:
    figures = [c for c in of_example() if c.code == "figure"]
    told = [
        (fact["path"], fact["conflicts"])
        for fact in example.FACTS["files"]
        if isinstance(fact.get("conflicts"), dict)
    ]
    assert [files_of(c) for c in figures] == [{path, FILES[said["with"]]} for path, said in told]
    assert {value for c in figures for value in c.values} == {
        said[key] for _, said in told for key in ("here", "there")
    }
    quoted = {
        FILES[fact["id"]]: fact["unsourced_quotation"]
        for fact in example.FACTS["files"]
        if "unsourced_quotation" in fact
    }
    assert {c.places[0].path: c.values[0] for c in of_example() if c.code == "unsourced_quotation"} == quoted


def test_nothing_else_is_said_of_the_example() -> None:
    assert {c.check for c in of_example()} == {"K2", "K10"}


def test_a_check_says_both_places_and_what_to_do() -> None:
    nothing = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
    checks = {c.id: c for c in run_checks(nothing, Balance(sources=[]), example.settings(), of_example())}
    line = next(line for line in checks["K2"].where if line.startswith("Dates"))
    assert "note_VA.docx (paragraphe 4, « Dates ») : « du mardi 20 au jeudi 22 mai 2025 »" in line
    assert "note_MO.rtf (paragraphe 4, « Dates ») : « du mercredi 21 au jeudi 22 mai 2025 »" in line
    assert "corrigez" in line
    assert (checks["K10"].level, checks["K10"].when, checks["K10"].ok) == ("error", "publication", False)
    assert (checks["K6"].ok, checks["K11"].ok) == (True, True)


@given(st.integers(1, 9999))
def test_a_number_of_people_in_figures(number: int) -> None:
    count = count_said(f"Nous étions {number} participants.")
    assert count is not None
    assert (count.least, count.most) == (number, number)


NUMBERS = {
    "58 200 habitants": (58200, "habitants"),
    "8,9 hab./km²": (8.9, "hab/km2"),
    "1 050 €/m²": (1050, "EUR/m2"),
    "21 % des logements": (21, "%"),
    "1 267 km²": (1267, "km2"),
    "12 maisons": (12, ""),
}


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_a_number_with_its_unit(text: str, number: tuple[float, str]) -> None:
    assert [(one.value, one.unit) for one in numbers_in(text)] == [number]


@pytest.mark.parametrize(
    "text", ["1" + "0" * 400 + " habitants", "en 2022", "le 20 mai 2025", "du 20 au 22 mai", "06 39 98 17 04"]
)
def test_years_dates_and_telephones_count_nothing(text: str) -> None:
    assert not list(numbers_in(text))
