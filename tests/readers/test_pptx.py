"""Slides: what a person reads on them is in the note, in that order; what is for others stands apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all

FOLDER = Path(__file__).parent / "pptx"
CASES: dict[str, Any] = yaml.safe_load((FOLDER / "cases.yaml").read_text("utf-8"))["files"]
MOST = 60_000
"""Bytes of a file that is kept here."""
SPOKEN = "notes de l'orateur"


def read(data: bytes) -> Reading | UnreadableSource:
    return read_all([File("note.pptx", "pptx", data)])[0]


def data_of(name: str) -> bytes:
    return (FOLDER / f"{name}.pptx").read_bytes()


def reading_of(name: str) -> Reading:
    reading = read(data_of(name))
    assert isinstance(reading, Reading)
    return reading


def items(blocks: list[Any], depth: int = 0) -> Iterator[str]:
    for block in blocks:
        if block["t"] in {"BulletList", "OrderedList"}:
            for first, *rest in block["c"] if block["t"] == "BulletList" else block["c"][1]:
                yield f"{depth} {ast.text(first).strip()}"
                yield from items(rest, depth + 1)


def rows(table: Any) -> list[list[str]]:
    lines = [*table[3][1], *(row for body in table[4] for row in body[3])]
    return [[ast.text(cell[4]).strip() for cell in cells] for _, cells in lines]


def paragraphs(blocks: list[Any], *, spoken: bool) -> list[str]:
    leaves = [(ast.text(b).strip(), ast.leaf_where(b["c"][0])) for b in blocks if b["t"] == "Para"]
    pictures = {ast.text(b).strip() for b in blocks if b["t"] == "Para" and b["c"][0]["c"][1][0]["t"] == "Image"}
    return [text for text, where in leaves if (SPOKEN in where) is spoken and text not in pictures]


def test_every_file_of_the_folder_is_a_case() -> None:
    assert {path.stem for path in FOLDER.glob("*.pptx")} == set(CASES)
    assert all(path.stat().st_size < MOST for path in FOLDER.glob("*.pptx"))


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_a_person_reads(name: str) -> None:
    case, reading = CASES[name], reading_of(name)
    check = check_reading(data_of(name), "pptx", reading)
    assert check.holds, check.message
    assert check.words_in == check.words_note + check.words_not_taken
    blocks = reading.blocks
    heads = [f"{b['c'][0]} {ast.text(b['c'][2]).strip()}" for b in blocks if b["t"] == "Header"]
    assert heads == case["outline"]
    assert list(items(blocks)) == case.get("items", [])
    assert [row for b in blocks if b["t"] == "Table" for row in rows(b["c"])] == case.get("table", [])
    assert paragraphs(blocks, spoken=False) == case.get("says", [])
    assert paragraphs(blocks, spoken=True) == case.get("spoken", [])
    for reason, texts in case.get("left", {}).items():
        assert set(texts) <= {one.text for one in reading.not_taken if one.reason == reason}
    assert sorted({finding.code for finding in reading.findings}) == sorted(case.get("findings", []))
    remarks = [f"{one.kind} {one.author} {one.text}" for one in reading.internal]
    assert remarks == case.get("remarks", [])
    if "picture" in case:
        assert len(reading.media) == 1
        assert case["picture"] in ast.text(blocks)


@pytest.mark.parametrize("name", ["python-pptx", "powerpoint", "impress"])
def test_what_is_lost_or_moved_is_found(name: str) -> None:
    reading, data = reading_of(name), data_of(name)
    for number, block in enumerate(reading.blocks):
        rest = [*reading.blocks[:number], *reading.blocks[number + 1 :]]
        is_ours = not check_reading(data, "pptx", msgspec.structs.replace(reading, blocks=[block])).words_note
        lost = check_reading(data, "pptx", msgspec.structs.replace(reading, blocks=rest))
        assert lost.holds is is_ours, ast.text(block)
    first, *others = reading.blocks
    moved = check_reading(data, "pptx", msgspec.structs.replace(reading, blocks=[*others, first]))
    assert moved.moved
    unlisted = msgspec.structs.replace(reading, not_taken=[])
    assert check_reading(data, "pptx", unlisted).holds is not bool(reading.not_taken)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (lambda parts: parts.pop("ppt/presentation.xml"), "incomplet ou abîmé"),
        (lambda parts: parts.update({"ppt/slides/slide2.xml": b"<p:sld"}), "incomplet ou abîmé"),
        (
            lambda parts: parts.update({"ppt/_rels/presentation.xml.rels": b"<Relationships/>"}),
            "aucune diapositive",
        ),
    ],
)
def test_a_broken_file_is_refused(change: Any, refused: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data_of("powerpoint"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    reading = read(out.getvalue())
    assert isinstance(reading, UnreadableSource)
    assert refused in reading.message
