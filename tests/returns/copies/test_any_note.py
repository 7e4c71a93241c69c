"""Whatever the note and its remarks: nothing is lost, nothing else is touched, and each change can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given

from restitution.remarks import Correction, Origin, Remark
from restitution.returns.copies.docx import DocxCopy
from restitution.returns.copies.marks import Copy, Leaf, Marks
from restitution.returns.copies.odt import OdtCopy
from restitution.returns.copies.phrases import said
from restitution.returns.copies.planning import Remarked, planned
from restitution.returns.copies.spans import says_the_same

from . import texts

FORMATS: dict[
    str, tuple[Callable[..., bytes], Callable[..., Copy], Callable[..., Any], Callable[..., list[str]]]
] = {
    ".docx": (texts.docx, DocxCopy, texts.docx_letters, texts.docx_comments),
    ".odt": (texts.odt, OdtCopy, texts.odt_letters, texts.odt_comments),
}


def plain(letters: Sequence[tuple[str, object]]) -> str:
    return "".join(letter for letter, _ in letters)


def everywhere(marks: Marks) -> Counter[str]:
    """How many times each remark is told: by a comment, by a change, on the page."""
    told = [key for comment in marks.comments for key in comment.keys]
    told += {change.key for change in marks.changes if change.key} - set(told)
    return Counter([*told, *(remark.key for remark in marks.told if remark.key)])


@pytest.mark.parametrize("ending", FORMATS)
@given(reviewed=texts.reviewed())
def test_a_copy_holds_all_and_changes_nothing_else(
    ending: str, reviewed: tuple[list[list[texts.Run]], list[Leaf], Remarked, dict[int, str]]
) -> None:
    note, leaves, about, wanted = reviewed
    make, open_copy, letters, comments = FORMATS[ending]
    data = make(note)
    copy = open_copy(data, leaves)
    marks = planned(about, leaves, copy)
    written = copy.written(marks, "0123456789abcdef a")[ending]

    assert everywhere(marks) == Counter({remark.key: 1 for remark in about.remarks})
    assert Counter(comments(written)) == Counter(
        message.text for comment in marks.comments for message in comment.messages
    )
    assert letters(written, accept=False) == letters(data, accept=False)
    for number, (before, after) in enumerate(
        zip(letters(data, accept=True), letters(written, accept=True), strict=True)
    ):
        changed = [change for change in marks.changes if change.paragraph == number]
        if not changed:
            assert after == before
        elif len([one for one, origin in about.corrections if origin.passage == f"src_{number}"]) == 1:
            assert says_the_same(plain(after).replace("\t", " "), wanted[number])
    assert copy_again(open_copy, data, leaves, about)[ending] == written


def copy_again(
    open_copy: Callable[..., Copy], data: bytes, leaves: list[Leaf], about: Remarked
) -> dict[str, bytes]:
    copy = open_copy(data, leaves)
    return copy.written(planned(about, leaves, copy), "0123456789abcdef a")


@pytest.mark.parametrize("ending", FORMATS)
@given(reviewed=texts.reviewed())
def test_what_is_said_is_said_word_for_word(
    ending: str, reviewed: tuple[list[list[texts.Run]], list[Leaf], Remarked, dict[int, str]]
) -> None:
    note, leaves, about, _ = reviewed
    make, open_copy, _, comments = FORMATS[ending]
    copy = open_copy(make(note), leaves)
    marks = planned(about, leaves, copy)
    written = comments(copy.written(marks, "x a")[ending])
    in_comments = {key for comment in marks.comments for key in comment.keys}

    def is_there(remark: Remark) -> bool:
        return said(remark) in written

    assert all(is_there(remark) for remark in about.remarks if remark.key in in_comments)


def test_words_replaced_are_proposed_once() -> None:
    """What is written and what is struck out are two remarks, accepted one upon the other."""
    words = ("gros bourg", "petit bourggros bourg", "petit bourg")
    base, both, wanted = (f"Moins que dans un {each} de plaine." for each in words)
    origin = Origin(path="a", passage="src_0", where="paragraphe 1")
    pairs = [("insertion", base, both), ("deletion", both, wanted)]
    corrections = [
        (Correction(passage="src_0", base=before, text=after, key=kind, author="Élise"), origin)
        for kind, before, after in pairs
    ]
    remarks = [
        Remark(kind=kind, key=kind, number="R-001", author="Élise", date="", text="mot", base=base, source=origin,
               thread=kind)
        for kind in ("insertion", "deletion")
    ]  # fmt: skip
    leaves = [Leaf("paragraphe 1", base)]
    data = texts.docx([[("plain", base)]])
    copy = DocxCopy(data, leaves)
    marks = planned(Remarked(path="a", remarks=remarks, corrections=corrections), leaves, copy)
    written = copy.written(marks, "0123456789abcdef a")[".docx"]
    assert [plain(letters) for letters in texts.docx_letters(written, accept=True)] == [wanted]
    assert not marks.comments
    assert not marks.told


def test_a_name_that_is_masked_is_not_said_to_stand_there_already() -> None:
    """A reviewer gave the name of « Une personne »: the writer hears that somebody takes it up by hand."""
    base = "Une personne nous attendait."
    origin = Origin(path="a", passage="src_0", where="paragraphe 1")
    one = Correction(passage="src_0", base=base, text=base, key="k", author="Paul", masked=True)
    remark = Remark(
        kind="replacement", key="k", number="R-015", author="Paul", date="", quote="Une personne",
        text="Une personne", base=base, source=origin, thread="k",
    )  # fmt: skip
    leaves = [Leaf("paragraphe 1", base)]
    about = Remarked(path="a", remarks=[remark], corrections=[(one, origin)])
    marks = planned(about, leaves, DocxCopy(texts.docx([[("plain", base)]]), leaves))
    assert not marks.changes
    assert [message.text for message in marks.comments[0].messages] == [
        "Propose de remplacer « Une personne » par un nom, qui est masqué ici",
        "Accepté, mais un nom y est masqué : à reprendre à la main.",
    ]
