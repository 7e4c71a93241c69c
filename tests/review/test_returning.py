"""A thread that was shown elsewhere than it was made comes home as itself."""

import pytest
from msgspec import structs

from restitution.remarks import Mark, Sent, said_digest
from restitution.review.returning import recognised

FIRST = Mark(
    key="k1",
    number="R-001",
    kind="comment",
    elements={"comment": 1},
    author="Relectrice A",
    date="2026-10-08T14:05:33Z",
    text="À revoir",
    thread="k1",
    passage="src_0000000001",
)
ON_A_HEADING = structs.replace(
    FIRST, key="k9", number="", thread="k9", passage="src_0000000009", date="2026-10-08T14:05"
)
ANSWER = structs.replace(ON_A_HEADING, key="k10", kind="reply", text="Fait", parent="k9")


def test_an_orphan_that_was_shown_on_a_heading_keeps_its_key_and_so_does_its_thread():
    back, answer = recognised([ON_A_HEADING, ANSWER], Sent(carried=["k1"]), {"k1": FIRST})
    assert (back.key, back.thread) == ("k1", "k1")
    assert (answer.key, answer.thread, answer.parent) == ("k10", "k1", "k1"), "a new answer is new, in its thread"


def test_what_was_not_carried_is_another_remark():
    assert recognised([ON_A_HEADING], Sent(carried=[]), {"k1": FIRST}) == [ON_A_HEADING]


def test_a_carried_remark_that_is_there_keeps_its_key_and_its_twin_is_another_one():
    assert [mark.key for mark in recognised([FIRST, ON_A_HEADING], Sent(carried=["k1"]), {"k1": FIRST})] == [
        "k1",
        "k9",
    ]


def test_of_two_carried_remarks_that_say_the_same_each_comes_home_once():
    twin = structs.replace(FIRST, key="k2", passage="src_0000000002")
    other = structs.replace(ON_A_HEADING, key="k11", thread="k11")
    back = recognised([ON_A_HEADING, other], Sent(carried=["k1", "k2"]), {"k1": FIRST, "k2": twin})
    assert [mark.key for mark in back] == ["k1", "k2"]


def test_what_was_shown_without_a_name_comes_home_as_the_remark_that_it_is():
    shown = structs.replace(FIRST, key="k9", thread="k9", author="Une personne", text="À revoir avec une personne")
    masked = {"k1": said_digest("comment", shown.author, shown.date, shown.text)}
    answer = structs.replace(ANSWER, author="Une personne")
    home, reply = recognised([shown, answer], Sent(carried=["k1"], masked=masked), {"k1": FIRST})
    assert (home.key, home.thread) == ("k1", "k1")
    assert (reply.key, reply.parent) == ("k10", "k1"), "of the same shown author, and new"
    assert recognised([shown], Sent(carried=["k1"]), {"k1": FIRST}) == [shown], "nothing says that it was masked"


@pytest.mark.parametrize("date", ["", "1970-01-01", "1970-01-01T00:00:00", "0000-00-00T00:00:00"])
def test_a_date_that_is_none_is_none_whatever_program_wrote_it(date):
    """Carried with zeros, a tracked change came home of LibreOffice with the first day of computers."""
    change = structs.replace(
        FIRST, kind="insertion", elements={"insertion": 1}, date="0000-00-00T00:00:00", thread=""
    )
    back = structs.replace(change, key="k9", number="", date=date)
    assert [mark.key for mark in recognised([back], Sent(carried=["k1"]), {"k1": change})] == ["k1"]
    dated = structs.replace(back, date="2026-10-08T14:05")
    assert recognised([dated], Sent(carried=["k1"]), {"k1": change}) == [dated]
