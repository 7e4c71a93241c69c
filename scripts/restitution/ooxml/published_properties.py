"""Properties of a file that we publish: what file managers show, and the build that it came from."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from restitution.model import Document
from restitution.ooxml.parts import serialise
from restitution.ooxml.word import Element
from restitution.remarks import BUILD, COPY

_SCHEMAS = "http://schemas.openxmlformats.org/"
_CORE = f"{_SCHEMAS}package/2006/metadata/core-properties"
_OFFICE = f"{_SCHEMAS}officeDocument/2006/"
_TYPES = f"{_OFFICE}docPropsVTypes"
_DC, _TERMS, _XSI = (
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2001/XMLSchema-instance",
)
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id of custom properties."""


def add_properties(parts: dict[str, bytes], document: Document, kind: str = "") -> None:
    """Replaces the properties that pandoc wrote: no clock, no name of a machine. `kind`: of a copy to review."""
    add_usual_properties(parts, document)
    parts["docProps/custom.xml"] = serialise(_custom({BUILD: document.build} | ({COPY: kind} if kind else {})))


def add_usual_properties(parts: dict[str, bytes], document: Document) -> None:
    """Replaces those that every file has."""
    parts["docProps/core.xml"] = serialise(_core(document))
    parts["docProps/app.xml"] = serialise(_application())


def _core(document: Document) -> Element:
    root = etree.Element(
        f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    )
    moment = datetime.fromtimestamp(document.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = [
        (_DC, "title", document.title),
        (_DC, "subject", document.subtitle),
        (_DC, "creator", "; ".join(document.authors)),
        (_CORE, "keywords", ", ".join(document.keywords)),
        (_CORE, "lastModifiedBy", "; ".join(document.authors)),
        (_CORE, "revision", "1"),
        (_TERMS, "created", moment),
        (_TERMS, "modified", moment),
        (_DC, "language", document.language),
    ]
    for uri, name, text in said:
        node = etree.SubElement(root, f"{{{uri}}}{name}")
        node.text = text
        if uri == _TERMS:
            node.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return root


def _custom(values: dict[str, str]) -> Element:
    uri = f"{_OFFICE}custom-properties"
    root = etree.Element(f"{{{uri}}}Properties", nsmap={None: uri, "vt": _TYPES})
    for number, (name, text) in enumerate(values.items(), 2):  # 0 and 1 are reserved
        node = etree.SubElement(root, f"{{{uri}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        etree.SubElement(node, f"{{{_TYPES}}}lpwstr").text = text
    return root


def _application() -> Element:
    uri = f"{_OFFICE}extended-properties"
    root = etree.Element(f"{{{uri}}}Properties", nsmap={None: uri})
    etree.SubElement(root, f"{{{uri}}}Application").text = "restitution"
    return root
