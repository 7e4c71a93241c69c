"""Who may be seen on a picture, what goes with one that is not shown, what the editor says of the others."""

from __future__ import annotations

from collections import Counter

import pytest

from restitution.conservation.ast_words import block_words
from restitution.conservation.sealing import withheld_words
from restitution.model import Photo
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.picture_words import with_words
from restitution.people.register import Agreement, Person, Register
from restitution.people.seeing import why_unseen, without_pictures
from restitution.people.withdrawal import pictures_below
from tests.people.test_withdrawal import note_of

YES = Agreement(le="2025-03-18")
REGISTER = Register(
    personnes=(
        Person(nom="Zoé Martin", accord=YES),
        Person(nom="Luc Aubier"),
        Person(nom="Ana Brac", accord=Agreement(le="2025-03-18", portee=("nom",))),
        Person(nom="Tom Lherbier", mineur=True),
        Person(nom="Lou Lherbier", mineur=True, accord=YES),
        Person(
            nom="Anselme Vidalbert", niveau="nominatif", accord=Agreement(le="2025-03-18", retire_le="2026-01-01")
        ),
    )
)


@pytest.mark.parametrize(
    ("names", "agreed", "refused", "why"),
    [
        ("", False, False, None),
        ("", False, True, "consentement"),
        ("Zoé Martin", False, False, None),
        ("Zoé Martin", False, True, "consentement"),
        ("Luc Aubier", False, False, "consentement"),
        ("Luc Aubier", True, False, None),
        ("M. Aubier", False, False, "consentement"),
        ("Ana Brac", True, False, "consentement"),
        ("Tom Lherbier", True, False, "consentement"),
        ("Lou Lherbier", False, False, None),
        ("Lherbier", False, False, "consentement"),
        ("Quelqu'un Dailleurs", False, False, "consentement"),
        ("Quelqu'un Dailleurs", True, False, None),
        ("Zoé Martin, Anselme Vidalbert", True, False, "accord retiré"),
        ("VIDALBERT Anselme", False, True, "accord retiré"),
    ],
)
def test_who_may_be_seen(names: str, agreed: bool, refused: bool, why: str | None) -> None:
    each = [name.strip() for name in names.split(",") if name.strip()]
    assert why_unseen(each, Circle(REGISTER), agreed=agreed, refused=refused) == why


NOTE = """Avant ![x](media/a.png) après.

![La forge](media/b.png)

![](media/c.png)

Photo : la rivière

| vue |
|-----|
| ![](media/d.png) |
"""


def test_a_picture_goes_with_its_caption_and_no_word_is_lost() -> None:
    note = note_of(NOTE)
    left, places = without_pictures(note, {f"media/{one}.png": "consentement" for one in "abcd"})
    assert left.media == {}
    assert all(places.values())
    assert not [image for one in left.passages for image in pictures_below(one.block)]
    assert " ".join(ast.text([one.block for one in left.passages]).split()) == "Avant après. vue"
    kept = Counter(block_words([one.block for one in left.passages]))
    kept.update(word for one in left.withheld for word in withheld_words(one, "md"))
    assert kept == Counter(block_words([one.block for one in note.passages]))


def test_a_picture_that_nothing_is_said_of_stays() -> None:
    note = note_of(NOTE)
    assert without_pictures(note, {}) == (note, {})


def test_the_editor_says_what_a_note_does_not() -> None:
    said = {
        "media/b.png": Photo(legende="Autre légende", credit="Z. M.", texte_alternatif="Un four allumé"),
        "media/c.png": Photo(legende="La rivière, par Luc", credit="photo Luc", texte_alternatif="De l'eau"),
        "media/d.png": Photo(texte_alternatif="Une vue"),
    }
    note = note_of(NOTE)
    after = with_words(note, said, lambda text: text.replace("Luc", "une personne"), str)
    text = ast.text([one.block for one in after.passages])
    assert "La forge (photo : Z. M.)" in text
    assert "Autre" not in text
    assert "La rivière, par une personne (photo Luc)" in text
    alts = [ast.text(image["c"][1]) for one in after.passages for image in pictures_below(one.block)]
    assert alts == ["x", "Un four allumé", "De l'eau", "Une vue"]
    assert Counter(block_words([one.block for one in after.passages])) == Counter(
        block_words([one.block for one in note.passages])
    ), "her words are none of the note's"
