"""What was decided, applied to notes: cases that a person can add to, and what holds for any change."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from restitution.assembly.assemble import identified
from restitution.assembly.changes import lost_looks
from restitution.assembly.corrections import Corrected, corrected, decided
from restitution.conservation.ast_words import block_words
from restitution.conservation.document import PathCount, check_document
from restitution.conservation.reading import TELL
from restitution.conservation.words import Flow
from restitution.merging import same
from restitution.model import CORRECTION, GENERATED, MASK, Document, Note, Passage, Placement
from restitution.pandoc import ast
from restitution.pandoc.rewriting import Sheet
from restitution.pandoc.run import read_markdown
from restitution.remarks import Correction

from . import example

CASES = yaml.safe_load((Path(__file__).parent / "corrections.yaml").read_text("utf-8"))
MUTATED = settings(deadline=None, max_examples=60)


def note_of(paragraphs: list[str]) -> Note:
    blocks = [block for paragraph in paragraphs for block in read_markdown(paragraph)]
    named = [ast.map_leaves([block], lambda inlines: ast.leaf(inlines, "ligne 1"))[0] for block in blocks]
    note = Note(
        path="note.md",
        sha256="0",
        format="docx",
        kind=None,
        classified=False,
        title="",
        territories=[],
        passages=[Passage(block=block, section="") for block in named],
    )
    return identified([note], [])[0][0]


def corrections_of(case: dict[str, Any], note: Note) -> list[Correction]:
    spans = list(ast.each_leaf([passage.block for passage in note.passages]))
    found = []
    for number, said in enumerate(case["corrections"]):
        span = spans[said.get("of", 1) - 1]
        found.append(
            Correction(
                passage=said.get("passage", ast.leaf_id(span)),
                base=said.get("base", Sheet(span["c"][1]).text),
                text=said["text"],
                relation=said.get("relation", "in"),
                number=f"R-{number + 1:03}",
                key=f"{number:016x}",
            )
        )
    return found


def plain(blocks: list[Any]) -> list[Any]:
    """Blocks without leaves and corrections, neighbouring strings made one: what a reader sees of them."""

    def open_(inline: Any) -> list[Any]:
        return (
            inline["c"][1] if inline["t"] == "Span" and {"leaf", CORRECTION} & set(inline["c"][0][1]) else [inline]
        )

    def joined(inlines: list[Any]) -> list[Any]:
        out: list[Any] = []
        for inline in ast.map_inlines(inlines, open_):
            if out and out[-1]["t"] == inline["t"] == "Str":
                out[-1] = {"t": "Str", "c": out[-1]["c"] + inline["c"]}
            elif out and out[-1]["t"] == inline["t"] and inline["t"] in ast.EMPHASES | {"Quoted"}:
                raise AssertionError(inlines)
            else:
                out.append(inline)
        return out

    def deep(node: Any) -> Any:
        if isinstance(node, list):
            return (
                joined([deep(one) for one in node]) if node and _is_inlines(node) else [deep(one) for one in node]
            )
        return {"t": node["t"], "c": deep(node["c"])} if isinstance(node, dict) and "c" in node else node

    return deep(ast.map_leaves(blocks, joined))


def _is_inlines(node: list[Any]) -> bool:
    return all(
        isinstance(one, dict) and one.get("t") in {"Str", "Space", "Span", "Strong", "Emph"} for one in node
    )


def published(note: Note) -> Document:
    """A document that shows the passages of one note, and nothing else."""
    spans = list(ast.each_leaf([passage.block for passage in note.passages]))
    return Document(
        build="",
        title="",
        subtitle="",
        date="",
        language="fr-FR",
        epoch=0,
        blocks=[passage.block for passage in note.passages],
        placements=[
            Placement(leaf=ast.leaf_id(one), bookmark=ast.leaf_id(one), part="x", path=note.path, where="")
            for one in spans
        ],
    )


def balance(note: Note, made: Corrected, corrections: list[Correction]) -> PathCount:
    public = next(one for one in made.notes if one.path == note.path)
    counts = check_document([note], [public], published(public), decided=decided(corrections))
    assert set(counts) == {note.path}
    return counts[note.path]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_case(case: dict[str, Any]) -> None:
    note = note_of(case["note"])
    corrections = corrections_of(case, note)
    made = corrected([note], corrections, case.get("added", ()))
    assert [outcome.result for outcome in made.outcomes] == case["results"]
    wanted = [block for paragraph in case.get("gives", case["note"]) for block in read_markdown(paragraph)]
    assert plain([passage.block for passage in made.notes[0].passages]) == plain(wanted)
    assert [bool(outcome.why) for outcome in made.outcomes] == [r in {"conflict", "gone"} for r in case["results"]]
    assert any(case.get("why", "") in outcome.why for outcome in made.outcomes)
    count = balance(note, made, corrections)
    assert count.holds, count.message
    words = len(block_words([passage.block for passage in note.passages]))
    assert count.published + count.withheld == words
    assert {record.reason for record in made.notes[0].withheld} <= {"corrigée"}


@cache
def passages_of_the_example() -> list[tuple[int, str, str]]:
    """Number of the note, id and text of each passage of the example that has words."""
    return [
        (number, ast.leaf_id(span), text)
        for number, note in enumerate(example.notes())
        for span in ast.each_leaf([passage.block for passage in note.passages])
        if (text := Sheet(span["c"][1]).text).strip()
    ]


NEW = st.sampled_from(["", "nouveau", "un mot", "(ajout)", "« cité »", "3,5", "l’été", "! ", "d’"])
SOME = st.deferred(lambda: st.sampled_from(passages_of_the_example()))


def edited(text: str, data: st.DataObject) -> str:
    """A text with one to three places changed, wherever a reader may change it."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 25)))
        text = text[:start] + data.draw(NEW) + text[end:]
    return text


