"""What readers give of a returned file is what counters find in its raw XML: two programs that share nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from restitution.conservation.review_docx import count_docx
from restitution.conservation.review_odt import count_odt
from restitution.errors import UnreadableSource
from restitution.ooxml.package import write_package
from restitution.review.docx import read_docx
from restitution.review.odt import read_odt
from restitution.review.returned import Returned
from tests.conservation.test_review_docx import CASES as COUNTED
from tests.conservation.test_review_docx import package
from tests.review.office import office
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


@pytest.mark.parametrize("share", [0.3, 0.4, 0.8, 0.9])
def test_a_damaged_byte_takes_the_same_remarks_from_both(share: float) -> None:
    """In the middle of the packed comments: what stands before it is read, and counted."""
    comments = "".join(
        f"<w:comment w:id='{n}' w:author='E'><w:p><w:r><w:t>{n * 7919 % 997}e</w:t></w:r></w:p></w:comment>"
        for n in range(400)
    )
    calls = "".join(f"<w:r><w:commentReference w:id='{n}'/></w:r>" for n in range(400))
    data = bytearray(write_package(parts_of({"document": f"<w:p>{calls}</w:p>", "comments": comments})))
    begin, end = data.index(b"word/comments.xml"), data.index(b"PK", data.index(b"word/comments.xml"))
    place = begin + round((end - begin) * share)
    data[place : place + 8] = bytes(8)
    returned = assert_balanced(bytes(data))
    assert 0 < told(returned)["comment"] < 400
    assert returned.problems


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


def copy_to_review(path: Path) -> None:
    """A small text with headings, a table, a note's worth of paragraphs."""
    made = docx.Document()
    made.add_heading("Le marché", 1)
    for number in range(12):
        made.add_paragraph(f"Le passage {number:02d} parle du bourg, de la gare et des gens qui passent.")
    table = made.add_table(4, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"Cellule {number:02d} du tableau"
    made.save(str(path))


PAUL = {"author": "Paul Roux"}
OPERATIONS = [
    {"do": "comment", "on": "passage 00", "text": "Lequel ?", "author": "Élise Martin"},
    {"do": "reply", "to": "Lequel ?", "text": "Le premier.", **PAUL},
    {"do": "resolve", "of": "Lequel ?"},
    {"do": "comment", "on": "passage 01", "to": "passage 02", "text": "Deux à la fois", **PAUL},
    {"do": "comment", "on": "Cellule 03", "text": "Vide ?", "point": True, **PAUL},
    {"do": "insert", "after": "passage 03", "text": " ajouté", **PAUL},
    {"do": "delete", "on": "passage 04 parle", **PAUL},
    {"do": "retype", "on": "passage 05", "text": "morceau", **PAUL},
    {"do": "split", "before": "gare et des gens", "nth": 6, **PAUL},
    {"do": "merge", "on": "passage 07", **PAUL},
    {"do": "add_paragraph", "after": "passage 09", "text": "Un nouveau.", **PAUL},
    {"do": "remove_paragraph", "on": "passage 10", **PAUL},
    {"do": "move", "on": "passage 08", "before": "passage 02", **PAUL},
    {"do": "bold", "on": "passage 01", **PAUL},
    {"do": "add_row", "on": "Cellule 02", **PAUL},
    {"do": "remove_row", "on": "Cellule 06", **PAUL},
]


@pytest.mark.slow
def test_what_libreoffice_saves(tmp_path: Path) -> None:
    copy_to_review(tmp_path / "a.docx")
    with office(tmp_path) as libreoffice:
        for ending in ("docx", "odt"):
            done = libreoffice.review(tmp_path / "a.docx", tmp_path / f"b.{ending}", OPERATIONS)
            assert done == ["ok"] * len(OPERATIONS)
    returned = assert_balanced((tmp_path / "b.docx").read_bytes())
    data = (tmp_path / "b.odt").read_bytes()
    assert told(read_odt(data)) == count_odt(data).kinds
    first, reply = [mark for mark in returned.marks if mark.kind in {"comment", "reply"}][:2]
    assert (first.text, first.resolved, reply.text) == ("Lequel ?", True, "Le premier.")
    assert returned.marks[reply.parent] == first
    kinds = {mark.kind for mark in returned.marks}
    assert kinds == {
        *("comment", "reply", "insertion", "deletion", "paragraph_insertion", "paragraph_deletion"),
        *("move", "format", "row_insertion", "row_deletion"),
    }
    whole = [mark.text for mark in returned.marks if mark.kind in {"paragraph_insertion", "paragraph_deletion"}]
    assert sorted(filter(None, whole)) == [
        "Le passage 10 parle du bourg, de la gare et des gens qui passent.",
        "Un nouveau.",
    ]


@pytest.mark.slow
def test_threads_that_libreoffice_flattens_are_told_again(tmp_path: Path) -> None:
    thread = next(case for case in READ if case["name"].startswith("a thread by the last"))
    before = read_docx(write_package(parts_of(thread["parts"])))
    (tmp_path / "a.docx").write_bytes(write_package(parts_of(thread["parts"])))
    with office(tmp_path) as libreoffice:
        libreoffice.review(tmp_path / "a.docx", tmp_path / "b.docx", [])
    after = assert_balanced((tmp_path / "b.docx").read_bytes())
    tied = [(mark.kind, mark.author, mark.text, mark.parent, mark.resolved) for mark in after.marks]
    assert tied == [(mark.kind, mark.author, mark.text, mark.parent, mark.resolved) for mark in before.marks]
