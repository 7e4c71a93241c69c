"""What people read of a change that holds no word, and why no program can make it."""

from __future__ import annotations

import pytest

from restitution.cli.review.table import cells_of
from restitution.remarks import Origin, Remark, Seen
from restitution.review.corrections import by_hand
from restitution.review.words import said

WORDLESS: list[tuple[Seen, str, str, str]] = [
    ("deletion", "image", "supprime une image", "La suppression d'autre chose que des mots (image)"),
    (
        "insertion",
        "appel de note",
        "ajoute un appel de note",
        "L'ajout d'autre chose que des mots (appel de note)",
    ),
    ("insertion", "", "ajoute autre chose que des mots", "L'ajout d'autre chose que des mots"),
    ("format", "gras", "change la mise en forme (gras)", "Un changement de mise en forme"),
    ("paragraph_deletion", "", "réunit le paragraphe au suivant", "Deux paragraphes joints"),
]


def change(kind: Seen, text: str, look: str = "") -> Remark:
    origin = Origin(passage="src_0000000001")
    return Remark(
        key="k", number="R-001", kind=kind, text=text, look=look, base="Le bourg.", proposed="Le bourg.",
        source=origin, confidence=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "look", "told", "why"), WORDLESS)
def test_a_change_without_words_says_what_it_holds(kind: Seen, look: str, told: str, why: str) -> None:
    remark = change(kind, "", look)
    assert said(remark) == told
    assert cells_of(remark)["ce qui est dit"] == told
    assert by_hand(remark).startswith(f"{why} : le programme ne sait pas le faire.")


def test_a_deletion_in_what_another_adds_is_told_for_what_it_is() -> None:
    assert by_hand(change("deletion", "trois mots")).startswith(
        "Une suppression dans ce que quelqu'un d'autre ajoute"
    )
