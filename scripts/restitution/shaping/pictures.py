"""The pictures of a note: found in it or beside it, never elsewhere; each with an alternative text."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

import msgspec

from restitution.model import GENERATED, Block, Finding, Inline, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

OPENING = 2000
"""Bytes among which a drawing says that it is one."""
KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))
HASH = 16

Find = Callable[[str], bytes | None]
"""Path below `sources/` -> bytes of that file in the photograph."""
Keep = Callable[[bytes], str]
"""Bytes -> their name in the store."""


class _Pictures:
    def __init__(self, reading: Reading, path: str, find: Find, keep: Keep) -> None:
        self.reading, self.path, self.find, self.keep = reading, path, find, keep
        self.media: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.caption: Inlines = []

    def block(self, block: Block) -> Block:
        """A block with its pictures resolved; inside a figure the caption stands in for a missing description."""
        self.caption = block["c"][1][1] if block["t"] == "Figure" else []
        return ast.map_leaves([block], lambda inlines: ast.map_inlines(inlines, self.inline))[0]

    def inline(self, inline: Inline) -> Inlines:
        """A picture under its own name, or what is said of it when it cannot be shown."""
        if inline["t"] != "Image":
            return [inline]
        attributes, alt, (target, title) = inline["c"]
        name = posixpath.basename(target) or "image"
        data = self.reading.media.get(target) or self._beside(target) or self._beside(unquote(target))
        kind = _kind(data or b"")
        if data is None or not kind:
            why = "est introuvable à côté de la note" if data is None else "n'est ni PNG, ni JPEG, ni GIF, ni SVG"
            said = " ".join(ast.text(alt).split())
            told = f" Sa description : « {said} »." if said else ""
            self._warn("image", f"L'image « {name} » {why} : elle n'est pas reprise.{told}")
            return [{"t": "Emph", "c": _ours(f"[image non reprise : {name}]")}]
        sha256 = self.keep(data)
        own = f"media/{sha256[:HASH]}.{kind}"
        self.media[own] = sha256
        return [{"t": "Image", "c": [attributes, alt or self._described(name), [own, title]]}]

    def _beside(self, target: str) -> bytes | None:
        if ":" in target or target.startswith(("/", "\\")):
            return None
        folder = posixpath.dirname(self.path)
        path = posixpath.normpath(posixpath.join(folder, target.replace("\\", "/")))
        inside = not folder or path.split("/", 1)[0] == folder.split("/", 1)[0]
        return self.find(unicodedata.normalize("NFC", path)) if inside else None

    def _described(self, name: str) -> Inlines:
        """The caption, else a sentence that says that the description is missing."""
        caption = " ".join(ast.text(self.caption).split())
        self._warn(
            "description", f"L'image « {name} » n'a pas de texte de remplacement : écrivez ce qu'elle montre."
        )
        return ast.string(caption) if caption else _ours(f"Illustration sans description ({name})")

    def _warn(self, code: str, message: str) -> None:
        self.findings.append(Finding(code=code, level="warning", message=message, path=self.path))


def _kind(data: bytes) -> str:
    """Ending of a picture that a document may show; empty for any other."""
    drawing = "svg" if b"<svg" in data[:OPENING] else ""
    return next((kind for magic, kind in KINDS if data.startswith(magic)), drawing)


def _ours(text: str) -> Inlines:
    """Words that are ours, not the writer's."""
    return [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(text)]}]


def resolve_pictures(reading: Reading, path: str, find: Find, keep: Keep) -> tuple[Reading, dict[str, str]]:
    """The reading with every picture under a name of ours, and those names -> sha256 in the store.

    A picture that is not there, or that no reader could show, becomes a note of its name, and a finding.
    """
    pictures = _Pictures(reading, path, find, keep)
    blocks = [pictures.block(block) for block in reading.blocks]
    findings = [*reading.findings, *pictures.findings]
    return msgspec.structs.replace(reading, blocks=blocks, findings=findings, media={}), pictures.media
