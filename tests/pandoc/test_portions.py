"""Where a long document may be cut, and its blocks as they stand unread in its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution import store
from restitution.errors import StaleContract
from restitution.model import Block, Document, Placement
from restitution.pandoc import ast
from restitution.pandoc.portions import portions
from restitution.pandoc.unread import Unread, picked
from restitution.stages import streams
from restitution.stages.given import document_in

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("portions.yaml").read_text("utf-8"))
CELL = [ast.attributes(), {"t": "AlignDefault"}, 1, 1, [ast.para(ast.string("case"))]]
NO_ROWS: list[Any] = [ast.attributes(), []]
TABLE: Block = {
    "t": "Table",
    "c": [
        ast.attributes(), [None, []], [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]], NO_ROWS,
        [[ast.attributes(), 0, [], [[ast.attributes(), [CELL]]]]], NO_ROWS,
    ],
}  # fmt: skip
BLOCKS: dict[str, Block] = {
    "titre": ast.header(1, ast.string("Titre")),
    "texte": ast.para(ast.string("texte")),
    "source": ast.div([ast.para(ast.string("Source : visite.docx"))], "source"),
    "fichier": ast.div([ast.para(ast.string("visite.docx"))], "fichier"),
    "tableau": TABLE,
    "tableau-encadré": ast.div([TABLE], "encadre"),
    "paysage": ast.div([TABLE], "paysage"),
    "couverture": ast.div([ast.para(ast.string("Restitution"))], "couverture"),
    "quatrieme": ast.div([ast.para(ast.string("Contact"))], "quatrieme"),
}


def made(words: str) -> list[Block]:
    return [BLOCKS[word] for word in words.split()]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_document_is_cut_where_no_look_follows_from_what_stands_across(case: dict[str, Any]) -> None:
    found = portions(made(case["blocks"].replace("|", " ")), size=case.get("size", 1))
    parts = [part.split() for part in case["blocks"].split("|")]
    assert [part.stop - part.start for part in found] == [len(part) for part in parts]


@given(st.lists(st.sampled_from(sorted(BLOCKS))), st.integers(1, 2_000))
def test_every_block_is_in_one_portion_in_its_order(words: list[str], size: int) -> None:
    blocks = [BLOCKS[word] for word in words]
    assert [block for part in portions(blocks, size) for block in blocks[part]] == blocks


def written(path: Path, blocks: list[Block]) -> Path:
    """A document's file."""
    placed = [
        Placement(leaf=f"src_{n}", bookmark=f"src_{n}", part="p", path="a.md", where="ligne 1") for n in "ab"
    ]
    about = {
        "build": "b",
        "title": 'Le "blocks":[ et "placements":[',
        "subtitle": "",
        "date": "",
        "language": "fr",
    }
    made_of = Document(**about, epoch=0, blocks=blocks, media={"a": "b"}, placements=placed)
    path.write_bytes(msgspec.json.encode(made_of))
    return path


def read_as_long(path: Path) -> Document:
    """The document of a file that is taken for a long one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "LIGHT", 10)
        return document_in(path)


@given(st.lists(st.sampled_from(sorted(BLOCKS)), min_size=1), st.integers(1, 2_000))
def test_blocks_unread_are_cut_as_those_that_are_read(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], size: int
) -> None:
    blocks = [BLOCKS[word] for word in words]
    long = read_as_long(written(tmp_path_factory.mktemp("document") / "document.json", blocks)).blocks
    assert isinstance(long, Unread)
    assert portions(long, size) == portions(blocks, size)
    assert [list(long[part]) for part in portions(long, size)] == [blocks[part] for part in portions(blocks, size)]
    assert [long[at] for at in range(-len(blocks), len(blocks))] == blocks * 2
    assert [list(long[1:][:at]) for at in (0, 1, -1)] == [blocks[1:][:at] for at in (0, 1, -1)]


def test_a_long_document_is_read_as_a_short_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "document.json", made("couverture titre texte paysage texte"))
    short, long = document_in(path), read_as_long(path)
    assert isinstance(long.blocks, Unread)
    assert isinstance(long.placements, Unread)
    assert msgspec.structs.replace(long, blocks=list(long.blocks), placements=list(long.placements)) == short
    assert (len(long.blocks), long.blocks[-1], bool(long.blocks)) == (5, short.blocks[-1], True)
    with pytest.raises(IndexError):
        long.blocks[5]
    monkeypatch.chdir("/")
    assert list(long.blocks) == short.blocks


@pytest.mark.parametrize("change", [(b'","', b'", "'), (b'"blocks":[', b'"blocks": ['), (b"}]}", b"} ]}")])
def test_a_document_that_somebody_wrote_otherwise_is_read_too(tmp_path: Path, change: tuple[bytes, bytes]) -> None:
    path = written(tmp_path / "document.json", made("titre texte texte"))
    short = document_in(path)
    changed = path.read_bytes().replace(*change)
    assert changed != path.read_bytes()
    path.write_bytes(changed)
    long = read_as_long(path)
    assert (list(long.blocks), list(long.placements)) == (short.blocks, short.placements)


def test_a_document_that_holds_nothing_is_read(tmp_path: Path) -> None:
    assert read_as_long(written(tmp_path / "document.json", [])).blocks == []


def test_a_document_that_a_build_wrote_anew_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "document.json", made("titre texte texte"))
    long = read_as_long(path)
    assert len(list(long.blocks)) == 3
    store.write(path, path.read_bytes().replace(b"texte", b"autre"))
    os.utime(path, ns=(1, 1))  # the clock of a disk may be coarse
    with pytest.raises(StaleContract, match=r"document\.json"):
        list(long.blocks)


@given(st.lists(st.booleans(), min_size=1, max_size=9), st.integers(-9, 9))
def test_some_of_what_a_sequence_holds(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[bool], at: int
) -> None:
    blocks = [ast.para(ast.string(str(number))) for number in range(len(chosen))]
    long = read_as_long(written(tmp_path_factory.mktemp("document") / "document.json", blocks)).blocks
    places = [number for number, is_chosen in enumerate(chosen) if is_chosen]
    of_list, of_long = picked(blocks, places), picked(long, places)
    assert isinstance(of_list, list)
    assert isinstance(of_long, Unread)
    assert len(of_long) == len(of_list)
    assert list(of_long) == of_list == [blocks[number] for number in places]
    assert list(of_long[:at]) == of_list[:at]
    assert list(of_long[at:]) == of_list[at:]
    if -len(places) <= at < len(places):
        assert of_long[at] == of_list[at]
