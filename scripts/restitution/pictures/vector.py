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
MOST_REPEATED = 5_000_000
"""Letters of all copies that a drawing shows of its parts: matplotlib repeats each letter's outline so."""
OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#)|expression\(|javascript:", re.IGNORECASE)


def public_drawing(svg: bytes) -> bytes:
    """The drawing without what does not show; empty when it is no SVG that can be read whole, in itself."""
    root = _root(svg)
    if root is None or any(not _repeated(use).startswith("#") for use in root.iter(SVG + "use")):
        return b""
    for element in list(root.iter(etree.Element)):
        if _says_nothing(element):
            _drop(element)
        else:
            _clean(element)
    etree.cleanup_namespaces(root)
    made: bytes = etree.tostring(root)
    return made


def repeats_little(svg: bytes) -> bool:
    """Whether what a drawing repeats, and what that repeats, stays within a bound; False when it is no SVG."""
    root = _root(svg)
    if root is None:
        return False
    named = {element.get("id"): element for element in root.iter(etree.Element)}
    todo, copied = [named.get(_repeated(use)[1:]) for use in root.iter(SVG + "use")], 0
    while todo:
        again = todo.pop()
        for element in again.iter(etree.Element) if again is not None else ():
            copied += sum(map(len, [element.tag, element.text or "", *element.attrib.values()]))
            if copied > MOST_REPEATED:
                return False
            if element.tag == SVG + "use":
                todo.append(named.get(_repeated(element)[1:]))
    return True


def _root(svg: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.tag == SVG + "svg" and next(root.iter(etree.Entity), None) is None else None


def _repeated(use: etree._Element) -> str:
    """What a `use` shows again: `#` and an id, when it is inside the drawing."""
    return use.get("href") or use.get(XLINK + "href") or ""


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
