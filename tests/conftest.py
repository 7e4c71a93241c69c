"""What all tests share."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.builds.conftest import built, copy_of_the_example

LONGEST_FIRST = (
    "machinery/test_builds.py",
    "builds/test_manual.py",
    "builds/test_checks.py",
    "review/scripted/test_rounds.py",
    "builds/test_accessible.py",
    "returns/copies/test_office.py",
    "builds/test_determinism.py",
    "builds/test_transcripts.py",
    "builds/test_corrections.py",
    "desk/test_in_browser.py",
    "people/test_withdrawn_project.py",
    "builds/test_generality.py",
    "returns/test_come_home.py",
    "returns/test_example.py",
    "redline/test_in_office.py",
    "builds/test_pictures.py",
    "builds/test_corpus.py",
    "builds/test_benchmarks.py",
    "builds/test_wheel.py",
    "security/test_hostile.py",
    "builds/test_example.py",
    "test_gate.py",
)
"""Files that take minutes: begun first, so that no worker is left with one when the others are done."""

# a busy machine is no failure, and what failed once is told in full
settings.register_profile("restitution", deadline=None, print_blob=True)
settings.load_profile("restitution")

# a build starts thirty Pythons: where no bytecode is kept, each compiles again all that it imports
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first, then those of the most tests: as workers take them, one file after another.

    A test that is one of the `longest` is never run for another of its marks.
    """
    if "longest" not in config.getoption("markexpr"):
        left = [item for item in items if item.get_closest_marker("longest")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("longest")]
    rank = {Path(__file__).parent / name: number for number, name in enumerate(LONGEST_FIRST)}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (rank.get(item.path, len(rank)), -tests[item.path]))


OF_OWN_EXAMPLE = "docx, pdf, html, relecture, territoires, retours, tableau"
OF_MEETINGS = ("restitution.pptx", "diaporama.pdf", "affiches", "dossier", "site")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, built: to look at. A test that changes it takes `own_example`."""
    return _copied(_built_once(tmp_path_factory), tmp_path_factory.mktemp("exemple"))


@pytest.fixture
def own_example(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """The worked example, built, elsewhere, without what meetings need: a build of it has little to do."""
    project = _copied(_built_once(tmp_path_factory), tmp_path)
    settings = project / "restitution.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(re.sub(r"(?m)^sorties: .*$", f"sorties: [{OF_OWN_EXAMPLE}]", text), "utf-8")
    for path in (project / "output" / name for name in OF_MEETINGS):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return project


def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One build for all workers; nobody runs a command there."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "exemple-construit"
    with FileLock(f"{shared}.lock"):
        if not (shared / "fait").exists():
            shutil.rmtree(shared, ignore_errors=True)
            built(copy_of_the_example(shared / "cap 2040"))
            (shared / "fait").touch()
    return shared / "cap 2040"


def _copied(project: Path, folder: Path) -> Path:
    return shutil.copytree(project, folder / "cap 2040", symlinks=True)
