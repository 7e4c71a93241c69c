"""Corrections in whole documents: headings that the plan carries, words of the plan, quotations, every balance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from msgspec import structs

from restitution.assembly.assemble import Publication, assemble
from restitution.assembly.changes import Outcome
from restitution.assembly.corrections import corrected, decided, restored, without_headings
from restitution.assembly.following import followed
from restitution.assembly.quotes import quoted_bounds, quotes_of
from restitution.assembly.transcripts import kept_back
from restitution.conservation.document import PathCount, check_document
from restitution.model import Choice, Note
from restitution.pandoc import ast
from restitution.pandoc.rewriting import Sheet
from restitution.remarks import Correction

from . import example
from .example import as_printed, told

F12 = "haute-galdonne/ateliers/atelier_logement.vtt"
SAID = "On est sept cas isolés, rien que dans mon service."


class Made(msgspec.Struct):
    """What a stage makes of notes, corrections and choices."""

    whole: Publication
    outcomes: list[Outcome]
    counts: dict[str, PathCount]
    before: dict[str, Any]

    def result(self, correction: Correction) -> Outcome:
        return next(one for one in self.outcomes if one.correction == correction)

    @property
    def text(self) -> str:
        return told([*self.whole.document.blocks, *self.whole.annexes.blocks])


def made(
    corrections: Sequence[Correction], choices: Sequence[Choice] = (), transcriptions: Any = "dans_le_document"
) -> Made:
    settings = structs.replace(example.settings(), transcriptions=transcriptions)
    right = corrected(example.notes(), corrections)
    words = followed(choices, right.notes, right.before)
    quotes, _ = quotes_of(right.notes, words, settings, lambda _, text: text)
    is_withheld = transcriptions == "retenues"
    shown = kept_back(right.notes, quoted_bounds(quotes)) if is_withheld else right.notes
    frame = example.frame(settings, example.made_for(right.notes, settings), quotes)
    whole = assemble(shown, structs.replace(frame, corrections=right.left, before=right.before))
    public = restored(shown, right.before, whole.carried)
    counts = check_document(example.notes(), public, whole.document, whole.annexes, decided=decided(corrections))
    outcomes = [*without_headings(right.outcomes, whole.carried), *whole.outcomes]
    return Made(whole, outcomes, counts, dict(right.before))


def leaves(notes: Sequence[Note]) -> dict[str, str]:
    return {
        ast.leaf_id(span): Sheet(span["c"][1]).text
        for note in notes
        for span in ast.each_leaf([passage.block for passage in note.passages])
    }


def lost(counts: dict[str, PathCount]) -> dict[str, str]:
    return {path: count.message for path, count in counts.items() if not count.holds}


def test_every_seventh_passage_of_the_example_corrected_and_nothing_lost() -> None:
    passages = list(leaves(example.notes()).items())[::7]
    corrections = [
        Correction(passage=id_, base=text, text="" if number % 9 == 0 else _changed(text), number=f"R-{number:03}")
        for number, (id_, text) in enumerate(passages)
        if text.strip()
    ]
    done = made(corrections)
    assert lost(done.counts) == {}
    results = [outcome.result for outcome in done.outcomes]
    assert len(results) == len(corrections)
    assert results.count("applied") > 0.8 * len(results)
    assert all(outcome.why for outcome in done.outcomes if outcome.result == "conflict")


def _changed(text: str) -> str:
    words = text.split(" ")
    middle = len(words) // 2
    return " ".join([*words[:middle], "et", "là", *words[middle + 1 :]])


def test_a_heading_that_the_plan_says_in_its_words_is_left_to_the_plan() -> None:
    carried = next(place for place in made([]).whole.document.placements if place.heading)
    said = leaves(example.notes())[carried.leaf]
    correction = Correction(passage=carried.leaf, base=said, text=f"{said} et bien plus", number="R-001")
    done = made([correction])
    assert done.result(correction).result == "conflict"
    assert "templates/plan/" in done.result(correction).why
    assert lost(done.counts) == {}
    assert "et bien plus" not in done.text
    assert done.text == made([]).text


def plan_words(done: Made) -> list[tuple[str, str]]:
    return [
        (ast.leaf_id(span), Sheet(span["c"][1]).text)
        for span in ast.each_leaf(done.whole.document.blocks)
        if ast.leaf_id(span).startswith("gen_")
    ]


def test_words_of_the_plan_are_corrected_where_they_stand_once() -> None:
    every = plan_words(made([]))
    repeats = {id_.rpartition("_")[0] for id_, _ in every if id_.count("_") > 1}
    id_, base = next(
        (id_, text) for id_, text in every if len(text) > 80 and id_ not in repeats and "tableau" not in text
    )
    words = base.split()
    text = " ".join([*words[:2], "vraiment", *words[2:]])
    correction = Correction(passage=id_, base=base, text=text, number="R-001")
    done = made([correction])
    assert done.result(correction).result == "applied"
    assert as_printed(text) in as_printed(done.text)
    twice = next(iter(repeats & {id_ for id_, _ in every}))
    base = dict(every)[twice]
    repeated = Correction(passage=twice, base=base, text=f"{base} !", number="R-002")
    gone = Correction(passage="gen_0000000000", base="Rien.", text="Quelque chose.", number="R-003")
    added = Correction(passage=id_, base=text, text="Un paragraphe.", relation="after", number="R-004")
    done = made([repeated, gone, added])
    assert [outcome.result for outcome in done.outcomes] == ["conflict", "gone", "conflict"]
    assert all("templates/plan/" in outcome.why for outcome in done.outcomes)
    assert done.text == made([]).text


def test_a_matrix_is_computed_not_corrected() -> None:
    def cells(node: Any) -> list[Any]:
        if isinstance(node, list):
            return [cell for child in node for cell in cells(child)]
        if not isinstance(node, dict):
            return []
        return list(ast.each_leaf([node])) if node.get("t") == "Table" else cells(node.get("c"))

    done = made([])
    once = {id_ for id_, _ in plan_words(done)}
    found = [span for span in cells(done.whole.document.blocks) if ast.leaf_id(span).startswith("gen_")]
    cell = next(span for span in found if f"{ast.leaf_id(span)}_2" not in once and ast.text(span).strip())
    base = Sheet(cell["c"][1]).text
    correction = Correction(passage=ast.leaf_id(cell), base=base, text=f"{base} bis", number="R-001")
    assert "calculé" in made([correction]).result(correction).why


@pytest.mark.parametrize("transcriptions", ["dans_le_document", "a_part", "retenues"])
def test_a_quotation_says_what_its_passage_says(transcriptions: str) -> None:
    leaf, base = next((id_, text) for id_, text in leaves(example.notes()).items() if SAID in text)
    choices = [Choice(fichier=F12, texte=SAID, themes="logement")]
    text = base.replace("sept cas isolés", "huit cas très isolés")
    correction = Correction(passage=leaf, base=base, text=text, number="R-001")
    done = made([correction], choices, transcriptions)
    assert done.result(correction).result == "applied"
    assert lost(done.counts) == {}
    quoted = [place.bookmark for place in done.whole.document.placements if place.quoted]
    spans = {ast.leaf_id(span): span for span in ast.each_leaf(done.whole.document.blocks)}
    assert [" ".join(ast.text(spans[mark]).split()) for mark in quoted][:1] == [
        f"«{SAID.replace('sept cas isolés', 'huit cas très isolés')}»"
    ]
    assert "sept cas isolés" not in done.text


def test_a_correction_made_on_a_quotation_is_made_in_its_passage() -> None:
    leaf = next(id_ for id_, text in leaves(example.notes()).items() if SAID in text)
    choices = [Choice(fichier=F12, texte=SAID, themes="logement")]
    correction = Correction(
        passage=leaf, base=f"«\u00a0{SAID}\u00a0»", text=f"«\u00a0{SAID.replace('sept', 'huit')}\u00a0»"
    )
    done = made([correction], choices)
    assert done.result(correction).result == "applied"
    assert lost(done.counts) == {}
    assert done.text.count("On est huit cas isolés") == 2
    assert "sept cas isolés" not in done.text
