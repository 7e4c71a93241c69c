"""Small returned DOCX made of pieces of XML, for tests."""

from __future__ import annotations

from collections.abc import Mapping

from restitution.ooxml.package import write_package

SCHEMAS = "http://schemas.openxmlformats.org/"
NAMES = {
    "w": f"{SCHEMAS}wordprocessingml/2006/main",
    "r": f"{SCHEMAS}officeDocument/2006/relationships",
    "m": f"{SCHEMAS}officeDocument/2006/math",
    "a": f"{SCHEMAS}drawingml/2006/main",
    "wp": f"{SCHEMAS}drawingml/2006/wordprocessingDrawing",
    "mc": f"{SCHEMAS}markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
ROOTS = {
    "document": "<w:document {0}><w:body>{1}</w:body></w:document>",
    "comments": "<w:comments {0}>{1}</w:comments>",
    "commentsExtended": "<w15:commentsEx {0}>{1}</w15:commentsEx>",
    "footnotes": "<w:footnotes {0}>{1}</w:footnotes>",
    "endnotes": "<w:endnotes {0}>{1}</w:endnotes>",
    "header1": "<w:hdr {0}>{1}</w:hdr>",
    "footer1": "<w:ftr {0}>{1}</w:ftr>",
    "styles": "<w:styles {0}>{1}</w:styles>",
}
PACKAGE = f"{SCHEMAS}package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = {"document": "document.main"}
NEWER = {"commentsExtended": "http://schemas.microsoft.com/office/2011/relationships"}


def parts_of(told: Mapping[str, str]) -> dict[str, bytes]:
    """Parts of a package: `document`, `comments`… as what stands in their roots; other names as they are."""
    own = [name for name in ROOTS if name in told]
    parts = {
        "_rels/.rels": _links({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _links({name: f"{name}.xml" for name in own if name != "document"}),
        "[Content_Types].xml": _types(own),
    }
    for name, xml in told.items():
        if name in ROOTS:
            parts[f"word/{name}.xml"] = ROOTS[name].format(DECLARED, xml).encode()
        else:
            parts[name] = xml.encode()
    return parts


def _links(targets: Mapping[str, str]) -> bytes:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{NEWER.get(name, NAMES["r"])}/{name.rstrip("1")}" Target="{target}"/>'
        for number, (name, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'.encode()


def _types(names: list[str]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{OFFICE}.{TYPES.get(name, name.rstrip("1"))}+xml"/>'
        for name in names
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{relations}"/>{overrides}</Types>'
    ).encode()


def docx(**told: str) -> bytes:
    """A DOCX of these parts."""
    return write_package(parts_of(told))
