"""SVG drawings as they may be shown: shapes and words, nothing of who drew them, nothing to fetch or to run.

Drawing programs write authors, folders and layers' names in elements and attributes of their own; a style or a
link may name an address that Word or a browser would fetch.
"""

from __future__ import annotations

import re

from lxml import etree

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
HREFS = frozenset({"href", XLINK + "href"})
SILENT = frozenset(SVG + name for name in ("metadata", "title", "desc", "script"))
OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#)|expression\(|javascript:", re.IGNORECASE)


def public_drawing(svg: bytes) -> bytes:
    """The drawing without what does not show; as it is when it is no SVG that can be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg, parser)
    except (etree.XMLSyntaxError, ValueError):
        return svg
    if root.tag != SVG + "svg":
        return svg
    for element in list(root.iter(etree.Element)):
        if _says_nothing(element):
            _drop(element)
        else:
            _clean(element)
    etree.cleanup_namespaces(root)
    made: bytes = etree.tostring(root)
    return made


def _says_nothing(element: etree._Element) -> bool:
    is_foreign = not element.tag.startswith(SVG) or element.tag in SILENT
    return is_foreign or (element.tag == SVG + "style" and OUTSIDE.search(element.text or "") is not None)


def _drop(element: etree._Element) -> None:
    """Take an element out, with all that it holds, the words behind it left in their place."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _clean(element: etree._Element) -> None:
    for name, value in list(element.attrib.items()):
        is_address = name in HREFS
        is_foreign = name.startswith("{") and not is_address and not name.endswith("}space")
        runs = name.startswith(("on", "data-", "aria-"))
        if is_foreign or runs or (is_address and not value.startswith("#")) or OUTSIDE.search(value):
            del element.attrib[name]
