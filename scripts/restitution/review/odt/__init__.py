"""A returned copy that was saved as OpenDocument text (ODF 1.3), read whole: paragraphs, bookmarks, remarks.

LibreOffice keeps our bookmarks, the build and the copy when it saves our DOCX as ODT; the manifest is lost.
"""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import NOT_A_TEXT, PROTECTED, q
from restitution.remarks import BUILD, COPY, Sent
from restitution.review.odt.changes import Changes
from restitution.review.odt.gathering import gathered
from restitution.review.odt.looks import Looks
from restitution.review.odt.opening import open_damaged, parse_damaged
from restitution.review.odt.story import Story
from restitution.review.returned import Returned, Where

CONTENT: Final = "content.xml"
BANDS: Final[dict[str, tuple[Where, str]]] = {
    "header": ("header", "en-tête"),
    "header-left": ("header", "en-tête des pages de gauche"),
    "header-first": ("header", "en-tête de la première page"),
    "footer": ("footer", "pied de page"),
    "footer-left": ("footer", "pied des pages de gauche"),
    "footer-first": ("footer", "pied de la première page"),
}
"""By local name: LibreOffice writes some of them in a namespace of its own."""


def read_odt(data: bytes) -> Returned:
    """The copy, read; what was damaged is said in `problems`.

    Raises `UnreadableSource` when nothing can be read: protected, no text, nothing left.
    """
    problems: list[str] = []
    parts = open_damaged(data, problems)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableSource(PROTECTED)
    if CONTENT not in parts:
        raise UnreadableSource(NOT_A_TEXT)
    content = parse_damaged(parts[CONTENT], CONTENT, problems)
    text = next(content.iter(q("office:text")), None)
    if text is None and problems and next(content.iter(q("text:p")), None) is not None:
        text = content  # damaged where the text begins
    if text is None:
        raise UnreadableSource(NOT_A_TEXT)
    styles = _part(parts, "styles.xml", problems)
    roots = [content] if styles is None else [content, styles]
    story = Story(Looks(roots), Changes(roots))
    story.tell(text)
    for band in (band for root in roots for master in root.iter(q("style:master-page")) for band in master):
        if said := BANDS.get(str(band.tag).rpartition("}")[2]):
            story.tell(band, *said)
    return gathered(story, roots, _sent(_part(parts, "meta.xml", problems)), problems)


def _part(parts: dict[str, bytes], name: str, problems: list[str]) -> Element | None:
    """Root of a part that may be missing."""
    try:
        return parse_damaged(parts[name], name, problems) if name in parts else None
    except UnreadableSource as error:
        problems.append(error.message)
        return None


def _sent(meta: Element | None) -> Sent | None:
    """The build and the copy that the file names."""
    said = (
        {} if meta is None else {node.get(q("meta:name")): node.text for node in meta.iter(q("meta:user-defined"))}
    )
    build = (said.get(BUILD) or "").strip()
    return Sent(build=build, copy=(said.get(COPY) or "").strip()) if build else None
