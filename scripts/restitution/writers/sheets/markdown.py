"""A sheet to fill in as Markdown: fields at the head, help in comments that no program shows."""

from __future__ import annotations

from restitution.guidance import phrase, welcome
from restitution.writers.sheets.content import Sheet, marked


def write(sheet: Sheet) -> bytes:
    """UTF-8, a blank line between two blocks."""
    head = ["---", *(line for field, value in sheet.values.items() for line in _field(sheet, field, value)), "---"]
    blocks = [_comment(welcome(sheet.kind)), f"# {phrase('titre')}"]
    for title, help_ in sheet.sections():
        blocks += [f"## {title}"] if title else []
        blocks += [_comment(help_), phrase("texte")]
    blocks.append(_comment(phrase("depot")))
    return ("\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n").encode()


def _field(sheet: Sheet, field: str, value: str) -> list[str]:
    return [f"# {marked(sheet.help_of(field))}", f"{field}: {value}".rstrip()]


def _comment(text: str) -> str:
    return f"<!-- {marked(text)} -->"
