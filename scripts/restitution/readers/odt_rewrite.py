"""Rewrites an OpenDocument text with the few elements that pandoc reads whole, and takes the rest aside.

Every text node of the body ends in one of three places: a paragraph of the private copy, `not_taken` with its
reason, or the alternative text of a picture. An element that is not known here is transparent: its text is
text, its paragraphs are paragraphs. Paragraphs found inside a paragraph (text boxes, shapes) follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.etree import SubElement
from lxml.etree import _Element as Element

from restitution.model import Finding, NotTakenReason, Reading
from restitution.ooxml.opendocument import OpenDocument, Styles, name, q
from restitution.pandoc.marks import mark
from restitution.readers.look import Look
from restitution.readers.odt_aside import COMMENTS, SILENT, said, words_aside
from restitution.readers.odt_elements import Line, by_id, heading_level, is_blank, list_like, new, say, section
from restitution.readers.odt_internal import Remarks
from restitution.readers.odt_look import look_of
from restitution.readers.odt_objects import (
    OBJECTS,
    Pictures,
    control_text,
    description,
    formula,
    is_outside,
    is_prompt,
    object_sentence,
    ticked_or_chosen,
)
from restitution.readers.odt_tables import ROW_GROUPS, ROW_PARENTS, Grid, grid, row_elements, section_mark

MAX_TABLES_DEEP: Final = 4
MAX_LISTS_DEEP: Final = 9
MAX_SPANS_DEEP: Final = 12
LINKS: Final = ("http://", "https://", "mailto:")
QUOTES: Final = frozenset({"Quotations", "Quote", "Intense Quote", "Citation", "Citations", "Citation intense"})
CODE: Final = "Source_Text"
"""The style in which pandoc drops notes and pictures."""
HIDDEN_FIELD: Final = "Un champ de texte masqué n'a pas été repris : recopiez-le dans le texte s'il doit y être."
INDEXES: Final = tuple(
    f"text:{kind}"
    for kind in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)

WriteBlocks = Callable[[Element], list[Element]]
WriteInline = Callable[[Element, Element, Line], None]


class Rewriter:
    """One text: `blocks` gives the private copy's elements; the rest is told by its attributes."""

    def __init__(self, document: OpenDocument, path: str) -> None:
        self.reading = Reading()
        self.wheres: list[str] = []
        self.looks: list[Look] = []
        self.grids: list[Grid] = []
        self.formulas: dict[str, bytes] = {}
        self.pictures = Pictures(document.parts)
        self.styles = Styles(document)
        self.remarks = Remarks(document.body)
        self._parts = document.parts
        self._path = path
        self._controls = by_id(document.body.iterfind(f"{q('office:forms')}//{q('form:*')}"), "form:id")
        self._changes = by_id(document.body.iter(q("text:changed-region")), "text:id")
        self._paragraphs = self._tables = self._lists_deep = self._tables_deep = 0
        self._where = self._cell = ""
        self._in_note = False
        self._blocks: dict[str, WriteBlocks] = {
            "text:p": self._paragraph,
            "text:h": self._paragraph,
            "text:list": self._list,
            "text:section": self._section,
            "table:table": self._table,
        }
        self._inlines: dict[str, WriteInline] = {
            "text:span": self._span,
            "text:a": self._link,
            "text:s": self._space,
            "text:tab": self._space,
            "text:line-break": self._break,
            "text:ruby-text": self._ruby,
            "text:note": self._note,
            "text:hidden-text": self._hidden_field,
            "text:change": self._change,
            "text:change-start": self._change,
            "text:tracked-changes": self._nothing,
            "draw:object": self._nothing,
            **dict.fromkeys(SILENT, self._nothing),
            "draw:control": self._control,
            "draw:frame": self._frame,
            "?:fieldmark": self._form_field,
            "?:content-control": self._content_control,
        }

    def blocks(self, container: Element) -> list[Element]:
        """Paragraphs, lists and sections made of what `container` holds; text outside of any becomes one."""
        out: list[Element] = []
        line = self._open()
        say(line.element, container.text)
        for child in container:
            if write := self._blocks.get(name(child)):
                out += self._close(line)
                out += write(child)
                line = self._open()
            else:
                self._inline(child, line.element, line)
            say(line.element, child.tail)
        return out + self._close(line)

    def take_rest(self) -> None:
        """Take aside the changes that no place of the text showed."""
        self._where = "suivi des modifications"
        for key, region in self._changes.items():
            self.remarks.change(region, key, "")
            self._aside(region, "texte supprimé")

    # Blocks

    def _paragraph(self, source: Element) -> list[Element]:
        if self._is_hidden(source):
            line = self._open()
            self._aside(source, "texte masqué")
            return self._close(line)
        line = self._open()
        line.source = source
        style = source.get(q("text:style-name"))
        ancestry = self.styles.ancestry("paragraph", style)
        level = 0 if self._cell or self._in_note else heading_level(source, ancestry)
        if level:
            line.element.tag = q("text:h")
            line.element.set(q("text:outline-level"), str(level))
        line.is_quote = (
            not level and not self._in_note and not self._lists_deep and not QUOTES.isdisjoint(ancestry)
        )
        self._fill(source, line.element, line)
        return self._close(line)

    def _open(self) -> Line:
        if not self._in_note:
            self._where = self._cell or f"paragraphe {self._paragraphs + 1}"
        return Line(new("text:p"))

    def _close(self, line: Line) -> list[Element]:
        for hidden in line.hidden_together():
            self._aside(hidden, "texte masqué")
        out = [] if is_blank(line.element) else [self._marked(line)]
        for source in line.later:
            out += self._blocks[name(source)](source)
        return out

    def _marked(self, line: Line) -> Element:
        if self._in_note:
            return line.element
        line.element.text = f"{mark(len(self.wheres))}{line.element.text or ''}"
        self.wheres.append(self._cell or f"paragraphe {self._paragraphs + 1}")
        self.looks.append(Look() if line.source is None else look_of(line.source, self.styles))
        self._paragraphs += not self._cell
        return section(section_mark("Q"), [line.element]) if line.is_quote else line.element

    def _is_hidden(self, source: Element) -> bool:
        return self.styles.hides("paragraph", source.get(q("text:style-name"))) or any(
            field.get(q("text:is-hidden")) == "true"
            and next(field.iterancestors(q("text:p"), q("text:h"))) is source
            for field in source.iter(q("text:hidden-paragraph"))
        )

    def _list(self, source: Element) -> list[Element]:
        """A list; what is no paragraph nor list in it (a heading, a table) cuts it in two."""
        out: list[Element] = []
        current: Element | None = None
        self._lists_deep += 1
        is_flat = self._in_note or self._lists_deep > MAX_LISTS_DEEP
        for item in self._known(source, {"text:list-item", "text:list-header"}):
            blocks = self.blocks(item)
            is_lead = name(item) == "text:list-header" and self._lists_deep == 1
            if is_flat or is_lead or any(name(block) not in {"text:p", "text:list"} for block in blocks):
                out += blocks
                current = None
            elif blocks:
                if current is None:
                    out.append(current := list_like(source, goes_on=bool(out)))
                SubElement(current, q("text:list-item")).extend(blocks)
        self._lists_deep -= 1
        return out

    def _section(self, source: Element) -> list[Element]:
        display = source.get(q("text:display"))
        if display == "none" or (display == "condition" and source.get(q("text:is-hidden")) == "true"):
            self._aside(source, "texte masqué")
            return []
        return self.blocks(source)

    def _table(self, source: Element) -> list[Element]:
        self._tables += 1
        shape = grid(self._shown_rows(source))
        is_flat = self._in_note or self._tables_deep >= MAX_TABLES_DEEP
        number = len(self.grids)
        self.grids.append(shape)
        outside = self._cell, self._lists_deep
        self._tables_deep += 1
        table, flat = self._tables, []
        for cell in shape.cells():
            self._cell, self._lists_deep = f"tableau {table}, cellule {cell.place}", 0
            if blocks := self.blocks(cell.element):
                cell.filled = True
                flat += blocks if is_flat else [section("", blocks)]
        self._tables_deep -= 1
        self._cell, self._lists_deep = outside
        return flat if is_flat or not flat else [section(section_mark("T", number), flat)]

    def _shown_rows(self, table: Element) -> list[tuple[Element, bool]]:
        """Rows that show; the words of others, and of cells that a merged one covers, are taken aside."""
        self._where = f"tableau {self._tables}"
        shown = []
        for group in (table, *(child for child in table if name(child) in ROW_GROUPS)):
            self._known(group, ROW_PARENTS)
        for row, is_heading in row_elements(table):
            if row.get(q("table:visibility"), "visible") != "visible":
                self._aside(row, "texte masqué")
                continue
            shown.append((row, is_heading))
            for cell in self._known(row, {"table:table-cell", "table:covered-table-cell"}):
                if name(cell) == "table:covered-table-cell":
                    self._aside(cell, "texte masqué")
        return shown

    def _known(self, container: Element, names: frozenset[str] | set[str]) -> list[Element]:
        """Children of these names; words that have no business beside them are taken aside."""
        stray = new("text:p")
        say(stray, container.text)
        for child in container:
            if name(child) and name(child) not in names:
                self._aside(child, "résidu d'export")
            say(stray, child.tail)
        self._aside(stray, "résidu d'export")
        return [child for child in container if name(child) in names]

    # Inlines: each adds to `target`, inside the paragraph `line`

    def _fill(self, source: Element, target: Element, line: Line) -> None:
        say(target, said(source, source.text))
        for child in source:
            self._inline(child, target, line)
            say(target, said(source, child.tail))

    def _inline(self, source: Element, target: Element, line: Line) -> None:
        tag = name(source)
        if tag in self._blocks:
            line.later.append(source)
        elif tag in ASIDE:
            self._aside(source, ASIDE[tag])
        elif tag:
            self._inlines.get(tag, self._fill)(source, target, line)

    def _span(self, source: Element, target: Element, line: Line) -> None:
        style = source.get(q("text:style-name"))
        if self.styles.hides("text", style):
            line.hide(source)
        elif style and style != CODE and line.spans < MAX_SPANS_DEEP:
            line.spans += 1
            self._fill(source, SubElement(target, q("text:span"), {q("text:style-name"): style}), line)
            line.spans -= 1
        else:
            self._fill(source, target, line)

    def _link(self, source: Element, target: Element, line: Line) -> None:
        href = source.get(q("xlink:href"), "").strip()
        if href.lower().startswith(LINKS):
            link = SubElement(target, q("text:a"), {q("xlink:href"): href})
            target = SubElement(link, q("text:span"))  # pandoc reads more in a span than in a link
        self._fill(source, target, line)

    def _space(self, _source: Element, target: Element, _line: Line) -> None:
        say(target, " ")

    def _break(self, _source: Element, target: Element, _line: Line) -> None:
        SubElement(target, q("text:line-break"))

    def _nothing(self, _source: Element, _target: Element, _line: Line) -> None:
        """Pass over what shows nothing here and is told elsewhere."""

    def _ruby(self, source: Element, target: Element, line: Line) -> None:
        say(target, " (")
        self._fill(source, target, line)
        say(target, ")")

    def _note(self, source: Element, target: Element, line: Line) -> None:
        if self._in_note:
            return self._fill(source, target, line)
        where, paragraphs = self._where, []
        for part in self._known(source, {"text:note-citation", "text:note-body"}):
            if name(part) == "text:note-citation":
                continue
            self._in_note = True
            paragraphs += self.blocks(part)
            self._where, self._in_note = where, False
        if paragraphs:
            SubElement(SubElement(target, q("text:note")), q("text:note-body")).extend(paragraphs)
        return None

    def _hidden_field(self, source: Element, target: Element, line: Line) -> None:
        if source.get(q("text:is-hidden")) == "true":
            line.hide(source)
            if source.get(q("text:string-value")) and not "".join(source.itertext()).strip():
                self._find("odt-texte-masque", HIDDEN_FIELD)
        else:
            self._fill(source, target, line)

    def _change(self, source: Element, target: Element, _line: Line) -> None:
        key = source.get(q("text:change-id"), "")
        region = self._changes.pop(key, None)
        if region is not None:
            self.remarks.change(region, key, self._where)
            gone = region.iterfind(f"{q('text:deletion')}/*")
            if sum(name(child) != "office:change-info" for child in gone) > 1:
                say(target, " ")  # an end of paragraph was deleted: what it kept apart does not become one word
            self._aside(region, "texte supprimé")

    def _control(self, source: Element, target: Element, line: Line) -> None:
        control = self._controls.get(source.get(q("draw:control"), ""))
        if control is not None:
            say(target, f" {control_text(control)} ")
        self._fill(source, target, line)

    def _form_field(self, source: Element, target: Element, _line: Line) -> None:
        say(target, ticked_or_chosen(source))

    def _content_control(self, source: Element, target: Element, line: Line) -> None:
        if is_prompt(source):
            self._aside(source, "champ technique")
        else:
            self._fill(source, target, line)

    def _frame(self, source: Element, target: Element, line: Line) -> None:
        held = next((child for child in source if name(child) in OBJECTS), None)
        if held is not None:
            self._object(source, held, target)
        elif source.find(q("draw:image")) is not None:
            self._picture(source, target)
        self._fill(source, target, line)

    def _object(self, frame: Element, held: Element, target: Element) -> None:
        href = held.get(q("xlink:href"), "")
        inside = held.find(q("math:math"))
        mathml = None if is_outside(href) else formula(self._parts, href)
        if inside is not None:
            mathml = etree.tostring(inside, with_tail=False)
        if mathml is None:
            self._find("odt-objet", object_sentence(self._parts, frame, href))
            return
        key = f"formule-{len(self.formulas)}"
        self.formulas[key] = mathml
        SubElement(SubElement(target, q("draw:frame")), q("draw:object"), {q("xlink:href"): f"./{key}"})

    def _picture(self, frame: Element, target: Element) -> None:
        if trouble := self.pictures.take(frame):
            described = description(frame)
            self._find("odt-image", f"{trouble} Sa description : « {described} »." if described else trouble)
            return
        sizes = {q(f"svg:{side}"): size for side in ("width", "height") if (size := frame.get(q(f"svg:{side}")))}
        key = str(len(self.pictures.met) - 1)
        SubElement(SubElement(target, q("draw:frame"), sizes), q("draw:image"), {q("xlink:href"): key})

    def hides(self, style: str | None) -> bool:
        """Whether characters in this style do not show."""
        return self.styles.hides("text", style)

    def _find(self, code: str, message: str) -> None:
        finding = Finding(code=code, level="warning", message=message, path=self._path, where=self._where)
        self.reading.findings.append(finding)

    def _aside(self, source: Element, reason: NotTakenReason) -> None:
        self.remarks.comments_in(source, self._where)
        self.reading.not_taken += words_aside(source, reason, self._where, self.hides)


ASIDE: Final[dict[str, NotTakenReason]] = {
    **dict.fromkeys(("text:bibliography-source", "text:placeholder"), "champ technique"),
    **dict.fromkeys(COMMENTS, "commentaire"),
    **dict.fromkeys(INDEXES, "champ technique"),
}
