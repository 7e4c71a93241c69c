"""Corrections from end to end: the editor's pen and an accepted change in every output, then taken back."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from restitution.cli.init import run as init
from restitution.model import CORRECTION, Document
from restitution.ooxml.word import W
from restitution.pandoc import ast
from restitution.pandoc.rewriting import Sheet
from restitution.remarks import Applied, Fix
from restitution.review.files import keep_fix
from tests.builds.conftest import built, run
from tests.builds.reading import docx_text, folded, html_text, letters, pdf_letters
from tests.people.agreements import agreed

pytestmark = pytest.mark.slow
TALK = "territoire-a/atelier_eau.vtt"
SAID = "On a fermé la source en 2019, et personne n'a demandé aux voisins ce qu'ils en pensaient. #verbatim"
CUES = f"WEBVTT\n\n00:00:00.000 --> 00:00:30.000\n<v Paule Essai>Bon, on commence.</v>\n\n00:01:00.000 --> \
00:01:30.000\n<v Lise Exemple>{SAID}</v>\n"
NOTE = """# La vallée des moulins

Le **pays compte douze** communes, dit la [carte](https://carte.example)[^1] de 2024.

[^1]: Relevé des bornes.

## Ce qui manque le plus

| Commune | Médecins |
|---------|----------|
| Vercenne | un seul |

Le bac passe deux fois par jour : c'est "trop peu".

Cette phrase est de trop.

Pour la clé du moulin, appelez le 06 39 98 12 34 avant midi.
"""
FIXES = {
    "pays compte douze communes": "pays compte treize communes",
    "un seul": "deux seulement",
    "Ce qui manque le plus": "Ce qui manque vraiment",
    "On a fermé la source en 2019": "On a rouvert la source en 2019",
    "Cette phrase est de trop.": "",
}
OUTPUTS = ("docx", "pdf", "html")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    init(tmp_path / "eau")
    (tmp_path / "eau/sources" / TALK).write_text(CUES, "utf-8")
    agreed(tmp_path / "eau", TALK)
    (tmp_path / "eau/sources/commun/moulins.md").write_text(NOTE, "utf-8")
    return tmp_path / "eau"


def documents(project: Path) -> list[Document]:
    work = project / ".restitution"
    return [
        msgspec.json.decode((work / name).read_bytes(), type=Document)
        for name in ("document.json", "annexes.json")
    ]


def passage(project: Path, words: str) -> tuple[str, str]:
    """Id of the source's passage that holds words, and its text as published."""
    for document in documents(project):
        for span in ast.each_leaf(document.blocks):
            text = Sheet(span["c"][1]).text
            if folded(words) in folded(text) and ast.leaf_id(span).startswith("src_"):
                return ast.leaf_id(span), text
    raise AssertionError(words)


def published(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "output").glob("restitution*") if path.is_file()}


def texts(project: Path) -> dict[str, str]:
    """What each output says, the report and its annexes together."""
    folder = project / "output"
    names = ("restitution", "restitution-annexes")
    return {
        "docx": " ".join(docx_text(folder / f"{name}.docx") for name in names),
        "html": " ".join(html_text(folder / f"{name}.html") for name in names),
        "pdf": " ".join(pdf_letters(folder / f"{name}.pdf") for name in names),
    }


def holds(said: dict[str, str], words: str) -> dict[str, bool]:
    return {
        name: (letters(words) in text if name == "pdf" else folded(words) in text) for name, text in said.items()
    }


def in_all(said: dict[str, str], words: str) -> bool:
    """Whether all outputs hold words; no output alone may."""
    found = set(holds(said, words).values())
    assert len(found) == 1, (words, holds(said, words))
    return found.pop()


def status(project: Path) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in json.loads(run(project, "status", "--json").stdout)["sources"]}


