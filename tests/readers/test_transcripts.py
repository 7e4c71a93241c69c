"""Transcripts in every export that people drop: who said what, and every word that nobody said.

A case of `cases/transcriptions.txt`: `#### name | format`, its source, `->`, one line a paragraph: its place, who
speaks (`+` where the voice goes on), its text, noises in braces; then what is listed, but for labels and times.
In a case of format docx a line is a paragraph, and ` ⏎ ` a break inside one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.intake.formats import format_of
from restitution.model import NOISE, Block, Reading
from restitution.pandoc import ast, speech
from restitution.readers.batch import File, read_all
from restitution.shaping.turns import with_turns

from . import test_docx as word

CASES = Path(__file__).parent / "cases" / "transcriptions.txt"
ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "b_transcripts"
BREAK = "<w:r><w:br/></w:r>"
TOLD = {"répétition de sous-titre", "résidu d'export", "commentaire"}


class Case(NamedTuple):
    """An export, and the turns that it gives."""

    format: str
    data: bytes
    expected: str


def cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for part in CASES.read_text("utf-8").split("#### ")[1:]:
        head, _, rest = part.partition("\n")
        source, _, expected = rest.partition("\n->\n")
        name, kind, *charset = (piece.strip() for piece in head.split("|"))
        data = document(source) if kind == "docx" else source.encode(*charset)
        found[name] = Case(kind, data, expected.strip())
    return found


def document(source: str) -> bytes:
    lines = (line.split(" ⏎ ") for line in source.split("\n") if line)
    return word.docx("".join(word.p(BREAK.join(map(word.r, pieces))) for pieces in lines))


def read(case: Case) -> Reading:
    """The reading of a case, which balances."""
    (reading,) = read_all([File("note", case.format, case.data)])
    assert isinstance(reading, Reading), reading
    reading = with_turns(reading)
    assert check_reading(case.data, case.format, reading).message == ""
    return reading


def shown(block: Block) -> str:
    leaves = list(ast.each_leaf([block]))
    names, text = "", ""
    for leaf in leaves:
        for inline in leaf["c"][1]:
            classes = inline["c"][0][1] if inline["t"] == "Span" else []
            if speech.SPEAKER in classes:
                told = dict(inline["c"][0][2])
                names = ("+ " if speech.SUITE in told else "") + told["name"]
            else:
                text += f"{{{ast.text(inline)}}}" if NOISE in classes else ast.text(inline)
    return f"{ast.leaf_where(leaves[0])} | {names} | {' '.join(text.split())}"


def outline(reading: Reading) -> str:
    lines = [shown(block) for block in reading.blocks]
    lines += [f"{gone.reason} : {gone.text}" for gone in reading.not_taken if gone.reason in TOLD]
    return "\n".join([*lines, *(finding.code for finding in reading.findings)])


@pytest.mark.parametrize("name", cases())
def test_case(name: str) -> None:
    case = cases()[name]
    assert outline(read(case)) == case.expected


@pytest.mark.parametrize("name", cases())
def test_reading_turns_again_changes_nothing(name: str) -> None:
    reading = read(cases()[name])
    assert with_turns(reading).blocks == reading.blocks


@pytest.mark.parametrize("name", [name for name, case in cases().items() if case.format in {"json", "tsv"}])
def test_a_lost_turn_is_seen(name: str) -> None:
    case = cases()[name]
    reading = read(case)
    del reading.blocks[-1]
    assert not check_reading(case.data, case.format, reading).holds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"name": "projet", "version": "1"}', "n'est pas une transcription"),
        ("[]", "n'est pas une transcription"),
        ('"bonjour"', "n'est pas une transcription"),
        ('{"Jeanne": "oui", "Ali": "non", "Jeanne": "si"}', "n'est pas une transcription"),
        ("[" * 3000 + "]" * 3000, "n'est pas une transcription"),
        ('{"segments": [{"text": "Oui", "id": ' + "9" * 5000 + "}]}", "n'est pas une transcription"),
        ('{"segments": [{"start": 0, "text": "Oui', "incomplet ou abîmé (ligne 1)"),
        ('{"text": "", "segments": []}', "aucune parole"),
    ],
)
def test_json_that_is_no_transcript_is_refused_in_one_sentence(text: str, said: str) -> None:
    (refused,) = read_all([File("a.json", "json", text.encode())])
    assert isinstance(refused, UnreadableSource)
    assert said in refused.message


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("json", '{"segments": [{"text": "Oui \\ud800 merci."}]}'),
        ("json", '{"segments": [{"text": "Oui", "start": 1' + "0" * 400 + '}, {"text": "merci.", "start": NaN}]}'),
        ("json", '{"segments": [{"text": "Oui", "start": "' + "9" * 400 + '"}, {"text": "merci."}]}'),
        ("tsv", "start\tend\ttext\n0\t1\tOui\n" + "9" * 5000 + "\t1\tmerci.\n"),
        ("srt", "1\n" + "9" * 5000 + ":00:01,000 --> 00:00:02,000\nOui merci.\n"),
        ("srt", ("9" * 5000 + "\n00:00:01,000 --> 00:00:02,000\n").join(["", "Oui\n", "merci.\n"])),
    ],
)
def test_no_number_and_no_sign_stops_a_reader(format_: str, text: str) -> None:
    (reading,) = read_all([File(f"a.{format_}", format_, text.encode())])
    assert isinstance(reading, Reading)
    assert "merci" in ast.text(reading.blocks)
    assert check_reading(text.encode(), format_, reading).holds
    msgspec.json.encode(reading)


def test_the_table_of_whisper_is_told_from_others() -> None:
    assert format_of("a.tsv", b"start\tend\ttext\n0\t900\tOui\n") == "tsv"
    assert format_of("a.tsv", b"commune\thabitants\nOmbrac\t900\n") == "csv"


# What joining may never do

SAID = ["Oui.", "Le bus ne passe plus", "ici", "?", "M. Roux", "[rires]", "non.", "Alors", "«", "été", "»"]
PIECES = st.builds(
    speech.Piece,
    speaker=st.sampled_from(["", "Ali", "Jeanne"]),
    where=st.sampled_from(["00:00:01", "00:00:02"]),
    words=st.lists(st.sampled_from(SAID), min_size=1, max_size=90).map(lambda words: ast.string(" ".join(words))),
    start=st.none() | st.floats(0, 100),
    end=st.none() | st.floats(0, 100),
    apart=st.booleans(),
)


@given(st.lists(PIECES, max_size=12))
def test_joining_loses_no_word_and_joining_again_changes_nothing(pieces: list[speech.Piece]) -> None:
    joined = speech.joined(pieces)
    assert [ast.text(i) for p in joined for i in p.words if i["t"] == "Str"] == [
        ast.text(i) for p in pieces for i in p.words if i["t"] == "Str"
    ]
    assert speech.joined(joined) == joined
    text = " ".join(ast.text(speech.paragraphs(pieces)).split())
    assert text == " ".join(ast.text(p.words) for p in pieces)


@given(
    st.lists(st.tuples(st.sampled_from(["Ali", "Jo Ba", "SPEAKER_01", "?"]), st.sampled_from(SAID)), max_size=9)
)
def test_no_word_of_a_list_of_segments_is_lost(said: list[tuple[str, str]]) -> None:
    segments = [{"start": n, "end": n + 1, "text": text, "speaker": who} for n, (who, text) in enumerate(said)]
    data = json.dumps({"text": " ".join(text for _, text in said), "segments": segments}).encode()
    (reading,) = read_all([File("a.json", "json", data)])
    if isinstance(reading, Reading):
        assert check_reading(data, "json", reading).holds
    else:
        assert not said


LINES = st.sampled_from(
    [
        "Ali Ba : oui",
        "Jo Ri (00:01:02) : non",
        "Jo Ri 0:04",
        "[00:01:02] Ali Ba : si",
        "0:12",
        "mot",
        "",
        "00:01 --> 00:02",
        "MALIKA",
        "SOPHIE",
        "- Jo Ri : bien",
        "Lieu : Ombrac",
        "9:00 Accueil",
        "[rires]",
        "Jo Ri a arrêté la transcription",
    ]
)


@given(st.lists(LINES, min_size=4, max_size=30).map("\n".join))
def test_no_word_of_lines_is_lost(text: str) -> None:
    (reading,) = read_all([File("a.txt", "txt", text.encode())])
    if isinstance(reading, Reading):
        assert check_reading(text.encode(), "txt", with_turns(reading)).message == ""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is absent")
def test_real_transcripts_balance() -> None:
    paths = [path for path in sorted(CORPUS.iterdir()) if path.suffix in {".odt", ".vtt", ".srt"}]
    assert paths
    readings = {path.name: read(Case(path.suffix[1:], path.read_bytes(), "")) for path in paths}
    assert len(readings["aslte01.odt"].speakers) > 1
    assert readings["webvtt_example_03.vtt"].speakers == ["Speaker A", "Speaker B"]


@pytest.mark.parametrize("key", ["F12", "F13", "F14"])
def test_the_example_has_the_turns_and_voices_that_its_facts_tell(key: str) -> None:
    facts = yaml.safe_load((ROOT / "tests" / "example" / "facts.yaml").read_text("utf-8"))
    fact = next(fact for fact in facts["files"] if fact["id"] == key)
    data = (ROOT / "sources" / fact["path"]).read_bytes()
    reading = read(Case(fact["format"], data, ""))
    labels = [shown(block).split(" | ")[1] for block in reading.blocks]
    assert len([label for label in labels if label and not label.startswith("+")]) == fact["turns"]
    assert len(reading.speakers) == fact["speakers"]
