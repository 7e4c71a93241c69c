"""A bon à tirer freezes the notes: a build reads those of the edition, whatever lies in `sources/` since."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.errors import RestitutionError
from restitution.messages import listed, plural
from restitution.model import Source
from restitution.plan.snapshot import by_lots
from restitution.publication.editions import THAW, Edition, frozen_edition, note_bytes
from restitution.store import Store

MAY_COME_BACK = (".docx", ".odt", ".pdf", ".html")
"""Files that may be a copy of ours with remarks, which never waits: only its bytes tell."""
TOLD = 3
"""Files named in the message."""


def hold(project: Path, kept: Store, found: dict[str, list[Source]]) -> tuple[dict[str, list[Source]], list[str]]:
    """The photograph as the frozen edition has it, and what a person must hear of it; as it is when none is.

    Raises `RestitutionError` when the bytes of a frozen note are gone.
    """
    edition = frozen_edition(project)
    if edition is None:
        return found, []
    today = {source.path: source for files in found.values() for source in files}
    held = [_held(project, kept, edition, path, sha256, today) for path, sha256 in edition.sources.items()]
    late = [
        msgspec.structs.replace(
            source, sha256=source.sha256 if source.path.lower().endswith(MAY_COME_BACK) else None, trouble="gelé"
        )
        for source in today.values()
        if source.path not in edition.sources
    ]
    apart = [one.path for one in held if today.get(one.path) != one] + [one.path for one in late]
    return by_lots([*held, *late]), _told(edition, sorted(apart))


def _held(
    project: Path, kept: Store, edition: Edition, path: str, sha256: str, today: dict[str, Source]
) -> Source:
    source = today.get(path)
    if source is not None and (source.sha256 or "") == sha256:
        return source
    if not sha256:  # nothing that could be read then
        return Source(path=path, sha256=None, trouble="gelé")
    data = note_bytes(project, edition, sha256)
    if data is None:
        raise RestitutionError(
            f"Le bon à tirer « {edition.name} » ne garde plus la note « {path} » telle qu'elle était.",
            f"Remettez le dossier sources/editions/{edition.name}/notes, ou rouvrez : {THAW}.",
        )
    return Source(path=path, sha256=kept.put(data), size=len(data))


def _told(edition: Edition, apart: list[str]) -> list[str]:
    if not apart:
        return []
    named = listed(apart[:TOLD]) if len(apart) <= TOLD else f"{', '.join(apart[:TOLD])}…"
    many = plural(len(apart), "fichier changé depuis attend", "fichiers changés depuis attendent")
    said = f"Bon à tirer « {edition.name} » : {many} l'édition suivante ({named})."
    return [f"{said} Pour les reprendre maintenant : {THAW}."]
