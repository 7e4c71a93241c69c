"""What readers give of a returned file is what counters find in its raw XML: two programs that share nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.conservation.review_docx import count_docx
from restitution.errors import UnreadableSource
from restitution.ooxml.package import write_package
from restitution.review.docx import read_docx
from restitution.review.returned import Returned
from tests.conservation.test_review_docx import CASES as COUNTED
from tests.conservation.test_review_docx import package
from tests.review.returned_docx import parts_of

READ: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("returned_docx.yaml").read_text("utf-8"))
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted([*CORPUS.rglob("*.docx"), *CORPUS.rglob("*.docm")])


def told(returned: Returned) -> dict[str, int]:
    """Elements of a file's marks, by kind."""
    elements: Counter[str] = Counter()
    for mark in returned.marks:
        elements.update(mark.elements)
    return dict(elements)


def assert_balanced(data: bytes) -> Returned:
    returned, counted = read_docx(data), count_docx(data)
    assert (told(returned), returned.ours) == (counted.kinds, counted.ours)
    return returned


@pytest.mark.parametrize("case", READ, ids=lambda case: case["name"])
def test_cases_of_the_reader(case: dict[str, Any]) -> None:
    assert_balanced(write_package(parts_of(case["parts"])))


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case["name"])
def test_cases_of_the_counter(case: dict[str, Any]) -> None:
    assert_balanced(package(case))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    data = path.read_bytes()
    try:
        read_docx(data)
    except UnreadableSource:
        with pytest.raises(UnreadableSource):
            count_docx(data)
        return
    assert_balanced(data)


def test_the_corpus_is_there() -> None:
    if not FILES:
        pytest.skip("Le corpus partagé n'est pas là.")
    kinds = Counter[str]()
    for path in FILES:
        try:
            kinds.update(told(read_docx(path.read_bytes())))
        except UnreadableSource:
            continue
    assert min(kinds[kind] for kind in ("comment", "reply", "insertion", "deletion", "move", "row_insertion")) > 0
