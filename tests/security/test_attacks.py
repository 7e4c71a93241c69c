"""Hostile files as data (`attacks.yaml`), all in one project: each has its verdict, and none reaches anything."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.people.agreements import agreed

from .attacks import cases, make
from .test_hostile import GOOD, LOT, assert_good_notes_are_published, assert_says_what_to_do, project_with
from .verdicts import wrong
from .world import Outside, Project

SLOW = {"md_accentuations"}
"""Those that take all the time that a file may take: the benchmark has them."""


@pytest.fixture(scope="module")
def attacked(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = project_with(tmp_path_factory.mktemp("attaques"), {})
    for name, case in cases().items():
        if name not in SLOW:
            make(case, made.path / "sources" / LOT / name, outside)
    speech = [path for path in (made.path / "sources" / LOT).rglob("*") if path.suffix in {".vtt", ".srt"}]
    agreed(made.path, *(path.relative_to(made.path / "sources").as_posix() for path in speech))
    made.run_stages()
    return made


@pytest.fixture(scope="module")
def told(attacked: Project) -> dict[str, Any]:
    """What `status --json` says, by the folder of the case."""
    sources = json.loads(attacked.command("status", "--json"))["sources"]
    return {source["path"].split("/")[1]: source for source in sources if source["path"].count("/") > 1}


def test_there_are_many() -> None:
    assert len(cases()) >= 50


@pytest.mark.parametrize("name", [name for name in cases() if name not in SLOW])
def test_a_hostile_file_has_its_verdict(told: dict[str, Any], name: str) -> None:
    assert wrong(cases()[name].verdict, told[name]) == ""
    if told[name]["state"] == "set_aside":
        assert_says_what_to_do(told[name]["reason"])
    else:
        source = told[name]
        assert source["words_in"] == source["words_note"] + source["words_not_taken"]


def test_they_reach_nothing(attacked: Project, outside: Outside) -> None:
    secret = outside.secret.read_bytes().split()[-1]
    found = [path for path in attacked.made() if not path.is_symlink() and secret in path.read_bytes()]
    assert found == []
    assert outside.calls == []
    assert list(outside.proof.iterdir()) == []


def test_the_notes_beside_them_are_published(attacked: Project) -> None:
    assert GOOD
    assert_good_notes_are_published(attacked)
