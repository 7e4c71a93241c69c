"""Reader of Markdown: front matter by us, the text by pandoc's `commonmark_x`, places by its `sourcepos`.

`markdown_text` takes out of the text what is not prose. Here the technical words that only pandoc's answer can
tell (targets of links, numbers of lists, languages of code, labels of footnotes) are listed: each is looked for
where the answer says that it stands, by its own syntax: a word that pandoc lost is never taken for one of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

import msgspec

from restitution import charset
from restitution.model import Block, Finding, Inline, NotTaken, NotTakenReason, Reading
from restitution.pandoc import ast, marks
from restitution.pandoc.ast import Inlines
from restitution.pandoc.normal import normal
from restitution.pandoc.run import Job
from restitution.readers import critic, front_matter
from restitution.readers.base import Prepared
from restitution.readers.markdown_code import code_left
from restitution.readers.markdown_copy import EDGE, Markdown
from restitution.readers.markdown_text import BREAK, lift_pictures, neutralise

FORMAT: Final = (
    "commonmark_x+sourcepos-alerts-attributes-bracketed_spans-emoji-fancy_lists-fenced_divs-gfm_auto_identifiers"
    "-implicit_header_references-raw_attribute-raw_html-smart-task_lists-tex_math_dollars-yaml_metadata_block"
)
FAR_PICTURE: Final = (
    "Image distante non reprise, « {name} » : déposez-la à côté de la note et citez-la par son nom."
)
_EDGES: Final = re.compile(f"{EDGE}+")
_SIGNS: Final = "*`~^\\"
"""Signs that cut no word."""
_POSITION: Final = re.compile(r"(\d+):(\d+)-(\d+):(\d+)")
_PAIR: Final = rb'\["(?:[^"\\]|\\.)*","(?:[^"\\]|\\.)*"\]'
_TOLD: Final = re.compile(rb'\["data-pos","([^"]*)"\](?!(?:,' + _PAIR + rb')*,\["data-pos")')
"""A position in the JSON of pandoc's answer, where no word looks so; of two in one attribute, the last."""
_TAIL: Final = re.compile(r"[\s*_~^`]*\](\(.*\)|\[[^\]]*\]|)$", re.DOTALL)
_INFO: Final = re.compile(r"(?:`{3,}|~{3,})[ \t]*(\S[^\n]*)")
_NUMBER: Final = re.compile(r"(?:^|(?<=[\s>]))(\d{1,9})[.)](?=\s|$)")
_EMPTY_ITEM: Final = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t][ \t>]*)*(\d{1,9})[.)][ \t]*$")
_DEFINITION: Final = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t][ \t>]*)*"
    r"(\[(?!\^)[^\]\n]+\]:[ \t]*\S+(?:[ \t]+(?:\".*\"|'.*'|\(.*\)))?)[ \t]*$"
)
_NOTE: Final = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(\[\^[^\]\s]+\]):")
_TITLE: Final = re.compile(r"^[ \t>]*(?:\".*\"|'.*')[ \t]*$")
_BARE: Final = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})
_PLACED: Final = frozenset({"Span", "Link", "Image", "Code"})
_FAR: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.IGNORECASE)


class PreparedMarkdown(Prepared):
    """A text made ready, and its path for what `finish` notices."""

    path: str


def prepare(data: bytes, path: str) -> PreparedMarkdown:
    """Clean text for pandoc, with its fields, comments and tags taken aside. Raises `UnreadableSource`."""
    text, _ = charset.decode(data)
    copy = critic.settled(unicodedata.normalize("NFC", text))
    text, findings = charset.clean(copy.text, path)  # pandoc's columns skip loose accents
    note = Markdown(text=text, path=path, findings=findings)
    lift_pictures(note)
    charset.check_lines(note.text)
    head = front_matter.split(note.text, path)
    note.text = head.body
    head.findings += code_left(text, path)
    neutralise(note)
    reading = Reading(
        blocks=head.blocks,
        fields=head.fields,
        not_taken=[*copy.not_taken, *head.not_taken, *note.not_taken],
        copy_of=copy.source,
        media=note.media,
        findings=[*note.findings, *head.findings],
    )
    return PreparedMarkdown(job=Job(FORMAT, f"{note.text}\n".encode()), reading=reading, path=path)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:
    """The note: fields first, then pandoc's blocks, each leaf with its lines."""
    if not isinstance(prepared, PreparedMarkdown):
        raise TypeError(type(prepared).__name__)
    text = prepared.job.data.decode() if prepared.job else ""
    answer = _Answer(text, prepared.reading, prepared.path)
    plain = normal(answer.all_blocks(blocks))
    answer.list_definitions()
    reading = prepared.reading
    reading.blocks = [*reading.blocks, *marks.tag_leaves(plain, answer.wheres)]
    reading.not_taken.sort(key=_line)
    return reading


