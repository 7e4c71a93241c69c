"""The same notes give the same files, whoever builds them, where, when and on which machine."""

from __future__ import annotations

import hashlib
import io
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from restitution.plan import WORK

from .conftest import copy_of_the_example

pytestmark = pytest.mark.slow
SPY = "zorglub"
"""Stands in the name of the user, of the folders and of the place for temporary files."""
DATES = {
    "the settings' date": ({}, "", "8 octobre 2026", "2026-10-08"),
    "the newest date of the notes": ({}, "  date: 2026-10-08\n", "21 septembre 2026", "2026-09-21"),
    "the environment's date": ({"SOURCE_DATE_EPOCH": "1700000000"}, "", "14 novembre 2023", "2023-11-14"),
}
"""What decides -> the environment, what goes from the settings, the date in words and in the properties."""
ELSEWHERE = {
    "TZ": "Pacific/Auckland",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
    "USER": SPY,
    "LOGNAME": SPY,
    "USERNAME": SPY,
}


FEW = (
    "commun/ateliers/abaque_regnier.xlsx",
    "editorial/remerciements.md",
    "haute-galdonne/Portrait Haute-Galdonne v3 DEF.docx",
    "haute-galdonne/ateliers/atelier_logement.vtt",
    "ombrois/carte-ombrois.png",
    "ombrois/portrait-ombrois.md",
)
"""A text, a sheet, a transcript, a picture: enough to give every output, where another date than the example's
decides."""


def build(project: Path, cores: int, umask: str, env: dict[str, str]) -> None:
    """A build by somebody else."""
    command = [str(Path(sys.executable).parent / "restitution"), "build", "--cores", str(cores), "--project"]
    done = subprocess.run(
        ["sh", "-c", f'umask {umask} && exec "$@"', "sh", *command, str(project)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, **env},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def made(project: Path) -> dict[str, bytes]:
    """Every file of a project but the working folder's."""
    files = (path for path in sorted(project.rglob("*")) if path.is_file())
    kept = {
        path.relative_to(project).as_posix(): path.read_bytes() for path in files if WORK.name not in path.parts
    }
    assert {"output/relecture/restitution_relecture.docx", "output/territoires/HG.docx"} <= kept.keys()
    assert any(name.startswith("interne/retours/") for name in kept)
    return kept


def opened(data: bytes) -> bytes:
    """The bytes of a file, those of a package inflated."""
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        dates = {info.date_time for info in package.infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}
        return b"\n".join(name.encode() + b"\n" + package.read(name) for name in package.namelist())


def few_notes(project: Path, gone: str) -> Path:
    """The example with a few of its notes, and without a line of its settings."""
    copy_of_the_example(project)
    settings, sources = project / "restitution.yaml", project / "sources"
    settings.write_text(settings.read_text("utf-8").replace(gone, ""), "utf-8")
    for path in [path for path in sources.rglob("*") if path.is_file()]:
        name = path.relative_to(sources).as_posix()
        if name not in FEW and not name.startswith("commun/logos/"):
            path.unlink()
    return project


@pytest.fixture(scope="module", params=DATES)
def projects(
    request: pytest.FixtureRequest, example: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """A project built twice under other circumstances, and what decides of its date."""
    env, gone, *_ = DATES[request.param]
    folder = tmp_path_factory.mktemp(SPY)
    if env or gone:
        one, other = few_notes(folder / "un", gone), few_notes(folder / f"{SPY} à elle", gone)
        build(one, 2, "022", env)
    else:
        one, other = example, copy_of_the_example(folder / f"{SPY} à elle")
    for number, path in enumerate(sorted(other.rglob("*"))):
        os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
    temporary = tmp_path_factory.mktemp(f"{SPY}-temporaire")
    build(other, 1, "077", {**env, **ELSEWHERE, "TMPDIR": str(temporary)})
    return one, other, request.param


def test_every_file_has_the_same_bytes(projects: tuple[Path, Path, str]) -> None:
    one, other = (
        {name: hashlib.sha256(data).hexdigest() for name, data in made(project).items()}
        for project in projects[:2]
    )
    assert one == other


def test_no_file_tells_who_built_it_where_or_when(projects: tuple[Path, Path, str]) -> None:
    today = time.strftime("%Y-%m-%d"), time.strftime("D:%Y%m%d"), time.strftime("%d/%m/%Y")
    host = socket.gethostname()
    secrets = [SPY, *today, *([host] if len(host) > len("localhost") else [])]
    for name, data in made(projects[1]).items():
        if name.startswith(("output/", "interne/")):
            told = [secret for secret in secrets if secret.encode() in opened(data)]
            assert not told, (name, told)


def test_documents_show_one_date(projects: tuple[Path, Path, str]) -> None:
    *_, shown, iso = DATES[projects[2]]
    with zipfile.ZipFile(projects[0] / "output" / "restitution.docx") as package:
        words = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
        core = package.read("docProps/core.xml").decode()
    created, changed = re.findall(r"W3CDTF\">([^<]+)<", core)
    assert created == changed
    assert created.startswith(iso)
    assert shown in words.replace("\u00a0", " ")
