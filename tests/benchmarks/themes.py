"""How well the words of themes propose them, on the annotated passages of `tests/themes`: prints, never judges.

    uv run python tests/benchmarks/themes.py [--all]

Precision: of the themes proposed, those that a reader sees too; recall: of the themes that a reader sees, those
that are proposed. One passage in three is held out by a hash of its first words: nothing is tuned on it.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from restitution.domain import domain
from restitution.messages import number
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from restitution.shaping.proposals import proposed

HERE = Path(__file__).parents[1] / "themes"
PROJECT = HERE.parents[1]
PLACES = {"fichier": PROJECT / "sources", "corpus": PROJECT.parent / "shared" / "corpus"}
HELD_OUT = 3
"""One passage in three is held out."""


class Annotated(NamedTuple):
    """A passage, the themes that a reader sees in it, and those that can be defended."""

    text: str
    themes: frozenset[str]
    allowed: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Whether nothing may be tuned on it."""
        return hashlib.sha256(_plain(self.text)[:40].encode()).digest()[0] % HELD_OUT == 0


class Score(NamedTuple):
    """Themes that were right, wrong and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the themes proposed, the part that is right."""
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        """Of the themes that are there, the part that is proposed."""
        return self.right / (self.right + self.missed or 1)


def main() -> None:
    """Print both figures by theme, then for the passages that are tuned on and those held out."""
    passages = list(annotated())
    print(f"{'':<22}{'justes':>8}{'faux':>8}{'manqués':>9}{'précision':>11}{'rappel':>9}")
    for theme in (theme.cle for theme in domain().themes):
        _print(theme, score(passages, theme))
    for name, held_out in (("réglés (deux tiers)", False), ("réservés (un tiers)", True)):
        _print(name, score([one for one in passages if one.held_out is held_out]))
    _print(f"ensemble ({len(passages)})", score(passages))
    if "--all" in sys.argv:
        for one in passages:
            found = set(proposed(one.text, domain().themes))
            if not one.held_out and (found - one.themes - one.allowed or one.themes - found):
                print(f"- {_plain(one.text)[:110]} : {sorted(found)} pour {sorted(one.themes)}")


def score(passages: list[Annotated], theme: str = "") -> Score:
    """The score over passages, of one theme or of all."""
    counts: Counter[str] = Counter()
    for one in passages:
        found = {key for key in proposed(one.text, domain().themes) if theme in {"", key}}
        wanted = {key for key in one.themes if theme in {"", key}}
        counts["right"] += len(found & wanted)
        counts["wrong"] += len(found - wanted - one.allowed)
        counts["missed"] += len(wanted - found)
    return Score(counts["right"], counts["wrong"], counts["missed"])


def annotated() -> Iterator[Annotated]:
    """Every annotated passage whose file is here. Raises `LookupError` for one that its file does not hold."""
    for path in sorted((HERE / "passages").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            text = entry.get("texte") or _referred(entry)
            if text:
                yield Annotated(text, frozenset(entry["themes"]), frozenset(entry.get("admis", ())))


def _referred(entry: dict[str, str]) -> str:
    """The passage of a file that begins as said; empty when the file is not here."""
    kind = next(kind for kind in PLACES if kind in entry)
    path = PLACES[kind] / entry[kind]
    if not path.is_file():
        return ""
    begins = _plain(entry["debut"])
    found = next((text for text in _passages(path) if _plain(text).startswith(begins)), "")
    if not found:
        raise LookupError(f"{path.name} : aucun passage ne commence par « {entry['debut']} »")
    return found


@cache
def _passages(path: Path) -> tuple[str, ...]:
    (reading,) = read_all([File(path.name, path.suffix[1:], path.read_bytes())])
    if not isinstance(reading, Reading):
        raise LookupError(reading.message)  # noqa: TRY004 a file that cannot be read
    return tuple(ast.text([block]) for block in reading.blocks)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _print(name: str, found: Score) -> None:
    print(
        f"{name:<22}{found.right:>8}{found.wrong:>8}{found.missed:>9}"
        f"{number(found.precision, 2):>11}{number(found.recall, 2):>9}"
    )


if __name__ == "__main__":
    main()
