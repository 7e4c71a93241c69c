"""K16: each picture has a caption, a credit, a licence, a description, and enough dots for its printed size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from msgspec import structs

from restitution.checks.check import Found, Point
from restitution.checks.facts.texts import shortened
from restitution.checks.survey.records import Picture, Survey
from restitution.messages import listed, plural
from restitution.model import GENERATED, Document, Note, Place
from restitution.pandoc import ast
from restitution.pandoc.printed import Room, printed_rooms, sharpness
from restitution.pictures.credits import CREDIT
from restitution.pictures.formats import pixels
from restitution.settings import Settings

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
MOST_NAMED: Final = 3
"""Files told by name; the others are counted."""
FEWEST: Final = 150
"""Dots an inch (domain, K16)."""
LICENCE: Final = re.compile(
    r"©|\bcc\b|creative commons|\blicence\b|domaine public|droits r[ée]serv[ée]s|libre de droits|\betalab\b",
    re.IGNORECASE,
)


def pictures_in(
    document: Document, notes: Iterable[Note], kept: Callable[[str], bytes], alone: Mapping[str, Place] = NOTHING
) -> list[Picture]:
    """The notes' pictures, once each, in the order of the document; neither logos nor what we draw ourselves.

    `alone`: target of a picture that is a file of its own -> that file, and what is said to who does not see it.
    """
    placed = {one.bookmark: one for one in document.placements}
    silent = {note.path for note in notes if any(finding.code == "description" for finding in note.findings)}
    rooms = printed_rooms(document.blocks)
    found: dict[str, Picture] = {}
    for image, caption, leaf in _images(document.blocks, [], ""):
        target = image["c"][2][0]
        place = alone.get(target) or placed.get(leaf)
        if place is None or target in found:
            continue
        found[target] = _picture(image, caption, Place(path=place.path, where=place.where, words=""), silent)
        if target in alone:
            found[target] = structs.replace(found[target], described=bool(alone[target].words))
        if target in document.media:
            found[target] = _measured(found[target], kept(document.media[target]), rooms[target])
    return list(found.values())


def _picture(image: dict[str, Any], caption: list[Any], place: Place, silent: set[str]) -> Picture:
    said, shows = (" ".join(ast.text(part).split()) for part in (caption, image["c"][1]))
    ours = any(GENERATED in span["c"][0][1] for span in image["c"][1] if span["t"] == "Span")
    return Picture(
        place=Place(path=place.path, where=place.where, words=shortened(said or shows)),
        caption=bool(said),
        credit=bool(CREDIT.search(said)),
        licence=bool(LICENCE.search(said)),
        described=bool(shows) and not ours and not (place.path in silent and shows == _written(caption)),
    )


def _written(caption: list[Any]) -> str:
    """The words of a caption without those that we add: a credit of `photos.csv`, a label."""

    def own(inline: dict[str, Any]) -> list[dict[str, Any]]:
        return [] if inline["t"] == "Span" and GENERATED in inline["c"][0][1] else [inline]

    return " ".join(ast.text(ast.map_leaves(caption, lambda inlines: ast.map_inlines(inlines, own))).split())


def _measured(picture: Picture, data: bytes, room: Room) -> Picture:
    size = pixels(data)
    if size is None:
        return picture
    return structs.replace(picture, pixels=size[0], printed=round(size[0] / sharpness(size, room), 2))


def _images(node: Any, caption: list[Any], leaf: str) -> Iterator[tuple[dict[str, Any], list[Any], str]]:
    """Each picture with the caption of its figure and the leaf that it stands in, else the caption's."""
    if isinstance(node, list):
        for child in node:
            yield from _images(child, caption, leaf)
        return
    if not isinstance(node, dict):
        return
    kind: str = node.get("t", "")
    content: Any = node.get("c")
    if kind == "Image":
        yield node, caption, leaf
    elif kind == "Figure":
        caption = content[1][1]
        own = next((ast.leaf_id(span) for span in ast.each_leaf(caption)), "")
        yield from _images(content[2], caption, own)
    elif kind == "Span" and ast.is_leaf(node):
        yield from _images(content[1], caption, ast.leaf_id(node) or leaf)
    elif kind != "Div" or "logos" not in content[0][1]:
        yield from _images(content, caption, leaf)


def pictures_complete(survey: Survey, settings: Settings) -> Found:
    """K16: an error for a picture without credit; the project may give one for all."""
    points = [point for one in survey.pictures if (point := _point(one, settings))]
    count = plural(len(points) + len(survey.silent), "image à compléter", "images à compléter")
    points += _silent(survey.silent)
    holds = (
        "Chaque image a sa légende, son crédit, sa licence, sa description et assez de points."
        if survey.pictures
        else "Aucune image dans la publication."
    )
    return Found(
        id="K16",
        level="warning",
        when="never",
        message=f"{count} sur {len(survey.pictures) + len(survey.silent)}." if points else holds,
        points=points,
        remedy="Légende sous l'image, ou sa ligne dans sources/photos.csv. Pour toutes : credit_images.",
    )


def _silent(lacks: Mapping[str, list[str]]) -> list[Point]:
    """The pictures that are shown nowhere, told a folder at once: there may be eighty of them."""
    together: dict[tuple[str, str], list[str]] = {}
    for path, words in lacks.items():
        folder, _, name = path.rpartition("/")
        together.setdefault((folder, listed(words, "ni")), []).append(name)
    return [
        Point(
            text=f"{folder or 'sources'} : {plural(len(names), 'image gardée', 'images gardées')} à part, sans "
            f"{said} ({_some(names)})",
            case=folder,
        )
        for (folder, said), names in together.items()
    ]


def _some(names: Sequence[str]) -> str:
    rest = [plural(len(names) - MOST_NAMED, "autre")] if len(names) > MOST_NAMED else []
    return listed([*names[:MOST_NAMED], *rest])


def _point(one: Picture, settings: Settings) -> Point | None:
    credit = one.credit or bool(settings.projet.credit_images)
    licence = one.licence or bool(settings.projet.licence)
    held = {"légende": one.caption, "crédit": credit, "licence": licence, "texte de remplacement": one.described}
    lacks = [word for word, holds in held.items() if not holds]
    told = [f"sans {listed(lacks, 'ni')}"] if lacks else []
    dots = round(one.pixels / one.printed) if one.pixels and one.printed else FEWEST
    if dots < FEWEST:
        wanted = round(FEWEST * one.printed)
        told.append(f"trop petite : {one.pixels} points de large, il en faut {wanted} à cette taille")
    if not told:
        return None
    where = f" ({one.place.where})" if one.place.where else ""
    text = f"{one.place.path}{where} : « {one.place.words} », {', '.join(told)}"
    return Point(text=text, case=one.place.path, weight="" if credit else "error")
