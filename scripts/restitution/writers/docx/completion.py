"""Styles that a designer's reference lacks, added from ours after its Normal and its Titre 1."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import msgspec

from restitution.ooxml.word import Element, W, positive, value
from restitution.writers.docx.colours import readable, tint
from restitution.writers.docx.looks import GREEN, INK, OCHRE, PALE_GREEN, RULE, twips_of_cm
from restitution.writers.docx.styles import NORMAL_HALF_POINTS, TEXT_CM

FRENCH = {
    "title": "Titre", "subtitle": "Sous-titre", "author": "Author (auteur)", "heading 1": "Titre 1",
    "heading 2": "Titre 2", "heading 3": "Titre 3", "heading 4": "Titre 4", "body text": "Corps de texte",
    "list paragraph": "Paragraphe de liste", "toc heading": "En-tête de table des matières", "toc 1": "TM 1",
    "toc 2": "TM 2", "toc 3": "TM 3", "table of figures": "Table des illustrations", "caption": "Légende",
    "header": "En-tête", "footer": "Pied de page", "footnote text": "Note de bas de page",
    "footnote reference": "Appel note de bas de p.", "annotation text": "Commentaire",
    "annotation reference": "Marque de commentaire", "hyperlink": "Lien hypertexte", "table": "Table (tableaux)",
    "block text": "Normal centré",
}  # fmt: skip
"""Name in the file -> name that French Word shows."""
UNSEEN = frozenset({"normal table", "no list", "default paragraph font", "normal", "first paragraph"})
"""Word has them without saying."""
POINTERS = ("basedOn", "next", "link")
TITLE = 26
"""Half-points from which letters are a title's, which takes the font of Titre 1."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the added styles take of a reference."""

    colors: Mapping[str, str]
    scale: float
    title_fonts: Element | None


def complete_styles(theirs: Element, ours: Element, width: int) -> list[str]:
    """Adds our styles that `theirs` lacks, in place; their names as French Word shows them.

    `width`: of the text, in twentieths of a point.
    """
    known = _known(theirs)
    look = _look(known, theirs)
    lacking = [node for node in ours.iter(W + "style") if name_of(node) not in known]
    taken = {node.get(W + "styleId", "") for node in theirs.iter(W + "style")}
    ids = {name_of(node): _free(node.get(W + "styleId", ""), taken) for node in lacking}
    ids |= {name: node.get(W + "styleId", "") for name, node in known.items()}
    names = {node.get(W + "styleId"): name_of(node) for node in ours.iter(W + "style")}
    for node in lacking:
        added = copy.deepcopy(node)
        added.set(W + "styleId", ids[name_of(node)])
        for pointer in (child for tag in POINTERS for child in added.iterchildren(W + tag)):
            pointer.set(W + "val", ids[names[pointer.get(W + "val")]])
        drop(added, "pPr/numPr")  # a list of ours: `complete_numbering` gives theirs
        if "table" in known and name_of(node) == "tableau titre":
            drop(added, "rPr/color")  # white only on the ground of our own table
        theirs.append(_in_look(added, look, width))
    if theirs.find(W + "docDefaults") is None:
        theirs.insert(0, copy.deepcopy(ours.find(W + "docDefaults")))
    told = [value(node, "name") or "" for node in lacking]
    return [FRENCH.get(name.lower(), name) for name in told if name.lower() not in UNSEEN]


def name_of(style: Element) -> str:
    """Name of a style, in small letters."""
    return (value(style, "name") or "").lower()


def drop(style: Element, path: str) -> None:
    """Takes a property off a style."""
    for node in style.findall("/".join(W + step for step in path.split("/"))):
        node.getparent().remove(node)


def _known(sheet: Element) -> dict[str, Element]:
    """Styles by name; the one that a paragraph without any takes is Normal, whatever its name."""
    known = {name_of(node): node for node in sheet.iter(W + "style")}
    for node in sheet.iter(W + "style"):
        if node.get(W + "type") == "paragraph" and node.get(W + "default") in {"1", "true", "on"}:
            known.setdefault("normal", node)
    return known


def _free(id_: str, taken: set[str]) -> str:
    """An id that no other style has."""
    free = next(name for n in range(len(taken) + 1) if (name := f"{id_}{n or ''}") not in taken)
    taken.add(free)
    return free


def _look(known: Mapping[str, Element], sheet: Element) -> Look:
    title, second = _color(known.get("heading 1")), _color(known.get("heading 2"))
    main = readable(title or INK)
    colors = {GREEN: main, OCHRE: readable(second or main), PALE_GREEN: tint(main, 0.9), RULE: tint(main, 0.7)}
    sizes = [value(known.get("normal"), "rPr/sz"), value(sheet.find(W + "docDefaults"), "rPrDefault/rPr/sz")]
    size = next((found for text in sizes if (found := positive(text, 200))), NORMAL_HALF_POINTS)
    fonts = known["heading 1"].find(f"{W}rPr/{W}rFonts") if "heading 1" in known else None
    return Look(colors=colors if "heading 1" in known else {}, scale=size / NORMAL_HALF_POINTS, title_fonts=fonts)


def _color(style: Element | None) -> str:
    said = (value(style, "rPr/color") or "").upper()
    return said if len(said) == 6 and set(said) <= set("0123456789ABCDEF") else ""


def _in_look(style: Element, look: Look, width: int) -> Element:
    """A style of ours in the colours, letters and width of theirs."""
    right, size = str(twips_of_cm(TEXT_CM)), 0
    for node in style.iter():
        for key, said in node.attrib.items():
            if said in look.colors and key != W + "styleId":
                node.set(key, look.colors[said])
        if node.tag == W + "tab" and node.get(W + "pos") == right:
            node.set(W + "pos", str(width))
        if node.tag in {W + "sz", W + "szCs"} and node.getparent().tag == W + "rPr":
            size = max(2, round(positive(node.get(W + "val"), 400) * look.scale))
            node.set(W + "val", str(size))
    run = style.find(W + "rPr")
    if look.title_fonts is not None and run is not None and run.find(W + "rFonts") is None and size >= TITLE:
        run.insert(0, copy.deepcopy(look.title_fonts))
    return style
