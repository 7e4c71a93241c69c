"""A form on a sheet: a label in a column, what was answered in the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from restitution.domain import field_of, section_of

FEWEST: Final = 2
"""Labels that the model knows, from which two columns are a form."""
LONGEST_VALUE: Final = 160
"""Of a field: beyond, an answer is the text of a section."""


def is_form(lines: Sequence[tuple[str, str]]) -> bool:
    """Whether rows of two cells are a form: half of the labels are the model's, or each ends with a colon."""
    labels = [label.strip() for label, _ in lines]
    known = sum(_is_known(label) for label in labels)
    if len(lines) < FEWEST:
        return False
    return (known >= FEWEST and 2 * known >= len(labels)) or all(label.endswith(":") for label in labels)


def _is_known(label: str) -> bool:
    return field_of(label.rstrip(" :")) is not None or names_section(label)


def names_section(label: str) -> bool:
    """Whether a label is the title of a section, no more and no less."""
    match = section_of(label.rstrip(" :"), None)
    return match is not None and not (match.compound or match.pattern)


def opens_section(label: str, value: str) -> bool:
    """Whether a label and its answer are a section rather than a field of the note's identity."""
    if not names_section(label):
        return False
    return field_of(label.rstrip(" :")) is None or len(value) > LONGEST_VALUE or "\n" in value.strip()


def two_columns(rows: Iterable[Sequence[int]]) -> bool:
    """Whether rows say something in the same two columns at most, and in the first of them always."""
    rows = [tuple(row) for row in rows]
    columns = sorted({column for row in rows for column in row})
    return len(columns) == 2 and all(row and row[0] == columns[0] for row in rows)
