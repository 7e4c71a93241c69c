"""Tables after pandoc: rows that stay whole, a name for screen readers, air below."""

from __future__ import annotations

from collections.abc import Callable

from restitution.messages import plural
from restitution.ooxml.word import Element, W, make, positive, raw_words, value
from restitution.writers.docx.columns import MARGINS as CELL_MARGINS
from restitution.writers.docx.columns import columns_of
from restitution.writers.docx.paragraphs import BEFORE_SPACING, RUNNING, SOURCE, properties_of, put, set_style
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.styles import cell_margins

LONG_ROW = 1500
"""Characters of a cell beyond which a row may go on overleaf: whole, it would leave a page half empty."""
LONG_NAME = 250
WIDEST = 31_680
AIR, AIR_OF_SOURCE, TIGHT = "160", "60", 25
STYLES = ("Compact", "Tableau serré", "Tableau très serré")
"""Of the paragraphs of cells, from the best letters to the smallest."""
SHORT_LABEL = 60
"""Characters of a first column's longest cell when it names its rows."""
SHORT_TABLE = 12
"""Rows up to which a table stays on one page, when no cell is long."""
SHORT_CELL = 200


def finish_tables(root: Element, sheet: Sheet, room: Callable[[Element], int]) -> None:
    """Finishes each table of a part; `room`: the width of the text where it stands, in twentieths of a point."""
    sizes = [sheet.letters(name) for name in STYLES]
    for table in list(root.iter(W + "tbl")):
        for indent in table.findall(f"{W}tblPr/{W}tblInd"):
            indent.getparent().remove(indent)  # in a list: as wide as the text, it would leave the page
        columns = columns_of(table, _room(table, room), sizes)
        _set_widths(table, columns.widths)
        if columns.size:
            _tighten(table, sheet, columns.size)
        for row in table.iterchildren(W + "tr"):
            if _longest(row) < LONG_ROW:
                _row_properties(row).insert(0, make("cantSplit"))
        _mark_head(table, sheet)
        _describe(table, sheet)
        _keep_together(table, sheet)
        _air_below(table, sheet)


