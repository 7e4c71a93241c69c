"""« Ce qui a changé, et pourquoi »: a line a change, or a run of changes of one sort that have one cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

import msgspec

from restitution.messages import plural
from restitution.redline.records import Changed

LONGEST: Final = 90
"""Letters of what is quoted."""
QUOTED: Final = 3
"""Changes quoted of a run."""
COMPUTED: Final = "tableau, chiffre ou texte du plan, d'après les notes et les réglages"
WHOLE: Final = {
    "inserted": ("paragraphe ajouté", "paragraphes ajoutés"),
    "deleted": ("paragraphe retiré", "paragraphes retirés"),
    "moved": ("paragraphe déplacé", "paragraphes déplacés"),
    "row_inserted": ("ligne de tableau ajoutée", "lignes de tableau ajoutées"),
    "row_deleted": ("ligne de tableau retirée", "lignes de tableau retirées"),
    "restyled": ("paragraphe d'une autre sorte (titre, liste, texte)", "paragraphes d'une autre sorte"),
}
COUNTED: Final = WHOLE | {
    "edited": ("paragraphe modifié", "paragraphes modifiés"),
    "note": ("note de bas de page modifiée", "notes de bas de page modifiées"),
}


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a project knows of passages, by bookmark."""

    codes: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}
    """File of `sources/` that a passage comes from, of today or of then."""
    remarks: Mapping[str, Sequence[str]] = {}
    """By passage: numbers of the remarks that were accepted, « correction » for the editor's own pen."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table."""

    place: str
    change: str
    source: str
    why: str


def reasons(changed: Iterable[Changed], known: Known, why_of: Callable[[str], str]) -> list[Reason]:
    """The lines, in the order of the text. `why_of`: what became of a source since the old document."""
    lines = []
    for _, run in groupby(changed, key=lambda one: _sort(one, known)):
        several = list(run)
        source = _source(several[0], known)
        numbers = _remarks(several, known)
        why = ", ".join(numbers) or (why_of(source) if source else _of_the_plan(several))
        lines.append(Reason(place=_place(several, known), change=_change(several), source=source, why=why))
    return lines


def _of_the_plan(several: Sequence[Changed]) -> str:
    """Why words changed that no note holds; nothing of passages of which the note is unknown here."""
    return "" if any(name.startswith("src_") for one in several for name in one.names) else COMPUTED


def _sort(one: Changed, known: Known) -> tuple[object, ...]:
    """The same for changes that share a line."""
    source = _source(one, known)
    alone = one.names if one.kind in {"edited", "note"} and source else []
    return one.kind, source, one.heading, tuple(_remarks([one], known)), tuple(alone)


def _source(one: Changed, known: Known) -> str:
    return next((known.sources[name] for name in map(passage_of, one.names) if name in known.sources), "")


def _remarks(several: Sequence[Changed], known: Known) -> list[str]:
    names = [passage_of(name) for one in several for name in one.names]
    return list(dict.fromkeys(number for name in names for number in known.remarks.get(name, ())))


def passage_of(bookmark: str) -> str:
    """The passage of a bookmark, `_2` for its second place left out."""
    return "_".join(bookmark.split("_")[:2])


def _place(several: Sequence[Changed], known: Known) -> str:
    codes = [known.codes[name] for one in several for name in one.names if name in known.codes]
    if not codes:
        return several[0].heading
    return f"¶ {codes[0]}" if codes[0] == codes[-1] else f"¶ {codes[0]} à {codes[-1]}"


def _change(several: Sequence[Changed]) -> str:
    first = several[0]
    if first.kind in {"edited", "note"}:
        said = " ; ".join(_edit(one) for one in several[:QUOTED]) + (" ; …" if len(several) > QUOTED else "")
        where = "Note de bas de page : " if first.kind == "note" else ""
        return where + (said if len(several) == 1 else f"{plural(len(several), 'endroit')} : {said}")
    words = plural(len(several), *WHOLE[first.kind])
    quote = shortened(first.after or first.before)
    return f"{words} : « {quote} »" if quote else f"{words}, sans texte"


def _edit(one: Changed) -> str:
    before, after = shortened(one.before), shortened(one.after)
    if before and after:
        return f"« {before} » devient « {after} »"
    if not (before or after):
        return "mise en forme ou espaces"
    return f"ajouté « {after} »" if after else f"retiré « {before} »"


def shortened(text: str) -> str:
    """The beginning of a text, cut between two words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST].rpartition(' ')[0]}…"


def counted(changed: Iterable[Changed]) -> list[str]:
    """« 3 paragraphes modifiés », « 1 ligne de tableau ajoutée »… for a person."""
    kinds = [one.kind for one in changed]
    return [plural(kinds.count(kind), *words) for kind, words in COUNTED.items() if kind in kinds]
