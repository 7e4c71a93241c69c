"""A row of a table that names somebody protected: the cell that says what she does goes with her name.

What a sentence says beside a name (`appositions`), a table says in cells of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from restitution.messages import folded
from restitution.model import Block, Inline
from restitution.pandoc import ast
from restitution.people.appositions import lives_in, protected_in
from restitution.people.circle import Known
from restitution.people.cutting import letters
from restitution.people.finder import Finder
from restitution.people.forms import plain
from restitution.people.functions import function_of, is_function, names_a_place

FUNCTION: Final = "[fonction retirée]"
PLACES: Final = frozenset(
    ("commune", "communes", "ville", "village", "lieu", "structure", "organisme", "collectivite", "employeur",
     "entreprise", "territoire", "mairie", "adresse", "origine")
)  # fmt: skip
"""What a column is called that says where."""


class _Cell(NamedTuple):
    leaves: list[Inline]
    text: str
    is_place: bool


def functions_in_rows(block: Block, find: Finder) -> set[int]:
    """`id` of each leaf of a table that says what somebody protected does, beside her name and her place."""
    return {id(leaf) for row in _rows(block) for leaf in _told(row, find)} if block["t"] == "Table" else set()


def _told(row: list[_Cell], find: Finder) -> Iterator[Inline]:
    named = [people for cell in row for people in _named(cell.text, find)]
    people = [known for found in named for known in found]
    for cell in row:
        if any(_names_alone(cell, other, find) for other in row if other is not cell):
            yield from cell.leaves
    for cell in row if named else ():
        function = _function(cell.text, people)
        if function is None or find.circle.offices.is_others(cell.text, [known.person for known in people]):
            continue
        others = [other for other in row if other is not cell]
        is_placed = names_a_place(function) or any(_says_where(other, people) for other in others)
        if is_placed or is_function(cell.text):
            yield from cell.leaves


def _names_alone(cell: _Cell, other: _Cell, find: Finder) -> bool:
    """Whether what two cells say together names somebody (« boulangère », « Valsinières »)."""
    if not cell.text or not other.text:
        return False
    said = f"{cell.text} ({other.text})"
    return any(end - start == len(said) for start, end, _ in find.circle.offices.found(said))


def _named(text: str, find: Finder) -> list[list[Known]]:
    """For each name of a cell that is masked, who may be meant of those told below their function."""
    found = (protected_in(text, cut, find.circle) for cut in find.names(text))
    return [people for people in found if people is not None]


def _function(text: str, people: list[Known]) -> str | None:
    """What stands behind the function that a cell is, by its words or by the register's; None for another cell."""
    is_hers = bool(text) and any(text.lower() == plain(known.person.fonction).lower() for known in people)
    return "" if is_hers else function_of(text)


def _says_where(cell: _Cell, people: list[Known]) -> bool:
    return (cell.is_place and bool(cell.text)) or any(lives_in(cell.text, known) for known in people)


def _rows(block: Block) -> Iterator[list[_Cell]]:
    """The rows of a table below its head; a cell is one of a place by what its column is called."""
    head, bodies, foot = block["c"][3:6]
    named = [folded(ast.text(cell[4])) for cell in (head[1][0][1] if head[1] else [])]
    lines = [line for body in bodies for line in (*body[2], *body[3])] + foot[1]
    for _, cells in lines:
        yield [_cell(cell, named[n] if n < len(named) else "") for n, cell in enumerate(cells)]


def _cell(cell: list[Any], column: str) -> _Cell:
    leaves = list(ast.each_leaf(cell[4]))
    text = " ".join(letters(leaf["c"][1]) for leaf in leaves)
    return _Cell(leaves, plain(text).strip(), bool(PLACES & set(column.split())))
