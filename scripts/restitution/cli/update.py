"""`restitution update`: brings what a newer tool ships into a project; what somebody changed stays."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from packaging.version import Version

from restitution import resources
from restitution.cli.answer import Answer
from restitution.cli.screen import heading, out, told
from restitution.errors import WrongUse
from restitution.kit import Fate, Standing, bring, record
from restitution.kit.bringing import is_laid_beside, left_beside, place_beside
from restitution.kit.differing import difference
from restitution.kit.given import stand
from restitution.messages import plural
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import WORK
from restitution.plan.templates import followed
from restitution.settings import SETTINGS_FILE, load_settings

RESTORE: Final = "restitution update --remettre"


class Updated(Answer, kw_only=True):
    """What was brought to a project, or would be."""

    project: Path
    files: list[Standing]
    beside: dict[str, str]
    """Path of an edited file -> name of the new one that lies beside it."""
    done: bool
    restore: bool

    def record(self) -> object:
        """The files that are not as they are shipped."""
        return _as_json(self.files, self.beside, version("restitution"), done=self.done)

    def in_short(self) -> str:
        """How many files were brought."""
        brought = sum(file.fate in {Fate.NEW, Fate.OLDER} for file in self.files)
        return f"{plural(brought, 'fichier apporté', 'fichiers apportés')}." if self.done else ""

    def show(self) -> None:
        """Each file that changed, and what was left."""
        _tell(self.project, self.files, self.beside, show=not self.done, restore=self.restore)


def run(project: Path, *, show: bool, restore: bool) -> Updated:
    """Update a project; `show`: only say what would be done. Raises `WrongUse` where there is none."""
    own = version("restitution")
    _refuse(project, own)
    if not show:
        hold_build_lock(project / WORK)
    files = stand(project, followed(project))
    beside = {file.path: place_beside(project, file).name for file in files if _is_offered(file)}
    if not show:
        bring(project, files, own, restore=restore)
    return Updated(project=project, files=files, beside=beside, done=not show, restore=restore)


def _refuse(project: Path, own: str) -> None:
    """Raise `WrongUse` for a folder that is no project, is the tool's own, or follows a newer tool."""
    if not (project / SETTINGS_FILE).is_file():
        load_settings(project / SETTINGS_FILE)
    if project.resolve() == resources.home().resolve():
        raise WrongUse(
            "Ce dossier est celui du programme lui-même : il n'y a rien à mettre à jour.",
            "Lancez la commande dans le dossier de votre projet, ou donnez-le par --project.",
        )
    newest = record.newest(record.read(project))
    if newest > Version(own):
        raise WrongUse(
            f"Ce projet a reçu les fichiers de la version {newest} ; votre outil, {own}, est plus ancien. "
            "Rien n'a été touché.",
            "Mettez d'abord l'outil à jour sur ce poste.",
        )


def _is_offered(file: Standing) -> bool:
    return file.fate == Fate.EDITED and is_laid_beside(file)


def _tell(project: Path, files: list[Standing], beside: dict[str, str], *, show: bool, restore: bool) -> None:
    if show:
        out("Ce que ferait « restitution update » ; rien n'est écrit.")
    brought = {Fate.NEW, Fate.DELETED} if restore else {Fate.NEW}
    _list("MIS À JOUR (personne ne les avait changés)", (file.path for file in files if file.fate == Fate.OLDER))
    _list("AJOUTÉS", (file.path for file in files if file.fate in brought))
    _tell_edited([file for file in files if file.fate == Fate.EDITED], beside, show=show)
    _tell_kept(project, [file for file in files if file.fate in {Fate.KEPT, Fate.CURRENT}])
    if not restore:
        _tell_deleted([file.path for file in files if file.fate == Fate.DELETED])
    changes = {Fate.NEW, Fate.OLDER, Fate.EDITED} | ({Fate.DELETED} if restore else set())
    if not any(file.fate in changes for file in files):
        out(f"Rien à apporter : le projet a tout ce que donne la version {version('restitution')}.")
    elif not show:
        out("")
        out("Le projet est à jour. Vos réglages et vos notes n'ont pas été touchés.")


def _list(title: str, paths: Iterable[str]) -> None:
    if paths := list(paths):
        heading(title)
        for path in paths:
            told(path)


def _tell_edited(files: list[Standing], beside: dict[str, str], *, show: bool) -> None:
    if not files:
        return
    heading("CHANGÉS PAR VOUS, laissés tels quels")
    for file in files:
        told(f"{file.path} : {_difference(file)}.")
        if file.path in beside:
            laid = f"Le nouveau {'serait' if show else 'est'} posé à côté : {beside[file.path]}."
            told(f"{laid} Prenez-y ce qui vous sert, puis supprimez-le.", 2)


def _difference(file: Standing) -> str:
    return difference(file.path, file.theirs, file.shipped)


def _tell_kept(project: Path, files: list[Standing]) -> None:
    own = [file.path for file in files if file.fate == Fate.KEPT]
    if own:
        heading("CHANGÉS PAR VOUS, rien de neuf depuis")
        told(f"{', '.join(own)}.")
    left = [path.relative_to(project).as_posix() for file in files if (path := left_beside(project, file))]
    if left:
        heading("DÉJÀ POSÉS À CÔTÉ DES VÔTRES")
        told(f"{', '.join(left)} : reprenez-en ce qui vous sert, puis supprimez-les.")


def _tell_deleted(paths: list[str]) -> None:
    if paths:
        heading("ABSENTS DU PROJET (retirés), non remis")
        told(f"{', '.join(paths)}.")
        told(f"Pour {'le' if len(paths) == 1 else 'les'} ravoir : {RESTORE}")


def _as_json(files: list[Standing], beside: dict[str, str], own: str, *, done: bool) -> object:
    told_of = [file for file in files if file.fate != Fate.CURRENT]
    return {
        "version": own,
        "done": done,
        "files": [
            {
                "path": file.path,
                "state": file.fate.value,
                "beside": beside.get(file.path),
                "difference": _difference(file) if file.fate == Fate.EDITED else None,
            }
            for file in told_of
        ],
        "counts": {fate.value: sum(file.fate == fate for file in files) for fate in Fate},
    }
