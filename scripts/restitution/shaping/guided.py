"""A sheet that was filled in, without what it says to its writer: help, empty fields and untouched sections.

What is left out is listed; what the writer typed behind a sentence of help, in the same paragraph, stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from restitution.domain import domain, field_of
from restitution.guidance import (
    MARK,
    guidance,
    help_places,
    is_help,
    is_placeholder,
    is_title_of_sheet,
    label_of,
    phrase,
    says_need_alone,
    table_heads,
)
from restitution.messages import folded
from restitution.model import GENERATED, Block, Finding, Note, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.marks import trim

DOUBT: Final = (
    "Ce paragraphe commence par le signe d'une consigne mais n'en dit aucune de connue : il est gardé. "
    "Si c'est une consigne, supprimez-le."
)
SEVERAL: Final = (
    "Ce fichier semble contenir {count} fiches : tout est repris comme une seule note, celle de la première. "
    "Mettez chaque fiche dans un fichier à elle."
)
_STOP: Final = re.compile(r"\s*[.:…,;!–—-]+\s*")
"""What separates the line to replace from the text that is typed behind it."""
_COMMENT: Final = re.compile(r"^\s*(?:<!--|#)|-->\s*$")
_WRAPPERS: Final = frozenset({"Emph", "Strong", "Underline", "SmallCaps"})


class _Sheet:
    """Takes the help out of the blocks of a sheet; `gone` lists it, `findings` what may be help."""

    def __init__(self) -> None:
        self.gone: list[NotTaken] = []
        self.findings: list[Finding] = []

    def leave(self, text: str, where: str) -> None:
        """List words of the sheet that are not the writer's."""
        if text.strip():
            self.gone.append(NotTaken(reason="champ technique", text=text.strip(), where=where))

    def doubt(self, where: str) -> None:
        """Say that a paragraph has the sign of help and none of its sentences: it may be the writer's."""
        self.findings.append(Finding(code="consigne", level="warning", message=DOUBT, where=where))

    def count(self, blocks: list[Block]) -> None:
        """Say that a file holds several sheets, by their tables: the host of one is not that of another."""
        tables = list(filter(_has_head, blocks))
        if len(tables) > 1:
            message = SEVERAL.format(count=len(tables))
            where = next((ast.leaf_where(span) for span in ast.each_leaf(tables[1:])), "")
            self.findings.append(Finding(code="consigne", level="warning", message=message, where=where))

    def blocks(self, blocks: list[Block]) -> list[Block]:
        """The blocks without help, those that said nothing else gone."""
        kept = [self._tidy(block, cut) for block in blocks for cut in ast.map_leaves([block], self.leaf)]
        return [block for block in kept if block is not None]

    def _tidy(self, block: Block, cut: Block) -> Block | None:
        if block["t"] == "Table":
            return {"t": "Table", "c": _without_hollow_paragraphs(cut["c"])}
        lost_all = any(ast.each_leaf([block])) and not any(ast.each_leaf([cut]))
        return None if lost_all else cut

    def leaf(self, inlines: Inlines) -> Inlines:
        """The inlines of a leaf, without the sentences of help in it."""
        if len(inlines) != 1 or not ast.is_leaf(inlines[0]):
            return inlines
        span = inlines[0]
        text, where = ast.text(span["c"][1]), ast.leaf_where(span)
        if is_placeholder(text) and not _shows(span):
            self.leave(text, where)
            return []
        kept = self._without_known(_apart(_flat(span["c"][1])), where)
        if kept is None:
            if text.lstrip().startswith(MARK) and says_need_alone(text):  # its sentence was cut off behind it
                self.leave(text, where)
                return []
            if text.lstrip().startswith(MARK):
                self.doubt(where)
            return self._without_placeholder(inlines, where)
        return self._without_placeholder(_again(span, _together(kept)), where) if kept else []

    def _without_known(self, inlines: Inlines, where: str) -> Inlines | None:
        """What is left of inlines without the known sentences; None when they hold none."""
        found = False
        while place := _find(inlines):
            first, last = place
            self.leave(ast.text(inlines[first:last]), where)
            inlines, found = _joined(inlines[:first], inlines[last:]), True
        if not found:
            return None
        return inlines if any(sign.isalnum() for sign in ast.text(inlines)) or _shows(inlines) else []

    def _without_placeholder(self, inlines: Inlines, where: str) -> Inlines:
        """« Écrivez ici. Nous avons vu… » without its first words, « … tant mieux. Écrivez ici. » its last."""
        span = inlines[0]
        inner = _flat(span["c"][1])
        for gone, kept in (_behind(inner), _before(inner)):
            if gone:
                self.leave(gone, where)
                return _again(span, kept)
        return inlines


