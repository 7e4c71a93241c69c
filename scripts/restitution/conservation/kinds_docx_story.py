"""The things of one story of a DOCX (its body, a note, a header), counted in its raw XML.

What is deleted, hidden, or written by the program (codes of fields, tables of contents) is no thing of the note.
"""

from __future__ import annotations

from collections.abc import Iterator

from restitution.conservation.container import Container
from restitution.conservation.kinds import Kinds, letters
from restitution.conservation.kinds_docx_xml import (
    AWAY,
    CAPTION,
    CHANGES,
    HEADING,
    LINK,
    MOST_NESTED,
    PROMPT,
    SEQUENCE,
    TITLE,
    VML,
    WEB,
    A,
    Element,
    Links,
    M,
    R,
    Run,
    W,
    between,
    changed_text,
    columns_of,
    contents_runs,
    description_of,
    extent_of,
    fate_of,
    fields_of,
    goes_on,
    is_contents,
    is_gone,
    is_prompt,
    own_parts,
    own_text,
    silent_runs,
    toggle_of,
    value_of,
)

LEVELS = tuple("012345678")


class Sheet:
    """The styles of a DOCX: what they hide, number and make headings of; and its lists."""

    def __init__(self, roots: list[Element], numbering: list[Element]) -> None:
        self.lists = {number.get(f"{W}numId", "") for root in numbering for number in root.iter(f"{W}num")}
        self.styles = {style.get(f"{W}styleId", ""): style for root in roots for style in root.iter(f"{W}style")}

    def hides(self, run: Element, paragraph: Element | None) -> bool:
        """Whether a run is hidden, by itself or by its styles, which cancel each other."""
        own = toggle_of(run.find(f"{W}rPr/{W}vanish"))
        if own is not None:
            return own
        styles = (value_of(run, "rPr/rStyle"), value_of(paragraph, "pPr/pStyle"))
        return self._vanishes(styles[0]) != self._vanishes(styles[1])

    def _vanishes(self, style: str) -> bool:
        says = (toggle_of(one.find(f"{W}rPr/{W}vanish")) for one in self.chain(style))
        return next((said for said in says if said is not None), False)

    def chain(self, style: str) -> Iterator[Element]:
        """A style and those that it comes from."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = value_of(self.styles[style], "basedOn")

    def level(self, paragraph: Element) -> int:
        """Level of a heading by its style, else by its own outline level; 0 for none."""
        own = value_of(paragraph, "pPr/outlineLvl")
        return self._level_of_style(paragraph) or (int(own) + 1 if own in LEVELS else 0)

    def _level_of_style(self, paragraph: Element) -> int:
        chain = list(self.chain(value_of(paragraph, "pPr/pStyle")))
        for style in chain:
            name = value_of(style, "name")
            if TITLE.fullmatch(name):
                return 1
            if found := HEADING.fullmatch(name):
                return int(found[1])
            outline = value_of(style, "pPr/outlineLvl")
            if outline:
                return int(outline) + 1 if outline in LEVELS else 0
        return 0

    def is_numbered(self, paragraph: Element) -> bool:
        """Whether a paragraph is an item of a list that is known, by itself or by its style."""
        own = value_of(paragraph, "pPr/numPr/numId")
        styles = self.chain(value_of(paragraph, "pPr/pStyle"))
        number = own or next((said for style in styles if (said := value_of(style, "pPr/numPr/numId"))), "0")
        return number != "0" and number in self.lists

    def is_caption(self, paragraph: Element) -> bool:
        """Whether its style says that a paragraph names a picture or a table."""
        chain = self.chain(value_of(paragraph, "pPr/pStyle"))
        return any(CAPTION.search(value_of(style, "name")) for style in chain)


class Story:
    """One story (body, note, header) with its runs and what becomes of each."""

    def __init__(self, kinds: Kinds, sheet: Sheet, parts: Container, root: Element, links: Links) -> None:
        self.kinds = kinds
        self.sheet = sheet
        self.parts = parts
        self.root = root
        self.links = links
        self.fields = list(fields_of(root))
        silent = {run for field in self.fields for run in silent_runs(field)} | set(contents_runs(root))
        self.runs = [self._run(node, silent) for node in root.iter(f"{W}r")]
        self.spoken = {run.node: run for run in self.runs}

    def _run(self, node: Element, silent: set[Element]) -> Run:
        paragraph = next(node.iterancestors(f"{W}p"), None)
        text = "".join(own_text(node))
        fate = fate_of(node, silent) or ("hidden" if self.sheet.hides(node, paragraph) else "")
        return Run(node, paragraph, next(node.iterancestors(f"{W}txbxContent"), None), fate, text)

    def count(self) -> None:
        """Count all: shapes of the text, and what is in it."""
        groups = self._paragraphs()
        for group in groups:
            last, text = group[-1], "".join(self.text_of(p) for p in group)
            if not text.strip():
                continue
            self.kinds.counts["paragraphs"] += 1
            level = self.sheet.level(last)
            in_table = next(last.iterancestors(f"{W}tc"), None) is not None
            if level and not in_table:
                self.kinds.counts[f"heading{level}"] += 1
            elif not level:
                self.kinds.counts["items"] += self.sheet.is_numbered(last)
        self.count_inside()

    def count_inside(self) -> None:
        """Count what a note may hold as well."""
        self._tables()
        self._pictures()
        self._links_shown()
        self._wrapped()
        self._changes()
        formulas = [node for node in self.root.iter(f"{M}oMath") if not is_gone(node)]
        self.kinds.counts["equations"] += sum(
            any((t.text or "").strip() for t in f.iter(f"{M}t")) for f in formulas
        )

    def shown_text(self) -> str:
        """All that the story shows."""
        return "".join(run.text for run in self.runs if not run.fate).strip()

    def text_of(self, node: Element) -> str:
        """What a paragraph shows of its own, or all that a table or a cell does."""
        is_paragraph = node.tag == f"{W}p"
        text = "".join(
            self.spoken[run].text
            for run in node.iter(f"{W}r")
            if not self.spoken[run].fate and (not is_paragraph or self.spoken[run].paragraph is node)
        )
        maths = (t for t in node.iter(f"{M}t") if not is_paragraph or next(t.iterancestors(f"{W}p"), None) is node)
        drawn = [] if is_paragraph else [t.text or "" for t in node.iter(f"{A}t")]
        return text + "".join(t.text or "" for t in maths if not is_gone(t)) + "".join(drawn)

    def pieces(self, node: Element, *, runs: list[Element] | None = None) -> list[str]:
        """Letters that a thing shows, a string a paragraph; boxes in it, or things of its sort, have their own."""
        box = next((n for n in (node, *node.iterancestors()) if n.tag == f"{W}txbxContent"), None)
        said: dict[Element | None, str] = {}
        for inner in node.iter(f"{W}r") if runs is None else runs:
            run = self.spoken[inner]
            nested = runs is None and any(above.tag == node.tag for above in between(inner, node))
            if not run.fate and run.box is box and not nested:
                said[run.paragraph] = said.get(run.paragraph, "") + run.text
        return [letters(text) for text in said.values()]

    def said(self) -> list[str]:
        """Letters of all its paragraphs, a string each."""
        return [piece for paragraph in self.root.iter(f"{W}p") for piece in self.pieces(paragraph)]

    def _paragraphs(self) -> list[list[Element]]:
        """Paragraphs as they stand once changes are accepted: one whose end was deleted goes on in the next."""
        groups: list[list[Element]] = []
        before: Element | None = None
        for paragraph in self.root.iter(f"{W}p"):
            if before is not None and before.getnext() is paragraph and goes_on(before):
                groups[-1].append(paragraph)
            else:
                groups.append([paragraph])
            before = paragraph if next(paragraph.iterdescendants(f"{W}p"), None) is None else None
        drawn = [shape for shape in self.root.iter(f"{A}p") if not is_gone(shape)]
        said = ["".join(t.text or "" for t in shape.iter(f"{A}t")) for shape in drawn]
        self.kinds.counts["paragraphs"] += sum(bool(text.strip()) for text in said)
        return groups

    def _tables(self) -> None:
        for table in self.root.iter(f"{W}tbl"):
            above = sum(node.tag == f"{W}tbl" for node in table.iterancestors())
            if above >= MOST_NESTED - 1 or not self.text_of(table).strip():
                continue
            self.kinds.counts["tables"] += 1
            rows = [[(c, *extent_of(c)) for c in own_parts(row, f"{W}tc")] for row in own_parts(table, f"{W}tr")]
            laid = [
                dict(columns_of(row, cells)) for row, cells in zip(own_parts(table, f"{W}tr"), rows, strict=True)
            ]
            for number, cells in enumerate(laid):
                for column, (cell, across, merge) in cells.items():
                    if self.text_of(cell).strip():
                        self.kinds.counts["cells"] += 1
                        below = laid[number + 1].get(column) if number + 1 < len(laid) else None
                        goes_down = (
                            merge == "restart"
                            and below is not None
                            and below[1:] == (across, "continue")
                            and not self.text_of(below[0]).strip()
                        )
                        self.kinds.counts["merged"] += across > 1 or goes_down

    def _pictures(self) -> None:
        for node in self.root.iter(f"{A}blip", f"{VML}imagedata"):
            run = self.spoken.get(next(node.iterancestors(f"{W}r"), node))
            if (run is not None and run.fate) or node.getparent().tag == f"{A}buBlip":
                continue
            names = ("embed", "link") if node.tag == f"{A}blip" else ("id", "pict", "href")
            key = next((key for name in names if (key := node.get(R + name))), "")
            _, target, outside = self.links.get(key, ("", "", True))
            if not outside and target in self.parts:
                self.kinds.counts["pictures"] += 1
                self.kinds.counts["described"] += bool(description_of(node))

    def _links_shown(self) -> None:
        for node in self.root.iter(f"{W}hyperlink"):
            _, target, outside = self.links.get(node.get(f"{R}id", ""), ("", "", False))
            web = outside and target.lower().startswith(WEB)
            self.kinds.counts["links"] += web and any(self.pieces(node))
        for field in self.fields:
            found = LINK.match(field.code)
            beside_each_other = len({run.getparent() for run in field.runs}) == 1
            if found and found[1].lower().startswith(WEB) and beside_each_other:
                self.kinds.counts["links"] += any(self.pieces(self.root, runs=field.result))

    def _wrapped(self) -> None:
        wrap = self.kinds.wrap
        for control in self.root.iter(f"{W}sdt"):
            if not is_prompt(control) and not is_contents(control):
                wrap("controls", self.pieces(control))
        for tag, kind in (("smartTag", "smart_tags"), ("txbxContent", "boxes"), ("fldSimple", "fields")):
            for node in self.root.iter(W + tag):
                wrap(kind, self.pieces(node))
        for node in self.root.iter(f"{W}rubyBase", f"{W}rt"):
            wrap("ruby", self.pieces(node))
        for run in self.runs:
            wrap("hidden", [letters(run.text)] if run.fate == "hidden" else [])
        for field in self.fields:
            wrap("fields", self.pieces(self.root, runs=field.result))
        self._captions()
        self._prompts()

    def _captions(self) -> None:
        numbered = {
            self.spoken[run].paragraph for f in self.fields if SEQUENCE.match(f.code) for run in f.runs[:1]
        }
        simple = (node for node in self.root.iter(f"{W}fldSimple") if SEQUENCE.match(node.get(f"{W}instr", "")))
        numbered |= {next(node.iterancestors(f"{W}p"), None) for node in simple}
        for paragraph in self.root.iter(f"{W}p"):
            if paragraph in numbered or self.sheet.is_caption(paragraph):
                own = [run for run in paragraph.iter(f"{W}r") if self.spoken[run].paragraph is paragraph]
                self.kinds.wrap("captions", self.pieces(paragraph, runs=own))

    def _prompts(self) -> None:
        """What asks to be replaced: prompts of content controls that nobody filled in, and buttons."""
        for control in self.root.iter(f"{W}sdt"):
            runs = (self.spoken[run] for run in control.iter(f"{W}r")) if is_prompt(control) else ()
            self.kinds.wrap("placeholders", ["".join(letters(run.text) for run in runs if run.fate == "prompt")])
        codes = [field.code for field in self.fields]
        codes += [node.get(f"{W}instr", "") for node in self.root.iter(f"{W}fldSimple")]
        for found in filter(None, map(PROMPT.match, codes)):
            self.kinds.wrap("placeholders", [letters(found[1])])

    def _changes(self) -> None:
        for node in self.root.iter(*CHANGES):
            if any(above.tag in AWAY for above in node.iterancestors()):
                continue
            kind = CHANGES[node.tag]
            self.kinds.counts[kind] += bool(changed_text(node, is_away=kind == "deletions").strip())
        for part in self.root.iter(f"{W}tr", f"{W}tc"):
            mark = {f"{W}tr": f"{W}trPr/{W}del", f"{W}tc": f"{W}tcPr/{W}cellDel"}[str(part.tag)]
            if part.find(mark) is not None and changed_text(part, is_away=False).strip():
                self.kinds.counts["deletions"] += 1
