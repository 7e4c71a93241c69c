"""What a meeting hangs and hands out, each by the name of its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from restitution.meeting import folder
from restitution.meeting.attendance import attendance
from restitution.meeting.choosing import Chosen
from restitution.meeting.offers import Said
from restitution.meeting.posters import poster_of, told_of_posters
from restitution.meeting.reaction import reaction
from restitution.model import Coverage, Document, Finding
from restitution.settings import Settings

POSTERS = "affiches/"
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
    return poster_of(name.removeprefix(POSTERS), document, settings, coverage, chosen)


def handout_findings(
    names: Iterable[str],
    document: Document,
    settings: Settings,
    coverage: Coverage,
    chosen: Chosen,
    said: Sequence[Said],
) -> list[Finding]:
    """What the editor should hear of those of these names."""
    asked = list(names)
    posters = any(name.startswith(POSTERS) for name in asked)
    lacking = folder.findings_of(said) if FOLDER in asked else []
    return [*lacking, *(told_of_posters(document, settings, coverage, chosen) if posters else [])]
