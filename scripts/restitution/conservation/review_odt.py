"""Counts the comments and tracked changes of a returned ODT in its raw XML (OpenDocument 1.2 to 1.4, part 3, 5.5).

One for each `office:annotation` (a reply when it names another one) and for each insertion, deletion and
change of format of a `text:changed-region`, in the text and on the pages of the styles. LibreOffice writes an
insertion also around each comment that is made while changes are tracked: an element as others.

OpenDocument says nothing of paragraphs: an insertion or a deletion that holds the end of one is of paragraphs. It
is of rows when it stands in a row that LibreOffice changed as a whole (`loext:text-changes-only="false"`).
"""

from __future__ import annotations

from collections import Counter
from typing import Final, TypeAlias

from lxml import etree

from restitution.conservation.review_count import ReviewCount
from restitution.conservation.salvage import mended, salvaged
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OFFICE, TEXT, TABLE, DRAW, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "drawing", "style")
)
LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
OURS: Final = frozenset({"restitution (report)", "restitution (réponse)"})
"""Authors of our own replies."""
PARENTS: Final = frozenset({"parent-name", "parent"})
"""Local names by which a comment says what it answers."""
ANNOTATION: Final = f"{OFFICE}annotation"
PARAGRAPHS: Final = frozenset({f"{TEXT}p", f"{TEXT}h"})
INNER: Final = (ANNOTATION, f"{OFFICE}change-info", f"{TEXT}note", f"{DRAW}text-box")
"""What holds paragraphs that are none of the text's own."""
STARTS: Final = frozenset({f"{TEXT}change", f"{TEXT}change-start"})
END: Final = f"{TEXT}change-end"


def count_odt(data: bytes) -> ReviewCount:
    """Count a returned ODT, a damaged one as far as it goes. Raises `UnreadableSource` when it is none."""
    parts = salvaged(data, "odt")
    if "content.xml" not in parts:
        raise UnreadableSource("Ce fichier n'est pas un document texte : enregistrez-le au format odt.")
    kinds: Counter[str] = Counter()
    ours = 0
    for name in ("content.xml", "styles.xml"):
        root = mended(parts[name]) if name in parts else None
        if root is None:
            continue
        known = {annotation.get(f"{OFFICE}name") for annotation in root.iter(ANNOTATION)} - {None}
        for annotation in root.iter(ANNOTATION):
            if (annotation.findtext(CREATOR) or "") in OURS:
                ours += 1
            else:
                kinds["reply" if _parent(annotation) in known else "comment"] += 1
        kinds.update(_changes(root))
    return ReviewCount({kind: kinds[kind] for kind in sorted(kinds)}, ours)


def _local(name: str) -> str:
    """A name without its namespace, however ill-formed."""
    return name.rpartition("}")[2]


def _parent(annotation: Element) -> str:
    """Name of the comment that another answers; empty when it says none."""
    said = {_local(name): value for name, value in annotation.attrib.items()}
    return next((said[name] for name in PARENTS if said.get(name)), "")


def _changes(root: Element) -> list[str]:
    places = {node.get(f"{TEXT}change-id"): node for node in root.iter(*STARTS)}
    ends = {node.get(f"{TEXT}change-id"): node for node in root.iter(END)}
    whole = _whole_rows(root)
    kinds: list[str] = []
    for region in root.iter(f"{TEXT}changed-region"):
        id_ = region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id")
        place, deletion = places.get(id_), region.find(f"{TEXT}deletion")
        if _row(place) in whole:
            scope = "row_"
        elif deletion is not None:
            scope = "paragraph_" if len(_paragraphs(deletion)) > 1 else ""
        else:
            scope = "paragraph_" if _paragraph(place) is not _paragraph(ends.get(id_, place)) else ""
        changes = region.iterchildren(f"{TEXT}insertion", f"{TEXT}deletion")
        kinds += [scope + _local(str(change.tag)) for change in changes]
        kinds += ["format" for _ in region.iterchildren(f"{TEXT}format-change")]
    return kinds


def _whole_rows(root: Element) -> set[str]:
    """Names of the styles of rows that were inserted or deleted, not only their words."""
    properties = root.iter(f"{STYLE}table-row-properties")
    said = [node for node in properties if node.get(f"{LOEXT}text-changes-only") == "false"]
    return {node.getparent().get(f"{STYLE}name", "") for node in said}


def _row(place: Element | None) -> str:
    """Style of the row in which a place stands; empty for none."""
    row = None if place is None else next(place.iterancestors(f"{TABLE}table-row"), None)
    return "" if row is None else row.get(f"{TABLE}style-name", "")


def _paragraph(place: Element | None) -> Element | None:
    return None if place is None else next(place.iterancestors(*PARAGRAPHS), None)


def _paragraphs(deletion: Element) -> list[Element]:
    """What was deleted of the text's own paragraphs, those of boxes, notes and comments left out."""
    found = deletion.iter(*PARAGRAPHS)
    return [node for node in found if next(node.iterancestors(*INNER, f"{TEXT}deletion"), None) is deletion]
