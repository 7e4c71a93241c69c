"""The example with one correction a format: copies go back, come home under another name, and settle it once."""

from __future__ import annotations

import json
import shutil
from html import escape
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest

from restitution.model import Document
from restitution.pandoc import ast
from restitution.remarks import Applied, Fix, folded
from restitution.review.files import keep_fix
from tests.builds.conftest import built, run
from tests.builds.reading import docx_text

pytestmark = pytest.mark.slow
NEW = "carabistouille"
SPOKEN = {"vtt", "srt"}
COPIED, TOLD = {"docx", "odt", "md", "txt"}, {"rtf", "html", "xlsx", "csv"}


def fixes(project: Path) -> dict[str, str]:
    """A word of one passage of each format replaced by the editor's pen: format -> path."""
    document = msgspec.json.decode((project / ".restitution/document.json").read_bytes(), type=Document)
    texts = {ast.leaf_id(leaf): folded(ast.text(leaf)) for leaf in ast.each_leaf(document.blocks)}
    done: dict[str, str] = {}
    for placement in document.placements:
        ending, text = placement.path.rpartition(".")[2], texts.get(placement.bookmark, "")
        if ending in SPOKEN:
            continue  # a transcript's copy is its annex's matter
        words = text.split(" ")
        at = next((n for n, word in enumerate(words[2:-2], 2) if word.isalpha() and len(word) > 4), 0)
        if (
            ending in done
            or placement.quoted
            or placement.heading
            or len(words) < 12
            or not at
            or "masqué" in text
        ):
            continue
        wanted = " ".join([*words[:at], NEW, *words[at + 1 :]])
        fix = Fix(passage=placement.leaf, base=text, text=wanted, by="Ana", at="2026-09-01T10:00:00Z")
        keep_fix(project, fix)
        done[ending] = placement.path
    return done


def results(project: Path) -> list[str]:
    applied = msgspec.json.decode((project / ".restitution/applied.json").read_bytes(), type=list[Applied])
    return sorted(one.result for one in applied)


def published(project: Path) -> int:
    with ZipFile(project / "output/restitution.docx") as package:
        return package.read("word/document.xml").decode().count(NEW)


def test_what_went_back_comes_home_once(own_example: Path) -> None:
    project = own_example
    changed = fixes(project)
    assert set(changed) == COPIED | TOLD
    built(project, "retours")
    assert results(project) == ["applied"] * 8

    folder = project / "interne" / "retours"
    told = [text for page in folder.glob("Retour - *.docx") if "Vos mots" in (text := docx_text(page))]
    assert len([text for text in told if NEW in text]) == len(TOLD)
    index = (folder / "index.html").read_text("utf-8")
    for ending in COPIED:
        source = project / "sources" / changed[ending]
        copy = next(folder.glob(f"Retour - * - {source.stem}.{ending}"))
        assert f">{escape(copy.name)}</a>" in index
        shutil.copy(copy, source.parent)
    assert len(list(folder.glob("*.diff"))) == 2

    built(project, "docx")
    assert published(project) == 8
    assert results(project) == ["applied"] * 4 + ["settled"] * 4
    sources = json.loads(run(project, "status", "--json").stdout)["sources"]
    states = {one["path"]: one["state"] for one in sources}
    assert {states[changed[ending]] for ending in COPIED} == {"superseded"}
    assert sorted(state for path, state in states.items() if "Retour - " in path) == ["taken"] * 4
