"""Bytes to text: the charset by rule, the bounds, what is cleaned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import charset, limits
from restitution.errors import UnreadableSource

FRENCH = "Déjà l’été : à Noël, où l'œuvre coûte 3 € — « ça » ; un maïs, une forêt, l'île… École."
PLAIN = "Déjà l'été : à Noël, où l'île coûte 3 francs ; un maïs, une forêt, le garçon."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (FRENCH.encode(), "utf-8"),
        (FRENCH.encode("utf-8-sig"), "utf-8"),
        (FRENCH.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), "utf-16-be"),
        (FRENCH.encode("utf-16-le"), "utf-16-le"),
        (FRENCH.encode("utf-16-be"), "utf-16-be"),
        (FRENCH.encode("utf-32"), "utf-32-le"),
        (FRENCH.encode("cp1252"), "cp1252"),
        (FRENCH.encode("mac_roman"), "mac_roman"),
        (PLAIN.encode("cp850"), "cp850"),
        (PLAIN.encode("latin-1"), "cp1252"),
        (b"sans accent", "utf-8"),
    ],
)
def test_charset_is_found(data: bytes, name: str) -> None:
    text, found = charset.decode(data)
    assert (text, found) == (FRENCH if "€" in text else PLAIN if "é" in text else "sans accent", name)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("word", ["été", "garçon", "où", "forêt", "NOËL", "École", "l'île", "à la crèche"])
def test_one_accented_word_is_enough(word: str, encoding: str) -> None:
    data = f"Une phrase sans accent, puis {word} et la suite.".encode(encoding)
    assert word in charset.decode(data)[0]


def test_holes_of_cp1252_are_taken_out_and_said() -> None:
    text, findings = charset.read_text(b"l'\xe9t\xe9 \x81 \xe0 No\xebl", "note.txt")
    assert text == "l'été   à Noël"
    assert [f.code for f in findings] == ["signes_invisibles"]


def test_newlines_are_one_kind() -> None:
    assert charset.decode("a\r\nb\rc\n\u2028d".encode())[0] == "a\nb\nc\n\nd"


def test_signs_that_no_page_shows_are_replaced_and_said() -> None:
    text, findings = charset.read_text("un\n\u202edeux\x07 \ue0001\ue001".encode(), "note.txt")
    assert text == "un\n deux   1 "
    assert findings[0].where == "ligne 2"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"abc\x00def\x00\x00\x00\x01", "pas un fichier texte"),
        (bytes(range(1, 32)) * 20, "pas un fichier texte"),
        (b"\xff\xfea\x00b", "abîmé"),
        (b"a" * (limits.USUAL.text + 1), "5 Mo"),
        (b"ligne\n" + b"a" * (charset.LONGEST_LINE + 1), "La ligne 2"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableSource, match=sentence):
        charset.read_text(data, "note.txt")


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff"))
)
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert charset.decode(text.encode())[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_sentence(data: bytes) -> None:
    try:
        text, _ = charset.read_text(data, "note.txt")
    except UnreadableSource as error:
        text = error.message
    assert not {"\r", "\x00", "\u202e"} & set(text)
