"""Writes a presentation, the same bytes for the same document."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Cm, Emu, Pt

from restitution.model import Block, Document, Inline
from restitution.ooxml.package import open_package, write_package
from restitution.ooxml.published_properties import add_usual_properties
from restitution.pandoc import ast
from restitution.pictures.formats import pixels, suffix
from restitution.pictures.raster import as_png, decoded
from restitution.writers.pptx import looks
from restitution.writers.pptx.texts import SENTENCE_SIZES, SIZES, Text, own_size, size_of, texts_of, words_of

BESIDE, PHRASE, NOTES = "vue-cote", "vue-phrase", "vue-notes"
"""Classes of parts of a view: text beside a picture, a single sentence, what the speaker reads."""
LOGOS, PICTURES = "logos", frozenset({"vue-image", "vue-pleine"})
SHOWN: Final = frozenset({"png", "jpg", "gif"})
"""What every program that shows slides can show."""
TEXT_SHARE: Final = 0.5
"""Of the width, beside a picture."""
LOGO_HEIGHT: Final = Cm(1.5)
BULLET_ROOM: Final = Cm(0.9)


class _Part(msgspec.Struct):
    """A part of a view: its classes and its blocks."""

    classes: list[str]
    blocks: list[Block]

    def is_a(self, name: str) -> bool:
        return name in self.classes


def write_pptx(document: Document, media: Mapping[str, bytes]) -> bytes:
    """The slides of a document whose blocks are views. `media`: bytes of each image by its target."""
    presentation = Presentation()
    looks.dress(presentation)
    writer = _Writer(presentation, document.language, media)
    for view in document.blocks:
        writer.add(view["c"][1])
    out = io.BytesIO()
    presentation.save(out)
    parts = open_package(out.getvalue())
    add_usual_properties(parts, document)
    return write_package(parts)


class _Writer:
    """Adds slides to a presentation."""

    def __init__(self, presentation: Any, language: str, media: Mapping[str, bytes]) -> None:
        self._presentation, self._language, self._media = presentation, language, media
        self._layouts = {layout.name: layout for layout in presentation.slide_layouts}
        self._pictures: dict[str, bytes] = {}

    def add(self, blocks: list[Block]) -> None:
        """One slide of the blocks of one view."""
        title = next(block for block in blocks if block["t"] == "Header")
        parts = [_Part(block["c"][0][1], block["c"][1]) for block in blocks if block["t"] == "Div"]
        body = next((one for one in parts if not one.is_a(NOTES) and PICTURES.isdisjoint(one.classes)), None)
        shown = next((one for one in parts if not PICTURES.isdisjoint(one.classes)), None)
        notes = next((one for one in parts if one.is_a(NOTES)), None)
        slide = self._presentation.slides.add_slide(
            self._layouts[looks.TEXT_LAYOUT if body else looks.PICTURE_LAYOUT]
        )
        self._say(slide.shapes.title.text_frame, [Text(words_of(title))], None)
        if body:
            self._fill(slide, body)
        if shown:
            share = TEXT_SHARE if body else 0.0
            self._show(slide, next(ast.images(shown.blocks)), share)
        self._number(slide)
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(text.words for text in texts_of(notes.blocks))

    def _fill(self, slide: Slide, body: _Part) -> None:
        holder = slide.placeholders[1]
        beside = body.is_a(BESIDE)
        width = Emu(int(looks.BODY_WIDTH * (TEXT_SHARE if beside else 1)))
        logos = list(ast.images([block for block in body.blocks if ast.has_class(block, LOGOS)]))
        height = Emu(looks.BODY_HEIGHT - (LOGO_HEIGHT + Cm(0.5) if logos else 0))
        holder.left, holder.top, holder.width, holder.height = looks.MARGIN, looks.BODY_TOP, width, height
        texts = list(texts_of(body.blocks))
        size = size_of(texts, width, height, SENTENCE_SIZES if body.is_a(PHRASE) else SIZES)
        self._say(holder.text_frame, texts, size)
        if not texts:  # an empty box shows « Cliquez pour ajouter un texte » to who edits the slide
            holder.element.getparent().remove(holder.element)
        self._row_of_logos(slide, logos)

    def _say(self, frame: Any, texts: list[Text], size: int | None) -> None:
        """Write paragraphs. `size`: in points, nothing where the master's own stands."""
        for number, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = text.words
            run._r.get_or_add_rPr().set("lang", self._language)  # noqa: SLF001 python-pptx has no word for it
            if size is None:
                continue
            run.font.size = Pt(own_size(text, size))
            run.font.bold, run.font.italic = text.look.bold or None, text.look.italic or None
            run.font.color.rgb = _colour(text.look.colour)
            paragraph.space_before = Pt(text.space if number else 0)
            _bullet(paragraph, is_item=text.is_item)

    def _show(self, slide: Slide, image: Inline, beside: float) -> None:
        """A picture at the right of the text, or in the middle when there is none."""
        left = looks.MARGIN + int(looks.BODY_WIDTH * beside) + (Cm(0.8) if beside else 0)
        width = looks.WIDTH - looks.MARGIN - left
        self._place(slide, image, (left, looks.BODY_TOP, width, looks.BODY_HEIGHT))

    def _row_of_logos(self, slide: Slide, logos: list[Inline]) -> None:
        left = int(looks.MARGIN)
        for logo in logos:
            room = (left, looks.FOOT_TOP - LOGO_HEIGHT - Cm(0.3), looks.BODY_WIDTH, LOGO_HEIGHT)
            shown = self._place(slide, logo, room, centred=False)
            left += (shown.width if shown is not None else 0) + Cm(0.8)

    def _place(self, slide: Slide, image: Inline, room: tuple[int, int, int, int], *, centred: bool = True) -> Any:
        """A picture as large as its room has it, with its alternative text; its words where it cannot be shown."""
        left, top, width, height = room
        data = self._dots(image["c"][2][0])
        alternative = words_of(image["c"][1])
        size = pixels(data)
        if size is None:
            self._say(slide.shapes.add_textbox(*map(Emu, room)).text_frame, [Text(alternative)], SIZES[-1])
            return None
        scale = min(width / size[0], height / size[1])
        shown_width, shown_height = int(size[0] * scale), int(size[1] * scale)
        if centred:
            left, top = left + (width - shown_width) // 2, top + (height - shown_height) // 2
        place = (Emu(left), Emu(top), Emu(shown_width), Emu(shown_height))
        shape: Any = slide.shapes.add_picture(io.BytesIO(data), *place)
        shape._element.nvPicPr.cNvPr.set("descr", alternative)  # noqa: SLF001 python-pptx has no word for it
        return shape

    def _dots(self, target: str) -> bytes:
        """A picture as all programs show it; empty when it cannot be."""
        if target not in self._pictures:
            data = self._media.get(target, b"")
            kind = suffix(data)
            self._pictures[target] = (
                data if kind in SHOWN else as_png(data) if kind == "svg" else decoded(data) if kind else b""
            )
        return self._pictures[target]

    def _number(self, slide: Slide) -> None:
        """The slide's number, which python-pptx leaves in the layout."""
        placeholders: Any = slide.slide_layout.placeholders
        for shape in placeholders:
            if shape.element.ph_type is not None and "SLIDE_NUMBER" in str(shape.placeholder_format.type):
                made = copy.deepcopy(shape.element)
                for field in made.iter(qn("a:fld")):
                    field.find(qn("a:t")).text = str(len(self._presentation.slides))
                slide.shapes._spTree.append(made)  # noqa: SLF001


def _bullet(paragraph: Any, *, is_item: bool) -> None:
    """Give an item of a list its mark, and take the layout's from what is none."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 python-pptx has no word for it
    properties.set("marL", str(int(BULLET_ROOM) if is_item else 0))
    properties.set("indent", str(-int(BULLET_ROOM) if is_item else 0))
    mark = etree.SubElement(properties, qn("a:buChar" if is_item else "a:buNone"))
    if is_item:
        mark.set("char", "•")


def _colour(hexadecimal: str) -> Any:
    make: Any = RGBColor
    return make(*bytes.fromhex(hexadecimal))
