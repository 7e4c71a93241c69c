"""The texts of a published file, block by block in reading order, by readers that know neither writer nor counter.

What a format says in a way of its own is told apart, by its tags, elements, styles and fields (`Blocks`); what is
left is compared word for word.
"""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, groupby
from typing import Any, NamedTuple

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree
from lxml import html as pages

LINE = "\n"
"""In a text of a PDF: a line ends here, and so does a word."""
JOINT = "\ue000"
"""In a text of a PDF: a line ends here behind a hyphen, the writer's own or not, or in a word without end."""
AT_JOINT = re.compile("[\u00ad\x02\ufffe]+\n?|\u200b+\n")
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)+|Annexe\s[A-Z]+\s:")


class Block(NamedTuple):
    """One block: the level of a heading (0 for any other), its characters."""

    level: int
    text: str

    @property
    def words(self) -> list[str]:
        return words_of(self.text)

    @property
    def letters(self) -> str:
        return "".join(words_of(self.text.replace(JOINT, "")))

    def is_same(self, other: Block) -> bool:
        """Whether `other`, perhaps of a PDF, has this level and these words: a line may part a hyphened one."""
        surely, perhaps = _ends(other.text.replace(JOINT, "")), _ends(other.text.replace(JOINT, " "))
        return (self.level, self.letters) == (other.level, other.letters) and surely <= _ends(self.text) <= perhaps


def _ends(text: str) -> set[int]:
    """Where words end, counted in letters."""
    return set(accumulate(map(len, words_of(text))))


class Blocks(msgspec.Struct):
    """A file. Compared with its like in the other formats, each class apart:"""

    text: list[Block] = []
    """The text: headings, paragraphs, items, cells, captions, terms and definitions."""
    notes: list[Block] = []
    """Footnotes, in the order of their calls."""
    contents: list[str] = []
    """Lines of the table of contents and of the lists of figures and tables, page numbers left out."""
    alternatives: list[str] = []
    """Alternative texts of pictures."""
    numbers: list[str] = []
    """Of headings. Word computes them: a DOCX says them in its contents only."""
    furniture: list[str] = []
    """PDF: letters of each page that no tag owns: running head and foot, heads of tables that go on. DOCX: those
    heads, and the texts of its headers and footers."""


def words_of(text: str) -> list[str]:
    """Runs of letters or digits, in compatibility form."""
    return WORD.findall(unicodedata.normalize("NFKC", UNSEEN.sub("", text)))


# ---- DOCX -----------------------------------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
BLANKS = frozenset(W + name for name in ("tab", "br", "cr", "ptab"))
LISTED = re.compile(r"toc|table of figures|titre de liste", re.IGNORECASE)
TITLE = re.compile(r"heading|titre", re.IGNORECASE)
"""Of the contents or of a list: the other formats say it by an element of their own."""


