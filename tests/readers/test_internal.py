"""What writers left for each other in a Word or OpenDocument file: all of it, with who, when and where."""

from __future__ import annotations

import pytest

from restitution.model import Internal

from . import test_docx as word
from . import test_odt as odf

BY = 'w:author="Ana" w:date="2026-03-24T10:12:00Z"'
ANA = {"author": "Ana", "date": "2026-03-24T10:12:00Z"}

ODT_ANA = f"<dc:creator>Ana</dc:creator><dc:date>{ANA['date']}</dc:date>"


def told(left: list[Internal]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.text, one.where) for one in left]


def commented() -> bytes:
    comment = f"<w:comment w:id='{{}}' {BY}><w:p w14:paraId='{{}}'>{word.r('{}')}</w:p></w:comment>"
    comments = [("7", "A1", "à voir"), ("8", "A3", "oui"), ("9", "A2", "vu")]
    extended = (
        '<w15:commentEx w15:paraId="A1" w15:done="1"/><w15:commentEx w15:paraId="A2" w15:paraIdParent="A1"/>'
        '<w15:commentEx w15:paraId="A3" w15:done="0"/>'
    )
    return word.docx(
        word.p("un ", "<w:commentRangeStart w:id='8'/>", "deux", "<w:commentRangeEnd w:id='8'/>")
        + word.p("trois", "<w:r><w:commentReference w:id='7'/><w:commentReference w:id='9'/></w:r>"),
        word.relation("c", "comments", "comments.xml"),
        word.relation("e", "commentsExtended", "commentsExtended.xml"),
        parts={
            "comments.xml": word.part("comments", "".join(comment.format(*one) for one in comments)),
            "commentsExtended.xml": f"<w15:commentsEx {word.XMLNS}>{extended}</w15:commentsEx>",
        },
    )


def test_comments_come_with_their_thread() -> None:
    reading = word.read(commented())
    assert reading.internal == [
        Internal(kind="comment", text="oui", where="paragraphe 1", about="deux", **ANA),
        Internal(kind="comment", text="à voir", where="paragraphe 2", resolved=True, **ANA),
        Internal(kind="reply", text="vu", where="paragraphe 2", **ANA),
    ]
    assert {said.reason for said in reading.not_taken} == {"commentaire"}


def test_replies_of_the_first_word_that_had_them_are_replies() -> None:
    old = "http://schemas.microsoft.com/office/word/2010/11/wordml"
    files = dict(word._files(commented()))
    name = "word/commentsExtended.xml"
    files[name] = files[name].replace(word.NAMESPACES["w15"].encode(), old.encode())
    assert [one.kind for one in word.read(word._zip(files)).internal] == ["comment", "comment", "reply"]


def test_a_comment_without_an_end_is_about_nothing() -> None:
    comment = f"<w:comment w:id='7' {BY}>{word.p('à voir')}</w:comment>"
    data = word.docx(
        word.p("un", "<w:commentRangeStart w:id='7'/>", "deux") + word.p("trois"),
        word.relation("c", "comments", "comments.xml"),
        parts={"comments.xml": word.part("comments", comment)},
    )
    assert word.read(data).internal == [Internal(kind="comment", text="à voir", where="paragraphe 1", **ANA)]
    note = f'<office:annotation office:name="n">{ODT_ANA}{odf.p("à voir")}</office:annotation>'
    assert [one.about for one in odf.read(odf.odt(odf.p(note, "deux") + odf.p("trois"))).internal] == [""]


INS = f"<w:ins w:id='1' {BY}>{{}}</w:ins>"
DEL = f"<w:del w:id='2' {BY}><w:r><w:delText>{{}}</w:delText></w:r></w:del>"
CHANGES = {
    "in a paragraph": (
        word.p("a ", INS.format(word.r("neuf")), DEL.format("vieux")),
        [("insertion", "neuf", "paragraphe 1"), ("deletion", "vieux", "paragraphe 1")],
    ),
    "inserted, then deleted by another": (
        word.p("a ", INS.format(word.r("b") + DEL.format("c"))),
        [("insertion", "b", "paragraphe 1"), ("deletion", "c", "paragraphe 1")],
    ),
    "moved: told once, where it went": (
        word.p(f"<w:moveFrom w:id='1' {BY}>{word.r('parti')}</w:moveFrom>")
        + word.p("x", f"<w:moveTo w:id='2' {BY}>{word.r('parti')}</w:moveTo>"),
        [("move", "parti", "paragraphe 2")],
    ),
    "a row": (
        word.table(
            word.row(word.cell(word.p("a"))),
            word.row(word.cell(word.p("b")), properties=f"<w:del w:id='1' {BY}/>"),
        ),
        [("deletion", "b", "tableau 1, cellule A2")],
    ),
    "a box that was inserted": (
        word.p("a", INS.format(word.box(word.p("boîte", INS.format(word.r(" neuve")))))),
        [("insertion", "neuve", "paragraphe 1, zone de texte")],
    ),
    "marks without words": (
        word.p("a", properties=f"<w:rPr><w:ins w:id='1' {BY}/></w:rPr>") + word.p(INS.format("")),
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CHANGES.values(), ids=CHANGES)
def test_tracked_changes_of_word(body: str, expected: list[tuple[str, str, str]]) -> None:
    left = word.read(word.docx(body)).internal
    assert told(left) == expected
    assert {(one.author, one.date) for one in left} <= {("Ana", ANA["date"])}


def odt_region(key: str, kind: str, inner: str = "") -> str:
    info = f"<office:change-info>{ODT_ANA}</office:change-info>"
    return f'<text:changed-region text:id="{key}"><text:{kind}>{info}{inner}</text:{kind}></text:changed-region>'


def odt_span(key: str, inner: str) -> str:
    return f'<text:change-start text:change-id="{key}"/>{inner}<text:change-end text:change-id="{key}"/>'


def test_comments_and_changes_of_libreoffice() -> None:
    body = (
        "<text:tracked-changes>"
        + odt_region("d", "deletion", odf.p("ôté"))
        + odt_region("i", "insertion")
        + odt_region("m", "deletion", odf.p("venu de plus haut"))
        + odt_region("n", "insertion")
        + odt_region("f", "format-change")
        + "</text:tracked-changes>"
        + odf.p('a <text:change text:change-id="d"/>', odt_span("i", "mis"), '<text:change text:change-id="m"/>')
        + odf.p(
            f'b <office:annotation office:name="c">{ODT_ANA}{odf.p("à voir")}</office:annotation>deux mots'
            '<office:annotation-end office:name="c"/>',
            f'<office:annotation xmlns:loext="urn:x" loext:parent-name="c" loext:resolved="true">{ODT_ANA}'
            f'{odf.p("vu")}</office:annotation>',
        )
        + odf.p(odt_span("n", "venu de plus haut"), odt_span("f", "gras"))
    )  # fmt: skip
    reading = odf.read(odf.odt(body))
    assert reading.internal == [
        Internal(kind="comment", text="à voir", where="paragraphe 2", about="deux mots", **ANA),
        Internal(kind="reply", text="vu", where="paragraphe 2", about="deux mots", resolved=True, **ANA),
        Internal(kind="deletion", text="ôté", where="paragraphe 1", **ANA),
        Internal(kind="insertion", text="mis", where="paragraphe 1", **ANA),
        Internal(kind="move", text="venu de plus haut", where="paragraphe 3", **ANA),
    ]
    assert odf.text_of(reading) == "a mis b deux mots venu de plus hautgras"
