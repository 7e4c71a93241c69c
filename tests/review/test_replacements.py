"""What is taken out and what is put in its place are one remark for people, and two for the count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from restitution.model import Finding
from restitution.remarks import Counts, Decision, Mark, Remark, Verdict
from restitution.returns.copies.phrases import said as said_to_her
from restitution.review.copies import Copy
from restitution.review.corrections import corrections_of
from restitution.review.journal import Collected, collected
from restitution.review.placing import place
from restitution.review.replacements import parts_of, seen
from restitution.review.returned import RawMark
from restitution.review.words import author_told, said
from tests.review.placing.small import copy_of, sent_of

CASES = yaml.safe_load(Path(__file__).with_name("replacements.yaml").read_text("utf-8"))
BASE = "Le pays compte douze communes."


def marks_of(case: dict[str, Any], first: int = 1) -> list[Mark]:
    """The marks of a case's copy, numbered."""
    returned = copy_of(case["copy"])
    raws = [_dressed(raw, case, number) for number, raw in enumerate(returned.marks)]
    marks = place(structs.replace(returned, marks=raws), sent_of(case["sent"]))
    return [structs.replace(mark, number=f"R-{number:03}") for number, mark in enumerate(marks, first)]


def _dressed(raw: RawMark, case: dict[str, Any], number: int) -> RawMark:
    by, at = case.get("by", [raw.author]), case.get("at", [raw.date])
    return structs.replace(raw, author=by[min(number, len(by) - 1)], date=at[min(number, len(at) - 1)])


def copy(folder: str, marks: list[Mark]) -> Copy:
    counts: dict[str, int] = {}
    for mark in marks:
        for kind, count in mark.elements.items():
            counts[kind] = counts.get(kind, 0) + count
    return Copy(folder, Counts(file="original.docx", format="docx", in_files=counts), marks)


def gathered(*copies: Copy, decisions: list[Decision] | None = None) -> tuple[Collected, list[Finding]]:
    return collected(copies, decisions or [])


