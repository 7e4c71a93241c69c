"""The project: is it one, are its settings and templates of use, does somebody build it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from restitution import resources
from restitution.doctor.asking import question
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Subject
from restitution.errors import RestitutionError
from restitution.kit import Fate, Standing
from restitution.kit.bringing import left_beside
from restitution.kit.given import stand
from restitution.messages import listed, plural
from restitution.plan.locks import build_under_way
from restitution.plan.outputs import WORK
from restitution.plan.templates import followed, templates, told_of_unused
from restitution.settings import SETTINGS_FILE, load_settings

GROUP: Final = "LE PROJET"
PAGE: Final = "typst/restitution.typ"
NOTHING: Final = "il n'y a rien à construire."
INIT: Final = (
    'Allez dans le dossier du projet, donnez-le par --project, ou créez-en un : restitution init "mon projet"'
)
UPDATE: Final = "Voyez par « restitution update --montrer », puis : restitution update"


@question("project", GROUP, "Projet")
def place(subject: Subject, project: Path) -> Line | None:
    """What is said of a folder that is no project."""
    if not project.is_dir():
        return subject.missing(f"le dossier « {project} » n'existe pas", NOTHING, INIT)
    if not (project / SETTINGS_FILE).is_file():
        return subject.note(f"pas de {SETTINGS_FILE} dans « {project} » : ce dossier n'est pas un projet", do=INIT)
    return None


@question("settings", GROUP, SETTINGS_FILE)
def settings(subject: Subject, project: Path) -> Line:
    """The settings as a build reads them."""
    try:
        read = load_settings(project / SETTINGS_FILE)
    except RestitutionError as error:
        return subject.missing(error.message, "aucune construction n'est possible.", error.hint)
    return subject.ok(f"« {read.projet.titre} », {plural(len(read.territoires), 'territoire')}")


@question("sources", GROUP, "Notes")
def notes(subject: Subject, project: Path) -> Line:
    """The folder of the notes."""
    folder = project / "sources"
    if not folder.is_dir():
        return subject.missing(
            "le dossier sources/ n'est pas là",
            "aucune construction n'est possible.",
            "Créez-le, ou vérifiez qu'il est synchronisé sur ce poste.",
        )
    return subject.ok(f"{plural(sum(path.is_file() for path in folder.rglob('*')), 'fichier')} dans sources/")


@question("pdf_template", GROUP, "Modèle du PDF")
def page(subject: Subject, machine: Machine, project: Path) -> Line | None:
    """A small page with the project's own model and fonts; None for a project that has neither."""
    own = project / "templates"
    if not (own / PAGE).is_file() and not (own / "fonts").is_dir():
        return None
    try:
        with resources.fonts(project) as fonts:
            machine.compose(templates(project)[PAGE], fonts)
    except RestitutionError as error:
        if "pdf" in load_settings(project / SETTINGS_FILE).sorties:
            return subject.missing(error.message, "le PDF ne peut pas être composé.", error.hint)
        costs = "le PDF, que « sorties » ne demande pas, ne se ferait pas."
        return subject.warning(error.message, costs, error.hint)
    return subject.ok("page d'essai composée avec le modèle et les polices du projet")


@question("word_template", GROUP, "Modèle Word")
def word(subject: Subject, project: Path) -> Iterator[Line]:
    """Files that were meant as a Word template and are none."""
    for said in told_of_unused(project):
        found, _, do = said.partition(". ")
        yield subject.warning(found, "le document Word est fait sans lui.", do)


def standing(project: Path) -> Sequence[Standing] | None:
    """How the files that the tool gave stand in a project; None: the project is the tool's own folder."""
    return None if project == resources.home().resolve() else stand(project, followed(project))


@question("templates", GROUP, "Modèles et fiches")
def versions(subject: Subject, project: Path, stands: Callable[[Path], Sequence[Standing] | None]) -> Line:
    """What `init` wrote, beside what the tool ships today."""
    files = stands(project)
    if files is None:
        return subject.ok("ceux de l'outil même")
    counts = Counter(file.fate for file in files)
    waiting = [
        (counts[Fate.OLDER], "d'une version antérieure", "d'une version antérieure"),
        (counts[Fate.NEW], "nouveau", "nouveaux"),
        (counts[Fate.EDITED], "changé par vous, et neuf dans l'outil", "changés par vous, et neufs dans l'outil"),
    ]
    told = [plural(count, one, many) for count, one, many in waiting if count]
    if told:
        return subject.note(listed(told), "le projet n'a pas ce que l'outil a de neuf.", UPDATE)
    if left := [path for file in files if (path := left_beside(project, file))]:
        found = f"{plural(len(left), 'fichier')} « {resources.NEWER} » à côté des vôtres"
        return subject.note(found, do="Prenez-y ce qui vous sert, puis supprimez-les.")
    own = plural(counts[Fate.KEPT], "changé par vous", "changés par vous")
    return subject.ok("ceux d'aujourd'hui" + (f", {own}" if counts[Fate.KEPT] else ""))


@question("build", GROUP, "Construction")
def building(subject: Subject, project: Path) -> Line:
    """Whether a build runs."""
    who = build_under_way(project / WORK)
    if not who:
        return subject.ok("aucune n'est en cours")
    return subject.note(f"en cours ({who})", "une autre ne peut pas commencer.", "Attendez sa fin.")
