"""Transcripts exported as a document: who speaks is told apart from what is said."""

from __future__ import annotations

import pytest

from restitution.model import Reading
from restitution.pandoc import ast
from restitution.people.masking import public
from restitution.shaping.shape import Said, shape
from restitution.shaping.turns import with_turns

from .cases_of_notes import blocks_of
from .test_what_a_note_is import SETTINGS

SPOKEN = ["Voilà, ça enregistre.", "D'accord.", "Oui, et il est 14:02.", "Le maire n'est pas là."]
NAMES = ["Nadège Vauquelin", "Intervenant 3", "Élie de La Rive", "Nadège Vauquelin"]
TIMES = ["0:04", "0:17", "12:00", "1:02:03"]


def transcript(form: str) -> Reading:
    turns = [form.format(name=n, time=t, said=s) for n, t, s in zip(NAMES, TIMES, SPOKEN, strict=True)]
    return with_turns(Reading(blocks=blocks_of("# Réunion\n\n5 février 2026, 14:02\n\n" + "\n\n".join(turns))))


@pytest.mark.parametrize(
    "form",
    [
        "{name} {time}  \n{said}",
        "**{name}** {time}\\\n{said}",
        "{name}   {time}\n\n{said}",
        "{name} [{time}] :\n\n{said}",
        "[{name}] {time}\n\n{said}",
    ],
)
def test_a_name_and_a_time_open_a_turn(form: str) -> None:
    reading = transcript(form)
    texts = [" ".join(ast.text([block]).split()) for block in reading.blocks]
    assert texts == ["Réunion", "5 février 2026, 14:02", *SPOKEN]
    assert reading.speakers == list(dict.fromkeys(NAMES))
    labels = [block["c"][0]["c"][1][0] for block in reading.blocks[2:]]
    assert [dict(label["c"][0][2])["name"] for label in labels] == NAMES
    assert [(gone.reason, gone.text) for gone in reading.not_taken] == [
        pair for n, t in zip(NAMES, TIMES, strict=True) for pair in (("balise", n), ("champ technique", t))
    ]


@pytest.mark.parametrize("said", ["La carte : {}", "{} La carte.", "La carte :\\\n{}\\\nVoilà.", "{}"])
def test_a_picture_shown_in_a_turn_stays(said: str) -> None:
    turns = [f"{n} {t}\n\n{said.format('![](carte.png)')}" for n, t in zip(NAMES, TIMES, strict=True)]
    turns.append("Nadège Vauquelin 1:05:00\n\nMerci.")
    before = blocks_of("\n\n".join(turns))
    assert str(with_turns(Reading(blocks=before)).blocks).count("'Image'") == str(before).count("'Image'") == 4


def test_a_programme_is_no_transcript() -> None:
    text = "Accueil 9:00\n\nVisite 10:30\n\nRepas 12:15\n\nRetour 14:00\n\nBilan 16:30"
    reading = Reading(blocks=blocks_of(text))
    assert with_turns(reading) is reading


def test_what_is_said_below_those_present_is_published_and_they_are_not() -> None:
    head = "# Réunion\n\n## Attendees\n\nNadège Vauquelin, Tom Lherbier\n\n## Transcript\n\n"
    turns = [f"{name} {time}\n\n{said}" for name, time, said in zip(NAMES, TIMES, SPOKEN, strict=True)]
    reading = with_turns(Reading(blocks=blocks_of(head + "\n\n".join(turns))))
    note = public(shape(reading, "commun/x.docx", "0", "docx", Said(), SETTINGS))
    texts = [" ".join(ast.text([passage.block]).split()) for passage in note.passages]
    assert note.kind == "transcription_atelier"
    assert [text for text in texts if text.startswith("Une personne")] == [f"Une personne : {s}" for s in SPOKEN]
    assert not any("Lherbier" in text or "Vauquelin" in text for text in texts)


def test_labels_that_name_nobody_mask_nothing() -> None:
    said = ["Un inconnu est passé.", "Inconnu, lui ?", "Oui.", "Bien."]
    turns = [f"{n} {t}\n\n{s}" for n, t, s in zip(["Inconnu", "Speaker 1"] * 2, TIMES, said, strict=True)]
    reading = with_turns(Reading(blocks=blocks_of("\n\n".join(turns))))
    note = shape(reading, "commun/x.docx", "0", "docx", Said(), SETTINGS)
    assert (note.speakers, note.people) == (["Inconnu", "Speaker 1"], [])
