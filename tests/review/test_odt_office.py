"""A reviewer who works in LibreOffice and saves our copy as OpenDocument: all comes back, in its place."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from restitution.ooxml.package import open_package, parse
from restitution.review.codes import codes_of, is_of_heading, row_of
from restitution.review.guide import guide
from restitution.review.odt import read_odt
from restitution.review.returned import Bookmark, Paragraph, Returned
from restitution.writers.docx import Finished, Wanted, bookmark_texts, reference_docx, write_docx
from tests.review.office import office
from tests.review.test_odt import raw, read

from .documents import document

ROOMS = "Dans la salle {}, une trentaine de personnes ont parlé du logement, de la route et de l'école."
TABLE = "\n| lieu | jour {0} |\n|---|---|\n| gare {0} | lundi |\n| école {0} | mardi |\n"
TEXT = "\n\n".join(map(ROOMS.format, range(40)))
MARKDOWN = f"# Visites\n\n{TEXT}\n{TABLE.format(1)}\nEnsuite.\n{TABLE.format(2)}"
LUC = {"author": "Luc Petit"}


def turn(number: int) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """What is asked of the office, each with what must come back of it; nine paragraphs a turn."""
    room = [f"salle {9 * number + place}," for place in range(9)]
    words, new = f"Sur des mots {number}\nen deux lignes", f"Nouveau paragraphe {number}."
    gone = ROOMS.format(9 * number + 7)
    return [
        (
            {"do": "comment", "on": room[0], "text": words, "author": "Élise Martin", "tracked": False},
            {"kind": "comment", "text": words, "quote": room[0]},
        ),
        (
            {
                "do": "comment",
                "on": room[1],
                "text": f"Sur un point {number}",
                "point": True,
                **LUC,
                "tracked": False,
            },
            {"kind": "comment", "text": f"Sur un point {number}", "quote": ""},
        ),
        (
            {"do": "comment", "on": room[2], "text": f"Réglé {number}", **LUC, "tracked": False},
            {"kind": "comment", "text": f"Réglé {number}", "quote": room[2]},
        ),
        ({"do": "resolve", "of": f"Réglé {number}"}, {}),
        (
            {"do": "insert", "before": room[3], "text": f"AJOUT{number} ", **LUC},
            {"kind": "insertion", "text": f"AJOUT{number} "},
        ),
        ({"do": "delete", "on": room[4], **LUC}, {"kind": "deletion", "text": room[4]}),
        ({"do": "split", "before": room[5], **LUC}, {"kind": "paragraph_insertion"}),
        (
            {"do": "add_paragraph", "after": room[6], "text": new, **LUC},
            {"kind": "paragraph_insertion", "text": new},
        ),
        ({"do": "remove_paragraph", "on": room[7], **LUC}, {"kind": "paragraph_deletion", "text": gone}),
        ({"do": "bold", "on": room[8], **LUC}, {"kind": "format", "text": room[8]}),
    ]


ROWS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"do": "remove_row", "on": "gare 1", **LUC}, {"kind": "row_deletion"}),
    ({"do": "add_row", "on": "gare 2", **LUC}, {"kind": "row_insertion"}),
]


def review_copy() -> bytes:
    """A copy with its codes in the margin."""
    whole = document(MARKDOWN)
    codes = {coded.bookmark: coded.code for coded in codes_of(whole)}
    beside = {name: row_of(code) for name, code in codes.items() if not is_of_heading(code)}
    page = guide("tout le texte", ("", ""), "", "")
    wanted = Wanted(kind="relecture/tout", document=whole, guide=page, codes=codes, beside=beside)
    return Finished(write_docx(whole, {}, reference_docx())).review_copy(wanted)


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[dict[str, str]], bytes]:
    """Our copy, what the reviewer did, the copy as it came back."""
    folder = tmp_path_factory.mktemp("office")
    sent, back = folder / "a.docx", folder / "a.odt"
    sent.write_bytes(review_copy())
    asked = [one for number in range(3) for one in turn(number)] + ROWS
    with office(folder) as libreoffice:
        told = libreoffice.review(sent, back, [operation for operation, _ in asked])
    assert told == ["ok"] * len(asked)
    return sent.read_bytes(), [expected for _, expected in asked if expected], back.read_bytes()


@pytest.mark.slow
def test_every_element_of_the_file_is_in_a_mark(returned):
    _, _, back = returned
    assert read(back) == raw(back)
    assert raw(back)[0] == 9


@pytest.mark.slow
def test_all_that_the_reviewer_did_is_there(returned):
    _, done, back = returned
    found = read_odt(back)
    told = Counter((mark.kind, mark.text if not mark.kind.startswith("row") else "") for mark in found.marks)
    assert told == Counter((one["kind"], one.get("text", "").strip("\n")) for one in done)
    quotes = {mark.text: quoted(found, mark) for mark in found.marks if mark.kind == "comment"}
    assert quotes == {one["text"]: one["quote"] for one in done if one["kind"] == "comment"}
    assert sum(mark.resolved for mark in found.marks) == 3


@pytest.mark.slow
def test_its_changes_refused_the_copy_is_what_was_sent(returned):
    sent, _, back = returned
    expected = bookmark_texts(parse(open_package(sent)["word/document.xml"]))
    found = read_odt(back)
    assert found.sent is not None
    assert found.sent.copy == "relecture/tout"
    texts: dict[str, str] = {}
    for paragraph in found.paragraphs:
        for bookmark in paragraph.bookmarks:
            texts[bookmark.name] = texts.get(bookmark.name, "") + refused(paragraph, bookmark)
    assert {name: " ".join(texts.get(name, "").split()) for name in expected} == expected


def quoted(found: Returned, mark) -> str:
    return "".join(found.paragraphs[span.paragraph].text[span.start : span.end] for span in mark.spans)


def refused(paragraph: Paragraph, bookmark: Bookmark) -> str:
    """The words under a bookmark as they were sent."""
    found, place = "", 0
    for segment in paragraph.segments:
        start, end = max(bookmark.start - place, 0), bookmark.end - place
        found += segment.text[start : max(end, 0)] if segment.status != "inserted" else ""
        place += len(segment.text)
    return found
