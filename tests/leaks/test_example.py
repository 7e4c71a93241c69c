"""The worked example: about sixty people of five levels, and nobody in any file who must not be there."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from restitution.leaks import Leak, Searcher, Wanted, leaks_in
from restitution.plan import WORK
from restitution.stages.protected import wanted_in

pytestmark = pytest.mark.slow


def looked(folder: Path, wanted: Wanted) -> dict[str, list[Leak]]:
    searcher = Searcher(wanted)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in files]
    return {name: leaks_in(name, path.read_bytes(), searcher) for name, path in zip(names, files, strict=True)}


def test_no_file_leaks_and_the_search_is_awake(example: Path) -> None:
    wanted = wanted_in(example / WORK)
    assert len({one.niveau for one in wanted.people}) == 4  # who withdrew says so by a date
    assert sum(not one.may_be_named for one in wanted.people) > 40
    published = looked(example / "output", wanted)
    assert {name for name, leaks in published.items() if leaks} == set()
    assert {name for name, leaks in looked(example / "interne", wanted.of_the_team).items() if leaks} == set()
    closed = tuple(msgspec.structs.replace(one, niveau="agrege") for one in wanted.people)
    awake = looked(example / "output", msgspec.structs.replace(wanted, people=closed))
    titled = [msgspec.structs.replace(wanted.people[0], niveau="agrege", nom="Trois Campagnes", variantes=())]
    by_title = looked(example / "output", msgspec.structs.replace(wanted, people=tuple(titled)))
    found = {name for searched in (awake, by_title) for name, leaks in searched.items() if leaks}
    assert found == set(published) - {"LISEZMOI.txt"}  # what names nobody says the title of the project
    assert all(awake[f"restitution.{kind}"] for kind in ("docx", "pdf", "html"))
