"""What other programs make of our copies: LibreOffice opens them, and accepts or refuses what we propose; the
Open XML SDK finds nothing in a copy that it does not find in the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from restitution.returns.copies.making import leaves_of, returned
from restitution.returns.copies.planning import Remarked
from restitution.returns.copies.spans import says_the_same
from tests.review.office import office
from tests.writers.office import sdk_errors

from .test_home import files, note_of, read, reviewed

ITS_OWN = frozenset({"RA001-Tracked-Revisions-01.docx"})
"""Files of deleted tables, of which LibreOffice 7.4 keeps another one when a comment stands near; our copy holds
no change, and its XML is hers but for the comments."""
KEYS = ("original-accept", "original-refuse", "copy-accept", "copy-refuse")
PATHS = [path for path in files() if path.suffix in {".docx", ".odt"}]


class Case:
    """A note, its copy, and what was put there."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        reading = read(path.name, self.data)
        assert reading is not None
        note = note_of(path.name, self.data, reading)
        self.about, self.wanted = reviewed(note)
        self.leaves = leaves_of(note)
        self.copy = returned(note, self.about, lambda _: self.data).files.get(path.suffix)


def cases(paths: Sequence[Path]) -> dict[str, Case]:
    found = {}
    for number, path in enumerate(paths):
        if path.name not in ITS_OWN and read(path.name, path.read_bytes()) is not None:
            case = Case(path)
            if case.copy is not None:
                found[f"{number}-{path.name}"] = case
    return found


@pytest.mark.parametrize(
    "paths",
    [pytest.param(PATHS[::2], marks=pytest.mark.slow), pytest.param(PATHS[1::2], marks=pytest.mark.longest)],
    ids=["every other file", "the others"],
)
def test_libreoffice_accepts_and_refuses(tmp_path: Path, paths: list[Path]) -> None:
    with office(tmp_path) as libreoffice:
        made = cases(paths)
        jobs = []
        for name, case in made.items():
            for kind, data in (("original", case.data), ("copy", case.copy)):
                file = tmp_path / f"{kind}-{name}"
                file.write_bytes(data or b"")
                jobs += [(file, None, asked(fate)) for fate in ("accept_all", "refuse_all")]
        told = iter(libreoffice.review_all(jobs))
    seen = {name: {key: next(told) for key in KEYS} for name in made}
    assert [name for name, case in made.items() if not is_right(name, case, seen[name])] == []


def asked(fate: str) -> list[dict[str, Any]]:
    return [{"do": what, "tracked": False} for what in ("remarks", fate, "texts")]


def is_right(name: str, case: Case, seen: dict[str, list[Any]]) -> bool:
    """`seen`: of each file and fate, its remarks, « ok », its texts."""
    own = Counter(map(tuple, seen["copy-accept"][0]))
    own.subtract(map(tuple, seen["original-accept"][0]))
    said = messages(case.about)
    told = all(own[one] >= count for one, count in said.items()) and min(own.values(), default=0) >= 0
    refused = seen["copy-refuse"][2] == seen["original-refuse"][2]
    before, after = (seen[f"{kind}-accept"][2] for kind in ("original", "copy"))
    pairs = list(zip(before, after, strict=len(before) == len(after)))
    changed = [(old, new) for old, new in pairs if old != new]
    right = len(before) == len(after) and all(
        says_the_same(new, case.wanted.get(" ".join(old.split()), new)) for old, new in changed
    )
    if not (told and refused and right):
        print(name, told, refused, right, own, changed[:2])  # noqa: T201 what pytest shows of a failure
    return told and refused and right


def messages(about: Remarked) -> Counter[tuple[str, str]]:
    return Counter((one.author, one.text) for one in about.remarks)


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PATHS if path.suffix == ".docx"], ids=lambda path: path.name)
def test_the_sdk_finds_nothing_new(path: Path, tmp_path: Path) -> None:
    if read(path.name, path.read_bytes()) is None or (case := Case(path)).copy is None:
        pytest.skip("Ce fichier n'est pas une note.")
    after = Counter(error.partition(" ")[2] for error in sdk_errors(case.copy or b"", tmp_path))
    if after:  # the original is looked at where it may excuse something: each look costs a second
        before = Counter(error.partition(" ")[2] for error in sdk_errors(case.data, tmp_path))
        assert after - before == Counter()
