"""What a tracked change of format changed, in French: « gras », « sans italique », « style « Titre 2 » »."""

from __future__ import annotations

from typing import Final

from restitution.messages import listed
from restitution.ooxml.word import Element, W

CHANGED: Final = "PrChange"
FORMATS: Final = frozenset(
    W + name
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
        "numberingChange",
    )
)
TOGGLES: Final = {
    "b": "gras",
    "i": "italique",
    "strike": "barré",
    "dstrike": "barré double",
    "caps": "capitales",
    "smallCaps": "petites capitales",
    "vanish": "masqué",
    "outline": "contour",
    "shadow": "ombre",
    "emboss": "relief",
    "imprint": "gravure",
}
"""Properties that are on or off."""
SAID: Final = {
    "u": "souligné",
    "color": "couleur",
    "highlight": "surlignage",
    "shd": "fond",
    "sz": "taille",
    "rFonts": "police",
    "vertAlign": "exposant ou indice",
    "position": "hauteur du texte",
    "spacing": "espacement",
    "kern": "espacement",
    "w": "largeur du texte",
    "lang": "langue",
    "rStyle": "style",
    "pStyle": "style",
    "tblStyle": "style du tableau",
    "jc": "alignement",
    "ind": "retrait",
    "numPr": "liste",
    "tabs": "tabulations",
    "pBdr": "bordures",
    "tblBorders": "bordures",
    "tcBorders": "bordures",
    "bdr": "bordures",
    "keepNext": "enchaînement",
    "keepLines": "enchaînement",
    "pageBreakBefore": "saut de page",
    "outlineLvl": "niveau de titre",
    "tblW": "largeur",
    "tcW": "largeur",
    "trHeight": "hauteur de ligne",
    "gridSpan": "cellules fusionnées",
    "vMerge": "cellules fusionnées",
    "vAlign": "alignement vertical",
    "tblHeader": "ligne d'en-tête",
    "pgSz": "format de page",
    "pgMar": "marges",
    "cols": "colonnes",
}
WHOLE: Final = {
    "rPrChange": "mise en forme",
    "pPrChange": "mise en forme du paragraphe",
    "sectPrChange": "mise en page",
    "tblPrChange": "mise en forme du tableau",
    "trPrChange": "mise en forme d'une ligne de tableau",
    "tcPrChange": "mise en forme d'une cellule",
    "numberingChange": "numérotation",
}
"""What is said when nothing more precise can be."""
OFF: Final = frozenset({"0", "false", "off", "none"})
WRITTEN_OUT: Final = frozenset({"sz", "rFonts", "lang", "kern", "color", "widowControl"})
"""What LibreOffice says of the former look although its style said it: no change when nothing says it now."""
SILENT: Final = frozenset({"bCs", "iCs", "szCs", "rPr", "ins", "del", "moveFrom", "moveTo", "noProof", "sectPr"})


def look_of(change: Element) -> str:
    """What a `w:…Change` says was changed, by comparing the properties around it with the former ones inside."""
    name = _name(change)
    now = {_name(node): node for node in change.getparent() if node is not change and isinstance(node.tag, str)}
    former = next(change.iterchildren("{*}*"), None)
    before = {_name(node): node for node in former if isinstance(node.tag, str)} if former is not None else {}
    words = [_word(key, now.get(key)) for key in (now | before) if _said(now.get(key)) != _said(before.get(key))]
    known = list(dict.fromkeys(word for word in words if word))
    return listed(known) if known and name != "numberingChange" else WHOLE[name]


def _word(key: str, now: Element | None) -> str:
    if key in SILENT or key.endswith("Change") or (now is None and key in WRITTEN_OUT):
        return ""
    if key in TOGGLES:
        return TOGGLES[key] if _is_on(now) else f"sans {TOGGLES[key]}"
    if key == "u":
        return SAID[key] if _is_on(now) else "sans soulignement"
    return SAID.get(key, "")


def _is_on(node: Element | None) -> bool:
    return node is not None and node.get(W + "val", "true").lower() not in OFF


def _said(node: Element | None) -> object:
    """What a property says; that it is off is as if it was not said."""
    if node is None or (_name(node) in TOGGLES and not _is_on(node)):
        return None
    if _name(node) in TOGGLES:
        return True
    return sorted(node.attrib.items()), [_said(child) for child in node.iterchildren("{*}*")]


def _name(node: Element) -> str:
    tag: str = node.tag
    return tag.rpartition("}")[2]
