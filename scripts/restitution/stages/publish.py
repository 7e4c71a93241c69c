"""Publishes what was built and read back; before that, keeps the passage ids and the editor's table up to date."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from restitution import publication, store
from restitution.domain import domain
from restitution.errors import Loss, RestitutionError, WrongUse
from restitution.intake import meeting, photos, verbatims
from restitution.intake.classification import merged_table, read_table
from restitution.messages import listed
from restitution.model import Balance, Choice, Coverage, Pictured, Shown, SourceStatus
from restitution.ooxml.package import open_ours
from restitution.plan import Plan
from restitution.plan.anchors import ANCHORS, anchors_basis, anchors_written
from restitution.plan.locks import tables_held
from restitution.plan.outputs import INTERNAL_MANIFEST, MANIFEST, PAGE_MANIFEST, PROPOSED, REMARKS, file_of
from restitution.plan.tables import CHOICES, CLASSIFICATION, PHOTOS, SHOWN, keep_what_goes, photo_copies
from restitution.publication import internal
from restitution.publication.internal import FOLDER, TEAM
from restitution.remarks import Review
from restitution.stages import sendings
from restitution.stages.checked import checks_of, refuse_to_publish
from restitution.stages.pictures import pictured_in
from restitution.stages.protected import exports_told, letters_told, refuse_in_team
from restitution.stages.write_docx import own_reference
from restitution.writers.docx import told_of_reference

NO_FILE = "n'est pas un fichier : renommez ce dossier, la table sera faite à la prochaine publication."
LOST_REMARKS = (
    "Restaurez le dossier de cette copie sous sources/relectures/ (historique, sauvegarde) ; à défaut, ôtez-en "
    "comptes.json : son original sera relu à la prochaine construction. Les documents précédents sont intacts."
)
IN_TEAM = (
    "Rien n'est publié : un fichier interne nommerait quelqu'un qui s'est retiré, ou un mineur. Les documents "
    "précédents sont intacts."
)
NOT_RENEWED = "est ouvert ailleurs et n'est pas complété : fermez-le, il le sera à la prochaine construction."


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """published.json, the files of `output/`, and those of `interne/`.

    Raises `NeedsEditor` when a check stops the publication, `Loss` when a remark of a returned copy is not where
    it should be: nothing was replaced yet.
    Then the tables in which the editor mends it are brought up to date, and the dashboard alone is published, as
    it says what stops. The ids go first: no published bookmark may be unknown to a later build. Then the
    documents, the manifest last.
    """
    project, work = Path(plan.project), Path.cwd()
    try:
        if plan.outputs:  # a contributor's page is for that person alone
            refuse_to_publish(checks_of(plan, work), plan.settings, strict=plan.strict)
        _refuse_lost_remarks(work)
        _refuse_leaks(work, plan.slips(), [])
    except RestitutionError as refused:
        tables = _renew_tables(plan, project, work)[0]  # in which the editor mends it
        refused.message = "\n".join([refused.message, *tables])
        _refuse_leaks(work, [], plan.dashboard())
        _publish_dashboard(plan, project, work)  # which says what stops
        raise
    _refuse_leaks(work, [], plan.dashboard())
    about_template = _told_of_template(plan, work)
    _keep_anchors(plan, project, work)
    staged = {file_of(output): work / plan.written(output) for output in plan.outputs}
    report = publication.publish(project, staged, plan.publishes(), work / MANIFEST)
    sendings.keep(project, work, staged)
    for slips in plan.slips():
        told = internal.publish_folder(project, work, work / slips, plan.keys[slips], work / INTERNAL_MANIFEST)
        report.messages += told.messages
    report.messages += [*_publish_dashboard(plan, project, work), *about_template]
    report.messages += letters_told(work, project, internal.LETTERS)
    report.messages += exports_told(work, project, internal.EXPORT)
    if plan.withdrawn:
        from restitution.stages.forgetting import forget  # noqa: PLC0415 knows the readers, which cost a second

        forget(plan, project, work)
    said, is_open = _renew_tables(plan, project, work)
    report.messages += said
    report.unfinished |= is_open
    store.write(work / outputs[0], store.encode(report))


def _renew_tables(plan: Plan, project: Path, work: Path) -> tuple[list[str], bool]:
    """Bring the editor's tables up to date; what she must hear, and whether one is open, hence is not."""
    balance = msgspec.json.decode((work / "balance.json").read_bytes(), type=Balance)
    coverage = msgspec.json.decode((work / "coverage.json").read_bytes(), type=Coverage)
    proposed = msgspec.json.decode((work / PROPOSED).read_bytes(), type=list[Choice])
    told, unfinished = keep_what_goes(project, work), False  # changed while this build ran
    each: list[tuple[Path, Callable[[], None]]] = [
        (CLASSIFICATION, lambda: _renew_table(project, balance, coverage)),
        (CHOICES, lambda: _renew_choices(project, proposed)),
        (PHOTOS, lambda: _renew_photos(project, pictured_in(work))),
        *((SHOWN, partial(_renew_shown, project, work / offered)) for offered in plan.offered()),
    ]
    for table, renew in each:
        said, is_open = _renewed(project, table, renew)
        told += said
        unfinished |= is_open
    return told, unfinished


