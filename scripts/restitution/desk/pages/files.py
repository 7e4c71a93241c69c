"""Files in and out: a note dropped into a folder of sources, a copy that came back, what is published to download.

What is dropped is written as it came, beside what is there, and goes through the gate of every file when the notes
are read; a folder or a file is looked up among what exists, never made of what a browser says.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from restitution import store
from restitution.desk.asked import Asked, Page
from restitution.desk.guard import refusal
from restitution.desk.project import LOOK, Desk
from restitution.disk import safe_name
from restitution.errors import RestitutionError, WrongUse
from restitution.intake.recognise import is_dropping
from restitution.messages import SOURCE_STATES, listed, plural, weight
from restitution.model import Balance
from restitution.plan.arrivals import Arrival
from restitution.plan.locks import hold_build_lock, release_build_lock
from restitution.plan.outputs import MANIFEST
from restitution.plan.taking import take_all
from restitution.publication import OUTPUT, read_manifest
from restitution.review.touching import told_once

MOST_BYTES: Final = 200_000_000
HIDDEN: Final = ("_", ".")
"""What the names of folders begin with that hold no notes."""
OTHERS: Final = frozenset({"relectures", "editions", "choix"})
"""Folders of sources that hold no notes either."""

page = Page("fichiers", "Fichiers")


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A published file."""

    name: str
    href: str
    weight: str


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """A file of sources that the gate left out, and why."""

    path: str
    state: str
    reason: str


@page.get("/fichiers")
def show(asked: Asked) -> Response:
    """What can be dropped where, what can be downloaded."""
    desk = asked.desk
    return asked.page(
        "files.html.j2",
        folders=folders(desk.project),
        published=_published(desk),
        aside=_aside(desk),
    )


@page.get("/fichiers/publie/{name:path}")
def download(asked: Asked) -> Response:
    """A file that the manifest says was published."""
    name = asked.path["name"]
    manifest = read_manifest(asked.desk.work / MANIFEST)
    known = next((one for one in manifest.files if one == name), None)
    path = asked.desk.project / OUTPUT / known if known else None
    if path is None or not path.is_file():
        return refusal(404, "Aucun fichier publié n'a ce nom.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FileResponse(path, media_type=kind, filename=path.name, content_disposition_type="attachment")


@page.post("/fichiers/deposer")
def drop(asked: Asked) -> Response:
    """Put notes into a folder of sources, none over another; then have them read."""
    told = asked.form("dossier")
    folder = next((one for one in folders(asked.desk.project) if one == told), None)
    if folder is None:
        raise WrongUse(
            "Ce dossier de sources/ n'existe pas : rien n'est déposé.", "Choisissez-en un dans la liste."
        )
    files = _handed_in(asked)
    said = []
    with asked.desk.lock:
        for name, data in files:
            path, is_new = put(asked.desk.project / "sources" / folder, name, data)
            where = path.relative_to(asked.desk.project).as_posix()
            said.append(
                f"Déposé : {where}." if is_new else f"Déjà là, avec les mêmes mots : {where}. Rien n’est écrit."
            )
    return _read_then(asked, said)


@page.post("/fichiers/relire")
def take(asked: Asked) -> Response:
    """Take in copies that came back, as `review add` does."""
    files, said = _handed_in(asked), []
    desk = asked.desk
    if (job := desk.jobs.now()) and job.is_running:
        raise WrongUse(
            f"« {job.title} » est en cours : les copies se prennent après.", "Attendez sa fin, puis recommencez."
        )
    with desk.lock:
        hold_build_lock(desk.work)
        try:
            taken = take_all(desk.project, [Arrival(name, data, "") for name, data in files])
        finally:
            release_build_lock(desk.work)
    for (name, _), copy in zip(files, taken, strict=True):
        new, known = len(told_once(copy.new)), len(told_once(copy.known))
        again = f", {plural(known, 'déjà connue', 'déjà connues')}" if known else ""
        said.append(f"{name} : {plural(new, 'remarque nouvelle', 'remarques nouvelles')}{again}.")
        said += copy.counts.problems
    return _read_then(asked, said)


def folders(project: Path) -> list[str]:
    """The folders at the top of sources that hold notes."""
    root = project / "sources"
    names = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    return [name for name in names if not name.startswith(HIDDEN) and name not in OTHERS]


def put(folder: Path, name: str, data: bytes) -> tuple[Path, bool]:
    """Write a file beside what is there; False when the very same bytes stand there already."""
    same = hashlib.sha256(data).digest()
    for path in chain([folder / name], (folder / _numbered(name, rank) for rank in count(2))):
        if not path.exists():
            store.write(path, data)
            return path, True
        if path.is_file() and hashlib.sha256(path.read_bytes()).digest() == same:
            return path, False
    raise AssertionError("count never ends")


def _numbered(name: str, rank: int) -> str:
    bare = Path(name)
    return f"{bare.stem} ({rank}){bare.suffix}"


def _handed_in(asked: Asked) -> list[tuple[str, bytes]]:
    """The files of a form, each under a name that any disk takes. Raises `WrongUse`."""
    files = [(_name(one), one) for one in asked.files("fichier")]
    if not files:
        raise WrongUse("Aucun fichier n'est choisi.", "Choisissez-en un, puis recommencez.")
    wrong = [
        name or one.filename or "?"
        for name, one in files
        if not name or is_dropping(name) or name.startswith(HIDDEN)
    ]
    if wrong:
        raise WrongUse(
            f"Ces noms ne sont pas ceux d'une note : {listed(wrong)}. Rien n'est déposé.", "Renommez-les."
        )
    heavy = [name for name, one in files if (one.size or 0) > MOST_BYTES]
    if heavy:
        raise WrongUse(f"Trop lourd (plus de 200 Mo) : {listed(heavy)}. Rien n'est déposé.")
    return [(name, one.file.read()) for name, one in files]


def _name(file: UploadFile) -> str:
    """The last part of the name under which a file came, on whatever system."""
    return safe_name((file.filename or "").replace("\\", "/").rpartition("/")[2])


def _read_then(asked: Asked, said: Sequence[str]) -> Response:
    """Have what came read, and tell what was done."""
    lines = list(said)
    try:
        asked.desk.jobs.start(*LOOK)
        lines.append("Je lis ce qui est arrivé…")
    except RestitutionError as error:
        lines.append(f"{error.message} La prochaine lecture le verra.")
    if not asked.is_part:
        return asked.back(page.address)
    return asked.part("said.html.j2", trouble=None, said=lines)


def _published(desk: Desk) -> list[Download]:
    files = read_manifest(desk.work / MANIFEST).files
    found = ((name, desk.project / OUTPUT / name) for name in sorted(files))
    return [
        Download(name=name, href=f"/fichiers/publie/{quote(name)}", weight=weight(path.stat().st_size))
        for name, path in found
        if path.is_file()
    ]


def _aside(desk: Desk) -> list[Dropped]:
    try:
        balance = msgspec.json.decode((desk.work / "balance.json").read_bytes(), type=Balance)
    except OSError:
        return []
    return [
        Dropped(path=one.path, state=SOURCE_STATES[one.state], reason=one.reason or "")
        for one in balance.sources
        if one.state in {"set_aside", "waiting"}
    ]
