"""What a reviewer calls each paragraph on the telephone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.model import Placement
from restitution.review.codes import as_named, codes_of, is_of_heading, row_of

from .documents import document, texts

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("codes.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_each_text_has_the_code_that_a_person_expects(case: dict[str, Any]) -> None:
    one = document(case["plan"])
    told = texts(one.blocks)
    assert sorted([told[coded.bookmark], coded.code] for coded in codes_of(one)) == sorted(case["reperes"])


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_no_two_texts_share_a_code_and_none_lacks_one(case: dict[str, Any]) -> None:
    one = document(case["plan"])
    coded = codes_of(one)
    assert len({code.code for code in coded}) == len(coded) == len(texts(one.blocks))


def test_a_code_leads_to_the_source() -> None:
    placement = Placement(
        leaf="src_aaaaaaaaaa", bookmark="src_0000000002", part="themes", path="ta/note.md", where="ligne 3"
    )
    heading, text = codes_of(document("# Un\n\nDeux.", [placement]))
    assert (heading.code, heading.path) == ("1", "")
    assert (text.code, text.leaf, text.path, text.where) == ("1-1", "src_aaaaaaaaaa", "ta/note.md", "ligne 3")


def test_what_follows_does_not_change_the_codes_before_it() -> None:
    before = codes_of(document("# Un\n\nTexte.\n\n## Deux\n\nIci."))
    after = codes_of(document("# Un\n\nTexte.\n\n## Deux\n\nIci.\n\nEncore.\n\n# Trois\n\nFin."))
    assert after[: len(before)] == before


@pytest.mark.parametrize(
    ("code", "row", "heading"),
    [
        ("4.2-13b", "4.2-13", False),
        ("4.2-13", "4.2-13", False),
        ("A", "A", True),
        ("Essentiel-3", "Essentiel-3", False),
    ],
)
def test_a_row_and_a_heading(code: str, row: str, *, heading: bool) -> None:
    assert row_of(code) == row
    assert is_of_heading(code) is heading


@pytest.mark.parametrize(
    ("said", "code"),
    [("Remerciements-2", "Remerc-2"), ("Remerc-2", "Remerc-2"), ("4.2-13b", "4.2-13b"), ("B.1-3", "B.1-3")],
)
def test_a_word_may_be_said_whole(said: str, code: str) -> None:
    assert as_named(said) == code
