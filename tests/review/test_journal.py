"""Every element of every copy stands in exactly one remark, whatever the copies, their order and their number."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.errors import RestitutionError
from restitution.remarks import Applied, Counts, Decision, Mark, Origin, Remark, ReturnedIn
from restitution.review.balance import balance_of, imbalance
from restitution.review.copies import Copy, copies_of
from restitution.review.journal import Gathered, collected, numbered
from restitution.review.keys import key_of
from restitution.review.states import with_states

PASSAGES = ("src_0000000001", "src_0000000002", "")
AUTHORS = ("Relectrice A", "Relecteur B")


@st.composite
def marks(draw):
    kind = draw(st.sampled_from(["comment", "reply", "insertion", "deletion"]))
    author, minute = (
        draw(st.sampled_from(AUTHORS)),
        draw(st.sampled_from(["2026-10-08T14:05", "2026-10-08T14:06"])),
    )
    text, passage = draw(st.sampled_from(["OK", "À revoir"])), draw(st.sampled_from(PASSAGES))
    return Mark(
        key=key_of(kind, author, minute, text, passage or "les mots cités"),
        number=f"R-{draw(st.integers(1, 4)):03}",
        kind=kind,
        elements={kind: draw(st.integers(1, 3))},
        author=author,
        date=minute,
        text=text,
        passage=passage,
        confidence=draw(st.sampled_from([0.5, 1.0])) if passage else 0.0,
    )


@st.composite
def copies(draw):
    found = []
    for number in range(draw(st.integers(0, 4))):
        lines = draw(st.lists(marks(), max_size=6))
        counted = Counter()
        for line in lines:
            counted.update(line.elements)
        folder = f"2026-10-{number + 10}_{number:08x}"
        found.append(Copy(folder, Counts(file="original.docx", format="docx", in_files=dict(counted)), lines))
    return found


@given(copies())
def test_nothing_is_lost_and_nothing_counts_twice(given_copies):
    journal, _ = collected(given_copies, [])
    remarks = [item.remark for item in journal.items]
    with_states(journal.items, {})
    assert not imbalance(journal, balance_of(journal, remarks))
    assert len({remark.key for remark in remarks}) == len(remarks) == journal.keys
    assert len({remark.number for remark in remarks}) == len(remarks), "people say the number"


@given(copies(), st.randoms())
def test_the_order_in_which_copies_are_read_changes_nothing(given_copies, chance):
    shuffled = list(given_copies)
    chance.shuffle(shuffled)
    assert collected(shuffled, [])[0] == collected(given_copies, [])[0]


@given(copies())
def test_a_line_that_is_gone_stops_the_publication(given_copies):
    short = [structs.replace(copy, marks=copy.marks[1:]) for copy in given_copies]
    journal, _ = collected(short, [])
    lost = sum(1 for copy in given_copies if copy.marks)
    assert bool(imbalance(journal, balance_of(journal, [item.remark for item in journal.items]))) is bool(lost)


@given(copies())
def test_the_same_copies_from_two_machines_give_the_same(given_copies):
    """A synchroniser leaves the lines of a copy twice."""
    encode = msgspec.json.Encoder()
    files = {}
    for copy in given_copies:
        lines = [structs.replace(mark, offset=number) for number, mark in enumerate(copy.marks)]
        files[f"{copy.folder}/comptes.json"] = encode.encode(copy.counts)
        files[f"{copy.folder}/remarques.jsonl"] = encode.encode_lines(lines)
    twice = files | {
        path.replace("remarques", "remarques (1)"): data for path, data in files.items() if "remar" in path
    }
    once, both = copies_of(files), copies_of(twice)
    assert collected(once[0], [])[0] == collected(both[0], [])[0]
    assert len(both[1]) == len(given_copies)
    assert not once[1]


def test_a_damaged_line_is_no_small_matter():
    with pytest.raises(RestitutionError, match="ligne 2"):
        copies_of(
            {
                "2026-10-08_00000000/comptes.json": b'{"file":"original.docx","format":"docx"}',
                "2026-10-08_00000000/remarques.jsonl": b'{"key":"a","kind":"reply","elements":{}}\n<<<<<<<\n',
            }
        )


def test_numbers_given_on_two_machines_at_once_stay_distinct():
    given_numbers = {"aaaa": ["R-014"], "bbbb": ["R-014"], "cccc": ["R-015", "R-013"], "dddd": ["R-014"]}
    assert numbered(given_numbers) == {"aaaa": "R-014", "bbbb": "R-014b", "cccc": "R-013", "dddd": "R-014c"}


def test_what_one_copy_could_not_place_joins_what_another_did():
    said = {
        "kind": "comment",
        "elements": {"comment": 1},
        "author": "A",
        "date": "2026-10-08T14:05",
        "text": "Non",
        "quote": "douze communes",
    }
    placed = Mark(key="k1", number="R-001", passage="src_0000000001", confidence=1.0, **said)
    lost = Mark(key="k2", number="R-002", passage="", **said)
    counts = Counts(file="original.docx", format="docx", in_files={"comment": 1})
    both = [Copy("2026-10-08_00000001", counts, [placed]), Copy("2026-10-09_00000002", counts, [lost])]
    journal, _ = collected(both, [Decision(key="k2", verdict="rejeter", at="2026-10-10T08:00:00Z")])
    [item] = journal.items
    assert (item.remark.number, len(item.remark.returned_in), item.verdict) == ("R-001", 2, "rejeter")
    same_copy = [Copy("2026-10-08_00000001", counts, [placed, lost])]
    assert len(collected(same_copy, [])[0].items) == 2, "two remarks of one copy are two"


CASES = yaml.safe_load((Path(__file__).parent / "states.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_state(case):
    items = [_item(number, **told) for number, told in enumerate(case["remarques"])]
    applied = {
        item.remark.key: Applied(passage="src_0000000001", key=item.remark.key, result=told["assemblage"])
        for item, told in zip(items, case["remarques"], strict=True)
        if "assemblage" in told
    }
    with_states(items, applied)
    assert [item.remark.state for item in items] == case["états"]


def _item(number, genre="comment", repond_a="", confiance=1.0, passage="src_0000000001", **told):
    remark = Remark(
        key=f"k{number}",
        number=f"R-00{number}",
        kind=genre,
        parent=repond_a,
        thread=repond_a or f"k{number}",
        date=str(told.get("date", "")),
        source=Origin(passage=passage),
        confidence=confiance,
        placed="exact" if passage else "orphan",
        returned_in=[ReturnedIn(copy=folder) for folder in told.get("copies", [])],
    )
    return Gathered(
        remark=remark,
        verdict=told.get("décision", ""),
        at=str(told.get("le", "")),
        seen=told.get("vu"),
        resolved=told.get("résolue", False),
        resolved_in=told.get("copies", []) if told.get("résolue") else [],
        dropped=told.get("absente", False),
    )


def lone(passage="src_0000000001", confidence=1.0, key="k1", **said):
    told = {"kind": "comment", "author": "A", "date": "2026-10-08T14:05", "text": "Non", "quote": "douze"} | said
    return Mark(
        key=key, number="R-001", elements={told["kind"]: 1}, passage=passage, confidence=confidence, **told
    )


@pytest.mark.parametrize(
    ("said", "other_quote", "items"),
    [
        ({}, "douze", 1),
        ({}, "treize", 2),
        ({"quote": "douze communes"}, "douze", 1),
        ({"date": ""}, "douze", 2),
        ({"kind": "format", "text": "", "quote": ""}, "", 2),
        ({"kind": "insertion", "text": "s", "quote": ""}, "", 2),
        ({"kind": "insertion", "text": "Une phrase entière.", "quote": ""}, "", 1),
    ],
)
def test_only_what_is_plainly_the_same_joins_what_another_copy_placed(said, other_quote, items):
    """Else a remark would be counted as another one, and nobody would read it."""
    placed = lone(**said)
    lost = lone(passage="", confidence=0.0, key="k2", **said | {"quote": other_quote})
    counts = Counts(file="original.docx", format="docx", in_files={placed.kind: 1})
    both = [Copy("2026-10-08_00000001", counts, [placed]), Copy("2026-10-09_00000002", counts, [lost])]
    assert len(collected(both, [])[0].items) == items
    shown = structs.replace(both[1], folder="2026-10-07_00000002")
    back = structs.replace(both[0], counts=structs.replace(counts, dropped=["k2"]))
    assert len(collected([shown, back], [])[0].items) == 1, "it was shown in that copy: it comes back as itself"


def test_a_decision_on_a_remark_that_is_gone_is_told():
    _, findings = collected([], [Decision(key="k9", number="R-009", verdict="rejeter")])
    assert ["R-009" in finding.message for finding in findings] == [True]


def test_a_remark_that_a_later_copy_shows_elsewhere_stays_about_its_own_passage():
    """Its passage is gone, so it was shown on a heading: that is no new place."""
    text, minute = "Lequel ?", "2026-10-08T14:05"
    own = Mark(
        key=key_of("comment", "A", minute, text, PASSAGES[0]), number="R-001", kind="comment",
        elements={"comment": 1}, author="A", date=minute, text=text, passage=PASSAGES[0], confidence=0.97,
    )  # fmt: skip
    shown = structs.replace(own, passage="gen_0000000009", confidence=0.99)
    counts = Counts(file="original.docx", format="docx", in_files={"comment": 1})
    for folders in (("2026-10-08_0", "2026-10-08_1"), ("2026-10-08_1", "2026-10-08_0")):
        journal, _ = collected([Copy(folders[0], counts, [own]), Copy(folders[1], counts, [shown])], [])
        assert [item.remark.source.passage for item in journal.items] == [PASSAGES[0]]


def spoken(author: str, text: str, number: int, kind: str = "comment", parent: str = "", minute: int = 23) -> Mark:
    date, passage = f"2026-11-26T13:{minute}:07Z", PASSAGES[0]
    key = key_of("comment", author, date, text, passage)
    return Mark(
        key=key, number=f"R-{number:03}", kind=kind, elements={kind: 1}, author=author, date=date, text=text,
        passage=passage, confidence=1.0, parent=parent, thread=parent or key, quote="4 210 habitants",
    )  # fmt: skip


def copy_of(folder: str, *lines: Mark) -> Copy:
    counted = Counter(kind for line in lines for kind in line.elements)
    return Copy(folder, Counts(file="original.docx", format="docx", in_files=dict(counted)), list(lines))


@pytest.mark.parametrize("folders", [("2026-11-26_f", "2026-11-26_2"), ("2026-11-26_2", "2026-11-26_f")])
def test_two_remarks_never_answer_each_other(folders: tuple[str, str]) -> None:
    """LibreOffice dropped the thread and wrote the answer before what it answers."""
    asked, told = spoken("Paul", "4 120, non ?", 12), spoken("Maud", "Je confirme.", 13)
    first = copy_of(folders[0], asked, structs.replace(told, kind="reply", parent=asked.key, thread=asked.key))
    again = copy_of(folders[1], told, structs.replace(asked, kind="reply", parent=told.key, thread=told.key))
    journal, _ = collected([first, again], [])
    found = {item.remark.number: item.remark for item in journal.items}
    assert (found["R-012"].kind, found["R-012"].parent, found["R-012"].thread) == ("comment", "", asked.key)
    assert (found["R-013"].kind, found["R-013"].parent, found["R-013"].thread) == ("reply", asked.key, asked.key)
    assert not imbalance(journal, balance_of(journal, list(found.values())))


def test_a_comment_that_a_program_emptied_is_no_other_one() -> None:
    said, emptied = spoken("Paul", "La légende est fausse.", 11), spoken("Paul", "", 30)
    another = spoken("Paul", "", 31, minute=24)
    journal, _ = collected([copy_of("2026-11-26_a", said), copy_of("2026-11-26_b", emptied, another)], [])
    remarks = [item.remark for item in journal.items]
    assert [(one.number, one.text, len(one.returned_in)) for one in remarks] == [
        ("R-011", "La légende est fausse.", 2), ("R-031", "", 1),
    ]  # fmt: skip
    assert not imbalance(journal, balance_of(journal, remarks))
