"""Where things stand in a Word document, in French, and paragraphs whose end was deleted."""

from __future__ import annotations

from restitution.messages import letters
from restitution.ooxml.word import VML, A, Element, M, W, make, words
from restitution.ooxml.word_chunks import text_run
from restitution.ooxml.word_tables import cells_of, rows_of

CALLS = (W + "footnoteReference", W + "endnoteReference")
_SHOWN = (A + "blip", VML + "imagedata", M + "oMath", W + "sym")


def place_paragraphs(body: Element) -> None:
    """Gives each paragraph its place as attribute `where`.

    « paragraphe 12 » counts the paragraphs of the body that hold something; a cell is that of the table of the
    body, whatever it nests; a text box is told by the paragraph that holds it.
    """
    _Places().walk(body)


def place_all(root: Element, where: str) -> None:
    """Gives one place to all paragraphs of a note."""
    for paragraph in root.iter(W + "p"):
        paragraph.set("where", where)


def place_notes(body: Element, notes: dict[str, Element]) -> None:
    """Gives the paragraphs of each note its number, in the order of their calls, or « note sans appel »."""
    called = dict.fromkeys(call.get(W + "id", "") for call in body.iter(*CALLS))
    for note in notes.values():
        place_all(note, "note sans appel")
    for number, key in enumerate((key for key in called if key in notes), 1):
        place_all(notes[key], f"note {number}")


def where_of(node: Element) -> str:
    """Place of the paragraph that a node is in, else of the one that follows, else nothing."""
    paragraph = next(node.iterancestors(W + "p"), None)
    if paragraph is None:
        following = node.getnext()
        while following is not None and following.tag != W + "p":
            following = following.getnext()
        paragraph = following
    return "" if paragraph is None else str(paragraph.get("where") or "")


class _Places:
    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0

    def walk(self, container: Element) -> None:
        for child in container.iterchildren("{*}*"):
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            else:
                self.walk(child)

    def _paragraph(self, paragraph: Element) -> None:
        self.paragraphs += bool(words(paragraph)) or next(paragraph.iter(*_SHOWN), None) is not None
        where = f"paragraphe {max(self.paragraphs, 1)}"
        for inner in paragraph.iter(W + "p"):
            inner.set("where", where if inner is paragraph else f"{where}, zone de texte")

    def _table(self, table: Element) -> None:
        self.tables += 1
        place_all(table, f"tableau {self.tables}")
        for number, row in enumerate(rows_of(table), 1):
            for column, cell in enumerate(cells_of(row), 1):
                place_all(cell, f"tableau {self.tables}, cellule {letters(column)}{number}")


def join_drop_caps(root: Element) -> None:
    """Joins each drop cap, a paragraph of its own, to the word that it begins in the next one."""
    for paragraph in list(root.iter(W + "p")):
        frame = paragraph.find(f"{W}pPr/{W}framePr")
        if frame is not None and frame.get(W + "dropCap") in {"drop", "margin"}:
            _join(paragraph, [])
            if len(paragraph) == 1:  # nothing is left but its properties
                paragraph.getparent().remove(paragraph)


def join_paragraphs(root: Element) -> None:
    """Joins a paragraph whose end was deleted under tracked changes to the next one, as Word does.

    A space keeps their words apart when nothing else does.
    """
    for paragraph in list(root.iter(W + "p")):
        if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom")):
            space = make("r")
            space.append(text_run(" ")[0])
            _join(paragraph, [space])


def _join(paragraph: Element, between: list[Element]) -> None:
    """Moves what a paragraph holds to the head of the next one, when a paragraph is what comes next."""
    following = paragraph.getnext()
    if following is None or following.tag != W + "p":
        return
    content = [child for child in paragraph if child.tag != W + "pPr"]
    if words(paragraph) and words(following):
        content += between
    head = 1 if len(following) and following[0].tag == W + "pPr" else 0
    following[head:head] = content
