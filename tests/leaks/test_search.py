"""What the search finds and what it leaves, sentence by sentence: add a case to `cases.yaml`."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.leaks import Contacts, Searcher, Someone, Wanted
from restitution.leaks.contacts import contacts_in
from restitution.leaks.folding import folded
from restitution.leaks.given import given_names

FILE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = FILE["cas"]
PEOPLE = tuple(msgspec.convert(one, Someone) for one in FILE["personnes"])
WANTED = Wanted(
    people=PEOPLE,
    pseudonyms=tuple(FILE["pseudonymes"]),
    places=tuple(FILE["lieux"]),
    codes=tuple(FILE["codes"]),
    contacts=Contacts(emails=frozenset(FILE["courriels"]), phones=frozenset(FILE["telephones"])),
)
SEARCHER = Searcher(WANTED)


def found(text: str, *, coded: bool = False, searcher: Searcher = SEARCHER) -> set[str]:
    return {hit.who for hit in searcher.hits(text, coded=coded)}


@pytest.mark.parametrize("case", CASES, ids=[case["texte"][:40] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert found(case["texte"], coded=case.get("code", False)) == set(case["trouve"])


@pytest.mark.parametrize("case", [case for case in CASES if case["trouve"]], ids=lambda case: case["texte"][:40])
def test_a_name_is_found_wherever_it_stands_and_however_it_is_encoded(case: dict[str, Any]) -> None:
    around = f"Le marché.\n{unicodedata.normalize('NFD', case['texte'])}\nPuis la visite."
    assert found(around, coded=case.get("code", False)) == set(case["trouve"])


def test_what_is_told_of_a_hit_shows_the_words_around() -> None:
    (hit,) = SEARCHER.hits("Nous avons vu le fournil avec Nadège Vauquelin avant midi.")
    assert (hit.what, hit.around) == ("nom", "Nous avons vu le fournil avec [Nadege Vauquelin] avant midi.")


def test_of_the_team_s_files_only_who_withdrew_and_minors_are_asked() -> None:
    text = "Lila Bordarel, Anselme Vidalbert, Nadège Vauquelin, Violaine Estrabaut, 06 39 98 42 17"
    assert found(text, searcher=Searcher(WANTED.of_the_team)) == {"Lila Bordarel", "Anselme Vidalbert"}


def test_names_that_notes_give_are_people_s_and_not_the_register_s() -> None:
    names = [
        "Théodule Brancart", "BRANCART Théodule", "Mme Forêt", "Nadège Vauquelin", "Intervenant 3", "Kévin",
        "Équipe de la Marche d'Ombrois", "Conseil de développement", "Rose Martin", "animatrice du club",
        "Table 2", "Association Les Braises", "Lucile de Montfaucon",
    ]  # fmt: skip
    given = [one.nom for one in given_names(names, PEOPLE)]
    assert given == ["BRANCART Théodule", "Lucile de Montfaucon", "Rose Martin", "Théodule Brancart"]
    searcher = Searcher(Wanted(people=tuple(given_names(["Lucile de Montfaucon"], ()))))
    assert found("de Montfaucon Lucile", searcher=searcher) == {"Lucile de Montfaucon"}
    assert found("P. de Montfaucon, montfaucon.example", searcher=searcher) == set()


def test_ways_to_reach_people_are_read_off_the_notes() -> None:
    said = ["Écrire à L.Morin@club.example ou au +33 6 39 98 42 17.", "Budget : 12 345 678 901 €, 450-2345 pages"]
    assert contacts_in(said) == Contacts(
        emails=frozenset({"l.morin@club.example"}), phones=frozenset({"0639984217"})
    )


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    SEARCHER.hits(text, coded=True)


@given(st.lists(st.text(max_size=25), max_size=3), st.text(max_size=40), st.text(max_size=12))
def test_anybody_s_name_can_be_looked_for(names: list[str], text: str, town: str) -> None:
    people = tuple(Someone(nom=name, variantes=(text,), fonction=town, commune=town) for name in names)
    Searcher(Wanted(people=people, places=(text,), pseudonyms=(town,))).hits(f"{text} {' '.join(names)} {town}")


def test_a_long_text_that_looks_like_names_takes_no_time() -> None:
    searcher = Searcher(WANTED)
    for text in (
        "Vauquelin " * 20_000,
        "M. " * 60_000,
        "0 " * 90_000,
        "a@" * 60_000,
        "(" * 200_000,
        "Rose-" * 40_000,
    ):
        before = time.process_time()
        searcher.hits(text, coded=True)
        assert time.process_time() - before < 5, text[:10]
