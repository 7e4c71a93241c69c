"""Who became whom between old texts and new ones."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.alignment import Piece, align
from restitution.likeness import holds

LONG = "La fromagerie du col emploie neuf personnes depuis vingt ans, et cherche encore des apprentis chaque été."
HOUSE = "Les maisons du bourg ont des murs humides."
texts = st.sampled_from([LONG, HOUSE, f"{LONG} {HOUSE}", "oui", "non"])
pieces = st.lists(st.builds(Piece, st.sampled_from(["a.md", "b.md"]), texts), max_size=12)
LITTLE_S = 6
"""Several times what 5,000 pieces take where one in fifty was edited; a loop over all pairs takes longer."""


@settings(deadline=None, max_examples=200)
@given(pieces, pieces)
def test_each_old_piece_has_one_heir_or_stands_in_one(old: list[Piece], new: list[Piece]) -> None:
    found = align(old, new)
    heirs = [heir.old for heir in found.heirs.values()]
    assert len(set(heirs)) == len(heirs)
    assert not found.parts.keys() & found.heirs.keys()
    assert not found.merged.keys() & set(heirs)
    assert all(0 < heir.confidence <= 1 for heir in found.heirs.values())
    assert all(
        holds(new[one.new].text, old[one.old].text) or len(old[one.old].text) < 25 for one in found.merged.values()
    )


@given(pieces)
def test_what_did_not_change_is_itself(old: list[Piece]) -> None:
    assert {number: heir.old for number, heir in align(old, old).heirs.items()} == {n: n for n in range(len(old))}


def test_equal_texts_among_which_one_went_are_doubtful() -> None:
    old = [Piece("a.md", text) for text in (LONG, "oui", "oui", HOUSE)]
    found = align(old, [old[0], old[1], old[3]])
    assert [found.heirs[number].is_doubtful for number in range(3)] == [False, True, False]
    assert not any(heir.is_doubtful for heir in align(old, old).heirs.values())


def test_five_thousand_pieces_are_aligned_in_about_a_second() -> None:
    texts = [f"{LONG} {HOUSE} Le {number * 7919 % 5000} du mois." for number in range(5000)]
    old = [Piece(f"{number // 50}.md", text) for number, text in enumerate(texts)]
    new = [p._replace(text=p.text.replace("murs", f"toits{n}")) if n % 50 == 0 else p for n, p in enumerate(old)]
    start = time.process_time()
    found = align(old, new)
    assert time.process_time() - start < LITTLE_S
    assert [found.heirs[number].old for number in range(5000)] == list(range(5000))
