"""The page of a programme, for its team: each project, its state, what is missing, its documents."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec

from restitution import store
from restitution.messages import french_date, listed, number, plural
from restitution.programme.record import CODES, STATES, Result, State
from restitution.programme.standing import Standing
from restitution.publication import publish
from restitution.publication.internal import TEAM
from restitution.resources import home
from restitution.templating import HTML, environment, rendered
from restitution.webpage import THIN_SPACE, policy, style_of

if TYPE_CHECKING:
    from restitution.programme import Project

SOURCE: Final = "page.html.j2"
LOOK: Final = ("html/page.css", "tableau/tableau.css")
"""Those of the web page and of the dashboard."""
KEPT: Final = TEAM / "gardes"
"""Where a page that somebody wrote in is kept."""
TONES: Final[dict[State, str]] = {
    "published": "bien", "unchanged": "bien", "needs_editor": "attention", "busy": "attention"
}  # fmt: skip
NO_BREAK: Final = "\u00a0"
IN_MEGABYTES: Final = 100_000
"""Bytes from which a size is told in megabytes."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A document, as the page shows it."""

    href: str
    name: str
    about: str
    """Its weight and day."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A project, as the page shows it."""

    key: str
    title: str
    folder: str
    state: str
    tone: str
    lines: list[str]
    todo: list[str]
    links: list[Link]
    more: str
    team: str
    """Address of its dashboard; empty when there is none."""


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """How many projects have a state."""

    count: int
    words: str
    tone: str
    first: str
    """Key of the first of them."""


def publish_page(file: Path, work: Path, title: str, projects: Sequence[Project]) -> tuple[str, list[str]]:
    """Put the page into `interne/`; where it stands below the programme's folder, and what a person must hear."""
    name = f"{file.stem}.html" if file.stem.startswith("programme") else f"programme-{file.stem}.html"
    staged = work / name
    data = page(title, projects, file.parent / TEAM)
    store.write(staged, data)
    key = {name: store.digest(data)}
    report = publish(file.parent, {name: staged}, key, work / "page.json", folder=TEAM, kept_in=KEPT)
    return (TEAM / name).as_posix(), report.messages


def page(title: str, projects: Sequence[Project], folder: Path) -> bytes:
    """The page, which will stand in `folder`."""
    known = {name: (home() / "templates" / name).read_bytes() for name in (*LOOK, THIN_SPACE)}
    style = style_of(known, *LOOK)
    words = {
        "titre": title,
        "style": style,
        "protection": policy(style),
        "tuiles": _tiles(projects),
        "projets": [_row(project, folder) for project in projects],
        "compte": plural(len(projects), "projet"),
    }
    source = Path(__file__).with_name(SOURCE).read_text("utf-8")
    return rendered(environment(words, **HTML), SOURCE, source).encode()


def _tiles(projects: Sequence[Project]) -> list[Tile]:
    counts = Counter(project.result.state for project in projects)
    first = {project.result.state: project.member.key for project in reversed(projects)}
    return [
        Tile(
            count=counts[state],
            words=words[counts[state] > 1],
            tone=TONES.get(state, "alerte"),
            first=first[state],
        )
        for state, words in STATES.items()
        if counts[state]
    ]


def _row(project: Project, folder: Path) -> Row:
    state, result, member = project.result.state, project.result, project.member
    return Row(
        key=member.key,
        title=member.title,
        folder=member.said if member.said != member.title else "",
        state=STATES[state][0],
        tone=TONES.get(state, "alerte"),
        lines=missing(result),
        todo=[said for said in (result.message, result.hint) if said] + kept(project),
        links=[_link(Path(member.path), document, folder) for document in project.documents],
        more=f"et {plural(project.copies, 'copie')} à relire" if project.copies else "",
        team=address(Path(member.path) / project.team_page, folder) if project.team_page else "",
    )


def missing(result: Result) -> list[str]:
    """What a project lacks, and what of its files is not in its documents."""
    cells, visits = result.missing.get("cells", 0), result.missing.get("visits", 0)
    gaps = [words for words, count in (
        (plural(cells, "case thème × territoire", "cases thème × territoire"), cells),
        (plural(visits, "note de visite", "notes de visite"), visits),
    ) if count]  # fmt: skip
    aside, waiting = result.counts.get("set_aside", 0), result.counts.get("waiting", 0)
    said = [f"À compléter : {listed(gaps)}."] if gaps else []
    said += [f"{plural(aside, 'fichier mis', 'fichiers mis')} de côté."] if aside else []
    said += [f"{plural(waiting, 'fichier')} en attente."] if waiting else []
    return said


def kept(project: Project) -> list[str]:
    """Of a project that was not built: since when its documents stand."""
    if project.result.state not in CODES:
        return []
    if not project.documents:
        return ["Aucun document publié encore."]
    days = sorted({document.day for document in project.documents})
    since = (
        f"du {french_date(days[0])}" if len(days) == 1 else f"du {french_date(days[0])} au {french_date(days[-1])}"
    )
    return [f"Ses documents publiés, {since}, sont intacts."]


def _link(project: Path, document: Standing, folder: Path) -> Link:
    return Link(
        href=address(project / document.path, folder),
        name=document.path.removeprefix("output/"),
        about=", ".join(one.replace(" ", NO_BREAK) for one in (size(document.bytes), french_date(document.day))),
    )


def address(path: Path, folder: Path) -> str:
    """A file's address as a page of `folder` says it: relative, but for another drive."""
    if path.anchor != folder.anchor:
        return path.as_uri()
    return quote(Path(os.path.relpath(path, folder)).as_posix())


def size(count: int) -> str:
    """A file's weight."""
    return f"{number(count / 1e6, 1)} Mo" if count >= IN_MEGABYTES else f"{number(count / 1e3)} ko"
