"""The parts of a returned DOCX as XML, damaged ones as far as they can be read."""

from __future__ import annotations

from typing import Final

from restitution.errors import UnreadableSource
from restitution.ooxml.package import BOMB
from restitution.ooxml.salvage import mended, salvage
from restitution.ooxml.word import MC, OLE, VML, W14, W15, WP, A, Element, M, Package, R, W, open_word
from restitution.ooxml.word_boxes import keep_one_branch

TOLD: Final = {
    "document": "le texte",
    "comments": "les commentaires",
    "commentsextended": "les fils de commentaires",
    "footnotes": "les notes de bas de page",
    "endnotes": "les notes de fin",
    "header": "un en-tête",
    "footer": "un pied de page",
    "styles": "les styles",
}
"""Beginning of a part's name -> what a person calls it."""
NAMES: Final = {"w": W, "r": R, "m": M, "mc": MC, "w14": W14, "w15": W15, "v": VML, "a": A, "wp": WP}
URIS: Final = {prefix: name[1:-1] for prefix, name in NAMES.items()}
HOLLOW: Final = tuple(W + name for name in ("rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr"))
CONTENT: Final = tuple(W + name for name in ("p", "r", "t", "delText", "tbl", "tr", "tc"))
TEXT, COMMENTS = "word/document.xml", "word/comments.xml"
ASK: Final = "Comparez avec le fichier, ou demandez qu'on l'enregistre à nouveau et qu'on le renvoie."


class Opened:
    """A returned file. Raises `UnreadableSource` when nothing of its text can be read."""

    def __init__(self, data: bytes) -> None:
        self.problems: list[str] = []
        """French sentences."""
        self._package = self._open(data)

    @property
    def main(self) -> str:
        """Name of the part that holds the text."""
        return self._package.main

    def names(self, beginning: str) -> list[str]:
        """Names of the parts that begin so, in lower case, sorted."""
        return sorted(name for name in self._package.parts if name.startswith(beginning))

    def related(self, kind: str) -> list[str]:
        """Names of the parts of a kind (`comments`, `header`)."""
        return self._package.related(kind)

    def root(self, name: str) -> Element | None:
        """Root of a part, what Word shows of alternatives kept; None when nothing of it can be read."""
        part = self._package.parts.get(name)
        if part is None:
            return None
        root: Element | None
        try:
            root = self._package.root(name)
        except UnreadableSource as error:
            if error.message == BOMB:
                raise
            root = mended(part, URIS)
            self.problems.append(_damaged(name, is_read=root is not None))
            if root is not None:
                _free(root)
        if root is not None:
            keep_one_branch(root)
        return root

    def _open(self, data: bytes) -> Package:
        try:
            return open_word(data)
        except UnreadableSource as error:
            if data.startswith(OLE) or error.message == BOMB:
                raise
            parts, damaged = salvage(data)
            if COMMENTS in parts:
                parts.setdefault(TEXT, b"")
            package = Package(parts)
            self.problems.append(
                "Ce fichier est abîmé (enregistrement ou envoi interrompu) : ce qui pouvait être lu l'a été, "
                f"des remarques peuvent manquer. {ASK}"
            )
            self.problems += [_cut(name) for name in damaged if _told(name)]
            return package


def _free(root: Element) -> None:
    """Puts behind properties the words that fell into them, since their end is missing."""
    for node in reversed(list(root.iter(*HOLLOW))):
        fallen = next((child for child in node if next(child.iter(*CONTENT), None) is not None), None)
        if fallen is None or node.getparent() is None:
            continue
        for child in reversed([fallen, *fallen.itersiblings()]):
            node.addnext(child)


def _told(name: str) -> str:
    stem = name.casefold().rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
    return TOLD.get(stem, "")


def _damaged(name: str, *, is_read: bool) -> str:
    what = _told(name) or f"la partie « {name} »"
    end = "le reste a été lu, des remarques peuvent y manquer" if is_read else "rien n'a pu en être lu"
    return f"Ce fichier est abîmé ({what}) : {end}. {ASK}"


def _cut(name: str) -> str:
    return f"Ce fichier est abîmé ({_told(name)}) : la fin manque, le début a été lu. {ASK}"
