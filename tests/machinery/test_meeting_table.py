"""`sources/choix/rencontre.csv`: what the editor wrote stays, whatever is proposed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.errors import WrongUse
from restitution.intake.meeting import COLUMNS, decided, merged_shown, not_understood, read_shown
from restitution.model import Shown

A = Shown(vue="visite HG", place="parole", texte="On reste.", fichier="a/note.md", repere="ligne 4")
B = structs.replace(A, texte="On part.")
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9) | st.sampled_from(
    ["oui", "=1+1", "a;b", 'dit "oui"', "./a", "deux\nlignes"]
)
LINES = st.lists(st.tuples(*[CELL] * len(COLUMNS)), max_size=5)


def saved(lines: list[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows([COLUMNS, *lines])
    return buffer.getvalue().encode("utf-8-sig")


@given(LINES, st.booleans())
def test_what_the_editor_filled_stays_and_writing_twice_changes_nothing(
    lines: list[tuple[str, ...]], proposes: bool
) -> None:
    before = read_shown(saved(lines))
    after = merged_shown(before, [A] if proposes else [])
    again = read_shown(after)
    for line in before:
        if line.choisi.strip() or line.remarque.strip() or line.version_courte.strip():
            assert line in again
    assert merged_shown(again, [A] if proposes else []) == after
    assert not proposes or any(line.texte == A.texte for line in again)


def test_a_proposal_goes_when_it_is_no_longer_made_unless_somebody_spoke() -> None:
    said = structs.replace(B, choisi="non")
    assert read_shown(merged_shown([A, said], [])) == [said]


def test_lines_come_in_the_order_of_the_views() -> None:
    other = structs.replace(A, vue="pourquoi", place="question")
    chosen = structs.replace(B, choisi="oui")
    assert read_shown(merged_shown([chosen], [other, A, B])) == [other, A, chosen]


@pytest.mark.parametrize(
    ("said", "wanted"), [("oui", "oui"), ("X", "oui"), ("Non", "non"), ("", None), ("bof", None)]
)
def test_what_choisi_says_is_followed(said: str, wanted: str | None) -> None:
    line = structs.replace(A, choisi=said, fichier="note.md")
    found = decided([line], {"a/note.md"})
    assert [(one.choisi, one.fichier) for one in found] == ([(wanted, "a/note.md")] if wanted else [])
    assert bool(not_understood([line])) is (said == "bof")


def test_what_is_no_such_table_is_said() -> None:
    with pytest.raises(WrongUse):
        read_shown(b"\xff\xfe\x00\x01 rien")
