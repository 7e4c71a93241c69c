"""What a meeting hangs and hands out, each by the name of its document."""

from __future__ import annotations

from restitution.meeting.choosing import Chosen
from restitution.meeting.posters import poster_of
from restitution.model import Coverage, Document
from restitution.settings import Settings


def handout_of(name: str, document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> Document:
    """`name`: of `plan.handouts.document_of`, without `supports/` and the ending."""
    _, _, poster = name.partition("affiches/")
    return poster_of(poster, document, settings, coverage, chosen)
