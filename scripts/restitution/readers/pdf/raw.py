"""What the library says of the page of a PDF, as records; places are as seen on the paper, from its top left."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import pypdfium2.raw as pdfium

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.pdfium import text_of
from restitution.readers.pdf.tags import heading_levels

TOO_MUCH: Final = "Ce PDF contient trop de texte ou de dessin : partagez-le en plusieurs fichiers."
HYPHEN: Final = "\x02"
"""What the library gives for a hyphen at the end of a line."""
INVISIBLE: Final = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
OUTLINED: Final = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
"""How programs that lack the bold letters of a font draw them."""
BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi(?!a)|gras", re.IGNORECASE)
ITALIC: Final = re.compile(r"italic|oblique|slanted|italique", re.IGNORECASE)
HEAVY: Final = 600
FORCE_BOLD, SLANTED = 1 << 18, 1 << 6
"""Flags of a font (ISO 32000-1, table 123)."""
DEEPEST: Final = 60
"""Tags, or drawings, one inside the other."""
THIN: Final = 3.0
"""Points: a rectangle that is not wider is a line."""
SHORTEST: Final = 4.0
MOST_EDGES: Final = 20_000
DOT: Final = 7.0
"""Points: a drawing that is not larger may be a bullet."""
MOST_DOTS: Final = 500
MARKUP: Final = frozenset(
    {
        *(
            pdfium.FPDF_ANNOT_TEXT,
            pdfium.FPDF_ANNOT_FREETEXT,
            pdfium.FPDF_ANNOT_HIGHLIGHT,
            pdfium.FPDF_ANNOT_CARET,
        ),
        *(pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT),
        *(pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_STAMP),
        *(pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE),
    }
)
"""Annotations in which a person says something."""
WIDGET: Final = pdfium.FPDF_ANNOT_WIDGET


class Style(msgspec.Struct, frozen=True):
    """What signs that were drawn together share. `level`: of the heading that a tag says they are."""

    size: float
    bold: bool = False
    italic: bool = False
    visible: bool = True
    upright: bool = True
    turn: int = 0
    """Degrees by which the signs lean, as seen."""
    level: int = 0


class Sign(msgspec.Struct, eq=False):
    """A character; `base`: how far from the top its baseline is. A blank that the library guessed has no width."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    style: Style
    href: str = ""
    origin: float = 0.0
    """How far from the left the sign is drawn from."""


class Edge(msgspec.Struct, frozen=True):
    """A straight line that is drawn: at `at`, from `start` to `end`, across the page or down it."""

    down: bool
    at: float
    start: float
    end: float


