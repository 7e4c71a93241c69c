"""The same remark keeps its key through what programs do to a file; another remark has another."""

from hypothesis import given
from hypothesis import strategies as st

from restitution.review.keys import key_of

SAID = ("comment", "Relectrice A", "2026-10-08T14:05:33Z", "À revoir : 12 000 €", "src_0123456789")


def test_the_same_remark_whatever_a_program_did_to_it():
    same = key_of(*SAID)
    assert key_of("reply", *SAID[1:]) == same, "LibreOffice 7.4 forgets what a reply answers"
    assert (
        key_of("comment", "Relectrice\u00a0A", "2026-10-08T14:05:00", "À revoir\u00a0: 12\u202f000\n€", SAID[4])
        == same
    )


@given(
    st.sampled_from(range(1, 5)),
    st.text(st.characters(categories=["L", "N"]), min_size=1).filter(lambda t: t.isascii()),
)
def test_another_author_minute_text_or_place_is_another_remark(which, more):
    other = list(SAID)
    other[which] = more + other[which]
    assert key_of(*other) != key_of(*SAID)
