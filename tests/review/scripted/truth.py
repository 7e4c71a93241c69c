"""What a remark is about, known without the program: the letters of the paragraph, followed through every edit.

Spaces, quotes and marks of Markdown change between a note and its publication; letters and digits do not.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError

ENDINGS = (".md", ".txt", ".docx")
WORDS = ("toujours", "parfois", "vallée", "demain", "ensemble", "commune", "autrement", "projet")
SHORTEST = 60
"""Letters below which a paragraph may stand twice: those are left alone."""


def letters(text: str) -> str:
    """Letters and digits, in small; « m² » is « m2 » where spaces are folded."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


@dataclass
class Paragraphs:
    """The paragraphs of a note, which may be changed and written back."""

    path: Path
    texts: list[str]

    @classmethod
    def of(cls, path: Path) -> Paragraphs:
        if path.suffix == ".docx":
            return cls(path, [paragraph.text for paragraph in docx.Document(str(path)).paragraphs])
        return cls(path, re.split(r"(?:\r?\n){2,}", path.read_text("utf-8-sig")))

    def write(self, edits: dict[int, list[str]]) -> None:
        """Puts other paragraphs in the place of some."""
        if self.path.suffix != ".docx":
            texts = [new for n, old in enumerate(self.texts) for new in edits.get(n, [old])]
            self.path.write_text("\n\n".join(texts), "utf-8")
            return
        document = docx.Document(str(self.path))
        for number, paragraph in enumerate(list(document.paragraphs)):
            if number in edits:
                for text in edits[number]:
                    paragraph.insert_paragraph_before(text, paragraph.style)
                paragraph._p.getparent().remove(paragraph._p)
        document.save(str(self.path))


@dataclass
class Truth:
    """Letters of each paragraph that a remark is about -> letters of where it stands now; empty: deleted."""

    sources: Path
    random: random.Random
    now: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def evolve(self, about: set[str], share: float) -> None:
        """Changes the notes: of the paragraphs `about` which there are remarks, about that share."""
        files = [
            path for path in sorted(self.sources.rglob("*")) if path.suffix in ENDINGS and self._is_note(path)
        ]
        for path in files:
            try:
                note = Paragraphs.of(path)
            except (UnicodeDecodeError, PackageNotFoundError):
                continue  # a trap of the example's: an old encoding, a file that is none
            edits = self._edits(note, about, share)
            if edits:
                note.write(edits)
        if files:
            self._rename(self.random.choice(files))

    def _edits(self, note, about, share):
        edits = {}
        for number, text in enumerate(note.texts):
            own = letters(text)
            if own not in about or len(own) < SHORTEST or self.random.random() > share or number in {0, 1, *edits}:
                continue
            made = self.random.choice([_edited, _edited, _split, _deleted, _moved])
            edits |= made(self, note, number)
        return edits

    def became(self, old: str, new: list[str], what: str) -> None:
        self.told.append(what)
        for before, after in self.now.items():
            if letters(old) in after:
                self.now[before] = [one for one in after if one != letters(old)] + [letters(text) for text in new]

    def _rename(self, path: Path) -> None:
        self.told.append("renamed")
        path.rename(path.with_name(f"{path.stem} relu{path.suffix}"))

    def _is_note(self, path: Path) -> bool:
        own = path.name.startswith(("~$", "retour de "))
        return not own and not {"relectures", "choix"} & set(path.relative_to(self.sources).parts)


def _edited(truth: Truth, note: Paragraphs, number: int) -> dict[int, list[str]]:
    text = note.texts[number]
    words = text.split(" ")
    for _ in range(max(1, len(words) // 12)):
        words[truth.random.randrange(len(words) // 3, len(words))] = truth.random.choice(WORDS)
    truth.became(text, [" ".join(words)], "edited")
    return {number: [" ".join(words)]}


def _split(truth: Truth, note: Paragraphs, number: int) -> dict[int, list[str]]:
    text = note.texts[number]
    cut = text.find(". ", len(text) // 4)
    if cut < 0 or len(letters(text[cut + 2 :])) < SHORTEST // 2:
        return {}
    pieces = [text[: cut + 1], text[cut + 2 :]]
    truth.became(text, pieces, "split")
    return {number: pieces}


def _deleted(truth: Truth, note: Paragraphs, number: int) -> dict[int, list[str]]:
    truth.became(note.texts[number], [], "deleted")
    return {number: []}


def _moved(truth: Truth, note: Paragraphs, number: int) -> dict[int, list[str]]:
    if number + 1 >= len(note.texts) or not letters(note.texts[number + 1]):
        return {}
    truth.told.append("moved")
    return {number: [], number + 1: [note.texts[number + 1], note.texts[number]]}
