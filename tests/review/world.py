"""A small project whose text is written here: what the commands of the review look at, without a build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from typer.testing import CliRunner

from restitution.cli.app import app
from restitution.errors import RestitutionError
from restitution.model import Document, Placement
from restitution.plan import Plan
from restitution.plan.arrivals import journal_files
from restitution.plan.outputs import APPLIED, CORRECTIONS, DOCUMENT, REMARKS, WORK
from restitution.remarks import Applied, Counts, Mark, Review
from restitution.review.copies import COUNTS, MARKS, copies_of
from restitution.review.files import files_in, read_decisions, read_fixes
from restitution.review.journal import collected
from restitution.review.placing.today import today_in
from restitution.review.reconcile import reconciled, shown_in
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.store import encode, write
from tests.review.documents import document

SETTINGS = """
projet: {titre: Carnet de route}
territoires: [{code: TA, nom: Territoire A}, {code: TB, nom: Territoire B}]
"""
TEXT = """
# Les lieux

## Le pays

Le pays compte douze communes. Le conseil se réunit le mardi.

Le siège est au moulin de Roncelles.

## Les visites

Nous avons vu le moulin de Roncelles.

| Commune | Habitants |
|---|---|
| Vercenne | 800 |
"""
LEAVES = {3: "a/portrait.md", 4: "a/portrait.md", 6: "b/visite.txt"}
"""Leaf of `TEXT` -> the note that says it: the others are the plan's."""


def src(number: int) -> str:
    return f"src_{number:010x}"


class World:
    """The project, its commands, and what they said."""

    def __init__(self, root: Path, patch: Any, text: str = TEXT) -> None:
        self.root = root
        write(root / SETTINGS_FILE, SETTINGS.encode())
        (root / "sources").mkdir()
        self.settings = load_settings(root / SETTINGS_FILE)
        self.applied: list[Applied] = []
        self.says(text)
        patch.setattr("restitution.acts.known.look", lambda *_: self.look())

    def says(self, text: str) -> None:
        """What the publication says from now on."""
        placements = [
            Placement(leaf=src(n), bookmark=src(n), part="portraits", path=path, where=f"ligne {n}")
            for n, path in LEAVES.items()
        ]
        self.document: Document = document(text, placements)

    def look(self) -> Plan:
        """What a build finds of the review, from the files as they are."""
        files = dict(journal_files(self.root))
        copies, _ = copies_of(files)
        decisions, _ = read_decisions(files_in(self.root / "sources/relectures/decisions"))
        shown = shown_in([self.document])
        today = today_in({passage: one.text for passage, one in shown.items()}, [])
        review, _ = reconciled(
            collected(copies, decisions)[0], shown, today, self.applied, documents=[self.document]
        )
        write(self.root / WORK / REMARKS, encode(review))
        write(self.root / WORK / DOCUMENT, encode(self.document))
        write(self.root / WORK / APPLIED, encode(self.applied))
        write(self.root / WORK / CORRECTIONS, encode([]))
        write(self.root / WORK / "identities.jsonl", b"")
        return Plan(
            project=str(self.root), settings=self.settings, sources={}, classification=[], templates={},
            anchors="", source_date_epoch="", outputs=[], keys={},
        )  # fmt: skip

    def review(self) -> Review:
        self.look()
        return msgspec.json.decode((self.root / WORK / REMARKS).read_bytes(), type=Review)

    def copy(self, day: str, *marks: Mark) -> str:
        """A returned copy that holds these marks, as taking in leaves it; its folder."""
        counted: dict[str, int] = {}
        for mark in marks:
            for kind, count in mark.elements.items():
                counted[kind] = counted.get(kind, 0) + count
        name = f"{day}_{len(marks):08x}"
        folder = self.root / "sources/relectures" / name
        write(folder / MARKS, msgspec.json.Encoder().encode_lines(marks))
        counts = Counts(file="original.docx", format="docx", build="0123456789abcdef", in_files=counted)
        write(folder / COUNTS, encode(counts))
        return name

    def run(self, *words: str, code: int = 0) -> str:
        """What a command said; it must end with this code."""
        done = CliRunner().invoke(app, [*words, "--project", str(self.root)], standalone_mode=False)
        error = done.exception
        if isinstance(error, RestitutionError):
            assert error.code == code, error.message
            return f"{done.stdout}{error.message}\n{error.hint}"
        assert error is None, done.output
        assert code == 0, done.output
        return done.stdout

    def decisions(self) -> list[tuple[str, str, str]]:
        found, _ = read_decisions(files_in(self.root / "sources/relectures/decisions"))
        return [(one.number, one.verdict, one.answer) for one in found]

    def fixes(self) -> list[tuple[str, str, str]]:
        found, _ = read_fixes(files_in(self.root / "sources/relectures/corrections"))
        return [(one.passage, one.base, one.text) for one in found]
