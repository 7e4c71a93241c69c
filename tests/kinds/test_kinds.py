"""Counts by kind, raw XML against note: hard files made by hand (`word.yaml`, `libreoffice.yaml`), real ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from restitution.conservation.kinds import counted, differences
from restitution.conservation.reading import check_reading
from restitution.conservation.things import COUNTERS, things_lost
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from tests.readers import test_docx as word
from tests.readers import test_odt as odf

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDERS = (ROOT / "sources", ROOT.parent / "shared" / "corpus")
RUN, BEGIN, MIDDLE, END = word.r("{}"), *(word.FIELD[kind] for kind in ("begin", "separate", "end"))
WORD: dict[str, str] = {
    "p": f"<w:p>{RUN}</w:p>",
    "P": "<w:p>{}</w:p>",
    "r": RUN,
    "c": "<w:tc>{}</w:tc>",
    "l": "<w:tr>{}</w:tr>",
}
ODF: dict[str, str] = {
    "p": "<text:p>{}</text:p>",
    "s": '<text:span text:style-name="Cache">{}</text:span>',
    "c": "<table:table-cell>{}</table:table-cell>",
    "l": "<table:table-row>{}</table:table-row>",
    "b": "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>",
    "q": "<dc:creator>{}</dc:creator><dc:date>2026-03-24T10:12:00Z</dc:date>",
}
MACRO = re.compile(r"\$(\w)\{([^{}]*)\}")
FIELD = re.compile(r"\$champ\{([^{}]*)\}\{([^{}]*)\}")


def expanded(text: str, macros: dict[str, str]) -> str:
    """The XML that a case means: innermost first, braces of paths left alone."""
    shown = RUN.replace("{}", r"\2")
    text = FIELD.sub(f"{BEGIN}<w:r><w:instrText>\\1</w:instrText></w:r>{MIDDLE}{shown}{END}", text)
    while (less := MACRO.sub(lambda found: macros[found[1]].replace("{}", found[2]), text)) != text:
        text = less
    return re.sub(r">\n\s*<", "><", text)


def made_docx(case: dict[str, Any]) -> bytes:
    links = [word.relation(*line.split()) for line in case.get("liens", "").splitlines()]
    parts = {
        name: expanded(text, WORD) if name.endswith(".xml") else text
        for name, text in case.get("parties", {}).items()
    }
    if "styles" in case:
        parts |= word.styles(case["styles"])
        links.append(word.relation("styles", "styles", "styles.xml"))
    return word.docx(expanded(case["corps"], WORD), *links, parts=parts)


def cases(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((HERE / name).read_text("utf-8"))
    return found


def read(name: str, format_: str, data: bytes) -> Reading:
    (reading,) = read_all([File(name, format_, data)])
    assert isinstance(reading, Reading), reading
    return reading


def judge(case: dict[str, Any], format_: str, data: bytes) -> None:
    reading = read(f"note.{format_}", format_, data)
    said = [" ".join(text.split()) for leaf in ast.each_leaf(reading.blocks) if (text := shown(leaf)).strip()]
    if "dit" in case:
        assert said == case["dit"]
    assert [[left.reason, " ".join(left.text.split())] for left in reading.not_taken] == case.get("hors", [])
    found = counted(COUNTERS[format_](data), reading)
    wanted = {kind: (count, count) for kind, count in case["compte"].items()}
    assert found == wanted
    assert sorted(finding.code for finding in reading.findings) == case.get("constats", [])
    assert not check_reading(data, format_, reading).message


def shown(leaf: dict[str, Any]) -> str:
    """Text of a leaf without that which describes its pictures."""
    return ast.text(ast.map_inlines([leaf], lambda inline: [] if inline["t"] == "Image" else [inline]))


@pytest.mark.parametrize("name", cases("word.yaml"))
def test_hard_word_files(name: str) -> None:
    case = cases("word.yaml")[name]
    judge(case, "docx", made_docx(case))


@pytest.mark.parametrize("name", cases("word.yaml"))
def test_hard_word_files_in_strict_namespaces(name: str) -> None:
    case = cases("word.yaml")[name]
    parts = dict(word._files(made_docx(case)))
    old = rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/"
    strict = {
        part: re.sub(old, rb"http://purl.oclc.org/ooxml/\1/", data) if part.endswith((".xml", ".rels")) else data
        for part, data in parts.items()
    }
    judge(case, "docx", word._zip(strict))


@pytest.mark.parametrize("name", cases("libreoffice.yaml"))
def test_hard_libreoffice_files(name: str) -> None:
    case = cases("libreoffice.yaml")[name]
    data = odf.odt(expanded(case["corps"], ODF), expanded(case.get("pages", ""), ODF))
    judge(case, "odt", data)


def real_files() -> list[Path]:
    found = (path for folder in FOLDERS for path in sorted(folder.rglob("*")))
    return [path for path in found if path.suffix[1:] in COUNTERS and not path.name.startswith("~$")]


@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_real_files(path: Path) -> None:
    (reading,) = read_all([File(path.name, path.suffix[1:], path.read_bytes())])
    if isinstance(reading, UnreadableSource):
        pytest.skip(reading.message)
    assert isinstance(reading, Reading)
    found = counted(COUNTERS[path.suffix[1:]](path.read_bytes()), reading)
    assert found
    assert {kind: pair for kind, pair in found.items() if pair[0] != pair[1]} == {}


# The comparison sees a reader that forgets

WHOLE = {
    "corps": "$P{$r{texte}<w:r><w:footnoteReference w:id='2'/></w:r>}"
    "$P{<w:hyperlink r:id='w'>$r{site}</w:hyperlink>}"
    "$P{<w:pPr><w:pStyle w:val='T'/></w:pPr>$r{titre}}<w:tbl>$l{$c{$p{une}}$c{$p{autre}}}</w:tbl>"
    "$P{<w:sdt><w:sdtContent>$r{rempli}</w:sdtContent></w:sdt>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>pas vu</w:t></w:r>}"
    "$P{<w:ins w:id='1'>$r{mis}</w:ins>}",
    "styles": '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="heading 1"/></w:style>',
    "parties": {
        "footnotes.xml": '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="2">$p{en bas}</w:footnote></w:footnotes>',
    },
    "liens": "f footnotes footnotes.xml\nw hyperlink https://exemple.fr/",
}
FORGOTTEN: dict[str, tuple[Callable[[Reading], None], set[str]]] = {
    "nothing": (lambda reading: None, set()),  # noqa: ARG005
    "a paragraph": (lambda reading: reading.blocks.pop(), {"paragraphs"}),
    "what is not taken": (lambda reading: reading.not_taken.clear(), {"hidden"}),
    "tracked changes": (lambda reading: reading.internal.clear(), {"insertions"}),
    "the shape of a table": (
        lambda reading: reading.blocks.__setitem__(3, {"t": "Para", "c": ast.string("une autre")}),
        {"paragraphs", "tables", "cells"},
    ),
    "what is in a control": (lambda reading: reading.blocks.pop(4), {"paragraphs", "controls"}),
    "that a line is a heading": (
        lambda reading: reading.blocks.__setitem__(2, ast.para(ast.string("titre"))),
        {"heading1"},
    ),
    "a link": (lambda reading: reading.blocks.__setitem__(1, ast.para(ast.string("site"))), {"links"}),
    "a footnote": (
        lambda reading: reading.blocks.__setitem__(0, ast.para(ast.string("texte"))),
        {"notes", "footnotes"},
    ),
}


@pytest.mark.parametrize(("forget", "seen"), FORGOTTEN.values(), ids=FORGOTTEN)
def test_what_a_reader_forgets_is_seen(forget: Callable[[Reading], None], seen: set[str]) -> None:
    data = made_docx(WHOLE)
    reading = read("note.docx", "docx", data)
    forget(reading)
    assert {one.kind for one in differences(COUNTERS["docx"](data), reading)} == seen


def test_a_picture_lost_after_the_reader_is_seen() -> None:
    path = ROOT / "sources" / "haute-galdonne" / "Portrait Haute-Galdonne v3 DEF.docx"
    reading = read(path.name, "docx", path.read_bytes())
    assert things_lost(path.read_bytes(), "docx", reading) == []
    blocks = [block for block in reading.blocks if "'Image'" not in str(block)]
    lost = things_lost(path.read_bytes(), "docx", msgspec.structs.replace(reading, blocks=blocks))
    assert [kind for kind, _, _ in lost] == ["pictures"]
