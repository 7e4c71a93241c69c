"""What is told of a poster that does not look as it should."""

from __future__ import annotations

import re

from restitution.pandoc import ast
from restitution.writers.pdf import write_pdf
from restitution.writers.pdf.hung import told_of_poster
from tests.meeting import example
from tests.meeting.test_posters import HG, LONG, named, pdf
from tests.writers.test_pdf import FONTS, TEMPLATE, document

NAME = f"affiches/{HG}.pdf"


def told(data: bytes) -> str:
    return " ".join(finding.message for finding in told_of_poster(NAME, data))


def test_nothing_is_told_of_one_page_whose_title_is_one_line() -> None:
    assert told(pdf(example.poster(HG))) == ""


def test_a_title_of_many_lines_is_told_with_what_to_do() -> None:
    said = told(pdf(example.poster(HG, settings=named(LONG))))
    assert re.search(r"son titre prend [45] lignes", said)
    assert "place « titre »" in said
    assert NAME in said


def test_a_second_page_is_told() -> None:
    long = [ast.para(ast.string("mot " * 300)) for _ in range(9)]
    assert "déborde" in told(write_pdf(document(long), {}, TEMPLATE, FONTS))
