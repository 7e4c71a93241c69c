"""Whether a project lies where it can be built: said at once, in a sentence, instead of failing in the middle."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from typing import Final

from restitution import disk
from restitution.errors import RestitutionError, WrongUse
from restitution.plan.outputs import WORK
from restitution.plan.snapshot import OURS

OUR_LONGEST: Final = 150
"""Letters of our longest path below a project: a note that a bon à tirer keeps, in an edition with a long name."""
NETWORK: Final = "\\\\"


def refuse_unready(project: Path) -> None:
    """Raises `WrongUse` for a project whose path is no text, too deep, or half of whose own files are not here."""
    _refuse_strange_name(project)
    _refuse_depth(project)
    missing = next(_stubs(project), None)
    if missing is not None:
        raise WrongUse(
            f"« {missing.relative_to(project).as_posix()} » n'est qu'en ligne : rien n'est construit, car sans ce "
            "fichier des remarques, des choix ou des repères seraient perdus.",
            "Rendez le dossier du projet disponible hors connexion sur cette machine, attendez, puis relancez.",
        )


def _refuse_strange_name(project: Path) -> None:
    """A name of bytes that are no text, or on a machine that is told to know no accent."""
    if any(unicodedata.category(sign) == "Cs" for sign in str(project)):
        raise WrongUse(
            "Le chemin du dossier du projet contient des lettres que cette machine ne sait pas lire.",
            "Renommez ce dossier, sans accent au besoin, puis relancez.",
        )


def depth(project: Path) -> int:
    """Letters of the longest path that a build makes."""
    return len(str(project)) + 1 + OUR_LONGEST


def _refuse_depth(project: Path) -> None:
    too_long = depth(project) - disk.LONGEST_PATH
    if disk.WINDOWS and too_long > 0 and not _takes_long_paths(project):
        raise WrongUse(
            f"Le dossier « {project.name} » est trop profond pour Windows : son chemin a {len(str(project))} "
            f"lettres, {too_long} de trop.",
            r"Déplacez-le plus haut, par exemple dans C:\Projets, ou raccourcissez les noms des dossiers.",
        )


def _takes_long_paths(project: Path) -> bool:
    """Whether this Windows was told to take longer paths: asked by making one."""
    folder = project / ".restitution" / "logs"
    probe = folder / "x".ljust(max(disk.LONGEST_PATH + 2 - len(str(folder)), 1), "x")
    made = [one for one in (folder, folder.parent) if not one.exists()]  # a question leaves nothing behind
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    finally:
        for one in made:
            with suppress(OSError):
                one.rmdir()
    return True


def _stubs(project: Path) -> Iterator[Path]:
    """What synchronisers put in the place of files of ours; a note's own waits for its note."""
    sources = project / "sources"
    for folder in (project, sources):
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if disk.STUB.fullmatch(path.name) and (folder == project or ".csv" in path.name.lower()):
                yield path
    for folder in (*(sources / name for name in sorted(OURS)), project / "templates"):
        for at, _, names in os.walk(folder):
            yield from (Path(at, name) for name in sorted(names) if disk.STUB.fullmatch(name))


def project_of_job(folder: Path) -> Path:
    """The project, from where a workflow is read: its folder, or the one below it in which a cluster's job is."""
    return folder.parent if folder.name == WORK.name else folder


def where_jobs_run(project: Path, drives: Mapping[str, str] | None = None) -> Path:
    r"""The project as `cmd.exe` can stand in it, which no `\\server\share` is: by the letter of a connected drive.

    `drives`: root of each drive as the network names it -> its letter. Raises `RestitutionError` when none is its.
    """
    if not str(project).startswith(NETWORK):
        return project
    known = _drives() if drives is None else drives
    for root, letter in known.items():
        with suppress(ValueError):
            return Path(letter, PureWindowsPath(project).relative_to(root))
    share = PureWindowsPath(project).drive
    raise RestitutionError(
        f"Le dossier « {PureWindowsPath(project).name} » est ouvert par son adresse sur le réseau ({share}), d'où "
        "Windows ne lance aucun programme.",
        f"Connectez-lui un lecteur (Explorateur, Ce PC, « Connecter un lecteur réseau » : {share}), puis relancez "
        "depuis ce lecteur.",
    )


def _drives() -> dict[str, str]:
    """The connected drives of the network; none elsewhere than on Windows."""
    if not disk.WINDOWS:
        return {}
    letters = [f"{chr(code)}:\\" for code in range(ord("A"), ord("Z") + 1)]
    roots = {os.path.realpath(letter): letter for letter in letters if Path(letter).exists()}
    return {root: letter for root, letter in roots.items() if root.startswith(NETWORK)}
