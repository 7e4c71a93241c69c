"""Pictures: their size on the page, and the XML that shows them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from docx.oxml.shape import CT_Inline
from docx.shared import Emu
from lxml import etree

from restitution.model import Inline
from restitution.ooxml.package import parse
from restitution.ooxml.word import WP, W, make
from restitution.pandoc import ast
from restitution.pandoc.printed import CM_INCH, length_cm
from restitution.pandoc.printed import DOTS as SCREEN
from restitution.pictures.formats import UNTOLD, pixels, suffix
from restitution.pictures.raster import DOTS, as_png, decoded

EMU_CM = 360_000
LOGO_CM = 1.8
ENDINGS = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
BLIP = f"{{{A}}}blip"
SVG_BLIP = (
    f'<a:extLst xmlns:a="{A}"><a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{}"/>'
    "</a:ext></a:extLst>"
)
"""How a picture names the drawing that it stands for ([MS-ODRAWXML] 2.25.1)."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that Word can show: its part's name, its relationship's id, its natural size."""

    id: str
    ending: str
    data: bytes
    svg: bytes = b""
    """Of a drawing: itself, shown by Word 2016 and later; `data` is then for the others."""
    width_cm: float
    height_cm: float

    def parts(self) -> list[tuple[str, str, bytes]]:
        """Id of the relationship, ending and bytes of each of its parts."""
        drawing = [(self.svg_id, "svg", self.svg)] if self.svg else []
        return [(self.id, self.ending, self.data), *drawing]

    @property
    def svg_id(self) -> str:
        """Id of the relationship to the drawing itself."""
        return f"{self.id}-svg"


class Pictures:
    """The pictures of a document, by target; those that Word cannot show are not there."""

    def __init__(self, media: Mapping[str, bytes], dots: Mapping[str, bytes]) -> None:
        self._media = {target: media[target] for target in sorted(media)}
        self._dots = dots
        self._known: dict[str, Picture | None] = {}
        self._shown = 0

    def used(self) -> list[Picture]:
        """Pictures that were drawn."""
        return [picture for picture in self._known.values() if picture]

    def draw(self, image: Inline, width_cm: float, height_cm: float, *, is_logo: bool = False) -> str:
        """XML of the run that shows an `Image` within a room; empty when it cannot be shown."""
        (_, _, keys), alternative, (target, _) = image["c"]
        picture = self._find(target)
        if picture is None:
            return ""
        self._shown += 1
        tallest = LOGO_CM if is_logo else height_cm
        wanted = length_cm(dict(keys).get("width", "")) or picture.width_cm
        scale = min(1, wanted / picture.width_cm, width_cm / picture.width_cm, tallest / picture.height_cm)
        return _drawing(picture, scale, self._shown, " ".join(ast.text(alternative).split()) or UNTOLD)

    def _find(self, target: str) -> Picture | None:
        if target not in self._known:
            data = self._media.get(target)
            id_ = f"image{len(self._known) + 1}"
            self._known[target] = _picture(data, id_, self._dots.get(target)) if data else None
        return self._known[target]


def _picture(data: bytes, id_: str, dots: bytes | None) -> Picture | None:
    ending, inch = suffix(data), SCREEN
    svg = data if ending == "svg" else b""
    if ending == "svg":
        data, ending, inch = as_png(data) if dots is None else dots, "png", DOTS
    elif ending == "webp":
        data, ending = decoded(data), "png"
    if not data or ending not in ENDINGS:
        return None
    size = pixels(data)
    if size is None:
        return None
    width, height = (side * CM_INCH / inch for side in size)
    return Picture(id=id_, ending=ending, data=data, svg=svg, width_cm=width, height_cm=height)


def _drawing(picture: Picture, scale: float, number: int, alternative: str) -> str:
    width, height = (Emu(max(1, round(side * scale * EMU_CM))) for side in (picture.width_cm, picture.height_cm))
    inline = CT_Inline.new_pic_inline(number, picture.id, f"{picture.id}.{picture.ending}", width, height)
    inline.attrib.update({f"dist{side}": "0" for side in "TBLR"})
    inline.find(WP + "docPr").set("descr", alternative)
    if picture.svg:
        next(inline.iter(BLIP)).append(parse(SVG_BLIP.format(picture.svg_id).encode()))
    run = make("r")
    etree.SubElement(run, W + "drawing").append(inline)
    drawn: str = etree.tostring(run, encoding="unicode")
    return drawn
