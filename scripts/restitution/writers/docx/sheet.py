"""The style sheet and the lists of the reference, as Word saved them: ids differ from one language to another."""

from __future__ import annotations

from restitution.errors import RestitutionError
from restitution.ooxml.word import Element, W, value
from restitution.writers.docx.reference import ANNEXES_NAME


class Sheet:
    """Ids of styles by name, names by id, numbers of lists."""

    def __init__(self, styles: Element, numbering: Element) -> None:
        nodes = list(styles.iter(W + "style"))
        self._ids: dict[str, str] = {
            (value(node, "name") or "").lower(): node.get(W + "styleId", "") for node in nodes
        }
        self._names = {id_: name for name, id_ in self._ids.items()}
        self._numbering = numbering

    def id(self, name: str) -> str:
        """Id of the style of this name."""
        found: str = self._ids.get(name.lower()) or name.replace(" ", "")
        return found

    def name(self, paragraph: Element) -> str:
        """Name of a paragraph's style, in small letters; empty when it takes the default one."""
        return self._names.get(value(paragraph, "pPr/pStyle") or "", "")

    @property
    def annexes(self) -> str:
        """Number of the list of annexes. Raises `RestitutionError` when the reference lost it."""
        for node in self._numbering.iter(W + "abstractNum"):
            if value(node, "name") == ANNEXES_NAME:
                found = self._number(node.get(W + "abstractNumId", ""))
                if found:
                    return found
        raise RestitutionError(
            f"Le document de référence Word n'a plus la liste « {ANNEXES_NAME} », qui numérote les annexes.",
            "Remettez celui d'origine à la place de templates/reference.docx.",
        )

    def _number(self, abstract: str) -> str:
        numbers = (n for n in self._numbering.iter(W + "num") if value(n, "abstractNumId") == abstract)
        return next((number.get(W + "numId", "") for number in numbers), "")
