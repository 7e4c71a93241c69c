"""What a DOCX of ours says that it held when it was sent: the manifest that it carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from restitution.errors import UnreadableSource
from restitution.ooxml.package import parse
from restitution.ooxml.word import Element
from restitution.remarks import Sent, SentPassage

URI: Final = "{urn:restitution:manifeste:1}"
_ITEM: Final = re.compile(r"customXml/item\d+\.xml", re.IGNORECASE)


def read_sent(parts: Mapping[str, bytes]) -> Sent | None:
    """The manifest among the parts of a package; None when it has none, or one that cannot be read."""
    for name in sorted(parts):
        if _ITEM.fullmatch(name):
            try:
                root = parse(parts[name])
            except UnreadableSource:
                continue
            if root.tag == f"{URI}manifeste":
                return _sent(root)
    return None


def _sent(root: Element) -> Sent:
    passages = [
        SentPassage(
            bookmark=node.get("signet", ""),
            passage=node.get("passage", ""),
            code=node.get("repere", ""),
            text=node.get("texte", ""),
            sha256=node.get("sha256", ""),
        )
        for node in root.iterchildren(f"{URI}passage")
    ]
    carried = [node.get("cle", "") for node in root.iter(f"{URI}fil")]
    return Sent(build=root.get("build", ""), copy=root.get("copie", ""), passages=passages, carried=carried)
