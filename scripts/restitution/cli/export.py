"""`restitution export`: what the last build knows, for other programs, in `interne/export/`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from restitution import store
from restitution.cli import exported
from restitution.cli.answer import Answer
from restitution.cli.review.table import COLUMNS, FILLED, cells_of, table_of
from restitution.cli.screen import out, told
from restitution.errors import NeedsEditor, StaleContract
from restitution.exchange.analysis import analysis_of
from restitution.exchange.calendar import calendar_of, dated
from restitution.exchange.schema import document_schema
from restitution.exchange.tables import Table, csv_bytes, xlsx_bytes
from restitution.messages import plural, weight
from restitution.pandoc import ast
from restitution.people.unseen import is_protected
from restitution.plan import Plan, load
from restitution.plan.keys import encoded
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import DOCUMENT, REMARKS, WORK
from restitution.plan.people import read_register
from restitution.publication.internal import EXPORT, EXPORT_MANIFEST, publish_export
from restitution.remarks import Remark, Review
from restitution.review.replacements import seen
from restitution.settings import SETTINGS_FILE, Settings, load_settings
from restitution.stages.protected import refuse_in_team
from restitution.stages.withdrawn import forgetting_of

T = TypeVar("T")
BUILD: Final = "Lancez « restitution build », puis recommencez."
NOT_WRITTEN: Final = "Rien n'est exporté : un fichier nommerait quelqu'un qui s'est retiré, ou un mineur."
OTHER_SETTINGS: Final = (
    f"{SETTINGS_FILE} a changé depuis la dernière construction, que ces fichiers suivent : lancez "
    "« restitution build », puis exportez de nouveau."
)
NO_VISIT: Final = "Aucune visite n'a de date dans restitution.yaml : visites.ics n'est pas écrit."
ABOUT: Final = {
    "couverture": "thèmes × territoires : l'état, les sources",
    "provenance": "chaque paragraphe publié : son repère, son fichier, sa place, ses mots",
    "remarques": "les remarques des relecteurs",
    "passages": "pour NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA)",
    "visites": "pour un agenda",
    "document": "la publication, pour un programme, et son schéma",
}
"""First part of a file's name -> what it is for."""


class Exported(Answer, kw_only=True):
    """What was written."""

    folder: str
    """Below the project."""
    files: dict[str, int]
    """Name -> bytes."""
    messages: list[str]

    def show(self) -> None:
        """Where, what for, and what a person must know of it."""
        out(f"{plural(len(self.files), 'fichier')} dans {self.folder} :")
        for kind, about in ABOUT.items():
            own = [name for name in self.files if name.partition(".")[0] == kind]
            if own:
                told(f"{', '.join(own)} ({weight(sum(self.files[name] for name in own))}) : {about}")
        told(
            "Ils suivent la dernière construction. Ils sont pour l'équipe : relisez-les avant de les remettre.", 0
        )
        for sentence in self.messages:
            told(sentence, 0)

    def in_short(self) -> str:
        """The folder."""
        return self.folder


def run(project: Path) -> Exported:
    """Write the files. Raises `NeedsEditor` when nothing was built, or one would name who may not be named."""
    work, settings = project / WORK, load_settings(project / SETTINGS_FILE)
    plan = _last_plan(project, work)
    material = _whole(lambda: exported.material_of(plan, work))
    files = files_of(material, plan, work)
    text = {f"{DOCUMENT}.txt": ast.text(material.document.blocks).encode()}  # its JSON parts a name into words
    refuse_in_team(work, files | text, NOT_WRITTEN)
    said = publish_export(project, work, files, work / EXPORT_MANIFEST).messages
    sizes = {name: len(data) for name, data in files.items()}
    return Exported(folder=EXPORT.as_posix(), files=sizes, messages=[*said, *_told(settings, plan)])


def files_of(material: exported.Material, plan: Plan, work: Path) -> dict[str, bytes]:
    """Name of each file -> its bytes: the same build gives the same."""
    settings, document = material.settings, material.document
    remarks = _remarks(plan, work)
    files = _both("couverture", exported.covered(material)) | _both("provenance", exported.proven(material))
    files |= {"remarques.csv": csv_bytes(_table_of(remarks)), "remarques.xlsx": table_of(remarks)}
    families, notes = exported.families(settings), exported.coded(material)
    files["passages.qdpx"] = analysis_of(document.title, document.epoch, families, notes)
    if dated(settings.visites):
        files["visites.ics"] = calendar_of(settings, document.epoch)
    return files | {DOCUMENT: store.encode(document), "document.schema.json": document_schema()}


def _both(name: str, table: Table) -> dict[str, bytes]:
    return {f"{name}.csv": csv_bytes(table), f"{name}.xlsx": xlsx_bytes(table)}


def _remarks(plan: Plan, work: Path) -> list[Remark]:
    """The remarks as the team may read them."""
    review = _whole(lambda: msgspec.json.decode((work / REMARKS).read_bytes(), type=Review))
    forgetting = forgetting_of(plan, work, is_protected)
    return [*map(forgetting.remark, seen(review.items))]


def _table_of(remarks: list[Remark]) -> Table:
    """What the workbook says, without the columns that are filled in there."""
    columns = [name for name in COLUMNS if name not in FILLED]
    rows = [[cells[name] for name in columns] for cells in map(cells_of, remarks)]
    return Table(title="Remarques", columns=columns, rows=rows)


def _last_plan(project: Path, work: Path) -> Plan:
    """The plan of the last build, nobody building meanwhile. Raises `NeedsEditor` and `AnotherBuild`."""
    if not (work / DOCUMENT).is_file():
        raise NeedsEditor("Rien n'est construit encore : il n'y a rien à exporter.", BUILD)
    hold_build_lock(work)
    plan = _whole(lambda: load(work))
    register = encoded(read_register(project, plan.settings))
    if hashlib.sha256(register).hexdigest() != plan.register:
        raise NeedsEditor(
            "Le registre des personnes a changé depuis la dernière construction : rien n'est exporté, car ces "
            "fichiers pourraient nommer quelqu'un qu'il ne faut plus nommer.",
            BUILD,
        )
    return plan


def _whole(read: Callable[[], T]) -> T:
    """What was read. Raises `NeedsEditor` when a working file is gone, or is another version's."""
    try:
        return read()
    except (FileNotFoundError, msgspec.DecodeError, StaleContract) as error:
        raise NeedsEditor(
            "Il manque un fichier de la dernière construction : rien n'est exporté.", BUILD
        ) from error


def _told(settings: Settings, plan: Plan) -> list[str]:
    """What these files do not say."""
    visits = plan.settings.visites
    undated = len(visits) - len(dated(visits))
    said = [OTHER_SETTINGS] if settings != plan.settings else []
    if undated == len(visits):
        return [*said, NO_VISIT]
    absent = f"{plural(undated, 'visite sans date n’est pas', 'visites sans date ne sont pas')} dans visites.ics."
    return [*said, absent] if undated else said
