"""PDF: what a person reads in files of many programs is in the note, each letter of it, in its order."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.intake.recognise import recognise
from restitution.model import Reading, Source
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from restitution.readers.pdf.hyphens import Words, joint
from restitution.shaping.promotion import promoted

FOLDER = Path(__file__).parent / "pdf"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CASES: dict[str, Any] = yaml.safe_load((FOLDER / "cases.yaml").read_text("utf-8"))
NOTE: dict[str, Any] = CASES["note"]
MOST = 60_000
"""Bytes of a file that is kept here."""


def read(data: bytes) -> Reading | UnreadableSource:
    return read_all([File("note.pdf", "pdf", data)])[0]


def data_of(name: str) -> bytes:
    return (FOLDER / f"{name}.pdf").read_bytes()


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    """A case with what the common note says, where it is like it."""
    common = {key: value for key, value in NOTE.items() if key not in case.get("but", ())}
    return (common if case.get("like") else {}) | case


def each(node: Any, kind: str) -> list[Any]:
    """All elements of one kind, in order."""
    if isinstance(node, list):
        return [found for part in node for found in each(part, kind)]
    if not isinstance(node, dict):
        return []
    return [*([node["c"]] if node.get("t") == kind else []), *each(node.get("c"), kind)]


def rows(table: Any) -> list[list[str]]:
    lines = [*table[3][1], *(row for body in table[4] for row in body[3])]
    return [[ast.text(cell[4]).strip() for cell in cells] for _, cells in lines]


def test_every_file_of_the_folder_is_a_case() -> None:
    assert {path.stem for path in FOLDER.glob("*.pdf")} == set(CASES["files"])
    assert all(path.stat().st_size < MOST for path in FOLDER.glob("*.pdf"))


@pytest.mark.parametrize("name", CASES["files"])
def test_it_says_what_a_person_reads(name: str) -> None:
    case, data = wanted(CASES["files"][name]), data_of(name)
    reading = read(data)
    if refused := case.get("refused"):
        assert isinstance(reading, UnreadableSource)
        assert refused in reading.message
        return
    assert isinstance(reading, Reading)
    check = check_reading(data, "pdf", reading)
    assert check.holds, check.message
    assert not check.doubts
    assert check.words_in == check.words_note + check.words_not_taken
    text = " ".join(ast.text(reading.blocks).split(" "))
    for said in case.get("says", ()):
        assert said in text.replace("'", "’") or said in text
    blocks = promoted(reading.blocks)
    if "headings" in case:
        assert [ast.text(content[2]).strip() for content in each(blocks, "Header")] == case["headings"]
    if "items" in case:
        items = [ast.text(item).strip() for content in each(blocks, "BulletList") for item in content]
        assert items == case["items"]
    if "table" in case:
        assert rows(each(blocks, "Table")[0]) == case["table"]
    if "table_rows" in case:
        assert [len(rows(table)) for table in each(blocks, "Table")] == [case["table_rows"]]
    if "link" in case:
        assert [content[2][0] for content in each(blocks, "Link")] == [case["link"]]
    for reason, texts in case.get("left", {}).items():
        left = [one.text for one in reading.not_taken if one.reason == reason]
        for said in texts:
            assert any(said in one for one in left), left
    codes = {finding.code for finding in reading.findings}
    assert {"pdf", *case.get("findings", ())} <= codes


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*.pdf")), ids=lambda path: path.name)
def test_real_files_lose_no_letter(path: Path) -> None:
    data = path.read_bytes()
    reading = read(data)
    assert isinstance(reading, Reading)
    check = check_reading(data, "pdf", reading)
    assert check.holds, check.message
    assert not check.doubts


def test_a_letter_that_is_lost_is_found() -> None:
    data = data_of("typst")
    reading = read(data)
    assert isinstance(reading, Reading)
    for number, block in enumerate(reading.blocks):
        rest = msgspec.structs.replace(reading, blocks=[*reading.blocks[:number], *reading.blocks[number + 1 :]])
        assert not check_reading(data, "pdf", rest).holds, ast.text(block)
    twice = msgspec.structs.replace(reading, blocks=[*reading.blocks, reading.blocks[2]])
    assert not check_reading(data, "pdf", twice).holds


def test_a_line_in_another_place_is_told() -> None:
    data = data_of("typst")
    reading = read(data)
    assert isinstance(reading, Reading)
    first, second, third, *others = reading.blocks
    moved = msgspec.structs.replace(reading, blocks=[first, third, second, *others])
    check = check_reading(data, "pdf", moved)
    assert check.holds
    assert check.doubts == ["page 1"]


def test_two_columns_are_never_mixed() -> None:
    data = data_of("latex-columns")
    reading = read(data)
    assert isinstance(reading, Reading)
    words = ast.text(reading.blocks).split()
    mixed = msgspec.structs.replace(
        reading, blocks=[ast.para(ast.leaf(ast.string(" ".join(words[::2] + words[1::2])), ""))]
    )
    assert check_reading(data, "pdf", mixed).doubts == ["page 1"]


def test_remarks_keep_their_author_and_what_they_are_about() -> None:
    reading = read(data_of("hard-form"))
    assert isinstance(reading, Reading)
    assert [(one.kind, one.author, one.text) for one in reading.internal] == [
        ("comment", "Anne Vial", "Vérifier la date avec la mairie"),
        ("comment", "", "Ajout à la main"),
    ]
    assert reading.internal[0].about == "La v"


@pytest.mark.parametrize(
    ("line", "following", "whole"),
    [
        ("la mobi-", "lité rurale", "mobilité"),
        ("un rendez-", "vous utile", "rendez-vous"),
        ("dit-", "il enfin", "dit-il"),
        ("c’est-à-", "dire ici", "à-dire"),
        ("l’agroéco-", "logie", "agroécologie"),
        ("Saint-", "Loup", "Saint-Loup"),
        ("vingt-", "trois élus", "vingt-trois"),
        ("la Galdo\u00ad", "nne haute", "Galdonne"),
        ("intercommu-", "nalité", "intercommunalité"),
        ("éco-", "quartier", "écoquartier"),
        ("non-", "recours", "non-recours"),
        ("COM-", "MUNE", "COMMUNE"),
    ],
)
def test_hyphens_of_line_ends(line: str, following: str, whole: str) -> None:
    found = joint(line, following, Words())
    assert found is not None
    count, instead = found
    assert whole in f"{line[:-count]}{instead}{following}"


@pytest.mark.parametrize("line", ["2024-", "un mot –", "la fin.", "A/"])
def test_no_word_is_cut(line: str) -> None:
    assert joint(line, "suite", Words()) is None


def test_a_word_of_the_document_decides() -> None:
    words = Words.of(["un éco-quartier", "la lutte contre l’illectro-", "nisme"])
    assert joint("cet éco-", "quartier", words) == (1, "-")


@pytest.mark.parametrize("name", ["typst", "hard-form", "latex"])
def test_a_broken_file_is_refused_or_read_whole(name: str) -> None:
    whole, chance = data_of(name), random.Random(7)  # noqa: S311
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        reading = read(bytes(data))
        if isinstance(reading, Reading):
            try:
                check_reading(bytes(data), "pdf", reading)
            except UnreadableSource:
                continue


def test_a_copy_of_ours_is_still_a_returned_copy() -> None:
    data = data_of("typst") + b"% RestitutionBuild\n"
    assert recognise(Source(path="note.pdf", sha256="0"), data).state == "returned_copy"
    assert recognise(Source(path="note.pdf", sha256="0"), data_of("typst")).state == "taken"
