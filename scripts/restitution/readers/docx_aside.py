"""What a Word file says outside of its published text: taken out of the copy, listed with its reason."""

from __future__ import annotations

from itertools import groupby

from restitution.model import NotTaken, NotTakenReason
from restitution.ooxml.word import Element, M, W, raw_words, words
from restitution.ooxml.word_document import Document
from restitution.ooxml.word_places import CALLS, where_of
from restitution.ooxml.word_styles import Styles
from restitution.ooxml.word_tables import is_dropped

_COMMENT_MARKS = (W + "commentRangeStart", W + "commentReference")
_DELETED = frozenset({W + "del", W + "moveFrom"})
_NO_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Aside:
    """Takes aside; `taken` lists what was."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.taken: list[NotTaken] = []

    def take(self, reason: NotTakenReason, text: str, where: str) -> None:
        """Lists a text, when it has any."""
        if text.strip():
            self.taken.append(NotTaken(reason=reason, text=text.strip(), where=where))

    def runs(self, root: Element, technical: set[Element]) -> dict[str, NotTakenReason]:
        """Takes out the runs that are deleted, hidden or technical; gives the notes that were called there."""
        runs = list(root.iter(W + "r", M + "r"))
        fates = {run: fate for run in runs if (fate := self._fate(run, technical))}
        outer = [run for run in runs if not any(above in fates for above in run.iterancestors(W + "r"))]
        notes: dict[str, NotTakenReason] = {}
        for (_, fate), group in groupby(outer, lambda run: (_paragraph_of(run), fates.get(run))):
            if fate is None:
                continue
            gone = list(group)
            self.take(fate, "".join(raw_words(run) for run in gone), where_of(gone[0]))
            for run in gone:
                notes |= {call.get(W + "id", ""): fate for call in run.iter(*CALLS)}
                run.getparent().remove(run)
        return notes

    def _fate(self, run: Element, technical: set[Element]) -> NotTakenReason | None:
        if run.find(W + "delText") is not None:
            return "texte supprimé"
        for ancestor in run.iterancestors():
            if ancestor.tag in _DELETED or (ancestor.tag == W + "tc" and _is_deleted_cell(ancestor)):
                return "texte supprimé"
            if ancestor.tag == W + "tr" and is_dropped(ancestor):
                return "texte supprimé" if ancestor.find(f"{W}trPr/{W}del") is not None else "texte masqué"
        if run in technical:
            return "champ technique"
        return "texte masqué" if self.styles.hides(run, _paragraph_of(run)) else None

    def comments(self, document: Document) -> None:
        """Lists all comments, replies at the place of what they answer."""
        wheres: dict[str, str] = {}
        for root in [document.body, *document.notes.values()]:
            for anchor in root.iter(*_COMMENT_MARKS):
                wheres.setdefault(anchor.get(W + "id", ""), where_of(anchor))
        for key, comment in document.comments.items():
            where = wheres.get(key) or wheres.get(comment.parent, "")
            self.take("commentaire", words(comment.node), where)

    def margins(self, document: Document) -> None:
        """Lists the headers and footers, each once."""
        for root in document.margins:
            where = "en-tête" if root.tag == W + "hdr" else "pied de page"
            self.take("en-tête ou pied répété", words(root), where)

    def notes(self, document: Document, uncalled: dict[str, NotTakenReason], technical: set[Element]) -> None:
        """Takes aside within notes; drops those whose call was taken out."""
        called = {call.get(W + "id", "") for call in document.body.iter(*CALLS)}
        for key, note in list(document.notes.items()):
            if note.get(W + "type") in _NO_NOTE:
                self.take("champ technique", words(note), "notes")
                del document.notes[key]
            elif key in uncalled and key not in called:
                self.take(uncalled[key], words(note), "notes")
                del document.notes[key]
            else:
                self.runs(note, technical)


def _paragraph_of(run: Element) -> Element | None:
    return next(run.iterancestors(W + "p"), None)


def _is_deleted_cell(cell: Element) -> bool:
    return cell.find(f"{W}tcPr/{W}cellDel") is not None