def with_tracked(data: bytes, old: str, new: str) -> bytes:
    """A DOCX in which a reviewer replaced a word, tracked."""
    source = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(source.read("word/document.xml"))
    text = next(node for node in root.iter(W + "t") if old in (node.text or ""))
    found, words = text.getparent(), text.text
    before, _, behind = words.partition(old)
    marks = {W + "author": "Jeanne Relit", W + "date": "2026-10-12T09:30:00Z"}

    def piece(tag: str, said: str) -> Any:
        copy = etree.fromstring(etree.tostring(found))
        copy.tail = None
        for node in copy.iter(W + "t"):
            node.tag, node.text = W + tag, said
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return copy

    gone, come = etree.Element(W + "del", {W + "id": "9001", **marks}), etree.Element(W + "ins", {**marks})
    come.set(W + "id", "9002")
    gone.append(piece("delText", old))
    come.append(piece("t", new))
    for node in (piece("t", before), gone, come, piece("t", behind)):
        found.addprevious(node)
    found.getparent().remove(found)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, etree.tostring(root) if name == "word/document.xml" else source.read(name))
    return made.getvalue()


def test_what_was_decided_stands_in_every_output_and_can_be_taken_back(project: Path) -> None:
    built(project)
    first, before = texts(project), published(project)
    assert all(in_all(first, words) for words in FIXES)
    for words, wanted in FIXES.items():
        id_, text = passage(project, words)
        keep_fix(project, Fix(passage=id_, base=text, text=text.replace(words, wanted), at="2026-10-12T09:00:00Z"))
    id_, text = passage(project, "avant midi")
    named = re.sub(r"\[.*\]", "06 39 98 12 34", text)
    assert named != text
    keep_fix(project, Fix(passage=id_, base=text, text=named, at="2026-10-12T09:00:00Z"))
    home = project / "sources/relectures/relue.docx"
    home.write_bytes(
        with_tracked((project / "output/restitution.docx").read_bytes(), "deux fois", "une seule fois")
    )
    said = built(project)
    assert "Un nom masqué s'y trouve" in said
    numbers = [one["number"] for one in json.loads(run(project, "review", "list", "--json").stdout)["items"]]
    assert len(numbers) == 2
    done = run(project, "review", "decide", *numbers, "accept")
    assert done.returncode == 0, done.stdout + done.stderr
    built(project)
    now = texts(project)
    for words, wanted in [*FIXES.items(), ("passe deux fois par jour", "passe une seule fois par jour")]:
        assert not in_all(now, words), words
        assert in_all(now, wanted)
    assert now["html"].count(folded("On a rouvert la source")) == 2  # the turn, and the quotation of it
    assert in_all(now, "c'est trop peu")
    check_balance(project, numbers)
    after = published(project)
    assert "Rien n'a changé" in built(project)
    shutil.rmtree(project / ".restitution")
    built(project)
    assert published(project) == after
    for folder in ("decisions", "corrections"):
        shutil.rmtree(project / "sources/relectures" / folder)
    built(project)
    assert published(project) == before


def check_balance(project: Path, numbers: list[str]) -> None:
    """Every word of the notes is published or withheld; each decision is told with what became of it."""
    sources = status(project)
    for path in ("commun/moulins.md", TALK):
        one = sources[path]
        assert one["words_note"] == one["words_published"] + one["words_withheld"]
    withheld = [one for one in sources["commun/moulins.md"]["withheld"] if one["reason"] == "corrigée"]
    words = "douze un seul le plus deux Cette phrase est de trop"
    assert sum(one["words"] for one in withheld) == len(words.split())
    applied = msgspec.json.decode((project / ".restitution/applied.json").read_bytes(), type=list[Applied])
    assert [one.number for one in applied if one.number] == numbers[:1]  # a word replaced is one remark
    assert sorted(one.result for one in applied) == ["applied"] * 6 + ["conflict"]
    report = documents(project)[0]
    bold = next(span for span in ast.each_leaf(report.blocks) if "communes" in ast.text(span))
    strong = next(one for one in bold["c"][1] if one["t"] == "Strong")
    assert [one["c"][0][1] for one in strong["c"] if one["t"] == "Span"] == [[CORRECTION]]
    assert ast.holds(bold, frozenset({"Note"}))
    assert ast.holds(bold, frozenset({"Link"}))
