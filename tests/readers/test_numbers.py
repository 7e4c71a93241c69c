"""What the cell of a spreadsheet shows, and what its counter says of the same bytes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.conservation.shown_numbers import number_words
from restitution.conservation.words import words
from restitution.readers import xlsx
from restitution.readers.numbers import date_tokens, shown

from .workbooks import cell, outline, raw_xlsx, reading_of, row

NUMBERS = {
    ("General", 1234.5): "1234,5",
    ("General", 2026.0): "2026",
    ("General", 0.1 + 0.2): "0,3",
    ("General", 12345678901234.0): "12345678901234",
    ("General", 1e-7): "1E-07",
    ("General", -3.0): "-3",
    ("0", 2.5): "3",
    ("0.00", 0.005): "0,01",
    ("0.##", 2.5): "2,5",
    ("0.##", 2.0): "2",
    ("#,##0", 58200.0): "58 200",
    ("#,##0", 1267.4): "1 267",
    ("#,##0.00", -1234567.891): "-1 234 567,89",
    ("0%", 0.38): "38 %",
    ("0.0%", 0.125): "12,5 %",
    ('0" hab."', 58200.0): "58200 hab.",
    ('#,##0\\ "€"', 1234.0): "1 234 €",
    ("#,##0.00\\ [$€-40C]", 1234.5): "1 234,50 €",
    ('"$"#,##0_);("$"#,##0)', 12.0): "12 €",
    ("#,##0_);(#,##0)", -5.0): "(5)",
    ("#,##0;[Red]-#,##0", -5.0): "-5",
    ('0;-0;"néant"', 0.0): "néant",
    ('"Oui";"Oui";"Non"', 1.0): "Oui",
    ('0.0,," M€"', 1234567.0): "1,2 M€",
    ("0#\\ ##\\ ##\\ ##\\ ##", 639986014.0): "06 39 98 60 14",
    ("00000", 1004.0): "01004",
    ("0.00E+00", 123456.0): "1,23E+05",
    ("0E-0", 0.00096): "1E-3",
    ("##0.0E+0", 1500.0): "1500",
    ("# ?/?", 0.75): "3/4",
    ("# ?/?", 2.3333): "2 1/3",
    ("# ?/?", -0.5): "-1/2",
    ("# ??/??", 0.3333): "1/3",
    ("# ?/4", 1.25): "1 1/4",
    ("# ?/?", 3.0): "3",
    ("?/?", 1.5): "3/2",
    ("[>=1000]0;[<1000]0.0", 12.0): "12",
    ('General" j"', 12.0): "12 j",
    ("@", 7.0): "7",
    ("0.00", 1e308): "1E+308",
    ("0." + "0" * 300, 0.5): "0,5",
}
MOMENTS = {
    ("dd/mm/yyyy", 46093.0): "12/03/2026",
    ("mm-dd-yy", 46093.0): "12/03/2026",
    ("yyyy-mm-dd", 46093.0): "12/03/2026",
    ("[$-40C]dddd d mmmm yyyy", 46093.0): "jeudi 12 mars 2026",
    ("d mmmm", 46093.0): "12 mars",
    ("mmm-yy", 46093.0): "mars 2026",
    ("mm/yyyy", 46093.0): "03/2026",
    ("yyyy", 46093.0): "2026",
    ("dddd", 46093.0): "jeudi",
    ("dd/mm/yyyy hh:mm", 46093.604166667): "12/03/2026 14:30",
    ('d/m/yy h" h "mm', 46093.604166667): "12/03/2026 14:30",
    ("h:mm", 0.375): "09:00",
    ("h:mm:ss", 0.99998): "23:59:58",
    ("mm:ss", 0.0021296296): "03:04",
    ("h:mm AM/PM", 0.75): "18:00",
    ("[h]:mm", 1.5625): "37:30",
    ("[h]:mm:ss", 1.5625): "37:30:00",
    ("[mm]", 0.0625): "90",
    ("[s]", 0.5): "43200",
    ("dd/mm/yyyy", 59.0): "28/02/1900",
}


@pytest.mark.parametrize(("case", "expected"), NUMBERS.items(), ids=str)
def test_numbers(case: tuple[str, float], expected: str) -> None:
    code, value = case
    assert " ".join(shown(value, code).split()) == expected
    assert number_words(repr(value), code) == words(expected)


@pytest.mark.parametrize(("case", "expected"), MOMENTS.items(), ids=str)
def test_moments(case: tuple[str, float], expected: str) -> None:
    code, value = case
    reading = reading_of(xlsx, raw_xlsx(row(cell("Valeur"), cell(value, 1)), formats=[code]))
    assert outline(reading) == [[["Valeur", expected]]]


def test_the_calendar_that_begins_in_1904() -> None:
    data = raw_xlsx(row(cell("Valeur"), cell(44631.0, 1)), formats=["dd/mm/yyyy"], is_1904=True)
    assert outline(reading_of(xlsx, data)) == [[["Valeur", "12/03/2026"]]]


def test_values_that_are_no_numbers() -> None:
    assert [shown(value) for value in (True, False, "texte", dt.date(2026, 3, 12))] == [
        "VRAI", "FAUX", "texte", "12/03/2026"]  # fmt: skip
    assert shown(dt.datetime(2026, 3, 12, 14, 30)) == "12/03/2026 14:30"  # noqa: DTZ001 a cell has no zone
    assert shown(dt.timedelta(hours=-37), "[h]:mm") == "-37:00"


def test_minutes_stand_beside_hours_or_seconds() -> None:
    assert date_tokens("d/m/yy h:mm") == ["d", "m", "yy", "h", "nn"]
    assert date_tokens("mm:ss") == ["nn", "ss"]
    assert date_tokens('mmmm "des" \\m yyyy') == ["mmmm", "yyyy"]


def test_a_number_that_its_format_hides_is_listed() -> None:
    reading = reading_of(xlsx, raw_xlsx(row(cell("a"), cell(7.0, 1)), formats=[";;;"]))
    assert [(n.reason, n.text, n.where) for n in reading.not_taken if n.text == "7"] == [
        ("texte masqué", "7", "cellule B1")
    ]


def test_a_nought_that_shows_a_dash_hides_nothing() -> None:
    data = raw_xlsx(row(cell("a"), cell(0.0, 1), cell("b")), formats=['#,##0;-#,##0;"-"??'])
    reading = reading_of(xlsx, data)
    assert outline(reading) == [[["a", "-", "b"]]]
    assert not reading.findings


def test_a_number_beyond_the_calendar_is_kept() -> None:
    data = raw_xlsx(row(cell("a"), cell(99999999.0, 1)), formats=["dd/mm/yyyy"])
    assert outline(reading_of(xlsx, data)) == [[["a", "99999999"]]]


@settings(deadline=None, max_examples=300)
@given(
    code=st.sampled_from(["# ?/?", "# ??/??", "0 ???/???", "?/?", "# ?/8", "0.00E+00", "0E+0", "0.0E-00"]),
    value=st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-4000, 4000).map(lambda n: n / 80),
)
def test_reader_and_counter_show_the_same_fractions(code: str, value: float) -> None:
    assert number_words(repr(value), code) == words(shown(value, code))


PIECES = ["0", "#", "?", ",", ".", "%", " ", '"an"', "\\h", "_ ", "* ", "[Red]", "[$€-40C]", "E+0", "/", "@", ";",
          "-"]  # fmt: skip
DATES = ["d", "dd", "ddd", "dddd", "m", "mm", "mmm", "mmmm", "yy", "yyyy", "h", "hh", "ss", "[h]", "[mm]", "/",
         ":", " ", '"le"', "\\a", "AM/PM", "[$-40C]"]  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(
    code=st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    value=st.floats(-1e12, 1e12, allow_nan=False) | st.integers(-10_000_000, 10_000_000).map(float),
)
def test_reader_and_counter_show_the_same_figures(code: str, value: float) -> None:
    reading_of(xlsx, raw_xlsx(row(cell("a"), cell(value, 1)), formats=[code]))


@settings(deadline=None, max_examples=300)
@given(
    code=st.lists(st.sampled_from(DATES), min_size=1, max_size=6).map("".join),
    value=st.integers(-100, 4_000_000).map(float) | st.floats(0, 80_000).map(lambda n: round(n * 86400) / 86400),
)
def test_reader_and_counter_show_the_same_moments(code: str, value: float) -> None:
    reading_of(xlsx, raw_xlsx(row(cell("a"), cell(value, 1)), formats=[code]))