def without_guidance(reading: Reading, path: str) -> Reading:
    """The reading of a sheet without its help; any other reading as it is."""
    if not is_sheet(reading):
        return reading
    sheet = _Sheet()
    sheet.count(reading.blocks)
    blocks = _with_identity(sheet, sheet.blocks(reading.blocks))
    blocks = _below_title(_without_untouched(sheet, blocks))
    findings = [msgspec.structs.replace(finding, path=path) for finding in sheet.findings]
    return msgspec.structs.replace(
        reading,
        blocks=ast.map_leaves(blocks, lambda inlines: list(map(_without_size, inlines))),
        properties={name: said for name, said in reading.properties.items() if not is_title_of_sheet(said)},
        not_taken=[*_not_comments(reading.not_taken), *sheet.gone],
        findings=[*reading.findings, *findings],
    )


def is_sheet(reading: Reading) -> bool:
    """Whether a file says a known sentence of help, or is what is left when its writer took all of it away."""
    texts = [ast.text(span["c"][1]) for span in ast.each_leaf(reading.blocks)]
    if any(map(is_help, [*texts, *(_COMMENT.sub("", piece.text) for piece in reading.not_taken)])):
        return True
    return any(map(_has_head, reading.blocks)) or sum(map(is_placeholder, texts)) > 1


def is_untouched(note: Note) -> bool:
    """Whether the note of a sheet says nothing but its identity: nobody has written in it yet."""
    return all(passage.role == "field" or not _has_letters(passage.block) for passage in note.passages)


def _not_comments(gone: Sequence[NotTaken]) -> list[NotTaken]:
    """What is left out, help in comments told for what it is."""
    return [
        msgspec.structs.replace(piece, reason="champ technique")
        if piece.reason == "commentaire" and is_help(_COMMENT.sub("", piece.text))
        else piece
        for piece in gone
    ]


def _flat(inlines: Inlines) -> Inlines:
    """Inlines word by word, taken out of the emphasis that a style, or a program, put around all of them."""
    while len(inlines) == 1 and inlines[0]["t"] in _WRAPPERS:
        inlines = inlines[0]["c"]
    return ast.by_words(inlines)


def _apart(inlines: Inlines) -> Inlines:
    """Inlines with each word of an emphasis in one of its own, the spaces between them in none."""
    return [
        {"t": inline["t"], "c": [word]} if inline["t"] in _WRAPPERS and word["t"] != "Space" else word
        for inline in inlines
        for word in (_apart(ast.by_words(inline["c"])) if inline["t"] in _WRAPPERS else [inline])
    ]


def _together(inlines: Inlines) -> Inlines:
    """Such words in one emphasis again."""
    out: Inlines = []
    for inline in inlines:
        before = out[-1] if out else None
        space = [out.pop()] if before and before["t"] == "Space" and len(out) > 1 else []
        if out and inline["t"] == out[-1]["t"] in _WRAPPERS:
            out[-1] = {"t": inline["t"], "c": _together([*out[-1]["c"], *space, *inline["c"]])}
        else:
            out += [*space, inline]
    return out


def _find(inlines: Inlines) -> tuple[int, int] | None:
    """First and last (excluded) of the inlines that a known sentence of help takes, its sign with it."""
    spoken = _spoken(inlines)

    def between(first: int, last: int) -> str:
        return ast.text(inlines[spoken[first - 1][0] + 1 : spoken[last][0]])

    for start, end in help_places([word for _, word in spoken], between):
        first, last = spoken[start][0], spoken[end - 1][0]
        if (start == 0 or spoken[start - 1][0] < first) and (end == len(spoken) or spoken[end][0] > last):
            while first and not _has_letters(inlines[first - 1]):
                first -= 1
            return first, last + 1
    return None


def _spoken(inlines: Inlines) -> list[tuple[int, str]]:
    """Each folded word, with the number of the inline that holds it."""
    return [(n, word) for n, inline in enumerate(inlines) for word in folded(ast.text([inline])).split()]


