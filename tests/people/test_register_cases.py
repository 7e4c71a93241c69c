"""How people of a register are told, sentence by sentence: add a case to `cases/registre.md`."""

from __future__ import annotations

import re
import time
from pathlib import Path

import msgspec
import pytest

from restitution import store
from restitution.checks import run_checks
from restitution.checks.check import Check
from restitution.checks.survey.records import Survey
from restitution.model import Balance, Coverage, Finding
from restitution.pandoc import ast
from restitution.pandoc.run import read_markdown
from restitution.people.circle import Circle, is_phrase
from restitution.people.finder import Manner
from restitution.people.forms import plain
from restitution.people.functions import function_of
from restitution.people.masking import Public, finder_of, told
from restitution.people.met import Met, met_findings
from restitution.people.register import Person, Register
from restitution.people.surroundings import kept_names, places_of
from restitution.people.unseen import Sieve, is_protected
from restitution.settings import Project, Settings
from restitution.settings.types import Territory
from tests.people.mentioned import circle
from tests.people.test_masking import balance, note_of
from tests.people.test_masking import told as said

CASE = re.compile(
    r"^## (?P<name>.+?)(?: \((?P<manner>parole|minuscules)\))?\ntexte : (?P<text>.+)\ndonne : (?P<given>.+)$"
    r"(?:\nconstats : (?P<found>.+)$)?",
    re.MULTILINE,
)
CASES = [m.groupdict() for m in CASE.finditer((Path(__file__).parent / "cases/registre.md").read_text("utf-8"))]


def shown(text: str, manner: str | None = None, among: Circle | None = None) -> Public:
    note = note_of(read_markdown(text), [])
    how = Manner(heard=manner is not None, lower=manner == "minuscules")
    return told(note, finder_of(note, among or circle(), (), how))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    public = shown(case["text"], case["manner"])
    assert said(public.note) == case["given"]
    found = [one.message for one in met_findings("a.md", public.met)]
    assert len(found) == bool(case["found"]), found
    assert all(message.startswith(case["found"]) for message in found)


def test_two_who_do_the_same_in_one_place_are_nobody_in_particular() -> None:
    people = [Person(nom=name, fonction="éleveur", commune="Orsac") for name in ("Un Premierat", "Deux Secondat")]
    one, both = Circle(Register(personnes=(people[0],))), Circle(Register(personnes=tuple(people)))
    assert said(shown("L'éleveuse d'Orsac vend.", among=one).note) == "Une personne vend."
    assert said(shown("L'éleveuse d'Orsac vend.", among=both).note) == "L’éleveuse d’Orsac vend."


ROWS = """| Nom | Fonction | Commune |
|---|---|---|
| Clémence Orsaubry | maire | Villars |
| Solange Escaudier | boulangère | |
| Mme Escaudier, Valsinières | boulangère | |
| Rose Marchand | directrice de l'école | |
| Xavière Abgralet | présidente | Orsac |
| Ghislaine | maire | Orsac |
| | boulangère | Valsinières |
| Clémence Orsaubry | **une** journée à l'école | Villars |
"""


def test_in_a_row_of_a_table_the_function_goes_with_the_name() -> None:
    public = shown(ROWS)
    cells = [ast.text(span["c"][1]) for span in ast.each_leaf([one.block for one in public.note.passages])]
    gone = "[fonction retirée]"
    known = {"maire", "boulangère", "présidente", "une journée à l'école", gone}
    assert [one for one in cells if one in known] == [
        gone, gone, gone, gone, "présidente", gone, gone, "une journée à l'école",
    ]  # fmt: skip
    before, after = balance(note_of(read_markdown(ROWS), []), public.note)
    assert before == after


def test_a_function_beside_a_name_goes_from_captions_and_remarks_too() -> None:
    said = "Avec la maire de Villars, Clémence Orsaubry"
    note = shown(
        f"![Vue, {said.lower()}](a.png)\n\n| a |\n|---|\n| b |\n\n: {said}\n\nVu.[^1]\n\n[^1]: {said}.\n"
    ).note
    assert "illars" not in store.encode(note.passages).decode()
    sieve = Sieve(circle().register, is_protected)
    assert sieve.text(f"{said}, à midi") == "Avec une personne à midi"


