"""A reference document as the writer uses it: its styles, lists, page, headers and footers, and what it lacked.

A designer's own is completed from ours. Its text, macros, comments and the rest of its settings are not taken.
"""

from __future__ import annotations

import copy
import posixpath
from functools import lru_cache

import msgspec
from lxml import etree

from restitution.errors import RestitutionError, UnreadableSource
from restitution.messages import listed
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.parts import serialise
from restitution.ooxml.word import WP, Element, Package, R, Relationship, W, open_word
from restitution.writers.docx.bands import KINDS, Band, Related, ids_used
from restitution.writers.docx.completion import complete_styles
from restitution.writers.docx.lists import complete_numbering
from restitution.writers.docx.page import Page, page_of
from restitution.writers.docx.reference import reference_docx

BAD = "Votre modèle Word (templates/reference.docx ou .dotx) ne peut pas servir"
BAD_HINT = "Enregistrez-le à nouveau dans Word, ou retirez-le de templates/ : le modèle fourni servira."
ADDED = (
    "Votre modèle Word n'a pas tout ce que la publication demande : a été ajouté, d'après son style Normal et son "
    "Titre 1, dans les documents écrits seulement : {}."
)
BANDS_NAME = "en-tête et pied de page"
FOLDER = "word/gabarit"
"""Where what the headers show is kept, apart from the pictures of the text."""
SIDES = {"start": "left", "end": "right"}
FIRST_DRAWING = 100_000
_KEPT_LINKS = frozenset({"image", "hyperlink"})
_SHOWN = tuple(W + tag for tag in ("drawing", "pict", "object", "hyperlink"))
_BELOW_ZOOM, _BELOW_LANGUAGE = ("mirrorMargins", "gutterAtTop"), ("clrSchemeMapping",)
_BEFORE_CHARACTERS = ("evenAndOddHeaders",)
"""What of a designer's settings decides of the look of pages, by its place in the order of the schema."""


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """What the writer takes of a reference."""

    package: bytes
    """A package in our own shape, for pandoc: styles and lists, neither text nor header."""
    styles: Element
    numbering: Element
    settings: bytes
    page: Page
    bands: list[Band]
    added: list[str]
    """What the reference lacked, in the words of French Word."""


@lru_cache(maxsize=2)
def read_template(reference: bytes) -> Template:
    """Raises `RestitutionError` when the file cannot be read. The result is shared: copy before changing."""
    try:
        return _template(open_word(reference))
    except UnreadableSource as error:
        reason = error.message.partition(". ")[0].removesuffix(".")
        raise RestitutionError(f"{BAD} : {reason[:1].lower()}{reason[1:]}.", BAD_HINT) from error


def told_of_reference(reference: bytes) -> list[str]:
    """What the editor hears of a reference of the project's own (empty: it has none): what was added to it."""
    added = read_template(reference).added if reference else []
    return [ADDED.format(listed(added))] if added else []


def _template(package: Package) -> Template:
    parts = open_package(reference_docx())
    ours = {name: parse(parts[f"word/{name}.xml"]) for name in ("styles", "numbering", "settings")}
    theirs = {name: _part(package, name) for name in ours}
    page, bands = _pages(package)
    added: list[str] = []
    if not bands:
        _, bands = _pages(open_word(reference_docx()))
        added.append(BANDS_NAME)
    styles, numbering, settings = (
        copy.deepcopy(ours[name]) if theirs[name] is None else theirs[name] for name in ours
    )
    added = [*complete_styles(styles, ours["styles"], page.width), *added]
    added += complete_numbering(_with_sides(numbering), ours["numbering"], styles)
    parts |= {"word/styles.xml": serialise(styles), "word/numbering.xml": serialise(numbering)}
    parts["word/settings.xml"] = serialise(_settings(ours["settings"], settings))
    theme = _part(package, "theme")
    if theme is not None and not package.links(package.related("theme")[0]):
        parts["word/theme/theme1.xml"] = serialise(theme)
    return Template(
        package=write_package(parts), styles=styles, numbering=numbering, settings=parts["word/settings.xml"],
        page=page, bands=bands, added=added,
    )  # fmt: skip