@MUTATED
@given(SOME, st.data())
def test_any_change_of_any_passage_balances_and_says_what_was_wanted(
    passage: tuple[int, str, str], data: st.DataObject
) -> None:
    number, id_, base = passage
    note = example.notes()[number]
    text = edited(base, data)
    corrections = [Correction(passage=id_, base=base, text=text, number="R-001")]
    made = corrected([note], corrections)
    count = balance(note, made, corrections)
    assert count.holds, count.message
    assert count.published + count.withheld == len(
        block_words([one.block for one in note.passages], TELL.get(note.format, Flow.say))
    )
    result = made.outcomes[0].result
    assert result in {"applied", "settled", "conflict"}
    now = {
        ast.leaf_id(span): Sheet(span["c"][1]).text
        for span in ast.each_leaf([one.block for one in made.notes[0].passages])
    }
    if result == "conflict":
        assert made.notes == [note]
    elif text:
        # a space behind a sign may go with the quotation mark that stood there; words are counted above
        assert same(now[id_], text) or _letters(now[id_]) == _letters(text)
    others = {
        ast.leaf_id(span): Sheet(span["c"][1]).text
        for span in ast.each_leaf([one.block for one in note.passages])
        if ast.leaf_id(span) != id_
    }
    assert {one: words for one, words in now.items() if one != id_} == others


def _letters(text: str) -> str:
    return "".join(text.split())


def a_corrected_note() -> tuple[Note, Corrected, list[Correction]]:
    note = note_of(["Le **pays compte douze** communes et *deux* villes.", "Rien d'autre."])
    corrections = corrections_of(
        {"corrections": [{"text": "Le pays compte treize communes et deux villes."}]}, note
    )
    return note, corrected([note], corrections), corrections


def test_a_word_dropped_beside_a_correction_is_seen() -> None:
    note, made, corrections = a_corrected_note()
    public = made.notes[0]

    def dropped(inline: Any) -> list[Any]:
        return [] if inline == {"t": "Str", "c": "villes."} else [inline]

    block = ast.map_leaves([public.passages[0].block], lambda inlines: ast.map_inlines(inlines, dropped))[0]
    less = structs.replace(public, passages=[structs.replace(public.passages[0], block=block), public.passages[1]])
    count = balance(note, structs.replace(made, notes=[less]), corrections)
    assert count.missing == ["villes"]
    told = structs.replace(public.withheld[0], inlines=ast.string("villes"))
    hidden = structs.replace(less, withheld=[*public.withheld, told])
    count = balance(note, structs.replace(made, notes=[hidden]), corrections)
    assert (count.missing, count.undecided) == ([], ["villes"])


def test_a_word_put_in_beside_a_correction_is_seen() -> None:
    note, made, corrections = a_corrected_note()
    public = made.notes[0]

    def more(inline: Any) -> list[Any]:
        is_ours = inline["t"] == "Span" and CORRECTION in inline["c"][0][1]
        return [{"t": "Span", "c": [inline["c"][0], ast.string("treize ou vingt")]}] if is_ours else [inline]

    block = ast.map_leaves([public.passages[0].block], lambda inlines: ast.map_inlines(inlines, more))[0]
    fuller = structs.replace(
        public, passages=[structs.replace(public.passages[0], block=block), public.passages[1]]
    )
    count = balance(note, structs.replace(made, notes=[fuller]), corrections)
    assert count.undecided == ["ou", "vingt"]


def test_a_correction_that_nobody_decided_is_seen() -> None:
    note, made, _ = a_corrected_note()
    count = balance(note, made, [])
    assert count.undecided == ["douze", "treize"]
    assert "treize" in count.message


@MUTATED
@given(SOME, st.data())
def test_words_of_ours_never_change(passage: tuple[int, str, str], data: st.DataObject) -> None:
    number, id_, base = passage
    note = example.notes()[number]
    made = corrected([note], [Correction(passage=id_, base=base, text=edited(base, data) or "x")])
    assert ours(made.notes[0]) == ours(note)


def ours(node: Any) -> list[str]:
    """The words of ours below a node, in order."""
    if isinstance(node, Note):
        return ours([passage.block for passage in node.passages])
    if isinstance(node, list):
        return [word for child in node for word in ours(child)]
    if not isinstance(node, dict):
        return []
    if node.get("t") == "Span" and {MASK, GENERATED} & set(node["c"][0][1]):
        return [ast.text(node["c"][1])]
    return ours(node.get("c"))


@pytest.mark.parametrize(
    ("note", "text", "lost"),
    [
        ("**Mot** seul.", "Terme unique.", ["« Mot » (gras)"]),
        ("Un **mot important** et *calme*.", "Un terme majeur et calme.", []),
        ("Il faut *absolument* agir.", "Il faut agir, absolument.", []),
        ("Il faut *bien* **agir** ici.", "Faisons donc cela ici.", ["« agir » (gras)", "« bien » (italique)"]),
        ("Sans rien.", "Avec rien.", []),
    ],
)
def test_a_look_that_goes_is_told(note: str, text: str, lost: list[str]) -> None:
    span = next(ast.each_leaf([passage.block for passage in note_of([note]).passages]))
    inlines = span["c"][1]
    correction = Correction(passage="p", base=Sheet(inlines).text, text=text)
    assert lost_looks(correction, inlines) == lost
