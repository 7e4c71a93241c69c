"""What SECURITY.md promises is tested, and the page says what the tests say."""

from __future__ import annotations

from typing import Any

import pytest

from .promises import COMMAND, PAGE, exists, page, promises


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise["promesse"])
def test_a_promise_has_its_tests(promise: dict[str, Any]) -> None:
    assert promise["tests"]
    assert [test for test in promise["tests"] if not exists(test)] == []


def test_a_test_that_is_not_there_is_seen() -> None:
    assert not exists("security/test_promises.py::test_that_nobody_wrote")
    assert not exists("nulle/part.py::test_a_promise_has_its_tests")


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), f"run: {COMMAND}"
