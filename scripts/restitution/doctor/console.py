"""The window in which the commands are read, and the names of files."""

from __future__ import annotations

import codecs
from typing import Final

from restitution.doctor.asking import question
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Subject
from restitution.messages import plural
from restitution.shared_folders import WINDOWS

GROUP: Final = "CE POSTE"
OURS: Final = "« à é ê ï ô ù ç œ Œ É » … → ’ – ¶"
"""Signs that our sentences are made of."""


@question("console", GROUP, "Lettres à l'écran")
def letters(subject: Subject, machine: Machine) -> Line:
    """Whether the window shows our sentences."""
    encoding = machine.screen or "ascii"
    lacking = _lacking(encoding)
    if not lacking:
        return subject.ok(f"toutes ({encoding})")
    on_windows = machine.around.system == WINDOWS
    return subject.note(
        f"{encoding}, où manquent {plural(len(lacking), 'signe')} que l'outil écrit, comme les trois points",
        "ces signes sont remplacés à l'écran, et là seulement ; les documents sont justes.",
        "Ouvrez « Terminal Windows », ou tapez d'abord : chcp 65001"
        if on_windows
        else "Tapez d'abord : export LANG=C.UTF-8",
    )


@question("names", GROUP, "Noms de fichiers")
def names(subject: Subject, machine: Machine) -> Line:
    """Whether names of files with accents are read as they are."""
    if codecs.lookup(machine.names).name == "utf-8":
        return subject.ok("accents compris (utf-8)")
    return subject.warning(
        f"lus en {machine.names}",
        "des noms avec accents peuvent être lus de travers.",
        "Tapez d'abord : export LANG=C.UTF-8 (ou, sous Windows : set PYTHONUTF8=1)",
    )


def _lacking(encoding: str) -> list[str]:
    try:
        return [sign for sign in OURS.split() if sign.encode(encoding, "replace").decode(encoding) != sign]
    except LookupError:
        return OURS.split()
