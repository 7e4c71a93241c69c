"""What a file of ours says of itself: its build, which copy it is, what it held when it was sent."""

from __future__ import annotations

from typing import Final

from lxml import etree

from restitution.ooxml.word import Element
from restitution.remarks import Sent, SentPassage
from restitution.review.docx.opening import Opened

ROOT: Final = "{urn:restitution:manifeste:1}"
BUILD, COPY = "RestitutionBuild", "RestitutionCopie"
"""Custom properties of the file."""


def sent_of(opened: Opened) -> Sent | None:
    """The manifest that a file carries; its build alone when it lost the manifest, None when it lost both."""
    properties = _properties(opened)
    for name in opened.names("customxml/item"):
        root = opened.root(name)
        if root is not None and root.tag == f"{ROOT}manifeste":
            return _manifest(root, properties)
    build = properties.get(BUILD, "")
    return Sent(build=build, copy=properties.get(COPY, "")) if build else None


def _manifest(root: Element, properties: dict[str, str]) -> Sent:
    return Sent(
        build=root.get("build") or properties.get(BUILD, ""),
        copy=root.get("copie") or properties.get(COPY, ""),
        passages=[_passage(node) for node in root.iter(f"{ROOT}passage")],
        carried=[node.get("cle", "") for node in root.iter(f"{ROOT}fil") if node.get("cle")],
    )


def _passage(node: Element) -> SentPassage:
    return SentPassage(
        bookmark=node.get("signet", ""),
        passage=node.get("passage", ""),
        code=node.get("repere", ""),
        text=" ".join((node.get("texte") or node.text or "").split()),
        sha256=node.get("sha256", ""),
    )


def _properties(opened: Opened) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in opened.names("docprops/custom.xml"):
        root = opened.root(name)
        for node in [] if root is None else root.iterchildren("{*}property"):
            found[node.get("name", "")] = etree.tostring(node, method="text", encoding="unicode").strip()
    return found
