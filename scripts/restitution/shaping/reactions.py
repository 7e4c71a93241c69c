"""A table of reactions as sections of a workshop's note: what people keep, contest and propose, row by row.

« Territoire | Thème | Ce que je garde | Ce que je conteste | Ce que je propose », in the sheet of a meeting that
comes back filled in, or in anybody's document, workbook or CSV. The words of a row keep their order; those that
the sheet says to its reader are listed, and empty rows go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import structs

from restitution.domain import TRANSCRIPT
from restitution.messages import folded
from restitution.model import GENERATED, Block, Finding, Note, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.grid import Cell, read_table
from restitution.reactions import HOW, NAME, SECTIONS, TERRITORY, THEME, TITLE, are_heads, is_ours, name_in, plain
from restitution.settings import Settings
from restitution.shaping.themes import themes_in

SECTION: Final = 2
"""Level of what is kept, contested or proposed."""
SAME: Final = " :"
"""Ends a heading whose territory and theme are those that its row has told."""
ALONE: Final = "Réaction"
"""What is told of a row beside its reactions."""
ELSEWHERE: Final = "Échanges"
"""Under which stands what was written below the table."""
PRESENT: Final = "Participants"
"""Under which a name stands: it is treated as a list of those present."""
BETWEEN: Final = ", "
UNKNOWN: Final = (
    "« {} » n'est ni un territoire ni un thème du projet : cette réaction est reprise sans lui. "
    "Recopiez le nom comme dans restitution.yaml."
)
_NAMES: Final = frozenset({folded(NAME), "nom facultatif", "nom et prenom", "prenom et nom"})
_HEADS: Final = {folded(head): head for head in (TERRITORY, THEME, *SECTIONS)} | dict.fromkeys(_NAMES, NAME)
Row = dict[int, list[Block]]


def with_reactions(reading: Reading) -> tuple[Reading, int]:
    """The reading with its tables of reactions as sections, and how many pictures of the sheet itself are gone.

    Any other reading as it is.
    """
    if not any(map(is_table_of_reactions, reading.blocks)):
        return reading, 0
    is_sheet = any(plain(HOW) in plain(ast.text(leaf)) for leaf in ast.each_leaf(reading.blocks))
    sheet = _Sheet(is_sheet=is_sheet)
    blocks = sheet.blocks(reading.blocks)
    shown = {image["c"][2][0] for image in ast.images(blocks)}
    seen = [image["c"][2][0] for image in ast.images(reading.blocks)]
    return structs.replace(
        reading,
        blocks=blocks,
        fields={**reading.fields, "genre": TRANSCRIPT},
        media={target: data for target, data in reading.media.items() if target in shown},
        not_taken=[*reading.not_taken, *sheet.gone],
    ), len(seen) - len(list(ast.images(blocks)))


def is_table_of_reactions(block: Block) -> bool:
    """Whether the first row of a table names what is kept, contested and proposed."""
    if block["t"] != "Table":
        return False
    return are_heads(ast.text(cell.blocks) for cell in read_table(block["c"]).cells if cell.y == 0)


class _Sheet:
    """Makes the blocks; `gone` lists what is not the writer's."""

    def __init__(self, *, is_sheet: bool) -> None:
        self._is_sheet = is_sheet
        self.gone: list[NotTaken] = []

    def blocks(self, blocks: list[Block]) -> list[Block]:
        """The blocks of a file; none when nobody wrote anything."""
        made, below = list[Block](), False
        for block in blocks:
            if is_table_of_reactions(block):
                rows = [made for row in self._rows(block) for made in row]
                made, below = [*made, *rows], bool(rows)
            elif self._is_sheet and is_ours(ast.text([block])):
                self._leave([block])
            else:
                made += self._beside(block, below=below)
                below = False
        return self._titled(made)

    def _titled(self, made: list[Block]) -> list[Block]:
        """With a title above, for a row not to be taken for it."""
        has_title = bool(made) and made[0]["t"] == "Header" and made[0]["c"][0] == 1
        return made if has_title or not made else [_heading(1, TITLE), *made]

    def _beside(self, block: Block, *, below: bool) -> list[Block]:
        """What was written above or below the table; a name on the line for it."""
        if self._is_sheet and name_in(ast.text([block])):
            return [_heading(SECTION, PRESENT), block]
        return [_heading(SECTION, ELSEWHERE), block] if below and block["t"] != "Header" else [block]

    def _rows(self, table: Block) -> Iterator[list[Block]]:
        cells = read_table(table["c"]).cells
        heads = {cell.x: _HEADS.get(folded(ast.text(cell.blocks)), "") for cell in cells if cell.y == 0}
        self._leave([block for cell in cells if cell.y == 0 and heads[cell.x] for block in cell.blocks])
        unknown = [cell for cell in cells if cell.y == 0 and not heads[cell.x] and _says(cell.blocks)]
        if unknown:
            yield [block for cell in unknown for block in cell.blocks]
        for number in sorted({cell.y for cell in cells} - {0}):
            yield self._row([cell for cell in cells if cell.y == number and _says(cell.blocks)], heads)

    def _row(self, cells: Sequence[Cell], heads: dict[int, str]) -> list[Block]:
        """A row in the order of its cells; what it is about, as written, goes with what it says first."""
        made, place, is_placed = list[Block](), list[Cell](), False
        for cell in sorted(cells, key=lambda one: one.x):
            head = heads.get(cell.x, "")
            if head in {TERRITORY, THEME}:
                place.append(cell)
                continue
            if place and head not in SECTIONS:  # their words come before those of the cell
                made.append(_about_heading(ALONE, place))
                place, is_placed = [], True
            made += self._cell(head, cell, place, is_placed=is_placed)
            is_placed = is_placed or bool(place)
            place = []
        return [*made, *([_about_heading(ALONE, place)] if place else [])]

    def _cell(self, head: str, cell: Cell, place: Sequence[Cell], *, is_placed: bool) -> list[Block]:
        texts = [{"t": "Para", "c": b["c"]} if b["t"] == "Plain" else b for b in cell.blocks if _says([b])]
        if head == NAME:
            return [_heading(SECTION, PRESENT), *texts]
        if not head:
            return texts
        return [_about_heading(head, place) if place else _heading(SECTION, head + SAME * is_placed), *texts]

    def _leave(self, blocks: Sequence[Block]) -> None:
        for leaf in ast.each_leaf(list(blocks)):
            words = ast.map_inlines(leaf["c"][1], lambda one: [] if one["t"] == "Image" else [one])
            if text := ast.text(words).strip():
                self.gone.append(NotTaken(reason="champ technique", text=text, where=ast.leaf_where(leaf)))


