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


HEAD = (
    "Réunion santé\n\nSUMMARY KEYWORDS\n\nmédecin, santé, maison\n\nSPEAKERS\n\n"
    "Nadège Vauquelin, Speaker 1, Tom Lherbier\n\n"
)


@pytest.mark.parametrize("turns", [1, 2, 3, 8])
def test_the_head_of_otter_s_export_is_nobody_s_words(turns: int) -> None:
    names = ["Nadège Vauquelin", "Speaker 1", "Tom Lherbier"]
    said = [f"Ceci est dit {number} fois." for number in range(turns)]
    lines = [f"{names[n % 3]}  00:{n:02}\n\n{text}" for n, text in enumerate(said)]
    reading = with_turns(Reading(blocks=blocks_of(HEAD + "\n\n".join(lines))))
    note = shape(reading, "commun/x_otter_ai.txt", "0", "txt", Said(), SETTINGS)
    texts = [" ".join(ast.text([passage.block]).split()) for passage in public(note).passages]
    assert texts == ["Réunion santé", *(f"Une personne : {text}" for text in said)]
    assert (note.title, note.people) == ("x_otter_ai", ["Nadège Vauquelin", "Tom Lherbier"])
    assert [gone.text for gone in note.not_taken if gone.reason == "résidu d'export"] == HEAD.split("\n\n")[1:5]


@pytest.mark.parametrize(("turns", "speakers"), [(3, 0), (4, 3), (5, 3)])
def test_four_whole_names_in_bold_are_a_transcript(turns: int, speakers: int) -> None:
    names = ["Nadège Vauquelin", "Tom Lherbier", "Ève Rouvrelac", "Tom Lherbier", "Nadège Vauquelin"]
    text = "Table ronde du 3 avril\n\n" + "\n\n".join(f"**{name}** : {name[:1]} parle." for name in names[:turns])
    assert len(with_turns(Reading(blocks=blocks_of(text))).speakers) == speakers


def test_territories_before_a_colon_are_no_transcript() -> None:
    lines = ["Val d'Arvoise : un bail.", "Marche d'Ombrois : un four."] * 2
    reading = Reading(blocks=blocks_of("\n\n".join(lines)))
    assert with_turns(reading) is reading


TEAMS = (
    "Atelier irrigation-20260205_140312-Transcription\n\n5 février 2026, 01:03PM\n\n12 min 4 s\n\n"
    "Ana Brun a démarré la transcription\n\n"
)


def test_the_head_of_an_export_gives_a_title_and_a_day_and_is_not_printed() -> None:
    reading = with_turns(Reading(blocks=blocks_of(f"{TEAMS}Ana Brun   0:03\n\nLa pluie manque.\n")))
    note = shape(reading, "haute-galdonne/ateliers/note.docx", "0", "docx", Said(), SETTINGS)
    assert (note.title, note.dates) == ("Atelier irrigation", ["2026-02-05"])
    assert [ast.text([passage.block]).strip() for passage in note.passages] == ["La pluie manque."]
    gone = [one.text for one in note.not_taken if one.reason == "résidu d'export"]
    assert gone == [line for line in TEAMS.split("\n") if line]
    assert not [finding for finding in note.findings if finding.code == "titre"]


def test_a_date_and_a_length_that_somebody_wrote_stay() -> None:
    turns = "\n\n".join(f"{n} {t}\n\nOui." for n, t in zip(NAMES, TIMES, strict=True))
    text = f"5 février 2026, 14:02\n\n12 min\n\n{turns}"
    reading = with_turns(Reading(blocks=blocks_of(text)))
    assert [ast.text([block]).strip() for block in reading.blocks[:2]] == ["5 février 2026, 14:02", "12 min"]
