"""Every word of an XLSX, from its XML (ECMA-376, transitional and strict): the counter's own reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from restitution.conservation.container import DAMAGED, Container, beside
from restitution.conservation.shown_numbers import BUILT_IN, iso_words, number_words
from restitution.conservation.words import words
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements
Links: TypeAlias = list[tuple[str, str, str]]
"""Id, kind and target of what a part points to in its package."""

SPELLED = re.compile("_x([0-9A-Fa-f]{4})_")
PAGE_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f+-]{6}|&[0-9]+|&[A-Za-z]')


def xlsx_words(data: bytes) -> list[str]:
    """Words sheet by sheet: name, cells row by row, texts over them, comments, headers and footers.

    Raises `UnreadableSource` when the file is not a readable XLSX.
    """
    counter = _Counter(Container(data, "xlsx"))
    return [word for node in counter.sheets() for word in counter.sheet_words(node)]


class _Counter:
    """Goes through the parts of a workbook; knows its strings and the formats of its cells."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._main = next((t for _, kind, t in self._links("") if kind == "officeDocument"), "xl/workbook.xml")
        self._book = self._tree(self._main)
        links = self._links(self._main)
        self._targets = {id_: target for id_, _, target in links}
        kinds = {kind: target for _, kind, target in links}
        self._strings = [_text(node) for node in self._optional(kinds.get("sharedStrings", ""), "si")]
        self._formats = self._cell_formats(kinds.get("styles", ""))
        said = [node.get("date1904", "0") for node in self._book.iter("{*}workbookPr")]
        self._from_1904 = bool(said) and said[0] in {"1", "true", "on"}

    def sheets(self) -> list[Element]:
        """The sheets that the workbook names."""
        return list(self._book.iter("{*}sheet"))

    def sheet_words(self, node: Element) -> Iterator[str]:
        """Words of a sheet, its drawings and its comments."""
        yield from words(node.get("name", ""))
        name = self._targets.get(next(v for k, v in node.attrib.items() if k.endswith("}id")), "")
        root, links = self._tree(name), self._links(name)
        for _, cell in sorted(_placed_cells(root), key=lambda pair: pair[0]):
            yield from self._cell_words(cell)
        for _, kind, target in links:
            if kind == "drawing":
                yield from self._drawing_words(target)
        threads = [target for _, kind, target in links if kind == "threadedComment"]
        for target in threads or [target for _, kind, target in links if kind == "comments"]:
            for comment in self._tree(target).iter("{*}comment", "{*}threadedComment"):
                yield from words(_unspelled("".join(comment.itertext("{*}t", "{*}text"))))
        for page in root.iterfind("{*}headerFooter/*"):
            yield from words(PAGE_CODE.sub(" ", page.text or ""))

    def _cell_words(self, cell: Element) -> list[str]:
        kind, value = cell.get("t", "n"), cell.find("{*}v")
        raw = (value.text or "") if value is not None else ""
        if kind == "inlineStr":
            return words(" ".join(_text(node) for node in cell.iterfind("{*}is")))
        if not raw:
            formula = cell.find("{*}f")
            kept = value is not None and kind == "str"
            return words(f"={formula.text or ''}") if formula is not None and not kept else []
        match kind:
            case "s":
                return words(self._strings[int(raw)])
            case "b":
                return ["VRAI" if raw == "1" else "FAUX"]
            case "n":
                return number_words(raw.strip(), self._format(cell), from_1904=self._from_1904)
            case "d":
                return iso_words(raw)
            case _:
                return words(_unspelled(raw))

    def _format(self, cell: Element) -> str:
        style = int(cell.get("s", "0"))
        return self._formats[style] if style < len(self._formats) else "General"

    def _cell_formats(self, name: str) -> list[str]:
        codes = dict(BUILT_IN)
        for node in self._optional(name, "numFmt"):
            codes[int(node.get("numFmtId", "0"))] = node.get("formatCode", "General")
        cells = [format_ for group in self._optional(name, "cellXfs") for format_ in group.iterfind("{*}xf")]
        return [codes.get(int(format_.get("numFmtId", "0")), "General") for format_ in cells]

    def _drawing_words(self, name: str) -> Iterator[str]:
        """Words of shapes, charts and diagrams, in the order of the drawing."""
        targets = {id_: target for id_, _, target in self._links(name)}
        fallbacks = 0
        for event, node in etree.iterwalk(self._tree(name), events=("start", "end")):
            tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
            if tag == "Fallback":
                fallbacks += 1 if event == "start" else -1
            if fallbacks or event == "end":
                continue
            if tag == "txBody":
                yield from _drawn(node)
            elif tag in {"chart", "relIds"}:
                wanted = "}id" if tag == "chart" else "}dm"
                part = targets.get(next((v for k, v in node.attrib.items() if k.endswith(wanted)), ""), "")
                if part in self._container:
                    yield from _drawn(self._tree(part))

    def _tree(self, name: str) -> Element:
        if name not in self._container:
            raise UnreadableSource(DAMAGED)
        return self._container.tree(name)

    def _optional(self, name: str, tag: str) -> list[Element]:
        return list(self._container.tree(name).iter(f"{{*}}{tag}")) if name in self._container else []

    def _links(self, name: str) -> Links:
        folder, _, file = name.rpartition("/")
        part = f"{folder}/_rels/{file}.rels".lstrip("/")
        nodes = list(self._container.tree(part)) if part in self._container else []
        inside = [node for node in nodes if isinstance(node.tag, str) and node.get("TargetMode") != "External"]
        return [
            (node.get("Id", ""), node.get("Type", "").rsplit("/", 1)[-1], beside(name, node.get("Target", "")))
            for node in inside
        ]


def _placed_cells(root: Element) -> Iterator[tuple[tuple[int, int], Element]]:
    """Cells with their row and column; those that do not say where they are follow the one before."""
    row = 0
    for line in root.iter("{*}row"):
        row, column = int(line.get("r") or row + 1), 0
        for cell in line.iterfind("{*}c"):
            letters = re.match("[A-Z]*", cell.get("r", ""))
            column = _column(letters[0]) if letters and letters[0] else column + 1
            yield (row, column), cell


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _text(node: Element) -> str:
    """Text of a string: its runs, without the reading of its signs."""
    runs = (t for t in node.iter("{*}t") if etree.QName(t.getparent()).localname != "rPh")
    return _unspelled("".join(run.text or "" for run in runs))


def _unspelled(text: str) -> str:
    return SPELLED.sub(lambda found: chr(int(found[1], 16)), text)


def _drawn(node: Element) -> Iterator[str]:
    for paragraph in node.iter("{*}p"):
        pieces = [
            " " if etree.QName(e).localname == "br" else e.text or "" for e in paragraph.iter("{*}t", "{*}br")
        ]
        yield from words("".join(pieces))
