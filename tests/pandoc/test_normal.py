"""Normal form: fewer kinds of blocks, the same words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.pandoc import ast
from restitution.pandoc.normal import normal

NO = ["", [], []]
SOME = ["id", ["classe"], [["clé", "valeur"]]]
BREAK = {"t": "LineBreak"}
A, B = ast.string("a"), ast.string("b")


def code(text):
    return {"t": "Code", "c": [NO, text]}


def table(attribute, cell):
    row = [attribute, [[attribute, {"t": "AlignDefault"}, 1, 1, cell]]]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]]
    content = [attribute, [None, []], columns, [attribute, [row]], [[attribute, 0, [], [row]]], [attribute, []]]
    return {"t": "Table", "c": content}


CASES = {
    "code": ({"t": "CodeBlock", "c": [SOME, "un\n\ndeux"]}, [ast.para([code("un"), BREAK, BREAK, code("deux")])]),
    "lines": ({"t": "LineBlock", "c": [A, B]}, [ast.para([*A, BREAK, *B])]),
    "raw block": ({"t": "RawBlock", "c": ["html", "b\na"]}, [ast.para([*B, BREAK, *A])]),
    "raw inline": (ast.para([{"t": "RawInline", "c": ["tex", "\\x y"]}]), [ast.para(ast.string("\\x y"))]),
    "wrapper": (ast.div([ast.para(A), ast.div([ast.para(B)])], "x"), [ast.para(A), ast.para(B)]),
    "heading": ({"t": "Header", "c": [2, SOME, A]}, [ast.header(2, A)]),
    "empty heading": ({"t": "Header", "c": [2, SOME, []]}, []),
    "empty paragraph": (ast.para([{"t": "Strong", "c": []}, {"t": "Str", "c": "\u00a0"}, BREAK]), []),
    "empty leaf": (ast.para(ast.leaf([], "ligne 1")), []),
    "empty list": ({"t": "BulletList", "c": [[ast.para([])], []]}, []),
    "list": ({"t": "BulletList", "c": [[], [ast.para(A)]]}, [{"t": "BulletList", "c": [[ast.para(A)]]}]),
    "anchor": (ast.para([{"t": "Span", "c": [SOME, []]}, *A]), [ast.para(A)]),
    "leaf": (ast.para(ast.leaf(A, "ligne 1")), [ast.para(ast.leaf(A, "ligne 1"))]),
    "inner link": (ast.para([{"t": "Link", "c": [SOME, A, ["#x", ""]]}]), [ast.para(A)]),
    "web link without its protocol": (
        ast.para([{"t": "Link", "c": [SOME, A, ["www.exemple.fr/bus", ""]]}]),
        [ast.para([{"t": "Link", "c": [NO, A, ["https://www.exemple.fr/bus", ""]]}])],
    ),
    "web link": (
        ast.para([{"t": "Link", "c": [SOME, A, ["https://exemple.fr", ""]]}]),
        [ast.para([{"t": "Link", "c": [NO, A, ["https://exemple.fr", ""]]}])],
    ),
    "picture": (
        ast.para([{"t": "Image", "c": [["i", ["c"], [["width", "1in"], ["x", "y"]]], A, ["p.png", ""]]}]),
        [ast.para([{"t": "Image", "c": [["", [], [["width", "1in"]]], A, ["p.png", ""]]}])],
    ),
    "note": (
        ast.para([*A, {"t": "Note", "c": [ast.div([ast.para(B)]), ast.para([])]}]),
        [ast.para([*A, {"t": "Note", "c": [ast.para(B)]}])],
    ),
    "citation": (ast.para([{"t": "Cite", "c": [[], A]}]), [ast.para(A)]),
    "table": (table(SOME, [ast.div([ast.para(A)]), ast.para([])]), [table(NO, [ast.para(A)])]),
    "rule": ({"t": "HorizontalRule"}, [{"t": "HorizontalRule"}]),
}  # fmt: skip


@pytest.mark.parametrize(("block", "expected"), CASES.values(), ids=CASES)
def test_normal_form(block, expected):
    assert normal([block]) == expected
    assert normal(expected) == expected


BLOCKS = st.recursive(
    st.sampled_from([block for block, _ in CASES.values()]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda blocks: {"t": "BlockQuote", "c": blocks}),
        st.lists(inner, max_size=3).map(lambda blocks: ast.div(blocks, "x")),
        st.lists(st.lists(inner, max_size=2), max_size=2).map(lambda items: {"t": "BulletList", "c": items}),
        st.lists(inner, max_size=2).map(lambda cell: table(SOME, cell)),
    ),
    max_leaves=12,
)


@given(st.lists(BLOCKS, max_size=5))
def test_no_word_is_lost_or_added(blocks):
    done = normal(blocks)
    assert re.findall(r"\w", ast.text(done)) == re.findall(r"\w", ast.text(blocks))
    assert normal(done) == done