def test_many_functions_in_a_row_take_no_time() -> None:
    text = "Clémence Orsaubry, " + "maire de la commune de Villars et présidente du syndicat, " * 2000
    before = time.process_time()
    shown(text)
    assert time.process_time() - before < 3


def test_a_territory_is_told_with_its_article() -> None:
    territories = (
        Territory(code="A", nom="Val d'Arvoise", alias=("le Val d'Arvoise",), structure="CC du Val"),
        Territory(code="B", nom="Oursanne"),
    )
    settings = Settings(projet=Project(titre="Essai"), territoires=territories)
    assert places_of(settings) == {"A": "du Val d'Arvoise", "B": "d'Oursanne"}
    assert {"Val d'Arvoise", "CC du Val", "Oursanne"} <= set(kept_names(settings))


def test_a_body_that_bears_a_protected_name_is_no_shelter_for_it() -> None:
    register = Register(personnes=(Person(nom="Solange Escaudier", structure="Ferme Escaudier"),))
    assert "Escaudier" not in said(shown("À la Ferme Escaudier, on traie.", among=Circle(register)).note)


def test_a_person_is_told_once_a_file_by_her_fullest_name() -> None:
    met = [Met("Pertuzat", "l. 2"), Met("Ghislaine Pertuzat", "l. 5"), Met("Roux", "l. 6"), Met("roux", "l. 7")]
    assert [finding.message[:54] for finding in met_findings("a.md", met)] == [
        "Personne à inscrire : « Ghislaine Pertuzat » (2 fois) ",
        "Personne à inscrire : « Roux » (2 fois) n'est pas au r",
    ]


def k14(unlisted: list[Finding]) -> Check:
    nothing = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
    settings = Settings(projet=Project(titre="Essai"), territoires=())
    checks = run_checks(nothing, Balance(sources=[]), settings, (), Survey(unlisted=unlisted))
    return next(check for check in checks if check.id == "K14")


def test_a_name_that_no_register_holds_stops_what_is_handed_over_only() -> None:
    check = k14(met_findings("a.md", [Met("Ghislaine Pertuzat", "ligne 5")]))
    assert check.stops(strict=True)
    assert not check.stops(strict=False)
    assert check.where[0].startswith("a.md, ligne 5 : Personne à inscrire : « Ghislaine Pertuzat »")
    assert len(check.remedy) <= 94
    assert k14([]).ok


def test_the_contract_of_the_survey_names_nobody() -> None:
    public = shown("Ghislaine Pertuzat arrive, avec Eskodier.", "parole")
    assert "Pertuzat" not in msgspec.json.encode(msgspec.structs.replace(public.note, withheld=[])).decode()
    assert Survey().unlisted == []
    assert ast.text([passage.block for passage in public.note.passages])


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("la boulangère", True),
        ("docteur Paul Vernhes", False),
        ("Mme Ferhat", False),
        ("Nad", False),
        ("titou", True),
    ],
)
def test_what_points_at_somebody_is_no_name(name: str, points: bool) -> None:
    assert is_phrase(name) is points


@pytest.mark.parametrize(
    "idea",
    ["Un café à l'école", "une ferme à l'école", "La direction du parc", "une boulangerie au village",
     "un commerce dans le bourg", "des animations à la médiathèque", "la restauration de l'église de Villars"],
)  # fmt: skip
def test_an_idea_beside_a_name_is_no_function(idea: str) -> None:
    assert function_of(plain(idea)) is None


@pytest.mark.parametrize(
    "function",
    ["maire de Villars", "Une boulangère du village", "directrice de l'école", "un éleveur à Villars",
     "cafetière au bourg", "conseillère municipale de Villars", "chargée de mission du parc", "magistrat à Rodez"],
)  # fmt: skip
def test_a_function_is_one(function: str) -> None:
    assert function_of(plain(function)) is not None
