"""A part is read without holding its tree: what stands in it is what its tree holds, in its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from restitution.conservation.container import Container
from restitution.errors import UnreadableSource
from restitution.ooxml.package import write_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PART = "word/document.xml"
CHILDREN = (
    "<w:p><w:r><w:t>un</w:t></w:r></w:p>",
    "<w:p><w:ins><w:r><w:t>deux</w:t></w:r></w:ins></w:p>",
    "<w:tbl><w:tr><w:tc><w:p/><w:p><w:del/></w:p></w:tc></w:tr></w:tbl>",
    '<w:bookmarkStart w:name="a"/>',
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>trois</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "<w:ins><w:p/></w:ins>",
    "\n  ",
)
BLOCKS = (W + "p", W + "tbl")
TRACKED = (W + "ins", W + "del")


def container(inner: str) -> Container:
    return Container(
        write_package({PART: f"<w:document {SPACE}><w:body>{inner}</w:body></w:document>".encode()}), ""
    )


@given(st.lists(st.sampled_from(CHILDREN), max_size=30).map("".join))
def test_the_children_are_those_of_the_tree(inner: str) -> None:
    held = container(inner)
    whole = [etree.tostring(child, with_tail=False) for child in held.tree(PART)[0]]
    assert [etree.tostring(child, with_tail=False) for child in held.children(PART, W + "body", BLOCKS)] == whole


@given(st.lists(st.sampled_from(CHILDREN), max_size=30).map("".join))
def test_what_is_met_is_what_the_tree_holds(inner: str) -> None:
    held = container(inner)
    assert sorted(node.tag for node in held.met(PART, TRACKED, BLOCKS)) == sorted(
        n.tag for n in held.tree(PART).iter(*TRACKED)
    )


def test_a_broken_part_is_an_error_of_ours() -> None:
    held = container("<w:p></w:r>")
    for read in (lambda: held.children(PART, W + "body", BLOCKS), lambda: held.met(PART, TRACKED, BLOCKS)):
        with pytest.raises(UnreadableSource):
            list(read())
