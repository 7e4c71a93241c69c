"""What was found, as an editor reads it: what stands in her own tables and settings first, then the notes.

Her tables are told by line, as the spreadsheet numbers them, in the table as it is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from restitution.cli.screen import heading, line, told
from restitution.errors import WrongUse
from restitution.intake import classification, meeting, photos, verbatims
from restitution.intake.classification import HERE, numbered_lines
from restitution.intake.recognise import GLOSSARY
from restitution.messages import plural
from restitution.model import Finding
from restitution.plan.tables import CHOICES, CLASSIFICATION, PHOTOS
from restitution.plan.tables import SHOWN as VIEWS
from restitution.settings import SETTINGS_FILE

OF_THE_EDITOR: Final[dict[str, str | Path]] = {
    "classement": CLASSIFICATION,
    "verbatim": CHOICES,
    "photos": PHOTOS,
    "rencontre": VIEWS,
    "affiches": VIEWS,
    "financement": SETTINGS_FILE,
    "glossaire": Path("sources", GLOSSARY),
    "logo": SETTINGS_FILE,
    "dossier": SETTINGS_FILE,
    "site": SETTINGS_FILE,
    "declaration": Path("templates", "site", "accessibilite.md.j2"),
}
"""Code of a finding about what the editor herself wrote -> the file where she wrote it."""
WAITS: Final = "accord"
"""Code of the finding of a recording without agreement."""
SHOWN: Final = 12
BEGINNING: Final = 50
"""Letters of a quotation by which its line is found again."""
EVERYTHING: Final = "restitution status --tout"

Remark = tuple[str, str, str]
"""A file of the editor's, the place in it, what is said."""


def shown_ones(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """What is to be mended, errors first: of the editor's tables and settings, then of the notes.

    A recording without agreement is told where the files that wait are.
    """
    to_mend = (f for f in findings if f.level != "info" and f.code != WAITS)
    found = sorted(to_mend, key=lambda f: f.level != "error")
    return [f for f in found if _is_hers(f)], [f for f in found if not _is_hers(f)]


def _is_hers(finding: Finding) -> bool:
    return finding.code in OF_THE_EDITOR


def of_tables(project: Path, findings: Iterable[Finding]) -> list[Remark]:
    """The findings about the editor's tables and settings, each with its line where it has one."""
    lines = {
        CLASSIFICATION: _lines(project / CLASSIFICATION, classification.COLUMNS, "classement.csv"),
        CHOICES: _lines(project / CHOICES, verbatims.COLUMNS, verbatims.NAME),
        PHOTOS: _lines(project / PHOTOS, photos.COLUMNS, photos.NAME),
        VIEWS: _lines(project / VIEWS, meeting.COLUMNS, meeting.NAME),
    }
    remarks = []
    for finding in findings:
        file = Path(OF_THE_EDITOR[finding.code])
        number = next((n for n, cells in lines.get(file, ()) if _is_about(finding, cells)), 0)
        about = f" ({finding.path})" if finding.code in {"classement", "photos"} else ""
        remarks.append(
            (file.as_posix(), f"ligne {number}{about}" if number else about.strip(" ()"), finding.message)
        )
    return remarks


def _lines(table: Path, columns: Sequence[str], name: str) -> list[tuple[int, dict[str, str]]]:
    try:
        return numbered_lines(table.read_bytes(), columns, name)
    except (OSError, WrongUse):
        return []


def _is_about(finding: Finding, cells: dict[str, str]) -> bool:
    if finding.code == "classement":
        return classification.meant(cells.get("fichier", "").removeprefix(HERE), {finding.path}) == finding.path
    text, place = cells.get("texte", "").strip(), cells.get("repere", "").strip()
    return bool(text) and place == finding.where.strip() and finding.message.startswith(f"« {text[:BEGINNING]}")


def tell_after_build(project: Path, findings: Iterable[Finding]) -> None:
    """The editor's own tables, then the notes: of each, as many remarks as a person reads."""
    hers, others = shown_ones(findings)
    tables = [
        f"{file}{f', {where}' if where else ''} : {message}" for file, where, message in of_tables(project, hers)
    ]
    _tell("sur vos tableaux et réglages", tables)
    _tell("sur les notes", [f"{finding.path}{_place(finding)} : {finding.message}" for finding in others])


def _place(finding: Finding) -> str:
    """Where in its note, unless the message says it."""
    return f", {finding.where}" if finding.where and finding.where not in finding.message else ""


def _tell(what: str, lines: Sequence[str]) -> None:
    if lines:
        line(f"{plural(len(lines), 'remarque')} {what} :")
    for one in lines[:SHOWN]:
        line(one, 1)
    if len(lines) > SHOWN:
        left = plural(len(lines) - SHOWN, "autre")
        line(f"… et {left} : « {EVERYTHING} » les montre toutes.", 1)


def show_tables(project: Path, findings: Iterable[Finding], said: Sequence[str]) -> None:
    """The group of `status` about the editor's tables and settings. `said`: what has gone from them."""
    hers, _ = shown_ones(findings)
    if not hers and not said:
        return
    heading(f"VOS TABLEAUX ET RÉGLAGES : {plural(len(hers) + len(said), 'remarque')}")
    for one in said:
        told(one, mark="• ")
    groups: dict[str, list[str]] = defaultdict(list)
    for file, where, message in of_tables(project, hers):
        groups[file].append(f"{where} : {message}" if where else message)
    for file, lines in groups.items():
        told(file)
        for one in lines:
            told(one, 2, mark="• ")
    if hers:
        told("Corrigez-les, enregistrez, puis : restitution build")


def show_notes(findings: Iterable[Finding], *, everything: bool) -> None:
    """The group of `status` about the notes: every remark, by file, or their number."""
    _, others = shown_ones(findings)
    if not others:
        return
    heading(f"REMARQUES SUR LES NOTES : {plural(len(others), 'remarque')}")
    if not everything:
        told(f"Les lire : {EVERYTHING}")
        return
    groups: dict[str, list[str]] = defaultdict(list)
    for finding in others:
        is_placed = finding.where and finding.where not in finding.message
        groups[finding.path].append(f"{finding.where} : {finding.message}" if is_placed else finding.message)
    for path, lines in groups.items():
        told(path)
        for one in lines:
            told(one, 2, mark="• ")