def _line(gone: NotTaken) -> int:
    found = re.search(r"\d+", gone.where)
    return int(found.group()) if found else 0


class _Answer:
    """pandoc's blocks on their way to ours: positions become marks, technical words are listed."""

    def __init__(self, text: str, reading: Reading, path: str) -> None:
        self.lines = text.split("\n")
        self.reading = reading
        self.path = path
        self.wheres: list[str] = []
        self.covered: set[int] = set()
        """Lines that gave text."""
        self.last_line = 1
        self.notes: set[str] = set()
        heads = ((number, _NOTE.match(line)) for number, line in enumerate(self.lines, start=1))
        self.note_lines = {found[1]: number for number, found in heads if found}
        """Line where each footnote is defined."""

    def leave(self, text: str, line: int, reason: NotTakenReason = "champ technique") -> None:
        for name in self.reading.media:
            text = text.replace(name, "")
        if re.search(r"\w", text):
            gone = NotTaken(reason=reason, text=text.replace(BREAK, " ").replace(EDGE, " "), where=f"ligne {line}")
            self.reading.not_taken.append(gone)

    # blocks

    def blocks(self, blocks: list[Block]) -> list[Block]:
        return [clean for block in blocks for clean in self.block(block)]

    def all_blocks(self, blocks: list[Block]) -> list[Block]:
        """The whole note: pandoc's blocks, and the footnotes that it lost where they stand."""
        line, placed = 0, []
        for block in blocks:
            line = max(line, (_first_position([block]) or (0, 0))[0])
            placed.append((line, self.block(block)))
        placed += self.lost_notes()
        return [clean for _, some in sorted(placed, key=lambda at: at[0]) for clean in some]

    def block(self, block: Block) -> list[Block]:
        kind: str = block["t"]
        content: Any = block.get("c")
        match kind:
            case "Div":
                is_list = content[1] and content[1][0]["t"] == "OrderedList"
                if is_list and (position := _position(dict(content[0][2]))):
                    start, items = content[1][0]["c"]
                    self.list_numbers(items, start[0], (position[0], position[2]))
                return self.blocks(content[1])
            case "Para" if picture := _lone_picture(content):
                return [self.figure(picture)]
            case "Para" | "Plain":
                return [{"t": kind, "c": self.leaf(content)}]
            case "Header":
                return [ast.header(content[0], self.leaf(content[2]))]
            case "BlockQuote":
                return [{"t": kind, "c": self.blocks(content)}]
            case "BulletList":
                return [{"t": kind, "c": [self.blocks(item) for item in content]}]
            case "OrderedList":
                return [{"t": kind, "c": [content[0], [self.blocks(item) for item in content[1]]]}]
            case _:
                return [self.other_block(kind, content)]

    def other_block(self, kind: str, content: Any) -> Block:
        match kind:
            case "CodeBlock":
                return self.code(content)
            case "DefinitionList":
                terms = [[self.leaf(term), [self.blocks(d) for d in texts]] for term, texts in content]
                return {"t": kind, "c": terms}
            case "Table":
                return {"t": kind, "c": self.table(content)}
            case _:
                return {"t": kind} if content is None else {"t": kind, "c": content}

    def table(self, content: list[Any]) -> list[Any]:
        attribute, caption, columns, head, bodies, foot = content

        def rows(lines: list[Any]) -> list[Any]:
            return [
                [a, [[b, align, r, c, self.blocks(inner)] for b, align, r, c, inner in cells]]
                for a, cells in lines
            ]

        bodies = [[a, n, rows(heads), rows(body)] for a, n, heads, body in bodies]
        return [attribute, caption, columns, [head[0], rows(head[1])], bodies, [foot[0], rows(foot[1])]]

    def code(self, content: list[Any]) -> Block:
        attribute, code = content
        position = _position(dict(attribute[2]))
        if position:
            first, last = position[0], max(position[0], position[2] - (position[3] == 1))
            self.covered.update(range(first, last + 1))
            if found := _INFO.search(self.lines[first - 1]):
                self.leave(found[1], first)
        inlines: Inlines = [{"t": "Str", "c": self.mark(first, last)}] if position else []
        for line in code.split("\n"):
            inlines += [*ast.string(line), {"t": "LineBreak"}]
        return ast.para(_tidy(_broken(inlines)))

    def list_numbers(self, items: list[list[Block]], first: int, span: tuple[int, int]) -> None:
        """The number before each item is its list's, no word of the note; an empty item has only that.

        A number that does not count on from the one above (« 2025. ») is a word: it stays before its item.
        """
        before, expected = span[0] - 1, first
        for number, item in enumerate(items):
            start = _first_position(item)
            if start:
                line, column = start
                heads = [f for f in _NUMBER.finditer(self.lines[line - 1]) if f.end() <= column]
                value = int(heads[-1][1]) if heads else first
                if heads and not (value not in {first, expected} and _lead(item, heads[-1].group())):
                    self.leave(heads[-1][1], line)
                expected = value + 1
                before = max(before, _last_line(item, line))
                continue
            after = next((p[0] for i in items[number + 1 :] if (p := _first_position(i))), span[1] + 1)
            for line in range(before + 1, min(after, len(self.lines)) + 1):
                if found := _EMPTY_ITEM.match(self.lines[line - 1]):
                    self.leave(found[1], line)
                    before, expected = line, int(found[1]) + 1
                    break

    def list_definitions(self) -> None:
        """Addresses of links by reference, on lines that gave no text."""
        is_title_next = False
        for number, line in enumerate(self.lines, start=1):
            if number in self.covered:
                is_title_next = False
            elif found := _DEFINITION.match(line):
                self.leave(found[1], number)
                is_title_next = True
            elif is_title_next and _TITLE.match(line):
                self.leave(line, number)
                is_title_next = False
            else:
                is_title_next = False

    def lost_notes(self) -> list[tuple[int, list[Block]]]:
        """Footnotes that are called where pandoc sees no call (in code, say), as paragraphs: line, blocks."""
        lost: list[tuple[int, list[Block]]] = []
        for label, first in self.note_lines.items():
            if label in self.notes or first in self.covered:
                continue
            last = first
            while last < len(self.lines) and self.lines[last].strip():
                last += 1
            _, _, text = " ".join(self.lines[first - 1 : last]).partition(f"{label}:")
            self.leave(label, first)
            self.covered.update(range(first, last + 1))
            words = ast.string(text.strip())
            lost.append((first, [ast.para([{"t": "Str", "c": self.mark(first, last)}, *_broken(words)])]))
        return lost

    # inlines

    def leaf(self, inlines: Inlines) -> Inlines:
        lines: list[int] = []
        clean = _tidy(_apart(_broken(self.inlines(inlines, lines))))
        if not clean:
            return []
        first, last = (min(lines), max(lines)) if lines else (1, 1)
        return [{"t": "Str", "c": self.mark(first, last)}, *ast.joined(clean)]

    def mark(self, first: int, last: int) -> str:
        self.wheres.append(f"ligne {first}" if first == last else f"lignes {first}-{last}")
        return marks.mark(len(self.wheres) - 1)

    def inlines(self, inlines: Inlines, lines: list[int]) -> Inlines:
        out: Inlines = []
        for inline in inlines:
            for clean in self.inline(inline, lines):
                if out and clean["t"] == "Str" == out[-1]["t"]:
                    out[-1] = {"t": "Str", "c": out[-1]["c"] + clean["c"]}
                else:
                    out.append(clean)
        return out

    def inline(self, inline: Inline, lines: list[int]) -> Inlines:
        kind: str = inline["t"]
        if kind in _BARE:
            return [inline]
        content: Any = inline.get("c")
        told = dict(content[0][2]) if kind in _PLACED else {}
        position = _position(told)
        if position:
            lines += position[0], position[2]
            self.last_line = position[0]
            self.covered.update((position[0], position[2]))
        match kind:
            case "Span" if "wrapper" in told:
                if position and content[1] and content[1][0]["t"] == "Note":
                    return [self.footnote(content[1][0], position)]
                return self.inlines(content[1], lines)
            case "Link":
                inner = self.inlines(content[1], lines)
                self.list_target(content[1], position)
                link = {"t": kind, "c": [ast.attributes(), inner, content[2]]}
                is_bare = position is not None and self.slice(position)[:1] == "<"
                return [{"t": "Str", "c": EDGE}, link, {"t": "Str", "c": EDGE}] if is_bare else [link]
            case "Image":
                inner = self.inlines(content[1], lines)
                self.list_target(content[1], position)
                return [{"t": "Str", "c": EDGE}, *self.picture(inner, content[2], lines), {"t": "Str", "c": EDGE}]
            case "Code":
                return [{"t": kind, "c": [ast.attributes(), content[1]]}]
            case _ if isinstance(content, list) and kind not in {"RawInline", "Math", "Note"}:
                return [{"t": kind, "c": self.inlines(content, lines)}]
            case _:
                return [inline]

    def footnote(self, note: Inline, position: tuple[int, int, int, int]) -> Inline:
        """A footnote, its label listed where it is called and where it is defined."""
        label = self.slice(position)
        if re.fullmatch(r"\[\^[^\]\s]+\]", label) and label not in self.notes:
            self.notes.add(label)
            self.leave(label, position[0])
            if number := self.note_lines.get(label):
                self.leave(label, number)
        return {"t": "Note", "c": self.note_blocks(note["c"])}

    def note_blocks(self, blocks: list[Block]) -> list[Block]:
        """Blocks of a footnote: no leaf is in it, so no mark stays."""
        return ast.map_leaves(
            self.blocks(blocks), lambda inner: ast.map_inlines(inner, lambda i: [] if _is_mark(i) else [i])
        )

    def list_target(self, children: Inlines, position: tuple[int, int, int, int] | None) -> None:
        """What follows the text of a link or picture: `](…)` or `][…]`."""
        if position is None:
            return
        ends = [p for child in children if (p := _deep_end(child))]
        text = self.slice((*max(ends, default=position[:2]), position[2], position[3]))
        tail = text if ends else text.lstrip("![")
        if found := _TAIL.match(tail):
            self.leave(found[1], position[0])

    def picture(self, inner: Inlines, target: list[str], lines: list[int]) -> Inlines:
        """A picture beside the note, its description listed, or the words that describe one that is not."""
        first = min(lines, default=self.last_line)
        if not _FAR.match(target[0]):
            self.leave(ast.text(inner), first)
            return [_image(inner, target[0])]
        name = target[0] if len(target[0]) < 80 else f"{target[0][:76]}…"
        message, where = FAR_PICTURE.format(name=name), f"ligne {first}"
        self.reading.findings.append(
            Finding(code="image_distante", level="warning", message=message, path=self.path, where=where)
        )
        return inner

    def figure(self, picture: Inline) -> Block:
        """A picture alone in its paragraph: what describes it is its caption."""
        attribute, inner, target = picture["c"]
        position = _position(dict(attribute[2]))
        if position:
            self.covered.update((position[0], position[2]))
        caption = self.leaf(inner)
        self.list_target(inner, position)
        described = ast.string(" ".join(marks.MARK.sub("", ast.text(caption)).split()))
        shown: list[Block] = [{"t": "Plain", "c": [_image(described, target[0])]}]
        return {"t": "Figure", "c": [ast.attributes(), [None, [{"t": "Plain", "c": caption}]], shown]}

    def slice(self, position: tuple[int, int, int, int]) -> str:
        """The text of a position: lines and columns from 1, its end not included."""
        first, start, last, end = position
        head, tail = self.lines[first - 1], self.lines[last - 1] if last <= len(self.lines) else ""
        if first == last:
            return head[_index(head, start) : _index(head, end)]
        return "\n".join([head[_index(head, start) :], *self.lines[first : last - 1], tail[: _index(tail, end)]])


