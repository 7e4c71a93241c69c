"""Versions of one note that people keep side by side: the newest is taken, the others are replaced, and said so.

A family is made of notes of one kind and territory that share most of their passages, or whose names differ only
by a version mark: « v2 », « DEF », « relu », « copie », « (1) », a date, the mark of a conflict in a synchronised
folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import inf
from pathlib import PurePosixPath
from typing import Any

import msgspec

from restitution.assembly.conflict_copies import without_conflict
from restitution.domain import kind_of_word
from restitution.messages import folded, french_dates
from restitution.model import MASK, Finding, Note, Passage, Sentence, Versions
from restitution.pandoc import ast
from restitution.typography.sentences import sentences

EVENTS = frozenset({"visite_miroir", "visite_inspirante", "transcription_atelier"})
"""Kinds that tell what happened: another date is another event, and so may « (1) » be, where nothing is shared.

So may « (2) » be in any kind where a name only says the kind: « Fiche outil.docx », « Fiche outil (2).docx »."""
SHORT = 4
"""Words from which a passage may be recognised in another file."""
MOST = 0.5
FEWEST = 2
"""Passages that two files must share: one sentence in common may be a quotation."""
CODE = "version"
HASH = 16
"""Letters of a file's hash by which a copy names it (`ooxml.own_source`)."""

_NUMBER = r"(?:v|ver|vers|version|rev|ind|indice) ?(?P<number>\d+(?:p\d+)*)"
_FINAL = r"(?:vdef|vf|def|definitif|definitive|final|finale|finalise|finalisee|bonne version)\d?"
_READ = r"(?:relue?s?|corrigee?s?|revue?s?|revisee?s?|amendee?s?|validee?s?|maj|mis a jour|ok)"
_COPY = r"(?:(?:copie|copy)(?: \d{1,2})?(?: de| of)?|brouillon|draft|nouveau|nouvelle version)"
_DEVICE = r"(?:desktop|laptop|pc) [a-z0-9]{4,}"
_DATE = r"(?:\d{4} ?\d{2} ?\d{2}|\d{1,2} \d{1,2} \d{4}|\d{1,2} [a-z]{3,9} \d{4})"
_CONFLICT = re.compile(
    r"\b(?:copie en conflit(?: de \w+(?: \w+)?)?|conflicted copy(?: of \w+(?: \w+)?)?|sync conflict|case conflict)"
    r"(?: \d+)*(?: [a-z0-9]{7}$)?"
)
_MARKS = re.compile(rf"\b(?:(?P<numbered>{_NUMBER})|(?P<final>{_FINAL})|(?P<read>{_READ})|{_COPY}|{_DEVICE})\b")
_DAY = re.compile(rf"\b(?:(?:du|le|au) )?(?P<day>{_DATE})\b")
_DOTTED = re.compile(r"(?i)\b(v|version|rev|ind|indice)[ .]?(\d+)[.,](\d+)")
_REPEATED = re.compile(r"\((\d{1,2})\)\s*$")


class Name(msgspec.Struct, frozen=True):
    """A file's name without its marks, and what the marks say."""

    base: str
    rank: tuple[float, bool, bool, str]
    """Number (1 if none is said, infinite for a bare « DEF »), final, read again, date: the newest is largest."""


class Replaced(msgspec.Struct, frozen=True):
    """A file that another version replaces, and what the other one lacks of it."""

    path: str
    sure: bool
    """Whether something told which is the newest; else the first by name was taken."""
    versions: Versions
    said: bool = False
    """Whether the editor's table says so: she needs no advice then."""

    @property
    def by(self) -> str:
        """Path of the version that is taken."""
        return self.versions.kept

    @property
    def reason(self) -> str:
        """One French sentence for the status of the file."""
        if self.said:
            by = f" par « {self.by} »" if self.by else ""
            return f"Remplacé{by}, dit la colonne reprise de sources/classement.csv."
        return (
            f"Autre version de « {self.by} », qui est retenue. Pour choisir celle-ci, écrivez « oui » dans la "
            "colonne reprise de sources/classement.csv."
        )

    def findings(self) -> list[Finding]:
        """What the editor has to know, unless she chose: what nothing decides, and each sentence left out."""
        name = PurePosixPath(self.by).name
        found: list[Finding] = []
        if self.said:
            return found
        if not self.sure:
            message = f"Rien ne dit laquelle de ces versions est la bonne ; « {name} » est retenue : choisissez."
            found.append(Finding(code=CODE, level="warning", message=message, path=self.path))
        return found + [
            Finding(
                code=CODE,
                level="warning",
                message=f"Absent de la version retenue (« {name} ») : « {one.text} »",
                path=self.path,
                where=one.where,
            )
            for one in self.versions.only_here
        ]


