"""What a file of ours says of itself: its build, which copy it is, what it held when it was sent."""

from __future__ import annotations

from lxml import etree
from msgspec import structs

from restitution.ooxml.sent import TAG, sent_in
from restitution.remarks import BUILD, COPY, Sent
from restitution.review.docx.opening import Opened


def sent_of(opened: Opened) -> Sent | None:
    """The manifest that a file carries; its build alone when it lost the manifest, None when it lost both."""
    properties = _properties(opened)
    for name in opened.names("customxml/item"):
        root = opened.root(name)
        if root is not None and root.tag == f"{TAG}manifeste":
            sent = sent_in(root)
            build, copy = sent.build or properties.get(BUILD, ""), sent.copy or properties.get(COPY, "")
            return structs.replace(sent, build=build, copy=copy)
    build = properties.get(BUILD, "")
    return Sent(build=build, copy=properties.get(COPY, "")) if build else None


def _properties(opened: Opened) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in opened.names("docprops/custom.xml"):
        root = opened.root(name)
        for node in [] if root is None else root.iterchildren("{*}property"):
            found[node.get("name", "")] = etree.tostring(node, method="text", encoding="unicode").strip()
    return found