def _head(table: Element) -> list[Element]:
    return [row for row in table.iterchildren(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]


def _mark_head(table: Element, sheet: Sheet) -> None:
    """Green letters for the header, by a style of letters: a colour of the reference's Normal beats a table's."""
    for row in _head(table):
        for run in row.iter(W + "r"):
            properties = run.find(W + "rPr")
            if properties is None:
                properties = make("rPr")
                run.insert(0, properties)
            if properties.find(W + "rStyle") is None:
                properties.insert(0, make("rStyle", val=sheet.id("Tableau titre")))


def _longest(row: Element) -> int:
    return max((len(raw_words(cell)) for cell in row.iterchildren(W + "tc")), default=0)


def _describe(table: Element, sheet: Sheet) -> None:
    """What a screen reader says of it: caption, size, headers; and whether its first column names its rows."""
    properties, caption = table.find(W + "tblPr"), table.getprevious()
    if properties is None:
        return
    rows = table.findall(W + "tr")
    head = _head(table)
    for look in properties.findall(W + "tblLook"):
        named = bool(head) and _names_rows(rows[len(head) :])
        look.attrib.update({W + "firstRow": str(int(bool(head))), W + "firstColumn": str(int(named))})
        look.attrib.update({W + "val": f"{0x20 * bool(head) + 0x80 * named:04X}"})
    if caption is not None and sheet.name(caption) == "table caption":
        properties.append(make("tblCaption", val=_one_line(caption)))
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    said = f"Tableau de {plural(len(rows), 'ligne')} et {plural(columns, 'colonne')}"
    titles = [words for row in head[:1] for cell in row.iterchildren(W + "tc") if (words := _one_line(cell))]
    properties.append(
        make("tblDescription", val=f"{said}{' : ' if titles else ''}{', '.join(titles)}"[:LONG_NAME])
    )


def _names_rows(rows: list[Element]) -> bool:
    labels = [_one_line(row.find(W + "tc")) for row in rows if len(row.findall(W + "tc")) > 1]
    return bool(labels) and max(map(len, labels)) <= SHORT_LABEL and all(map(_says_a_word, labels))


def _says_a_word(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _one_line(node: Element | None) -> str:
    return " ".join(raw_words(node).split())[:LONG_NAME] if node is not None else ""


def _keep_together(table: Element, sheet: Sheet) -> None:
    """A header stays with two rows, the last row with its neighbours, the source too; a short table is whole."""
    rows = table.findall(W + "tr")
    is_short = len(rows) <= SHORT_TABLE and max(map(_longest, rows), default=0) <= SHORT_CELL
    below = len(_head(table)) + 1
    kept = rows[:-1] if is_short or len(rows) <= below else [*rows[:below], *rows[below:-1][-1:]]
    before, following = table.getprevious(), table.getnext()
    if before is not None and before.tag == W + "p" and _announces(before):
        put(properties_of(before), make("keepNext"), frozenset({"pStyle"}))
    if following is not None and sheet.name(following) == SOURCE:
        kept = [*kept, *rows[-1:]]
    for row in kept:
        for paragraph in row.iter(W + "p") if _longest(row) <= SHORT_CELL else ():
            put(properties_of(paragraph), make("keepNext"), frozenset({"pStyle"}))


def _announces(paragraph: Element) -> bool:
    """Whether a paragraph says what the table below it is."""
    words = _one_line(paragraph)
    return 0 < len(words) <= SHORT_LABEL or words.endswith(":")


def _room(table: Element, room: Callable[[Element], int]) -> int:
    """A table in a cell is as wide as the cell."""
    cell = next(table.iterancestors(W + "tc"), None)
    outer = None if cell is None else cell.find(f"{W}tcPr/{W}tcW")
    return room(table) if outer is None else positive(outer.get(W + "w"), WIDEST) - CELL_MARGINS[0]


def _set_widths(table: Element, widths: list[int]) -> None:
    """Absolute widths, of which Word takes the columns."""
    for column, own in zip(table.findall(f"{W}tblGrid/{W}gridCol"), widths, strict=True):
        column.set(W + "w", str(own))
    for row in table.iterchildren(W + "tr"):
        first = 0
        for properties in row.iterfind(f"{W}tc/{W}tcPr"):
            span = positive(value(properties, "gridSpan"), len(widths)) or 1
            properties.insert(0, make("tcW", w=str(sum(widths[first : first + span])), type="dxa"))
            first += span


def _tighten(table: Element, sheet: Sheet, size: int) -> None:
    properties = table.find(W + "tblPr")
    if properties is not None:
        following = next(properties.iterchildren(W + "tblLook"), None)
        margins = cell_margins(TIGHT, CELL_MARGINS[size] // 2)
        properties.append(margins) if following is None else following.addprevious(margins)
    for paragraph in table.iter(W + "p"):
        if sheet.name(paragraph) in RUNNING | {"compact"}:
            set_style(paragraph, sheet.id(STYLES[size]))


def _row_properties(row: Element) -> Element:
    found = row.find(W + "trPr")
    if found is None:
        found = make("trPr")
        row.insert(0, found)
    return found


def _air_below(table: Element, sheet: Sheet) -> None:
    """Space before the next paragraph; an empty one where Word needs it: before a table, at the end of a cell."""
    before, following = table.getprevious(), table.getnext()
    if before is not None and before.tag == W + "p" and _announces(before):
        put(properties_of(before), make("keepNext"), frozenset({"pStyle"}))
    if following is None or following.tag != W + "p":
        following = make("p")
        table.addnext(following)
    if raw_words(following).strip() or following.find(f".//{W}drawing") is not None:
        if not sheet.name(following).startswith("heading"):
            air = AIR_OF_SOURCE if sheet.name(following) == SOURCE else AIR
            put(properties_of(following), make("spacing", before=air), BEFORE_SPACING)
    elif following.find(W + "pPr") is None:
        set_style(following, sheet.id("Après tableau"))