def replaced(notes: Iterable[Note], chosen: frozenset[str] = frozenset()) -> list[Replaced]:
    """The files that another version replaces; lines of identity alone are no version of a text.

    `chosen`: paths that the editor wants, whatever they look like.
    """
    found: list[Replaced] = []
    for family in families([note for note in notes if any(p.role != "field" for p in note.passages)]):
        kept = [note for note in family if note.path in chosen]
        newest, sure = (kept[0], True) if kept else _newest(family)
        others = [note for note in family if note is not newest and note not in kept]
        found += [Replaced(note.path, sure, compared(note, newest)) for note in others]
    return found


def compared(note: Note, kept: Note) -> Versions:
    """What stands in one only of a note and of the version that is kept in its place."""
    return Versions(kept=kept.path, only_here=_lacking(note, kept), only_there=_lacking(kept, note))


def families(notes: Sequence[Note]) -> list[list[Note]]:
    """Notes that are versions of each other, two and more in each, in the order of their paths."""
    ordered = sorted(notes, key=lambda note: note.path)
    names = {note.path: parsed(note.path) for note in ordered}
    texts = {note.path: _texts(note) for note in ordered}
    group = {note.path: [note] for note in ordered}
    for one, other in _alike(ordered, names, texts):
        mine, its = group[one.path], group[other.path]
        may_join = mine is not its and all(_comparable(a, b) for a in mine for b in its)
        is_copy = mine is not its and (_is_copy(one, other) or _is_copy(other, one))
        if is_copy or (may_join and _are_versions(one, other, names, texts)):
            together = sorted([*mine, *its], key=lambda note: note.path)
            group.update((note.path, together) for note in together)
    return [group[note.path] for note in ordered if group[note.path][0] is note and len(group[note.path]) > 1]


def _alike(
    ordered: Sequence[Note], names: dict[str, Name], texts: dict[str, set[str]]
) -> Iterator[tuple[Note, Note]]:
    """The pairs that may be versions of each other, in order: of thousands of notes, most pairs share nothing."""
    rank = {note.path: number for number, note in enumerate(ordered)}
    pairs = set[tuple[int, int]]()
    for together in (*_namesakes(ordered, names), *_sharing(ordered, texts)):
        pairs.update(combinations([rank[note.path] for note in together], 2))
    for note in (note for note in ordered if note.copy_of):
        for other in ordered:
            if other is not note and _is_copy(note, other):
                one, two = sorted((rank[note.path], rank[other.path]))
                pairs.add((one, two))
    return ((ordered[one], ordered[two]) for one, two in sorted(pairs))


def _namesakes(ordered: Sequence[Note], names: dict[str, Name]) -> Iterable[list[Note]]:
    """Notes whose names differ by their marks only."""
    found = defaultdict[str, list[Note]](list)
    for note in ordered:
        found[names[note.path].base].append(note)
    return found.values()


def _sharing(ordered: Sequence[Note], texts: dict[str, set[str]]) -> Iterable[list[Note]]:
    """Notes that may share more than `MOST` of their texts.

    Those share one of that part of their texts which fewest notes have; what stands in all of them, as the words
    of a form do, is not asked for (the prefix filter of joins by likeness).
    """
    holders = Counter(text for each in texts.values() for text in each)
    found = defaultdict[str, list[Note]](list)
    for note in ordered:
        mine = sorted(texts[note.path], key=lambda text: (holders[text], text))
        for text in mine[: len(mine) - int(MOST * len(mine))]:
            found[text].append(note)
    return found.values()


def _is_copy(note: Note, other: Note) -> bool:
    """Whether a note is the copy of another that went back to its writer, and came home under any name."""
    sha256, _, path = note.copy_of.partition(" ")
    return bool(sha256) and (other.sha256.startswith(sha256) or other.path == path)


def _comparable(one: Note, other: Note) -> bool:
    """Whether two notes are of one kind and territory; the two regards on one visit never are."""
    authors = {one.author, other.author} - {""}
    about = [(note.kind, note.territories, note.host, note.visitors) for note in (one, other)]
    return about[0] == about[1] and len(authors) < 2


