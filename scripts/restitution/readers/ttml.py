"""Reads subtitles in TTML and DFXP (W3C Timed Text): every word that was said, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.model import Block, NotTaken, Reading
from restitution.ooxml.package import parse
from restitution.pandoc import ast, speech
from restitution.readers.base import Prepared

NOT_ONE: Final = "Ce fichier XML n'est pas une transcription (TTML) : exportez-la en .vtt ou .srt, ou retirez-le."
TOO_LARGE: Final = "Cette transcription est trop longue : partagez-la en plusieurs fichiers."
EMPTY: Final = "Cette transcription ne contient aucune parole : exportez-la à nouveau."
_CLOCK: Final = re.compile(r"(\d+):(\d\d):(\d\d)(?:[.,:](\d+))?(?:\.\d+)?$")
_OFFSET: Final = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|t|f)$")
_UNITS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / 25}


def prepare(data: bytes, path: str) -> Prepared:  # noqa: ARG001 the shape of every reader
    """The whole transcript. Raises `UnreadableSource`."""
    if len(data) > limits.now().talk:
        raise UnreadableSource(TOO_LARGE)
    root = parse(data)
    if _name(root) != "tt":
        raise UnreadableSource(NOT_ONE)
    reading = Reading()
    _leave_head(root, reading)
    names = _agents(root)
    pieces = [piece for line in root.iter("{*}p") for piece in _pieces(line, root, names)]
    reading.blocks = speech.paragraphs(pieces)
    if not reading.blocks:
        raise UnreadableSource(EMPTY)
    reading.speakers = speech.speakers(pieces)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _leave_head(root: Element, reading: Reading) -> None:
    """What the file says of itself, names of those who speak included: they stand in their turns."""
    head = root.find("{*}head")
    texts = [" ".join(" ".join(node.itertext()).split()) for node in (() if head is None else head)]
    for text in texts:
        if text:
            reading.not_taken.append(NotTaken(reason="champ technique", text=text, where="en-tête du fichier"))


def _agents(root: Element) -> dict[str, str]:
    """Key of who speaks -> name."""
    key = "{http://www.w3.org/XML/1998/namespace}id"
    return {
        agent.get(key, ""): " ".join("".join(agent.itertext()).split())
        for agent in root.iter("{*}agent")
        if agent.get(key)
    }


def _pieces(line: Element, root: Element, names: dict[str, str]) -> Iterator[speech.Piece]:
    start = _seconds(_time(line, "begin", root), root)
    end = _seconds(_time(line, "end", root), root)
    total = int(start or 0)
    where = f"{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
    said = " ".join("".join(_spoken(line)).split())
    if said:
        yield speech.Piece(_speaker(line, names), where, ast.string(said), start, end)


def _time(line: Element, name: str, root: Element) -> str:
    """A time of a line: its own, else that of what it stands in."""
    around = (node.get(name, "") for node in [line, *line.iterancestors()] if node is not root)
    return next((said for said in around if said), "")


def _spoken(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if _name(child) == "br":
            yield " "
        elif _name(child) == "span":
            yield from _spoken(child)
        yield child.tail or ""


def _speaker(line: Element, names: dict[str, str]) -> str:
    for node in [line, *line.iter("{*}span"), *line.iterancestors()]:
        agent = next((value for key, value in node.attrib.items() if str(key).endswith("}agent")), "")
        if agent:
            return names.get(agent.split()[0].lstrip("#"), agent)
    return ""


def _seconds(said: str, root: Element) -> float | None:
    if found := _CLOCK.match(said):
        hours, minutes, seconds = (int(part) for part in found.groups()[:3])
        part = float(f"0.{found[4]}") if found[4] and "." in said else 0.0
        return hours * 3600 + minutes * 60 + seconds + part
    if found := _OFFSET.match(said):
        rate = next((value for key, value in root.attrib.items() if str(key).endswith("}tickRate")), "1")
        unit = 1 / max(float(rate), 1.0) if found[2] == "t" else _UNITS[found[2]]
        return float(found[1]) * unit
    return None


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
