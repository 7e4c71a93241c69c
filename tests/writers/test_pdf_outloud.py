"""A checker of others finds no error in what we write; where it is wrong, a minimal file shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.writers.pdf import write_pdf

from . import sample as small
from .accessible import Accessible
from .outloud import FALSE_ALARMS, errors, true_errors
from .portioned import write_in_portions
from .test_pdf import FONTS, TEMPLATE, document
from .test_pdf_accessible import as_one, documents

Writing = Callable[[Document, dict[str, bytes]], bytes]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("writing", [as_one, write_in_portions])
@pytest.mark.parametrize("name", ["publication", "sample", "referring"])
def test_a_checker_of_others_finds_no_error(name: str, writing: Writing, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(writing(*documents()[name]))
    assert true_errors(path) == []


def hanging_at_the_right() -> Block:
    new = small.Anchors()
    head = [
        [small.ATTRIBUTES, [new.cell("Quoi", rows=2), new.cell("Combien", columns=2), new.cell("Suite", rows=2)]],
        new.row("2016", "2022"),
    ]
    return small.table(new.leaf("Chiffres"), 4, head, [new.row("Habitants", "1", "2", "stable")] * 3)


def repeated_head() -> Block:
    new = small.Anchors()
    head = new.row("ce que nous avons vu sur place", "et ce que les habitants nous en ont dit")
    return small.table(new.leaf("Visites"), 2, [head], [new.row("a", "b")] * 50)


MINIMAL = {"TBL-004": hanging_at_the_right, "TAG-002": repeated_head}


@pytest.mark.parametrize("rule", FALSE_ALARMS)
def test_a_false_alarm_is_one(rule: str, tmp_path: Path) -> None:
    new = small.Anchors()
    more = [new.para(small.LONG) for _ in range(60)]  # where there are few pages, it believes what is on each
    pdf = write_pdf(document([ast.header(1, new.leaf("Titre")), MINIMAL[rule](), *more]), {}, TEMPLATE, FONTS)
    path = tmp_path / "minimal.pdf"
    path.write_bytes(pdf)
    assert Accessible(pdf).faults() == []
    assert {said.rule for said in errors(path)} == {rule}
    assert true_errors(path) == []


def test_an_error_is_seen(tmp_path: Path) -> None:
    said, media = documents()["sample"]
    path = tmp_path / "broken.pdf"
    pdf = write_pdf(said, media, TEMPLATE, FONTS)
    path.write_bytes(pdf.replace(b"/DisplayDocTitle true", b"/DisplayDocTitle null"))
    assert true_errors(path)
