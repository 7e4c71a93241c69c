"""Whatever the note and its remarks: nothing is lost, nothing else is touched, and each change can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given

from restitution.remarks import Remark
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
