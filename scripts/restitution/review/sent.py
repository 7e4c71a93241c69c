"""Manifests of what was sent: which one a returned copy answers to."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import structs

from restitution.remarks import Sent
from restitution.review.returned import Returned
from restitution.store import unzipped


def packed(sent: Sent) -> bytes:
    """A manifest as it is kept: the same for the same manifest."""
    return gzip.compress(msgspec.json.encode(sent, order="sorted"), mtime=0)


def unpacked(data: bytes) -> Sent | None:
    """A manifest that was kept; None when it is damaged: others may serve."""
    try:
        return msgspec.json.decode(unzipped(data), type=Sent)
    except (OSError, msgspec.DecodeError):
        return None


def answered(returned: Returned, known: Iterable[Sent]) -> Sent:
    """What the copy held when it was sent: by its own manifest, else that of its build, else of the closest text.

    `known`: the manifests that are kept. Empty when none is.
    """
    own = returned.sent
    if own is not None and own.passages and all(passage.text for passage in own.passages):
        return own
    known = list(known)
    if own is not None and own.build:
        same = [one for one in known if one.build == own.build]
        if same:
            return _completed(own, max(same, key=lambda one: (one.copy == own.copy, _shared(returned, one))))
    if own is not None and own.passages:
        return own
    closest = max(known, key=lambda one: _shared(returned, one), default=None)
    found = closest if closest is not None and _shared(returned, closest) else Sent()
    carried = own or Sent()
    return structs.replace(found, carried=carried.carried, masked=carried.masked)


def _completed(own: Sent, kept: Sent) -> Sent:
    """The file's own passages with the texts that were kept of its build; all that was kept when it has none."""
    texts: Mapping[str, str] = {passage.bookmark: passage.text for passage in kept.passages}
    passages = [
        passage if passage.text else structs.replace(passage, text=texts.get(passage.bookmark, ""))
        for passage in own.passages
    ]
    if not passages and own.copy == kept.copy:
        return kept
    return structs.replace(own, passages=passages or kept.passages)


def _shared(returned: Returned, sent: Sent) -> int:
    """How many letters of the copy's paragraphs are a passage of a manifest."""
    texts = {passage.text for passage in sent.passages}
    return sum(
        len(text) for paragraph in returned.paragraphs if (text := " ".join(paragraph.sent.split())) in texts
    )
