"""The note that holds what a reviewer offered for a section that nobody had written: a new file, in her name."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final

from restitution import store
from restitution.disk import safe_name
from restitution.domain import CONTRIBUTIONS, domain, is_contribution
from restitution.messages import listed
from restitution.remarks import Fills, Remark
from restitution.review.gaps import offered
from restitution.review.words import day_told

KINDS: Final = frozenset({"portrait_territoire", "fiche_thematique"})
"""Of which a note may hold one section only: a visit or a tool is told in one note."""
_OFFERED: Final = re.compile(r"\((R-[^()]+)\)")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|~^$@{}])")


def can_be_written(fills: Fills) -> bool:
    """Whether a note of its own can hold this content: its kind, its section and its place are known."""
    return bool(fills.kind in KINDS and fills.rubrique and not fills.note and (fills.territory or fills.theme))


def offered_by(path: str) -> str:
    """The numbers of the remarks that a note holds, where the tool wrote it of them: « R-003 et R-004 »."""
    found = _OFFERED.search(PurePosixPath(path).name) if is_contribution(path) else None
    return found[1] if found else ""


def write_note(folder: Path, fills: Fills, remarks: Sequence[Remark]) -> Path:
    """Write what one person offers as a new note below `folder`; nothing that stands there is written over."""
    numbers = listed(remark.number for remark in remarks)
    name = safe_name(f"{fills.section} - {remarks[0].author.strip() or 'sans nom'} ({numbers})")
    data = note_of(fills, remarks).encode()
    for number in count(1):
        path = folder / CONTRIBUTIONS / (f"{name}.md" if number == 1 else f"{name} ({number}).md")
        if not path.exists():
            store.write(path, data)
        if path.read_bytes() == data:
            return path
    raise AssertionError  # `count` has no end


def note_of(fills: Fills, remarks: Sequence[Remark]) -> str:
    """The note in Markdown: what it is, whose, and the text as it was offered."""
    head = {
        "titre": f"{fills.section}{f' ({fills.of})' if fills.of else ''}",
        "genre": fills.kind,
        "territoire": fills.territory,
        "themes": fills.theme,
        "redacteur": remarks[0].author.strip(),
        "date": remarks[0].date[:10] if day_told(remarks[0].date) else "",
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items() if value]
    texts = [_MARKUP.sub(r"\\\1", line.strip()) for one in remarks for line in offered(one).split("\n")]
    title = domain().sections[fills.rubrique].label
    return "\n".join(["---", *lines, "---", "", f"## {title}", "", *(f"{text}\n" for text in texts if text)])
