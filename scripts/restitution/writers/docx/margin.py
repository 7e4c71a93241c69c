"""Codes in the margin of a finished DOCX, beside each paragraph and each row of a table.

Measured in LibreOffice 7.4, opened and saved: each code and each bookmark comes back. A code is a framed paragraph
of its own (`w:framePr`) before the one that it names, so that it is no text of the passage. Not obvious:

- a framed paragraph right before one that has a comment or calls a footnote makes LibreOffice drop the bookmarks
  of the latter when it opens the file: a hair, an empty paragraph, parts them;
- inside a table frames are shown as text: rows have a column of their own for their code, left of the text.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cache

from restitution.ooxml.word import SPACE, Element, W, make, part_of, positive, value
from restitution.writers.docx.looks import Look
from restitution.writers.docx.paragraphs import BEFORE_SPACING, bookmark_of, properties_of, put, set_style
from restitution.writers.docx.sheet import Sheet

NBSP = "\u00a0"
SIGN = f"¶{NBSP}"
SIZE, COLOR = 7.0, "6B6B6B"
"""In points; a grey that contrasts by 5.3 with paper."""
MARK = Look(name="Repère de relecture", kind="character", size=SIZE, bold=False, italic=False, color=COLOR)
FRAMED = Look(
    name="Repère en marge",
    size=SIZE,
    align="right",
    before=0,
    after=0,
    line=1.0,
    left=0,
    right=0,
    whole_words=True,
)
NUMBER = Look(name="Numéro de partie", kind="character")
LOOKS = (MARK, FRAMED, NUMBER)
WIDEST, NARROWEST = 1160, 600
"""Of the room for codes, in twentieths of a point."""
FROM_EDGE, FROM_TEXT = 100, 200
"""Left free beside it. LibreOffice draws the bar of a tracked change 135 to the left of the text."""
POINT = 20
HAIR = 14
"""Height of the paragraph between a code and its own: the least that Word takes, 0.7 points."""
BEFORE_KEEP = frozenset({"pStyle"})
NORMAL_SIZE, LINE = 10.5, 1.22
ASCENT = 0.95
"""Of letters, in sizes of the font, as Calibri and Carlito have it."""


def room(roots: Iterable[Element]) -> int:
    """Width of the codes, which follows from the narrowest left margin of the document."""
    margins = [positive(margin.get(W + "left"), 31_680) for root in roots for margin in root.iter(W + "pgMar")]
    return min(max(min(margins, default=WIDEST) - FROM_EDGE - FROM_TEXT, NARROWEST), WIDEST)


def add_styles(styles: Element) -> None:
    """Adds the styles of what stands in the margin, in place of those of their names."""
    for look in LOOKS:
        for old in [node for node in styles if node.get(W + "styleId") == look.id]:
            styles.remove(old)
        styles.append(look.element())


class Margin:
    """Puts codes beside the paragraphs and rows of a part. `codes`: by bookmark; cells have that of their row."""

    def __init__(self, codes: Mapping[str, str], styles: Element, width: int) -> None:
        self._codes = codes
        self._sheet = _Looks(styles)
        self._width = width
        self._pattern = self._frame()

    def fill(self, root: Element) -> None:
        """Adds the codes."""
        for table in [table for table in root.iter(W + "tbl") if not _is_inside(table, "tbl")]:
            self._beside_rows(table)
        for paragraph in [paragraph for paragraph in root.iter(W + "p") if not _is_inside(paragraph, "tbl")]:
            code = self._codes.get(_bookmark(paragraph))
            if code:
                self._beside(paragraph, code)

    def _beside(self, paragraph: Element, code: str) -> None:
        paragraph.addprevious(self._framed(paragraph, code))
        paragraph.addprevious(self._hair(paragraph))

    def _framed(self, paragraph: Element, code: str) -> Element:
        framed = copy.deepcopy(self._pattern)
        framed[0][1].set(W + "y", str(HAIR + max(1, round(self._sheet.drop(paragraph) * POINT))))
        framed[1][1].text = SIGN + code
        return framed

    def _hair(self, paragraph: Element) -> Element:
        """An empty paragraph that keeps with the next; in a box or beside a rule it belongs to it."""
        hair = make("p")
        properties = properties_of(hair)
        own = paragraph.find(W + "pPr")
        style = value(paragraph, "pPr/pStyle")
        if own is not None and style and self._sheet.has_frame(style):
            set_style(hair, style)
            properties.extend(copy.deepcopy(indent) for indent in own.findall(W + "ind"))
        else:
            set_style(hair, FRAMED.id)
        put(properties, part_of("keepNext"), BEFORE_KEEP)
        spacing = part_of("spacing", before="0", after="0", line=str(HAIR), lineRule="exact")
        put(properties, spacing, BEFORE_SPACING)
        return hair

    def _frame(self) -> Element:
        framed, properties = make("p"), make("pPr")
        place = {"hAnchor": "margin", "x": str(-self._width - FROM_TEXT), "vAnchor": "text"}
        frame = make("framePr", w=str(self._width), hSpace="0", wrap="around", **place)
        properties.extend([make("pStyle", val=FRAMED.id), frame])
        framed.extend([properties, _mark("")])
        return framed

    def _beside_rows(self, table: Element) -> None:
        """A first column for the codes of the rows, in the margin: without rules, ground nor heading."""
        grid, properties = table.find(W + "tblGrid"), table.find(W + "tblPr")
        if grid is None or properties is None:
            return
        widths = [positive(column.get(W + "w"), 31_680) for column in grid.iterchildren(W + "gridCol")]
        whole = self._width + FROM_TEXT
        grid.insert(0, make("gridCol", w=str(whole)))
        _place(properties, whole, sum(widths) + whole)
        for row in table.iterchildren(W + "tr"):
            marks = [_bookmark(paragraph) for paragraph in row.iter(W + "p")]
            code = next((self._codes[mark] for mark in marks if mark in self._codes), "")
            first = next(row.iterchildren(W + "tc"), None)
            cell = self._cell(code, row)
            row.append(cell) if first is None else first.addprevious(cell)

    def _cell(self, code: str, row: Element) -> Element:
        cell = make("tc")
        properties, borders, margins = (part_of(tag) for tag in ("tcPr", "tcBorders", "tcMar"))
        borders.extend(part_of(side, val="nil") for side in ("top", "left", "bottom", "right"))
        margins.extend([part_of("left", w="0", type="dxa"), part_of("right", w=str(FROM_TEXT), type="dxa")])
        shade = part_of("shd", val="clear", color="auto", fill="auto")
        properties.extend([part_of("tcW", w=str(self._width + FROM_TEXT), type="dxa"), borders, shade, margins])
        properties.append(part_of("vAlign", val="top"))
        paragraph, style = make("p"), make("pPr")
        first = next((p for p in row.iter(W + "p") if _bookmark(p)), None)
        drop = 0.0 if first is None else self._sheet.drop(first)
        style.extend([make("pStyle", val=FRAMED.id), make("spacing", before=str(round(drop * POINT)), after="0")])
        paragraph.append(style)
        if code:
            paragraph.append(_mark(code))
        cell.extend([properties, paragraph])
        return cell


def number_run(number: str) -> Element:
    """The number of a heading, where Word may not count it."""
    return _run(number, NUMBER)


def _mark(code: str) -> Element:
    """A code, in its own colour and weight also where the first row of a table has others."""
    run = _run(SIGN + code, MARK)
    run[0][1:1] = [make("b", val="0")]
    run[0].append(make("color", val=COLOR))
    return run


def _run(text: str, look: Look) -> Element:
    run, properties, node = make("r"), make("rPr"), make("t")
    properties.extend([make("rStyle", val=look.id), make("noProof")])
    node.set(SPACE, "preserve")
    node.text = text
    run.extend([properties, node])
    return run


def _place(properties: Element, width: int, whole: int) -> None:
    """Width and place of a table that reaches into the margin, in the order of the schema."""
    for tag in ("tblW", "tblInd"):
        for old in properties.findall(W + tag):
            properties.remove(old)
    before = {W + tag for tag in ("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize")}
    before |= {W + tag for tag in ("tblStyleColBandSize",)}
    place = sum(1 for node in properties if node.tag in before)
    properties.insert(place, make("tblW", w=str(whole), type="dxa"))
    after = {W + tag for tag in ("jc", "tblCellSpacing")}
    place += 1 + sum(1 for node in properties[place + 1 :] if node.tag in after)
    properties.insert(place, make("tblInd", w=str(-width), type="dxa"))


def _is_inside(node: Element, tag: str) -> bool:
    return next(node.iterancestors(W + tag), None) is not None


def _bookmark(paragraph: Element) -> str:
    mark = bookmark_of(paragraph)
    return "" if mark is None else mark.get(W + "name", "")


class _Looks:
    """How far below the top of a paragraph a code stands on its first line."""

    def __init__(self, styles: Element) -> None:
        self._styles = {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
        self._default = Sheet(styles, styles).id("Normal")
        self._said = cache(self._of_style)

    def drop(self, paragraph: Element) -> float:
        """In points, from the space above the paragraph, its letters and its lines."""
        style = value(paragraph, "pPr/pStyle") or self._default
        size = self._said(style, "rPr/sz", "val") / 2 or NORMAL_SIZE
        line = self._said(style, "pPr/spacing", "line") / 240 or 1.0
        own = _said(paragraph, "pPr/spacing", "before")
        before = self._said(style, "pPr/spacing", "before") if own is None else own
        above = before / POINT + self._rule(paragraph, style)
        return above + ASCENT * (size - SIZE) + min(0.0, line - 1) * LINE * size

    def _rule(self, paragraph: Element, style: str) -> float:
        """Height of the rule on top of a box, with the room below it, for the first paragraph of the box."""
        rule = self._styles[style].find(f"{W}pPr/{W}pBdr/{W}top") if style in self._styles else None
        above = paragraph.getprevious()
        while above is not None and value(above, "pPr/pStyle") == FRAMED.id:
            above = above.getprevious()
        if rule is None or (above is not None and value(above, "pPr/pStyle") == style):
            return 0.0
        return positive(rule.get(W + "sz"), 96) / 8 + positive(rule.get(W + "space"), 31)

    def has_frame(self, style: str) -> bool:
        """Whether a style draws rules or a ground, which join those of the next paragraph of the same style."""
        return any(
            self._styles[style].find(f"{W}pPr/{W}{tag}") is not None
            for tag in ("pBdr", "shd")
            if style in self._styles
        )

    def _of_style(self, style: str, path: str, key: str) -> float:
        """What a style says, or the first of those that it is based on that says it; 0 when none does."""
        seen: set[str] = set()
        found = self._styles.get(style)
        while found is not None and found.get(W + "styleId", "") not in seen:
            seen.add(found.get(W + "styleId", ""))
            said = _said(found, path, key)
            if said is not None:
                return said
            found = self._styles.get(value(found, "basedOn"))
        return 0.0


def _said(node: Element, path: str, key: str) -> float | None:
    """A number that a paragraph or a style says, in the units of Word."""
    found = node.find("/".join(W + step for step in path.split("/")))
    said = None if found is None else found.get(W + key)
    return float(said) if said and said.isdecimal() else None
