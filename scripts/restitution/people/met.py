"""Names that were masked though the register does not hold them: what the editor hears of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from restitution.messages import plural
from restitution.model import Finding
from restitution.people.circle import words_of

TO_REGISTER: Final = "personne"
"""Code of the finding of somebody whom the register does not hold."""
TO_CONFIRM: Final = "nom_entendu"
"""Code of the finding of words that sound like a name of the register."""


class Met(msgspec.Struct, frozen=True):
    """A name that was masked, where, and who it sounds like (empty for nobody known)."""

    name: str
    where: str
    meant: str = ""


def met_findings(path: str, met: Iterable[Met]) -> list[Finding]:
    """One finding a person of a file: her fullest name, where she is first named, how often."""
    groups: list[list[Met]] = []
    for one in sorted(met, key=lambda one: -len(words_of(one.name))):
        group = next((group for group in groups if _is_same(group[0], one)), None)
        groups.append([one]) if group is None else group.append(one)
    return sorted((_finding(path, group) for group in groups), key=lambda finding: (finding.code, finding.message))


def _is_same(fuller: Met, other: Met) -> bool:
    return fuller.meant == other.meant and set(words_of(other.name)) <= set(words_of(fuller.name))


def _finding(path: str, group: list[Met]) -> Finding:
    first = group[0]
    times = plural(len(group), "fois", "fois")
    said = " ".join(first.name.split())
    if first.meant:
        message = (
            f"À confirmer : « {said} » ({times}) ressemble à {first.meant} et reste masqué. Si c'est bien cette "
            "personne, ajoutez ces mots à ses « variantes » ; sinon à « pas_des_personnes » du registre."
        )
        return Finding(code=TO_CONFIRM, level="warning", message=message, path=path, where=first.where)
    message = (
        f"Personne à inscrire : « {said} » ({times}) n'est pas au registre, et reste masquée. Si ce n'est "
        "personne, écrivez ce nom sous « pas_des_personnes »."
    )
    return Finding(code=TO_REGISTER, level="warning", message=message, path=path, where=first.where)