def _behind(inlines: Inlines) -> tuple[str, Inlines]:
    """The line to replace at the head of a paragraph, and what was typed behind it; nothing without it."""
    for name in ("titre", "texte"):
        words, spoken = folded(phrase(name)).split(), _spoken(inlines)
        if [word for _, word in spoken[: len(words)]] != words:
            continue
        last = spoken[len(words) - 1][0]
        end = re.search(words[-1], ast.text([inlines[last]]), re.IGNORECASE)
        runs_on = inlines[last]["t"] != "Str" and last in {number for number, _ in spoken[len(words) :]}
        if end is None or runs_on:
            continue
        rest = ast.text([inlines[last]])[end.end() :]
        stop = _STOP.match(rest + ast.text(inlines[last + 1 :]))
        if stop is None and name == "texte":
            continue
        glued = rest[stop.end() :] if stop else rest
        after = [{"t": "Str", "c": glued}, *inlines[last + 1 :]] if glued.strip() else inlines[last + 1 :]
        return phrase(name), trim(after) if glued.strip() else _without_stop(after)
    return "", inlines


def _without_stop(inlines: Inlines) -> Inlines:
    """Inlines without the colon or full stop that stands alone at their head."""
    inlines = trim(inlines)
    alone = inlines and inlines[0]["t"] == "Str" and _STOP.fullmatch(inlines[0]["c"])
    return trim(inlines[1:]) if alone else inlines


def _before(inlines: Inlines) -> tuple[str, Inlines]:
    """The line to replace at the foot of a paragraph, and what was typed before it; nothing without it."""
    words, spoken = folded(phrase("texte")).split(), _spoken(inlines)
    start = len(spoken) - len(words)
    is_last = [word for _, word in spoken[max(0, start) :]] == words
    if start < 1 or not is_last or not ast.text(inlines).endswith(phrase("texte")):
        return "", inlines
    first = spoken[start][0]
    return (phrase("texte"), trim(inlines[:first])) if spoken[start - 1][0] < first else ("", inlines)


def _has_letters(node: dict[str, Any]) -> bool:
    return any(sign.isalnum() for sign in ast.text([node])) or _shows(node)


def _shows(node: Any) -> bool:
    """Whether a picture, a footnote or a formula stands in a node."""
    if isinstance(node, dict):
        return node.get("t") in {"Image", "Note", "Math"} or _shows(node.get("c"))
    return isinstance(node, list) and any(map(_shows, node))


def _joined(before: Inlines, after: Inlines) -> Inlines:
    before, after = trim(before), trim(after)
    return [*before, {"t": "Space"}, *after] if before and after else before or after


def _again(span: dict[str, Any], inlines: Inlines) -> Inlines:
    return [{"t": "Span", "c": [span["c"][0], inlines]}] if inlines else []


def _without_hollow_paragraphs(content: list[Any]) -> list[Any]:
    """A table whose cells hold no empty paragraph."""

    def rows(lines: list[Any]) -> list[Any]:
        return [
            [a, [[*cell[:4], [b for b in cell[4] if b.get("c") != []]] for cell in cells]] for a, cells in lines
        ]

    attribute, caption, columns, head, bodies, foot = content
    inner = [[a, n, rows(heads), rows(body)] for a, n, heads, body in bodies]
    return [attribute, caption, columns, [head[0], rows(head[1])], inner, [foot[0], rows(foot[1])]]


def _with_identity(sheet: _Sheet, blocks: list[Block]) -> list[Block]:
    """The table of fields as lines « champ : valeur », those without a value gone."""
    for number, block in enumerate(blocks):
        if block["t"] == "Table" and (lines := _field_rows(block)):
            return [*blocks[:number], *_lines(sheet, lines), *blocks[number + 1 :]]
    return blocks


def _field_rows(block: Block) -> list[tuple[list[Block], list[Block]]]:
    """Label and value of each row of a table of fields; nothing for another table."""
    pairs = [_label_and_value(*pair) for pair in _pairs(block)]
    known = sum(_is_head(label, value) or _names_field(label) for label, value in pairs)
    return pairs if known and 2 * known > len(pairs) else []


def _pairs(block: Block) -> list[tuple[list[Block], list[Block]]]:
    """The cells of each row of a table of two columns; nothing for another table."""
    head, bodies = block["c"][3], block["c"][4]
    rows = [cells for _, cells in (*head[1], *(row for body in bodies for row in (*body[2], *body[3])))]
    return [(cells[0][4], cells[1][4]) for cells in rows] if all(len(cells) == 2 for cells in rows) else []


def _has_head(block: Block) -> bool:
    """Whether a block is a table with the heads of a sheet's."""
    return block["t"] == "Table" and any(_is_head(*pair) for pair in _pairs(block))


def _is_head(label: list[Block], value: list[Block]) -> bool:
    return tuple(folded(ast.text(cell)) for cell in (label, value)) in table_heads()


