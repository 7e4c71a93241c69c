"""Fills a sheet as a writer would, and reads it back as a build does."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree
from openpyxl import load_workbook

from restitution.conservation.reading import check_reading
from restitution.domain import domain
from restitution.guidance import label_of, phrase, sections_of
from restitution.intake.formats import format_of
from restitution.model import Note, Reading
from restitution.ooxml.package import open_package, write_package
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from restitution.settings import Settings, load_settings
from restitution.shaping.guided import without_guidance
from restitution.shaping.shape import Said, shape

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "Ce que Valsinières nous a montré"
PLACE = "Valsinières, salle des fêtes"
ESCAPED = re.compile(r"([\\`*_{}\[\]<>#+\-!|.~$^@&()])")

Texts = Mapping[str, list[str]]
"""Section (« » in a kind that has none) -> its paragraphs."""


class Filled(msgspec.Struct, kw_only=True):
    """What a sheet that came back says."""

    note: Note
    reading: Reading
    sections: dict[str, list[str]]
    """Section -> its words, in order, of what stands under its heading."""


@cache
def settings() -> Settings:
    return load_settings(ROOT / "restitution.yaml")


def words(texts: list[str]) -> list[str]:
    return re.findall(r"[^\W_]+", " ".join(texts))


def read_back(data: bytes, name: str, known: Settings | None = None) -> Filled:
    form = format_of(name, data) or ""
    (reading,) = read_all([File(name, form, data)])
    assert isinstance(reading, Reading), reading
    reading = without_guidance(reading, name)
    assert check_reading(data, form, reading).message == ""
    note = shape(reading, name, "", form, Said(), known or settings())
    sections: dict[str, list[str]] = {}
    for passage in note.passages:
        if passage.role in {"text", "heading"}:
            sections.setdefault(passage.section, []).extend(words([ast.text([passage.block])]))
    return Filled(note=note, reading=reading, sections=sections)


def examples() -> dict[str, Texts]:
    """Kind -> the texts of the worked example's longest note of that kind, by section of its sheet."""
    found: dict[str, Texts] = {}
    paths = [
        path for path in sorted((ROOT / "sources").rglob("*")) if path.suffix in {".docx", ".odt", ".md", ".txt"}
    ]
    forms = {path: format_of(path.name, path.read_bytes()) or "" for path in paths}
    taken = [path for path in paths if forms[path] in {"docx", "odt", "md", "txt"}]
    readings = read_all([File(path.name, forms[path], path.read_bytes()) for path in taken])
    for path, reading in zip(taken, readings, strict=True):
        if isinstance(reading, Reading):
            name = path.relative_to(ROOT / "sources").as_posix()
            note = shape(reading, name, "", forms[path], Said(), settings())
            texts = _texts(note) if note.kind else {}
            if note.kind and sum(map(len, texts.values())) > sum(map(len, found.get(note.kind, {}).values())):
                found[note.kind] = texts
    return found


def _texts(note: Note) -> Texts:
    wanted = sections_of(note.kind or "")
    texts: dict[str, list[str]] = {}
    for passage in note.passages:
        key = passage.section if wanted else ""
        if passage.role == "text" and (key in wanted or not wanted):
            said = [" ".join(ast.text(leaf["c"][1]).split()) for leaf in ast.each_leaf([passage.block])]
            texts.setdefault(key, []).extend(text for text in said if words([text]) and not text.isupper())
    return {key: said for key, said in texts.items() if said}


def fill(data: bytes, format_: str, texts: Texts) -> bytes:
    """The sheet with a title, a place and these texts."""
    titles = {domain().sections[key].label if key else "": said for key, said in texts.items()}
    return {"docx": _fill_docx, "md": _fill_markdown, "xlsx": _fill_workbook}[format_](data, titles)


def _fill_docx(data: bytes, titles: Texts) -> bytes:
    parts = dict(open_package(data))
    root: Any = etree.fromstring(parts["word/document.xml"])
    heading = ""
    for paragraph in list(root.iter(f"{W}p")):
        text = "".join(paragraph.itertext(f"{W}t"))
        style = next((node.get(f"{W}val") for node in paragraph.iter(f"{W}pStyle")), "")
        heading = text if style == "Heading1" else heading
        if text == phrase("titre"):
            next(paragraph.iter(f"{W}t")).text = TITLE
        elif text == phrase("texte") and heading in titles:
            for said in titles[heading]:
                paragraph.addprevious(_with_text(paragraph, said))
            paragraph.getparent().remove(paragraph)
        elif text == label_of("lieu"):
            answer = paragraph.getparent().getnext().find(f"{W}p")
            answer.append(etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:t>{PLACE}</w:t></w:r>'))
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_package(parts)


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a text of one part replaced wherever it stands."""
    parts = dict(open_package(data))
    assert old.encode() in parts[part], old
    return write_package({**parts, part: parts[part].replace(old.encode(), new.encode())})


def _with_text(paragraph: Any, text: str) -> Any:
    copy = deepcopy(paragraph)
    next(copy.iter(f"{W}t")).text = text
    return copy


def _fill_markdown(data: bytes, titles: Texts) -> bytes:
    heading, lines = "", []
    for line in data.decode().split("\n"):
        heading = line.removeprefix("## ") if line.startswith("## ") else heading
        if line == f"# {phrase('titre')}":
            lines.append(f"# {TITLE}")
        elif line == phrase("texte") and heading in titles:
            lines.append("\n\n".join(ESCAPED.sub(r"\\\1", said) for said in titles[heading]))
        else:
            lines.append(f"lieu: {PLACE}" if line == "lieu:" else line)
    return "\n".join(lines).encode()


def _fill_workbook(data: bytes, titles: Texts) -> bytes:
    book = load_workbook(io.BytesIO(data))
    page: Any = book.worksheets[0]
    answers = {label_of("titre"): TITLE, label_of("lieu"): PLACE}
    for row in page.iter_rows():
        label = row[0].value
        key = "" if label == phrase("votre_texte") else label
        if label in answers:
            row[2].value = answers[label]
        elif key in titles and row[2].value is None:
            row[2].value = "\n".join(titles[key])
            row[2].data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