def _index(line: str, column: int) -> int:
    """Index of a column of pandoc's: a tabulation goes to the next multiple of four, plus one."""
    if "\t" not in line:
        return column - 1
    at = 1
    for index, sign in enumerate(line):
        if at >= column:
            return index
        at += 4 - (at - 1) % 4 if sign == "\t" else 1
    return len(line)


def _position(told: dict[str, str]) -> tuple[int, int, int, int] | None:
    found = _POSITION.match(told.get("data-pos", ""))
    return (int(found[1]), int(found[2]), int(found[3]), int(found[4])) if found else None


def _deep_positions(node: Any) -> list[tuple[int, int, int, int]]:
    """Positions of a node and of all below, in order."""
    return [
        (int(a), int(b), int(c), int(d))
        for text in _position_texts(node)
        for a, b, c, d in _POSITION.findall(text)
    ]


def _position_texts(node: Any) -> list[str]:
    """What says the positions of a node and of all below, in order; a note stands elsewhere."""
    told = msgspec.json.encode(node)
    if b'"t":"Note"' not in told:  # nearly always: every word has its position
        return [text.decode() for text in _TOLD.findall(told)]
    return _texts_beside_notes(node)


def _texts_beside_notes(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [] if node.get("t") == "Note" else _texts_beside_notes(node.get("c"))
    if not isinstance(node, list):
        return []
    if len(node) == 3 and isinstance(node[0], str) and isinstance(node[2], list):  # an attribute triple
        return [str(dict(node[2]).get("data-pos", ""))]
    return [text for part in node for text in _texts_beside_notes(part)]


def _deep_end(inline: Inline) -> tuple[int, int] | None:
    positions = _deep_positions(inline)
    return max((p[2], p[3]) for p in positions) if positions else None


def _first_position(item: list[Block]) -> tuple[int, int] | None:
    return min(((p[0], p[1]) for p in _deep_positions(item)), default=None)


def _last_line(item: list[Block], line: int) -> int:
    return max((p[2] - (p[3] == 1) for p in _deep_positions(item)), default=line)


def _lead(item: list[Block], number: str) -> bool:
    """Put a number before the text of an item; False when its first block has no text of its own."""
    block = item[0]
    while block["t"] == "Div" and block["c"][1]:
        block = block["c"][1][0]
    if block["t"] not in {"Para", "Plain"}:
        return False
    block["c"] = [{"t": "Str", "c": number}, {"t": "Space"}, *block["c"]]
    return True


def _image(alternative: Inlines, target: str) -> Inline:
    return {"t": "Image", "c": [ast.attributes(), alternative, [target, ""]]}


def _lone_picture(inlines: Inlines) -> Inline | None:
    """The picture that a paragraph holds and nothing else, if it lies beside the note and is described."""
    picture = inlines[0] if len(inlines) == 1 and inlines[0]["t"] == "Image" else None
    if picture is None or _FAR.match(picture["c"][2][0]):
        return None
    return picture if ast.text(picture["c"][1]).strip() else None


def _broken(inlines: Inlines) -> Inlines:
    """Inlines with real line breaks where signs stood for them."""

    def cut(inline: Inline) -> Inlines:
        if inline["t"] != "Str" or BREAK not in inline["c"]:
            return [inline]
        pieces = re.split(f"({BREAK})", inline["c"])
        return [{"t": "LineBreak"} if p == BREAK else {"t": "Str", "c": p} for p in pieces if p]

    return ast.map_inlines(inlines, cut)


def _apart(inlines: Inlines) -> Inlines:
    """Inlines with a space where a picture or an address touches a word, no edge left."""
    text = ast.text(inlines)
    if EDGE not in text:
        return inlines
    joins = iter([join for found in _EDGES.finditer(text) for join in _joins(text, found)])

    def cut(inline: Inline) -> Inlines:
        if inline["t"] != "Str" or EDGE not in inline["c"]:
            return [inline]
        out: Inlines = []
        for piece in re.split(f"({EDGE})", inline["c"]):
            if piece == EDGE:
                out += [{"t": "Space"}] if next(joins) else []
            elif piece:
                out.append({"t": "Str", "c": piece})
        return out

    return ast.map_inlines(inlines, cut)


def _joins(text: str, edges: re.Match[str]) -> list[bool]:
    """For each edge of a row whether a space is due there: at most one, between two letters or signs of tags."""
    sides = text[: edges.start()].rstrip(_SIGNS)[-1:], text[edges.end() :].lstrip(_SIGNS)[:1]
    touch = all(side.isalnum() or side in set("<>") for side in sides)
    return [touch, *[False] * (len(edges[0]) - 1)]


def _is_mark(inline: Inline) -> bool:
    return inline["t"] == "Str" and marks.MARK.fullmatch(inline["c"]) is not None


def _tidy(inlines: Inlines) -> Inlines:
    """No space at either end or beside a line break, no two breaks in a row."""
    out: Inlines = []
    for inline in inlines:
        kind = inline["t"]
        after_break = bool(out) and out[-1]["t"] == "LineBreak"
        if kind == "LineBreak":
            while out and out[-1]["t"] in ast.SPACES:
                out.pop()
            if out and out[-1]["t"] == "LineBreak":
                continue
        elif kind in ast.SPACES and after_break:
            continue
        out.append(inline)
    return marks.trim(out)