def docx_blocks(data: bytes) -> Blocks:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {
            name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")
        }
    styles = {
        style.get(W + "styleId"): style.find(W + "name").get(W + "val")
        for style in parts["word/styles.xml"].iter(W + "style")
    }
    found, called = Blocks(), []
    body = parts["word/document.xml"]
    for paragraph in body.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = styles.get(style.get(W + "val"), "") if style is not None else ""
        text = _docx_text(paragraph)
        called += [call.get(W + "id") for call in paragraph.iter(W + "footnoteReference")]
        if LISTED.match(name):
            found.contents += [] if TITLE.search(name) else [text]
        elif words_of(text):
            found.text.append(Block(int(name[-1]) if re.fullmatch("heading [1-9]", name.lower()) else 0, text))
    notes = {note.get(W + "id"): note for note in parts["word/footnotes.xml"].iter(W + "footnote")}
    found.notes = [Block(0, text) for id_ in called for p in notes[id_].iter(W + "p") if (text := _docx_text(p))]
    found.alternatives = [picture.get("descr", "") for picture in body.iter(DRAWN)]
    heads = [
        [row for row in table.iter(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
        for table in body.iter(W + "tbl")
    ]
    found.furniture = ["".join(words_of(" ".join(map(_docx_text, rows)))) for rows in heads if rows]
    return found


def _docx_text(paragraph: Any) -> str:
    """Characters of a paragraph, those of its fields' results included, of their codes not."""
    signs = {W + "noBreakHyphen": "-", **dict.fromkeys(BLANKS, " ")}
    runs = paragraph.iter(W + "t", *signs)
    return "".join((node.text or "") if node.tag == W + "t" else signs[node.tag] for node in runs).strip()


# ---- Web page -------------------------------------------------------------------------------------------------

INLINE = frozenset({"a", "code", "em", "span", "strong", "sub", "sup", "u", "br", "img"})
ROLES = frozenset({"doc-noteref", "doc-backlink"})


def html_blocks(data: bytes) -> Blocks:
    page = pages.fromstring(data.decode())
    found = Blocks()
    for nav in page.iter("nav"):
        if "etroit" not in nav.get("class", ""):  # the same contents, for narrow screens
            found.contents += [_spaced(link.text_content()) for link in nav.iter("a")]
    for part in page.xpath("//*[@data-document]"):
        found.alternatives += [image.get("alt") for image in part.iter("img")]
        found.numbers += [
            _spaced(span.text_content())
            for span in part.xpath(".//*[self::h2 or self::h3 or self::h4]/span[1]")
            if span.get("class") == "numero"
        ]
        for note in part.xpath(".//*[@role='doc-endnotes']"):
            found.notes = list(_html_texts(note))
            note.getparent().remove(note)
        found.text += _html_texts(part)
    return found


def _html_texts(root: Any) -> Iterator[Block]:
    for level, group in groupby(_html_pieces(root), key=lambda piece: piece[:2]):
        text = "".join(piece[2] for piece in group)
        if words_of(text):
            yield Block(level[1], text.strip())


def _html_pieces(root: Any, place: int = 0) -> Iterator[tuple[int, int, str]]:
    """Number of the block, its level as a heading, characters; a block ends where another begins or ends."""
    number, level, skipped = place, 0, None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        is_block = node.tag not in INLINE
        if event == "start":
            number += is_block
            level = int(node.tag[1]) - 1 if re.fullmatch("h[2-6]", node.tag) else level
            if skipped is None and _is_of_the_page(node):
                skipped = node
            if skipped is None:
                yield number, level, " " if node.tag == "br" else node.text or ""
        else:
            number += is_block
            level = 0 if re.fullmatch("h[2-6]", node.tag) else level
            if skipped is node:
                skipped = None
            if skipped is None and node is not root:
                yield number, level, node.tail or ""


def _is_of_the_page(node: Any) -> bool:
    in_heading = re.fullmatch("h[2-6]", getattr(node.getparent(), "tag", "") or "")
    is_number = node.get("class") == "numero" and in_heading and NUMBER.fullmatch(node.text_content())
    return node.tag == "nav" or "data-habillage" in node.attrib or node.get("role") in ROLES or bool(is_number)


def _spaced(text: str) -> str:
    return " ".join(text.split())


# ---- PDF ------------------------------------------------------------------------------------------------------

WITHIN = frozenset({"Span", "Link", "Reference", "Em", "Strong", "Code", "Quote", "Sub", "Annot", "Figure", "Lbl"})
ITEM = re.compile(r"\(?[0-9A-Za-z]{1,5}[.)]")
Path = tuple[int, ...]


class Piece(NamedTuple):
    path: Path
    kinds: tuple[str, ...]
    text: str


def pdf_blocks(data: bytes) -> Blocks:
    found, pieces = Blocks(), list[Piece]()
    document = pypdfium2.PdfDocument(data)
    pictures: dict[Path, str] = {}
    for number in range(len(document)):
        texts = _pdf_texts(document[number])
        tree = pdfium.FPDF_StructTree_GetForPage(document[number])
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, place)
            pieces += _pdf_pieces(child, (place,), (), texts, pictures)
        found.furniture.append("".join(words_of(" ".join(texts[number] for number in sorted(texts)))))
        pdfium.FPDF_StructTree_Close(tree)
    pieces = sorted(piece for piece in pieces if not _is_call(piece))
    told = {piece.path[:depth] for piece in pieces if (depth := _depth(piece, "Figure"))}
    found.alternatives = [pictures[path] for path in sorted(pictures) if path not in told]
    for is_note in (False, True):
        part = [piece for piece in pieces if ("Note" in piece.kinds) is is_note]
        _sort_in(found, _captions_last([[*group] for _, group in groupby(part, key=_pdf_block)]))
    return found


def _captions_last(blocks: list[list[Piece]]) -> list[list[Piece]]:
    """The caption of a figure stands before it among the tags, and below it in the other formats."""
    ordered: list[list[Piece]] = []
    waiting: list[list[Piece]] = []
    for block in blocks:
        if waiting and not (_depth(block[0], "Figure") and _is_beside(block[0], waiting[0][0])):
            ordered += waiting
            waiting = []
        (waiting if _depth(block[0], "Caption") else ordered).append(block)
    return ordered + waiting


def _is_beside(piece: Piece, caption: Piece) -> bool:
    depth = _depth(caption, "Caption") - 1
    return piece.path[:depth] == caption.path[:depth]


def _depth(piece: Piece, kind: str) -> int:
    """Where a tag of this kind stands above a piece, counted from 1; 0 when there is none."""
    return piece.kinds.index(kind) + 1 if kind in piece.kinds else 0


def _is_call(piece: Piece) -> bool:
    """Whether a piece is the call of a note, or its number at the foot of the page."""
    label = _depth(piece, "Lbl")
    return label > 1 and piece.kinds[label - 2] != "LI"


def _pdf_texts(page: Any) -> dict[int, str]:
    """Characters of a page by the number that tags refer to, with a sign where a line ended before."""
    text, signs, numbers = page.get_textpage(), defaultdict[int, list[str]](list), dict[int, int]()
    before = LINE
    for place in range(pdfium.FPDFText_CountChars(text)):
        sign = chr(pdfium.FPDFText_GetUnicode(text, place))
        run = pdfium.FPDFText_GetTextObject(text, place)
        if pdfium.FPDFText_IsGenerated(text, place) or not run:
            before = LINE if sign in "\r\n" else before
            continue
        address = ctypes.addressof(run.contents)
        if address not in numbers:
            numbers[address] = pdfium.FPDFPageObj_GetMarkedContentID(run)
        signs[numbers[address]].append(before + sign)
        before = ""
    return {number: "".join(found) for number, found in signs.items()}


def _pdf_pieces(
    element: Any, path: Path, above: tuple[str, ...], texts: dict[int, str], pictures: dict[Path, str]
) -> Iterator[Piece]:
    """Pieces below a tag; what is taken from `texts` is no furniture of the page."""
    kinds = (*above, _said(pdfium.FPDF_StructElement_GetType, element))
    if kinds[-1] == "Figure":
        pictures.setdefault(path, _said(pdfium.FPDF_StructElement_GetAltText, element))
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            yield from _pdf_pieces(child, (*path, place), kinds, texts, pictures)
        else:
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)
            if number >= 0 and number in texts:
                yield Piece((*path, place), kinds, texts.pop(number))


