"""What a DOCX of ours says that it held when it was sent: the manifest that it carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from restitution.errors import UnreadableSource
from restitution.ooxml.package import open_ours, parse
from restitution.ooxml.word import Element
from restitution.remarks import Sent, SentPassage

URI: Final = "urn:restitution:manifeste:1"
TAG: Final = f"{{{URI}}}"
_ITEM: Final = re.compile(r"customXml/item\d+\.xml", re.IGNORECASE)


def read_sent(parts: Mapping[str, bytes]) -> Sent | None:
    """The manifest among the parts of a package; None when it has none, or one that cannot be read."""
    for name in sorted(parts):
        if _ITEM.fullmatch(name):
            try:
                root = parse(parts[name])
            except UnreadableSource:
                continue
            if root.tag == f"{TAG}manifeste":
                return sent_in(root)
    return None


def sent_of(data: bytes) -> Sent | None:
    """The same of a package of ours. Raises `UnreadableSource` for what is none."""
    return read_sent(open_ours(data, _ITEM.fullmatch))


def sent_in(root: Element) -> Sent:
    """What the part itself says; an earlier version left the texts out."""
    passages = [
        SentPassage(
            bookmark=node.get("signet", ""),
            passage=node.get("passage", ""),
            code=node.get("repere", ""),
            text=" ".join((node.get("texte") or node.text or "").split()),
            sha256=node.get("sha256", ""),
        )
        for node in root.iterchildren(f"{TAG}passage")
    ]
    threads = {node.get("cle", ""): node.get("dit", "") for node in root.iter(f"{TAG}fil") if node.get("cle")}
    return Sent(
        build=root.get("build", ""),
        copy=root.get("copie", ""),
        passages=passages,
        carried=list(threads),
        masked={key: said for key, said in threads.items() if said},
    )
