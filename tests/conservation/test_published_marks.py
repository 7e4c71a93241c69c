"""A written file that would show a comment or a tracked change is not published (K15), whoever left it there."""

import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.readers import test_docx as word

from restitution.conservation.published_marks import marks_in_docx, marks_in_html, marks_in_pdf

COMMENTED = word.docx(
    word.p("<w:commentRangeStart w:id='1'/>", "vu", properties="<w:rPr><w:ins w:id='3'/></w:rPr>"),
    word.relation("c", "comments", "comments.xml"),
    parts={"comments.xml": word.part("comments", f"<w:comment w:id='1'>{word.p('x')}</w:comment>")},
)
HEADED = word.docx(
    word.p("vu"),
    parts={"header1.xml": word.part("hdr", word.p(word.DELETED.format("x")))},
)
CASES = {
    "nothing": (word.docx(word.p("vu")), {}),
    "a comment, and a paragraph that was inserted": (COMMENTED, {"commentaire": 2, "modification suivie": 1}),
    "in the template's header": (HEADED, {"modification suivie": 1}),
}


@pytest.mark.parametrize(("data", "expected"), CASES.values(), ids=CASES)
def test_the_marks_of_a_docx_are_seen(data, expected):
    assert marks_in_docx(data) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(pdfium.FPDF_ANNOT_LINK, {}), (pdfium.FPDF_ANNOT_TEXT, {"commentaire": 1})],
    ids=["a link", "a note"],
)
def test_the_notes_of_a_pdf_are_seen(kind, expected):
    file = pypdfium2.PdfDocument.new()
    page = file.new_page(200, 200)
    pdfium.FPDFPage_CloseAnnot(pdfium.FPDFPage_CreateAnnot(page, kind))
    page.close()
    written = io.BytesIO()
    file.save(written)
    assert marks_in_pdf(written.getvalue()) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<p class="on"><a href="https://a.example/?javascript:">vu</a> &lt;!-- dit --&gt;</p>', {}),
        (
            "<p>vu<!-- pas vu --> <ins>mis</ins> <del>ôté</del></p>",
            {"commentaire": 1, "modification suivie": 2},
        ),
        ("<script>vu()</script><p onclick='vu()'>vu</p><iframe></iframe>", {"programme": 3}),
        ('<a href=" java\nscript:vu()">vu</a> <a href="data:text/html,vu">vu</a>', {"programme": 2}),
        ('<img src="a.png" alt="Data : texte recueilli"><meta content="JavaScript : initiation">', {}),
        (
            '<video poster="javascript:a"></video><p srcdoc="data:text/html,a" xlink:href="vbscript:a">vu</p>',
            {"programme": 3},
        ),
    ],
)
def test_the_marks_of_a_page_are_seen(page, expected):
    assert marks_in_html(page.encode()) == expected
