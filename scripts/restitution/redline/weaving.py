"""One document out of two: the new one, with what was deleted of the old one standing in its place."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from restitution.ooxml.word import Element, W, make
from restitution.redline.atoms import Line, line_of
from restitution.redline.foreign import Foreign
from restitution.redline.lines import Writer, write_changes
from restitution.redline.marking import GONE, Marker, Tracked
from restitution.redline.notes import Notes
from restitution.redline.pairing import Block, Step, steps
from restitution.redline.records import Changed, ChangeKind
from restitution.redline.settling import carry_marks, settled
from restitution.redline.sides import BLOCKS, Side, names_of

FIRST_NOTE = 2
"""Of the ids of notes; 0 and 1 are the rules above them, in Word's own files."""
COVER_DATE = "date"
"""Name of the style of the date on the cover, never tracked."""
FATE: dict[str, Tracked] = {"inserted": "ins", "deleted": "del", "moved_from": "moveFrom", "moved_to": "moveTo"}


class Weaver:
    """Weaves text and notes. `looks`: track bold and the like. `changed`: what it met, in reading order."""

    def __init__(self, old: Side, new: Side, marker: Marker, foreign: Foreign, *, looks: bool) -> None:
        self._old, self._new, self._marker, self._foreign = old, new, marker, foreign
        self._looks = looks
        self._notes = Notes(old, new)
        self._known = names_of(new.root)
        self._heading = ""
        self._headings: dict[str, str] = {}
        self.changed: list[Changed] = []

    # -- containers: the text, a cell, a note

    def weave(self, old: Element, new: Element) -> list[Element]:
        """The children of `new` with its changes against `old`."""
        olds = [node for node in old if node.tag in BLOCKS and not self._old.is_contents(node)]
        news = [node for node in new if node.tag in BLOCKS and not self._new.is_contents(node)]
        before, after = self._blocks(olds, self._old), self._blocks(news, self._new)
        written: list[Element] = []
        others = list(new)
        for step in settled(steps(before, after), before, after):
            if step.new >= 0 and step.kind != "moved_from":
                at = others.index(news[step.new])
                written += [_alone(node) for node in others[:at]]
                del others[: at + 1]
            written += self._written(step, olds, news)
        carry_marks([node for node in written if node.tag in BLOCKS], self._marker)
        return [*written, *(_alone(node) for node in others)]

    def _blocks(self, nodes: Sequence[Element], side: Side) -> list[Block]:
        return [self._block(number, node, side) for number, node in enumerate(nodes)]

    def _block(self, number: int, node: Element, side: Side) -> Block:
        names = names_of(node)
        if node.tag == W + "p":
            line = self._line(node, side)
            content = "\0".join(line.keys)
            return Block(kind="p", names=names, text=line.text, content=content, number=number)
        text = " ".join(self._line(p, side).text for p in node.iter(W + "p"))
        return Block(kind=node.tag, names=names, text=text, content=text, number=number)

    def _line(self, paragraph: Element, side: Side) -> Line:
        return line_of(paragraph, side, self._notes.old_key if side is self._old else self._notes.new_key)

    def _written(self, step: Step, olds: Sequence[Element], news: Sequence[Element]) -> list[Element]:
        if step.kind == "kept":
            return [self._kept(olds[step.old], news[step.new])]
        return self._whole(olds[step.old] if FATE[step.kind] in GONE else news[step.new], step)

    def _kept(self, old: Element, new: Element) -> Element:
        return self._paragraph(old, new) if new.tag == W + "p" else self._table(old, new)

    def _whole(self, node: Element, step: Step) -> list[Element]:
        fate = FATE[step.kind]
        if node.tag != W + "p":
            return [self._whole_table(node, "del" if fate in GONE else "ins")]
        written = self._whole_paragraph(node, fate)
        self._marker.paragraph_mark(written, fate)
        if fate not in {"moveFrom", "moveTo"}:
            return [written]
        start, end = self._marker.range(fate, f"deplace{step.old}")
        return [start, written, end]

    # -- paragraphs

    def _paragraph(self, old: Element, new: Element) -> Element:
        before, after = self._line(old, self._old), self._line(new, self._new)
        self._enter(new, after, self._new)
        is_same = before.keys == after.keys and (before.looks == after.looks or not self._looks)
        if is_same or self._new.style_name(new) == COVER_DATE:
            written = _alone(new)
        else:
            written = self._shell(new)
            gone, came = write_changes(self._writer(written), before, after, looks=self._looks)
            if gone or came:
                self._say("edited", new, gone, came)
        if self._new.style_name(new) != self._old.style_name(old):
            self._marker.former_style(written, old)
            self._say("restyled", new, before.text, after.text)
        return written

    def _whole_paragraph(self, node: Element, fate: Tracked) -> Element:
        side = self._old if fate in GONE else self._new
        line = self._line(node, side)
        self._enter(node, line, side)
        written = self._shell(node)
        if fate in GONE:
            for section in written.findall(f"{W}pPr/{W}sectPr"):
                section.getparent().remove(section)
            self._foreign.adopt(written)
        writer = self._writer(written)
        for atom in line.atoms:
            writer.put(atom, fate)
        if fate in GONE:
            self._old_names(written, node)
        else:
            writer.plain(line.after)
        self._say_whole(node, line, fate)
        return written

    def _say_whole(self, node: Element, line: Line, fate: Tracked) -> None:
        if fate == "moveFrom" or not (line.text or line.atoms):
            return
        kinds: dict[str, ChangeKind] = {"ins": "inserted", "del": "deleted", "moveTo": "moved"}
        went = line.text if fate == "del" else ""
        self._say(kinds[fate], node, went, "" if fate == "del" else line.text)

    def _shell(self, node: Element) -> Element:
        shell = make("p")
        properties = node.find(W + "pPr")
        if properties is not None:
            shell.append(copy.deepcopy(properties))
        return shell

    def _writer(self, paragraph: Element) -> Writer:
        return Writer(paragraph, self._marker, self._foreign.adopt)

    def _old_names(self, written: Element, node: Element) -> None:
        """A passage that is gone keeps its bookmark, so that a remark on this very file finds it."""
        place = 1 if written.find(W + "pPr") is not None else 0
        for number, name in enumerate(sorted(names_of(node) - self._known)):
            id_ = self._marker.mark("x").get(W + "id", "")
            written.insert(place + number, make("bookmarkStart", id=id_, name=name))
            written.append(make("bookmarkEnd", id=id_))

    # -- tables

    def _table(self, old: Element, new: Element) -> Element:
        olds, news = list(old.iterchildren(W + "tr")), list(new.iterchildren(W + "tr"))
        found = steps(self._blocks(olds, self._old), self._blocks(news, self._new), moves=False)
        written = _emptied(new, W + "tr")
        for step in found:
            if step.kind == "kept" and len(_cells(olds[step.old])) == len(_cells(news[step.new])):
                written.append(self._row(olds[step.old], news[step.new]))
                continue
            if step.old >= 0:
                written.append(self._whole_row(olds[step.old], "del"))
            if step.new >= 0:
                written.append(self._whole_row(news[step.new], "ins"))
        return written

    def _row(self, old: Element, new: Element) -> Element:
        written = _emptied(new, W + "tc")
        for before, after in zip(_cells(old), _cells(new), strict=True):
            cell = _emptied(after)
            cell.extend(self.weave(before, after))
            written.append(cell)
        return written

    def _whole_table(self, node: Element, fate: Tracked) -> Element:
        written = _emptied(node, W + "tr")
        if fate == "del":
            self._foreign.adopt(written)
        written.extend(self._whole_row(row, fate) for row in node.iterchildren(W + "tr"))
        return written

    def _whole_row(self, row: Element, fate: Tracked) -> Element:
        side = self._old if fate == "del" else self._new
        text = " | ".join(self._line(p, side).text for p in row.iter(W + "p"))
        self._say("row_deleted" if fate == "del" else "row_inserted", row, *_sides(fate, text))
        said = len(self.changed)
        written = _emptied(row, W + "tc")
        for cell in _cells(row):
            own = _emptied(cell, *BLOCKS)
            self._fill_whole(own, cell, fate)
            written.append(own)
        del self.changed[said:]
        self._marker.row(written, "del" if fate == "del" else "ins")
        return written

    # -- notes

    def weave_notes(self, written: Element) -> Element | None:
        """The notes of the written text: those called as before with their changes, others as their calls.

        They stand and count in the order of their calls: LibreOffice takes them in that order, whatever their ids.
        """
        if self._new.notes_root is None:
            return None
        notes = self._new.notes
        called = {call.get(W + "id", "") for call in self._new.root.iter(W + "footnoteReference")}
        root = _emptied(self._new.notes_root)
        root.extend(copy.deepcopy(note) for id_, note in notes.items() if id_ not in called)
        for number, call in enumerate(written.iter(W + "footnoteReference"), FIRST_NOTE):
            fate, id_ = _fate_of(call), call.get(W + "id", "")
            names = sorted(names_of(_paragraph_of(call)))
            self._heading = self._headings.get(min(names, default=""), "")
            note = self._gone_note(id_) if fate in GONE else self._note(id_, notes.get(id_), fate, names)
            for node in (call, note):
                node.set(W + "id", str(number))
            root.append(note)
        return root

    def _note(self, id_: str, note: Element | None, fate: str, names: list[str]) -> Element:
        """A note of the new document. `fate`: of its call."""
        note = make("footnote") if note is None else note
        old = self._old.notes.get(self._notes.was.get(id_, ""))
        said = len(self.changed)
        written = _emptied(note)
        if fate or old is None:
            self._fill_whole(written, note, "ins")
        else:
            written.extend(self.weave(old, note))
        told = self.changed[said:]
        del self.changed[said:]
        if told and fate != "moveTo":
            went, came = ([one.before for one in told], [one.after for one in told])
            self.changed.append(
                Changed(
                    kind="note",
                    names=names,
                    before=" ".join(filter(None, went)),
                    after=" ".join(filter(None, came)),
                    heading=self._heading,
                )
            )
        return written

    def _gone_note(self, id_: str) -> Element:
        """The note that a deleted call led to: its words are deleted."""
        note = self._old.notes.get(id_)
        note = make("footnote") if note is None else note
        said = len(self.changed)
        written = _emptied(note)
        self._fill_whole(written, note, "del")
        del self.changed[said:]
        return written

    def _fill_whole(self, written: Element, holder: Element, fate: Tracked) -> None:
        """All that stands in a cell or a note, inserted or deleted; its last paragraph has no next one to join."""
        for node in holder:
            if node.tag == W + "p":
                written.append(self._whole_paragraph(node, fate))
                if node.getnext() is not None:
                    self._marker.paragraph_mark(written[-1], fate)
            elif node.tag == W + "tbl":
                written.append(self._whole_table(node, fate))

    def _enter(self, node: Element, line: Line, side: Side) -> None:
        if side.style_name(node).startswith("heading"):
            self._heading = line.text
        self._headings |= dict.fromkeys(names_of(node), self._heading)

    def _say(self, kind: ChangeKind, node: Element, before: str, after: str) -> None:
        self.changed.append(
            Changed(
                kind=kind, names=sorted(names_of(node)), before=before.strip(), after=after.strip(),
                heading=self._heading,
            )
        )  # fmt: skip


def _alone(node: Element) -> Element:
    copied = copy.deepcopy(node)
    copied.tail = None
    return copied


def _cells(row: Element) -> list[Element]:
    return list(row.iterchildren(W + "tc"))


def _emptied(node: Element, *without: str) -> Element:
    """A copy of an element without the children of some kinds; without any when no kind is named."""
    copied = etree.Element(node.tag, node.attrib, nsmap=node.nsmap)
    if without:
        copied.extend(copy.deepcopy(child) for child in node if child.tag not in without)
    return copied


def _paragraph_of(node: Element) -> Element:
    return next(node.iterancestors(W + "p"))


def _fate_of(node: Element) -> str:
    """The mark of a change around an element: `ins`, `del`, `moveFrom`, `moveTo`, or none."""
    tags = (str(one.tag).removeprefix(W) for one in node.iterancestors())
    return next((tag for tag in tags if tag in FATE.values()), "")


def _sides(fate: Tracked, text: str) -> tuple[str, str]:
    return (text, "") if fate in GONE else ("", text)
