"""SRT and SBV: the same words and turns as WebVTT gives, and what is their own."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.pandoc import ast
from restitution.readers import sbv, srt, vtt

from .text_words import gone, read

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
READERS: dict[str, ModuleType] = {"srt": srt, "sbv": sbv, "vtt": vtt}


def times(form: str, start: int) -> str:
    a, b = (f"00:00:{second:02}" for second in (start, start + 4))
    return {"srt": f"{a},000 --> {b},000", "vtt": f"{a}.000 --> {b}.000", "sbv": f"0:{a[3:]}.000,0:{b[3:]}.000"}[
        form
    ]


def file(form: str, *cues: str) -> str:
    """A file of these cues, five seconds from one to the next."""
    heads = [f"{number}\n" if form == "srt" else "" for number in range(1, len(cues) + 1)]
    texts = [f"{head}{times(form, 5 * n)}\n{cue}\n" for n, (head, cue) in enumerate(zip(heads, cues, strict=True))]
    return "\n".join(texts)


def turns(form: str, text: str | bytes) -> list[tuple[str, str, str]]:
    """Place, speaker and words of each turn; the file balances."""
    reading = read(READERS[form], text)
    data = text if isinstance(text, bytes) else text.encode()
    assert check_reading(data, form, reading).message == ""
    out = []
    for leaf in ast.each_leaf(reading.blocks):
        names = [
            dict(i["c"][0][2])["name"] for i in leaf["c"][1] if i["t"] == "Span" and "speaker" in i["c"][0][1]
        ]
        out.append((ast.leaf_where(leaf), "".join(names), ast.text(leaf)))
    return out


CASES: dict[str, tuple[list[str], list[tuple[str, str, str]]]] = {
    "a sentence cut in its middle": (
        ["Nous prenons le bus de", "sept heures, quand", "il passe. [rires]"],
        [("00:00:00", "", "Nous prenons le bus de sept heures, quand il passe. [rires]")],
    ),
    "labels": (
        ["Jeanne : Le bus ne", "passe plus.", "Ali : Ici non plus.", "Jeanne : Alors ?"],
        [
            ("00:00:00", "Jeanne", "Le bus ne passe plus."),
            ("00:00:10", "Ali", "Ici non plus."),
            ("00:00:15", "Jeanne", "Alors ?"),
        ],
    ),
    "chevrons of a video site": (
        [">> Jeanne : Oui.", ">> Ali : Non.", ">> Jeanne : Si."],
        [("00:00:00", "Jeanne", "Oui."), ("00:00:05", "Ali", "Non."), ("00:00:10", "Jeanne", "Si.")],
    ),
    "two people in one cue": (
        ["Vous venez ?", "- Oui, tous\nles deux.\n- Moi non.", "Dommage."],
        [
            ("00:00:00", "", "Vous venez ?"),
            ("00:00:05", "", "- Oui, tous les deux."),
            ("00:00:05", "", "- Moi non."),
            ("00:00:10", "", "Dommage."),
        ],
    ),
    "a sentence goes on after a dialogue": (
        ["– Oui.\n– Moi, je viens", "à pied."],
        [("00:00:00", "", "– Oui."), ("00:00:00", "", "– Moi, je viens à pied.")],
    ),
    "one dash is a dash": (["Le bus\n- le 12 - passe."], [("00:00:00", "", "Le bus - le 12 - passe.")]),
    "labels inside a dialogue": (
        ["- Jeanne : Oui.\n- Ali : Non.", "- Jeanne : Si.\n- Ali : Bon."],
        [
            ("00:00:00", "Jeanne", "Oui."), ("00:00:00", "Ali", "Non."),
            ("00:00:05", "Jeanne", "Si."), ("00:00:05", "Ali", "Bon."),
        ],
    ),
    "marks": (
        [r"{\an8}<font color=\"#fff\"><i>Bon</i>jour</font> {\i1}à tous{\i0}"],
        [("00:00:00", "", "Bonjour à tous")],
    ),
    "a number is speech": (["En\n2040", "ou avant"], [("00:00:00", "", "En 2040 ou avant")]),
    "a note is speech": (["Un\n\nNOTE bien cela"], [("00:00:00", "", "Un NOTE bien cela")]),
}  # fmt: skip


@pytest.mark.parametrize("form", ["srt", "sbv"])
@pytest.mark.parametrize("case", CASES)
def test_turns(case: str, form: str) -> None:
    cues, expected = CASES[case]
    assert turns(form, file(form, *cues)) == expected


@pytest.mark.parametrize("case", [case for case in CASES if case != "a note is speech"])
def test_webvtt_gives_the_same_turns(case: str) -> None:
    cues, expected = CASES[case]
    assert turns("vtt", file("vtt", *cues)) == expected


TOLERATED = {
    "no blank lines": ("srt", "1\n00:00:01,0 --> 00:00:02,0\nun\n2\n00:00:02,0 --> 00:00:03,0\ndeux", "un deux"),
    "no numbers": ("srt", "00:00:01 --> 00:00:02\nun\n\n00:00:02 --> 00:00:03\ndeux", "un deux"),
    "old Mac": ("srt", "1\r00:00:01,0 --> 00:00:02,0\run\r\r2\r00:00:02,0 --> 00:00:03,0\rdeux", "un deux"),
    "places on the screen": ("srt", "1\n00:00:01,0 --> 00:00:02,0 X1:10 X2:20 Y1:1 Y2:9\nun", "un"),
    "a wrong time": ("srt", "1\n00:00:01,0 --> 00:00:0l,0\nun", "un"),
    "charset of the office": ("srt", "1\n00:00:01,0 --> 00:00:02,0\nd’été, où".encode("cp1252"), "d’été, où"),
    "short clock": ("sbv", "0:00:01.0,0:00:02.0\nun\n\n12:00:02.500, 12:00:03\ndeux", "un deux"),
    "text beside the times": ("sbv", "0:00:01.0,0:00:02.0 un\ndeux", "un deux"),
    "a pair of numbers is speech": ("sbv", "0:00:01.0,0:00:02.0\n10:30:00 ou 10,5", "10:30:00 ou 10,5"),
}


@pytest.mark.parametrize("case", TOLERATED)
def test_what_others_write_is_read(case: str) -> None:
    form, text, expected = TOLERATED[case]
    assert " ".join(words for _, _, words in turns(form, text)) == expected


def test_numbers_and_times_are_technical() -> None:
    assert gone(read(srt, file("srt", "un"))) == [
        ("champ technique", "1", "ligne 1"),
        ("champ technique", times("srt", 0), "00:00:00"),
    ]
    assert gone(read(sbv, file("sbv", "un"))) == [("champ technique", times("sbv", 0), "00:00:00")]


@pytest.mark.parametrize("form", ["srt", "sbv"])
def test_rolling_captions_are_listed(form: str) -> None:
    lines = ["un deux trois", "quatre cinq", "six sept", "huit neuf", "dix onze"]
    reading = read(READERS[form], file(form, *map("\n".join, pairwise(lines))))
    assert " ".join(ast.text(reading.blocks).split()) == " ".join(lines)
    assert [text for reason, text, _ in gone(reading) if reason == "répétition de sous-titre"] == lines[1:-1]


@pytest.mark.parametrize("form", ["srt", "sbv"])
@pytest.mark.parametrize("text", ["", "{}\n\n"])
def test_a_file_without_speech_is_refused(form: str, text: str) -> None:
    with pytest.raises(UnreadableSource, match="aucune parole"):
        turns(form, text.format(times(form, 1)))


PIECES = [
    "1\n", "2\n", "\n", "\n\n", "{T}\n", "{T} X1:1 oui\n", "Ali : ", "Jo : ", "- ", "– ", ">> ", "mot ", "été. ",
    "2040\n", "[rires]", "<i>", "</i>", "{\\an8}", "&amp;", "NOTE ", "-->", "0:00:01.0,", " ", "<v Ana>",
    "WEBVTT\n",
]  # fmt: skip


@pytest.mark.parametrize("form", ["srt", "sbv"])
@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=25), start=st.integers(0, 50))
def test_no_word_is_lost(form: str, pieces: list[str], start: int) -> None:
    text = "".join(pieces).replace("{T}", times(form, start))
    try:
        turns(form, text)
    except UnreadableSource:
        return


@pytest.mark.parametrize("form", ["srt", "sbv"])
def test_a_lost_turn_or_number_is_seen(form: str) -> None:
    text = file(form, "Jeanne : un", "Ali : deux", "Jeanne : trois").encode()
    reading: Any = read(READERS[form], text)
    del reading.blocks[1]
    assert "« deux »" in check_reading(text, form, reading).message
    reading = read(READERS[form], text)
    del reading.not_taken[0]
    assert not check_reading(text, form, reading).holds


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is absent")
def test_real_files_lose_nothing() -> None:
    paths = sorted((CORPUS / "b_transcripts").glob("*.srt"))
    assert paths
    for path in paths:
        assert turns("srt", path.read_bytes()), path.name
