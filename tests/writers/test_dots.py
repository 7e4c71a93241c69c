"""A drawing is made into dots once, for every writer and for the next build."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.model import Document
from restitution.stages import media
from restitution.stages.media import cached, dots_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
DOCUMENT = Document(
    build="", title="", subtitle="", date="", language="fr-FR", epoch=0, authors=[], keywords=[], licence="",
    funding="", blocks=[], media={"dessin.svg": "a" * 64, "photo.png": "b" * 64}, placements=[],
)  # fmt: skip


def test_drawings_alone_are_drawn_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = {"dessin.svg": SVG, "photo.png": b"\x89PNG\r\n\x1a\n"}
    first = dots_of(DOCUMENT, shown)
    assert list(first) == ["dessin.svg"]
    assert first["dessin.svg"].startswith(b"\x89PNG")
    monkeypatch.setattr(media, "as_png", lambda _: pytest.fail("drawn again"))
    assert dots_of(DOCUMENT, shown) == first
    assert {path for path in media.CACHE.iterdir() if path.name != "lock"} <= set(cached(DOCUMENT))


def test_what_cannot_be_drawn_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = {"dessin.svg": SVG}
    monkeypatch.setattr(media, "as_png", lambda _: b"")
    assert dots_of(DOCUMENT, shown) == {"dessin.svg": b""}
    monkeypatch.setattr(media, "as_png", lambda _: pytest.fail("tried again"))
    assert dots_of(DOCUMENT, shown) == {"dessin.svg": b""}
