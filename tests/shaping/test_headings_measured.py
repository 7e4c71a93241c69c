"""Headings and their sections in the annotated notes of `tests/headings`: no worse than when last improved.

What is measured and how: `tests/benchmarks/headings.py`, run by hand with `--all` to see each difference.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from restitution.conservation.ast_words import block_words
from restitution.messages import folded
from restitution.model import Note
from restitution.pandoc import ast
from tests.benchmarks import headings as bench

LEAST_RIGHT = {"notes": 0.98, "corpus": 0.96, "later": 0.88}
"""Right ones in the whole, by the rule of the bench: a wrong section weighs twice a missing one.

`notes`: those kept here; `corpus`: files that lie beside the project; `later`: notes written by somebody who had
not read the code.
"""
MOST_WRONG = 0.015
"""Wrong sections and lines wrongly taken for headings, of all headings, each."""


@cache
def measured() -> list[tuple[dict[str, Any], Note, list[str]]]:
    return [
        (annotation, note, [outcome for outcome, _ in bench.differences(annotation, note)])
        for annotation, note in bench.annotated()
    ]


def group(annotation: dict[str, Any], note: Note) -> str:
    if "file" not in annotation:
        return "corpus"
    return "later" if note.path.startswith("f4") else "notes"


def counted(where: str) -> Counter[str]:
    """Outcomes over some of the notes; none where the corpus does not lie beside the project."""
    outcomes = (told for annotation, note, told in measured() if group(annotation, note) == where)
    return Counter(outcome for told in outcomes for outcome in told)


def test_headings_are_found_with_their_sections() -> None:
    for where, least in LEAST_RIGHT.items():
        found = counted(where)
        if not found and where == "corpus":
            continue
        weight = sum(found[outcome] * bench.WEIGHTS[outcome] for outcome in bench.OUTCOMES)
        assert found["juste"] / weight >= least, (where, found)


def test_few_are_wrong() -> None:
    found = counted("notes") + counted("later")
    for outcome in ("fausse rubrique", "faux titre"):
        assert found[outcome] <= MOST_WRONG * found.total(), found


def test_no_text_is_dropped() -> None:
    for reading, note in bench.read_and_shaped():
        assert block_words([passage.block for passage in note.passages]) == block_words(reading.blocks), note.path


def test_a_title_that_was_found_is_the_note_s() -> None:
    for _, note, _ in measured():
        for passage in note.passages:
            if passage.role == "title":
                assert folded(ast.text([passage.block])) == folded(note.title)
