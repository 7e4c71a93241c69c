# A case is one text and its words are one line: that reads better than lists.
# ruff: noqa: E501
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading, source_words
from restitution.errors import UnreadableSource
from restitution.model import NotTaken
from restitution.readers import rtf as reader

FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\fcharset128 Mincho;}}"


def rtf(body):
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{body}}}".encode("cp1252")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"Bon{\b jour} \'e0 tous\par fin", "Bonjour à tous fin"),
        (r"a\tab b\line c\~d\emdash e\cell f\row g", "a b c d e f g"),
        (r"l\u8217'eau \u233?t\uc0\u233  \uc2\u233\'c3\'a9!", "l eau été é"),
        (r"\f1 \'b3\plain \'e9\f2 \'83A", "łéア"),
        (r"\u-10179?\u-9216?a", "a"),
        (r"cha{\v caché}teau", "chateau caché"),
        (r"cha{\deleted t}ien", "chaien t"),
        (r"com{\*\atnauthor Ana}{\*\annotation\pard à voir\par bien}menté ici", "commenté à voir bien ici"),
        (r"mot{\footnote\pard de bas\par}suite", "mot de bas suite"),
        (r"{\header\pard haut\par}{\footerl bas}corps", "haut bas corps"),
        (r"{\listtext 1.\tab}point", "1 point"),
        (r"{\*\pn{\pntxta .}}{\pntext 2.}point", "2 point"),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 7}}", "PAGE 7"),
        (r"{\field{\*\fldinst TOC}{\fldrslt A\par B}}", "TOC A B"),
        (
            r"avant{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt boîte\par}}{\shprslt boîte}}après\par fin",
            "avantaprès boîte fin",
        ),
        (r"{\pict\pngblip 89504e47}a{\pict\wmetafile8\bin3 }}}}b", "ab"),
        (r"{\object{\*\objdata 00ff}{\result vu}}", "vu"),
        (r"{\upr{ansi}{\*\ud uni}}{\*\shppict b}{\nonshppict c}", "unib"),
        (r"{\*\inconnu gardé}{\*\bkmkstart non}", "gardé"),
        (r"{\mmath{\*\moMath{\*\mr x}{\mctrlPr y}}}{\mmathPict z}", "x"),
        (r"{\info{\author Ana}}{\stylesheet{\s1 Titre;}}{\*\generator x}a", "a"),
        (r"a}}b", "ab"),
        (r"{{{a", "a"),
    ],
)
def test_text(body, expected):
    assert source_words(rtf(body), "rtf") == expected.split()


def test_letters_written_as_utf8_against_the_format():
    assert source_words("{\\rtf1 déjà vu}".encode(), "rtf") == ["déjà", "vu"]


@pytest.mark.parametrize("data", [b"", b"texte", b"PK\x03\x04"])
def test_what_is_no_rich_text_says_so_in_french(data):
    with pytest.raises(UnreadableSource, match=r"RTF : .*\.$"):
        source_words(data, "rtf")


def test_any_depth_is_counted():
    assert source_words(rtf("{" * 50_000 + "mot" + "}" * 50_000), "rtf") == ["mot"]


WHOLE = rtf(
    r"Un{\footnote deux} trois {\v quatre} {\*\annotation cinq} six\par\trowd\cellx9\cellx19\intbl sept\cell huit\cell\row\pard neuf"
)


def test_the_reader_keeps_every_word_of_a_whole_text():
    assert check_reading(WHOLE, "rtf", reader.prepare(WHOLE, "note.rtf").reading).holds


@pytest.mark.parametrize("word", ["Un", "deux", "trois", "six", "sept", "huit", "neuf"])
@pytest.mark.parametrize("instead", ["", "autre"])
def test_a_word_that_the_reader_loses_or_changes_is_seen(word, instead):
    reading = reader.prepare(WHOLE, "note.rtf").reading
    whole = msgspec.json.encode(reading.blocks).decode()
    reading.blocks = msgspec.json.decode(re.sub(rf'"{word}"', f'"{instead}"', whole))
    check = check_reading(WHOLE, "rtf", reading)
    assert [stray.word for stray in check.missing] == [word]
    assert [stray.word for stray in check.extra] == ([instead] if instead else [])


def test_a_word_that_is_not_listed_is_seen():
    reading = reader.prepare(WHOLE, "note.rtf").reading
    assert len(reading.not_taken) == 2
    for index, gone in enumerate(reading.not_taken):
        left = [*reading.not_taken[:index], *reading.not_taken[index + 1 :]]
        check = check_reading(WHOLE, "rtf", msgspec.structs.replace(reading, not_taken=left))
        assert [stray.word for stray in check.missing] == [gone.text]
    more = [*reading.not_taken, NotTaken(reason="balise", text="rien")]
    assert not check_reading(WHOLE, "rtf", msgspec.structs.replace(reading, not_taken=more)).holds


@given(st.lists(st.sampled_from(["mot", "été", "a1", "l", "œuf"]), min_size=1, max_size=12), st.data())
def test_words_are_those_that_were_written(written, data):
    ways = [lambda w: w, lambda w: "".join(rf"\u{ord(c)}?" for c in w), lambda w: f"{{\\b {w[0]}}}{w[1:]}"]
    gaps = [" ", r"\par ", r"\tab ", "\\\n", r"\~"]
    body = "".join(
        data.draw(st.sampled_from(ways))(word) + data.draw(st.sampled_from(gaps)) for word in written
    ).encode("cp1252")
    assert source_words(rb"{\rtf1\ansi " + body + b"}", "rtf") == written
