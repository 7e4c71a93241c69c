# The XML of a case is one text and its words are one line: that reads better than lists.
# ruff: noqa: E501, ISC004, SIM905
import io
import zipfile

import pytest

from restitution.conservation.reading import source_words
from restitution.errors import UnreadableSource

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "meta": "meta", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
HIDDEN = (
    "<office:automatic-styles><style:style style:family='text' style:name='T1'><style:text-properties text:display='none'/>"
    "</style:style></office:automatic-styles>"
)
MATH = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>y</mi><mo>=</mo><mn>2</mn><mi>π</mi></mrow>'
    '<annotation encoding="StarMath 5.0">y = 2 %pi</annotation></semantics></math>'
)


def odt(body, styles="", **parts):
    """A package: `parts` are names (two underscores for the slash) of folders that hold a `content.xml`."""
    content = (
        f"<office:document-content {SPACES}>{HIDDEN}<office:body>{body}</office:body></office:document-content>"
    )
    masters = f"<office:master-styles><style:master-page>{styles}</style:master-page></office:master-styles>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr("styles.xml", f"<office:document-styles {SPACES}>{masters}</office:document-styles>")
        for name, data in parts.items():
            package.writestr(f"{name}/content.xml", data)
    return buffer.getvalue()


def text(body, **parts):
    return odt(f"<office:text>{body}</office:text>", **parts)


ANNOTATION = (
    "<office:annotation><dc:creator>Ana</dc:creator><dc:date>2024-01-01</dc:date>"
    "<meta:creator-initials>A</meta:creator-initials><text:p>à voir</text:p></office:annotation>"
)
CHANGES = (
    "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Ana</dc:creator>"
    "<dc:date>2024</dc:date></office:change-info><text:p>ôté</text:p></text:deletion></text:changed-region>"
    "</text:tracked-changes>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>Bon<text:span>jour</text:span> à tous</text:p><text:h>Titre</text:h>", "Bonjour à tous Titre"),
        ("<text:p>a<text:s/>b<text:tab/>c<text:line-break/>d</text:p>", "a b c d"),
        ("<text:p>cou<text:soft-page-break/>pé<text:bookmark text:name='x'/>e</text:p>", "coupée"),
        ("<text:p>a <text:a xlink:href='http://non.example'>lien</text:a>s</text:p>", "a liens"),
        (
            "<text:p>mot<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>de bas</text:p>"
            "</text:note-body></text:note>suite</text:p>",
            "mot de bas suite",
        ),
        (f"<text:p>com{ANNOTATION}menté ici</text:p>", "commenté à voir ici"),
        (f"{CHANGES}<text:p>gar<text:change text:change-id='c'/>dé</text:p>", "ôté gardé"),
        ("<text:p>vu<text:span text:style-name='T1'>caché</text:span>e ici</text:p>", "vue caché ici"),
        (
            "<text:p>avant<draw:frame><draw:text-box><text:p>cadre</text:p><text:list><text:list-item><text:p>point"
            "</text:p></text:list-item></text:list></draw:text-box><svg:title>non</svg:title><svg:desc>non</svg:desc>"
            "</draw:frame>après</text:p><text:p>fin</text:p>",
            "avantaprès cadre point fin",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>A1</text:p></table:table-cell><table:table-cell "
            "table:number-columns-repeated='3'><text:p>B1</text:p></table:table-cell><table:covered-table-cell>"
            "<text:p>dessous</text:p></table:covered-table-cell></table:table-row><table:table-row "
            "table:number-rows-repeated='1000000'><table:table-cell/></table:table-row></table:table>",
            "A1 B1 dessous",
        ),
        (
            "<text:table-of-content><text:table-of-content-source><text:index-title-template>Modèle"
            "</text:index-title-template></text:table-of-content-source><text:index-body><text:p>Sommaire</text:p>"
            "</text:index-body></text:table-of-content>",
            "Sommaire",
        ),
        ("<text:list><text:list-item><text:number>1.</text:number><text:p>un</text:p></text:list-item></text:list>", "un"),
        ("<text:p>page <text:page-number>7</text:page-number></text:p>", "page 7"),
        (
            "<text:p><text:ruby><text:ruby-base>K</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby></text:p>",
            "K kan",
        ),
        (f"<text:p>soit <draw:frame><draw:object>{MATH}</draw:object></draw:frame></text:p>", "soit 2 y π"),
        ("<text:p>a<draw:frame><draw:image><office:binary-data>aGVsbG8=</office:binary-data></draw:image></draw:frame></text:p>", "a"),
        ("<draw:custom-shape><text:p>forme</text:p></draw:custom-shape><text:p>corps</text:p>", "forme corps"),
    ],
)  # fmt: skip
def test_text(body, expected):
    assert source_words(text(body), "odt") == expected.split()


def test_a_formula_in_a_part_of_its_own_is_counted():
    body = "<text:p>soit <draw:frame><draw:object xlink:href='./Objet1'/></draw:frame></text:p>"
    assert source_words(text(body, Objet1=MATH), "odt") == "soit 2 y π".split()


def test_headers_and_footers_come_last():
    body = "<office:text><text:p>corps</text:p></office:text>"
    styles = (
        "<style:header><text:p>haut</text:p></style:header><style:header-left><text:p>gauche</text:p>"
        "</style:header-left><style:footer><text:p>bas</text:p></style:footer>"
    )
    assert source_words(odt(body, styles), "odt") == "corps haut gauche bas".split()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", text("<text:p>a</text:p>")[:-100], text("<text:p>"), odt("<office:spreadsheet/>")]
)
def test_what_cannot_be_read_says_so_in_french(data):
    with pytest.raises(UnreadableSource, match=r"Ce fichier .*\.$"):
        source_words(data, "odt")
