"""How well headings and their sections are found in the annotated notes of `tests/headings`: prints, never judges.

    uv run python tests/benchmarks/headings.py [--all]

An annotation names a note, its kind, its headings in order with the section that each opens (null: none, it stays
where it is). Every other line that is taken for a heading is one too many; a heading that opens none must stand in
a section that a heading above it opens. Of 100 headings, a wrong section counts twice a missing one.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from restitution.domain import implicit_section, unnumbered
from restitution.messages import folded
from restitution.model import Note, Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from restitution.settings.reading import read_settings
from restitution.shaping.residue import without_residue
from restitution.shaping.shape import Said, shape
from restitution.shaping.turns import with_turns

HERE = Path(__file__).parents[1] / "headings"
CORPUS = HERE.parents[2] / "shared" / "corpus"
SETTINGS = (
    b"projet: {titre: Essai}\nterritoires: [{code: HG, nom: Haute-Galdonne}, {code: VA, nom: Val d'Arvoise}]\n"
)
OUTCOMES = ("juste", "manquant", "sans rubrique", "fausse rubrique", "faux titre")
WEIGHTS = {"juste": 1, "manquant": 1, "sans rubrique": 1, "fausse rubrique": 2, "faux titre": 1}
"""Not seen, or seen without its section: missing; text under a section that is not its own is worse."""


def main() -> None:
    """Read every annotated note, compare, print a table by format; with `--all`, each difference."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for annotation, note in annotated():
        told = list(differences(annotation, note))
        counts[note.format].update(outcome for outcome, _ in told)
        counts["ensemble"].update(outcome for outcome, _ in told)
        for outcome, text in told if "--all" in sys.argv else ():
            if outcome != "juste":
                print(f"{note.path} : {outcome} : {text}")
    print(f"{'format':<10}" + "".join(f"{outcome:>17}" for outcome in OUTCOMES) + f"{'justes':>10}")
    for name, found in sorted(counts.items(), key=lambda item: (item[0] == "ensemble", item[0])):
        weight = sum(found[outcome] * WEIGHTS[outcome] for outcome in OUTCOMES)
        print(
            f"{name:<10}"
            + "".join(f"{found[outcome]:>17}" for outcome in OUTCOMES)
            + f"{found['juste'] / weight:>10.1%}"
        )


def annotated() -> Iterator[tuple[dict[str, Any], Note]]:
    """Each annotation with its note as it is understood; those of files that are not here are left out."""
    yield from ((annotation, note) for annotation, _, note in _each())


def read_and_shaped() -> Iterator[tuple[Reading, Note]]:
    """What was read of each annotated note, and the note."""
    yield from ((reading, note) for _, reading, note in _each())


def _each() -> Iterator[tuple[dict[str, Any], Reading, Note]]:
    settings = read_settings(SETTINGS)
    for path in sorted((HERE / "annotations").glob("*.yaml")):
        annotation = yaml.safe_load(path.read_text("utf-8"))
        source = CORPUS / annotation["corpus"] if "corpus" in annotation else HERE / annotation["file"]
        if not source.exists():
            continue
        format_ = source.suffix[1:]
        (reading,) = read_all([File(source.name, format_, source.read_bytes())])
        if not isinstance(reading, Reading):
            print(f"{path.stem} : {reading}")
            continue
        ready = with_turns(without_residue(reading))
        said = Said(genre=annotation["kind"] or "")
        yield annotation, ready, shape(ready, f"{path.stem}.{format_}", "", format_, said, settings)


def differences(annotation: dict[str, Any], note: Note) -> Iterator[tuple[str, str]]:
    """Outcome and text of each annotated heading, and of each line that was wrongly taken for one.

    A number at the head of a heading may be dropped by a reader: headings are compared without.
    """
    found = list(headings(note))
    texts = [_compared(heading["text"]) for heading in annotation["headings"]]
    pairs = SequenceMatcher(None, texts, [text for text, _, _ in found], autojunk=False).get_matching_blocks()
    places = {pair.a + n: pair.b + n for pair in pairs for n in range(pair.size)}
    above = {implicit_section(note.kind), "title"}
    for number, heading in enumerate(annotation["headings"]):
        above.add(heading["section"])
        if number not in places:
            yield "manquant", heading["text"]
            continue
        _, section, stands = found[places[number]]
        is_misplaced = heading["section"] is None and stands not in above
        wrong = "sans rubrique" if section is None and not is_misplaced else "fausse rubrique"
        is_right = heading["section"] in ({section} if section else {None, stands}) and not is_misplaced
        yield "juste" if is_right else wrong, f"{heading['text']} → {section}"
    matched = set(places.values())
    for place, (text, section, _) in enumerate(found):
        if place not in matched and not (place == 0 and _says_its_title_apart(note)):
            yield "faux titre", f"{text} → {section}"


def _compared(text: str) -> str:
    """What two readings of a heading have in common."""
    return folded(unnumbered(text))


def _says_its_title_apart(note: Note) -> bool:
    """Whether no line of the note is its title: a field or its file's name says it."""
    return all(passage.role != "title" for passage in note.passages)


def headings(note: Note) -> Iterator[tuple[str, str | None, str]]:
    """Text of each heading of a note, the section that it opens (« title », a key, none) and the one it stands in.

    A sub-heading of the section that it names (« 2.1 Objectif général » under « Objectifs ») opens none and is
    right. A heading that closes the sections below it and comes back to the one around them opens none; a title
    that only a field says counts as well.
    """
    around: list[tuple[int, str]] = [(0, implicit_section(note.kind))]
    current = around[0][1]
    if _says_its_title_apart(note):
        yield _compared(note.title), "title", "title"
    for passage in note.passages:
        if passage.role == "title":
            yield _compared(ast.text([passage.block])), "title", "title"
        elif passage.role in {"section", "heading"}:
            level = passage.block["c"][0]
            around = [around[0], *(one for one in around[1:] if one[0] <= level)]
            opens = passage.role == "section" or passage.section not in {current, around[-1][1]}
            yield _compared(ast.text([passage.block])), passage.section if opens else None, passage.section
            around.append((level, passage.section))
            current = passage.section
        elif passage.role == "text":
            current = passage.section


if __name__ == "__main__":
    main()
