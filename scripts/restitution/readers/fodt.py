"""Reads flat OpenDocument texts (.fodt): as the package that they stand for."""

from __future__ import annotations

from restitution.model import Block, Reading
from restitution.ooxml.flat import packaged
from restitution.ooxml.properties import properties
from restitution.readers import odt
from restitution.readers.base import Prepared


def prepare(data: bytes, path: str) -> Prepared:
    """Take a flat text apart. Raises `UnreadableSource`."""
    package = packaged(data)
    prepared = odt.prepare(package, path)
    prepared.reading.properties = properties(package, "odt")
    return prepared


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:
    """The reading of pandoc's blocks."""
    return odt.finish(prepared, blocks)
