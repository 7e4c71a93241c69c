"""Every picture of the manual is made by the command, shown by a page, told in words, and small."""

from __future__ import annotations

import re

import pytest
from docs.pictures.catalogue import FOLDER, PICTURES, WHEN_THERE

from .shown import ROOT

SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
MOST_BYTES = 1_500_000
PAGES = sorted((ROOT / "docs").glob("**/*.md"))
USES = [
    (page, alt, (page.parent / target).resolve())
    for page in PAGES
    for alt, target in SHOWN.findall(page.read_text("utf-8"))
]
OURS = [use for use in USES if use[2].parent == FOLDER.resolve()]


def test_the_command_makes_what_is_there() -> None:
    there = {path.stem for path in FOLDER.iterdir()}
    assert there == {*PICTURES} - (WHEN_THERE - there), "uv run python -m docs.pictures"


def test_every_picture_is_shown() -> None:
    assert {target.name for _, _, target in OURS} == {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize("alt", [pytest.param(alt, id=f"{page.stem} {to.name}") for page, alt, to in OURS])
def test_a_picture_is_told_in_words(alt: str) -> None:
    assert len(alt.split()) > 5
    assert alt.endswith(".")


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES
