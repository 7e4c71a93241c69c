"""What a meeting hangs and hands out, each by the name of its document."""

from __future__ import annotations

from restitution.meeting.choosing import Chosen
from restitution.model import Coverage, Document
from restitution.settings import Settings


def handout_of(name: str, document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> Document:
    """`name`: of `plan.handouts.document_of`, without `supports/` and the ending."""
    raise KeyError(name)
