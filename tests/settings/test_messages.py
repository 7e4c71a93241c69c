from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.messages import (
    expected,
    folded,
    french_date,
    french_dates,
    french_period,
    listed,
    nearest,
    number,
    of_somebody,
    plural,
    title_of_file,
)

DATES = {
    "2025-05-20": ["2025-05-20"],
    "20/05/2025": ["2025-05-20"],
    "20.05.25": ["2025-05-20"],
    "20 mai 2025": ["2025-05-20"],
    "Mardi 20 mai 2025": ["2025-05-20"],
    "le 1er avril 2026 à 14 h 30": ["2026-04-01"],
    "20-22 mai 2025": ["2025-05-20", "2025-05-22"],
    "20 – 22 mai 2025": ["2025-05-20", "2025-05-22"],
    "du 7 au 9 octobre 2025": ["2025-10-07", "2025-10-09"],
    "du mardi 7 au jeudi 9 octobre 2025": ["2025-10-07", "2025-10-09"],
    "8 et 9 octobre 2026": ["2026-10-08", "2026-10-09"],
    "les 20, 21 et 22 mai 2025": ["2025-05-20", "2025-05-22"],
    "du 30 septembre au 2 octobre 2025": ["2025-09-30", "2025-10-02"],
    "du 30 décembre 2025 au 2 janvier 2026": ["2025-12-30", "2026-01-02"],
    "du 2025-05-20 au 2025-05-22": ["2025-05-20", "2025-05-22"],
    "2025-05-20/2025-05-22": ["2025-05-20", "2025-05-22"],
    "du 20/05/2025 au 22/05/2025": ["2025-05-20", "2025-05-22"],
    "20 MAI 2025": ["2025-05-20"],
    "3 fevrier 2026": ["2026-02-03"],
    "12 déc. 2025": ["2025-12-12"],
    "août 2019": ["2019-08-01", "2019-08-31"],
    "fin août 2019": ["2019-08-21", "2019-08-31"],
    "début mars 2026": ["2026-03-01", "2026-03-10"],
    "mi-mars 2026": ["2026-03-11", "2026-03-20"],
    "mars 2025 – octobre 2026": ["2025-03-01", "2026-10-31"],
    "2025-05": ["2025-05-01", "2025-05-31"],
    "Visite du 20 au 22 mai 2025 à Chastelvern": ["2025-05-20", "2025-05-22"],
    "Atelier du 13 novembre 2025 (relu le 2 décembre 2025)": ["2025-11-13"],
    "20\u00a0mai\u202f2025": ["2025-05-20"],
    "20 mai": [],
    "30 février 2026": [],
    "31/13/2025": [],
    "2025": [],
    "à définir": [],
    "05 61 00 20 25": [],
    "": [],
}


@pytest.mark.parametrize(("text", "dates"), DATES.items())
def test_french_dates_are_understood(text: str, dates: list[str]) -> None:
    assert french_dates(text) == dates


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(DAYS, st.integers(0, 500))
def test_a_period_that_we_write_is_one_that_we_read(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(2199, 12, 31))
    dates = [first.isoformat(), last.isoformat()] if last > first else [first.isoformat()]
    assert french_dates(french_period(dates)) == dates


@given(st.text(max_size=80))
def test_any_text_has_dates_in_order_or_none(text: str) -> None:
    assert french_dates(text) == sorted(french_dates(text))


def test_dates_are_written_in_french() -> None:
    assert french_date("2025-05-01") == "1er mai 2025"
    assert french_period([]) == ""
    assert french_period(["2025-05-20"]) == "20 mai 2025"
    assert french_period(["2025-05-20", "2025-05-22"]) == "du 20 au 22 mai 2025"
    assert french_period(["2025-09-30", "2025-10-02"]) == "du 30 septembre au 2 octobre 2025"
    assert french_period(["2025-12-30", "2026-01-02"]) == "du 30 décembre 2025 au 2 janvier 2026"
    assert french_period(["2019-08-01", "2019-08-31"]) == "août 2019"


def test_lists_counts_and_numbers() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a et b", "a, b et c"]
    assert listed(["a", "b"], "ou") == "a ou b"
    counted = [plural(0, "note"), plural(1, "note"), plural(3, "note reprise"), plural(2, "journal", "journaux")]
    assert counted == ["0 note", "1 note", "3 notes reprises", "2 journaux"]
    assert plural(2, "avis") == "2 avis"
    assert number(58200) == "58\u202f200"
    assert number(-1234.5, 1) == "-1\u202f234,5"


@pytest.mark.parametrize(
    ("word", "choices", "near"),
    [
        ("titer", ["titre", "sous_titre", "date"], "titre"),
        ("TERRITOIRE", ["projet", "territoires"], "territoires"),
        ("mobilité", ["logement", "mobilite"], "mobilite"),
        ("visite", ["visites", "avances"], "visites"),
        ("wxyz", ["titre", "date"], None),
        ("", ["titre"], None),
        ("titre", [], None),
    ],
)
def test_the_nearest_word(word: str, choices: list[str], near: str | None) -> None:
    assert nearest(word, choices) == near
    assert expected(word, choices) == (near or listed(choices, "ou"))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


NAMES = {
    "Atelier irrigation-20260205_140312-Transcription": "Atelier irrigation",
    "Atelier irrigation-20260205_140312-Enregistrement de la réunion": "Atelier irrigation",
    "Point hebdo-20260205_140312UTC-Meeting Recording": "Point hebdo",
    "GMT20260205-130312_Recording.transcript": "",
    "transcript": "",
    "audio_only": "",
    "2026-02-05_réunion": "Réunion du 5 février 2026",
    "Transcription réunion 2026-02-05": "Transcription réunion du 5 février 2026",
    "Transcription de la réunion du 2026-02-05": "Transcription de la réunion du 5 février 2026",
    "réunion 2026-13-45": "Réunion 2026-13-45",
    "atelier-jeunes-mobilite": "Atelier jeunes mobilite",
    "atelier_logement": "Atelier logement",
    "peut-être": "Peut-être",
    "Irrigation et nappe - atelier (Teams)": "Irrigation et nappe - atelier (Teams)",
    "note VA": "Note VA",
    "vision 20402050": "Vision 20402050",
}


@pytest.mark.parametrize("stem", NAMES)
def test_a_file_s_name_as_a_person_would_say_it(stem: str) -> None:
    assert title_of_file(stem) == NAMES[stem]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Paul Vernay", "de Paul Vernay"),
        ("Odette Marsan", "d’Odette Marsan"),
        ("Émile Roux", "d’Émile Roux"),
        ("Une personne", "d’une personne"),
    ],
)
def test_whose_something_is(name: str, told: str) -> None:
    assert of_somebody(name) == told
