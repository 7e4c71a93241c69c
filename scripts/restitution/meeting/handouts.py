"""What a meeting hangs and hands out, each by the name of its document."""

from __future__ import annotations

from collections.abc import Sequence

from restitution.meeting import folder
from restitution.meeting.attendance import attendance
from restitution.meeting.choosing import Chosen
from restitution.meeting.offers import Said
from restitution.meeting.posters import poster_of
from restitution.meeting.reaction import reaction
from restitution.model import Coverage, Document, Finding
from restitution.settings import Settings

FOLDER, ATTENDANCE, REACTION = (
    "dossier/dossier-du-participant", "dossier/feuille-d-emargement", "dossier/fiche-de-reaction",
)  # fmt: skip


def handout_of(
    name: str, document: Document, settings: Settings, coverage: Coverage, chosen: Chosen, said: Sequence[Said]
) -> Document:
    """`name`: of `plan.handouts.document_of`, without `supports/` and the ending; `said`: as published."""
    if name == FOLDER:
        return folder.folder(document, settings, coverage, chosen, said)
    if name == ATTENDANCE:
        return attendance(document, settings)
    if name == REACTION:
        return reaction(document, settings)
    _, _, poster = name.partition("affiches/")
    return poster_of(poster, document, settings, coverage, chosen)


def handout_findings(names: Sequence[str], said: Sequence[Said]) -> list[Finding]:
    """What the editor should hear of them."""
    return folder.findings_of(said) if FOLDER in names else []
