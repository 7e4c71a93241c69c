"""What a reviewer said otherwise than in a file: by telephone, on paper, by e-mail.

It is kept as a returned copy is: a folder of its own, never changed after, with one mark and no original.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import structs

from restitution import store
from restitution.errors import WrongUse
from restitution.messages import folded, french_dates, listed
from restitution.remarks import Counts, Mark
from restitution.review.files import HOME
from restitution.review.keys import key_of
from restitution.review.passages import Pointed

MARKS: Final = "remarques.jsonl"
COUNTS: Final = "comptes.json"
Way = Literal["telephone", "papier", "courriel"]
WAYS: Final[dict[Way, str]] = {
    "telephone": "par téléphone",
    "papier": "sur papier",
    "courriel": "par courriel",
}
"""How it was said -> the same, for a person."""
MIDNIGHT: Final = "T00:00:00Z"
"""What a word processor makes of a day: a note that a copy carries comes back with it, the same remark."""
HASH: Final = 8
_NUMBER: Final = re.compile(r"R-(\d+)[a-z]?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, by whom, about what."""

    text: str
    author: str
    way: Way | None = None
    date: str
    """ISO."""
    about: Pointed


def way_of(word: str) -> Way | None:
    """How it was said; None for no word. Raises `WrongUse` for a word that is none of `WAYS`."""
    if not word:
        return None
    found = next((way for way in WAYS if folded(way)[:3] == folded(word)[:3]), None)
    if found is None:
        raise WrongUse(f"--par : « {word} » n'est pas compris.", f"Attendu : {listed(WAYS, 'ou')}.")
    return found


def day_of(said: str) -> str:
    """The day that a person writes (« 12 octobre 2026 », « 12/10/2026 »), ISO. Raises `WrongUse` for none."""
    days = french_dates(said)
    if len(days) != 1:
        raise WrongUse(f"--le : « {said} » n'est pas un jour.", "Attendu : un jour comme 2026-10-12.")
    return days[0]


def mark_of(said: Said) -> Mark:
    """The mark that it makes, without a number."""
    text, author = _clean(said.text), " ".join(_clean(said.author).split())
    about = said.about
    passage = about.shown.passage if about.shown else ""
    code = f"¶ {about.shown.code}" if about.shown and about.shown.code else ""
    places = [place for place in dict.fromkeys((code, about.where)) if place]
    told = [*places, *([WAYS[said.way]] if said.way else [])]
    date = f"{said.date}{MIDNIGHT}"
    key = key_of("comment", author, date, text, passage or about.where)
    return Mark(
        key=key,
        kind="comment",
        elements={},
        author=author,
        date=date,
        text=text,
        thread=key,
        quote=about.quote,
        offset=about.offset,
        passage=passage,
        base=about.shown.text if about.shown else "",
        placed=about.placed,
        confidence=about.confidence,
        where=", ".join(told),
        bookmark=about.shown.bookmark if about.shown and about.shown.is_ours else "",
    )


def keep_note(project: Path, said: Said) -> tuple[Mark, bool]:
    """Write what was said in a folder of its own, with the next number; whether it is new.

    The same words of the same person on the same day, about the same passage, are one remark.
    """
    mark = mark_of(said)
    known = list(every_mark(project / HOME))
    for other in known:
        if other.key == mark.key:
            return other, False
    mark = structs.replace(mark, number=next_number(other.number for other in known))
    line = msgspec.json.Encoder(order="sorted").encode_lines([mark])
    folder = project / HOME / f"{said.date}_{hashlib.sha256(line).hexdigest()[:HASH]}"
    name = WAYS[said.way] if said.way else "dit autrement"
    store.write(folder / MARKS, line)
    store.write(folder / COUNTS, store.encode(Counts(file="", format="note", name=name)))
    return mark, True


def next_number(numbers: Iterable[str]) -> str:
    """The number that follows all of these: « R-015 »."""
    taken = (int(found[1]) for number in numbers if (found := _NUMBER.fullmatch(number)))
    return f"R-{max(taken, default=0) + 1:03d}"


def every_mark(home: Path) -> Iterator[Mark]:
    """The marks of all returned copies; a line that cannot be read is left to who builds."""
    for path in sorted(home.glob(f"*/{MARKS}")):
        for line in path.read_bytes().splitlines():
            try:
                yield msgspec.json.decode(line, type=Mark)
            except msgspec.MsgspecError:
                continue


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()