def _names_field(label: list[Block]) -> bool:
    text = ast.text(label).strip(" :")
    return not text or field_of(text) is not None


def _label_and_value(left: list[Block], right: list[Block]) -> tuple[list[Block], list[Block]]:
    """The two cells of a row, what was typed behind the label in its own cell put at the head of the value."""
    leaves = list(ast.each_leaf(left))
    if not leaves or _names_field(left):
        return left, right
    span, *others = leaves
    label, typed = _cut(_flat(span["c"][1]))
    if not label:
        return left, right
    value = [*_again(span, typed), *others]
    return [ast.para(_again(span, label))], [*(ast.para([each]) for each in value), *right]


def _cut(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """The label of a field at the head of a line, and what stands behind it; no label when it has none."""
    if field_of(ast.text(inlines).strip(" :")) is not None:
        return inlines, []
    spoken = _spoken(inlines)
    labels = [folded(label_of(field)).split() for field in guidance().champs]
    for label in sorted(labels, key=len, reverse=True):
        if [word for _, word in spoken[: len(label)]] == label:
            last = spoken[len(label) - 1][0] + 1
            is_whole = len(spoken) == len(label) or spoken[len(label)][0] >= last
            return (inlines[:last], _without_stop(inlines[last:])) if is_whole else ([], inlines)
    return [], inlines


def _lines(sheet: _Sheet, rows: list[tuple[list[Block], list[Block]]]) -> list[Block]:
    lines: list[Block] = []
    for label, value in rows:
        if _is_head(label, value):
            _leave_leaves(sheet, [*label, *value])
        elif _says(value):
            lines.append(_line(label, value))
        elif _names_field(label) and not _shows(label):
            _leave_leaves(sheet, label)
        else:  # typed over the label, or in a row of the writer's own
            lines += [block for block in label if _says([block])]
    return lines


def _says(blocks: list[Block]) -> bool:
    return bool(ast.text(blocks).strip()) or _shows(blocks)


def _leave_leaves(sheet: _Sheet, blocks: list[Block]) -> None:
    for span in ast.each_leaf(blocks):
        sheet.leave(ast.text(span["c"][1]), ast.leaf_where(span))


def _line(label: list[Block], value: list[Block]) -> Block:
    spans = list(ast.each_leaf(label))
    where = ast.leaf_where(spans[0]) if spans else ""
    colon: Inlines = [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(" :")]}]
    said = ast.on_lines(span["c"][1] for span in ast.each_leaf(value))
    words = [inline for span in spans for inline in _flat(span["c"][1])]
    has_colon = not words or ast.text(words).rstrip().endswith(":")  # « RÉDACTRICE : », typed anew
    return ast.para(ast.leaf([*words, *([] if has_colon else colon), {"t": "Space"}, *said], where))


def _without_untouched(sheet: _Sheet, blocks: list[Block]) -> list[Block]:
    """The blocks without the headings of the sheet under which nothing was written."""
    labels = {folded(section.label) for section in domain().sections.values()}
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        is_last = after is None or (after["t"] == "Header" and after["c"][0] <= _level(block))
        if block["t"] == "Header" and is_last and folded(ast.text(block["c"][2])) in labels:
            _leave_leaves(sheet, [block])
        else:
            kept.append(block)
    return kept


def _below_title(blocks: list[Block]) -> list[Block]:
    """The blocks with all headings below the sheet's first one, its title: Word has that at the first level."""
    headings = [block for block in blocks if block["t"] == "Header"]
    labels = {folded(section.label) for section in domain().sections.values()}
    if not headings or folded(ast.text(headings[0]["c"][2])) in labels:
        return blocks
    title, *others = headings
    if all(_level(other) > _level(title) for other in others):
        return blocks
    return [
        {"t": "Header", "c": [_level(block) + 1, *block["c"][1:]]}
        if block["t"] == "Header" and block is not title
        else block
        for block in blocks
    ]


def _without_size(inline: dict[str, Any]) -> dict[str, Any]:
    """A leaf that no size makes a heading: beside the small letters of help, every answer is large."""
    if not ast.is_leaf(inline):
        return inline
    look = " ".join(word for word in ast.leaf_look(inline).split() if not word.startswith("size-"))
    id_, classes, _ = inline["c"][0]
    (kept,) = ast.leaf(inline["c"][1], ast.leaf_where(inline), id_=id_, look=look)
    kept["c"][0][1] = classes
    return kept


def _level(block: Block) -> int:
    return int(block["c"][0]) if block["t"] == "Header" else 0
