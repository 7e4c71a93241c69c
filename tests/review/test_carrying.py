"""Which heading takes the remarks whose passage is gone."""

from __future__ import annotations

import pytest

from restitution.model import Coded
from restitution.remarks import Origin, Remark
from restitution.review.carrying import homes_of
from restitution.review.codes import codes_of

from .documents import document, texts

TEXT = """
Une ligne d'abord.

# Le logement

Une aide au loyer.

## Les jeunes

Un foyer.

# La gare

On rouvre la gare.
"""


def remark(passage: str = "", where: str = "", path: str = "") -> Remark:
    source = Origin(passage=passage, path=path)
    return Remark(key="a", number="R-001", kind="comment", where=where, source=source)


@pytest.mark.parametrize(
    ("where", "path", "heading"),
    [
        ("", "", "Le logement"),
        ("¶ 1.1-1", "", "Les jeunes"),
        ("¶ 2-2b", "", "La gare"),
        ("¶ 1.7-2", "", "Le logement"),
        ("p. 12", "", "Le logement"),
        ("¶ 2-1", "n.md", "Les jeunes"),
        ("¶ 2-1", "autre.md", "La gare"),
    ],
    ids=[
        "nothing is known",
        "its number",
        "a cell",
        "the one above it",
        "a page",
        "what is left of its file",
        "a file that is gone",
    ],
)
def test_an_orphan_goes_to_the_nearest_heading(where: str, path: str, heading: str) -> None:
    whole = document(TEXT)
    told = texts(whole.blocks)
    codes = codes_of(whole)
    codes = [of_file(coded, told) for coded in codes]
    homes = homes_of([remark(where=where, path=path)], codes)
    assert told[homes["a"]] == heading


def of_file(coded, told):
    path = "n.md" if told[coded.bookmark] == "Un foyer." else "m.md"
    return type(coded)(code=coded.code, bookmark=coded.bookmark, leaf=coded.bookmark, path=path)


def test_a_remark_whose_passage_stands_has_no_other_home() -> None:
    assert homes_of([remark("src_0000000002"), remark("src_0000000002_3")], codes_of(document(TEXT))) == {}


def test_a_place_that_is_gone_is_not_held_by_an_equal_one() -> None:
    """The first of several equal boxes has, for bookmark, the id that all share."""
    about = remark("gen_0000000009", "¶ 2-1")
    about.bookmark = "gen_0000000009"
    headings = [Coded(code=str(number), bookmark=f"src_{number:010x}") for number in (1, 2)]
    assert homes_of([about], [*headings, Coded(code="2-1", bookmark="gen_0000000009")]) == {}
    assert homes_of([about], [*headings, Coded(code="2-1", bookmark="gen_0000000009_2")]) == {
        "a": "src_0000000002"
    }


def test_without_a_heading_the_first_passage_takes_it() -> None:
    assert homes_of([remark("src_00000000ff")], codes_of(document("Un texte."))) == {"a": "src_0000000001"}
