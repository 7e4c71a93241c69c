"""Reads slides: each is a section under its title; what is for the speaker, or for the writers, stands apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.messages import plural
from restitution.model import GENERATED, Block, Finding, Inline, Level, NotTaken, NotTakenReason, Reading
from restitution.ooxml.package import BROKEN
from restitution.ooxml.properties import properties
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.readers import rich
from restitution.readers.base import Prepared
from restitution.readers.pptx.deck import DGM, A, C, Deck, Element, P, R, Slide, deck_of
from restitution.readers.pptx.drawn import chart_rows, diagram_lines
from restitution.readers.pptx.order import FURNITURE, TITLES, Shape, each, shapes_of
from restitution.readers.pptx.remarks import remarks_of
from restitution.readers.pptx.text import Line, lines_of

HIDDEN: Final = (
    "{slides} de ce diaporama : masquées à la projection, elles sont reprises ; vérifiez qu'elles le doivent."
)
SPOKEN: Final = (
    "Les notes de l'orateur ({slides}) sont reprises à part, à la fin : retirez-les du fichier si elles n'étaient "
    "que pour lui."
)
TROUBLES: Final = {
    "image": (
        "image-distante",
        "Une image distante n'est pas reprise : insérez l'image elle-même dans la diapositive.",
    ),
    "graphique": (
        "graphique",
        "Le dessin d'un graphique n'est pas repris, seuls ses chiffres le sont : collez-le en tant qu'image.",
    ),
    "schéma": (
        "schema",
        "Le dessin d'un schéma (SmartArt) n'est pas repris, seul son texte l'est : collez-le en tant qu'image.",
    ),
    "objet": (
        "objet",
        "Un objet incorporé (classeur, document) n'est pas lu, seule son image est reprise : déposez-le à part.",
    ),
    "film": ("film", "Un son ou une vidéo n'est pas repris : déposez sa transcription."),
}
SPEAKER: Final = "Notes de l'orateur"
TOO_MANY: Final = "Ce diaporama a trop de diapositives : partagez-le en plusieurs fichiers."
MOST: Final = 500
LONGEST: Final = 120
"""Signs of a line that heads a slide."""
BELOW_A_TITLE: Final = 4
"""Lines of a cover."""
USUAL_SIZE: Final = 1800
"""Hundredths of a point of letters whose size is not said (21.1.2.3.9)."""


def prepare(data: bytes, path: str) -> Prepared:
    """The whole note. Raises `UnreadableSource` when the file is broken, locked or holds no slide."""
    deck = deck_of(data)
    if len(deck.slides) > MOST * (limits.now().members // limits.USUAL.members):
        raise UnreadableSource(TOO_MANY)
    try:
        reading = _Note(deck, path).read()
    except RecursionError as error:
        raise UnreadableSource(BROKEN) from error
    reading.properties = properties(data, "pptx")
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


class _Note:
    def __init__(self, deck: Deck, path: str) -> None:
        self._deck = deck
        self._path = path
        self._tables = 0
        self._shown: dict[bytes, str] = {}
        self.reading = Reading()

    def read(self) -> Reading:
        """All slides, then what is for who speaks."""
        for slide in self._deck.slides:
            self.reading.blocks += self._slide(slide)
        spoken = [(slide, list(self._spoken(slide))) for slide in self._deck.slides]
        spoken = [(slide, blocks) for slide, blocks in spoken if blocks]
        if spoken:
            self.reading.blocks.append(ast.header(2, ast.leaf([_ours(SPEAKER)], "notes de l'orateur")))
            self.reading.blocks += [block for _, blocks in spoken for block in blocks]
            self._find("orateur", SPOKEN.format(slides=_slides([slide.number for slide, _ in spoken])))
        hidden = [slide.number for slide in self._deck.slides if slide.is_hidden]
        if hidden:
            said = _slides(hidden)
            message = HIDDEN.format(slides=said[0].upper() + said[1:])
            if len(hidden) == 1:
                message = message.replace("masquées", "masquée").replace("elles sont reprises", "elle est reprise")
                message = message.replace("qu'elles le doivent", "qu'elle le doit")
            self._find("diapositive-masquée", message)
        return self.reading

    def _find(self, code: str, message: str, where: str = "", *, level: Level = "warning") -> None:
        self.reading.findings.append(
            Finding(code=code, level=level, message=message, path=self._path, where=where)
        )

    def _trouble(self, kind: str, slide: Slide, described: str = "") -> None:
        code, message = TROUBLES[kind]
        message += f" Sa description : « {' '.join(described.split())} »." if described.strip() else ""
        self._find(code, message, _where(slide))

    def _leave(self, reason: NotTakenReason, text: str, where: str) -> None:
        if text.strip():
            self.reading.not_taken.append(NotTaken(reason=reason, text=text.strip(), where=where))

    # A slide

    def _slide(self, slide: Slide) -> list[Block]:
        shapes = list(each(shapes_of(slide)))
        heads = [shape for shape in shapes if shape.role in TITLES and lines_of(shape.node, slide)]
        heads = heads or _headings(shapes, slide)
        titles = [line for shape in heads for line in lines_of(shape.node, slide)]
        others = [one for one in shapes if one not in heads]
        opens = slide.number == 1 < len(self._deck.slides)
        is_cover = opens and bool(heads) and _is_cover(others, slide)
        where = f"{_where(slide)}, titre"
        title = ast.on_lines([line.content for line in titles]) or [_ours(f"Diapositive {slide.number}")]
        blocks = [ast.header(1 if is_cover else 2, ast.leaf(title, where))]
        for number, shape in enumerate(shapes, 1):
            if shape not in heads:
                blocks += self._shape(shape, slide, number)
        for remark in remarks_of(self._deck, slide):
            self.reading.internal.append(remark)
            self._leave("commentaire", remark.text, remark.where)
        return blocks

    def _shape(self, shape: Shape, slide: Slide, number: int) -> Iterator[Block]:
        node, where = shape.node, f"{_where(slide)}, forme {number}"
        if shape.role in FURNITURE:
            said = "\n".join(ast.text(line.content) for line in lines_of(node, slide))
            self._leave("en-tête ou pied répété", said, _where(slide))
        elif node.tag == P + "pic":
            yield from self._picture(node, slide, where)
        elif node.tag == P + "graphicFrame":
            yield from self._frame(node, slide, where)
        else:
            yield from _blocks(lines_of(node, slide), where)

    def _picture(self, node: Element, slide: Slide, where: str) -> Iterator[Block]:
        if node.find(f"*/{P}nvPr/{A}videoFile") is not None or node.find(f"*/{P}nvPr/{A}audioFile") is not None:
            self._trouble("film", slide)
        blip = node.find(f".//{A}blip")
        embedded = blip.get(R + "embed") if blip is not None else None
        relation = slide.part.named(embedded)
        data = slide.part.data(embedded)
        if not data:
            if blip is not None:
                self._trouble("image", slide, _description(node))
            return
        if data in self._shown:  # a logo on each slide is shown once
            return
        suffix = relation.target.rsplit(".", 1)[-1].lower() if relation else "png"
        name = f"image-{len(self._shown) + 1}.{suffix}"
        self._shown[data] = name
        self.reading.media[name] = data
        image = {"t": "Image", "c": [ast.attributes(), ast.string(_description(node)), [name, ""]]}
        yield ast.para(ast.leaf([image], where))

    def _frame(self, node: Element, slide: Slide, where: str) -> Iterator[Block]:
        table = node.find(f".//{A}tbl")
        if table is not None:
            yield from self._table(table, slide)
            return
        chart = node.find(f".//{C}chart")
        part = slide.part.part(chart.get(R + "id")) if chart is not None else None
        if part is not None:
            self._trouble("graphique", slide, _description(node))
            caption, rows = chart_rows(part)
            if any(cell.blocks for row in rows for cell in row):
                self._tables += 1
                yield from rich.table(rows, self._tables, caption)
            elif caption:
                yield ast.para(ast.leaf(caption, where))
            return
        diagram = node.find(f".//{DGM}relIds")
        part = slide.part.part(diagram.get(R + "dm")) if diagram is not None else None
        if part is not None:
            self._trouble("schéma", slide, _description(node))
            yield from _blocks(list(diagram_lines(part)), where)
            return
        if any(found.tag == P + "oleObj" for found in node.iter(P + "oleObj")):
            self._trouble("objet", slide, _description(node))
            for picture in list(node.iter(P + "pic"))[:1]:
                yield from self._picture(picture, slide, where)

    def _table(self, table: Element, slide: Slide) -> list[Block]:
        self._tables += 1
        style = table.find(A + "tblPr")
        has_head = style is not None and style.get("firstRow") in {"1", "true"}
        rows: list[list[rich.Cell]] = []
        for number, row in enumerate(table.iterfind(A + "tr")):
            rows.append([])
            for cell in row.iterfind(A + "tc"):
                if cell.get("hMerge") in {"1", "true"} or cell.get("vMerge") in {"1", "true"}:
                    hidden = "\n".join(ast.text(one.content) for one in lines_of(cell, slide, body=A + "txBody"))
                    self._leave("texte masqué", hidden, f"{_where(slide)}, cellule fusionnée")
                    continue
                blocks = list(_unplaced(lines_of(cell, slide, body=A + "txBody")))
                across, down = (_count(cell.get(name)) for name in ("gridSpan", "rowSpan"))
                rows[-1].append(rich.Cell(blocks, across, down, is_head=has_head and number == 0))
        return rich.table(rows, self._tables)

    def _spoken(self, slide: Slide) -> Iterator[Block]:
        """What a slide says to who speaks, the slide named before it."""
        if slide.notes is None:
            return
        where = f"{_where(slide)}, notes de l'orateur"
        lead: Inlines = [_ours(f"Diapositive {slide.number} :"), {"t": "Space"}]
        for node in slide.notes.root.iter(P + "sp"):
            place = node.find(f"*/{P}nvPr/{P}ph")
            role = place.get("type", "obj") if place is not None else ""
            lines = lines_of(node, slide)
            if role in FURNITURE:
                self._leave("en-tête ou pied répété", "\n".join(ast.text(line.content) for line in lines), where)
                continue
            for line in lines:
                yield ast.para(ast.leaf([*lead, *line.content], where))
                lead = []


def _headings(shapes: list[Shape], slide: Slide) -> list[Shape]:
    """What heads a slide without a title: its first text, when it is one short line in the largest letters."""
    spoken = [shape for shape in shapes if shape.role not in FURNITURE and lines_of(shape.node, slide)]
    if not spoken or len(shapes) < 2:
        return []
    first, *others = [(shape, lines_of(shape.node, slide), _size(shape)) for shape in spoken]
    is_short = len(first[1]) == 1 and first[1][0].level < 0 and len(ast.text(first[1][0].content)) <= LONGEST
    return [first[0]] if is_short and first[2] > max((size for *_, size in others), default=0) > 0 else []


def _is_cover(others: list[Shape], slide: Slide) -> bool:
    """Whether a first slide holds nothing but a title and what is said below it."""
    lines = [line for shape in others if shape.role not in FURNITURE for line in lines_of(shape.node, slide)]
    has_frames = any(shape.node.tag == P + "graphicFrame" for shape in others)
    return not has_frames and len(lines) <= BELOW_A_TITLE and all(line.level < 0 for line in lines)


def _size(shape: Shape) -> int:
    """The size of the largest letters of a shape, as far as it says it itself."""
    sizes = [run.get("sz", "") for run in shape.node.iter(A + "rPr")]
    return max((int(size) for size in sizes if size.isdecimal()), default=USUAL_SIZE)


def _ours(text: str) -> Inline:
    """Words that no slide holds."""
    return {"t": "Span", "c": [ast.attributes(classes=[GENERATED]), ast.string(text)]}


def _blocks(lines: list[Line], where: str) -> Iterator[Block]:
    for block in _unplaced(lines):
        yield from rich.wrap_leaves([block], where)


def _unplaced(lines: list[Line]) -> Iterator[Block]:
    """Paragraphs and lists of the lines of a shape, their leaves not wrapped yet."""
    for is_text, group in groupby(lines, key=lambda line: line.level < 0):
        some = list(group)
        if is_text:
            yield from (ast.para(line.content) for line in some)
            continue
        items = [
            rich.Item(
                line.level,
                {"t": "Plain", "c": line.content},
                line.start if line.numeral else None,
                line.numeral or "Decimal",
            )
            for line in some
        ]
        yield from rich.lists(items)


def _description(node: Element) -> str:
    found = node.find(f"*/{P}cNvPr")
    return "" if found is None else " ".join(found.get("descr", "").split())


def _count(said: str | None) -> int:
    return max(1, int(said)) if said and said.isdecimal() else 1


def _where(slide: Slide) -> str:
    return f"diapositive {slide.number}"


def _slides(numbers: list[int]) -> str:
    """« diapositive 3 », « diapositives 3, 5 et 8 »."""
    *first, last = map(str, numbers)
    listed = f"{', '.join(first)} et {last}" if first else last
    return f"{plural(len(numbers), 'diapositive', 'diapositives').split(' ', 1)[-1]} {listed}"
