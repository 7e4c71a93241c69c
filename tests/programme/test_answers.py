"""What the ordinary command answers becomes a state; the states become a page, a summary and an exit code."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from restitution.cli.programme import OfProgramme
from restitution.programme import Gathered, Project
from restitution.programme.one import words
from restitution.programme.page import page, publish_page
from restitution.programme.record import INTERRUPTED, Decided, Member, Result, State, understood
from restitution.programme.standing import Standing

BUILT = {
    "built": True,
    "seconds": 2.5,
    "counts": {"taken": 3},
    "missing": {"cells": 2, "visits": 1},
    "messages": [],
}
ERROR = {"error": {"message": "Rien n'est construit.", "hint": "Relancez.", "code": 1}}
STATES: list[tuple[int, object, str, State]] = [
    (0, BUILT, "", "published"),
    (0, BUILT | {"built": False}, "", "unchanged"),
    (1, ERROR, "Rien n'est construit.", "not_built"),
    (2, ERROR, "Rien n'est construit.", "not_built"),
    (4, ERROR, "Rien n'est construit.", "busy"),
    (70, ERROR, "Rien n'est construit.", "bug"),
    (3, BUILT | {"built": False}, "Deux cases sont vides.", "needs_editor"),
    (-9, None, INTERRUPTED.message, "interrupted"),
    (130, ERROR, "Rien n'est construit.", "interrupted"),
]
CODES: list[tuple[list[State], int]] = [
    (["published", "unchanged"], 0),
    (["published", "needs_editor"], 3),
    (["needs_editor", "busy"], 4),
    (["busy", "not_built"], 1),
    (["published", "interrupted"], 1),
    (["not_built", "bug"], 70),
]


def result(state: State) -> Result:
    code = {"needs_editor": 3, "busy": 4, "not_built": 1, "bug": 70}.get(state, 0)
    return Result(
        code=code, built=state != "unchanged", was_interrupted=state == "interrupted", message="<b>Quoi</b>"
    )


def project(folder: Path, state: State, key: str = "a") -> Project:
    member = Member(key=key, path=str(folder / "l'été é" / key), said=f"l'été é/{key}", title="Pays <A> & B")
    document = Standing(path="output/restitution.docx", bytes=300_000, day="2026-03-12")
    return Project(
        member=member, result=result(state), documents=[document], copies=2, team_page="", log="logs/a.log"
    )


@pytest.mark.parametrize(("code", "answer", "message", "state"), STATES)
def test_each_answer_has_a_state(code: int, answer: object, message: str, state: State) -> None:
    told = "Deux cases sont vides.\n→ Complétez-les.\n" if code == 3 else ""
    read = understood(code, json.dumps(answer).encode() if answer else b"", told)
    assert (read.state, read.message) == (state, message)
    assert read.hint == ("" if not code else read.hint or None)


@pytest.mark.parametrize(("states", "code"), CODES)
def test_the_gravest_state_decides_the_exit_code(states: list[State], code: int, tmp_path: Path) -> None:
    answer = OfProgramme(
        gathered=Gathered(
            title="T",
            projects=[project(tmp_path, state, str(at)) for at, state in enumerate(states)],
            seconds=1.0,
            page="interne/programme.html",
            messages=[],
        )
    )
    trouble = answer.trouble()
    assert (trouble.code if trouble else 0) == code
    assert answer.in_short().startswith("2 projets : ")


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def test_the_page_links_to_what_stands_by_relative_addresses_and_escapes_words(tmp_path: Path) -> None:
    made = page("Essai & <test>", [project(tmp_path, "not_built")], tmp_path / "interne").decode()
    links = Links()
    links.feed(made)
    (document,) = [link for link in links.found if not link.startswith("#")]
    assert unquote(document) == "../l'été é/a/output/restitution.docx"
    assert "<b>Quoi" not in made
    assert "Pays &lt;A&gt; &amp; B" in made
    assert "Ses documents publiés, du 12 mars 2026, sont intacts." in made
    assert "0,3\N{NO-BREAK SPACE}Mo" in made
    assert "et 2 copies à relire" in made


def test_a_page_that_somebody_wrote_in_is_kept(tmp_path: Path) -> None:
    file, work = tmp_path / "programme.yaml", tmp_path / ".restitution"
    where, _ = publish_page(file, work, "Un", [project(tmp_path, "published")])
    (tmp_path / where).write_text("à la main", "utf-8")
    _, said = publish_page(file, work, "Deux", [project(tmp_path, "published")])
    assert "avait été modifié" in said[0]
    assert [kept.read_text("utf-8") for kept in (tmp_path / "interne" / "gardes").rglob("original.html")] == [
        "à la main"
    ]


@pytest.mark.parametrize(
    ("stem", "name"),
    [("programme", "programme.html"), ("programme-nord", "programme-nord.html"), ("2026", "programme-2026.html")],
)
def test_each_programme_of_a_folder_has_its_page(stem: str, name: str, tmp_path: Path) -> None:
    where, _ = publish_page(tmp_path / f"{stem}.yaml", tmp_path / "w", "Un", [])
    assert where == f"interne/{name}"


def test_only_a_large_project_sends_its_own_jobs_elsewhere() -> None:
    small = Member(key="a", path="/p/a", said="a", title="A")
    large = Member(key="b", path="/p/b", said="b", title="B", is_large=True)
    followed = Decided(
        title="T", members=[small, large], targets=["docx"], strict=True, cores=2, profile="/profil"
    )
    assert words(followed, small)[4:] == ["--json", "--project=/p/a", "--cores=2", "--strict", "docx"]
    assert "--profile=/profil" in words(followed, large)
    assert followed.results() == ["results/a.json", "spread/b.json"]
