"""Three-way merge: what it gives on cases that a person wrote, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.merging import atoms, edited, merge, run_of, same

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))

WORDS = st.sampled_from(
    [
        "le",
        "la",
        "de",
        "logement",
        "maison",
        "eau",
        "l’eau",
        "rare,",
        "3,5",
        "(mal)",
        "bleu.",
        "vert",
        "!",
        "«",
        "oui",
        "»",
        "–",
        "porte-à-porte",
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
OTHER = st.lists(st.sampled_from(["un", "deux", "trois", "quatre"]), min_size=1, max_size=3).map(" ".join)
DISTINCT = st.integers(6, 14).map(lambda size: [f"mot{number}" for number in range(size)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_case(case: dict[str, Any]) -> None:
    made = merge(case["base"], case["ours"], case["theirs"])
    if "clash" in case:
        assert [[clash.base, clash.ours, clash.theirs] for clash in made.clashes] == [case["clash"]]
        assert not made.text
    else:
        assert (made.text, made.clashes) == (case["gives"], [])


@given(TEXTS, TEXTS)
def test_nothing_wanted_changes_nothing(base: str, theirs: str) -> None:
    made = merge(base, base, theirs)
    assert (made.text, made.edits) == (theirs, [])


@given(TEXTS, TEXTS)
def test_nothing_else_changed_gives_what_is_wanted(base: str, ours: str) -> None:
    assert same(merge(base, ours, base).text, ours)


@given(TEXTS, TEXTS)
def test_what_is_said_already_is_settled(base: str, said: str) -> None:
    made = merge(base, said, said)
    assert (made.text, made.edits, made.clashes) == (said, [], [])


@given(TEXTS, TEXTS, TEXTS)
def test_both_sides_are_treated_alike(base: str, ours: str, theirs: str) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert [(c.base, c.ours, c.theirs) for c in one.clashes] == [(c.base, c.theirs, c.ours) for c in other.clashes]
    assert same(one.text, other.text)
    assert one == merge(base, ours, theirs)


@given(DISTINCT, st.data())
def test_changes_that_a_word_parts_are_both_made_and_others_clash(base: list[str], data: st.DataObject) -> None:
    mine, hers = data.draw(OTHER), data.draw(OTHER.map(str.upper))
    first = data.draw(st.integers(0, len(base) - 2))
    second = data.draw(st.integers(first + 1, len(base) - 1))
    one = [*base[:first], mine, *base[first + 1 :]]
    other = [*base[:second], hers, *base[second + 1 :]]
    made = merge(" ".join(base), " ".join(one), " ".join(other))
    both = [*base[:first], mine, *base[first + 1 : second], hers, *base[second + 1 :]]
    assert made.text == (" ".join(both) if second > first + 1 else "")
    assert bool(made.clashes) is (second == first + 1)


@given(TEXTS, TEXTS, TEXTS)
def test_edits_give_the_text_and_touch_no_word_that_stays(base: str, ours: str, theirs: str) -> None:
    made = merge(base, ours, theirs)
    if made.clashes:
        return
    assert edited(theirs, made.edits) == made.text
    ends = [0, *(edit.end for edit in made.edits)]
    assert all(end <= edit.start for end, edit in zip(ends, made.edits, strict=False))
    for edit in made.edits:
        for atom in atoms(theirs):
            assert (
                atom.end <= edit.start or edit.end <= atom.start or edit.start <= atom.start < atom.end <= edit.end
            )


@given(TEXTS, st.data())
def test_typography_makes_no_difference(text: str, data: st.DataObject) -> None:
    spaces = {" ": st.sampled_from([" ", "\u00a0", "\u202f", "  "]), "’": st.sampled_from(["’", "'"])}
    printed = "".join(data.draw(spaces[sign]) if sign in spaces else sign for sign in text)
    printed = printed.replace(" !", data.draw(st.sampled_from([" !", "!", "\u202f!"])))
    printed = printed.replace("« oui »", data.draw(st.sampled_from(["« oui »", '"oui"', "«oui»", "« oui »"])))
    assert same(printed, text)


@given(TEXTS, TEXTS, TEXTS)
def test_a_run_is_found_where_it_stands(before: str, part: str, after: str) -> None:
    whole = f"{before} {part} {after}"
    found = run_of(part, whole)
    assert bool(found) is bool(atoms(part))
    assert all([a.said for a in atoms(whole[low:high])] == [a.said for a in atoms(part)] for low, high in found)
