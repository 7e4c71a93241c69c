"""A PDF named as a territory's map: one page with few words is a picture; any other is read as a text."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.messages import folded
from restitution.model import Reading
from restitution.pictures.formats import pixels
from restitution.readers.batch import File, read_all
from restitution.stages.pictures import MAP

PDFS = Path(__file__).parent / "pdf"


def pages(count: int, words: str = "") -> bytes:
    """A PDF of some pages of A4, with a text."""
    file = pypdfium2.PdfDocument.new()
    for _ in range(count):
        page = file.new_page(595, 842)
        if words:
            text = pypdfium2.raw.FPDFPageObj_NewTextObj(file, b"Helvetica", 12)
            encoded = (words + "\0").encode("utf-16-le")
            pypdfium2.raw.FPDFText_SetText(
                text, (pypdfium2.raw.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded)
            )
            pypdfium2.raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 50, 700)
            pypdfium2.raw.FPDFPage_InsertObject(page, text)
            page.gen_content()
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def read(data: bytes) -> Reading | UnreadableSource:
    return read_all([File("ici/carte.pdf", "carte-pdf", data)])[0]


def test_a_map_is_drawn_as_wide_as_the_text_and_nothing_is_counted() -> None:
    data = pages(1, "Valsinières Combrelle Source : IGN")
    reading = read(data)
    assert isinstance(reading, Reading)
    assert (reading.blocks, reading.not_taken) == ([], [])
    (picture,) = reading.media.values()
    wide, high = pixels(picture) or (0, 0)
    assert high == pytest.approx(17.5 / 2.54 * 200, abs=2)
    assert wide / high == pytest.approx(595 / 842, abs=0.01)
    check = check_reading(data, "carte-pdf", reading)
    assert (check.holds, check.words_in) == (True, 0)


@pytest.mark.parametrize("data", [pages(2, "Deux pages de texte"), pages(1, "mot " * 81)], ids=["pages", "words"])
def test_what_says_much_is_a_text(data: bytes) -> None:
    reading = read(data)
    assert isinstance(reading, Reading)
    assert reading.blocks
    assert not reading.media
    check = check_reading(data, "carte-pdf", reading)
    assert check.holds
    assert check.words_note > 0


def test_what_is_no_pdf_is_refused_in_words() -> None:
    assert isinstance(read(b"%PDF-1.4 rien"), UnreadableSource)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("carte.pdf", True),
        ("carte du pays.png", True),
        ("cartes 2.svg", True),
        ("carte-ombrois.png", True),
        ("carte_2025.tiff", True),
        ("carte postale.jpg", False),
        ("carte d'identite.jpg", False),
        ("carton.jpg", False),
        ("la carte.png", False),
    ],
)
def test_names_of_maps(name: str, is_one: bool) -> None:
    assert (MAP.match(folded(name)) is not None) is is_one
