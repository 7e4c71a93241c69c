"""A text by the rules of its country. Pure, and done twice the same as done once."""

from __future__ import annotations

from restitution.typography.conventions import Conventions
from restitution.typography.kept import NO_NAMES, Names, kept_spans
from restitution.typography.signs import Edits, sign_edits
from restitution.typography.spaces import space_edits


def typeset(text: str, rules: Conventions, *, names: Names = NO_NAMES, is_quoted: bool = False) -> str:
    """`text` as it is printed. `names`: of files, kept as they are; `is_quoted`: only spaces may change."""
    if not is_quoted:
        text = edited(text, sign_edits(text, kept_spans(text, names)))
    return edited(text, space_edits(text, rules, kept_spans(text, names)))


def edited(text: str, edits: Edits, start: int = 0) -> str:
    """`text` with each letter that has an edit replaced; `start`: the place of its first letter."""
    if not edits:
        return text
    return "".join(edits.get(at, letter) for at, letter in enumerate(text, start))
