"""What is masked and what is kept, sentence by sentence: add a case to `cases/masking.md`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.conservation.ast_words import block_words
from restitution.conservation.sealing import withheld_words
from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.pandoc.marks import tag_leaves
from restitution.pandoc.run import read_markdown
from restitution.people.finder import Manner
from restitution.people.masking import finder_of, public, withheld_whole
from restitution.people.masking import told as tell
from tests.people.mentioned import circle

CASE = re.compile(
    r"^## (?P<name>.+)\n(?:personnes : (?P<people>.+)\n)?(?:gardés : (?P<kept>.+)\n)?"
    r"texte : (?P<text>(?:.|\n)+?)\ndonne : (?P<given>.+)$",
    re.MULTILINE,
)
CASES = [m.groupdict() for m in CASE.finditer((Path(__file__).parent / "cases" / "masking.md").read_text("utf-8"))]


def listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def note_of(blocks: list[dict[str, Any]], people: list[str], section: str = "enjeux") -> Note:
    passages = [Passage(block=block, section=section) for block in tag_leaves(blocks, ["ligne 1"])]
    return Note(
        path="a.md", sha256="", format="md", kind=None, classified=False, title="", territories=[],
        passages=passages, people=people,
    )  # fmt: skip


def told(note: Note) -> str:
    text = ast.text([p.block for p in note.passages])
    return re.sub(r"\s+", " ", text).replace("'", "’").strip()


def balance(before: Note, after: Note) -> tuple[Counter[str], Counter[str]]:
    kept = Counter(block_words([p.block for p in after.passages]))
    kept.update(word for one in after.withheld for word in withheld_words(one, after.format))
    return Counter(block_words([p.block for p in before.passages])), kept


def test_cases_are_read() -> None:
    assert len(CASES) == len(
        re.findall(r"^## ", (Path(__file__).parent / "cases" / "masking.md").read_text("utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    text = re.sub(r"^    (?=\[\^)", "", case["text"], flags=re.MULTILINE)
    note = note_of(read_markdown(text), listed(case["people"]))
    masked = public(note, listed(case["kept"]))
    assert told(masked) == case["given"]
    before, after = balance(note, masked)
    assert before == after


def heading(text: str) -> dict[str, Any]:
    return ast.header(2, ast.string(text))


def test_headings_tables_captions_and_titles() -> None:
    markdown = (
        "# Rencontre avec Nadège Vauquelin\n\n| Qui | Quoi |\n|---|---|\n| Vauquelin | hôte |\n\n: Vu par Nadège\n"
        "\n- Nadège\n\n> Vauquelin\n"
    )
    note = note_of(read_markdown(markdown), ["Nadège Vauquelin"])
    note.title = "Rencontre avec Nadège Vauquelin"
    note.structure = "Ferme de N. Vauquelin"
    masked = public(note)
    assert masked.title == "Rencontre avec [nom masqué]"
    stored = msgspec.json.encode(msgspec.structs.replace(masked, withheld=[], path="")).decode()
    assert "Vauquelin" not in re.sub(r'"structure":"[^"]*"', "", stored)
    assert "Nadège" not in stored
    assert balance(note, masked)[0] == balance(note, masked)[1]


def test_a_picture_that_stands_in_no_leaf_describes_nobody() -> None:
    alt = ast.string("La fête du bois, avec Nadège Vauquelin")
    picture = {"t": "Image", "c": [ast.attributes(), alt, ["a.png", ""]]}
    note = note_of([], ["Nadège Vauquelin"])
    note.passages = [Passage(block=ast.para([picture]), section="enjeux")]
    masked = public(note)
    assert "Vauquelin" not in msgspec.json.encode(masked.passages).decode()
    assert masked.withheld == []


def test_the_participants_are_withheld_whole_and_counted() -> None:
    note = note_of(read_markdown("- Nadège Vauquelin ![x y](a.png)\n- Denis, élu $x^2$"), ["Nadège Vauquelin"])
    note.passages[0].section = "participants"
    note.attendance = 2
    masked = public(note)
    assert masked.passages == []
    assert masked.attendance == 2
    assert {one.reason for one in masked.withheld} == {"consentement"}


def test_an_excluded_note_keeps_its_balance() -> None:
    note = note_of(read_markdown("Un ![texte de remplacement](a.png) *mot*coupé[^1]\n\n[^1]: Une note."), [])
    assert (
        balance(note, withheld_whole(note, "remplacée"))[0] == balance(note, withheld_whole(note, "remplacée"))[1]
    )


def speaking(name: str) -> Note:
    span = {"t": "Span", "c": [["", ["speaker"], [["name", name]]], []]}
    return Note(
        path="a.vtt", sha256="", format="vtt", kind=None, classified=False, title="", territories=[],
        passages=[
            Passage(block=ast.para(ast.leaf([span, *ast.string("Oui, Lucile.")], "00:01")), section="echanges")
        ],
        people=[name],
    )  # fmt: skip


def test_speakers_are_masked_or_shown() -> None:
    note = speaking("Lucile Anthérioux")
    assert told(public(note)) == "Une personne : Oui, [nom masqué]."
    assert told(public(note, shows_unknown=True)) == "Lucile Anthérioux : Oui, Lucile."
    assert "Anthérioux" not in msgspec.json.encode(public(note).passages).decode()


WORDS = [
    "Nadège", "VAUQUELIN", "vauquelin", "Vau", "quelin", "rue", "12", "06", "39", "98", "42", "17", "de", "La",
    "Rive", "la", "rive", "Rose", "a", "x@y.example", "™", "²", "é\u0301", "\u00ad", "\u200b", "-", "’", ",", ".",
    "Val", "d'Arvoise", "vauclin", "monsieur", "Théodule", "Solange", "escodier", "boulangère", "Valsinières",
    "Ghislaine", "Pertuzat", "J.-M.", "jean", "pierre", "Dupont", "explique",
    "Saint-Martin", "[nom", "masqué]", "ﬁn", "½", "N.", "V.",
]  # fmt: skip
pieces = st.sampled_from(
    [*({"t": "Str", "c": word} for word in WORDS), {"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"}]
)


def wrapped(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    many = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda c: {"t": "Strong", "c": c}, many),
        st.builds(lambda c: {"t": "Link", "c": [ast.attributes(), c, ["https://a.example", ""]]}, many),
        st.builds(lambda c: {"t": "Quoted", "c": [{"t": "DoubleQuote"}, c]}, many),
        st.builds(lambda c: {"t": "Image", "c": [ast.attributes(), c, ["a.png", ""]]}, many),
        st.builds(lambda c: {"t": "Note", "c": [ast.para(ast.leaf(c, ""))]}, many),
    )


inlines = st.lists(st.recursive(pieces, wrapped, max_leaves=6), min_size=1, max_size=14)
people = st.lists(
    st.sampled_from(["Nadège Vauquelin", "Jean de La Rive", "Rose Maire", "Val Martin", "VAUQUELIN N."]),
    max_size=3,
)


@settings(max_examples=250, deadline=None)
@given(inlines, people, st.booleans())
def test_no_word_is_lost_and_masking_twice_changes_nothing(
    content: list[dict[str, Any]], named: list[str], is_list: bool
) -> None:
    block = ast.para(ast.leaf(content, "ligne 1"))
    note = note_of([], named)
    note.passages = [Passage(block=block, section="participants" if is_list else "enjeux")]
    masked = public(note)
    before, after = balance(note, masked)
    assert before == after
    again = public(masked)
    if ast.holds(content, frozenset({"Image"})):
        # a picture in the middle of « Nadègerue » glues a street's word to a name, and it goes with it: never less
        assert again.withheld[: len(masked.withheld)] == masked.withheld
        return
    assert again.passages == masked.passages
    assert again.withheld == masked.withheld


@settings(max_examples=200, deadline=None)
@given(inlines, people, st.booleans(), st.booleans())
def test_with_a_register_too(content: list[dict[str, Any]], named: list[str], heard: bool, lower: bool) -> None:
    note = note_of([], named)
    note.passages = [Passage(block=ast.para(ast.leaf(content, "ligne 1")), section="enjeux")]
    manner = Manner(heard=heard, lower=lower)
    masked = tell(note, finder_of(note, circle(), (), manner)).note
    before, after = balance(note, masked)
    assert before == after
    again = tell(masked, finder_of(masked, circle(), (), manner)).note
    # « Rose » is a name by what stands beside it: once its neighbour is masked, it may be one too; never less is
    assert again.withheld[: len(masked.withheld)] == masked.withheld
    assert balance(note, again)[1] == before


@pytest.mark.parametrize(
    "word",
    ["1", "12 ", "A", "A b ", "rue ", "12 rue ", "a.b-", "Nadège ", "06 39 ", "?", "le le "],
)
def test_long_texts_are_masked_and_counted(word: str) -> None:
    note = note_of([ast.para([{"t": "Str", "c": word * 25_000}])], ["Nadège Vauquelin", "Rose Maire"])
    before, after = balance(note, public(note))
    assert before == after


def test_the_name_of_a_file_names_nobody() -> None:
    picture = {
        "t": "Span",
        "c": [ast.attributes("", ["generated"]), ast.string("[image : chez Nadège Vauquelin.jpg]")],
    }
    note = note_of([ast.para([picture])], ["Nadège Vauquelin"])
    note.path, note.title = "hg/2025_CR_Vauquelin_saint-nadège.docx", "2025_CR_Vauquelin_saint-nadège"
    masked = public(note)
    assert told(masked) == "[image : chez [nom masqué].jpg]"
    assert masked.file == "2025_CR_[nom masqué]_saint-nadège.docx"
    assert masked.title == "2025_CR_[nom masqué]_saint-nadège"


@pytest.mark.parametrize("joined", [True, False])
def test_an_alternative_text_that_is_the_name_of_a_file_is_masked_whole(joined: bool) -> None:
    words = ast.string("chez_vauquelin_2025.jpg devant la mairie")
    image = {"t": "Image", "c": [ast.attributes(), ast.joined(words) if joined else words, ["a.png", ""]]}
    masked = public(note_of([ast.para([image])], ["Nadège Vauquelin"]))
    assert ast.text(next(ast.images(masked.passages[0].block))["c"][1]) == "[nom masqué] devant la mairie"


@pytest.mark.parametrize(
    "address", ["https://a.fr/vauquelin2025", "https://a.fr/?de=nad%C3%A8ge", "https://a.fr/a%40b.fr"]
)
def test_an_address_that_leads_to_a_person_is_taken_off(address: str) -> None:
    masked = public(note_of(read_markdown(f"Voir [ici]({address})."), ["Nadège Vauquelin"]))
    assert address not in msgspec.json.encode(masked.passages).decode()
    assert told(masked) == "Voir ici."
