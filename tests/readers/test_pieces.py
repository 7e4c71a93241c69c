"""A long Word document is read in pieces, and nothing tells it from one that was read at once."""

from __future__ import annotations

import pytest

from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.ooxml import word_pieces
from restitution.readers import docx
from restitution.readers.batch import File, read_all
from tests.security.world import docx as word

NUMBERS = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum '
    'w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str) -> str:
    return p(text, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(rows: int, *, look: str = "", two: bool = False, merged: bool = False) -> str:
    made = []
    for row in range(rows):
        merge = f'<w:vMerge w:val="{"restart" if row % 3 == 0 else "continue"}"/>' if merged else ""
        first = p("") if merged and row % 3 else p(f"tête {row}")
        second = p(f"a {row}") + (p(f"b {row}") if two and row == rows - 1 else "")
        made.append(f"<w:tr>{cell(first, merge)}{cell(second)}{cell(p(f'c {row}'))}</w:tr>")
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(made)}</w:tbl>"


HEADED = '<w:tblLook w:firstRow="1"/>'
BODIES = {
    "paragraphs": "".join(p(f"ligne {n}") for n in range(60)),
    "a table": p("avant") + table(40) + p("après"),
    "a table with a head": table(40, look=HEADED) + p("après"),
    "a cell of two paragraphs": table(40, look=HEADED, two=True),
    "merged cells": table(40, merged=True),
    "two tables": table(20) + p("entre") + table(30, look=HEADED),
    "tables side by side": p("x") * 10 + table(9) + table(12),
    "a list that goes on": "".join(item(f"point {n}") + p(f"suite {n}") for n in range(30)) + p("fin") * 20,
    "a long list": p("avant") + "".join(item(f"point {n}") for n in range(40)) + p("fin") * 20,
    "styles": "".join(p(f"cité {n}", '<w:pStyle w:val="Quote"/>') for n in range(30)) + p("fin") * 20,
}


def read(body: str) -> Reading:
    data = word(body, "rId7 numbering in:numbering.xml", {"word/numbering.xml": NUMBERS})
    (reading,) = read_all([File("note.docx", "docx", data)])
    assert not isinstance(reading, UnreadableSource), reading.message
    return reading


@pytest.mark.parametrize("name", BODIES)
def test_pieces_are_joined_as_if_there_were_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(BODIES[name])
    monkeypatch.setattr(word_pieces, "MOST", 15)
    assert read(BODIES[name]) == whole


@pytest.mark.parametrize("name", ["paragraphs", "a table", "merged cells", "tables side by side", "two tables"])
def test_what_is_long_is_cut(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_pieces, "MOST", 15)
    assert len(docx.prepare(word(BODIES[name]), "note.docx").jobs) > 2


def test_notes_are_read_with_the_piece_that_calls_them(monkeypatch: pytest.MonkeyPatch) -> None:
    call = '<w:p><w:r><w:t>appel {n}</w:t></w:r><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>'
    body = "".join(call.replace("{n}", str(n)) for n in range(1, 41))
    notes = "".join(f'<w:footnote w:id="{n}">{p(f"note {n}")}</w:footnote>' for n in range(1, 41))
    part = f'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{notes}</w:footnotes>'

    def both() -> Reading:
        data = word(body, "rId7 footnotes in:footnotes.xml", {"word/footnotes.xml": part})
        (reading,) = read_all([File("note.docx", "docx", data)])
        assert not isinstance(reading, UnreadableSource), reading.message
        return reading

    whole = both()
    monkeypatch.setattr(word_pieces, "MOST", 7)
    assert both() == whole