def _are_versions(one: Note, other: Note, names: dict[str, Name], texts: dict[str, set[str]]) -> bool:
    mine, its = texts[one.path], texts[other.path]
    shared = len(mine & its)
    if one.kind and shared >= FEWEST and shared > MOST * max(len(mine), len(its)):
        return True
    name, its_name = names[one.path], names[other.path]
    mine_at, its_at = PurePosixPath(one.path), PurePosixPath(other.path)
    named_alike = name.base == its_name.base and (bool(name.base) or mine_at.parent == its_at.parent)
    if not named_alike or folded(mine_at.stem) == folded(its_at.stem):
        return False
    same_day, newer = name.rank[3] == its_name.rank[3], name.rank != its_name.rank
    if one.kind in EVENTS:
        return same_day and (newer or bool(mine & its))
    return newer or bool(mine & its) or kind_of_word(name.base) is None


def parsed(path: str) -> Name:
    """The name of a file taken apart."""
    said = without_conflict(unicodedata.normalize("NFC", PurePosixPath(path).stem))
    stem = _DOTTED.sub(r"\1\2p\3", said)
    plain = _CONFLICT.sub(" ", folded(_REPEATED.sub("", stem.replace("_", " "))))
    day = _DAY.search(plain)
    marks = list(_MARKS.finditer(_DAY.sub(" ", plain)))
    number = next((_number(mark["number"]) for mark in marks if mark["numbered"]), None)
    final = any(mark["final"] for mark in marks)
    read = any(mark["read"] for mark in marks)
    when = (french_dates(_iso(day["day"])) or [""])[-1] if day else ""
    base = " ".join(_MARKS.sub(" ", _DAY.sub(" ", plain)).split())
    return Name(base, (number or (inf if final else 1), final, read, when))


def _number(said: str) -> float:
    whole, *rest = said.split("p")
    return float(f"{whole}.{''.join(part.zfill(3) for part in rest) or 0}")


def _iso(day: str) -> str:
    """« 20260302 » and « 2026 03 02 » as french_dates reads them."""
    compact = re.fullmatch(r"(\d{4}) ?(\d{2}) ?(\d{2})", day)
    return "-".join(compact.groups()) if compact else re.sub(r"^(\d+) (\d+) (\d+)$", r"\1/\2/\3", day)


def _newest(family: list[Note]) -> tuple[Note, bool]:
    """The newest by its mark, then the date in its text, then its « modifié le »; else the first by name.

    What a copy that came home was made of is older than the copy.
    """
    made_of = {note.copy_of.partition(" ")[0] for note in family} - {""}
    family = [note for note in family if note.sha256[:HASH] not in made_of] or family
    ages = {note.path: (parsed(note.path).rank, max(note.dates, default=""), note.modified) for note in family}
    best = max(ages.values())
    newest = [note for note in family if ages[note.path] == best]
    return newest[0], len(newest) == 1


def _texts(note: Note) -> set[str]:
    """What may be known again elsewhere.

    Headings and lines of identity are the same in every copy of a sheet, and two names that are masked look alike.
    """
    own = (passage.block for passage in note.passages if passage.role == "text")
    shown = (folded(ast.text(span["c"][1])) for span in ast.each_leaf(own) if not _is_masked(span["c"][1]))
    return {text for text in shown if len(text.split()) >= SHORT}


def _is_masked(node: Any) -> bool:
    """Whether a name was masked in it."""
    if isinstance(node, list):
        return any(map(_is_masked, node))
    if not isinstance(node, dict):
        return False
    return (node["t"] == "Span" and MASK in node["c"][0][1]) or _is_masked(node.get("c"))


def _leaves(passages: Iterable[Passage]) -> dict[tuple[int, str], str]:
    spans = [span for passage in passages for span in ast.each_leaf([passage.block])]
    return {(n, ast.leaf_where(span)): " ".join(ast.text(span["c"][1]).split()) for n, span in enumerate(spans)}


def _lacking(note: Note, other: Note) -> list[Sentence]:
    """The sentences of a note that another does not have, in order; of a line that moved, none."""
    texts = _leaves(other.passages).values()
    there = {folded(piece) for text in texts for piece in (text, *sentences(text))}
    return [
        Sentence(where=where, text=piece)
        for (_, where), text in _leaves(note.passages).items()
        if folded(text) not in there
        for piece in sentences(text)
        if folded(piece) and folded(piece) not in there
    ]
