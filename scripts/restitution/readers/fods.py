"""Reads flat OpenDocument spreadsheets (.fods): as the package that they stand for."""

from __future__ import annotations

from restitution.model import Block, Reading
from restitution.ooxml.flat import packaged
from restitution.ooxml.properties import properties
from restitution.readers import ods
from restitution.readers.base import Prepared


def prepare(data: bytes, path: str) -> Prepared:
    """The whole workbook. Raises `UnreadableSource`."""
    package = packaged(data)
    prepared = ods.prepare(package, path)
    prepared.reading.properties = properties(package, "ods")
    return prepared


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading
