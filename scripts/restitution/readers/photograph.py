"""Photographs in the formats of cameras and scanners: made into pictures that every output shows."""

from __future__ import annotations

from typing import Final

from restitution.errors import UnreadableSource
from restitution.model import Block, Reading
from restitution.pictures.developing import developed
from restitution.readers.base import Prepared

PICTURE: Final = "image"
"""The key of the picture among those of the reading."""
UNREADABLE: Final = (
    "Cette photographie est abîmée, trop grande ou d'une sorte que personne ici ne sait lire : enregistrez-la au "
    "format JPEG, et déposez celle-ci."
)


def prepare(data: bytes, path: str) -> Prepared:  # noqa: ARG001 every reader is asked in the same way
    """The picture, developed. Raises `UnreadableSource` when nothing of it can be shown."""
    shown = developed(data)
    if not shown:
        raise UnreadableSource(UNREADABLE)
    return Prepared(reading=Reading(media={PICTURE: shown}))


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 there is nothing for pandoc
    """The reading, which has no word."""
    return prepared.reading
