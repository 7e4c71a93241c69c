"""What people read of a change that holds no word, and why no program can make it."""

from __future__ import annotations

import pytest

from restitution.cli.review.table import cells_of
from restitution.remarks import LEFT, Event, Origin, Remark, Seen
from restitution.review.corrections import by_hand
from restitution.review.letter import _composed
from restitution.review.tierce import Change
from restitution.review.words import said
from restitution.writers.docx.reports import proposal
from restitution.writers.docx.spots import Spot

WORDLESS: list[tuple[Seen, str, str, str]] = [
    ("deletion", "image", "supprime une image", "La suppression d'autre chose que des mots (image)"),
    (
        "insertion",
        "appel de note",
        "ajoute un appel de note",
        "L'ajout d'autre chose que des mots (appel de note)",
    ),
    ("insertion", "", "ajoute autre chose que des mots", "L'ajout d'autre chose que des mots"),
    ("paragraph_deletion", "image", "supprime une image", "La suppression d'autre chose que des mots (image)"),
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


def test_a_move_says_where_its_words_went() -> None:
    assert (
        said(change("move", "Une heure.", "vers ¶ 4.2-3 de la copie"))
        == "déplace vers ¶ 4.2-3 de la copie : « Une heure. »"
    )


def test_a_deletion_in_what_another_adds_is_told_for_what_it_is() -> None:
    assert by_hand(change("deletion", "trois mots")).startswith(
        "Une suppression dans ce que quelqu'un d'autre ajoute"
    )


@pytest.mark.parametrize(("accepted", "told"), [(True, "acceptée, à reporter à la main"), (False, "à décider")])
def test_the_next_copy_says_what_was_decided_of_a_change(accepted: bool, told: str) -> None:
    remark = change("deletion", "trois mots")
    remark.state, remark.history = "open", [Event(what=LEFT, text="Pourquoi.")] if accepted else []
    spot = Spot(first="src_1", start=0, last="src_1", end=0, placed="exact")
    assert f"(R-001), {told}" in proposal(remark, spot, "Le bourg.")


def test_places_that_changed_by_themselves_are_all_counted() -> None:
    changes = [Change(passage="a", part="Annexes"), Change(passage="b"), Change(passage="c")]
    assert "en 3 endroits (Annexes" in _composed(changes).replace("\u202f", " ").replace("\u00a0", " ")
    assert "ailleurs" in _composed(changes)
    assert "(" not in _composed(changes[1:])
