"""Books: their pages in the order of reading, each word counted; pictures by their names in the book."""

# ruff: noqa: E501  files as programs write them
from __future__ import annotations

import io
import zipfile

import msgspec
import pytest

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.intake.formats import format_of
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.pandoc.run import run
from restitution.readers.batch import File, read_all

OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Carnet de la vallée</dc:title><dc:creator>Anne Vial</dc:creator>
</metadata><manifest><item id="b" href="deux%20.xhtml"/><item id="a" href="un.xhtml"/><item id="c" href="couverture.xhtml"/>
<item id="p" href="images/plan.png"/></manifest><spine><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/></spine>
</package>"""
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="livre/carnet.opf"/></rootfiles></container>',
    "livre/carnet.opf": OPF,
    "livre/couverture.xhtml": '<html><body><img src="images/plan.png" alt="Le plan"/></body></html>',
    "livre/un.xhtml": "<html><body><h1>La vallée</h1><p>Six communes<a href='#n1'>1</a> la bordent.</p>"
    "<p id='n1'>1. Dont Brénac.</p></body></html>",
    "livre/deux .xhtml": "<html><body><h1>Le bourg</h1><ul><li>un marché</li><li>une halle</li></ul></body></html>",
    "livre/images/plan.png": "\x89PNG\r\n",
    "livre/oublié.xhtml": "<html><body><p>Hors du livre.</p></body></html>",
}


def book(**changed: str | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in (PARTS | changed).items():
            if text is not None:
                package.writestr(name, text)
    return out.getvalue()


def read(data: bytes) -> Reading | UnreadableSource:
    return read_all([File("carnet.epub", "epub", data)])[0]


def test_pages_stand_in_the_order_of_reading() -> None:
    data = book()
    assert format_of("carnet.epub", data) == "epub"
    reading = read(data)
    assert isinstance(reading, Reading)
    check = check_reading(data, "epub", reading)
    assert check.holds, check.message
    heads = [ast.text(block["c"][2]).strip() for block in reading.blocks if block["t"] == "Header"]
    assert heads == ["La vallée", "Le bourg"]
    assert list(reading.media) == ["livre/images/plan.png"]
    assert reading.properties == {"titre": "Carnet de la vallée", "auteur": "Anne Vial"}
    assert {ast.leaf_where(leaf).split(",")[0] for leaf in ast.each_leaf(reading.blocks)} == {
        "page 1",
        "page 2",
        "page 3",
    }


def test_what_is_lost_or_moved_is_found() -> None:
    data = book()
    reading = read(data)
    assert isinstance(reading, Reading)
    *first, last = reading.blocks
    assert not check_reading(data, "epub", msgspec.structs.replace(reading, blocks=first)).holds
    assert not check_reading(data, "epub", msgspec.structs.replace(reading, blocks=[last, *first])).holds


def test_a_book_made_by_pandoc_is_read_whole() -> None:
    text = "% Carnet\n\n# Un\n\nUn mot[^1].\n\n[^1]: En note.\n\n# Deux\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n"
    data = run("-f", "markdown", "-t", "epub", "-o", "-", data=text.encode())
    reading = read(data)
    assert isinstance(reading, Reading)
    check = check_reading(data, "epub", reading)
    assert check.holds, check.message
    assert "En note." in ast.text(reading.blocks)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"META-INF/container.xml": None}, "incomplet ou abîmé"),
        ({"livre/carnet.opf": "<a"}, "incomplet ou abîmé"),
        ({"livre/carnet.opf": "<a/>"}, "aucun texte"),
        ({"META-INF/encryption.xml": "<EncryptedData/>", "META-INF/rights.xml": "<r/>"}, "DRM"),
    ],
)
def test_what_cannot_be_read_is_refused(changed: dict[str, str | None], refused: str) -> None:
    reading = read(book(**changed))
    assert isinstance(reading, UnreadableSource)
    assert refused in reading.message
