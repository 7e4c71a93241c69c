"""Transcripts: who said what, and every word that nobody said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import charset
from restitution.errors import UnreadableSource
from restitution.pandoc import ast
from restitution.readers import vtt

from .text_words import balance, gone, in_order, read

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
T1, T2, T3, T4 = (f"00:00:{n:02}.000 --> 00:00:{n + 5:02}.000" for n in (10, 15, 20, 25))


def turns(text: str) -> list[tuple[str, str, str]]:
    out: list[tuple[str, str, str]] = []
    for leaf in ast.each_leaf(read(vtt, text).blocks):
        names = [
            dict(i["c"][0][2])["name"] for i in leaf["c"][1] if i["t"] == "Span" and "speaker" in i["c"][0][1]
        ]
        out.append((ast.leaf_where(leaf), "".join(names), ast.text(leaf)))
    return out


CASES = {
    "voices": (
        f"WEBVTT\n\n{T1}\n<v Jeanne Morel>Bonjour à</v>\n\n{T2}\n<v Jeanne Morel>tous.</v>\n\n{T3}\n<v Ali>Oui.",
        [("00:00:10", "Jeanne Morel", "Bonjour à tous."), ("00:00:20", "Ali", "Oui.")],
    ),
    "two voices in a cue": (
        f"WEBVTT\n\n{T1}\n<v.fort Jeanne>Un<v Ali>deux\ntrois",
        [("00:00:10", "Jeanne", "Un"), ("00:00:10", "Ali", "deux trois")],
    ),
    "no header": (f"{T1}\nBonjour", [("00:00:10", "", "Bonjour")]),
    "comma times": ("1\n00:00:10,500 --> 00:00:12,000\nBonjour", [("00:00:10", "", "Bonjour")]),
    "short times": ("WEBVTT\n\n01:02.5 --> 01:03\nBonjour", [("00:01:02", "", "Bonjour")]),
    "wrong time": (f"{T1}\nun\n\n00:00:1d --> 00:xx\ndeux", [("00:00:10", "", "un deux")]),
    "text after a blank line": (f"{T1}\nun\n\ndeux\n\n{T2}\ntrois", [("00:00:10", "", "un deux trois")]),
    "text beside the time": (f"{T1} align:start Bonjour à tous", [("00:00:10", "", "Bonjour à tous")]),
    "text without a time": ("WEBVTT\n\nBonjour", [("ligne 3", "", "Bonjour")]),
    "an arrow in speech": (f"{T1}\nDe la ville --> au bourg", [("00:00:10", "", "De la ville --> au bourg")]),
    "identifiers": (
        f"1\n{T1}\nen 2024\n2\n{T2}\net 12\n\n6a-7b/15-0\n{T3}\nfin",
        [("00:00:10", "", "en 2024 et 12 fin")],
    ),
    "entities": (f"{T1}\nl&#39;eau &amp; le&nbsp;vent", [("00:00:10", "", "l'eau & le\xa0vent")]),
    "notes and styles": (
        f"WEBVTT\n\nSTYLE\n::cue {{ color: red }}\n\nNOTE relu\npar moi\n\n{T1}\nBonjour",
        [("00:00:10", "", "Bonjour")],
    ),
    "labels that recur": (
        f"{T1}\nJeanne Morel : Bonjour.\n\n{T2}\nSuite.\n\n{T3}\nAli : Oui.\n\n{T4}\nJeanne Morel : Bien.",
        [
            ("00:00:10", "Jeanne Morel", "Bonjour. Suite."),
            ("00:00:20", "Ali", "Oui."),
            ("00:00:25", "Jeanne Morel", "Bien."),
        ],
    ),
    "words before a colon are no label": (
        f"{T1}\nQuestion : où ?\n\n{T2}\nQuestion : quand ?",
        [("00:00:10", "", "Question : où ? Question : quand ?")],
    ),
    "a real repetition stays": (f"{T1}\nOui.\n\n{T2}\nOui.", [("00:00:10", "", "Oui. Oui.")]),
    "rolling captions": (
        f"{T1}\n<c>un</c><00:00:11.000><c> deux</c>\n\n{T2}\nun deux\n<00:00:16.000><c>trois</c>\n\n{T3}\ntrois\n",
        [("00:00:10", "", "un deux trois")],
    ),
    "a pause ends a paragraph": (f"{T1}\nUn.\n\n00:01:00.000 --> 00:01:05.000\nDeux.", [
        ("00:00:10", "", "Un."), ("00:01:00", "", "Deux.")]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_turns(case: str) -> None:
    text, expected = CASES[case]
    assert turns(text) == expected


@pytest.mark.parametrize("case", CASES)
def test_no_word_of_a_case_is_lost(case: str) -> None:
    text = CASES[case][0]
    reading = read(vtt, text)
    assert balance(reading, text) == ({}, {})
    assert in_order(reading, text)


def test_speakers_come_once_in_order() -> None:
    text = f"{T1}\n<v Ali>a\n\n{T2}\n<v Jeanne>b\n\n{T3}\n<v Ali>c"
    assert read(vtt, text).speakers == ["Ali", "Jeanne"]


def test_reasons() -> None:
    text = f"WEBVTT\nKind: captions\n\nNOTE relu\n\n7\n{T1}\n<v Ali><i>Oui</i></v>"
    assert gone(read(vtt, text)) == [
        ("champ technique", "WEBVTT", "ligne 1"),
        ("champ technique", "Kind: captions", "ligne 2"),
        ("commentaire", "NOTE relu", "ligne 4"),
        ("champ technique", "7", "ligne 6"),
        ("champ technique", T1, "00:00:10"),
        ("champ technique", "<v Ali>", "00:00:10"),
        ("balise", "<i>", "00:00:10"),
        ("balise", "</i>", "00:00:10"),
        ("balise", "</v>", "00:00:10"),
    ]


def test_repeated_captions_are_listed() -> None:
    reasons = [(reason, text) for reason, text, _ in gone(read(vtt, CASES["rolling captions"][0]))]
    assert ("répétition de sous-titre", "un deux") in reasons
    assert ("répétition de sous-titre", "trois") in reasons


@pytest.mark.parametrize("text", ["", "WEBVTT", f"WEBVTT\n\n{T1}\n\n"])
def test_a_transcript_without_speech_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSource, match="aucune parole"):
        read(vtt, text)


PIECES = [
    "WEBVTT\n", "\n", "\n\n", f"{T1}\n", f"{T2} align:start\n", "00:1d --> 3\n", "12\n", "a-1/2\n", "<v Ali>",
    "</v>",
    "<c.x>", "</c>", "<00:01.0>", "NOTE ", "STYLE\n", "Ali Ba : ", "Jo : ", "- ", "mot ", "été.", "&amp;", "-->",
    " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
def test_no_word_is_lost(text: str) -> None:
    try:
        reading = read(vtt, text)
    except UnreadableSource:
        return
    assert balance(reading, text) == ({}, {})
    assert in_order(reading, text)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is absent")
def test_real_files_lose_nothing() -> None:
    paths = [p for p in sorted((CORPUS / "b_transcripts").iterdir()) if p.suffix in {".vtt", ".srt"}]
    assert paths
    for path in paths:
        text = charset.decode(path.read_bytes())[0]
        reading = read(vtt, path.read_bytes())
        assert balance(reading, text) == ({}, {}), path.name
        assert in_order(reading, text), path.name
