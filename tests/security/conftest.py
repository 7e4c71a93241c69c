from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import Outside


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    made = Outside(tmp_path_factory.mktemp("dehors"))
    yield made
    made.close()
