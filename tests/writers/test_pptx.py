"""The slides as PPTX: valid, read back word for word, readable from afar, the same bytes for the same document."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from msgspec import structs
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.util import Pt

from restitution.conservation.published import check_pdf, check_pptx
from restitution.errors import Loss
from restitution.meeting.deck import without_notes
from restitution.model import Block, Document
from restitution.ooxml.package import open_package, write_package
from restitution.pandoc import ast
from restitution.writers.pdf import write_pdf
from restitution.writers.pptx import write_pptx
from tests.meeting import example

from .office import sdk_errors
from .sample import MEDIA
from .test_pdf import FONTS, TEMPLATE, TEMPLATES

SLIDES = (TEMPLATES / "typst" / "diaporama.typ").read_bytes()
SMALLEST = Pt(24)
PICTURE = next(iter(MEDIA))


def deck() -> Document:
    """The example's slides, with a picture on one of them: those of the notes are not read here."""
    made = example.deck()
    image = {"t": "Image", "c": [ast.attributes(), ast.string("Un pont de bois"), [PICTURE, ""]]}
    first, *others = made.blocks
    blocks: list[Block] = [*others[:3], _with(others[3], ast.div([ast.para([image])], "vue-image")), *others[4:]]
    made.blocks = [first, *blocks]
    made.media = {PICTURE: "x"}
    return made


def _with(view: Block, part: Block) -> Block:
    head, body, *rest = [block for block in view["c"][1] if "vue-image" not in str(block["c"][0])]
    return {"t": "Div", "c": [view["c"][0], [head, body, part, *rest]]}


def written() -> bytes:
    return write_pptx(deck(), MEDIA)


def test_every_word_is_read_back_from_the_slides_and_from_their_pdf() -> None:
    assert check_pptx(written(), deck()).message == ""
    views = without_notes(deck())
    assert check_pdf(write_pdf(views, MEDIA, SLIDES, FONTS, TEMPLATE), views).message == ""


def test_the_same_document_gives_the_same_bytes() -> None:
    assert written() == written()


def test_the_sdk_finds_nothing(tmp_path: Path) -> None:
    assert sdk_errors(written(), tmp_path, "a.pptx") == []


def test_a_slide_is_a_page_of_the_pdf() -> None:
    views = without_notes(deck())
    pages = pypdfium2.PdfDocument(write_pdf(views, MEDIA, SLIDES, FONTS, TEMPLATE))
    assert len(pages) == len(views.blocks) == len(Presentation(io.BytesIO(written())).slides)


def test_each_slide_has_a_title_its_number_notes_and_letters_that_are_read_from_afar() -> None:
    presentation = Presentation(io.BytesIO(written()))
    titles = []
    for number, slide in enumerate(presentation.slides, 1):
        assert slide.shapes.title is not None
        titles.append(slide.shapes.title.text_frame.text)
        assert slide.notes_slide.notes_text_frame.text.strip()
        shown = {shape.placeholder_format.type: shape.text_frame for shape in slide.placeholders}
        assert shown[PP_PLACEHOLDER.SLIDE_NUMBER].text == str(number)
        body = shown.get(PP_PLACEHOLDER.OBJECT)
        runs = [run for paragraph in (body.paragraphs if body else ()) for run in paragraph.runs]
        assert all(run.font.size >= SMALLEST for run in runs)
    assert titles == example.titles(deck())


def test_each_picture_has_its_alternative_text() -> None:
    slides = Presentation(io.BytesIO(written())).slides
    pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert pictures
    assert all(picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures)


def test_a_view_without_words_is_read_back_too() -> None:
    head = ast.header(1, ast.string("Le contact"))
    bare = structs.replace(
        deck(), blocks=[ast.div([head, ast.div([], "vue-fin"), ast.div([], "vue-notes")], "vue")]
    )
    assert check_pptx(write_pptx(bare, {}), bare).message == ""


def test_a_view_of_logos_alone_keeps_no_empty_box() -> None:
    made = deck()
    head, *_, notes = made.blocks[-1]["c"][1]
    image = {"t": "Image", "c": [ast.attributes(), ast.string("Un pont de bois"), [PICTURE, ""]]}
    body = ast.div([ast.div([{"t": "Plain", "c": [image]}], "logos")], "vue-fin")
    made.blocks = [{"t": "Div", "c": [made.blocks[-1]["c"][0], [head, body, notes]]}]
    (slide,) = Presentation(io.BytesIO(write_pptx(made, MEDIA))).slides
    assert all(shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame)
    assert check_pptx(write_pptx(made, MEDIA), made).message == ""


def test_what_cannot_be_shown_is_told_in_words() -> None:
    made = write_pptx(deck(), {PICTURE: b"rien d'une image"})
    assert check_pptx(made, deck()).message == ""
    assert "Un pont de bois" in "".join(part.decode("utf-8", "replace") for part in open_package(made).values())


def test_nothing_of_whoever_made_the_template_stays() -> None:
    names = set(open_package(written()))
    assert not [name for name in names if "printerSettings" in name or "thumbnail" in name]


Parts = dict[str, bytes]


def _replace(name: str, old: bytes, new: bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert old in parts[name], name
        parts[name] = parts[name].replace(old, new, 1)

    return change


def _swap(parts: Parts) -> None:
    one, two = "ppt/slides/slide10.xml", "ppt/slides/slide11.xml"
    parts[one], parts[two] = parts[two], parts[one]


def _without_paragraph(parts: Parts) -> None:
    name = "ppt/slides/slide10.xml"
    parts[name], count = re.subn(rb"<a:t>Une r[^<]*</a:t>", b"<a:t/>", parts[name])
    assert count == 1


DAMAGES: dict[str, Callable[[Parts], None]] = {
    "a word of a slide": _replace("ppt/slides/slide10.xml", b"partagent", b"perdent"),
    "a word of the notes": _replace("ppt/notesSlides/notesSlide10.xml", b"choisissez", b"lisez"),
    "two slides change places": _swap,
    "a description": _replace("ppt/slides/slide5.xml", b"Un pont de bois", b"Un pont"),
    "a paragraph": _without_paragraph,
    "words of nobody": _replace("ppt/slides/slide10.xml", b"</a:t>", b" et plus</a:t>"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_lost_or_added_is_seen(damage: str) -> None:
    parts = open_package(written())
    DAMAGES[damage](parts)
    assert not check_pptx(write_package(parts), deck()).holds


def test_a_file_that_cannot_be_read_is_a_loss() -> None:
    with pytest.raises(Loss):
        check_pptx(b"PK rien", deck())


@pytest.mark.slow
def test_libreoffice_shows_a_page_a_slide(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice n'est pas installé.")
    (tmp_path / "a.pptx").write_bytes(written())
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    file = str(tmp_path / "a.pptx")
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes())
    shown = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(shown) == len(deck().blocks)
    for title, text in zip(example.titles(deck()), shown, strict=True):
        assert title.split()[0] in text
