"""Flat OpenDocument, oTranscribe and TTML: what a person reads in them is in the note, each word counted."""

# ruff: noqa: E501  files as programs write them
from __future__ import annotations

import base64
import json

import msgspec
import pytest

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.intake.formats import format_of
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "meta": "meta",
        "svg": "svg-compatible", "chart": "chart",
    }.items()
)  # fmt: skip
SPACES += (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:math="http://www.w3.org/1998/Math/MathML"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()
FODT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>Compte rendu de la visite</dc:title><meta:initial-creator>Anne Vial</meta:initial-creator></office:meta>
<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Haute-Galdonne</text:p></style:header>
</style:master-page></office:master-styles>
<office:body><office:text>
<text:h text:outline-level="1">La visite</text:h>
<text:p>La ressourcerie<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Ouverte en 2019.</text:p></text:note-body></text:note> emploie <text:span>six</text:span> personnes.<office:annotation>
<dc:creator>Luc Ferrant</dc:creator><text:p>À vérifier</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>un atelier</text:p></text:list-item><text:list-item><text:p>un café</text:p></text:list-item></text:list>
<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>Brénac</text:p>
</table:table-cell><table:table-cell><text:p>1 240</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:image><office:binary-data>{PIXEL}</office:binary-data></draw:image></draw:frame></text:p>
<text:p>Soit <draw:frame><draw:object><math:math><math:mi>x</math:mi><math:mo>=</math:mo><math:mn>2</math:mn></math:math></draw:object></draw:frame>.</text:p>
</office:text></office:body></office:document>""".encode()
FODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
<table:table table:name="Navette"><table:table-row><table:table-cell office:value-type="string"><text:p>Commune</text:p>
</table:table-cell><table:table-cell office:value-type="string"><text:p>Trajets</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Brénac</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell></table:table-row>
<table:shapes><draw:frame><draw:object><office:document><office:body><office:chart><chart:chart><chart:title><text:p>Par mois</text:p>
</chart:title></chart:chart></office:chart></office:body></office:document></draw:object></draw:frame></table:shapes>
</table:table></office:spreadsheet></office:body></office:document>""".encode()
OTR = json.dumps(
    {
        "text": '<p><span class="timestamp" data-timestamp="1.2">0:01</span> Anne : La navette passe le mardi.</p>'
        '<p><span class="timestamp" data-timestamp="9">0:09</span> Luc : Et le vendredi&nbsp;?</p>'
        '<p><span class="timestamp" data-timestamp="12">0:12</span> Anne : Non, pas encore.</p>',
        "media": "reunion.mp3",
        "media-time": 14.2,
    }
).encode()
TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="fr"><head><metadata>
<ttm:title>Atelier mobilité</ttm:title><ttm:agent xml:id="a" type="person"><ttm:name type="full">Anne</ttm:name></ttm:agent>
</metadata></head><body><div>
<p begin="00:00:01.000" end="00:00:03.000" ttm:agent="a">La navette<br/>passe le <span>mar</span>di.</p>
<p begin="65s" end="70s">Et le vendredi &amp; le samedi ?</p></div></body></tt>""".encode()
ALL = {"fodt": FODT, "fods": FODS, "otr": OTR, "ttml": TTML}


def read(format_: str, data: bytes) -> Reading | UnreadableSource:
    return read_all([File(f"note.{format_}", format_, data)])[0]


def reading_of(format_: str) -> Reading:
    reading = read(format_, ALL[format_])
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize("format_", ALL)
def test_each_word_is_counted(format_: str) -> None:
    reading = reading_of(format_)
    check = check_reading(ALL[format_], format_, reading)
    assert check.holds, check.message
    lost = msgspec.structs.replace(reading, blocks=reading.blocks[1:])
    assert not check_reading(ALL[format_], format_, lost).holds
    assert (
        check.words_not_taken == 0
        or not check_reading(ALL[format_], format_, msgspec.structs.replace(reading, not_taken=[])).holds
    )


@pytest.mark.parametrize("format_", ALL)
@pytest.mark.parametrize("name", ["note.{}", "note.xml", "note"])
def test_it_is_known_by_what_it_holds(format_: str, name: str) -> None:
    if format_ != "otr" or name == "note.{}":
        assert format_of(name.format(format_), ALL[format_]) == format_


def test_a_flat_text_is_read_as_its_package() -> None:
    reading = reading_of("fodt")
    kinds = [block["t"] for block in reading.blocks]
    assert kinds == ["Header", "Para", "BulletList", "Table", "Para", "Para"]
    text = ast.text(reading.blocks)
    assert "Ouverte en 2019." in text
    assert "x = 2" in text
    assert len(reading.media) == 1
    assert [one.text for one in reading.internal] == ["À vérifier"]
    assert {one.text for one in reading.not_taken} >= {"Haute-Galdonne"}
    assert reading.properties["titre"] == "Compte rendu de la visite"


def test_a_flat_sheet_is_a_table() -> None:
    text = ast.text(reading_of("fods").blocks)
    assert "Commune" in text
    assert "Par mois" in text


def test_who_speaks_is_read_from_subtitles_in_xml() -> None:
    reading = reading_of("ttml")
    assert reading.speakers == ["Anne"]
    assert "La navette passe le mardi." in ast.text(reading.blocks)
    assert [ast.leaf_where(leaf) for leaf in ast.each_leaf(reading.blocks)] == ["00:00:01", "00:01:05"]


def test_a_transcription_of_otranscribe_keeps_its_words() -> None:
    text = ast.text(reading_of("otr").blocks)
    assert "La navette passe le mardi." in text
    assert [one.text for one in reading_of("otr").not_taken] == ["reunion.mp3"]


@pytest.mark.parametrize(
    ("format_", "data", "refused"),
    [
        ("fodt", b"<a/>", "plat"),
        ("fodt", FODT[:900], "incomplet ou ab"),
        ("fodt", FODT.replace(PIXEL.encode(), b"%%%"), "incomplet ou ab"),
        ("otr", b'{"text": 3}', "oTranscribe"),
        ("otr", b"{", "oTranscribe"),
        ("ttml", b"<a/>", "TTML"),
        ("ttml", b'<tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>', "aucune parole"),
    ],
)
def test_what_is_none_is_refused(format_: str, data: bytes, refused: str) -> None:
    reading = read(format_, data)
    assert isinstance(reading, UnreadableSource)
    assert refused in reading.message
