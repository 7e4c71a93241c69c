"""What the annotations of a PDF say, as remarks: comments and their replies, words struck out, words inserted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from restitution.remarks import Kind, Sent
from restitution.review.pdf.anchors import Anchor, named
from restitution.review.pdf.letters import Letter
from restitution.review.pdf.page import Spot, spot_of
from restitution.review.pdf.raw import Annotation
from restitution.review.pdf.weaving import weave
from restitution.review.returned import RawMark, Returned, Span
from restitution.review.threads import Told, in_order

CLOSING: Final = frozenset({"Completed", "Cancelled"})
"""States by which a reviewer says that a remark is settled (ISO 32000-1, table 171)."""
OPINIONS: Final = {"Accepted": "(d’accord)", "Rejected": "(pas d’accord)"}
"""States that answer. The others (marked, unmarked, none) only undo one, or are the reader's own."""
STATES: Final = CLOSING | OPINIONS.keys() | {"None", "Marked", "Unmarked"}
SILENT: Final = {
    "Highlight": "(surligné)",
    "Underline": "(souligné)",
    "Squiggly": "(souligné)",
    "StrikeOut": "(barré)",
    "Caret": "(à compléter ici)",
    "Stamp": "(tampon)",
    "Ink": "(tracé à la main)",
    "FileAttachment": "(fichier joint)",
    "Sound": "(enregistrement)",
    "Redact": "(à masquer)",
    "Text": "(note vide)",
    "FreeText": "(texte vide)",
}
"""What stands for the words of an annotation that has none."""
DRAWN: Final = "(dessin)"


class Note(msgspec.Struct, eq=False, kw_only=True):
    """An annotation that is a remark."""

    annotation: Annotation
    spot: Spot
    kind: Kind
    text: str
    above: Note | None = None
    """What it answers."""
    resolved: bool = False
    elements: dict[Kind, int]
    """Its own annotation, and those that are parts of it or only say its state."""


def gathered(
    annotations: Sequence[Annotation],
    letters: Mapping[int, Sequence[Letter]],
    anchors: Sequence[Anchor],
    sent: Sent | None,
    problems: list[str],
) -> Returned:
    """The copy, read. `letters`: by page, numbered from 0; `anchors`: where passages are named."""
    notes = _Notes(annotations, letters).all()
    struck = [letter for note in notes if note.kind == "deletion" for letter in note.spot.letters]
    inserted = [(note.spot, note.text) for note in notes if note.kind == "insertion"]
    shown = [letter for page in letters.values() for letter in page]
    woven = weave(shown, struck, inserted, named(anchors, letters))
    told = [_told(note, woven.spans(note.spot)) for note in notes]
    ours = sum(one.is_ours for one in told)
    return Returned(sent=sent, paragraphs=woven.paragraphs, marks=in_order(told), ours=ours, problems=problems)


class _Notes:
    """Tells remarks, answers, parts and states from each other."""

    def __init__(self, annotations: Sequence[Annotation], letters: Mapping[int, Sequence[Letter]]) -> None:
        self._annotations = {(one.page, one.number): one for one in annotations}
        self._letters = letters
        self._notes: dict[int, Note] = {}
        """By the identity of its annotation; a part or a state leads to what it belongs to."""

    def all(self) -> list[Note]:
        """The remarks, each once."""
        for one in sorted(self._annotations.values(), key=self._depth):
            above = self._above(one)
            head = None if above is None else self._notes.get(id(above))
            self._notes[id(one)] = self._own(one, None) if head is None else self._belonging(one, head)
        return list({id(note): note for note in self._notes.values()}.values())

    def _above(self, one: Annotation) -> Annotation | None:
        return self._annotations.get((one.page, one.above)) if one.above != one.number else None

    def _depth(self, one: Annotation) -> tuple[int, str]:
        """How many annotations stand above it, a ring of them once; then by date, for states."""
        seen: set[int] = set()
        above = self._above(one)
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            above = self._above(above)
        return len(seen), one.date

    def _belonging(self, one: Annotation, head: Note) -> Note:
        """An answer; or the note that it is a part or a state of."""
        if one.state in STATES:
            return self._state(one, head)
        if not one.is_grouped:
            text = one.text or SILENT.get(one.subtype, DRAWN)
            return Note(annotation=one, spot=head.spot, kind="reply", text=text, above=head, elements={"reply": 1})
        if one.subtype == "StrikeOut" or (one.subtype == "Caret" and head.kind == "deletion"):
            return self._own(one, head)
        head.elements["comment"] = head.elements.get("comment", 0) + 1
        return head

    def _state(self, one: Annotation, head: Note) -> Note:
        first = head
        while first.above is not None:
            first = first.above
        first.resolved = one.state in CLOSING
        if one.state in OPINIONS:
            text = OPINIONS[one.state]
            return Note(annotation=one, spot=head.spot, kind="reply", text=text, above=head, elements={"reply": 1})
        head.elements["reply"] = head.elements.get("reply", 0) + 1
        return head

    def _own(self, one: Annotation, partner: Note | None) -> Note:
        """A remark of its own. `partner`: the other half of words that are replaced by others."""
        spot = spot_of(one, self._letters.get(one.page, ()))
        words = _said(spot)
        text = "" if _folded(one.text) == _folded(words) else one.text
        kind: Kind = "comment"
        if one.subtype == "StrikeOut" and words and (partner is not None or not text):
            kind, text = "deletion", words
            if partner is not None and partner.kind == "insertion":  # what replaces stands behind
                partner.spot = Spot(beside=spot.letters[-1], is_behind=True)
                partner.text = partner.annotation.text
        elif one.subtype == "Caret" and text and spot.beside is not None:
            kind = "insertion"
            if partner is not None and partner.spot.letters:
                spot = Spot(beside=partner.spot.letters[-1], is_behind=True)
            else:
                text = _spaced(text, spot, self._letters[one.page])
        elif one.subtype == "StrikeOut" and text:
            text = f"{SILENT['StrikeOut']} {text}"
        said = text or SILENT.get(one.subtype, DRAWN)
        return Note(annotation=one, spot=spot, kind=kind, text=said, elements={kind: 1})


def _said(spot: Spot) -> str:
    """The words of a spot, as they stand on the page."""
    return " ".join("".join(letter.text for letter in spot.letters).split())


def _folded(text: str) -> str:
    return "".join(text.split())


def _spaced(text: str, spot: Spot, letters: Sequence[Letter]) -> str:
    """Words to insert, with the space that parts them from the word beside."""
    place = next(number for number, letter in enumerate(letters) if letter is spot.beside) + spot.is_behind
    before, after = (letters[at].text if 0 <= at < len(letters) else " " for at in (place - 1, place))
    if text[0].isalnum() and not before.isspace() and after.isspace():
        return f" {text}"
    return f"{text} " if text[-1].isalnum() and before.isspace() and after.isalnum() else text


def _told(note: Note, spans: list[Span]) -> Told:
    one = note.annotation
    mark = RawMark(
        kind=note.kind,
        author=one.author,
        date=one.date,
        text=note.text,
        spans=spans,
        resolved=note.resolved,
        elements=note.elements,
    )
    above = "" if note.above is None else _name(note.above.annotation)
    return Told(mark, _name(one), above)


def _name(one: Annotation) -> str:
    return f"{one.page}.{one.number}"
