"""Accepting what a reviewer wrote in a gap: it becomes a note of her name, never words put over the plan's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from restitution.acts.folders import folder_of
from restitution.remarks import Fills, Remark
from restitution.review.filling import can_be_written, write_note
from restitution.review.gaps import offered
from restitution.review.words import author_told, fills_told, is_signed
from restitution.settings import SETTINGS_FILE, load_settings


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What accepted content became."""

    answers: dict[str, str] = {}
    """Key of each remark that is settled so -> what its reviewer is told."""
    waiting: list[str] = []
    """Keys of those whose content somebody has to carry."""
    said: list[str] = []
    """For the editor: each new note, or where she writes it."""
    notes: list[str] = []
    """The new notes, in the project."""


def fill(project: Path, remarks: Iterable[Remark]) -> Filled:
    """Write a note for each person and section; no file that stands there is touched."""
    groups: dict[tuple[str, Fills], list[Remark]] = {}
    for remark in remarks:
        if remark.fills:
            groups.setdefault((author_told(remark), remark.fills), []).append(remark)
    found = Filled()
    for (_, fills), group in groups.items():
        _one(project, fills, sorted(group, key=lambda one: (one.relation == "after", one.number)), found)
    return found


def _one(project: Path, fills: Fills, group: Sequence[Remark], found: Filled) -> None:
    content = [remark for remark in group if offered(remark)]
    if content and not can_be_written(fills):
        found.said.extend(f"{one.number} : {where_to_write(fills)}" for one in content)
        found.waiting.extend(remark.key for remark in group)
        return
    answer = "La mention s’en va d’elle-même quand quelqu’un écrit cette rubrique."
    if content:
        settings = load_settings(project / SETTINGS_FILE)
        territory = settings.territory(fills.territory) if fills.territory else None
        path = write_note(folder_of(project, territory, project), fills, content)
        place = path.relative_to(project).as_posix()
        found.notes.append(place)
        numbers = ", ".join(one.number for one in content)
        found.said.append(
            f"{numbers} : {fills_told(fills)}. Nouvelle note, {in_the_name_of(content[0])} : {place}"
        )
        of = f" ({fills.of})" if fills.of else ""
        answer = f"Merci : votre texte entre dans la publication, à la rubrique « {fills.section} »{of}."
    found.answers.update({remark.key: answer for remark in group})


def in_the_name_of(remark: Remark) -> str:
    """Whose the note is."""
    return f"au nom de {author_told(remark)}" if is_signed(remark) else "sans nom d'auteur"


def where_to_write(fills: Fills) -> str:
    """What is left to the editor: in which note this content goes."""
    where = f"dans la note sources/{fills.note}, par son auteur" if fills.note else "dans une note, sous sources/"
    return f"{fills_told(fills)}. À écrire {where} ; la mention s'en ira d'elle-même."