def _with_sides(numbering: Element) -> Element:
    """LibreOffice names sides of lists in words that Word's schema does not know."""
    for node in numbering.iter(W + "lvlJc"):
        node.set(W + "val", SIDES.get(node.get(W + "val", ""), node.get(W + "val", "left")))
    return numbering


def _part(package: Package, kind: str) -> Element | None:
    names = [name for name in package.related(kind) if name in package.parts]
    return package.root(names[0]) if names else None


def _settings(ours: Element, theirs: Element) -> Element:
    made = copy.deepcopy(ours)
    for names, neighbour, is_below in (
        (_BELOW_ZOOM, "zoom", True),
        (_BEFORE_CHARACTERS, "characterSpacingControl", False),
        (_BELOW_LANGUAGE, "themeFontLang", True),
    ):
        found = [copy.deepcopy(node) for name in names for node in theirs.findall(W + name)[:1]]
        place = made.index(made.find(W + neighbour)) + is_below
        made[place:place] = found
    return made


def _pages(package: Package) -> tuple[Page, list[Band]]:
    """The page of the last section, and its headers and footers: those that it names, or else those before it."""
    sections = list(package.root(package.main).iter(W + "sectPr"))
    named: dict[tuple[str, str], str] = {}
    for section in sections:
        for kind in KINDS:
            for node in section.iterfind(f"{W}{kind}Reference"):
                named[kind, node.get(W + "type", "default")] = node.get(R + "id", "")
    last = sections[-1] if sections else None
    has_title_page = last is not None and last.find(W + "titlePg") is not None
    bands = []
    links = package.links(package.main)
    for number, ((kind, type_), id_) in enumerate(sorted(named.items(), key=_order)):
        link = links.get(id_)
        if link and link.target in package.parts and (type_ != "first" or has_title_page):
            bands.append(
                _band(package, link.target, Band(kind=kind, type=type_, root=package.root(link.target)), number)
            )
    return page_of(last, has_first=any(band.type == "first" for band in bands)), bands


def _order(named: tuple[tuple[str, str], str]) -> tuple[int, str]:
    kind, type_ = named[0]
    return KINDS.index(kind), type_


def _band(package: Package, name: str, band: Band, number: int) -> Band:
    """A header or footer with the pictures that it shows; what points to anything else goes."""
    related: dict[str, Related] = {}
    for id_, link in package.links(name).items():
        found = _related(package, link, f"{FOLDER}/{number + 1}-{len(related) + 1}")
        if found:
            related[id_] = found
    root = copy.deepcopy(band.root)
    for node, id_ in list(ids_used(root)):
        if id_ and id_ not in related:
            shown = next((parent for parent in (node, *node.iterancestors()) if parent.tag in _SHOWN), node)
            if shown.getparent() is not None:
                shown.getparent().remove(shown)
    for mark in list(root.iter(W + "bookmarkStart", W + "bookmarkEnd")):
        mark.getparent().remove(mark)
    for order, drawing in enumerate(root.iter(WP + "docPr")):
        drawing.set("id", str(FIRST_DRAWING * (number + 1) + order))
    used = {id_ for _, id_ in ids_used(root)}
    return msgspec.structs.replace(band, root=root, related={i: r for i, r in related.items() if i in used})


def _related(package: Package, link: Relationship, name: str) -> Related | None:
    if link.kind not in _KEPT_LINKS:
        return None
    if link.external:
        return Related(kind=link.kind, target=link.target) if link.kind == "hyperlink" else None
    if link.target not in package.parts:
        return None
    ending = posixpath.splitext(link.target)[1].removeprefix(".")
    types = etree.fromstring(package.parts["[content_types].xml"])
    type_ = next((node.get("ContentType") for node in types if node.get("Extension", "").lower() == ending), "")
    data = package.parts[link.target]
    return Related(kind=link.kind, target=f"{name}.{ending}", data=data, type=type_ or f"image/{ending}")
