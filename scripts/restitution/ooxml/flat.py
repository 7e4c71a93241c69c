"""A flat OpenDocument (.fodt, .fods: one XML text) made the package that it stands for."""

from __future__ import annotations

import base64
import binascii
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import OASIS, q
from restitution.ooxml.package import BOMB, BROKEN, parse, write_package

ROOT: Final = f"{{{OASIS}:office:1.0}}document"
NOT_FLAT: Final = "Ce fichier n'est pas un document OpenDocument à plat : enregistrez-le au format .odt ou .ods."
SUFFIXES: Final = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"GIF8", "gif"), (b"<", "svg"))
_CONTENT: Final = ("office:scripts", "office:font-face-decls", "office:automatic-styles", "office:body")
_STYLES: Final = ("office:font-face-decls", "office:styles", "office:automatic-styles", "office:master-styles")


def packaged(data: bytes) -> bytes:
    """The package of a flat document, its pictures and objects as parts. Raises `UnreadableSource`."""
    if len(data) > limits.now().part:
        raise UnreadableSource(BOMB)
    root = parse(data)
    if root.tag != ROOT:
        raise UnreadableSource(NOT_FLAT)
    kind = root.get(q("office:mimetype"), "")
    parts = {"mimetype": kind.encode()} | _objects(root) | _pictures(root)
    parts["content.xml"] = _part(root, "document-content", _CONTENT)
    parts["styles.xml"] = _part(root, "document-styles", _STYLES)
    parts["meta.xml"] = _part(root, "document-meta", ("office:meta",))
    return write_package(parts)


def _part(root: Element, name: str, children: tuple[str, ...]) -> bytes:
    part = etree.Element(f"{{{OASIS}:office:1.0}}{name}", nsmap=root.nsmap)
    part.extend(deepcopy(child) for tag in children for child in root.iterfind(q(tag)))
    data: bytes = etree.tostring(part, encoding="utf-8", xml_declaration=True)
    return data


def _objects(root: Element) -> dict[str, bytes]:
    """Formulas and charts that stand in the text, each as a part."""
    parts: dict[str, bytes] = {}
    for drawn in root.iter(q("draw:object")):
        if len(drawn) and not drawn.get(q("xlink:href")):
            name = f"Object {len(parts) + 1}"
            parts[f"{name}/content.xml"] = etree.tostring(drawn[0], encoding="utf-8", with_tail=False)
            drawn.remove(drawn[0])
            drawn.set(q("xlink:href"), f"./{name}")
    return parts


def _pictures(root: Element) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for image in root.iter(q("draw:image")):
        held = image.find(q("office:binary-data"))
        if held is None:
            continue
        try:
            data = base64.b64decode("".join((held.text or "").split()), validate=True)
        except binascii.Error as error:
            raise UnreadableSource(BROKEN) from error
        suffix = next((name for magic, name in SUFFIXES if data.startswith(magic)), "bin")
        name = f"Pictures/image{len(parts) + 1}.{suffix}"
        parts[name] = data
        image.remove(held)
        image.set(q("xlink:href"), name)
    return parts
