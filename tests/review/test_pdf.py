"""Returned PDFs: annotations as programs write them, on a tagged book and on one whose tags were lost."""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import typst
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.errors import UnreadableSource
from restitution.model import Document
from restitution.pandoc import ast
from restitution.remarks import Sent
from restitution.review.pdf import read_pdf
from restitution.review.pdf.dates import iso_date
from restitution.writers.pdf import write_pdf

CASES = yaml.safe_load(Path(__file__).with_name("pdf.yaml").read_text("utf-8"))
OURS = {"over", "before", "beside", "margin", "to", "group"}
TEMPLATES = Path(__file__).parents[2] / "templates"
BOOK = """
#set document(title: "Livre")
#set text(lang: "fr", hyphenate: true, size: 10pt)
#set page(width: 80mm, height: 120mm, margin: 15mm)
#set par(justify: true)
#set heading(numbering: "1.1")
= Le territoire <gen_0000000001>
Un premier village de la Haute-Galdonne, où une intercommunalité prospective accompagne durablement le
développement.

Deux rues très #link(<gen_0000000001>)[longues] y mènent.

#table(columns: 2, [quarante foyers], [douze ateliers])
"""
LONG = (
    "Un premier village de la Haute-Galdonne, où une intercommunalité prospective accompagne durablement le "
    "développement."
)
PARAGRAPH = "Deux rues très longues y mènent."


@cache
def book():
    return typst.compile(BOOK.encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)


def characters(page, words):
    """First and last characters of words of a page, found in its text without what ends lines."""
    count = page.count_chars()
    signs = [(n, page.get_text_range(n, 1)) for n in range(count)]
    kept = [(n, sign) for n, sign in signs if sign.strip() and sign not in "\x02\ufffe"]
    text = "".join(sign for _, sign in kept)
    ends = ["".join(part.split()) for part in words.split(" … ")]
    return kept[text.index(ends[0])][0], kept[text.index(ends[-1]) + len(ends[-1]) - 1][0]


def lines(page, words, *, each_word=False):
    """Boxes around words of a page, a line each, or a word each."""
    first, last = characters(page, words)
    boxes = [page.get_charbox(n, loose=True) for n in range(first, last + 1) if page.get_text_range(n, 1).strip()]
    found = []
    for left, bottom, right, top in boxes:
        if found and abs(found[-1][1] - bottom) < 1 and not (each_word and left - found[-1][2] > 1):
            found[-1][2] = right
        else:
            found.append([left, bottom, right, top])
    return found


def quads(boxes, order):
    corners = []
    for left, bottom, right, top in boxes:
        top_first = [left, top, right, top, left, bottom, right, bottom]
        corners += top_first if order != "standard" else [left, bottom, right, bottom, right, top, left, top]
    return corners


def put(said, page, order):
    """The dictionary of an annotation."""
    keys = {key: value for key, value in said.items() if key not in OURS}
    keys = {key: pikepdf.Name(f"/{v}") if key in {"Subtype", "Name"} else v for key, v in keys.items()}
    words = next(said[key] for key in ("over", "before", "beside", "margin") if key in said)
    boxes = lines(page, words, each_word=order == "words")
    if "over" in said:
        left, bottom, right, top = (f(box[n] for box in boxes) for n, f in enumerate((min, min, max, max)))
        if said["Subtype"] in {"Highlight", "StrikeOut", "Underline", "Squiggly"}:
            keys["QuadPoints"] = quads(boxes, order)
    else:
        left, bottom, _, top = boxes[0]
        left, right = (5, 25) if "margin" in said else (left - 4, left + 1)
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[left, bottom, right, top], **({"F": 4} | keys))


def annotated(said, *, order="", tags=True):
    file = pikepdf.open(io.BytesIO(book()))
    opened = pypdfium2.PdfDocument(book())
    page = opened[0].get_textpage()
    made = [file.make_indirect(put(one, page, order)) for one in said]
    for one, annotation in zip(said, made, strict=True):
        if "to" in one:
            annotation.IRT = made[one["to"]]
        if one.get("group"):
            annotation.RT = pikepdf.Name.Group
    file.pages[0].Annots = pikepdf.Array(made)
    if not tags:
        del file.Root.StructTreeRoot
    written = io.BytesIO()
    file.save(written, deterministic_id=True)
    return written.getvalue()


