"""Remarks of invented reviewers on a project's own passages, as taking copies in leaves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution.remarks import Counts, Kind, Mark
from restitution.review.copies import COUNTS, MARKS
from restitution.review.files import HOME
from restitution.review.keys import key_of
from restitution.review.passages import Shown
from restitution.store import encode, write

REVIEWERS = ("Anna Lune", "Basile Orme", "Céleste Roy", "Denis Val", "Élise Pré")
KINDS: tuple[Kind, ...] = ("comment", "insertion", "deletion", "comment")
SAID = ("D'où vient ce chiffre ?", "Très clair, merci.", "À dire autrement ?", "Est-ce encore vrai cette année ?")
LONG = 30
"""Letters of a passage that a remark is made on."""


def remark_on(passages: Sequence[Shown], place: int, number: int) -> Mark:
    """A remark on one of the passages; its kind follows from its number."""
    passage = passages[place % len(passages)]
    kind, author = KINDS[number % len(KINDS)], REVIEWERS[number % len(REVIEWERS)]
    text = passage.note_text or passage.text
    words = text.split()
    word = words[len(words) // 2]
    offset = text.index(word)
    date = f"2026-10-{1 + number % 28:02d}T{8 + number % 10:02d}:{number % 60:02d}:00Z"
    said, proposed = f"{SAID[number % len(SAID)]} ({number})", text
    if kind == "insertion":
        said = f"vraiment{number} "
        proposed = text[:offset] + said + text[offset:]
    elif kind == "deletion":
        said = f"{word} "
        proposed = " ".join((text[:offset] + text[offset + len(word) :]).split())
    return Mark(
        key=key_of(kind, author, date, said, passage.passage),
        number=f"R-{number:03d}",
        kind=kind,
        elements={kind: 1},
        author=author,
        date=date,
        text=said.rstrip() if kind == "deletion" else said,
        quote=word if kind != "insertion" else "",
        offset=offset,
        passage=passage.passage,
        base=text,
        proposed=proposed if kind != "comment" else "",
        placed="exact",
        confidence=0.6 if number % 25 == 0 else 1.0,
        where=f"¶ {passage.code}",
    )


def review(project: Path, passages: Sequence[Shown], count: int, copies: int = 5) -> None:
    """Put `count` remarks, in some copies, among what came back."""
    good = [one for one in passages if one.path and one.code and len(one.note_text) >= LONG]
    marks = [remark_on(good, place * 7, place + 1) for place in range(count)]
    for copy in range(copies):
        own = marks[copy::copies]
        folder = project / HOME / f"2026-11-{copy + 1:02d}_{copy:08x}"
        write(folder / MARKS, msgspec.json.Encoder().encode_lines(own))
        counts = Counts(
            file="original.docx",
            format="docx",
            name=f"relue {copy + 1}.docx",
            build="0123456789abcdef",
            in_files=dict(Counter(one.kind for one in own)),
        )
        write(folder / COUNTS, encode(counts))
