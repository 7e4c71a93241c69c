"""Nobody who speaks is named, however few the lines: forms, turns and files of `cases/voix.yaml`."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from typing import Any

import pytest
import yaml

from restitution.conservation.ast_words import block_words
from restitution.conservation.sealing import withheld_words
from restitution.model import Note
from restitution.pandoc import ast
from restitution.pandoc.run import run
from restitution.people.masking import public
from restitution.readers.batch import File, read_all
from restitution.shaping.shape import Said, shape
from restitution.stages.reading import _counted
from tests.readers.workbooks import xlsx

from .cases_of_notes import CASES
from .test_what_a_note_is import SETTINGS

GIVEN = yaml.safe_load((CASES / "voix.yaml").read_text("utf-8"))
SLOW, LONGEST = ("docx", "html"), ("odt", "rtf")
FORMATS = (
    "md",
    "txt",
    *(pytest.param(one, marks=pytest.mark.slow) for one in SLOW),
    *(pytest.param(one, marks=pytest.mark.longest) for one in LONGEST),
)
FRAMES = {
    "transcription": ("transcription_atelier", "# Atelier\n\n"),
    "échanges": ("compte_rendu_reunion", "# Réunion\n\n## Échanges\n\n"),
    "autre": ("compte_rendu_reunion", "# Réunion\n\n## Contexte\n\n"),
}
TURNS = (1, 2, 3, 4, 8)


def markdown(form: dict[str, Any], turns: int, frame: str) -> str:
    said = GIVEN["dits"][:turns]
    names = form["noms"]
    lines = [
        form["ligne"].replace("{}", names[n % len(names)]).replace("{dit}", text) for n, text in enumerate(said)
    ]
    is_table = form["ligne"].startswith("|")
    rows = ["| Paroles | Noté |\n|---|---|", *lines]
    return FRAMES[frame][1] + ("\n".join(rows) if is_table else "\n\n".join(lines)) + "\n"


def file_of(text: str, format_: str) -> File:
    if format_ in {"md", "txt"}:
        plain = text if format_ == "md" else re.sub(r"[*#]+ ?", "", text)
        return File(f"commun/note.{format_}", format_, plain.encode())
    data = run("-f", "markdown-smart", "-t", format_, "-s", "-M", "pagetitle=note", "-o", "-", data=text.encode())
    return File(f"commun/note.{format_}", format_, data)


def notes_of(texts: list[str], format_: str, kinds: list[str]) -> list[tuple[Note, Note]]:
    files = [file_of(text, format_) for text in texts]
    found = []
    for file, reading, kind in zip(files, read_all(files), kinds, strict=True):
        read = _counted(file, reading)
        assert read.reading is not None, read.refused
        note = shape(read.reading, file.path, "0", format_, Said(genre=kind), SETTINGS)
        found.append((note, public(note)))
    return found


def told(note: Note) -> str:
    return " ".join([note.title, *(ast.text([passage.block]) for passage in note.passages)])


def words_lost(before: Note, after: Note) -> Counter[str]:
    kept = Counter(block_words([p.block for p in after.passages]))
    kept.update(word for one in after.withheld for word in withheld_words(one, after.format))
    return Counter(block_words([p.block for p in before.passages])) - kept


def names_left(text: str, names: list[str]) -> list[str]:
    words = {word for name in names for word in re.findall(r"[\w'’-]{2,}|(?:\w\.){2}", name)}
    words -= {"de", "Le", "Dr", "Mme", "Maître", "Madame"}
    return sorted(word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def applies(form: dict[str, Any], turns: int, frame: str) -> bool:
    return frame != "autre" or (bool(form.get("partout")) and turns > 1)


@pytest.mark.parametrize("format_", FORMATS)
def test_nobody_is_named_and_no_word_is_lost(format_: str) -> None:
    every = [one for one in product(GIVEN["formes"], TURNS, FRAMES) if applies(*one)]
    every = [one for one in every if format_ != "txt" or not one[0]["ligne"].startswith("|")]
    texts = [markdown(*one) for one in every]
    left = {}
    for (form, turns, frame), (note, shown) in zip(
        every, notes_of(texts, format_, [FRAMES[frame][0] for _, _, frame in every]), strict=True
    ):
        names = names_left(told(shown), form["noms"])
        if names or words_lost(note, shown):
            left[form["nom"], turns, frame] = (names, dict(words_lost(note, shown)), told(shown))
    assert left == {}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_names_nobody_is_kept(frame: str) -> None:
    text = FRAMES[frame][1] + "\n\n".join(GIVEN["gardés"]) + "\n"
    ((note, _),) = notes_of([text], "md", [FRAMES[frame][0]])
    assert note.people == []


def test_a_note_without_a_line_names_nobody() -> None:
    ((note, _),) = notes_of(["# Atelier\n"], "md", ["transcription_atelier"])
    assert note.people == []


@pytest.mark.parametrize("case", GIVEN["phrases"], ids=[case["dit"] for case in GIVEN["phrases"]])
def test_the_sentences_of_those_present(case: dict[str, Any]) -> None:
    text = f"# Atelier\n\n## Participants\n\n{case['dit']}\n\n## Contexte\n\nRien.\n"
    ((note, _),) = notes_of([text], "md", ["transcription_atelier"])
    assert sorted(note.people) == sorted(case["noms"])


def test_turns_of_speech_in_one_cell_of_a_sheet() -> None:
    told_in_a_cell = "Yvon Kerbrat : sans bus, rien.\nTitouan Le Bihan : moi, j'arrose."
    data = xlsx([["Titre", "Atelier eau"], ["Échanges", told_in_a_cell], ["Suites", "Revoir Titouan."]])
    (reading,) = read_all([File("commun/a.xlsx", "xlsx", data)])
    read = _counted(File("commun/a.xlsx", "xlsx", data), reading)
    assert read.reading is not None
    note = shape(read.reading, "commun/a.xlsx", "0", "xlsx", Said(genre="transcription_atelier"), SETTINGS)
    assert names_left(told(public(note)), ["Yvon Kerbrat", "Titouan Le Bihan"]) == []


@pytest.mark.parametrize("words", [10, 30, 250])
def test_a_list_that_takes_in_much_of_a_note_is_said(words: int) -> None:
    text = f"# Atelier\n\n## Participants\n\n{'mot ' * words}\n\n## Contexte\n\n{'autre ' * 260}\n"
    short = text.replace("autre ", "", 250)
    said = [
        [one.message for one in note.findings if one.code == "consentement"]
        for note, _ in notes_of([text, short], "md", ["transcription_atelier"] * 2)
    ]
    assert [len(messages) for messages in said] == [words > 200, words > 20]
    assert all(f"{words + 1} mots sur" in message for messages in said for message in messages)
