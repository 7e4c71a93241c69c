"""The words of old Word files: made by hand, made by LibreOffice, and made to harm."""

from __future__ import annotations

import struct
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution import word97
from restitution.conservation.source_doc import doc_words
from restitution.errors import UnreadableSource
from restitution.readers.old_word import frozen

from .build import Piece, container, word

HERE = Path(__file__).parent
TINY = [("a\r", False)]
CASES: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text("utf-8"))
SAMPLES: dict[str, Any] = yaml.safe_load((HERE / "samples.yaml").read_text("utf-8"))
SECOND_TABLE, ENCRYPTED, OBFUSCATED = 0x200, 0x100, 0x8000
SOUND = word([("Une phrase entière, l'été.\r", False)])


def made(case: dict[str, Any], **said: Any) -> bytes:
    return word([piece(one) for one in case["morceaux"]], case.get("longueurs"), **said)


def piece(said: str | dict[str, str]) -> Piece:
    match said:
        case str():
            return said, False
        case {"comprimé": text}:
            return text, True
        case {"supprimé": text}:
            return text, False, bytes.fromhex("000801")
        case {"masqué": text}:
            return text, False, bytes.fromhex("3c0801")
    return said["texte"], False, bytes.fromhex(said["propriétés"])


@pytest.mark.parametrize("flags", [0, SECOND_TABLE])
@pytest.mark.parametrize("before", [b"", b"\1\3\0abc\1\0\0"], ids=["", "properties"])
@pytest.mark.parametrize("name", CASES)
def test_made_by_hand(name: str, before: bytes, flags: int) -> None:
    case = CASES[name]
    found = doc_words(made(case, flags=flags, before=before))
    assert found.all == Counter(case["dit"])
    assert found.live == Counter(case.get("reste", case["dit"]))
    assert found.around == Counter(case.get("autour", []))


@pytest.mark.parametrize("name", SAMPLES)
def test_made_by_libreoffice(name: str) -> None:
    found = doc_words((HERE / "samples" / f"{name}.doc").read_bytes())
    assert found.all == Counter(SAMPLES[name]["dit"].split())
    assert found.all - found.live == Counter(SAMPLES[name].get("dont supprimé", "").split())
    assert found.around == Counter(SAMPLES[name].get("autour", "").split())


def plc(*places: int, where: int = 1536) -> bytes:
    entries = struct.pack("<HIH", 0, where, 0) * (len(places) - 1)
    held = struct.pack(f"<{len(places)}i", *places) + entries
    return b"\2" + struct.pack("<I", len(held)) + held


HOSTILE = {
    "a password": (word(TINY, flags=ENCRYPTED), word97.LOCKED),
    "a password of the older kind": (word(TINY, flags=ENCRYPTED | OBFUSCATED), word97.LOCKED),
    "Word 95": (word(TINY, ident=0xA5DC, version=0x68), word97.TOO_OLD),
    "a header of nothing": (word(TINY, ident=0x1234), word97.DAMAGED),
    "a workbook": (container({"Workbook": b"\x09\x08"}), word97.NOT_WORD),
    "a workbook that holds a document": (
        container({"Workbook": "WordDocument".encode("utf-16-le")}), word97.NOT_WORD,
    ),
    "no table": (container({"WordDocument": SOUND[1536:3072]}), word97.DAMAGED),
    "the other table": (word(TINY, flags=SECOND_TABLE).replace(b"1\0T\0a", b"0\0T\0a"), word97.DAMAGED),
    "no list of pieces": (word(TINY, clx=b""), word97.DAMAGED),
    "another mark": (word(TINY, clx=b"\3\0\0\0\0"), word97.DAMAGED),
    "properties without end": (word(TINY, clx=b"\1\xff\xff" * 9), word97.DAMAGED),
    "a list longer than it is": (word(TINY, clx=b"\2\xff\xff\xff\x7f"), word97.DAMAGED),
    "pieces that go back": (word(TINY, clx=plc(0, 5, 2)), word97.DAMAGED),
    "pieces that begin later": (word(TINY, clx=plc(4, 6)), word97.DAMAGED),
    "negative places": (word(TINY, clx=plc(-9, -1)), word97.DAMAGED),
    "a piece beyond the file": (word(TINY, clx=plc(0, 2, where=1 << 29)), word97.DAMAGED),
    "the same bytes a thousand times": (word(TINY, clx=plc(*range(0, 2_000_000, 2000))), word97.DAMAGED),
    "more text than pieces": (word(TINY, {"text": 1 << 30}), word97.DAMAGED),
    "a story of less than nothing": (word(TINY, {"text": 9, "footnotes": -9}), word97.DAMAGED),
    "nothing but the mark of a container": (SOUND[:8], word97.DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_a_sentence(name: str) -> None:
    data, sentence = HOSTILE[name]
    for read in (doc_words, frozen):
        with pytest.raises(UnreadableSource) as refused:
            read(data)
        assert refused.value.message == sentence


def refusal(data: bytes) -> set[str]:
    """Why a file is not read, by whoever reads it; nothing where it is."""
    found = set()
    for read in (doc_words, frozen):
        try:
            read(data)
        except UnreadableSource as refused:
            found.add(refused.message)
    return found


SENTENCES = {word97.DAMAGED, word97.NOT_WORD, word97.TOO_OLD, word97.LOCKED}


@pytest.mark.parametrize("target", [0, 1, 2, 5])
def test_a_list_of_sectors_that_goes_round_ends(target: int) -> None:
    assert refusal(SOUND[:512] + struct.pack("<128I", *[target] * 128) + SOUND[1024:]) <= SENTENCES


@pytest.mark.parametrize("length", range(0, len(SOUND), 256))
def test_a_file_that_is_cut_is_refused_or_whole(length: int) -> None:
    assert refusal(SOUND[:length]) or doc_words(SOUND[:length]) == doc_words(SOUND)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=12))
def test_any_bytes_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, byte in changes:
        data[place] = byte
    assert refusal(bytes(data)) <= SENTENCES


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=200))
def test_any_table_of_pieces_is_read_or_refused(clx: bytes, fields: bytes) -> None:
    assert refusal(word(TINY, clx=clx, parts={16: fields})) <= SENTENCES
    assert refusal(word(TINY, parts={16: fields})) <= SENTENCES


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.binary(max_size=40), st.binary(max_size=16))
def test_any_properties_of_runs_are_read_or_refused(first: bytes, second: bytes, listing: bytes) -> None:
    pieces: list[Piece] = [("a", False, first), ("b\r", True, second)]
    assert refusal(word(pieces)) <= SENTENCES
    assert refusal(word(pieces, parts={12: listing})) <= SENTENCES


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_header_is_read_or_refused(header: bytes) -> None:
    data = container({"WordDocument": b"\xec\xa5\xc1\0" + header, "0Table": b"\2" * 99})
    assert refusal(data) <= SENTENCES
