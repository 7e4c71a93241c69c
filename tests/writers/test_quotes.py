"""The PDF shows the signs of the document: its typesetter makes no quotes, dashes or dots of its own."""

from __future__ import annotations

from restitution.pandoc import ast

from .test_pdf import pages, write


def test_typst_leaves_signs_as_they_are() -> None:
    said = 'l\'eau "claire" ... -- --- puis'
    assert said in " ".join(pages(write([ast.para(ast.leaf(ast.string(said), "", id_="gen_1"))])))
