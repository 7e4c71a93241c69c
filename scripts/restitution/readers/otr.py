"""Reads transcriptions made with oTranscribe (.otr): a page in a JSON file, with times among its words."""

from __future__ import annotations

import json
from typing import Any, Final

from restitution import charset, limits
from restitution.errors import UnreadableSource
from restitution.model import Block, NotTaken, Reading
from restitution.readers import html
from restitution.readers.base import Prepared

NOT_ONE: Final = (
    "Ce fichier n'est pas une transcription d'oTranscribe, ou il est abîmé : exportez-la à nouveau, ou copiez son "
    "texte dans un document .docx."
)


def prepare(data: bytes, path: str) -> Prepared:
    """The whole transcript. Raises `UnreadableSource`."""
    text, _ = charset.decode(data, limits.now().talk)
    said = _parsed(text)
    prepared = html.prepare(f"<!doctype html><meta charset=utf-8>{said['text']}".encode(), path)
    media = said.get("media")
    if isinstance(media, str) and media.strip():
        prepared.reading.not_taken.append(NotTaken(reason="champ technique", text=media, where="enregistrement"))
    return prepared


def _parsed(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(NOT_ONE) from error
    if not isinstance(said, dict) or not isinstance(said.get("text"), str) or "media-time" not in said:
        raise UnreadableSource(NOT_ONE)
    return said


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:
    """The reading that `prepare` made."""
    return html.finish(prepared, blocks)
