"""The programs that a build needs, each tried on something small, and those that help beside it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from restitution import office, resources
from restitution.doctor.asking import NOTHING_BUILT, REINSTALL, question
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Subject
from restitution.messages import listed

GROUP: Final = "L'OUTIL"
TRIED: Final = "Un mot **gras**, et « l'été »."
PRIVATE: Final = (".restitution", "interne", "sources/_confidentiel")
"""Folders that name people, hence must stay out of a history that is shared."""
NOT_IGNORED: Final = 1
"""What `git check-ignore` ends with for a folder that a history would take."""


@question("program", GROUP, "restitution")
def program(subject: Subject, machine: Machine) -> Line:
    """Which tool this is."""
    version = machine.version("restitution")
    return subject.ok(f"version {version}, Python {machine.python_version} ({machine.python})")


@question("libraries", GROUP, "Bibliothèques", needed=True)
def libraries(subject: Subject, machine: Machine) -> Line:
    """What the tool must be installed with."""
    wanted = [Requirement(text) for text in machine.requirements("restitution") or ()]
    wanted = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = [said for one in wanted if (said := _wrong(one, machine))]
    if wrong:
        return subject.missing(f"il manque {listed(wrong)}", NOTHING_BUILT, REINSTALL)
    return subject.ok(f"toutes là ({len(wanted)})")


@question("pandoc", GROUP, "pandoc", needed=True)
def pandoc(subject: Subject, machine: Machine) -> Line:
    """A Word document made and read back."""
    version = machine.pandoc("--version").decode(errors="replace").splitlines()[0].removeprefix("pandoc ")
    document = machine.pandoc("--sandbox", "-f", "markdown", "-t", "docx", "-o", "-", data=TRIED.encode())
    back = machine.pandoc("--sandbox", "-f", "docx", "-t", "markdown", data=document).decode()
    if not zipfile.is_zipfile(io.BytesIO(document)) or "**gras**" not in back:
        return subject.missing("convertit mal un texte d'essai", NOTHING_BUILT, REINSTALL)
    return subject.ok(f"version {version}, livrée avec l'outil ; document Word d'essai écrit et relu")


@question("typst", GROUP, "Typst", needed=True)
def typst(subject: Subject, machine: Machine) -> Line:
    """A page composed with the shipped model and fonts."""
    template = (resources.home() / "templates" / "typst" / "restitution.typ").read_bytes()
    if not machine.compose(template, resources.shipped_fonts()).startswith(b"%PDF"):
        return subject.missing("n'a pas rendu de PDF", NOTHING_BUILT, REINSTALL)
    return subject.ok(f"version {machine.version('typst')}, livrée avec l'outil ; PDF d'essai composé")


@question("libreoffice", GROUP, "LibreOffice")
def libreoffice(subject: Subject, machine: Machine) -> Line:
    """LibreOffice, which no build needs."""
    found = office.found(machine.around.system, machine.which, machine.is_file)
    if found:
        return subject.ok(f"là ({found}) ; facultatif, sert si « convertir_doc: oui » (vieilles notes .doc)")
    return subject.note(
        "introuvable ; facultatif, sauf si « convertir_doc: oui » est dans restitution.yaml",
        "sans lui ni Word, ce poste n'ouvre pas les documents, et n'enregistre pas en .docx une vieille note "
        "(.doc) ; sans lui, aucune n'est convertie.",
        "Rien, si Word est sur ce poste et que rien n'est à convertir.",
    )


@question("git", GROUP, "git")
def history(subject: Subject, machine: Machine, project: Path) -> Line | None:
    """Git, for a project that has a history; and whether that history would take what names people."""
    if not any((folder / ".git").exists() for folder in (project, *project.parents)):
        return None
    git = machine.which("git")
    if not git:
        return subject.note(
            "introuvable, et ce dossier a un historique git",
            "l'historique ne se voit ni ne se complète d'ici ; la construction n'en a pas besoin.",
            "Installez git, si vous tenez l'historique depuis ce poste.",
        )
    ignored = [git, "check-ignore", "-q"]
    taken = [name for name in PRIVATE if machine.ask([*ignored, f"{name}/"], project) == NOT_IGNORED]
    if taken:
        return subject.warning(
            f"l'historique prendrait {listed(f'{name}/' for name in taken)}",
            "ces dossiers nomment des personnes : envoyés avec l'historique, ils ne se reprennent plus.",
            f"Ajoutez à .gitignore : {' '.join(f'/{name}/' for name in taken)}",
        )
    return subject.ok("là ; ce qui nomme des personnes reste hors de l'historique")


def _wrong(wanted: Requirement, machine: Machine) -> str:
    try:
        there = machine.version(wanted.name)
    except ModuleNotFoundError:  # `PackageNotFoundError` is one
        return wanted.name
    fits = wanted.specifier.contains(there, prereleases=True)
    return "" if fits else f"{wanted.name} {wanted.specifier} (la version {there} est là)"
