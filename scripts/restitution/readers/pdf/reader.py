"""Reads PDF files: paragraphs, headings, lists and tables as far as the paper shows them, all else told.

A PDF says where each sign stands, not what it belongs to: whatever is read of it is marked, to be read again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.messages import plural
from restitution.model import Block, Finding, Internal, Level, NotTaken, NotTakenReason, Reading
from restitution.ooxml.properties import person_s
from restitution.pandoc import ast
from restitution.readers import rich
from restitution.readers.base import Prepared
from restitution.readers.look import Look, told
from restitution.readers.pdf import raw
from restitution.readers.pdf import sentences as say
from restitution.readers.pdf.grids import Cell, Grid, grids_of
from restitution.readers.pdf.hyphens import Words
from restitution.readers.pdf.items import numbered, ranked
from restitution.readers.pdf.margins import running
from restitution.readers.pdf.order import Region, regions_of
from restitution.readers.pdf.paragraphs import (
    Leading,
    Paragraph,
    content,
    lines_of,
    paragraphs_of,
    together,
)
from restitution.readers.pdf.pieces import Piece, pieces_of, rows_of
from restitution.readers.pdf.pieces import joined as joined_row
from restitution.readers.pdf.upright import uprighted

_STRANGE: Final = re.compile(
    r"\w*[A-Za-zÀ-ÿ][\u0590-\u1cff\u2c00-\ua71f\ua800-\ud7ff\ue000-\uf8ff]\w*"
    r"|\w*[\u0590-\u1cff\u2c00-\ua71f\ua800-\ud7ff\ue000-\uf8ff][A-Za-zÀ-ÿ]\w*"
)
"""A word of Latin letters with a letter of another writing in it."""
FEWEST_LETTERS: Final = 8
"""Letters below which a page that a picture covers has no text."""
COVERS: Final = 0.5
"""Of a page: a picture that takes as much is the page."""
OCR: Final = 0.8
"""Share of letters without ink from which a text was recognised on a picture."""
UNREADABLE: Final = 0.2
"""Share of signs that no font explains from which a text cannot be read."""
SMALLEST: Final = 900.0
"""Square points of a picture that is no ornament."""
ENDS_TABLE: Final = 4.0


class _Sheet(msgspec.Struct):
    """A page on its way: its tables, what stands around them, what is not taken of it."""

    page: raw.Page
    pieces: list[Piece]
    unseen: list[Piece]
    grids: list[Grid] = []
    turned: list[Piece] = []
    regions: list[Region] = []


def prepare(data: bytes, path: str) -> Prepared:
    """The whole note. Raises `UnreadableSource` for one that is locked, broken, scanned or too long."""
    document = _Document(path)
    document.open(data)
    return Prepared(reading=document.read())


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


class _Document:
    def __init__(self, path: str) -> None:
        self._path = path
        self._sheets: list[_Sheet] = []
        self._tables = 0
        self.reading = Reading()

    # Opening

    def open(self, data: bytes) -> None:
        """Reads all pages, and what the file says beside them."""
        import pypdfium2  # noqa: PLC0415 a library that few notes need

        if len(data) > limits.now().pdf:
            raise UnreadableSource(raw.TOO_MUCH)
        try:
            file = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableSource(say.LOCKED if "password" in str(error).lower() else say.BROKEN) from error
        try:
            self._pages(file)
            self._beside(file)
        except pypdfium2.PdfiumError as error:
            raise UnreadableSource(say.BROKEN) from error
        finally:
            file.close()

    def _pages(self, file: Any) -> None:
        most = limits.now().pages
        if len(file) > most:
            raise UnreadableSource(say.TOO_LONG.format(pages=len(file), most=most))
        for number in range(len(file)):
            handle = file[number]
            page = uprighted(raw.page_of(handle, number + 1))
            handle.close()
            seen, unseen = pieces_of(page)
            self._sheets.append(_Sheet(page, seen, unseen))

    def _beside(self, file: Any) -> None:
        said = file.get_metadata_dict()
        found = {"titre": said.get("Title", ""), "auteur": said.get("Author", "")}
        found |= {
            "cree": raw.iso_date(said.get("CreationDate", "")),
            "modifie": raw.iso_date(said.get("ModDate", "")),
        }
        self.reading.properties = person_s({key: " ".join(text.split()) for key, text in found.items()})
        if attached := file.count_attachments():
            verb = "n'est pas lu" if attached == 1 else "ne sont pas lus"
            them = "le" if attached == 1 else "les"
            count = f"{plural(attached, 'fichier joint', 'fichiers joints')}"
            self._find("pdf-joint", say.ATTACHED.format(count=count, verb=verb, them=them))
        if raw.has_scripts(file):
            self._find("pdf-programme", say.SCRIPTS, level="info")

    # Reading

    def read(self) -> Reading:
        """The reading: what is left out first, then the text in its order."""
        self._look_at_text()
        self._find("pdf", say.READ_AGAIN)
        for sheet in self._sheets:
            upright = [piece for piece in sheet.pieces if piece.turn == 0]
            leaning = [piece for piece in sheet.pieces if piece.turn]
            sheet.grids, rest = grids_of(sheet.page.edges, [*upright, *leaning])
            sheet.turned = [piece for piece in rest if piece.turn]
            sheet.pieces = [piece for piece in rest if piece.turn == 0]
        self._leave_margins()
        self._leave_unseen()
        self._leave_watermarks()
        self._remarks()
        for sheet in self._sheets:
            sheet.regions = regions_of(sheet.pieces, sheet.grids)
        self.reading.blocks = self._blocks()
        self._pictures()
        if strange := _STRANGE.search(ast.text(self.reading.blocks)):
            self._find("pdf-lettres", say.MISNAMED.format(word=strange[0]))
        return self.reading

    def _find(self, code: str, message: str, where: str = "", *, level: Level = "warning") -> None:
        self.reading.findings.append(
            Finding(code=code, level=level, message=message, path=self._path, where=where)
        )

    def _leave(self, reason: NotTakenReason, text: str, where: str) -> None:
        if text.strip():
            self.reading.not_taken.append(NotTaken(reason=reason, text=_plain(text), where=where))

    def _look_at_text(self) -> None:
        """Which pages have a text. Raises `UnreadableSource` when none has one that can be read."""
        recognised: list[int] = []
        without: list[int] = []
        for sheet in self._sheets:
            seen, unseen = _letters(sheet.pieces), _letters(sheet.unseen)
            is_picture = _is_covered(sheet.page)
            if unseen and unseen >= OCR * (seen + unseen) and is_picture:
                recognised.append(sheet.page.number)
                sheet.pieces, sheet.unseen = [*sheet.unseen, *sheet.pieces], []
            elif seen < FEWEST_LETTERS and is_picture:
                without.append(sheet.page.number)
        letters = sum(_letters(sheet.pieces) for sheet in self._sheets)
        undecoded = sum(sheet.page.undecoded for sheet in self._sheets)
        if undecoded > UNREADABLE * (letters + undecoded):
            raise UnreadableSource(say.ILLEGIBLE)
        if not letters or (without and letters < FEWEST_LETTERS * len(self._sheets)):
            raise UnreadableSource(say.SCANNED if without else say.NO_TEXT)
        if recognised:
            self._find("pdf-ocr", say.RECOGNISED.format(pages=say.of_pages(recognised)))
        if without:
            told_pages = say.pages_told(without)
            self._find("pdf-image", say.PICTURES_ONLY.format(pages=told_pages[0].upper() + told_pages[1:]))
        if undecoded:
            count = plural(undecoded, "signe", "signes")
            can = "peut pas être lu" if undecoded == 1 else "peuvent pas être lus"
            self._find("pdf-signe", say.UNDECODED.format(count=count, can=can), level="info")

    def _leave_margins(self) -> None:
        pages = [(sheet.page, sheet.pieces) for sheet in self._sheets]
        gone: set[int] = set()
        for margin in running(pages):
            self._leave("en-tête ou pied répété", margin.text, margin.where)
            gone |= {id(piece) for piece in margin.pieces}
        for sheet in self._sheets:
            sheet.pieces = [piece for piece in sheet.pieces if id(piece) not in gone]

    def _leave_unseen(self) -> None:
        pages = [sheet.page.number for sheet in self._sheets if _letters(sheet.unseen)]
        for sheet in self._sheets:
            for row in rows_of(sheet.unseen):
                self._leave("texte masqué", joined_row(row).text, f"page {sheet.page.number}")
        if pages:
            self._find("pdf-masqué", say.UNSEEN.format(pages=say.pages_told(pages)))

    def _leave_watermarks(self) -> None:
        """What leans and comes back on page after page: « Brouillon » across it, a mention at its side."""
        pages: dict[str, set[int]] = defaultdict(set)
        for sheet in self._sheets:
            for piece in sheet.turned:
                pages[piece.text.casefold()].add(sheet.page.number)
        for sheet in self._sheets:
            back = [piece for piece in sheet.turned if len(pages[piece.text.casefold()]) > 1]
            for piece in back:
                self._leave("en-tête ou pied répété", piece.text, f"page {sheet.page.number}, en travers")
            sheet.turned = [piece for piece in sheet.turned if piece not in back]

    def _remarks(self) -> None:
        for sheet in self._sheets:
            for remark in sorted(sheet.page.remarks, key=lambda one: (one.box.top, one.box.left)):
                where = f"page {sheet.page.number}"
                about = _below(remark.box, sheet.pieces)
                self._leave("commentaire", remark.text, where)
                self.reading.internal.append(
                    Internal(
                        kind="comment",
                        text=remark.text,
                        where=where,
                        author=remark.author,
                        date=remark.date,
                        about=about,
                    )
                )

    def _pictures(self) -> None:
        found: Counter[int] = Counter()
        for sheet in self._sheets:
            kept = [box for box in sheet.page.pictures if box.area >= SMALLEST]
            if not _is_covered(sheet.page):
                found[sheet.page.number] += len(kept)
        count = found.total()
        if count:
            verb = "n'est pas reprise" if count == 1 else "ne sont pas reprises"
            said = say.PICTURES.format(
                count=plural(count, "image", "images"),
                verb=verb,
                pages=say.pages_told([page for page in found if found[page]]),
                them="la" if count == 1 else "les",
            )
            self._find("image", said)

    # Blocks

    def _blocks(self) -> list[Block]:
        flow = self._flow()
        leading = Leading.of(region for sheet in self._sheets for region in sheet.regions)
        texts: list[Paragraph | Grid] = []
        for group in _between_tables(flow, leading):
            texts += group
        words = Words.of(list(lines_of(one for one in texts if isinstance(one, Paragraph))))
        looks = told([one.look() if isinstance(one, Paragraph) else Look() for one in texts])
        return self._made(texts, looks, words, leading)

    def _flow(self) -> list[tuple[int, Region]]:
        """All regions in order, tables that go on from page to page as one."""
        flow: list[tuple[int, Region]] = []
        for sheet in self._sheets:
            for region in sheet.regions:
                last = flow[-1][1].grid if flow else None
                is_new_page = bool(flow) and flow[-1][0] != sheet.page.number
                if last and region.grid and is_new_page and _goes_on(last, region.grid):
                    self._append(last, region.grid, sheet.page.number)
                    flow[-1] = (sheet.page.number, flow[-1][1])
                else:
                    flow.append((sheet.page.number, region))
            if sheet.turned:
                flow += [(sheet.page.number, Region(lines=[piece])) for piece in sheet.turned]
                self._find("pdf-biais", say.TURNED, f"page {sheet.page.number}", level="info")
        return flow

    def _append(self, table: Grid, below: Grid, page: int) -> None:
        """The rows of a table on the next page, its head not again."""
        heads = [[cell for cell in grid.cells if cell.row == 0] for grid in (table, below)]
        same = _texts(heads[0]) == _texts(heads[1]) and any(_texts(heads[0])) and below.height > 1
        if same:
            self._leave("en-tête ou pied répété", " ".join(_texts(heads[1])), f"page {page}, tête de tableau")
        height = table.height - same
        table.cells += [
            msgspec.structs.replace(cell, row=cell.row + height)
            for cell in below.cells
            if not (same and cell.row == 0)
        ]

    def _made(
        self, texts: Sequence[Paragraph | Grid], looks: Sequence[str], words: Words, leading: Leading
    ) -> list[Block]:
        blocks: list[Block] = []
        items: list[tuple[Paragraph, rich.Item]] = []
        counts: Counter[int] = Counter()
        counted = numbered(texts)

        def close() -> None:
            blocks.extend(rich.lists([item for _, item in ranked(items)]))
            items.clear()

        for place, (one, look) in enumerate(zip(texts, looks, strict=True)):
            if isinstance(one, Grid):
                close()
                blocks += self._table(one, words, leading)
                continue
            counts[one.pages[0]] += 1
            where = _where(one, counts[one.pages[0]])
            is_item = bool(one.marker) and (one.number is None or place in counted) and not one.level
            if not is_item:
                close()
                one.marker = ""
                inner = content(one, words)
                if not rich.is_blank(inner):
                    leaf = ast.leaf(inner, where, look=look)
                    blocks.append(ast.header(one.level, leaf) if one.level else ast.para(leaf))
                continue
            self._leave("champ technique", re.sub(r"[^\w.)]", "", one.marker), where) if one.marker[
                0
            ].isalnum() else None
            block = {"t": "Plain", "c": ast.leaf(content(one, words), where)}
            items.append((one, rich.Item(0, block, one.number)))
        close()
        return blocks

    def _table(self, grid: Grid, words: Words, leading: Leading) -> list[Block]:
        self._tables += 1
        rows: list[list[rich.Cell]] = []
        taken: set[tuple[int, int]] = set()
        by_row: dict[int, list[Cell]] = defaultdict(list)
        for cell in grid.cells:
            by_row[cell.row].append(cell)
        for number in range(grid.height):
            rows.append([])
            cells = {cell.column: cell for cell in by_row[number]}
            for column in range(len(grid.columns)):
                if (number, column) in taken:
                    continue
                cell = cells.get(column, Cell(grid.box, number, column))
                taken |= {(number + n, column + m) for n in range(cell.down) for m in range(cell.across)}
                rows[-1].append(_cell(cell, words, leading))
        heads = [cell for cell in grid.cells if cell.row == 0 and cell.pieces]
        is_head = bool(heads) and all(
            s.style.bold for c in heads for p in c.pieces for s in p.signs if s.text.strip()
        )
        for made in rows[0]:
            made.is_head = is_head
        return rich.table([row for row in rows if row], self._tables)


def _cell(cell: Cell, words: Words, leading: Leading) -> rich.Cell:
    upright = [piece for piece in cell.pieces if piece.turn == 0]
    leaning = [piece for piece in cell.pieces if piece.turn]
    regions = regions_of(upright, []) + [Region(lines=[piece]) for piece in leaning]
    paragraphs = [one for region in regions for one in paragraphs_of(region, 0, leading)]
    blocks: list[Block] = []
    items: list[rich.Item] = []
    for one in paragraphs:
        if one.marker and not one.marker[0].isalnum():
            items.append(rich.Item(0, {"t": "Plain", "c": content(one, words)}))
            continue
        blocks += rich.lists(items)
        items = []
        one.marker = ""
        inner = content(one, words)
        blocks += [] if rich.is_blank(inner) else [ast.para(inner)]
    return rich.Cell(blocks=[*blocks, *rich.lists(items)], across=cell.across, down=cell.down)


def _between_tables(
    flow: Sequence[tuple[int, Region]], leading: Leading
) -> Iterable[list[Paragraph] | list[Grid]]:
    """The paragraphs of a document, joined where a page or a column cut them, and its tables."""
    run: list[Paragraph] = []
    for page, region in flow:
        if region.grid is None:
            run += paragraphs_of(region, page, leading)
        else:
            yield together(run, leading)
            run = []
            yield [region.grid]
    yield together(run, leading)


def _goes_on(table: Grid, below: Grid) -> bool:
    """Whether a table at the top of a page goes on from that which ends the one before: the same columns."""
    if len(table.columns) != len(below.columns):
        return False
    pairs = zip([*table.columns, table.box.right], [*below.columns, below.box.right], strict=True)
    return all(abs(one - other) <= ENDS_TABLE for one, other in pairs)


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [" ".join(joined_row(row).text for row in rows_of(cell.pieces)) for cell in cells]


def _where(paragraph: Paragraph, number: int) -> str:
    first, last = paragraph.pages[0], paragraph.pages[-1]
    return f"page {first}, paragraphe {number}" if first == last else f"pages {first}-{last}, paragraphe {number}"


def _letters(pieces: Iterable[Piece]) -> int:
    return sum(sign.text.isalnum() for piece in pieces for sign in piece.signs)


def _is_covered(page: raw.Page) -> bool:
    """Whether pictures are all of a page, or most of it."""
    return sum(box.area for box in page.pictures) >= COVERS * page.width * page.height


def _below(box: raw.Box, pieces: Iterable[Piece]) -> str:
    """The words that a remark lies on."""
    signs = [
        sign
        for piece in pieces
        for sign in piece.signs
        if box.holds((sign.left + sign.right) / 2, sign.base - 0.3 * sign.style.size)
    ]
    return " ".join(_plain("".join(sign.text for sign in signs)).split())


def _plain(text: str) -> str:
    return text.replace(raw.HYPHEN, "-").replace("\u2003", " ").strip()
