"""What the editor reads of a file's words that are not published: where, which, why."""

from __future__ import annotations

import msgspec

from restitution.cli.withheld import Masked, withheld_told
from restitution.conservation.sealing import sealed
from restitution.model import Note, Passage, SourceStatus
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.masking import public
from restitution.people.register import Person, Register

REGISTER = Register(personnes=(Person(nom="Lila Bordarel", mineur=True),))
LINES = {
    "ligne 3": "Mme Ferhat répond au 06 39 98 42 17.",
    "ligne 4": "Lila Bordarel aussi.",
    "ligne 5": "Rien à masquer ici.",
}


def note(lines: dict[str, str], section: str = "propos") -> Note:
    passages = [
        Passage(block=ast.para(ast.leaf(ast.string(text), where)), section=section)
        for where, text in lines.items()
    ]
    return Note(
        path="ici/a.md",
        sha256="",
        format="md",
        kind=None,
        classified=True,
        title="",
        territories=[],
        passages=passages,
    )


def told(read: Note, *entries: tuple[str, str, int], published: int = 4) -> list[str]:
    withheld = [{"where": where, "reason": reason, "words": words} for where, reason, words in entries]
    source = SourceStatus(
        path=read.path, sha256="", state="taken", words_published=published, withheld=[*withheld]
    )
    masked = sealed(public(read, circle=Circle(REGISTER)))
    assert not any(one.text or one.inlines for one in masked.withheld)
    return withheld_told(source, read, Masked(masked.withheld, lambda text: "Bordarel" in text))


def test_the_words_that_are_masked_are_told_at_their_place_but_of_whom_nobody_may_see() -> None:
    masked = [("ligne 3", "confidentialité", 2), ("ligne 3", "confidentialité", 5)]
    assert told(note(LINES), *masked, ("ligne 4", "confidentialité", 2)) == [
        "ligne 3 : « Mme Ferhat », « 06 39 98 42 17 » (confidentialité)",
        "ligne 4 : 2 mots (confidentialité)",
    ]


def test_passages_withheld_whole_are_quoted_or_told_by_the_first_and_the_last() -> None:
    assert told(note(LINES), ("ligne 5", "consentement", 4), ("ligne 3", "accord retiré", 7)) == [
        "ligne 5 : « Rien à masquer ici. » (consentement)",
        "ligne 3 : 7 mots (accord retiré)",
    ]
    many = [(f"00:0{n}", "verbatim non choisi", 10) for n in range(6)]
    assert told(note(LINES), *many) == ["De 00:00 à 00:05 : 6 passages, 60 mots (verbatim non choisi)"]


def test_a_file_of_which_nothing_is_published_is_one_line() -> None:
    whole = [(where, "exclue par l'éditeur", 5) for where in LINES]
    assert told(note(LINES), *whole, published=0) == ["Tout le texte : 15 mots (exclue par l'éditeur)"]


def test_a_note_that_is_not_there_any_more_has_its_places_all_the_same() -> None:
    source = SourceStatus(
        path="a.md",
        sha256="",
        state="taken",
        words_published=3,
        withheld=[{"where": "", "reason": "corrigée", "words": 1}],
    )
    assert withheld_told(source, None, Masked()) == ["Dans le fichier : 1 mot (corrigée)"]
    assert not withheld_told(msgspec.structs.replace(source, withheld=[]), None, Masked())
