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
from restitution.pictures.formats import is_drawing
from restitution.pictures.showable import showable

HASH = 16

Find = Callable[[str], bytes | None]
"""Path below `sources/` -> bytes of that file in the photograph."""
Keep = Callable[[bytes], str]
"""Bytes -> their name in the store."""


class _Pictures:
    def __init__(self, reading: Reading, path: str, find: Find, keep: Keep) -> None:
        self.reading, self.path, self.find, self.keep = reading, path, find, keep
        self.media: dict[str, str] = {}
        self.names: dict[str, list[str]] = {}
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
        kind = showable(data or b"")
        if data is None or not kind:
            said = " ".join(ast.text(alt).split())
            told = f" Sa description : « {said} »." if said else ""
            self._warn("image", f"L'image « {name} » {_why(data)}{told}")
            return [{"t": "Emph", "c": _ours(f"[image non reprise : {name}]")}]
        sha256 = self.keep(data)
        own = f"media/{sha256[:HASH]}.{kind}"
        self.media[own] = sha256
        self.names[own] = list(dict.fromkeys([*self.names.get(own, ()), name]))
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


def _why(data: bytes | None) -> str:
    """Why a picture is not shown, and what to do."""
    if data is None:
        return "est introuvable à côté de la note : elle n'est pas reprise."
    if is_drawing(data):
        return (
            "est un dessin SVG que les documents ne peuvent pas montrer (illisible, trop lourd, ou avec un motif, "
            "un masque, un filtre ou une image) : elle n'est pas reprise ; exportez-la en PNG."
        )
    return (
        "n'est ni PNG, ni JPEG, ni GIF, ni WebP, ni SVG, ou est abîmée ou trop grande : elle n'est pas reprise ; "
        "exportez-la en PNG."
    )


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
    named = msgspec.structs.replace(reading, blocks=blocks, findings=findings, media={}, pictures=pictures.names)
    return named, pictures.media
