"""Step (c) for the slides: the paragraphs of each one, then the speaker's notes, against the document's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from lxml import etree

from restitution.conservation.align import unpaired
from restitution.conservation.container import Container
from restitution.conservation.published_units import Unit, letters_of, read_units
from restitution.conservation.published_verdict import (
    HINT,
    Stray,
    Verified,
    around,
    counted,
    settle_pictures,
    tell_pictures,
    tell_words,
)
from restitution.conservation.words import words
from restitution.errors import Loss, UnreadableSource
from restitution.model import Document

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAIN: Final = "ppt/presentation.xml"
NOTES: Final = "/notesSlide"
UNREADABLE: Final = "le diaporama écrit ne peut pas être relu"


def check_pptx(data: bytes, document: Document) -> Verified:
    """Compare slides with their document. Raises `Loss` when they cannot be read."""
    try:
        parts = list(_parts(Container(data, "pptx")))
    except (UnreadableSource, KeyError) as error:
        raise Loss(UNREADABLE, HINT) from error
    texts = [text for part in parts for text in _paragraphs(part) if letters_of(text)]
    units = read_units(document.blocks)
    verified = counted(units)
    told = settle_pictures(verified, units, (alternative for part in parts for alternative in _alternatives(part)))
    tell_pictures(verified, units, told, texts)
    for picture in (picture for unit in units for picture in unit.pictures):  # told in words in its place
        _take(texts, letters_of(picture.alt))
    wanted = [unit for unit in units if unit.letters]
    lacking, over = unpaired([unit.letters for unit in wanted], [letters_of(text) for text in texts])
    if lacking or over:
        _tell(verified, [wanted[place] for place in lacking], [texts[place] for place in over])
    return verified


def _take(texts: list[str], letters: str) -> None:
    """Take the first text of these letters out."""
    place = next((place for place, text in enumerate(texts) if letters_of(text) == letters), None)
    if place is not None:
        del texts[place]


def _tell(verified: Verified, lost: list[Unit], strangers: list[str]) -> None:
    """Say what differs: whole paragraphs that stand elsewhere, then words."""
    letters = [letters_of(text) for text in strangers]
    moved = [unit for unit in lost if unit.letters in letters]
    for unit in moved:
        place = letters.index(unit.letters)
        del letters[place], strangers[place]
        verified.moved.append(Stray(unit.leaf, around(unit.words, 0, len(unit.words))))
    left = [unit for unit in lost if unit not in moved]
    if left or strangers:
        tell_words(verified, left, [word for text in strangers for word in words(text)])


def _parts(container: Container) -> Iterator[Element]:
    """Each slide in the order of the presentation, with its notes behind it."""
    slides = container.tree(MAIN).find(f"{P}sldIdLst")
    targets = _relations(container, MAIN)
    for slide in slides if slides is not None else ():
        name = targets[slide.get(f"{R}id", "")][1]
        yield container.tree(name)
        for kind, target in _relations(container, name).values():
            if kind.endswith(NOTES):
                yield container.tree(target)


def _relations(container: Container, part: str) -> dict[str, tuple[str, str]]:
    """Of each relationship of a part: its kind and the part that it leads to."""
    path = PurePosixPath(part)
    root = container.tree(f"{path.parent}/_rels/{path.name}.rels")
    return {node.get("Id", ""): (node.get("Type", ""), _beside(path, node.get("Target", ""))) for node in root}


def _beside(path: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    folder = list(path.parent.parts)
    for step in PurePosixPath(target).parts:
        folder = folder[:-1] if step == ".." else [*folder, step]
    return "/".join(folder)


def _paragraphs(part: Element) -> Iterator[str]:
    """The paragraphs of a slide or of its notes: not its number, nor what the picture of the slide says."""
    for shape in part.iter(f"{P}sp"):
        holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        if holder is None or holder.get("type") not in {"sldNum", "sldImg", "dt", "ftr"}:
            for paragraph in shape.iter(f"{A}p"):
                yield "".join(_letters(paragraph))


def _letters(paragraph: Element) -> Iterable[str]:
    for node in paragraph.iter(f"{A}t", f"{A}br"):
        yield (node.text or "") if node.tag == f"{A}t" else " "


def _alternatives(part: Element) -> Iterator[str]:
    return (node.get("descr", "") for node in part.iter(f"{P}cNvPr") if node.get("descr"))