def lines(items: list[Remark]) -> list[str]:
    """A line a remark, as people see it."""
    return [
        f"{' '.join(part.number for part in parts_of(one, items))} {' '.join(said(one).split())}"
        for one in seen(items)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_people_see(case: dict[str, Any]) -> None:
    marks = marks_of(case)
    journal, findings = gathered(copy("2026-11-24_00000001", marks))
    items = [item.remark for item in journal.items]
    assert lines(items) == case["seen"]
    assert [one.kind for one in items] == [mark.kind for mark in marks], "each half stays what its file says"
    assert len(items) == journal.keys
    assert not findings
    if "proposed" in case:
        assert [one.proposed for one in seen(items)] == case["proposed"]


WORD = {"sent": {1: BASE}, "copy": ["<1>Le pays compte {-douze-}{+quinze+} communes.</1>"]}


def decision(number: str, verdict: Verdict, at: str = "2026-12-01T10:00:00Z", **more: Any) -> Decision:
    return Decision(key="", number=number, verdict=verdict, at=at, **more)


@pytest.mark.parametrize("number", ["R-001", "R-002"])
@pytest.mark.parametrize("verdict", ["accepter", "rejeter", "rouvrir"])
def test_a_decision_on_either_number_holds_for_both(number: str, verdict: Verdict) -> None:
    """Also of a journal that an earlier version left half decided."""
    journal, findings = gathered(
        copy("2026-11-24_00000001", marks_of(WORD)), decisions=[decision(number, verdict, answer="Merci.")]
    )
    assert [item.verdict for item in journal.items] == [verdict, verdict]
    assert [item.remark.answer for item in journal.items] == ["Merci.", "Merci."]
    assert not findings
    (one,) = seen([item.remark for item in journal.items])
    assert [event.text for event in one.history if event.by or event.what != "reçue"] == ["Merci."]


def test_the_last_of_the_decisions_on_both_numbers_holds() -> None:
    said_ = [
        decision("R-001", "accepter"),
        decision("R-002", "accepter"),
        decision("R-001", "rejeter", "2026-12-02T10:00:00Z"),
        decision("R-002", "rejeter", "2026-12-02T10:00:00Z"),
    ]
    journal, findings = gathered(copy("2026-11-24_00000001", marks_of(WORD)), decisions=said_)
    assert [item.verdict for item in journal.items] == ["rejeter", "rejeter"]
    assert not findings


def test_halves_that_were_decided_otherwise_are_told_and_left() -> None:
    said_ = [decision("R-001", "accepter"), decision("R-002", "rejeter", "2026-12-02T10:00:00Z")]
    journal, findings = gathered(copy("2026-11-24_00000001", marks_of(WORD)), decisions=said_)
    items = [item.remark for item in journal.items]
    assert [item.verdict for item in journal.items] == ["accepter", "rejeter"]
    assert lines(items) == ["R-001 supprime : « douze »", "R-002 ajoute : « quinze »"]
    (told,) = (finding.message for finding in findings)
    assert "R-001 (acceptée)" in told
    assert "R-002 (écartée)" in told
    assert "restitution review decide R-001 R-002 accepter" in told


def test_what_comes_later_beside_a_deletion_is_no_part_of_it() -> None:
    """She sent her copy again with another word: the pair of the first one stays as it was decided."""
    first = marks_of(WORD)
    other = {"sent": {1: BASE}, "copy": ["<1>Le pays compte {-douze-}{+seize+} communes.</1>"]}
    gone, come = marks_of(other, first=8)
    again = [structs.replace(gone, number="R-001"), structs.replace(come, number="R-009")]
    for later in ("2026-11-24_00000000", "2026-11-24_00000002"):  # whatever the hash says
        journal, _ = gathered(
            copy("2026-11-24_00000001", first), copy(later, again), decisions=[decision("R-001", "accepter")]
        )
        items = [item.remark for item in journal.items]
        assert lines(items) == ["R-001 R-002 remplace « douze » par « quinze »", "R-009 ajoute : « seize »"]
        assert [item.verdict for item in journal.items] == ["accepter", "accepter", ""]


def test_a_replacement_that_was_accepted_is_one_correction() -> None:
    journal, _ = gathered(copy("2026-11-24_00000001", marks_of(WORD)), decisions=[decision("R-002", "accepter")])
    items = [item.remark for item in journal.items]
    accepted = [Decision(key=one.key, verdict="accepter", at="2026-12-01T10:00:00Z") for one in items]
    (made,) = corrections_of(items, [], accepted)
    assert (made.number, made.base, made.text) == ("R-001", BASE, "Le pays compte quinze communes.")


def test_all_words_of_a_cell_are_replaced_at_once() -> None:
    case = {"sent": {1: "800"}, "copy": [{"text": "<1>{-800-}{+900+}</1>", "kind": "table"}]}
    journal, _ = gathered(copy("2026-11-24_00000001", marks_of(case)), decisions=[decision("R-001", "accepter")])
    items = [item.remark for item in journal.items]
    accepted = [Decision(key=one.key, verdict="accepter", at="2026-12-01T10:00:00Z") for one in items]
    assert [(one.base, one.text) for one in corrections_of(items, [], accepted)] == [("800", "900")]


def test_a_part_alone_is_told_as_it_is() -> None:
    """A list that holds one half only, whatever the reason, tells that half."""
    journal, _ = gathered(copy("2026-11-24_00000001", marks_of(WORD)))
    items = [item.remark for item in journal.items]
    assert [said(one) for one in seen(items[1:])] == ["ajoute : « quinze »"]


def test_numbers_are_told_in_order_and_the_first_one_is_said() -> None:
    journal, _ = gathered(copy("2026-11-24_00000001", marks_of(WORD)))
    items = [item.remark for item in journal.items]
    (one,) = seen(list(reversed(items)))
    assert (one.number, one.kind, one.quote, one.text) == ("R-001", "replacement", "douze", "quinze")


def test_who_read_a_copy_is_told_by_what_came_first_in_it() -> None:
    """A copy also holds what others said before: it went round, or came back with the remarks that it showed."""
    anne = marks_of(WORD | {"by": ["Anne"]})
    paul = marks_of({"sent": {1: BASE}, "copy": ["<1>Le {#pays#} compte douze communes.</1>"], "by": ["Paul"]}, 3)
    unsigned = [structs.replace(paul[0], key="f" * 16, number="R-004", kind="untracked_edit", author="")]
    copies = (copy("2026-11-24_00000001", anne), copy("2026-11-25_00000002", [*anne, *paul, *unsigned]))
    journal, _ = gathered(*copies)
    readers = {item.remark.number: [one.reader for one in item.remark.returned_in] for item in journal.items}
    assert readers["R-004"] == ["Paul"]
    assert readers["R-001"] == ["Anne", "Paul"]
    assert author_told(journal.items[-1].remark) == "sans suivi, dans la copie relue par Paul"


PIECES = st.lists(
    st.tuples(st.sampled_from(["kept", "+", "-"]), st.sampled_from(["un ", "deux ", "lac", ", ", " et ", "la"])),
    min_size=2,
    max_size=9,
)


@given(PIECES)
@example([("+", "un "), ("-", "un "), ("-", "lac"), ("kept", "lac"), ("-", "lac")])
def test_all_that_a_person_did_reads_as_she_wrote_it_once_it_is_accepted(pieces: list[tuple[str, str]]) -> None:
    """However her changes are gathered: the words of the text become those that she sees in her file."""
    joined: list[tuple[str, str]] = []
    for status, words in [("kept", "Au début "), *pieces, ("kept", " enfin.")]:
        if joined and joined[-1][0] == status:
            joined[-1] = status, joined[-1][1] + words
        else:
            joined.append((status, words))
    line = "".join(words if status == "kept" else f"{{{status}{words}{status}}}" for status, words in joined)
    base = " ".join("".join(words for status, words in joined if status != "+").split())
    wanted = "".join(words for status, words in joined if status != "-")
    marks = marks_of({"sent": {1: base}, "copy": [f"<1>{line}</1>"]})
    said_ = [decision(mark.number, "accepter") for mark in marks]
    journal, _ = gathered(copy("2026-11-24_00000001", marks), decisions=said_)
    items = [item.remark for item in journal.items]
    accepted = [Decision(key=one.key, verdict="accepter", at="2026-12-01T10:00:00Z") for one in items]
    made = corrections_of(items, [], accepted)
    text = made[-1].text if made else base
    assert "".join(text.split()) == "".join(wanted.split())
    assert sum(len(parts_of(one, items)) for one in seen(items)) == len(items)


@pytest.mark.parametrize(("quote", "text", "told"), [
    ("une personne", "Une personne", "remplace « une personne » par un nom, qui est masqué ici"),
    ("[nom masqué]", "une personne", "remplace « [nom masqué] » par un nom, qui est masqué ici"),
    ("une personne, ici", "une personne, ici", "remplace « une personne, ici » par un nom, qui est masqué ici"),
    ("", "", "remplace «  » par "),
    ("mars", "Mars", "remplace « mars » par « Mars »"),
])  # fmt: skip
def test_a_replacement_of_which_only_a_masked_name_differs_says_so(quote: str, text: str, told: str) -> None:
    remark = Remark(key="k", number="R-001", kind="replacement", quote=quote, text=text)
    assert said(remark) == told
    assert ("par un nom, qui est masqué ici" in told) == ("par un nom, qui est masqué ici" in said_to_her(remark))
