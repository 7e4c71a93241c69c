"""Which remarks the next copies to review show, and which heading takes those whose passage is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from restitution.model import Coded
from restitution.remarks import Remark, Review, State, passage_of
from restitution.review.codes import is_of_heading

UNSETTLED: Final[frozenset[State]] = frozenset({"new", "open", "answered", "to_confirm", "orphan"})
UNDECIDED: Final[frozenset[State]] = UNSETTLED - {"answered"}
"""Of a change."""


def waiting(review: Review) -> list[Remark]:
    """Comments that are not settled, with all their replies, and changes that are not decided, in their order."""
    states = {remark.key: remark.state for remark in review.items}
    return [remark for remark in review.items if _waits(remark, states.get(remark.thread, remark.state))]


def _waits(remark: Remark, state: State) -> bool:
    """Whether a remark waits; `state`: of its thread."""
    if remark.kind in {"comment", "reply"}:
        return state in UNSETTLED
    return remark.state in UNDECIDED


def homes_of(remarks: Iterable[Remark], codes: Sequence[Coded]) -> dict[str, str]:
    """Key of each remark whose passage stands nowhere -> bookmark of a heading.

    The heading above what is left of its writer's file, else the one of its number, else the first of all; the
    first passage of a document without any.
    """
    bookmarks = {coded.bookmark for coded in codes}
    passages = {passage_of(name) for coded in codes for name in (coded.leaf, coded.bookmark) if name}
    of_file, of_number = _headings(codes)
    first = next(iter(of_number.values()), "") or next((coded.bookmark for coded in codes), "")
    homes = {
        remark.key: of_file.get(remark.source.path, "") or _by_number(remark.where, of_number) or first
        for remark in remarks
        if (remark.bookmark or passage_of(remark.source.passage))
        not in (bookmarks if remark.bookmark else passages)
    }
    return {key: home for key, home in homes.items() if home}


def _headings(codes: Sequence[Coded]) -> tuple[dict[str, str], dict[str, str]]:
    """The heading above the first passage of each file, and each heading by its number."""
    of_file: dict[str, str] = {}
    of_number: dict[str, str] = {}
    above = ""
    for coded in codes:
        if is_of_heading(coded.code):
            above = of_number.setdefault(coded.code, coded.bookmark)
        elif coded.path and above:
            of_file.setdefault(coded.path, above)
    return of_file, of_number


def _by_number(where: str, of_number: dict[str, str]) -> str:
    """The heading of « ¶ 4.2-13 »: 4.2, or 4."""
    number = where.replace("¶", "").strip().partition("-")[0]
    while number:
        if number in of_number:
            return of_number[number]
        number = number.rpartition(".")[0]
    return ""