def _said(ask: Any, element: Any) -> str:
    size = ask(element, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(element, buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


def _pdf_block(piece: Piece) -> Path:
    """Path of the nearest tag that is a block, or a line of the contents, or the label of an item."""
    for kind in ("TOCI", "Lbl"):
        if kind in piece.kinds[1:]:
            return piece.path[: piece.kinds.index(kind) + 1]
    depth = len(piece.kinds)
    while depth > 1 and piece.kinds[depth - 1] in WITHIN:
        depth -= 1
    return piece.path[:depth]


def _sort_in(found: Blocks, blocks: list[list[Piece]]) -> None:
    for block, following in zip(blocks, [*blocks[1:], []], strict=False):
        kinds, text = block[0].kinds, joined(piece.text for piece in block)
        is_title = bool(following) and "TOC" in following[0].kinds and "TOC" not in kinds
        if "TOCI" in kinds:
            found.contents.append(joined(piece.text for piece in block[:-1]))  # the last is the page's number
        elif words_of(text) and not (is_title or _is_mark(kinds, text)):
            level = next((int(kind[1]) for kind in kinds if re.fullmatch("H[1-6]", kind)), 0)
            number = joined(piece.text for piece in block[:1]).strip()
            if level and NUMBER.fullmatch(number):
                found.numbers.append(number)
                text = joined(piece.text for piece in block[1:])
            (found.notes if "Note" in kinds else found.text).append(Block(level, text.strip()))


def _is_mark(kinds: tuple[str, ...], text: str) -> bool:
    """Whether a label is the number of an item; the term of a definition is none."""
    return "Lbl" in kinds and bool(ITEM.fullmatch(text.strip()))


def joined(texts: Iterator[str]) -> str:
    """The text of lines, with a sign where a word may go on over the end of one."""
    return AT_JOINT.sub(JOINT, "".join(texts))
