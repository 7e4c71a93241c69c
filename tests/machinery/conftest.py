"""A small project in a temporary folder, and the commands run in it as a person runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from restitution.cli.init import run as init
from restitution.plan import WORK, Plan, site, stamp
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import INTERNAL_MANIFEST, PAGE, PAGE_MANIFEST, SLIPS
from restitution.plan.prepare import prepare
from restitution.publication import Manifest, Published
from restitution.publication.internal import DASHBOARD, FOLDER, TEAM
from restitution.store import encode, sha256_of, write

BIN = Path(sys.executable).parent
LONG_AGO = 1_700_000_000
NOTES = {
    "territoire-a/portrait.md": "# Portrait du territoire A\n\n## Gouvernance\n\nLe pays compte douze communes.\n",
    "territoire-a/éclairage d'été.txt": "Une soirée d'échange au bord du lac.\n",
    "territoire-b/visite.txt": "Visite du 20 mai 2025\n\nNous avons vu le moulin de Roncelles.\n",
}


class Project:
    """A project's folder. Files are given an old date, as if they had been there for long."""

    patience: float = 240
    """Seconds that a command may take."""

    def __init__(self, path: Path) -> None:
        self.path = path
        init(path)
        for name, text in NOTES.items():
            self.note(name, text)
        for file in path.rglob("*"):
            os.utime(file, (LONG_AGO, LONG_AGO))

    def note(self, name: str, content: str | bytes, when: float = LONG_AGO) -> Path:
        return self.file(f"sources/{name}", content, when)

    def file(self, name: str, content: str | bytes, when: float = LONG_AGO) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (when, when))
        return path

    @property
    def work(self) -> Path:
        return self.path / WORK

    # --- in this process, nothing run -----------------------------------------------------------

    def prepared(self) -> Plan:
        return prepare(self.path)

    def pretend_built(self) -> Plan:
        """Every result that a build would give, with a stamp, published: what the next one starts from."""
        plan = self.prepared()
        for result, key in plan.keys.items():
            write(self.work / result, f"contenu de {result}".encode())
            stamp(self.work, result, key)
        files: dict[str, Published] = {}
        for name, key in plan.publishes().items():
            built = self.work / "build" / (site.copied(name) or name)
            write(self.path / "output" / name, built.read_bytes())
            files[name] = Published(key=key, sha256=sha256_of(self.path / "output" / name))
        write(self.work / "manifest.json", encode(Manifest(files)))
        slip = self.path / FOLDER / "index.html"
        write(slip, b"une page")
        slips = Manifest({slip.name: Published(key=plan.keys[SLIPS], sha256=sha256_of(slip))})
        write(self.work / INTERNAL_MANIFEST, encode(slips))
        page = self.path / TEAM / DASHBOARD
        write(page, b"un tableau")
        board = Manifest({DASHBOARD: Published(key=plan.keys[PAGE], sha256=sha256_of(page))})
        write(self.work / PAGE_MANIFEST, encode(board))
        return plan

    def results(self) -> set[str]:
        """The results that stand and are stamped."""
        stamps = self.work / "stamps"
        stamped = {path.relative_to(stamps).as_posix() for path in stamps.rglob("*") if path.is_file()}
        assert all((self.work / name).is_file() for name in stamped)
        return stamped

    def dropped_by(self, change: Callable[[], object]) -> set[str]:
        """What the next build would make again after `change`."""
        self.pretend_built()
        before = self.results()
        change()
        self.prepared()
        return before - self.results()

    # --- commands ------------------------------------------------------------------------------

    def command(self, *words: str) -> list[str]:
        return [str(BIN / "restitution"), *words, "--project", str(self.path)]

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            check=False,
            timeout=self.patience,
            env={**os.environ, **(env or {})},
        )

    def build(self, *words: str, code: int = 0) -> str:
        """What a build said; it must end with `code`, and never by a traceback."""
        done = self.run("build", *words)
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    def output(self, name: str = "restitution.docx") -> Path:
        return self.path / "output" / name

    def published(self) -> dict[str, bytes]:
        return {name: self.output(name).read_bytes() for name in ("restitution.docx", "restitution.pdf")}

    def text(self) -> str:
        """All the words of the published DOCX, in order."""
        with zipfile.ZipFile(self.output()) as package:
            xml = package.read("word/document.xml").decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:tab/>", " ", xml)))

    def tree(self) -> set[str]:
        """Every file of the project but the working folder."""
        return {
            path.relative_to(self.path).as_posix()
            for path in self.path.rglob("*")
            if path.is_file() and WORK.name not in path.relative_to(self.path).parts
        }


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project(tmp_path / "mon projet é")
    yield made
    release_build_lock(made.work)
