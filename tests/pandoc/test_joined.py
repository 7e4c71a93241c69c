"""Words and the spaces between them as one string: the same text, written alike."""

from __future__ import annotations

from typing import Any

import msgspec
import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.pandoc import ast
from restitution.typography.inlines import flat

SPACE, BREAK, LINE = {"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"}
CASES: dict[str, tuple[list[Any], list[Any]]] = {
    "words": (ast.string("le pays compte"), [{"t": "Str", "c": "le pays compte"}]),
    "spaces at the ends": ([SPACE, *ast.string("a b"), SPACE], [SPACE, {"t": "Str", "c": "a b"}, SPACE]),
    "only spaces": ([SPACE, SPACE], [SPACE, SPACE]),
    "no space": ([{"t": "Str", "c": "a"}, {"t": "Str", "c": "b"}], [{"t": "Str", "c": "ab"}]),
    "a line end stays": (
        [*ast.string("a b"), BREAK, *ast.string("c d")],
        [{"t": "Str", "c": "a b"}, BREAK, {"t": "Str", "c": "c d"}],
    ),
    "inside": (
        [{"t": "Strong", "c": ast.string("a b")}, SPACE, {"t": "Str", "c": "c"}],
        [{"t": "Strong", "c": [{"t": "Str", "c": "a b"}]}, SPACE, {"t": "Str", "c": "c"}],
    ),
}
WORD = st.sampled_from(["a", "b.", "-", "1.", "#", "é", "«", "*c*", "=", "+", "<d>", "\\", "/", "@e", "$f$"])
INLINES = st.recursive(
    st.one_of(WORD.map(lambda word: {"t": "Str", "c": word}), st.sampled_from([SPACE, SPACE, SPACE, BREAK, LINE])),
    lambda inner: st.tuples(st.sampled_from(["Emph", "Strong"]), st.lists(inner, min_size=1, max_size=4)).map(
        lambda made: {"t": made[0], "c": made[1]}
    ),
    max_leaves=12,
)
PARAGRAPHS = st.lists(INLINES, min_size=1, max_size=12).map(lambda inlines: [ast.para(inlines)])


@pytest.mark.parametrize("case", CASES)
def test_cases(case: str) -> None:
    inlines, expected = CASES[case]
    assert ast.joined(inlines) == expected


@given(PARAGRAPHS)
def test_the_text_stays_and_twice_is_once(blocks: list[Any]) -> None:
    made = ast.joined(blocks)
    assert ast.text(made) == ast.text(blocks)
    assert flat(made[0]["c"]) == flat(blocks[0]["c"])
    assert ast.joined(made) == made


def test_pandoc_writes_it_alike() -> None:
    source = (
        "# Le pays\n\nLe **pays compte** vingt\ncommunes, [ici même](https://a.fr).\n\n- un point\n- 1\\. autre\n"
    )
    document = pypandoc.convert_text(source, "json", "markdown")
    told = msgspec.json.decode(document)
    again = msgspec.json.encode(told | {"blocks": ast.joined(told["blocks"])}).decode()
    for format_ in ("html", "typst", "plain"):
        assert pypandoc.convert_text(again, format_, "json") == pypandoc.convert_text(document, format_, "json")
