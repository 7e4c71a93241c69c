"""Chosen quotations: found whatever typography did, published once more, and counted as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from msgspec import structs

from restitution.assembly.assemble import Publication, assemble, identified
from restitution.assembly.quotes import quoted_bounds, quotes_of, without_marks
from restitution.assembly.transcripts import is_transcript, kept_back
from restitution.conservation.document import check_document
from restitution.model import CHOSEN, MASK, QUOTED, Choice, Note
from restitution.pandoc import ast

from . import example
from .example import para, told, written

FOUND = yaml.safe_load((Path(__file__).parent / "quotes.yaml").read_text("utf-8"))
F12 = "haute-galdonne/ateliers/atelier_logement.vtt"
SAID = "On est sept cas isolés, rien que dans mon service."


def as_is(_: str, text: str) -> str:
    return text


@pytest.mark.parametrize("case", FOUND["cases"], ids=lambda case: case["said"])
def test_the_words_of_the_note_are_published_not_those_of_the_table(case: dict[str, str]) -> None:
    note = identified([written("a.md", "apport_expert", para(FOUND["text"]))], [])[0]
    quotes, findings = quotes_of(note, [Choice(fichier="a.md", texte=case["said"])], example.settings(), as_is)
    assert [ast.text(quote.inlines) for quote in quotes] == ([case["published"]] if case["published"] else [])
    assert len(findings) == (not case["published"])
    assert case.get("near", "") in "".join(finding.message for finding in findings)


@pytest.mark.parametrize("case", FOUND["marks"], ids=lambda case: case["said"])
@pytest.mark.parametrize("is_span", [True, False], ids=["choisi", "brut"])
def test_words_that_are_quoted_already_are_not_quoted_twice(case: dict[str, str], is_span: bool) -> None:
    inlines = ast.string(case["said"])
    said = [{"t": "Span", "c": [ast.attributes("", [CHOSEN]), inlines]}] if is_span else inlines
    assert ast.text(without_marks(said)) == case["printed"]
    quoted = [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, ast.string("On paie")]}, {"t": "Str", "c": "."}]
    assert ast.text(without_marks(quoted)) == "On paie."


def test_a_file_or_a_theme_that_does_not_exist_is_told_with_the_nearest() -> None:
    note = identified([written("a/note.md", "apport_expert", para("Un texte."))], [])[0]
    wrong = [
        Choice(fichier="a/notes.md", texte="Un texte"),
        Choice(texte="Un texte", themes="logment", territoire="ZZ"),
    ]
    quotes, findings = quotes_of(note, wrong, example.settings(), as_is)
    assert len(quotes) == 1
    messages = " ".join(finding.message for finding in findings)
    assert "vouliez-vous dire « a/note.md » ?" in messages
    assert "« logment » ; attendu : logement" in messages
    assert "« ZZ » ; attendu : HG, VA ou MO" in messages


def test_a_name_that_several_files_have_is_told_with_each_of_them() -> None:
    notes = [written(f"{folder}/note.md", "apport_expert", para("Un texte.")) for folder in ("a", "b")]
    choice = Choice(fichier="note.md", texte="Un texte.")
    quotes, (finding,) = quotes_of(identified(notes, [])[0], [choice], example.settings(), as_is)
    assert not quotes
    assert "« note.md » peut être « a/note.md » ou « b/note.md » : écrivez le chemin entier." in finding.message


def test_of_two_choices_that_overlap_the_one_left_out_is_told() -> None:
    note = identified([written("a.md", "apport_expert", para("La haie tient le sol. Le sol tient le pays."))], [])[
        0
    ]
    choices = [Choice(fichier="a.md", texte=text) for text in ("La haie tient le sol.", "tient le sol. Le sol")]
    quotes, findings = quotes_of(note, choices, example.settings(), as_is)
    assert [ast.text(quote.inlines) for quote in quotes] == ["La haie tient le sol."]
    assert ["recoupe une autre citation" in finding.message for finding in findings] == [True]


def test_a_name_is_never_published_with_a_quotation() -> None:
    mask = {"t": "Span", "c": [ast.attributes("", [MASK]), ast.string("[nom masqué]")]}
    said = ast.para([*ast.string("Un texte de "), mask, *ast.string(".")])
    note = identified([written("a.md", "apport_expert", said)], [])[0]

    def masked(_: str, text: str) -> str:
        return text.replace("Paule Essai", "[nom masqué]")

    choice = Choice(fichier="a.md", texte="Un texte de Paule Essai.", qui="Paule Essai")
    (quote,), (finding,) = quotes_of(note, [choice], example.settings(), masked)
    assert (ast.text(quote.inlines), quote.label) == ("Un texte de [nom masqué].", "Une personne")
    assert "nomme une personne" in finding.message


LABELS = yaml.safe_load((Path(__file__).parent / "labels.yaml").read_text("utf-8"))


@pytest.mark.parametrize("label", [*LABELS["shown"], *LABELS["refused"]])
def test_where_names_are_masked_only_a_label_that_names_nobody_is_shown(label: str) -> None:
    note = identified([written("a.md", "apport_expert", para("Un texte."))], [])[0]
    choice = Choice(texte="Un texte.", qui=label)
    (quote,), findings = quotes_of(note, [choice], example.settings(), as_is)
    is_shown = label in LABELS["shown"]
    assert quote.label == (label if is_shown else "Une personne")
    assert [finding.message for finding in findings if "colonne « qui »" in finding.message] == [
        finding.message for finding in findings
    ]
    assert len(findings) == (not is_shown)


def published(transcriptions: str, *choices: Choice) -> tuple[list[Note], Publication]:
    """The example under a setting, with its quotations: the notes as shown, and what is published."""
    settings = structs.replace(example.settings(), transcriptions=transcriptions)
    notes = list(example.notes())
    quotes, findings = quotes_of(notes, choices, settings, as_is)
    assert findings == []
    shown = kept_back(notes, quoted_bounds(quotes)) if transcriptions == "retenues" else notes
    return shown, assemble(shown, example.frame(settings, example.made_for(notes, settings), quotes))


WHERE = {"a_part": (1, 1), "dans_le_document": (2, 0), "retenues": (1, 0)}
"""How often a chosen sentence of a transcript stands in the report, and in the annexes."""


@pytest.mark.parametrize("transcriptions", WHERE)
def test_every_word_is_published_or_withheld_wherever_the_transcripts_go(transcriptions: str) -> None:
    choices = [Choice(fichier=F12, texte=SAID), Choice(fichier=F12, texte="il manque quelqu'un entre les deux")]
    shown, made = published(transcriptions, *choices)
    counts = check_document(example.notes(), shown, made.document, made.annexes)
    assert {path: count.message for path, count in counts.items() if not count.holds} == {}
    times = tuple(told(document.blocks).count(SAID) for document in (made.document, made.annexes))
    assert times == WHERE[transcriptions]
    spoken = {note.path for note in example.notes() if is_transcript(note)}
    assert spoken == {fact["path"] for fact in example.FACTS["files"] if fact.get("apart")}
    reasons = {path: {one["reason"] for one in counts[path].withheld_list} for path in spoken}
    assert all(("verbatim non choisi" in found) is (transcriptions == "retenues") for found in reasons.values())
    assert bool(made.annexes.blocks) is (transcriptions == "a_part")


@pytest.mark.parametrize("transcriptions", ["a_part", "retenues"])
@pytest.mark.parametrize("fault", ["a word more", "another order", "no source", "lost"])
def test_a_quotation_that_its_source_does_not_say_is_a_loss(transcriptions: str, fault: str) -> None:
    shown, made = published(transcriptions, Choice(fichier=F12, texte=SAID))
    (span,) = [s for s in ast.each_leaf(made.document.blocks) if QUOTED in s["c"][0][1]]
    (quoted,) = span["c"][1]
    document = made.document
    if fault == "a word more":
        quoted["c"][1] = [*quoted["c"][1], {"t": "Str", "c": " jamais"}]
    elif fault == "another order":
        quoted["c"][1] = ast.by_words(quoted["c"][1])[::-1]
    elif fault == "no source":
        document = structs.replace(document, placements=[p for p in document.placements if not p.quoted])
    else:
        span["c"][0][0] = "gen_0000000000"
    counts = check_document(example.notes(), shown, document, made.annexes)
    assert [path for path, count in counts.items() if not count.holds]


def test_a_quotation_goes_to_its_theme_and_one_without_to_its_workshop_or_the_end() -> None:
    marked = {"t": "Span", "c": [ast.attributes("", [CHOSEN]), ast.string("Des mots à part.")]}
    alone = identified([written("x.md", "presentation_projet", ast.para([marked]))], [])[0][0]
    themed = Choice(fichier=F12, texte=SAID, themes="sociale")
    settings = example.settings()
    notes = [*example.notes(), alone]
    quotes, _ = quotes_of(
        notes, [themed, Choice(fichier=F12, texte="Par terre.", themes="aucun")], settings, as_is
    )
    frame = example.frame(settings, example.made_for(notes, settings), quotes)
    document = assemble(notes, frame).document
    parts = {
        placement.where + placement.path: placement.part for placement in document.placements if placement.quoted
    }
    assert sorted(parts.values()) == ["annexes", "non_repris", "themes"]
    assert "Une personne" not in told(document.blocks)  # names are not masked here, and none is shown either
    assert "Atelier logement, Haute-Galdonne, 13 novembre 2025" in told(document.blocks)
