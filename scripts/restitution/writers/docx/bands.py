"""Headers and footers: those of the reference, and copies as wide as a page in landscape."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

import msgspec

from restitution.ooxml.parts import add_part, relate_office, serialise, set_type
from restitution.ooxml.word import Element, R, W, make, positive, value
from restitution.writers.docx.fields import set_cached
from restitution.writers.docx.page import MOST, Page
from restitution.writers.docx.paragraphs import BEFORE_TABS, properties_of, put
from restitution.writers.docx.sheet import Sheet

KINDS = ("header", "footer")


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """What a band points to: an address, or a part with its content type."""

    kind: str
    target: str
    data: bytes | None = None
    type: str = ""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A header or a footer, for the pages of one type: `default`, `even`, `first`."""

    kind: str
    type: str
    root: Element
    related: Mapping[str, Related] = {}


class Bands:
    """Adds bands to a package as sections ask for them, each once."""

    def __init__(self, bands: list[Band], page: Page, sheet: Sheet, parts: dict[str, bytes], title: str) -> None:
        self._bands, self._page, self._sheet = bands, page, sheet
        self._parts, self._title = parts, title
        self._ids: dict[tuple[int, bool], str] = {}

    def references(self, section: str) -> list[Element]:
        """What a section says of its headers and footers: all of it, or it would have those of the one before."""
        lying = section == "paysage" and not self._page.is_lying
        is_cover = section == "couverture"
        found = [(n, band) for n, band in enumerate(self._bands) if (band.type == "first") is is_cover]
        references = []
        for number, band in found:
            reference = make(f"{band.kind}Reference", type=band.type)
            reference.set(R + "id", self._id(number, band, lying=lying))
            references.append(reference)
        return references

    def _id(self, number: int, band: Band, *, lying: bool) -> str:
        key = (number, lying)
        if key not in self._ids:
            root = copy.deepcopy(band.root)
            if lying:
                _widen(root, self._sheet, self._page.width, self._page.lying().width)
            set_cached(root, "TITLE", self._title)
            order = 1 + sum(1 for n, _ in self._ids if self._bands[n].kind == band.kind)
            name = f"word/{band.kind}{order}.xml"
            self._ids[key] = add_part(self._parts, name, serialise(root))
            for id_, related in band.related.items():
                self._relate(name, id_, related)
        return self._ids[key]

    def _relate(self, owner: str, id_: str, related: Related) -> None:
        if related.data is None:
            relate_office(self._parts, owner, related.kind, related.target, id_, external=True)
            return
        self._parts[related.target] = related.data
        set_type(self._parts, related.target.rpartition(".")[2], related.type)
        relate_office(self._parts, owner, related.kind, related.target, id_)


def _widen(root: Element, sheet: Sheet, before: int, after: int) -> None:
    """Moves tab stops, and the sides of tables, to where they stand when the text is wider; none leaves it."""
    ratio = after / before
    for paragraph in root.iter(W + "p"):
        stops = _stops(paragraph, sheet)
        if stops:
            tabs = make("tabs")
            tabs.extend(make("tab", val="clear", pos=str(place)) for place in sorted(stops))
            moved = {min(round(place * ratio), after): tab for place, tab in sorted(stops.items())}
            for place, tab in moved.items():
                tab.set(W + "pos", str(place))
                tabs.append(tab)
            put(properties_of(paragraph), tabs, BEFORE_TABS)
    for node in root.iter(W + "gridCol", W + "tcW", W + "tblW"):
        length = positive(node.get(W + "w"), MOST)
        if length and node.get(W + "type", "dxa") == "dxa":
            node.set(W + "w", str(round(length * ratio)))


def _stops(paragraph: Element, sheet: Sheet) -> dict[int, Element]:
    """Tab stops of a paragraph, by place: those of its style, and its own over them."""
    stops: dict[int, Element] = {}
    for tab in (*sheet.tabs(value(paragraph, "pPr/pStyle") or ""), *paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")):
        place = positive(tab.get(W + "pos"), MOST)
        if tab.get(W + "val") == "clear":
            stops.pop(place, None)
        else:
            stops[place] = copy.deepcopy(tab)
    return stops


def ids_used(root: Element) -> Iterator[tuple[Element, str]]:
    """Each node that points to something by a relationship, and its id."""
    for node in root.iter():
        for name, id_ in node.attrib.items():
            if name.startswith(R):
                yield node, id_