def _publish_dashboard(plan: Plan, project: Path, work: Path) -> list[str]:
    """Publish the team's page, when this build writes it; what a person must hear of it."""
    said: list[str] = []
    for page in plan.dashboard():
        said += internal.publish_page(project, work / page, plan.keys[page], work / PAGE_MANIFEST).messages
    return said


def _refuse_leaks(work: Path, archives: list[str], pages: list[str]) -> None:
    """Raises `NeedsEditor` when a file of `interne/` holds somebody who withdrew, or a minor."""
    files = {f"{TEAM.as_posix()}/{Path(page).name}": (work / page).read_bytes() for page in pages}
    for archive in archives:
        held = open_ours((work / archive).read_bytes())
        files |= {f"{FOLDER.as_posix()}/{name}": data for name, data in held.items()}
    refuse_in_team(work, files, IN_TEAM)


def _refuse_lost_remarks(work: Path) -> None:
    review = msgspec.json.decode((work / REMARKS).read_bytes(), type=Review)
    if review.trouble:
        raise Loss(f"Rien n'est publié : {review.trouble}", LOST_REMARKS)


def _told_of_template(plan: Plan, work: Path) -> list[str]:
    """What was added to the project's own Word template, when a Word file was written."""
    uses_it = plan.returns or any(plan.written(output).endswith(".docx") for output in plan.outputs)
    return told_of_reference(own_reference(plan, store.Store(work / "store"))) if uses_it else []


def _keep_anchors(plan: Plan, project: Path, work: Path) -> None:
    data = (work / "identities.jsonl").read_bytes()
    path = project / ANCHORS
    if data and (not path.is_file() or path.read_bytes() != data):
        store.write(path, data)
    after = store.Store(work / "store").put(data) if data else ""
    anchors_written(work, anchors_basis(plan), plan.anchors, after)


def _renewed(project: Path, table: Path, renew: Callable[[], None]) -> tuple[list[str], bool]:
    """What a person must hear of one of the editor's tables, and whether it is open, hence not up to date."""
    if (project / table).is_dir():
        return [f"{table.as_posix()} {NO_FILE}"], False
    try:
        with tables_held(Path.cwd()):
            renew()
    except PermissionError:  # open in a spreadsheet
        return [f"{table.as_posix()} {NOT_RENEWED}"], True
    except WrongUse as error:  # no table, or no more since the build began
        return [f"{error.message} {error.hint}"], False
    return [], False


def _renew_choices(project: Path, proposed: list[Choice]) -> None:
    path = project / CHOICES
    before = path.read_bytes() if path.is_file() else b""
    after = verbatims.merged_choices(verbatims.read_choices(before), proposed)
    if after != before and (before or proposed):
        store.write(path, after)


def _renew_shown(project: Path, offered: Path) -> None:
    path = project / SHOWN
    proposed = msgspec.json.decode(offered.read_bytes(), type=list[Shown])
    before = path.read_bytes() if path.is_file() else b""
    after = meeting.merged_shown(meeting.read_shown(before), proposed)
    if after != before and (before or proposed):
        store.write(path, after)


def _renew_photos(project: Path, album: list[Pictured]) -> None:
    """The table of pictures, with what its copies in conflict say: a copy that was taken over may go."""
    path = project / PHOTOS
    before = path.read_bytes() if path.is_file() else b""
    others = [line for copy in photo_copies(project) for line in photos.read_photos(copy.read_bytes())]
    after = photos.merged_photos(photos.united(photos.read_photos(before), others), album)
    if after != before and (before or album):
        store.write(path, after)


def _renew_table(project: Path, balance: Balance, coverage: Coverage) -> None:
    path = project / CLASSIFICATION
    before = path.read_bytes() if path.is_file() else b""
    proposed = {note.path: note.themes for note in coverage.proposed}
    understood = {
        source.path: understanding(source, proposed.get(source.path, []))
        for source in balance.sources
        if source.state not in {"ignored", "returned_copy"}
    }
    after = merged_table(read_table(before) if before else [], understood)
    if after != before:
        store.write(path, after)


TO_READ_AGAIN: Final = {"pdf": "lu d'un PDF, à relire", "doc": "converti d'un ancien format Word, à relire"}
"""Of a note whose order, titles and tables were guessed, or made anew by another program."""


def understanding(source: SourceStatus, proposed: list[str]) -> str:
    """What the build made of a file, in words: the column `compris`; `proposed`: its themes to confirm."""
    if source.state != "taken":
        return f"mis de côté : {source.reason}" if source.state == "set_aside" else source.reason
    if not source.words_in:
        return source.reason
    kind = domain().kinds[source.kind].label.lower() if source.kind else "à classer"
    waiting = f"thèmes proposés : {', '.join(proposed)}" if proposed else ""
    again = TO_READ_AGAIN.get(source.format, "")
    parts = (kind, listed(source.territory), listed(source.themes), waiting, again)
    return " · ".join(part for part in parts if part)