def told(returned, mark):
    texts = [paragraph.text for paragraph in returned.paragraphs]
    line = f"{mark.kind} {mark.author}: {mark.text}".replace("\n", "/")
    line += "".join(f" «{texts[s.paragraph][s.start : s.end] or '|'}»" for s in mark.spans)
    return line + " (resolved)" * mark.resolved + (f" (to {mark.parent})" if mark.parent >= 0 else "")


def elements(returned):
    found = Counter()
    for mark in returned.marks:
        found.update(mark.elements)
    return found


@pytest.mark.filterwarnings("ignore:This document has")  # a field outside a form, on purpose
@pytest.mark.parametrize("tags", [True, False], ids=["tagged", "untagged"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case, tags):
    returned = read_pdf(annotated(case["annotations"], order=case.get("order", ""), tags=tags))
    assert returned.problems == []
    if "marks" in case:
        assert sorted(told(returned, mark) for mark in returned.marks) == sorted(case["marks"])
    if "count" in case:
        assert len(returned.marks) == case["count"]
    if "elements" in case:
        assert elements(returned) == case["elements"]
    if "wanted" in case:
        assert case["wanted"] in [paragraph.wanted for paragraph in returned.paragraphs]
        assert PARAGRAPH in [paragraph.sent for paragraph in returned.paragraphs]
    if "date" in case:
        assert returned.marks[0].date == case["date"]
    spans = [mark.spans[0] for mark in returned.marks]
    if "at" in case:
        assert returned.paragraphs[spans[0].paragraph].text[spans[0].start :].startswith(case["at"])
    if "kind" in case and tags:
        assert returned.paragraphs[spans[0].paragraph].kind == case["kind"]
    assert {returned.paragraphs[span.paragraph].place for span in spans} <= {"p. 1"}


@pytest.mark.filterwarnings("ignore:This document has")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_markup_annotation_is_in_a_mark(case):
    returned = read_pdf(annotated(case["annotations"]))
    silent = {"Popup", "Link", "Widget", "Watermark"}
    assert sum(elements(returned).values()) == sum(one["Subtype"] not in silent for one in case["annotations"])


def test_a_paragraph_is_whole():
    returned = read_pdf(annotated(CASES[0]["annotations"]))
    assert [" ".join(p.text.split()) for p in returned.paragraphs if p.kind != "footer"] == [
        "1 Le territoire",
        LONG,
        PARAGRAPH,
        "quarante foyers",
        "douze ateliers",
    ]


def test_a_named_place_is_a_bookmark_behind_the_number_of_its_heading():
    heading = read_pdf(annotated(CASES[0]["annotations"])).paragraphs[0]
    assert [(mark.name, heading.text[mark.start : mark.end]) for mark in heading.bookmarks] == [
        ("gen_0000000001", "Le territoire")
    ]


def test_our_pdf_says_its_build():
    block = ast.para(ast.string("Un mot."))
    said = {"title": "Titre", "subtitle": "", "date": "2026-10-08", "language": "fr-FR", "epoch": 0}
    document = Document(build="0123456789abcdef", blocks=[block], **said)
    template = (TEMPLATES / "typst" / "restitution.typ").read_bytes()
    data = write_pdf(document, {}, template, TEMPLATES / "fonts")
    assert read_pdf(data).sent == Sent(build="0123456789abcdef")
    assert read_pdf(book()).sent is None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"un texte"])
def test_what_cannot_be_read_at_all_is_said(data):
    with pytest.raises(UnreadableSource):
        read_pdf(data)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("D:20261102093000+01'00'", "2026-11-02T09:30:00+01:00"),
        ("D:20261102093000+01'00", "2026-11-02T09:30:00+01:00"),
        ("D:20261102093000-0530", "2026-11-02T09:30:00-05:30"),
        ("D:20261102093000Z00'00'", "2026-11-02T09:30:00Z"),
        ("D:20261102", "2026-11-02T00:00:00"),
        ("20261102093000", "2026-11-02T09:30:00"),
        ("D:20269902", ""),
        ("hier", ""),
    ],
)
def test_dates(said, expected):
    assert iso_date(said) == expected


@given(st.text(max_size=30))
def test_any_date_is_read_or_left(said):
    assert iso_date(said) == "" or iso_date(said)[4] == "-"
