"""What a Word file says outside of its published text: taken out of the copy, listed with its reason."""

from __future__ import annotations

from copy import deepcopy
from itertools import groupby

from restitution.model import NotTaken, NotTakenReason
from restitution.ooxml.word import Element, M, W, make, raw_words, words
from restitution.ooxml.word_boxes import lift_boxes
from restitution.ooxml.word_document import Document
from restitution.ooxml.word_places import CALLS, join_drop_caps, join_paragraphs, place_all, where_of
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
        spoken: dict[Element | None, list[Element]] = {}
        for run in outer:  # a paragraph at a time: text boxes stand among the runs of theirs
            if _says_something(run) or (run in fates and raw_words(run)):
                spoken.setdefault(_paragraph_of(run), []).append(run)
        for some in spoken.values():
            for fate, group in groupby(some, fates.get):
                if fate is not None:
                    gone = list(group)
                    self.take(fate, _words_of_runs(gone), where_of(gone[0]))
        notes: dict[str, NotTakenReason] = {}
        for run in outer:
            if fate := fates.get(run):
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
            self.whole("commentaire", comment.node, where)

    def margins(self, document: Document) -> None:
        """Lists the headers and footers, each once."""
        for root in document.margins:
            where = "en-tête" if root.tag == W + "hdr" else "pied de page"
            self.whole("en-tête ou pied répété", root, where)

    def whole(self, reason: NotTakenReason, root: Element, where: str) -> None:
        """Lists all that a comment, a margin or a note says, as its paragraphs stand."""
        join_drop_caps(root)
        place_all(root, where)
        self.runs(root, set())
        join_paragraphs(root)
        lift_boxes(root)
        self.take(reason, words(root), where)

    def notes(self, document: Document, uncalled: dict[str, NotTakenReason], technical: set[Element]) -> None:
        """Takes aside within notes; drops those whose call was taken out."""
        called = {call.get(W + "id", "") for call in document.body.iter(*CALLS)}
        for key, note in list(document.notes.items()):
            if note.get(W + "type") in _NO_NOTE:
                del document.notes[key]
            elif key in uncalled and key not in called:
                self.whole(uncalled[key], note, "notes")
                del document.notes[key]
            else:
                self.runs(note, technical)


def _paragraph_of(run: Element) -> Element | None:
    return next(run.iterancestors(W + "p"), None)


def _says_something(run: Element) -> bool:
    """Whether a run has characters, a break or a call of a note of its own, beside the boxes in it."""
    paragraph = _paragraph_of(run)
    own = [node for node in run.iter("{*}*") if _paragraph_of(node) is paragraph]
    return any(node.tag in CALLS or (len(node) == 0 and raw_words(node)) for node in own)


def _words_of_runs(runs: list[Element]) -> str:
    """Words of runs that stand side by side, then those of the boxes in them."""
    holder, paragraph = make("body"), make("p")
    holder.append(paragraph)
    paragraph.extend(deepcopy(run) for run in runs)
    lift_boxes(holder)
    for call in list(holder.iter(*CALLS)):
        call.tag = W + "br"  # a note stands between two words
    return words(holder)


def _is_deleted_cell(cell: Element) -> bool:
    return cell.find(f"{W}tcPr/{W}cellDel") is not None
