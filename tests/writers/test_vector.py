"""Drawings are published without who drew them and where, and reach for nothing; in DOCX beside their picture."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from restitution import resources
from restitution.conservation.published import check_docx, check_html, check_pdf
from restitution.pandoc import ast
from restitution.pictures.formats import pixels
from restitution.pictures.raster import without_letters
from restitution.pictures.showable import showable
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.html import TEMPLATES, write_html
from restitution.writers.media import public_picture
from restitution.writers.pdf import write_pdf
from tests.writers.sample import MEDIA, SVG, image, sample_document

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc="http://purl.org/dc/elements/1.1/" '
)
DRAWN_BY = "Nadege"
SHAPE = '<rect width="3" height="2" fill="#123456" style="stroke:#000"/>'


@pytest.mark.parametrize(
    "said",
    [
        f"<!-- {DRAWN_BY} -->",
        f"<?xpacket {DRAWN_BY}?>",
        f"<metadata><dc:creator>{DRAWN_BY}</dc:creator></metadata>",
        f"<title>{DRAWN_BY}</title>",
        f"<desc>{DRAWN_BY}</desc>",
        f"<script>{DRAWN_BY}</script>",
        f'<g inkscape:label="{DRAWN_BY}"/>',
        f'<g data-name="{DRAWN_BY}" aria-label="{DRAWN_BY}" onclick="{DRAWN_BY}"/>',
        f'<a xlink:href="https://exemple.fr/{DRAWN_BY}"/>',
        f'<a href="//exemple.fr/{DRAWN_BY}"/>',
        f'<style>@import "https://exemple.fr/{DRAWN_BY}";</style>',
        f'<g style="fill:url(https://exemple.fr/{DRAWN_BY})"/>',
        f"<inkscape:path-effect>{DRAWN_BY}</inkscape:path-effect>",
    ],
)
def test_what_does_not_show_goes(said: str) -> None:
    shown = public_picture(f'{HEAD} width="9" height="9">{said}{SHAPE}</svg>'.encode()).decode()
    assert DRAWN_BY not in shown
    assert SHAPE in shown
    assert public_picture(shown.encode()).decode() == shown


def test_what_shows_stays() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="a"/></defs>'
        '<style>.b{fill:url(#a)}</style><text x="1" y="2" class="b">Val <tspan>d’Arvoise</tspan> nord</text></svg>'
    )
    assert etree.tostring(etree.fromstring(public_picture(drawing.encode()))) == etree.tostring(
        etree.fromstring(drawing.encode())
    )


@given(st.binary(max_size=60))
def test_what_cannot_be_read_as_a_drawing_is_not_shown(data: bytes) -> None:
    assert public_picture(b"<svg" + data) == b""


@pytest.mark.parametrize("said", ["&nbsp;", '<use href="carte.svg#a"/>', '<use xlink:href="https://e.fr/#a"/>'])
def test_a_drawing_that_is_not_whole_in_itself_is_not_shown(said: str) -> None:
    drawing = f'{HEAD} width="9" height="9"><metadata>{DRAWN_BY}</metadata>{SHAPE}{said}</svg>'
    assert public_picture(drawing.encode()) == b""


DOUBLED = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(30))
DRAWINGS = yaml.safe_load(Path(__file__).with_name("dessins.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", DRAWINGS, ids=lambda case: case["cas"])
def test_which_drawings_every_output_shows(case: dict[str, Any]) -> None:
    drawing = f"{case.get('avant', '')}{HEAD} {case['taille']}>{case.get('dit', '')}{SHAPE}</svg>"
    assert showable(drawing.encode()) == ("svg" if case["montre"] else "")
    shown = {"a.svg": public_picture(drawing.encode())}
    document = sample_document([ast.para([image("Le plan", "a.svg")])])
    with zipfile.ZipFile(io.BytesIO(write_docx(document, shown, reference_docx()))) as file:
        made = [file.read(name) for name in file.namelist() if name.endswith(".png")]
    assert len(made) == int(case["montre"])
    for data in made:
        wide, high = pixels(data) or (0, 0)
        assert 0 < wide <= 2918
        assert 0 < high <= 2068


@pytest.mark.parametrize("drawing", [DOUBLED, '<g id="a0"><use href="#a0"/></g>'], ids=["doubled", "in itself"])
def test_what_repeats_without_end_is_not_shown(drawing: str) -> None:
    assert showable(f'{HEAD} width="9" height="9">{drawing}<use href="#a0"/></svg>'.encode()) == ""


def test_a_drawing_with_words_that_cannot_be_drawn_is_told_in_words() -> None:
    empty = SVG.replace(b'width="120"', b'width="0"').replace(b"</svg>", b"<text>Nord</text></svg>")
    assert without_letters({"plan": empty}) == {"plan": b""}


def test_a_drawing_is_in_the_document_beside_its_picture() -> None:
    block = ast.para([image("Logo du réseau", "media/logo.svg")])
    with zipfile.ZipFile(io.BytesIO(write_docx(sample_document([block]), MEDIA, reference_docx()))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert parts["word/media/image1-svg.svg"] == SVG
    assert parts["word/media/image1.png"].startswith(b"\x89PNG")
    root = etree.fromstring(parts["word/document.xml"])
    names = {
        relation.get("Id"): relation.get("Target")
        for relation in etree.fromstring(parts["word/_rels/document.xml.rels"])
    }
    embedded = [names[value] for value in root.xpath("//@*[local-name()='embed']")]
    assert embedded == ["media/image1.png", "media/image1-svg.svg"]
    assert b'Extension="svg" ContentType="image/svg+xml"' in parts["[Content_Types].xml"]


def test_the_words_of_a_drawing_are_no_text_of_the_document() -> None:
    words = SVG.replace(b"</svg>", b'<text x="9" y="30" font-size="14" fill="#fff">Nord</text></svg>')
    leaf = ast.leaf([image("Logo du réseau", "media/logo.svg")], "", id_="gen_0000000001")
    document = sample_document([ast.para(leaf)])
    template = (resources.home() / "templates" / "typst" / "restitution.typ").read_bytes()
    pdf = write_pdf(document, {"media/logo.svg": words}, template, resources.shipped_fonts())
    assert check_pdf(pdf, document).message == ""
    assert check_docx(write_docx(document, {"media/logo.svg": words}, reference_docx()), document).message == ""
    shown = without_letters({"logo": words, "plain": SVG})
    assert shown["plain"] is SVG
    with Image.open(io.BytesIO(shown["logo"])) as dots:
        assert (dots.size, round(dots.info["dpi"][0])) == ((375, 188), 300)


def test_a_webp_keeps_its_pixels_in_word() -> None:
    webp = io.BytesIO()
    Image.new("RGB", (3000, 50)).save(webp, "WEBP")
    document = sample_document([ast.para([image("Le plan", "a.webp")])])
    with zipfile.ZipFile(io.BytesIO(write_docx(document, {"a.webp": webp.getvalue()}, reference_docx()))) as file:
        assert [pixels(file.read(name)) for name in file.namelist() if name.endswith(".png")] == [(3000, 50)]


@pytest.mark.parametrize(("data", "told"), [(SVG, []), (SVG[:90], ["Logo du réseau"])], ids=["shown", "broken"])
def test_what_a_file_tells_in_words_only_is_known(data: bytes, told: list[str]) -> None:
    leaf = ast.leaf([image("Logo du réseau", "a.svg")], "", id_="gen_0000000001")
    document = sample_document([ast.para(leaf)])
    media = {"a.svg": public_picture(data)}
    template = (resources.home() / "templates" / "typst" / "restitution.typ").read_bytes()
    read = (
        check_docx(write_docx(document, media, reference_docx()), document),
        check_pdf(write_pdf(document, media, template, resources.shipped_fonts()), document),
        check_html(
            write_html(
                document, media, {name: (resources.home() / "templates" / name).read_bytes() for name in TEMPLATES}
            ),
            document,
        ),
    )
    assert [one.told for one in read] == [told] * 3
    assert all(one.holds for one in read)
