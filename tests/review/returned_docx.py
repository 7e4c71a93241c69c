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
LINKS = (
    f'<Relationships xmlns="{SCHEMAS}package/2006/relationships"><Relationship Id="r1" '
    f'Type="{NAMES["r"]}/officeDocument" Target="word/document.xml"/></Relationships>'
)
TYPES = f'<Types xmlns="{SCHEMAS}package/2006/content-types"/>'


def parts_of(told: Mapping[str, str]) -> dict[str, bytes]:
    """Parts of a package: `document`, `comments`… as what stands in their roots; other names as they are."""
    parts = {"_rels/.rels": LINKS.encode(), "[Content_Types].xml": TYPES.encode()}
    for name, xml in told.items():
        if name in ROOTS:
            parts[f"word/{name}.xml"] = ROOTS[name].format(DECLARED, xml).encode()
        else:
            parts[name] = xml.encode()
    return parts


def docx(**told: str) -> bytes:
    """A DOCX of these parts."""
    return write_package(parts_of(told))
