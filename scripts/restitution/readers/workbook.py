"""A workbook to blocks: what XLSX and ODS share. Each sheet is a heading and its tables; its text boxes follow.

What does not show is listed; what a colour says is written (`colours`, `workbook_sheet`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from restitution.errors import UnreadableSource
from restitution.messages import listed, plural
from restitution.model import Block, Finding, NotTaken, NotTakenReason, Reading
from restitution.readers import colours
from restitution.readers.colours import Legend, Meaning, Place
from restitution.readers.shades import merged_shades
from restitution.readers.sheet import place as cell_place
from restitution.readers.workbook_blocks import UNKNOWN_VALUE
from restitution.readers.workbook_cells import Box, Sheet
from restitution.readers.workbook_sheet import MOST_CELLS, TOO_LARGE, SheetBlocks

EMPTY: Final = "Ce classeur est vide : vérifiez que ses feuilles y ont bien été enregistrées."

_DEFAULT_NAME: Final = re.compile(r"(?:feuil|feuille|sheet|tableau|table|classeur)\s?\d*", re.IGNORECASE)
_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000-\ue0ff]"
)


class _Book(msgspec.Struct):
    """The workbook while it is read."""

    reading: Reading
    path: str
    several: bool
    meanings: dict[str, Meaning] = {}
    legends: dict[str, Legend] = {}

    def where(self, sheet: Sheet, place: Place | None = None) -> str:
        """A place in French; the sheet is named when there are several."""
        cell = cell_place(place[0], place[1] - 1) if place else ""
        of_sheet = f"feuille « {sheet.name} »" if self.several or not place else ""
        return ", ".join(part for part in (of_sheet, cell) if part)

    def leave(self, reason: NotTakenReason, text: str, where: str) -> None:
        """List words that the note does not take."""
        if text.strip():
            self.reading.not_taken.append(NotTaken(reason=reason, text=text, where=where))

    def find(self, code: str, level: Any, message: str, where: str = "") -> None:
        """Say what was noticed."""
        self.reading.findings.append(Finding(code=code, level=level, message=message, path=self.path, where=where))


def workbook_reading(sheets: Sequence[Sheet], path: str) -> Reading:
    """The reading of a workbook. Raises `UnreadableSource` when it says nothing or too much."""
    if sum(cell.says for sheet in sheets for cell in sheet.cells.values()) > MOST_CELLS:
        raise UnreadableSource(TOO_LARGE)
    for sheet in sheets:
        for cell in sheet.cells.values():
            cell.text = _DROPPED.sub(" ", cell.text)
        sheet.boxes = [Box([_DROPPED.sub(" ", text) for text in box.paragraphs], box.chart) for box in sheet.boxes]
    shown = [sheet for sheet in sheets if not sheet.hidden and sheet.says]
    if not shown:
        raise UnreadableSource(EMPTY)
    book = _Book(Reading(), path, several=len(sheets) > 1)
    _hide(book, sheets)
    _understand_colours(book, shown)
    for sheet in sheets:
        if sheet in shown:
            book.reading.blocks += _blocks(book, sheet, alone=len(shown) == 1)
        elif not sheet.hidden:
            book.leave("champ technique", sheet.name, book.where(sheet))
        _set_aside(book, sheet)
    _notice(book, [sheet for sheet in sheets if not sheet.hidden])
    return book.reading


def _hide(book: _Book, sheets: Sequence[Sheet]) -> None:
    """List what does not show, with its place, and take it from the sheets."""
    counts = {"feuille": 0, "ligne": 0, "colonne": 0, "cellule": 0}
    for sheet in sheets:
        if sheet.hidden:
            book.leave("texte masqué", sheet.name, book.where(sheet))
            for box in sheet.boxes:
                book.leave("texte masqué", "\n".join(box.paragraphs), book.where(sheet))
            sheet.boxes = []
            counts["feuille"] += sheet.says
        rows, columns, covered = set(), set(), _covered(sheet)
        for place in sorted(sheet.cells):
            cell, (row, column) = sheet.cells[place], place
            kinds = (row in sheet.hidden_rows, column in sheet.hidden_columns, place in covered or cell.unseen)
            if not (sheet.hidden or any(kinds)):
                continue
            if cell.text.strip() and not sheet.hidden:
                rows |= {row} if kinds[0] else set()
                columns |= {column} if kinds[1] else set()
                counts["cellule"] += not (kinds[0] or kinds[1])
            book.leave("texte masqué", cell.formula or cell.text, book.where(sheet, place))
            del sheet.cells[place]
        counts["ligne"] += len(rows)
        counts["colonne"] += len(columns)
    told = [plural(count, what) for what, count in counts.items() if count]
    if told:
        message = f"Ce qui est masqué n'est pas repris ({', '.join(told)}) : affichez-le s'il doit être publié."
        book.find("texte_masque", "warning", message)


def _covered(sheet: Sheet) -> set[Place]:
    """Cells below merged ones: what they hold is not seen."""
    covered: set[Place] = set()
    for r, c, last_r, last_c in sheet.merged:
        if (last_r - r + 1) * (last_c - c + 1) > len(sheet.cells):
            covered |= {p for p in sheet.cells if r <= p[0] <= last_r and c <= p[1] <= last_c and p != (r, c)}
        else:
            places = ((row, column) for row in range(r, last_r + 1) for column in range(c, last_c + 1))
            covered |= {place for place in places if place in sheet.cells and place != (r, c)}
    return covered


def _understand_colours(book: _Book, shown: Sequence[Sheet]) -> None:
    """Name the colours of the workbook, by its first legend where it has one."""
    fills = Counter(cell.fill for sheet in shown for cell in sheet.cells.values() if cell.fill)
    legends = [colours.legend_of(sheet.grid()) for sheet in shown]
    found = next((legend for legend in legends if legend.labels), Legend())
    taken_for = merged_shades(fills, found.labels)
    for sheet, legend in zip(shown, legends, strict=True):
        for cell in sheet.cells.values():
            cell.fill = taken_for.get(cell.fill, cell.fill)
        book.legends[sheet.name] = legend if legend is found else colours.legend_of(sheet.grid())
    book.meanings = colours.meanings(taken_for.values(), found)


def _blocks(book: _Book, sheet: Sheet, *, alone: bool) -> list[Block]:
    """Blocks of a sheet; a name that its program gave it, or that its own title replaces, is not published."""
    made = SheetBlocks(sheet, lambda place: book.where(sheet, place), book.meanings, book.legends[sheet.name])
    named = not (_DEFAULT_NAME.fullmatch(sheet.name.strip()) or (alone and made.title) or made.is_guided)
    if not named:
        book.leave("champ technique", sheet.name, book.where(sheet))
    blocks = made.blocks(named=named)
    for place, text in made.aside:
        book.leave("champ technique", text, book.where(sheet, place))
    if made.unexplained:
        names = listed(f"« {name} »" for name in sorted(made.unexplained))
        message = f"Couleurs sans légende : dites {names}. Une légende sur la feuille dirait leur sens."
        book.find("couleurs_sans_legende", "info", message, book.where(sheet))
    return blocks


def _set_aside(book: _Book, sheet: Sheet) -> None:
    """Formulas without a value, comments, headers and footers."""
    for place, cell in sheet.cells.items():
        book.leave("champ technique", cell.formula, book.where(sheet, place))
    for place, text in sheet.comments:
        book.leave("commentaire", text, book.where(sheet, place))
    for text in sheet.pages:
        book.leave("en-tête ou pied répété", text, book.where(sheet))


def _notice(book: _Book, shown: Sequence[Sheet]) -> None:
    """What the editor should hear."""
    bare = [book.where(sheet, place) for sheet in shown for place, cell in sheet.cells.items() if cell.formula]
    if bare:
        others = f" (et {plural(len(bare) - 1, 'autre')})" if len(bare) > 1 else ""
        message = (
            f"Formule sans résultat enregistré, {bare[0]}{others} : le document montre « {UNKNOWN_VALUE} ». "
            "Ouvrez le classeur dans un tableur, enregistrez-le et déposez-le à nouveau."
        )
        book.find("formule_sans_resultat", "warning", message, bare[0])
    if rules := [book.where(sheet, place) for sheet in shown for place in sheet.rules]:
        message = (
            f"Couleurs posées par une règle (mise en forme conditionnelle, {rules[0]}) : elles ne sont pas lues. "
            "Écrivez dans les cellules ce qu'elles disent, ou coloriez-les à la main."
        )
        book.find("couleurs_conditionnelles", "warning", message, rules[0])
    if formulas := sum(sheet.formulas for sheet in shown):
        message = f"{plural(formulas, 'formule')} : c'est la valeur enregistrée qui est reprise."
        book.find("formules", "info", message)
    if charts := sum(box.chart for sheet in shown for box in sheet.boxes):
        count = plural(charts, "graphique non repris", "graphiques non repris")
        message = f"{count} (le titre est gardé) : à insérer dans une note, en image."
        book.find("graphique", "warning", message)
    if pictures := sum(sheet.pictures for sheet in shown):
        count = plural(pictures, "image de ce classeur non reprise", "images de ce classeur non reprises")
        message = f"{count} : à insérer dans une note, avec sa légende."
        book.find("image", "warning", message)
