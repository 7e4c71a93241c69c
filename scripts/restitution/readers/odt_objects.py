"""What frames of an OpenDocument text hold besides text: pictures, formulas, charts, fields of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

import msgspec
from lxml.etree import _Element as Element

from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import name, q
from restitution.ooxml.package import parse

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
RASTERS: Final = (".png", ".jpg", ".jpeg", ".gif")
OBJECTS: Final = frozenset(
    f"draw:{kind}" for kind in ("object", "object-ole", "plugin", "applet", "floating-frame")
)
REMOTE = "Une image distante n'a pas été reprise : insérez-la dans le fichier au lieu de la lier."
MISSING = "Une image manque dans le fichier : insérez-la de nouveau."


class Picture(msgspec.Struct, frozen=True):
    """A picture at one place of the text: its part of the package, its alternative text."""

    part: str
    alternative: str


class Pictures:
    """The pictures met so far: `media` by part, `met` one a place."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.media: dict[str, bytes] = {}
        self.met: list[Picture] = []
        self._parts = parts

    def take(self, frame: Element) -> str:
        """Keep the picture of a frame that has one; gives the French sentence saying why not, or nothing."""
        hrefs = [image.get(q("xlink:href"), "").strip() for image in frame.findall(q("draw:image"))]
        inside = [href for href in hrefs if href and not is_outside(href)]
        parts = [part for href in inside if (part := self._part(href))]
        if not parts:
            return MISSING if inside or not any(hrefs) else REMOTE
        best = min(parts, key=lambda part: not part.lower().endswith(RASTERS))
        self.media[best] = self._parts[best]
        self.met.append(Picture(best, description(frame)))
        return ""

    def _part(self, href: str) -> str:
        path = href.removeprefix("./")
        return next((part for part in (path, unquote(path)) if part in self._parts), "")


def is_outside(href: str) -> bool:
    """Whether an address leads out of the package."""
    path = unquote(href)
    return bool(SCHEME.match(path)) or path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path)


def description(frame: Element) -> str:
    """Alternative text of a frame: its title and its description, once when they are the same."""
    said = [" ".join((frame.findtext(q(f"svg:{part}")) or "").split()) for part in ("title", "desc")]
    return ". ".join(dict.fromkeys(text.removesuffix(".") for text in said if text))


def formula(parts: Mapping[str, bytes], href: str) -> bytes | None:
    """MathML of the object at `href`, if it is a formula."""
    part = parts.get(f"{href.strip().removeprefix('./')}/content.xml", b"")
    return part if name(_root(part)) == "math:math" else None


def object_sentence(parts: Mapping[str, bytes], frame: Element, href: str) -> str:
    """French sentence for an object that the note leaves out, named as its writer knows it."""
    root = _root(parts.get(f"{href.strip().removeprefix('./')}/content.xml", b""))
    chart = next(root.iter(q("chart:chart")), None)
    heading = next(root.iter(q("chart:title")), parse(b"<none/>"))
    title = " ".join("".join(heading.itertext()).split())
    named = title or description(frame) or frame.get(q("draw:name"), "sans nom")
    kind = "Le graphique" if chart is not None else "L'objet incorporé"
    return f"{kind} « {named} » n'a pas été repris : collez-le dans le texte comme image."


def _root(part: bytes) -> Element:
    try:
        return parse(part)
    except UnreadableSource:  # the object is told as one that was not taken, the text around it is good
        return parse(b"<none/>")


def control_text(control: Element) -> str:
    """What a form's field shows: its label, and the value or the choice that was filled in."""
    label: str = control.get(q("form:label"), "")
    if name(control) in {"form:password", "form:hidden"}:
        return label
    written = " ".join("".join(paragraph.itertext()) for paragraph in control.iter(q("text:p")))
    value = control.get(q("form:current-value")) or control.get(q("form:value"), "") or written
    chosen = [
        option.get(q("form:label"), "")
        for option in control.iter(q("form:option"), q("form:item"))
        if option.get(q("form:current-selected")) == "true"
    ]
    return " ".join(filter(None, [label, value, *chosen]))


def ticked_or_chosen(mark: Element) -> str:
    """What a field of a Word form (`field:fieldmark`) shows: its box, or the choice made in its list."""
    kind = _bare(mark, "type").rpartition(".")[2]
    said: dict[str, list[str]] = {}
    for param in mark.iterchildren("{*}param"):
        said.setdefault(_bare(param, "name"), []).append(_bare(param, "value"))
    if kind == "FORMCHECKBOX":
        return "☒" if said.get("Checkbox_Checked") == ["true"] else "☐"
    choice = "".join(said.get("Dropdown_Selected", ["0"]))
    entries = said.get("Dropdown_ListEntry", [])
    return entries[int(choice)] if choice.isdecimal() and int(choice[:9]) < len(entries) else ""


def is_prompt(element: Element) -> bool:
    """Whether a content control shows its prompt, nothing being filled in yet."""
    return _bare(element, "showing-place-holder") == "true"


def _bare(element: Element, attribute: str) -> str:
    """An attribute by its local name: LibreOffice's own namespaces change."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == attribute), "")
