"""Where the project lies: may it be written, does everything fit, who else holds it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from restitution.cache import Unusable, held_in
from restitution.cache.place import FOLDER_VARIABLE, OFF
from restitution.disk import LONGEST_PATH
from restitution.doctor.asking import question
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Subject
from restitution.errors import RestitutionError
from restitution.messages import listed, number, plural, weight
from restitution.plan.outputs import WORK
from restitution.plan.places import depth, refuse_unready, where_jobs_run
from restitution.shared_folders import WINDOWS, network_drive, synchronised_by

GROUP: Final = "LE DOSSIER"
WRITTEN: Final = ("", "sources", "output", "interne", ".restitution")
"""Folders that a build writes in, where they are there."""
GIGABYTE, MEGABYTE = 1 << 30, 1 << 20
LEAST, ENOUGH = 50 * MEGABYTE, 500 * MEGABYTE
SHOWN: Final = 3
STOPPED: Final = "rien ne peut être construit."
FREE: Final = "Libérez de la place."
IGNORED_FILES: Final = (
    "dans les paramètres de son programme, « Modifier les fichiers ignorés » : ajoutez .restitution"
)
EXCLUSIONS: Final = {
    "Nextcloud": IGNORED_FILES,
    "ownCloud": IGNORED_FILES,
    "Nextcloud ou ownCloud": IGNORED_FILES,
    "Seafile": "à la racine de la bibliothèque, une ligne « .restitution/ » dans seafile-ignore.txt",
    "Syncthing": "à la racine du partage, une ligne « .restitution » dans .stignore",
}
"""How each service that can is told to leave a folder alone."""
SUSPEND: Final = (
    "Suspendez la synchronisation pendant la construction, ou gardez le projet hors du partage et n'y mettez que "
    "sources/ et output/. Ce dossier se supprime sans rien perdre."
)
DOUBT: Final = " (d'après le nom du dossier)"


@question("place", GROUP, "Emplacement")
def buildable(subject: Subject, project: Path) -> Line | None:
    """What a build refuses before it begins: said here in its own words."""
    try:
        refuse_unready(project)
        where_jobs_run(project)
    except RestitutionError as error:
        return subject.missing(error.message, STOPPED, error.hint)
    return None


@question("writable", GROUP, "Écriture")
def may_be_written(subject: Subject, machine: Machine, project: Path) -> Line:
    """A small file, written and taken away, in each folder that a build writes in."""
    refused = [name or project.name for name in WRITTEN if not _takes(machine, project / name)]
    if not refused:
        return subject.ok("permise")
    return subject.missing(
        f"refusée dans {listed(f'« {name} »' for name in refused)}",
        STOPPED,
        "Demandez le droit d'écrire dans ce dossier, ou copiez le projet dans un dossier à vous.",
    )


@question("temporary", "CE POSTE", "Dossier temporaire")
def temporary(subject: Subject, machine: Machine) -> Line:
    """Where the tool works aside."""
    folder = machine.temporary()
    try:
        machine.write(folder)
        free = machine.free(folder)
    except OSError:
        hint = "Donnez un dossier à vous par la variable TEMP (Windows) ou TMPDIR."
        return subject.missing(f"« {folder} » : écriture refusée", STOPPED, hint)
    if free < LEAST:
        return subject.missing(f"« {folder} » : {_megabytes(free)} libres", STOPPED, FREE)
    return subject.ok(f"{folder}, {_megabytes(free)} libres")


@question("readings", "CE POSTE", "Lectures gardées")
def readings(subject: Subject, machine: Machine) -> Line:
    """Where what was read of files is kept for every project, and who else can read it."""
    place = machine.cache()
    if place is None:
        return subject.ok(f"dans chaque projet seulement ({FOLDER_VARIABLE}={OFF})")
    try:
        held = held_in(place)
    except Unusable as error:
        return subject.note(error.message, "chaque projet garde les siennes.", error.hint)
    kept = f"{plural(held.count, 'lecture')}, {weight(held.size)}, au plus {weight(place.most)}"
    found = f"{place.folder} ({kept}) ; le texte des notes y est, noms compris"
    if place.key.is_file() and machine.is_open(place.key):
        return subject.warning(
            f"{found} ; la clé « {place.key} » est ouverte à tous",
            "tous les comptes de ce poste, ou de ce serveur, peuvent mettre du texte dans vos documents.",
            "Fermez-la à qui n'est pas de l'équipe, ou supprimez-la : elle sera refaite, et rien de ce qui est "
            "gardé ne servira plus.",
        )
    if place.is_shared and machine.is_open(place.folder):
        return subject.warning(
            found,
            "tous les comptes de ce poste, ou de ce serveur, peuvent lire ce dossier.",
            "Fermez-le à qui ne doit pas lire les notes, ou ôtez tout : restitution cache prune --max 0",
        )
    return subject.ok(found)


@question("space", GROUP, "Place sur le disque")
def space(subject: Subject, machine: Machine, project: Path) -> Line:
    """Room on the disk, against twice what the notes weigh: their photograph, and what is made of them."""
    free = machine.free(project)
    wanted = max(ENOUGH, 2 * sum(map(_size, _notes(project))))
    found = f"{_megabytes(free)} libres"
    if free < LEAST:
        return subject.missing(found, "la construction s'arrêterait, disque plein.", FREE)
    if free < wanted:
        costs = f"une construction peut en demander {_megabytes(wanted)}, et s'arrêter."
        return subject.warning(found, costs, f"{FREE} .restitution/ se supprime sans rien perdre.")
    return subject.ok(found)


@question("paths", GROUP, "Longueur des chemins")
def lengths(subject: Subject, machine: Machine, project: Path) -> Line:
    """Paths of notes and of what a build makes, against what Windows opens."""
    long = sorted(
        (path for path in _notes(project) if len(str(path)) > LONGEST_PATH), key=lambda path: -len(str(path))
    )
    deepest = depth(project)
    if not long and deepest <= LONGEST_PATH:
        return subject.ok(f"tout tient dans les {LONGEST_PATH} signes que Windows ouvre toujours")
    parts = (
        [f"{plural(len(long), 'note')} au-delà de {LONGEST_PATH} signes, dont « {long[0].name} »"] if long else []
    )
    parts += [f"le travail de la construction irait à {deepest} signes"] if deepest > LONGEST_PATH else []
    found, costs = listed(parts), "sous Windows, Word et l'Explorateur n'ouvrent pas ces fichiers"
    if machine.around.system != WINDOWS:
        hint = "Rien sur ce poste ; raccourcissez des noms de dossiers si le projet va sous Windows."
        return subject.note(found, f"{costs}.", hint)
    hint = "Rapprochez le projet de la racine du disque, ou raccourcissez des noms de dossiers."
    if machine.long_paths():
        return subject.note(found, f"{costs} ; l'outil, lui, les ouvre.", hint)
    return subject.warning(found, f"{costs}, et l'outil peut échouer.", hint)


@question("placeholders", GROUP, "Fichiers en ligne")
def placeholders(subject: Subject, machine: Machine, project: Path) -> Line:
    """Notes of which only the name is here."""
    away = [path.relative_to(project).as_posix() for path in _notes(project) if machine.is_placeholder(path)]
    if not away:
        return subject.ok("aucun, toutes les notes sont sur ce poste")
    named = listed(f"« {name} »" for name in away[:SHOWN]) + (" …" if len(away) > SHOWN else "")
    return subject.warning(
        f"{plural(len(away), 'note')} en ligne uniquement : {named}",
        "l'outil ne les télécharge pas : celles qu'il a déjà lues sont reprises de mémoire, les autres attendent.",
        "Clic droit sur le dossier sources, « Toujours conserver sur cet appareil » (ou « Rendre disponible hors "
        "connexion »), et attendez la fin.",
    )


@question("synchronised", GROUP, "Synchronisation")
def synchronisation(subject: Subject, machine: Machine, project: Path) -> Line:
    """A service that synchronises the project."""
    found = synchronised_by(project, machine.around)
    if found is None:
        return subject.ok("aucune n'est connue pour ce dossier")
    return subject.note(
        f"{found.service}{'' if found.sure else DOUBT}, depuis « {found.root} »",
        "deux constructions en même temps, sur deux postes, feraient des copies en conflit.",
        "Construisez depuis un seul poste à la fois, une fois la synchronisation finie.",
    )


@question("working_folder", GROUP, "Dossier .restitution")
def working_folder(subject: Subject, machine: Machine, project: Path) -> Line | None:
    """The thousands of files that a build makes aside; nothing is said where no service sends them."""
    found = synchronised_by((project / WORK).resolve(), machine.around)
    if found is None:
        return None
    how = EXCLUSIONS.get(found.service)
    return subject.warning(
        f"synchronisé lui aussi, par {found.service}{'' if found.sure else DOUBT}, sauf s'il en est exclu",
        "des milliers de petits fichiers envoyés à chaque construction : c'est lent, cela fait des copies en "
        "conflit, et tous ceux qui ont le partage reçoivent ce qui y nomme des personnes.",
        f"Excluez-le {how}." if how else SUSPEND,
    )


@question("network", GROUP, "Lecteur réseau")
def drive(subject: Subject, machine: Machine, project: Path) -> Line:
    """The drive that the project is on."""
    kind = network_drive(project, machine.around)
    if not kind:
        return subject.ok("non, le dossier est sur ce poste")
    return subject.note(
        f"oui ({kind})",
        "la construction y est plus lente, et une coupure du réseau l'arrête ; ce qui est publié reste entier.",
        "Construisez quand le réseau est stable ; au besoin, copiez le projet sur ce poste.",
    )


def _takes(machine: Machine, folder: Path) -> bool:
    """Whether a folder may be written in; one that is not there is made in the one above."""
    if not os.path.lexists(folder):
        return True
    try:
        machine.write(folder)
    except OSError:
        return False
    return True


def _notes(project: Path) -> list[Path]:
    return [Path(place, name) for place, _, names in os.walk(project / "sources") for name in names]


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _megabytes(size: int) -> str:
    return f"{number(size / GIGABYTE, 1)} Go" if size >= GIGABYTE else f"{number(size / MEGABYTE)} Mo"
