"""Parts of a Word package: added with their content type and their relationship."""

from __future__ import annotations

import posixpath

from lxml import etree

from restitution.ooxml.package import parse
from restitution.ooxml.word import Element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_WORD_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OTHER_KINDS = {
    "document": ("officeDocument", f"{_WORD_XML}document.main+xml"),
    "theme": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
}
_ENDINGS = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
DOCUMENT = "word/document.xml"
STYLE_SHEET, LISTS = "word/styles.xml", "word/numbering.xml"
CONTENT_TYPES = "[Content_Types].xml"


def serialise(root: Element) -> bytes:
    """Bytes of an XML part."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def add_part(parts: dict[str, bytes], name: str, data: bytes, *, owner: str = DOCUMENT) -> str:
    """Adds an XML part named for its kind (`word/header1.xml`); the id of its relationship from `owner`."""
    word = posixpath.basename(name).removesuffix(".xml").rstrip("0123456789")
    kind, content_type = _OTHER_KINDS.get(word, (word, f"{_WORD_XML}{word}+xml"))
    parts[name] = data
    set_type(parts, f"/{name}", content_type)
    return relate(parts, owner, _OFFICE + kind, name)


def set_type(parts: dict[str, bytes], name: str, content_type: str) -> None:
    """Declares the content type of a part (`/word/x.xml`) or of an ending (`png`)."""
    uri = f"{_PACKAGE}content-types"
    root = _root(parts, CONTENT_TYPES, f"{{{uri}}}Types")
    tag, key = ("Override", "PartName") if name.startswith("/") else ("Default", "Extension")
    for known in [node for node in root if node.get(key) == name]:
        root.remove(known)
    node = etree.SubElement(root, f"{{{uri}}}{tag}")
    node.attrib.update({key: name, "ContentType": content_type})
    if tag == "Default":
        root.insert(0, node)
    parts[CONTENT_TYPES] = serialise(root)


def relate(
    parts: dict[str, bytes], owner: str, kind: str, target: str, id_: str = "", *, external: bool = False
) -> str:
    """Adds a relationship from a part (empty: from the package) to another, or to an address; its id."""
    uri = f"{_PACKAGE}relationships"
    folder, file = posixpath.split(owner)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    root = _root(parts, name, f"{{{uri}}}Relationships")
    taken = {node.get("Id") for node in root}
    id_ = id_ or next(free for n in range(1, len(taken) + 2) if (free := f"rId{n}") not in taken)
    node = etree.SubElement(root, f"{{{uri}}}Relationship")
    node.attrib.update({"Id": id_, "Type": kind})
    if external:
        node.attrib.update({"Target": target, "TargetMode": "External"})
    else:
        node.set("Target", posixpath.relpath(target, folder or "."))
    parts[name] = serialise(root)
    return id_


def relate_office(
    parts: dict[str, bytes], owner: str, kind: str, target: str, id_: str = "", *, external: bool = False
) -> str:
    """As `relate`, for the kinds of Office (`image`, `customXml`)."""
    return relate(parts, owner, _OFFICE + kind, target, id_, external=external)


def drop_part(parts: dict[str, bytes], name: str, owner: str = DOCUMENT) -> None:
    """Takes a part out, with its content type and its relationship from `owner`."""
    folder, file = posixpath.split(owner)
    pointers = posixpath.join(folder, "_rels", f"{file}.rels")
    for part, key, value in (
        (CONTENT_TYPES, "PartName", f"/{name}"),
        (pointers, "Target", posixpath.basename(name)),
    ):
        root = parse(parts[part])
        for node in [node for node in root if node.get(key) == value]:
            root.remove(node)
        parts[part] = serialise(root)
    parts.pop(name, None)


def _root(parts: dict[str, bytes], name: str, tag: str) -> Element:
    if name in parts:
        return parse(parts[name])
    root: Element = etree.Element(tag, nsmap={None: tag[1:].partition("}")[0]})
    if name == CONTENT_TYPES:
        for ending, kind in _ENDINGS.items():
            node = etree.SubElement(root, f"{{{_PACKAGE}content-types}}Default")
            node.attrib.update({"Extension": ending, "ContentType": kind})
    return root