def _about_heading(words: str, place: Sequence[Cell]) -> Block:
    """A heading of ours that tells the territory and the theme of a row, as they were written."""
    leaves = [leaf for cell in place for leaf in ast.each_leaf(cell.blocks)]
    inlines: Inlines = _ours(f"{words}{SAME} ")
    for number, leaf in enumerate(leaves):
        inlines += [*(_ours(BETWEEN) if number else []), *leaf["c"][1]]
    return ast.header(SECTION, ast.leaf(inlines, ast.leaf_where(leaves[0])))


def _heading(level: int, words: str) -> Block:
    return ast.header(level, ast.leaf(_ours(words), ""))


def _ours(words: str) -> Inlines:
    return [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(words)]}]


def _says(blocks: Sequence[Any]) -> bool:
    return bool(ast.text(list(blocks)).strip()) or any(ast.images(list(blocks)))


def is_reaction(block: Block) -> bool:
    """Whether a heading is the program's, above a reaction."""
    leaf = next(ast.each_leaf([block]), None) if block["t"] == "Header" else None
    first = leaf["c"][1][:1] if leaf else []
    is_ours = bool(first) and first[0]["t"] == "Span" and GENERATED in first[0]["c"][0][1]
    return is_ours and ast.text(first).strip(SAME + " ") in {ALONE, *SECTIONS}


def _told(block: Block) -> tuple[str, str]:
    """The program's words of a heading above a reaction, and what stands behind them."""
    first, *rest = next(ast.each_leaf([block]))["c"][1]
    return ast.text(first).strip(), ast.text(rest).strip()


def placed(blocks: list[Block], settings: Settings) -> list[Block]:
    """The blocks, each reaction of a row telling its territory and theme: by their names, after the first."""
    about, out = "", list[Block]()
    for block in blocks:
        words, written = _told(block) if is_reaction(block) else ("", "")
        about = _about(written, settings) if written else about
        if words.endswith(SAME) and not written:
            told = [*_ours(f"{words} "), *_ours(about)] if about else _ours(words.removesuffix(SAME))
            block = ast.header(SECTION, ast.leaf(told, ""))  # noqa: PLW2901
        out.append(block)
    return out


def unplaced(note: Note, settings: Settings) -> list[Finding]:
    """What a row says of its territory or theme that is none of the project's: it stands under neither."""
    found: list[Finding] = []
    for block in (passage.block for passage in note.passages if is_reaction(passage.block)):
        where = ast.leaf_where(next(ast.each_leaf([block])))
        for piece in _told(block)[1].split(BETWEEN):
            if piece and not (settings.territory_named(piece) or themes_in(piece, settings)):
                message = UNKNOWN.format(piece)
                found.append(
                    Finding(code="réaction", level="warning", message=message, path=note.path, where=where)
                )
    return found


def _about(words: str, settings: Settings) -> str:
    """The territories and themes that the heading of a row names."""
    titles = {theme.cle: theme.titre for theme in settings.themes}
    names = [settings.names[code] for code in settings.territory_named(words)]
    return ", ".join([*names, *(titles[key] for key in themes_in(words, settings))])
