"""Says in the file that it is a redline: what comes back of it is no copy to review, its changes are ours."""

from __future__ import annotations

from typing import Final

from lxml import etree

from restitution.ooxml.package import parse
from restitution.ooxml.parts import serialise
from restitution.remarks import COPY, REDLINE

CUSTOM: Final = "docProps/custom.xml"
MANIFEST: Final = "customXml/item1.xml"
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def name_redline(parts: dict[str, bytes]) -> None:
    """Give the property and the manifest of the file, where it has them, the name of the copy that it is."""
    if CUSTOM in parts:
        root = parse(parts[CUSTOM])
        for old in [node for node in root if node.get("name") == COPY]:
            root.remove(old)
        taken = [int(node.get("pid", "1")) for node in root]
        tag = root.tag.replace("Properties", "property")
        node = etree.SubElement(root, tag, fmtid=_FORMAT, pid=str(max(taken, default=1) + 1), name=COPY)
        etree.SubElement(node, f"{{{_TYPES}}}lpwstr").text = REDLINE
        parts[CUSTOM] = serialise(root)
    if MANIFEST in parts:
        root = parse(parts[MANIFEST])
        root.set("copie", REDLINE)
        parts[MANIFEST] = serialise(root)
