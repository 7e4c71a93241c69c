"""What differs between somebody's file and the one that is shipped today, in a sentence."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Final

from restitution.charset import decode
from restitution.messages import plural
from restitution.pandoc import run as pandoc

LONGEST: Final = 60
RULES: Final = " +-=:"
"""What the lines between the rows of a table are made of."""
UNTOLD: Final = "ouvrez les deux pour les comparer"


def difference(path: str, theirs: bytes, shipped: bytes) -> str:
    """« le nouveau a 2 lignes que le vôtre n'a pas (« … ») ; le vôtre en a 1 à lui »."""
    try:
        mine, new = _lines(path, theirs), _lines(path, shipped)
    except (pandoc.PandocFailed, ValueError):
        return UNTOLD
    added: list[str] = []
    own: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, mine, new, autojunk=False).get_opcodes():
        if tag != "equal":
            own += mine[i1:i2]
            added += new[j1:j2]
    return _sentence(_said(added), _said(own)) if added or own else "seule la mise en forme diffère"


def _sentence(added: list[str], own: list[str]) -> str:
    parts = []
    if added:
        parts.append(f"le nouveau a {plural(len(added), 'ligne')} que le vôtre n'a pas (« {_short(added[0])} »)")
    if own:
        parts.append(f"le vôtre a {plural(len(own), 'ligne')} à lui (« {_short(own[0])} »)")
    return " ; ".join(parts) or "seules des lignes vides diffèrent"


def _said(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _lines(path: str, data: bytes) -> list[str]:
    """Lines of a text, paragraphs and cells of a Word document. Raises `ValueError` for anything else."""
    if PurePosixPath(path).suffix == ".docx":
        words = pandoc.run("--sandbox", "-f", "docx", "-t", "plain", "--wrap=none", data=data).decode()
        return [cell.strip() for line in words.splitlines() for cell in line.split("|") if cell.strip(RULES)]
    if b"\0" in data:
        raise ValueError(path)
    return decode(data)[0].splitlines()
