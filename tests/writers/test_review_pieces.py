"""A long copy to review is made a piece at a time: the same bytes as at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.model import Document
from restitution.ooxml.package import open_package
from restitution.ooxml.sent import sent_of
from restitution.pandoc import ast
from restitution.pandoc.numbering import numbers_of
from restitution.remarks import Origin, Review
from restitution.review.codes import codes_of
from restitution.review.selection import of_territory, part_of
from restitution.stages.write_copies import open_remarks
from restitution.writers.docx import Finished, Open, Wanted, reference_docx, review, write_docx
from restitution.writers.docx.texts import Text, cut, one_text

from .reviewers import OTHERS, Reviewers, read_back
from .sample import MEDIA, Anchors, sample_document
from .test_docx_sections import made as block
from .test_review_copy import KINDS, made, published, whole
from .test_threads import GUIDE, comment

SECTIONS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sections.yaml").read_text("utf-8"))
MAIN = "word/document.xml"
HEADINGS = [f"Heading{level}" for level in range(1, 5)]
every_cut = partial(cut, long=0, size=1)


@contextmanager
def in_pieces(least: int = 2) -> Iterator[None]:
    """What is made is cut wherever it may be. `least`: pieces."""
    counts = []

    def counted(whole: bytes, headings: set[str]) -> list[bytes]:
        pieces = every_cut(whole, headings)
        counts.append(len(pieces))
        return pieces

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(review, "cut", counted)
        yield
    assert counts
    assert min(counts) >= least


def difference(one: bytes, other: bytes) -> list[str]:
    """Parts that are not the same bytes."""
    some, others = open_package(one), open_package(other)
    return sorted(name for name in some.keys() | others.keys() if some.get(name) != others.get(name))


def held(kind: str) -> Document:
    if kind == "relecture/themes":
        return part_of(whole(), "themes")
    return of_territory(whole(), "HL", lambda _: []) if kind == "territoires/HL" else whole()


def test_what_is_cut_is_joined_again() -> None:
    text = open_package(published())[MAIN]
    pieces = every_cut(text, HEADINGS)
    assert len(pieces) > 3
    assert one_text(map(Text, pieces)) == text


@pytest.mark.parametrize("text", [b"", b"<w:document/>"])
def test_a_text_without_a_body_is_one(text: bytes) -> None:
    assert every_cut(text, HEADINGS) == [text]


@pytest.mark.parametrize("inside", ["tbl", "sdt", "p"])
def test_nothing_is_cut_inside(inside: str) -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>'
    text = f"<w:body><w:p/><w:{inside}>{heading}</w:{inside}><w:p/>{heading}{heading}<w:p/></w:body>".encode()
    assert len(every_cut(text, HEADINGS)) == 2, "before the first of the two that stand outside"


def test_no_field_is_cut() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>'
    begin, end = (f'<w:p><w:r><w:fldChar w:fldCharType="{one}"/></w:r></w:p>' for one in ("begin", "end"))
    text = f"<w:body><w:p/>{begin}{heading}<w:p/>{end}{heading}</w:body>".encode()
    assert [piece.count(b"Heading1") for piece in every_cut(text, HEADINGS)] == [1, 1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_with_its_remarks(kind: str, seed: int) -> None:
    someone = Reviewers(sent_of(published()), seed)
    said = [someone.thread(replies=n % 3) for n in range(8)]
    said.append([someone.change(one) for one in ("insertion", "deletion", *OTHERS)])
    opened = open_remarks(Review(items=[one for several in said for one in several]), codes_of(whole()))
    once = made(held(kind), kind, opened)[1]
    with in_pieces():
        pieces = made(held(kind), kind, opened)[1]
    assert difference(once, pieces) == []


def shortened(document: Document, file: Finished, kept: Iterable[int]) -> bytes:
    blocks = [document.blocks[place] for place in kept]
    part = sample_document(blocks)
    return file.review_copy(
        Wanted(kind="a", document=part, guide=GUIDE, codes={}, beside={}, numbers=numbers_of(document.blocks))
    )


@pytest.mark.parametrize("case", SECTIONS, ids=[case["why"] for case in SECTIONS])
def test_any_part_of_any_sections(case: dict[str, Any]) -> None:
    new = Anchors()
    document = sample_document([block(new, word) for word in case["blocks"]])
    file = Finished(write_docx(document, MEDIA, reference_docx()))
    places = range(len(document.blocks))
    for kept in chain.from_iterable(combinations(places, count) for count in (1, 2, len(places) - 1)):
        once = shortened(document, file, kept)
        with in_pieces(least=min(2, len(places))):
            assert difference(once, shortened(document, file, kept)) == [], kept


def test_a_quote_may_go_from_one_piece_to_the_next() -> None:
    new = Anchors()
    blocks = [new.para("Un texte."), new.heading(1, "Chapitre"), new.para("Un autre.")]
    document = sample_document(blocks)
    first = ast.leaf_id(next(ast.each_leaf(blocks)))
    remark = comment("Tout ?", "texte. Chapitre Un autre", base="Un texte.", offset=3)
    remark.source = Origin(passage=first)
    data = write_docx(document, MEDIA, reference_docx())

    def carried() -> bytes:
        wanted = Wanted(
            kind="a", document=document, guide=GUIDE, codes={}, beside={}, waiting=Open(remarks=[remark])
        )
        return Finished(data).review_copy(wanted)

    once = carried()
    with in_pieces():
        assert difference(once, carried()) == []
    assert [one.quote for one in read_back(once)] == ["texte.ChapitreUn autre"]
