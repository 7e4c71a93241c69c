"""What a note loses of somebody who withdrew (`withdrawal.yaml`), and that the counter misses no word."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation.ast_words import block_words
from restitution.conservation.document import check_document
from restitution.conservation.sealing import sealed, unsealed, withheld_count, withheld_words
from restitution.model import Note, Passage, Withheld
from restitution.pandoc import ast
from restitution.pandoc.marks import tag_leaves
from restitution.pandoc.run import read_markdown
from restitution.people.circle import Circle
from restitution.people.imprint import Imprint
from restitution.people.masking import public, withheld_whole
from restitution.people.register import Agreement, Person, Register, is_gone
from restitution.people.unseen import Sieve, is_protected, is_unseen
from restitution.people.withdrawal import taken_back

GONE = Person(
    nom="Anselme Vidalbert", variantes=("le forgeron",), accord=Agreement(le="2025-03-18", retire_le="2026-09-01")
)
OPEN = Person(nom="Raymonde Estrabelle", niveau="nominatif", accord=Agreement(le="2025-03-18"))
COUSIN = Person(nom="Odile Vidalbert", niveau="nominatif", accord=Agreement(le="2025-03-18"))
MINOR = Person(nom="Kévin Labastroux", mineur=True, niveau="pseudonyme")
REGISTER = Register(personnes=(GONE, OPEN, MINOR), pseudonymes={MINOR.nom: "Camille"})
CASES = yaml.safe_load((Path(__file__).parent / "withdrawal.yaml").read_text("utf-8"))


def note_of(markdown: str) -> Note:
    blocks = tag_leaves(read_markdown(markdown), [f"ligne {number}" for number in range(40)])
    section, passages = "enjeux", []
    for block in blocks:
        is_heading = block["t"] == "Header"
        section = "verbatims" if is_heading and "Verbatims" in ast.text([block]) else section
        passages.append(Passage(block=block, section=section, role="section" if is_heading else "text"))
    media = dict.fromkeys(re.findall(r"\((media/[^)]+)\)", markdown), "0" * 64)
    return Note(
        path="a.md", sha256="", format="md", kind=None, classified=False, title="", territories=[],
        passages=passages, media=media, pictures={name: [name.rpartition("/")[2]] for name in media},
    )  # fmt: skip


def shown(note: Note) -> Note:
    return public(taken_back(note, Sieve(REGISTER, is_gone))[0], circle=Circle(REGISTER), shows_unknown=True)


def told(note: Note) -> str:
    return re.sub(r"\s+", " ", ast.text([one.block for one in note.passages])).replace("'", "’").strip()


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_what_a_note_loses(case: dict[str, Any]) -> None:
    note = note_of(case["note"])
    left, held = taken_back(note, Sieve(REGISTER, is_gone))
    after = shown(note)
    assert told(after) == case["reste"]
    assert (len(held.said), len(held.shown), len(held.named)) == tuple(
        case.get(key, 0) for key in ("paroles", "images", "noms")
    )
    assert len(left.media) == len(note.media) - case.get("images", 0)
    kept = Counter(block_words([one.block for one in after.passages]))
    kept.update(word for one in after.withheld for word in withheld_words(one, "md"))
    assert kept == Counter(block_words([one.block for one in note.passages])), "each word is published or withheld"


WORD = st.text(alphabet="aàbcdeé’'-XY12", min_size=1, max_size=8)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=8), min_size=1, max_size=6)


@given(lines=LINES, reason=st.sampled_from(["remplacée", "consentement", "accord retiré"]))
def test_what_is_sealed_balances_and_tells_no_word(lines: list[list[str]], reason: Any) -> None:
    blocks = tag_leaves([ast.para(ast.string(" ".join(words))) for words in lines], ["ligne 1"] * len(lines))
    note = msgspec.structs.replace(note_of(""), passages=[Passage(block=block, section="x") for block in blocks])
    withheld = withheld_whole(note, reason)
    handed_on = sealed(withheld)
    assert [withheld_count(one, "md") for one in handed_on.withheld] == [
        withheld_count(one, "md") for one in withheld.withheld
    ]
    assert all(not one.text and not one.inlines for one in handed_on.withheld)
    (count,) = check_document([note], [handed_on]).values()
    assert count.holds, count.message
    assert count.withheld == len(block_words([passage.block for passage in note.passages]))


@given(lines=LINES)
def test_a_word_that_is_not_withheld_is_missed_and_one_too_many_is_seen(lines: list[list[str]]) -> None:
    words = Counter(word for line in lines for word in line)
    record = sealed(
        msgspec.structs.replace(note_of(""), withheld=[Withheld(reason="consentement", text="moulin")])
    )
    missing, unknown = unsealed(Counter({"moulin": 2}) + words, record.withheld, record.path)
    assert missing == Counter({"moulin": 1}) + words
    assert unknown == 0
    assert unsealed(words, record.withheld, record.path) == (words, 1)


def test_digests_of_two_notes_do_not_compare() -> None:
    one = sealed(
        msgspec.structs.replace(note_of(""), withheld=[Withheld(reason="consentement", text="Vidalbert")])
    )
    other = sealed(
        msgspec.structs.replace(one, path="b.md", withheld=[Withheld(reason="consentement", text="Vidalbert")])
    )
    assert one.withheld[0].sealed != other.withheld[0].sealed


def test_only_those_who_are_hidden_are_told_otherwise() -> None:
    said = "Anselme Vidalbert, Raymonde Estrabelle et Kévin Labastroux : 05 61 00 00 00"
    assert (
        Sieve(REGISTER, is_gone).text(said)
        == "Une personne, Raymonde Estrabelle et Kévin Labastroux : 05 61 00 00 00"
    )
    assert Sieve(REGISTER, is_unseen).text(said) == "Une personne, Raymonde Estrabelle et Camille : 05 61 00 00 00"
    reached = "Écrire à anselme.vidalbert@petr.example, ou à raymonde@petr.example."
    assert Sieve(REGISTER, is_gone).text(reached) == "Écrire à [courriel retiré], ou à raymonde@petr.example."
    assert Sieve(REGISTER, is_protected).author("Anselme VIDALBERT") == "Une personne"
    assert Sieve(REGISTER, is_protected).author("Raymonde Estrabelle") == "Raymonde Estrabelle"
    assert Sieve(REGISTER, is_protected).author("Une relectrice inconnue") == "Une relectrice inconnue"
    assert Sieve(REGISTER, is_protected).author("Anselme Roux") == "Anselme Roux"
    assert Sieve(REGISTER, is_protected).author("Anselme Vidalbert (mairie)") == "Une personne (mairie)"
    assert Sieve(REGISTER, is_protected).author("Anselme") == "Une personne"


def test_a_surname_that_another_bears_is_hers_alone_where_it_is_whole() -> None:
    sieve = Sieve(Register(personnes=(GONE, COUSIN)), is_gone)
    assert sieve.text("Odile Vidalbert a parlé.") == "Odile Vidalbert a parlé."
    assert "Vidalbert" not in sieve.text("Mme Vidalbert a parlé."), "in doubt, nobody is named"


def test_a_record_is_sifted_but_for_the_keys_of_its_mappings() -> None:
    record = {"commun/a.md": ["vu par Anselme Vidalbert", {"n": 3}]}
    assert Sieve(REGISTER, is_gone).record(record) == {"commun/a.md": ["vu par une personne", {"n": 3}]}


def test_words_are_known_again_whatever_name_is_masked_in_them() -> None:
    imprint = Imprint(
        [("a.vtt", "Avec Nadège nous avons repris les poutres du vieux moulin"), ("a.vtt", "Oui, voilà")]
    )
    assert imprint.holds("Avec une personne nous avons repris les poutres du vieux moulin, une par une")
    assert imprint.holds("Claude : Oui, voilà", "a.vtt"), "short words, in the note that they come from"
    assert not imprint.holds("Oui, voilà"), "anybody says so"
    assert not imprint.holds("du vieux moulin"), "three words are anybody's"
    assert not imprint.holds("Le vieux moulin sera vendu cet hiver par la commune")
    assert not Imprint().holds("Oui, voilà")
