"""Dates as people write them. Cases: `dates.yaml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.dates import MONTHS, WEEKDAYS, Told, told_dates

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("dates.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['texte']} {case.get('annee', '')}" for case in CASES])
def test_a_date_as_people_write_it(case: dict[str, Any]) -> None:
    told = next(told_dates(case["texte"], case.get("annee", 0)), Told(words=""))
    assert told.dates == [str(day) for day in case["dates"]]
    assert (told.precision if told.dates else "") == case["precision"]
    assert told.wrong_days == case.get("contredit", [])
    assert told.impossible == case.get("impossible", [])
    assert told.lacks_year is case.get("sans_annee", False)
    assert told.is_reversed is case.get("a_l_envers", False)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_contradicted_exactly_when_it_is_wrong(day: date, name: str) -> None:
    told = next(told_dates(f"le {name} {day.day} {MONTHS[day.month - 1]} {day.year}"))
    assert told.dates == [day.isoformat()]
    assert bool(told.wrong_days) is (name != WEEKDAYS[day.weekday()])


@given(st.text(max_size=60), st.integers(0, 2100))
def test_what_is_told_stands_in_the_text(text: str, year: int) -> None:
    assert all(told.words in text for told in told_dates(text, year))
