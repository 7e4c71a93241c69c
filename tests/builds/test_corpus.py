"""Real files, written by others, in one project: every one is taken whole, or set aside for a reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from restitution.cli.init import run as init
from tests.builds.conftest import ROOT, built, run
from tests.people.agreements import agreed

pytestmark = pytest.mark.slow
CORPUS = ROOT.parent / "shared" / "corpus"
READ = {".docx", ".odt", ".md", ".txt", ".vtt", ".srt", ".csv", ".ods", ".pdf"}
HOSTILE = "e_hostile"


def test_real_files_are_taken_whole(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here")
    project = tmp_path / "mon projet é"
    init(project)
    shutil.copytree(CORPUS, project / "sources" / "commun" / "corpus")
    copied = project / "sources" / "commun" / "corpus"
    files = [path for path in copied.rglob("*") if path.is_file()]  # whichever are speech
    agreed(project, *(path.relative_to(project / "sources").as_posix() for path in files))
    built(project)
    done = run(project, "status", "--json")
    sources = [s for s in json.loads(done.stdout)["sources"] if "/corpus/" in f"/{s['path']}"]
    aside = {Path(s["path"]).name for s in sources if s["state"] != "taken"}
    unread = {p.name for p in CORPUS.rglob("*") if p.is_file() and (p.suffix not in READ or HOSTILE in p.parts)}
    assert aside == unread - {"SOURCE.md"}
    for source in sources:
        if source["state"] == "taken":
            assert source["words_in"] == source["words_note"] + source["words_not_taken"], source["path"]
            assert source["words_note"] == source["words_published"] + source["words_withheld"], source["path"]
        else:
            assert source["reason"].endswith(".")
            assert source["words_in"] is None
