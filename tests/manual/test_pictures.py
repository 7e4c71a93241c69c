"""Every picture of the manual is made by the command, shown by a page, told in words, captioned, and light."""

from __future__ import annotations

import re
import shutil

import pytest
from docs.pictures import __main__ as command
from docs.pictures.catalogue import FOLDER, PICTURES
from docs.pictures.shots import SCHEMAS
from PIL import Image

from .shown import ROOT

SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)\n*(.*)")
MOST_BYTES = 2_500_000
HEAVIEST = 150_000
PAGES = sorted((ROOT / "docs").glob("**/*.md"))
USES = [
    (page, alt, (page.parent / target).resolve(), said)
    for page in PAGES
    for alt, target, said in SHOWN.findall(page.read_text("utf-8"))
]
OURS = [
    pytest.param(alt, to, said, id=f"{page.stem} {to.name}")
    for page, alt, to, said in USES
    if to.parent == FOLDER.resolve()
]
WALKED = [ROOT / "docs/redacteurs.md", ROOT / "docs/relecteurs.md", *(ROOT / "docs/editeur").glob("*.md")]


def test_the_command_makes_what_is_there() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {*PICTURES}, "uv run python -m docs.pictures"


def test_every_picture_is_shown() -> None:
    assert {one.values[1] for one in OURS} == {path.resolve() for path in FOLDER.iterdir()}


@pytest.mark.parametrize(("alt", "to", "said"), OURS)
def test_a_picture_is_told_in_words(alt: str, to: object, said: str) -> None:
    assert len(alt.split()) > 5
    assert alt.endswith((".", ". »", " »."))
    assert re.match(r"\*[^*]", said), f"{to}: its caption, in italics, is the paragraph after it"
    assert said.strip("*") != alt


def test_a_drawing_says_that_it_is_one() -> None:
    drawn = [one.values for one in OURS if str(one.values[1].stem).startswith("schema-")]  # type: ignore[attr-defined]
    assert len(drawn) >= len([*SCHEMAS.glob("*.html")])
    for alt, _to, said in drawn:
        assert str(alt).startswith("Schéma")
        assert str(said).startswith("*Schéma : ")


@pytest.mark.parametrize("page", WALKED, ids=lambda page: str(page.stem))
def test_each_page_that_shows_the_way_has_pictures(page: object) -> None:
    assert [use for use in USES if use[0] == page]


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_light(name: str) -> None:
    path = FOLDER / f"{name}.png"
    with Image.open(path) as picture:
        assert picture.mode == "P"
    assert path.stat().st_size <= HEAVIEST


def test_the_manual_is_light() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before = (FOLDER / "schema-terminal.png").read_bytes()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    command.main(["schema-terminal"])
    assert (
        capsys.readouterr().out
        == "schema-terminal: not made, it needs chromium (Debian: apt-get install chromium)\n"
    )
    assert (FOLDER / "schema-terminal.png").read_bytes() == before


def test_a_picture_that_nobody_knows_is_refused() -> None:
    with pytest.raises(SystemExit, match="No such picture: terminal-bild"):
        command.main(["terminal-bild"])
