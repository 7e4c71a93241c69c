"""Of any file: nothing of it is lost, and its two texts are those that accepting or refusing all changes gives."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import docx
from docx_plus.revisions import accept_all_revisions
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation.review_docx import count_docx
from restitution.review.docx import read_docx
from restitution.review.returned import Returned
from tests.review.returned_docx import docx as docx_of
from tests.review.test_counted import told

Fate = Literal["kept", "inserted", "deleted", "undone", "came", "left"]
WRAPPED: dict[Fate, str] = {
    "kept": "{0}",
    "inserted": '<w:ins w:id="1" w:author="{1}" w:date="2026-11-02T09:30:00Z">{0}</w:ins>',
    "deleted": '<w:del w:id="1" w:author="{1}" w:date="2026-11-02T09:30:00Z">{0}</w:del>',
    "undone": '<w:ins w:id="1" w:author="A"><w:del w:id="2" w:author="{1}">{0}</w:del></w:ins>',
    "came": '<w:moveTo w:id="1" w:author="{1}">{0}</w:moveTo>',
    "left": '<w:moveFrom w:id="1" w:author="{1}">{0}</w:moveFrom>',
}
AROUND = {
    "run": "{}",
    "link": '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "field": '<w:fldSimple w:instr="DATE">{}</w:fldSimple>',
    "control": "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "tag": "<w:smartTag>{}</w:smartTag>",
}
SENT, WANTED = {"kept", "deleted", "left"}, {"kept", "inserted", "came"}
MARKS = {"kept": "", "inserted": '<w:ins w:id="3" w:author="A"/>', "deleted": '<w:del w:id="3" w:author="A"/>'}
MARKS |= {"came": '<w:moveTo w:id="3" w:author="A"/>', "left": '<w:moveFrom w:id="3" w:author="A"/>'}


@dataclass(frozen=True)
class Piece:
    """Words with one fate."""

    text: str
    fate: Fate
    author: str
    around: str

    @property
    def xml(self) -> str:
        tag = "delText" if self.fate in {"deleted", "undone"} else "t"
        run = f'<w:r><w:{tag} xml:space="preserve">{self.text}</w:{tag}></w:r>'
        return AROUND[self.around].format(WRAPPED[self.fate].format(run, self.author))


@dataclass(frozen=True)
class Line:
    """A paragraph: its words and the fate of its end."""

    pieces: list[Piece]
    end: str

    @property
    def xml(self) -> str:
        properties = f"<w:pPr><w:rPr>{MARKS[self.end]}</w:rPr></w:pPr>" if MARKS[self.end] else ""
        return f"<w:p>{properties}{''.join(piece.xml for piece in self.pieces)}</w:p>"

    def text(self, shown: set[str]) -> str:
        """Its words, and a line end when its own one stays."""
        words = "".join(piece.text for piece in self.pieces if piece.fate in shown)
        return words + ("\n" if self.end in shown else "")


pieces = st.builds(
    Piece,
    text=st.text("ab é\u00a0", min_size=1, max_size=4),
    fate=st.sampled_from(list(WRAPPED)),
    author=st.sampled_from(["A", "B", ""]),
    around=st.sampled_from(list(AROUND)),
)
lines = st.builds(Line, pieces=st.lists(pieces, max_size=5), end=st.sampled_from(list(MARKS)))
files = st.lists(lines, min_size=1, max_size=6)


def read(found: list[Line]) -> tuple[bytes, Returned]:
    data = docx_of(document="".join(line.xml for line in found))
    return data, read_docx(data)


@given(files)
def test_both_texts_are_those_of_all_refused_and_all_accepted(found: list[Line]) -> None:
    _, returned = read(found)
    sent = "".join(one.sent + "\n" * (not one.inserted) for one in returned.paragraphs)
    wanted = "".join(one.wanted + "\n" * (not one.deleted) for one in returned.paragraphs)
    assert sent == "".join(line.text(SENT) for line in found)
    assert wanted == "".join(line.text(WANTED) for line in found)


@given(files)
def test_each_element_is_in_one_mark(found: list[Line]) -> None:
    data, returned = read(found)
    assert told(returned) == count_docx(data).kinds


@given(files)
def test_what_a_change_says_stands_where_it_says(found: list[Line]) -> None:
    _, returned = read(found)
    for mark in returned.marks:
        spans = mark.spans or mark.moved_to
        said = [returned.paragraphs[span.paragraph].text[span.start : span.end] for span in spans]
        assert mark.text == "\n".join(said)
        assert [span.paragraph for span in spans] == sorted(
            {span.paragraph for span in spans}
        ) or mark.kind == "move"


@given(files)
def test_another_program_accepts_to_the_same_words(found: list[Line]) -> None:
    """docx-plus, which knows nothing of us. (It does not join paragraphs again that were split, so only words.)"""
    data, returned = read(found)
    document = docx.Document(io.BytesIO(data))
    accept_all_revisions(document)
    tags = ("t", "delText")
    words = [node.text or "" for node in document.element.body.iter() if node.tag.rpartition("}")[2] in tags]
    assert "".join(words) == "".join(one.wanted for one in returned.paragraphs)
