"""Files of a project and what a look found of them, for the pages that show rows."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from restitution.model import Balance, Coverage, Note, Passage, Proposed, Shaped, SourceStatus
from restitution.pandoc import ast
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.store import encode, write, write_contract
from tests.desk.conftest import OnTheDesk

SETTINGS = """
projet: {titre: Carnet de route}
territoires: [{code: TA, nom: Territoire A}, {code: TB, nom: Territoire B}]
axes:
  - {cle: vivre, titre: Vivre, themes: [{cle: sante, titre: Santé}, {cle: eau, titre: Eau}]}
"""
FILES: Mapping[str, Mapping[str, Any]] = {
    "a/portrait.md": {"kind": "portrait_territoire", "territory": ["TA"], "dates": ["2026-03-01"]},
    "a/débat.docx": {"territory": ["TA"]},
    "b/=somme.md": {"kind": "fiche_outil"},
    "b/eau.md": {"kind": "fiche_thematique", "territory": ["TB"], "dates": ["2026-03-02"]},
}
PROPOSED = {"b/eau.md": ["eau", "sante"]}
WORDS = {"a/débat.docx": "On a parlé longtemps du vieux moulin <b>de Roncelles</b>."}


def lay(here: OnTheDesk) -> None:
    """Put the files down, and what a look found of them."""
    world = here.world
    write(world.root / SETTINGS_FILE, SETTINGS.encode())
    world.settings = load_settings(world.root / SETTINGS_FILE)
    here.look()
    for path in FILES:
        write(world.root / "sources" / path, path.encode())
    sources = [
        SourceStatus(path=path, sha256="0" * 64, state="taken", words_in=12, **known)
        for path, known in FILES.items()
    ]
    work = here.desk.work
    write(work / "balance.json", encode(Balance(sources=sources)))
    proposed = [Proposed(path=path, passages=2, themes=themes, cells=[]) for path, themes in PROPOSED.items()]
    covered = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[], proposed=proposed)
    write(work / "coverage.json", encode(covered))
    write_contract(work / "notes/a.jsonl", "clé", [Shaped(note=_note(path)) for path in WORDS])


def _note(path: str) -> Note:
    block = ast.para(ast.leaf(ast.string(WORDS[path]), "ligne 1"))
    return Note(
        path=path, sha256="0" * 64, format="docx", kind=None, classified=False, title="Un débat", territories=[],
        passages=[Passage(block=block, section="texte")],
    )  # fmt: skip


def marks(text: str) -> dict[str, str]:
    """What each row of a page is called -> its code and version, as its box bears them."""
    found = re.findall(r'name="ligne" value="([0-9a-f:]+)".*?<b>(.*?)</b>', text, re.DOTALL)
    return {html.unescape(name): mark for mark, name in found}


def undo_of(text: str) -> str:
    """What the button that puts back bears."""
    found = re.search(r'name="pas" value="([0-9a-f]+)"', text)
    assert found, text
    return found[1]
