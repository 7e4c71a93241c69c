"""A page hears what changed since it was asked for, though it came to listen later."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from restitution.desk.watching import Watcher, rank_in
from tests.desk.conftest import OnTheDesk

SOON = 5
"""Seconds."""


def rank_of(page: str) -> int:
    found = re.search(r'data-depuis="(\d+)"', page)
    assert found
    return int(found[1])


def heard(watcher: Watcher, since: int, lines: int) -> list[str]:
    """The first lines that a page hears."""

    async def listening() -> list[str]:
        told: AsyncIterator[str] = watcher.lines(since)
        return [await asyncio.wait_for(anext(told), SOON) for _ in range(lines)]

    return asyncio.run(listening())


def watcher_of(here: OnTheDesk) -> Watcher:
    found: Watcher = here.client.app.state.watcher  # type: ignore[attr-defined]
    return found


def test_a_change_between_a_page_and_its_line_is_told(here: OnTheDesk) -> None:
    since = rank_of(here.get("/remarques").text)
    watcher = watcher_of(here)
    watcher.tell("remarques", "autre")
    hello, news = heard(watcher, since, 2)
    assert hello.startswith(":")
    assert news == f'id: {since + 1}\nevent: remarques\ndata: "autre"\n\n'


def test_only_the_last_of_each_kind_is_told_again(here: OnTheDesk) -> None:
    watcher = watcher_of(here)
    since = watcher.rank
    for mark in ("un", "deux"):
        watcher.tell("remarques", mark)
        watcher.tell("projet", mark)
    told = heard(watcher, since, 3)[1:]
    assert [re.findall(r"(?:event|data): (\S+)", one) for one in told] == [
        ["remarques", '"deux"'],
        ["projet", '"deux"'],
    ]


@pytest.mark.parametrize("decides", [False, True])
def test_what_was_decided_before_anybody_listened_is_found_by_the_first_look(
    here: OnTheDesk, decides: bool
) -> None:
    """The first page was rendered before the decision, and listens after it."""
    since = rank_of(here.get("/remarques").text)
    if decides:
        here.decide("R-001", decision="resoudre")
    watcher = watcher_of(here)

    async def next_look() -> None:
        await watcher._compare_all()

    asyncio.run(next_look())
    assert (watcher.rank > since) == decides


def test_nothing_is_told_to_a_page_that_missed_nothing(here: OnTheDesk) -> None:
    watcher = watcher_of(here)
    assert watcher.rank == rank_of(here.get("/remarques").text)

    async def silent() -> bool:
        told = watcher.lines(watcher.rank)
        await anext(told)
        try:
            await asyncio.wait_for(anext(told), 0.3)
        except TimeoutError:
            return True
        return False

    assert asyncio.run(silent())


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 5000])
def test_a_strange_number_breaks_nothing(since: str) -> None:
    assert rank_in(since) <= 0
