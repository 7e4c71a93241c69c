"""The same rules over runs of inlines, whose borders cut words and signs anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.model import Inline
from restitution.pandoc import ast
from restitution.pandoc.run import read_markdown
from restitution.typography.conventions import conventions
from restitution.typography.inlines import Printer, flat
from restitution.typography.kept import Names
from restitution.typography.text import typeset

from .test_text import TEXTS, spaced

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "inlines.yaml").read_text("utf-8"))
RULES = conventions("fr-FR", fine=True)
PRINTER = Printer(rules=RULES)


@pytest.fixture(scope="module")
def read() -> dict[str, list[Inline]]:
    """Every text of the cases as pandoc reads it, in one go."""
    texts = [spaced(case[key]) for case in CASES for key in ("texte", "attendu") if key in case]
    blocks = read_markdown("\n\n".join(texts))
    return {text: block["c"] for text, block in zip(texts, blocks, strict=True)}


@pytest.mark.parametrize("case", CASES, ids=[case["texte"] for case in CASES])
def test_a_leaf_is_printed_as_one_text(case: dict[str, Any], read: dict[str, list[Inline]]) -> None:
    told = PRINTER.inlines(read[spaced(case["texte"])])
    assert told == read[spaced(case.get("attendu", case["texte"]))]
    assert PRINTER.inlines(told) == told


def test_a_quoted_run_changes_its_spaces_only() -> None:
    said: Inline = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, ast.string('l\'eau "froide" !')]}
    told = PRINTER.inlines([*ast.string("L'élu: "), said, *ast.string(" ?")])
    assert ast.text(told) == spaced('L’élu⍽: «l\'eau "froide"·!»·?')


WRAPPERS = ("Emph", "Strong", "Superscript", "Link", "Span")


@st.composite
def leaves(draw: st.DrawFn) -> list[Inline]:
    """A text cut anywhere, pieces of it wrapped."""
    made: list[Inline] = []
    for piece in draw(st.lists(TEXTS, max_size=5)):
        inner = [
            {"t": "LineBreak"} if one == "\n" else {"t": "Space"} if one == " " else {"t": "Str", "c": one}
            for one in draw(st.just(list(piece)))
        ]
        match draw(st.sampled_from(("", *WRAPPERS))):
            case "":
                made += inner
            case "Link":
                made.append({"t": "Link", "c": [ast.attributes(), inner, ["https://a.fr", ""]]})
            case "Span":
                made.append({"t": "Span", "c": [ast.attributes(), inner]})
            case kind:
                made.append({"t": kind, "c": inner})
    return made


@given(leaves())
def test_where_runs_are_cut_changes_nothing(inlines: list[Inline]) -> None:
    text, _ = flat(inlines)
    told = PRINTER.inlines(inlines)
    assert flat(told)[0] == typeset(text, RULES)
    assert PRINTER.inlines(told) == told


NAMES = st.text("ab .", min_size=1, max_size=11)


@given(st.lists(NAMES, max_size=6), st.lists(st.one_of(NAMES, st.sampled_from(["é", "aaaaaaaab"])), max_size=6))
def test_names_of_files_are_found_wherever_they_stand(names: list[str], pieces: list[str]) -> None:
    text = "".join([*pieces, *names[:2]])
    expected = {(at, at + len(name)) for name in names for at in range(len(text)) if text.startswith(name, at)}
    assert set(Names(names).spans(text)) == expected
