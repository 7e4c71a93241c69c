"""Dates that a note speaks of: the editor's, its own, from its fields; else the one in its file's name.

A date without a year takes that of the folder's or file's name, of the visit in the settings, or of the document's
properties: the first whose calendar agrees with the weekdays that the note gives. It is said in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from restitution.dates import Precision, Told, told_dates
from restitution.domain import says_nothing
from restitution.messages import french_dates
from restitution.model import Block, When
from restitution.pandoc import ast
from restitution.settings import Settings
from restitution.shaping.fields import field_places, text_lines

IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(0[1-9]|1[0-2])(?:[-_ ]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
IN_WORDS = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
LONE = 25
"""Letters that may stand beside a date on a line of its own: a place, « le »."""
NEAR = 60
"""Days between a visit that the settings tell and a date of the same visit without its year."""
EDITOR = "classement.csv"
FILE_NAME = "nom du fichier"
FROM_NAME, FROM_SETTINGS, FROM_PROPERTIES = (
    "le nom du dossier ou du fichier",
    "la visite écrite dans restitution.yaml",
    "les propriétés du document",
)


class Clues(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a note's date besides its text."""

    path: str
    planned: list[str] = []
    """ISO dates of the visits that its host received."""
    changed: list[str] = []
    """When the document was made and changed (ISO)."""


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """The dates of a note, the words that gave them, and what the editor should hear."""

    dates: list[str] = []
    when: When = When()
    notice: str = ""


def dates_of(said: str, name: str) -> list[str]:
    """ISO dates, first and last, of a field's text; else the date in a file's name, if it exists; else none."""
    return dated(said, "", Clues(path=name)).dates


def dated(said: str, where: str, clues: Clues) -> Dated:
    """The dates of a note whose fields say `said`, at the line `where`."""
    told = list(told_dates(said))
    first = next((one for one in told if one.dates), None)
    if first:
        return Dated(dates=first.dates, when=_when(first, said, where))
    lacking = next((one for one in told if one.lacks_year), None)
    if lacking:
        return _with_year(lacking, said, where, clues)
    return _by_name(said, where, clues.path)


def _when(told: Told, said: str, where: str) -> When:
    return When(words=told.words, where=where, precision=told.precision, said=[said])


def _with_year(lacking: Told, said: str, where: str, clues: Clues) -> Dated:
    """The date with the year that a clue gives, and a notice that says which."""
    tried = [(told, year, clue) for year, clue in _years(lacking, clues) for told in told_dates(said, year)]
    fit = [one for one in tried if one[0].dates and one[0].words == lacking.words]
    for told, year, clue in [one for one in fit if not one[0].wrong_days] or fit:
        notice = (
            f"La date « {lacking.words} » n'a pas d'année : {year}, d'après {clue}. "
            "Si ce n'est pas la bonne, écrivez l'année dans la note."
        )
        return Dated(dates=told.dates, when=_when(told, said, where), notice=notice)
    notice = (
        f"La date « {lacking.words} » n'a pas d'année : écrivez-la dans la note, ou dans la colonne « date » de "
        "sources/classement.csv."
    )
    return Dated(when=When(words=lacking.words, where=where, said=[said]), notice=notice)


def _years(lacking: Told, clues: Clues) -> Iterator[tuple[int, str]]:
    """Years that the date may be of, the best clue first."""
    for name in reversed(clues.path.split("/")):
        yield from ((int(year), FROM_NAME) for year in _years_in(name))
    for planned in clues.planned:
        year = int(planned[:4])
        if _is_near(lacking.words, planned, year):
            yield year, FROM_SETTINGS
    for moment in clues.changed:
        year = int(moment[:4]) if moment[:4].isdecimal() else 0
        day = next((told.dates[:1] for told in told_dates(lacking.words, year)), []) if year else []
        if day:
            yield year - (day[0] > moment[:10]), FROM_PROPERTIES


def _is_near(words: str, planned: str, year: int) -> bool:
    """Whether a date of that year is about a planned one."""
    days = next((told.dates for told in told_dates(words, year)), [])
    return any(abs((date.fromisoformat(day) - date.fromisoformat(planned)).days) <= NEAR for day in days)


def _years_in(name: str) -> list[str]:
    return [match[1] for match in IN_NAME.finditer(name)] or IN_WORDS.findall(name)


def _by_name(said: str, where: str, path: str) -> Dated:
    """The date in a file's name; what a field says without being a date is told."""
    notice = ""
    if re.search(r"[^\W\d_]{3}", said) and not says_nothing(said):
        notice = (
            f"La date « {said[:80]} » n'est pas comprise : écrivez-la comme « 20 mai 2025 » dans la note, ou dans "
            "la colonne « date » de sources/classement.csv."
        )
    match = IN_NAME.search(path)
    if match is None:
        return Dated(notice=notice, when=When(words=said[:80], where=where, said=[said]) if said else When())
    year, month, day = match.groups()
    found = french_dates(f"{year}-{month}-{day or '01'}")
    precision: Precision = "jour" if day else "mois"
    when = When(words=match[0], where=FILE_NAME, precision=precision if found else "", said=[said] if said else [])
    return Dated(dates=found, when=when, notice=notice)


def dated_note(editor: str, fields: Mapping[str, str], blocks: list[Block], title: str, clues: Clues) -> Dated:
    """The dates of a note: the editor's, its fields', a line of its head that is one, its title's, its name's."""
    if found := french_dates(editor):
        return Dated(dates=found, when=When(words=editor, where=EDITOR, precision="jour", said=_said(fields)))
    if _said(fields):
        return _of_fields(fields, blocks, clues)
    for words, where in (*_lone_dates(blocks), (title, "titre")):
        one = dated(words, where, clues) if any(told_dates(words)) else Dated()
        if one.dates:
            return one
    written = fields.get("date_redaction", "")
    return dated(written, _place("date_redaction", "Date de rédaction", blocks), clues)


def _said(fields: Mapping[str, str]) -> list[str]:
    return [fields[key] for key in ("date_debut", "date_fin") if fields.get(key)]


def _of_fields(fields: Mapping[str, str], blocks: list[Block], clues: Clues) -> Dated:
    first, last = fields.get("date_debut", ""), fields.get("date_fin", "")
    where = _place("date_debut" if first else "date_fin", "Dates", blocks)
    return dated(f"{first} au {last}" if first and last else first or last, where, clues)


def _place(field: str, label: str, blocks: list[Block]) -> str:
    """« paragraphe 4, « Dates » »."""
    where = field_places(blocks).get(field, "")
    return f"{where}, « {label} »" if where else f"« {label} »"


def _lone_dates(blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """Lines before the second heading that say little but a date: « Chastelvern, le 20 mai 2025 »."""
    headings = 0
    for block in blocks:
        headings += block["t"] == "Header"
        if headings > 1:
            return
        if block["t"] not in {"Para", "Plain"}:
            continue
        for span in ast.each_leaf([block]):
            for line in text_lines(span["c"][1]):
                told = next(told_dates(line), None) if len(line) < 4 * LONE else None
                if told and len(line) - len(told.words) <= LONE:
                    yield line, ast.leaf_where(span)


def visits_of(host: str, settings: Settings) -> list[str]:
    """Dates of the visits that a territory received, done before planned."""
    visits = [visit for visit in settings.visites if visit.hote == host]
    return _unique(day for v in visits for day in (*v.realisee, *v.prevue))


def _unique(days: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(days))
