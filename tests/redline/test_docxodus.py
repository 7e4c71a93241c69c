"""The optional engine: the same two sides, our date, and a sentence where it is not installed."""

from __future__ import annotations

import re

import pytest

from restitution.errors import WrongUse
from restitution.redline import DOCXODUS, compare, docxodus
from restitution.redline.levelling import levelled
from restitution.redline.sides import Side

from .documents import built
from .sides import texts
from .test_redline import CASES, assert_both_sides, document_xml


def test_it_is_asked_for_in_a_sentence_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docxodus, "is_there", lambda: False)
    with pytest.raises(WrongUse, match="n'est pas installé"):
        compare(built("{1}Douze."), built("{1}Treize."), engine=DOCXODUS)


def test_levelling_changes_no_word_that_is_tracked() -> None:
    for case in CASES:
        old, new = built(case["avant"]), built(case["apres"])
        assert texts(levelled(Side(old), Side(new)), "old") == texts(old, "old")


@pytest.mark.slow
@pytest.mark.skipif(not docxodus.is_there(), reason="python-redlines[docxodus] n'est pas installé.")
def test_its_redline_has_both_sides_and_our_date() -> None:
    case = next(case for case in CASES if case["cas"] == "une case et une ligne de tableau")
    old, new = built(case["avant"]), built(case["apres"])
    data = compare(old, new, engine=DOCXODUS).data
    assert_both_sides(data, old, new)
    assert set(re.findall(r'<w:(?:ins|del) [^>]*w:date="([^"]*)"', document_xml(data))) == {"2026-10-08T00:00:00Z"}
