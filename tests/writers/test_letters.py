"""Marks between the letters of a passage: neither text nor look changes, and they stand where they should."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from restitution.ooxml.word import Element, W
from restitution.writers.docx.letters import Letters, shown_text

RUN = '<w:r>{look}<w:t xml:space="preserve">{text}</w:t>{more}</w:r>'
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, MIDDLE, END = (MARK.format(kind) for kind in ("begin", "separate", "end"))
FIELD = f"{BEGIN}<w:r><w:instrText> SEQ F </w:instrText></w:r>{MIDDLE}{{}}{END}"
LINK = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'
LOOKS = ("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rStyle w:val="Renvoi"/></w:rPr>')
MORE = ("", "<w:tab/>", "<w:br/>", '<w:footnoteReference w:id="2"/>', "<w:tab/><w:t>b </w:t>")

words = st.text(st.sampled_from("aé \u00a0\u202f-.9"), min_size=1, max_size=8)
runs = st.builds(RUN.format, look=st.sampled_from(LOOKS), text=words, more=st.sampled_from(MORE))
pieces = st.one_of(
    runs,
    st.builds(LINK.format, st.lists(runs, min_size=1, max_size=3).map("".join)),
    st.builds(FIELD.format, runs),
    st.just('<w:bookmarkStart w:id="9" w:name="_Ref"/><w:bookmarkEnd w:id="9"/>'),
)


def passage(content: str) -> Element:
    around = '<w:bookmarkStart w:id="1" w:name="src_0123456789"/>{}<w:bookmarkEnd w:id="1"/>'
    return etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr/>{around.format(content)}</w:p>')


def start_of(paragraph: Element) -> Element:
    return next(paragraph.iter(W + "bookmarkStart"))


def seen(paragraph: Element) -> list[tuple[Any, ...]]:
    """Each letter and sign of the paragraph, with its look and what it stands in."""
    found: list[tuple[Any, ...]] = []
    for node in paragraph.iter(
        W + "t", W + "tab", W + "br", W + "footnoteReference", W + "fldChar", W + "instrText"
    ):
        look = node.getparent().find(W + "rPr")
        told = [] if look is None else [(child.tag, dict(child.attrib)) for child in look]
        holder = node.getparent().getparent().tag
        found += [(letter, told, holder) for letter in (node.text or "")] or [(node.tag, told, holder)]
    return found


def between(paragraph: Element, first: Element, last: Element) -> str:
    """The words between two marks."""
    nodes = list(paragraph.iter())
    inside = nodes[nodes.index(first) : nodes.index(last)]
    said = {W + "tab": " ", W + "br": " "}
    return "".join(said.get(node.tag, node.text or "") for node in inside if node.tag != W + "instrText")


@given(st.lists(pieces, max_size=7).map("".join), st.data())
def test_a_mark_changes_neither_text_nor_look_and_stands_in_its_place(content: str, data: st.DataObject) -> None:
    paragraph = passage(content)
    letters = Letters(start_of(paragraph))
    assert letters.text == shown_text(start_of(paragraph))
    places = st.integers(0, len(letters.text))
    start, end = sorted([data.draw(places), data.draw(places)])
    before, is_free = seen(paragraph), (letters.is_free(start), letters.is_free(end))
    last = letters.cut(end, ends=end > start)
    first = letters.cut(start, ends=False) if end > start else last
    assert seen(paragraph) == before
    assert letters.text == shown_text(start_of(paragraph))
    inside = " ".join(between(paragraph, first, last).split())
    wanted = letters.text[start:end]
    if all(is_free):
        assert inside == " ".join(wanted.split())
    else:
        assert " ".join(wanted.split()) in inside, "it goes around the field"
    for mark in (first, last):
        assert mark.getparent().tag in {W + "p", W + "hyperlink"}
        assert not open_fields(paragraph, mark)


def open_fields(paragraph: Element, mark: Element) -> int:
    """How many fields are open where a mark stands."""
    depth = 0
    for node in paragraph.iter():
        if node is mark:
            return depth
        depth += {"begin": 1, "end": -1}.get(node.get(W + "fldCharType", ""), 0)
    return depth


@given(st.lists(pieces, max_size=7).map("".join), st.data())
def test_what_is_plain_can_be_taken_out_whole(content: str, data: st.DataObject) -> None:
    paragraph = passage(content)
    letters = Letters(start_of(paragraph))
    places = st.integers(0, len(letters.text))
    start, end = sorted([data.draw(places), data.draw(places)])
    if not letters.is_plain(start, end):
        return
    last, first = letters.cut(end, ends=True), letters.cut(start, ends=False)
    assert first.getparent() is last.getparent()
    assert all(
        node.tag == W + "r" for node in first.itersiblings() if node in list(last.itersiblings(preceding=True))
    )


def test_an_empty_passage_has_one_place() -> None:
    paragraph = passage("")
    mark = Letters(start_of(paragraph)).cut(0, ends=False)
    assert mark.getprevious() is start_of(paragraph)


def test_a_field_without_an_end_is_one_piece() -> None:
    paragraph = passage(BEGIN + RUN.format(look="", text="deux mots", more=""))
    letters = Letters(start_of(paragraph))
    assert letters.text == "deux mots"
    assert not letters.is_free(4)
    assert letters.cut(4, ends=False).getnext().find(W + "fldChar") is not None
