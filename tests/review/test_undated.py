"""Remarks of no day, or of one that no calendar has: the same before and after a copy, whatever was decided."""

from __future__ import annotations

from typing import get_args

import pytest

from restitution.conservation.published_review import check_review
from restitution.model import Document
from restitution.ooxml.word import W
from restitution.ooxml.word_marks import said_by
from restitution.pandoc import ast
from restitution.remarks import Event, Kind, Origin, Remark, Review, State, is_dated, minute_of
from restitution.review.carrying import waiting
from restitution.review.keys import key_of
from restitution.review.words import day_told
from restitution.store import encode
from tests.writers.sample import sample_document
from tests.writers.test_threads import carried

NO_DAY = ["", "0-00-00T00:00:00Z", "0000-00-00T00:00:00Z", "2026-02-30T09:00:00Z", "2026-13-45T09:00:00Z"]
NO_DAY += ["2026-10-08T25:61:00Z", "hier", "٢٠٢٦-10-08T09:00:00Z", "2026-W41-1T09:00"]
DAYS = [
    "2026-10-08T14:05:33Z",
    "2026-10-08",
    "2026-10-08T14:05",
    "2026-10-08T14:05:75Z",
    "2026-10-08T14:05:09+0200",
]
TEXT = "Le marché est vide."
PASSAGE = "src_0000000001"


def written(date: str) -> str:
    """The date that a copy of ours bears."""
    return said_by("1", "Maud", date).get(W + "date", "")


@pytest.mark.parametrize("date", NO_DAY)
def test_what_no_calendar_has_is_no_date(date: str) -> None:
    assert (written(date), minute_of(date), day_told(date), is_dated(date)) == ("", "", "", False)


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("date", [*NO_DAY, *DAYS, "1970-01-01T00:00:00"])
def test_a_remark_has_the_key_that_it_had_when_its_copy_comes_back(date: str, kind: Kind) -> None:
    before, after = (key_of(kind, "Maud", one, "Vrai ?", PASSAGE) for one in (date, written(date)))
    assert before == after


@pytest.mark.parametrize("state", ["new", "answered", "open", "to_confirm"])
@pytest.mark.parametrize("date", [*NO_DAY, *DAYS])
def test_a_copy_shows_it_whatever_was_decided(date: str, state: State) -> None:
    remarks = [remark("comment", date, state), remark("insertion", date, "open")]
    assert check(remarks) == ""


def remark(kind: Kind, date: str, state: State) -> Remark:
    made = Remark(key=f"{kind:0>16}", number=f"R-00{len(kind)}", kind=kind, author="Maud", date=date, state=state)
    made.text, made.thread = "Vrai ?", made.key if kind == "comment" else ""
    made.base, made.offset, made.source = TEXT, 3, Origin(passage=PASSAGE)
    made.proposed = "Le Vrai ?marché est vide." if kind == "insertion" else ""
    if state == "answered":
        made.answer = "Oui."
        made.history = [Event(at="2026-11-02T09:30:00+00:00", what="réponse donnée", text="Oui.")]
    return made


def check(remarks: list[Remark]) -> str:
    review = Review(items=remarks)
    data = carried(waiting(review), TEXT)
    return check_review(data, published(), encode(review), whole=True)


def published() -> Document:
    return sample_document([ast.para(ast.leaf(ast.string(TEXT), "", id_=PASSAGE))])


def test_a_day_that_is_missing_is_seen_all_the_same() -> None:
    """The counter still tells two moments apart."""
    shown = remark("comment", "2026-10-08T14:05:33Z", "new")
    other = remark("comment", "2026-10-09T14:05:33Z", "new")
    data = carried([shown], TEXT)
    assert "manque" in check_review(data, published(), encode(Review(items=[other])), whole=True)