class Box(msgspec.Struct, frozen=True):
    """A rectangle of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Square points."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def holds(self, across: float, down: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= across <= self.right and self.top <= down <= self.bottom


class Remark(msgspec.Struct, frozen=True):
    """What somebody wrote on a page, beside its text."""

    text: str
    author: str
    date: str
    box: Box


class Page(msgspec.Struct):
    """All that is read of a page. `lines`: its signs, parted where the library saw a line end."""

    number: int
    width: float
    height: float
    lines: list[list[Sign]] = []
    edges: list[Edge] = []
    pictures: list[Box] = []
    dots: list[Box] = []
    """Small drawings: bullets, maybe."""
    remarks: list[Remark] = []
    undecoded: int = 0
    """Signs of which the file does not say what they are."""


View = Callable[[float, float], tuple[float, float]]
"""A place as the file says it -> as seen on the paper, from its top left."""


def page_of(handle: Any, number: int) -> Page:
    """Reads a page. Raises `UnreadableSource` when it holds more than any page that a person made."""
    page = Page(number, *handle.get_size())
    view = _view(handle)
    levels = heading_levels(handle)
    _Drawn(page, view).read(handle)
    links = list(_links(handle, view))
    _Signs(page, view, levels, links).read(handle)
    for annotation in _annotations(handle):
        _tell(page, annotation, view)
    return page


def _view(handle: Any) -> View:
    left, bottom, right, top = handle.get_cropbox()
    quarters: int = handle.get_rotation() // 90 % 4
    turns: list[View] = [
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    ]
    return turns[quarters]


def _box(view: View, corners: tuple[float, float, float, float]) -> Box:
    """Left, bottom, right, top of the file as a box that is seen."""
    (one, two), (other, last) = view(corners[0], corners[1]), view(corners[2], corners[3])
    return Box(min(one, other), min(two, last), max(one, other), max(two, last))


# Signs


class _Signs:
    def __init__(self, page: Page, view: View, levels: dict[int, int], links: list[tuple[Box, str]]) -> None:
        self._page = page
        self._view = view
        self._levels = levels
        self._links = links
        self._styles: dict[int, Style] = {}
        self._line: list[Sign] = []

    def read(self, handle: Any) -> None:
        text = handle.get_textpage()
        count = pdfium.FPDFText_CountChars(text)
        if count > limits.now().signs:
            raise UnreadableSource(TOO_MUCH)
        half = ""
        for place in range(count):
            sign = chr(pdfium.FPDFText_GetUnicode(text, place))
            if "\ud800" <= sign <= "\udbff":  # the first half of a character
                half = sign
                continue
            whole = (half + sign).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            half = ""
            self._sign(text, place, whole)
        self._end()
        text.close()

    def _sign(self, text: Any, place: int, sign: str) -> None:
        if sign in "\r\n":
            self._end()
            return
        run = pdfium.FPDFText_GetTextObject(text, place)
        if not run:
            if self._line:
                last = self._line[-1]
                blank = Sign(" ", last.right, last.top, last.right, last.bottom, last.base, last.style, last.href)
                self._line.append(blank)
            return
        if sign in "\0\ufffe\uffff\ufffd" or pdfium.FPDFText_HasUnicodeMapError(text, place) > 0:
            self._page.undecoded += 1
            sign = "" if sign in "\0\ufffe\uffff" else sign
        style = self._style(text, place, run)
        rect = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, place, rect)
        box = _box(self._view, (rect.left, rect.bottom, rect.right, rect.top))
        across, up = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, place, across, up)
        origin, base = self._view(across.value, up.value)
        href = self._href(box) if self._links else ""
        self._line.append(Sign(sign, box.left, box.top, box.right, box.bottom, base, style, href, origin))

    def _end(self) -> None:
        if any(sign.text.strip() for sign in self._line):
            self._page.lines.append(self._line)
        self._line = []

    def _href(self, box: Box) -> str:
        across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return next((href for area, href in self._links if area.holds(across, down)), "")

    def _style(self, text: Any, place: int, run: Any) -> Style:
        """The style of a run of signs, asked once."""
        address = ctypes.addressof(run.contents)
        if address not in self._styles:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(text, place, matrix)
            height = math.hypot(matrix.c, matrix.d)
            name, weight, flags = _font(run)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(run)
            turn = self._turn(matrix)
            self._styles[address] = Style(
                size=round(pdfium.FPDFText_GetFontSize(text, place) * height, 1) or 1.0,
                bold=bool(BOLD.search(name) or weight >= HEAVY or flags & FORCE_BOLD or mode == OUTLINED),
                italic=bool(ITALIC.search(name) or (flags & SLANTED) or _leans(matrix)),
                visible=mode not in INVISIBLE,
                upright=turn == 0,
                turn=turn,
                level=self._levels.get(pdfium.FPDFPageObj_GetMarkedContentID(run), 0),
            )
        return self._styles[address]

    def _turn(self, matrix: Any) -> int:
        """By how many degrees a run leans, as seen, to the nearest five."""
        start, end = self._view(0, 0), self._view(matrix.a, matrix.b)
        degrees = math.degrees(math.atan2(start[1] - end[1], end[0] - start[0]))
        return 5 * round(degrees / 5) % 360


def _leans(matrix: Any) -> bool:
    """Whether upright letters were slanted by the program that drew them."""
    return bool(matrix.b == 0 and matrix.d > 0 and matrix.c > 0.1 * matrix.d)


def _font(run: Any) -> tuple[str, int, int]:
    """Name, weight and flags of the font of a run."""
    font = pdfium.FPDFTextObj_GetFont(run)
    if not font:
        return "", 0, 0
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    name = buffer.value.decode("utf-8", "replace")
    return name, pdfium.FPDFFont_GetWeight(font), max(0, pdfium.FPDFFont_GetFlags(font))


# Drawings


class _Drawn:
    """Straight lines and pictures of a page, those of forms inside it too."""

    def __init__(self, page: Page, view: View) -> None:
        self._page = page
        self._view = view

    def read(self, handle: Any) -> None:
        """All objects of the page."""
        identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        for place in range(pdfium.FPDFPage_CountObjects(handle)):
            self._object(pdfium.FPDFPage_GetObject(handle, place), identity, 0)

    def _object(self, drawn: Any, around: tuple[float, ...], depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(drawn), around)
            for place in range(pdfium.FPDFFormObj_CountObjects(drawn)):
                self._object(pdfium.FPDFFormObj_GetObject(drawn, place), inner, depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._page.pictures.append(self._bounds(drawn, around))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(self._page.edges) < MOST_EDGES:
            self._path(drawn, around)

    def _bounds(self, drawn: Any, around: tuple[float, ...]) -> Box:
        corners = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(drawn, *corners)
        left, bottom, right, top = (corner.value for corner in corners)
        (one, two), (other, last) = _moved(around, left, bottom), _moved(around, right, top)
        return _box(self._view, (one, two, other, last))

    def _path(self, drawn: Any, around: tuple[float, ...]) -> None:
        box = self._bounds(drawn, around)
        if max(box.right - box.left, box.bottom - box.top) < DOT and len(self._page.dots) < MOST_DOTS:
            self._page.dots.append(box)
            return
        matrix = _times(_matrix(drawn), around)
        last = start = (0.0, 0.0)
        lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
        for place in range(min(pdfium.FPDFPath_CountSegments(drawn), MOST_EDGES)):
            segment = pdfium.FPDFPath_GetPathSegment(drawn, place)
            across, up = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(segment, across, up)
            point = self._view(*_moved(matrix, across.value, up.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                lines.append((last, point))
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                lines.append((last, start))
                last = start
        self._edges(lines)

    def _edges(self, lines: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
        """Edges of the straight lines; two sides of a thin rectangle are one."""
        for (left, top), (right, bottom) in lines:
            width, height = abs(right - left), abs(bottom - top)
            if width > SHORTEST and height <= THIN / 2:
                self._page.edges.append(Edge(False, (top + bottom) / 2, min(left, right), max(left, right)))
            elif height > SHORTEST and width <= THIN / 2:
                self._page.edges.append(Edge(True, (left + right) / 2, min(top, bottom), max(top, bottom)))


def _matrix(drawn: Any) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: tuple[float, ...], across: float, up: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * across + c * up + e, b * across + d * up + f


# Links, remarks, fields


def _links(handle: Any, view: View) -> Iterator[tuple[Box, str]]:
    """Where a link leads, and the place that is clicked."""
    place = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(handle, place, link):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        size = pdfium.FPDFAction_GetURIPath(handle.pdf, action, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 1))
        pdfium.FPDFAction_GetURIPath(handle.pdf, action, buffer, size)
        href = buffer.value.decode("utf-8", "replace").strip()
        rect = pdfium.FS_RECTF()
        if href.lower().startswith(("http:", "https:", "mailto:")) and pdfium.FPDFLink_GetAnnotRect(link, rect):
            yield _box(view, (rect.left, rect.bottom, rect.right, rect.top)), href


@contextmanager
def _opened(handle: Any) -> Iterator[Any]:
    yield handle
    if handle:
        pdfium.FPDFPage_CloseAnnot(handle)


def _annotations(handle: Any) -> Iterator[Any]:
    for place in range(pdfium.FPDFPage_GetAnnotCount(handle)):
        with _opened(pdfium.FPDFPage_GetAnnot(handle, place)) as annotation:
            if annotation:
                yield annotation


def _tell(page: Page, annotation: Any, view: View) -> None:
    """A remark, or what somebody typed into a field: signs in their place."""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    box = _box(view, (rect.left, rect.bottom, rect.right, rect.top))
    if kind in MARKUP:
        said = _string(annotation, "Contents").replace("\r\n", "\n").replace("\r", "\n").strip()
        if said:
            date = _string(annotation, "CreationDate") or _string(annotation, "M")
            page.remarks.append(Remark(said, _string(annotation, "T").strip(), iso_date(date), box))
    elif kind == WIDGET and _string(annotation, "FT") in {"Tx", "Ch"}:
        page.lines += list(_typed(_string(annotation, "V"), box))


def _typed(value: str, box: Box) -> Iterator[list[Sign]]:
    """The lines of a field, as if they had been drawn in it."""
    lines = [line for line in re.split(r"\r\n?|\n", value) if line.strip()]
    for number, line in enumerate(lines):
        height = min(14.0, (box.bottom - box.top) / len(lines)) or 1.0
        top = box.top + number * height
        width = (box.right - box.left) / len(line)
        style = Style(round(height / 1.3, 1))
        yield [
            Sign(
                sign,
                box.left + n * width,
                top,
                box.left + (n + 1) * width,
                top + height,
                top + 0.8 * height,
                style,
            )
            for n, sign in enumerate(line)
        ]


def _string(annotation: Any, key: str) -> str:
    return text_of(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key.encode(), buffer, size))


def has_scripts(file: Any) -> bool:
    """Whether a file carries programs of its own."""
    return bool(pdfium.FPDFDoc_GetJavaScriptActionCount(file) > 0)


def iso_date(said: str) -> str:
    """A date of a PDF (clause 7.9.4, « D:20250314… ») as ISO; empty when it is none."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?", said)
    if not found:
        return ""
    year, month, day, *clock = found.groups()
    return f"{year}-{month or '01'}-{day or '01'}T{':'.join(part or '00' for part in clock)}"
