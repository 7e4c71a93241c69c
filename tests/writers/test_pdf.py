"""The PDF writer: what a note says is text, nothing of it is lost, and the same document gives the same bytes."""

from __future__ import annotations

import copy
import ctypes
import io
import struct
import time
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdfium2 import raw

from restitution.errors import RestitutionError
from restitution.model import STYLES, Block, Document, Placement
from restitution.pandoc import ast
from restitution.pandoc.grid import read_table
from restitution.pandoc.numbering import Numbering, letters
from restitution.pandoc.run import read_markdown
from restitution.pictures.formats import name_files, suffix
from restitution.stages import streams
from restitution.stages.given import document_in
from restitution.writers.pdf import typst_source, unshown, write_pdf
from restitution.writers.pdf.glyphs import _ranges, named, read_glyphs
from restitution.writers.pdf.inlines import is_safe_link, length
from restitution.writers.pdf.literals import array, string

from .sample import MEDIA as PUBLICATION_MEDIA
from .sample import sample_document

TEMPLATES = Path(__file__).parents[2] / "templates"
TEMPLATE = (TEMPLATES / "typst" / "restitution.typ").read_bytes()
FONTS = TEMPLATES / "fonts"
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
UNSHRUNK = settings(QUICK, phases=[Phase.explicit, Phase.generate])  # each try is a PDF: shrinking takes minutes


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * min(height, 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="9"><rect width="9" height="9"/></svg>'

SAMPLE = """
:::::: couverture
::: logos
![Logo du réseau](logo.png) ![Logo de la région](logo.png)
:::
::: titre
Carnet des *territoires*
:::
::: sous-titre
Restitution des visites
:::
::: territoires
Val-de-Brume, Haute-Lande
:::
::: date
Novembre 2026
:::
::: mention
Licence ouverte
:::
::::::

::: sommaire
:::

# Introduction {.unnumbered}

Bonjour à tous : 1 240 € pour l'œuvre, « bien » dit[^1] et un [site](https://exemple.fr).

[^1]: Une note *utile*.

    Second alinéa de la note.

## Dans l'introduction

# Val-de-Brume

::: origine
Intitulé d'origine : visite
:::

## En bref[^2]

[^2]: Note de titre.

- un
- deux
    1. trois
    2. quatre

b) cinq
c) six

Terme
:   Sa définition.

> Une citation.

### Détail

::: lacune
Aucune note n'en parle.
:::

::: encadre-titre
Point de vigilance
:::
::: encadre
Le corps de l'encadré.
:::

#### Quatrième niveau

::: verbatim
« On a écouté. »
:::
::: verbatim-source
Une élue
:::
::: parole
[Animatrice :]{.speaker} demandons à la [personne]{.mask}.
:::

![Schéma du réseau](fig.png)

::: source
Source : note du 12 mars
:::

| Étape | Nombre |
|---|---|
| Anticipation | 12 |

: Les étapes

```
code  aligné
	tabulation
```

Ligne `code #let x`, H~2~O, 1^er^, ~~barré~~, $a^2$.

# Glossaire {.annexe}

## Mots

# Méthode {.annexe}

::: quatrieme
Contact du réseau
:::
"""
COVER_LEAVES = 6
BODY_BOTTOM, BODY_TOP = 50, 780  # points from the foot of an A4 page
MEDIA = {"logo.png": png(40, 20), "fig.png": png(60, 30)}


def document(blocks: list[Block], **fields: Any) -> Document:
    basis: dict[str, Any] = {
        "build": "b",
        "title": "Carnet #2",
        "subtitle": "Restitution",
        "date": "2026",
        "language": "fr-FR",
        "epoch": 1_700_000_000,
        "authors": ["Réseau des Brumes"],
        "keywords": ["ruralité", "visite"],
    }
    return Document(**(basis | fields), blocks=blocks)


def sample() -> list[Block]:
    numbers = iter(range(10_000))
    return ast.map_leaves(
        read_markdown(SAMPLE), lambda inlines: ast.leaf(inlines, "ligne 1", id_=f"src_{next(numbers):010x}")
    )


def write(blocks: list[Block], media: dict[str, bytes] | None = None, **fields: Any) -> bytes:
    return write_pdf(document(blocks, **fields), media or {}, TEMPLATE, FONTS)


def pages(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in opened]
    opened.close()
    return texts


def body(pdf: bytes) -> str:
    """Text of all pages between the running header and the footer."""
    opened = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded(bottom=BODY_BOTTOM, top=BODY_TOP) for page in opened]
    opened.close()
    return "\n".join(texts).replace("\r\n", "\n")


def squeezed(text: str) -> str:
    """Text as compared: composed, no blank, no line-end hyphen (U+FFFE in pdfium), no zero-width space."""
    kept = (
        c
        for c in unicodedata.normalize("NFC", text)
        if not c.isspace() and c not in "\u200b\u00ad\ufffe\ufeff\x02"
    )
    return "".join(kept)


def words(*texts: str) -> list[Block]:
    return [ast.para([{"t": "Str", "c": text}]) for text in texts]


@pytest.fixture(scope="module")
def sample_pdf() -> bytes:
    return write(sample(), MEDIA)


# ---- the whole -----------------------------------------------------------------------------------------------


def test_every_leaf_of_a_publication_is_in_the_pdf_whole() -> None:
    publication = sample_document()
    text = squeezed(body(write_pdf(publication, PUBLICATION_MEDIA, TEMPLATE, FONTS)))
    for span in ast.each_leaf(publication.blocks):
        (seen,) = ast.map_inlines([span], lambda i: [] if i["t"] in {"Note", "Image"} else [i])
        assert squeezed(ast.text(seen)) in text
    assert "1Chiffresde2025." in text


def test_words_come_in_the_order_of_the_document(sample_pdf: bytes) -> None:
    text = squeezed(body(sample_pdf))
    place = text.rindex("Introduction")
    for span in list(ast.each_leaf(sample()))[COVER_LEAVES:]:
        (seen,) = ast.map_inlines([span], lambda i: [] if i["t"] in {"Note", "Image"} else [i])
        for word in ast.text(seen).split():  # the number of a note stands between two words
            place = text.index(squeezed(word), place)


@pytest.mark.parametrize(
    "line",
    [
        "Introduction 3",
        "1 Val-de-Brume",
        "1.1 En bref",
        "1.1.1 Détail",
        "Quatrième niveau",
        "Annexe A : Glossaire",
        "A.1 Mots",
        "Annexe B : Méthode",
        "b) cinq",
        "1. trois",
        "• un",
        "Terme : Sa définition.",
        "Figure 1 : Schéma du réseau",
        "Tableau 1 : Les étapes",
        "Étape Nombre",
        "Anticipation 12",
        "code  aligné",
        "Animatrice : demandons à la personne.",
    ],
)
def test_lines_as_a_reader_sees_them(sample_pdf: bytes, line: str) -> None:
    lines = [" ".join(text.split()) for text in body(sample_pdf).splitlines()]
    assert any(text.startswith(" ".join(line.split())) for text in lines)


def test_pages_the_cover_and_the_back_stand_alone(sample_pdf: bytes) -> None:
    texts = pages(sample_pdf)
    assert texts[0].startswith("Carnet des territoires")
    assert "Page" not in texts[0] + texts[-1]
    assert texts[-1].strip() == "Contact du réseau"
    assert texts[1].startswith("Carnet #2\nSommaire")
    assert texts[1].endswith(f"Page 2 sur {len(texts)}")
    assert texts[3].splitlines()[1] == "1 Val-de-Brume"
    assert "Note de titre" not in texts[1]


def test_metadata(sample_pdf: bytes) -> None:
    opened = pypdfium2.PdfDocument(sample_pdf)
    found = opened.get_metadata_dict()
    assert found["Title"] == "Carnet #2"
    assert found["Author"] == "Réseau des Brumes"
    assert found["Keywords"] == "ruralité, visite, RestitutionBuild b"
    assert found["CreationDate"] == "D:20231114221320Z"
    assert raw.FPDFCatalog_IsTagged(opened)
    assert [item.get_title() for item in opened.get_toc()][:3] == [
        "Introduction",
        "Dans l'introduction",
        "1 Val-de-Brume",
    ]
    opened.close()
    for claim in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"/Lang(fr-FR)"):
        assert claim in sample_pdf.replace(b" (", b"(")


def test_alternative_texts_are_in_the_structure(sample_pdf: bytes) -> None:
    assert {"Logo du réseau", "Schéma du réseau"} <= set(alternatives(sample_pdf))
    picture = [{"t": "Image", "c": [ast.attributes(), [], ["fig.png", ""]]}]
    assert "Illustration sans description (fig.png)" in alternatives(write([ast.para(picture)], MEDIA))


def alternatives(pdf: bytes) -> list[str]:
    found: list[str] = []

    def visit(element: Any) -> None:
        buffer = ctypes.create_string_buffer(1000)
        if size := raw.FPDF_StructElement_GetAltText(element, buffer, 1000):
            found.append(buffer.raw[: size - 2].decode("utf-16-le"))
        for number in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, number):
                visit(child)

    opened = pypdfium2.PdfDocument(pdf)
    for page in opened:
        tree = raw.FPDF_StructTree_GetForPage(page)
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            visit(raw.FPDF_StructTree_GetChildAtIndex(tree, number))
        raw.FPDF_StructTree_Close(tree)
    opened.close()
    return found


@pytest.fixture
def far_away(tmp_path: Path) -> Iterator[None]:
    """Another time zone, language and folder of passage; the process is told its own zone again afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"TZ": "Pacific/Auckland", "LANG": "tr_TR", "TMPDIR": str(tmp_path)}.items():
            patch.setenv(name, value)
        patch.setattr("tempfile.tempdir", str(tmp_path))
        patch.chdir(tmp_path)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_away")
def test_same_bytes_in_any_folder_zone_and_language(sample_pdf: bytes, tmp_path: Path) -> None:
    assert write(sample(), dict(reversed(MEDIA.items()))) == sample_pdf
    assert list(tmp_path.iterdir()) == []


def test_the_document_is_not_changed() -> None:
    blocks = sample()
    before = copy.deepcopy(blocks)
    typst_source(document(blocks), {})
    assert blocks == before


def test_every_style_has_a_function_and_a_leaf_its_label() -> None:
    for style in STYLES:
        span = ast.leaf(ast.string(f"mot de {style}"), "ligne 1", id_="src_00000000ab")
        source = typst_source(document([ast.div([ast.para(span)], style)]), {})
        assert f"#r.{style}[" in source or "titre: [" in source
        assert '#label("src_00000000ab")' in source
        assert squeezed(f"mot de {style}") in squeezed(body(write([ast.div([ast.para(span)], style)])))
    assert "label" not in typst_source(document([ast.para(ast.leaf(ast.string("mot"), "ligne 1"))]), {})


# ---- text is data --------------------------------------------------------------------------------------------

MARKUP = [
    '#panic("x")',
    '"); #panic("x") //',
    "\\",
    '\\"',
    "\\u{41}",
    "*a* _b_ `c` $x$ <l> @ref = t",
    "]]] [[[",
    "/* a */ // b",
    "```typst",
    "--- -- ~ ... 1. + -",
    "'droit' \"double\"",
    '$ #import "@preview/x:1.0.0" $',
    "../../main.typ",
]


@pytest.mark.parametrize("text", MARKUP)
def test_no_word_acts_as_markup_wherever_it_stands(text: str) -> None:
    plain = [{"t": "Str", "c": text}]
    attribute = [text, [text, "x"], [[text, text]]]
    blocks = [
        ast.header(1, plain),
        ast.para(plain),
        ast.para([{"t": "Code", "c": [attribute, text]}, {"t": "Math", "c": [{"t": "InlineMath"}, text]}]),
        ast.para([{"t": "RawInline", "c": ["typst", text]}, {"t": "Note", "c": [ast.para(plain)]}]),
        ast.para([{"t": "Link", "c": [attribute, plain, [f"https://exemple.fr/{text}", text]]}]),
        ast.para([{"t": "Image", "c": [attribute, plain, [text, text]]}]),
        ast.para([{"t": "Span", "c": [[text, ["leaf"], []], plain]}]),
        {"t": "CodeBlock", "c": [attribute, text]},
        {"t": "RawBlock", "c": ["typst", text]},
        {"t": "Div", "c": [attribute, [ast.para(plain)]]},
    ]
    pdf = write(blocks, {text: png(9, 9)}, title=text, subtitle=text, keywords=[text], authors=[text])
    assert squeezed(body(pdf)).count(squeezed(text)) >= 9
    assert text in alternatives(pdf)


@UNSHRUNK
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=20, max_size=60))
def test_any_text_comes_back_from_the_pdf(texts: list[str]) -> None:
    glyphs = read_glyphs(FONTS)
    shown = [glyphs.show(text) for text in texts]
    written = Counter(squeezed("".join(shown)))
    read = body(write(words(*texts)))
    found = Counter(squeezed(read))
    marks = {c for c in written if unicodedata.category(c).startswith("M")}
    lost = {c: n - found[c] for c, n in written.items() if found[c] < n and c not in marks}
    assert lost.pop("-", 0) <= read.count("\ufffe") + read.count("\x02"), "a hyphen of the text that ends a line"
    assert not lost


@QUICK
@given(st.text())
def test_a_string_literal_is_one_line_and_closed(text: str) -> None:
    inside = string(text)[1:-1]
    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")
    assert "\n" not in inside
    assert "\r" not in inside


def test_an_array_of_one_stays_an_array() -> None:
    assert array(["a"]) == '("a", )'
    assert array([]) == "()"


# ---- any shape -----------------------------------------------------------------------------------------------


class Words:
    """Gives a word that nobody had before."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def one(self) -> str:
        number, letters_ = len(self.given), ""
        while number or not letters_:
            number, rest = divmod(number, 20)
            letters_ += "bcdfghjklmnpqrstvwxz"[rest]
        self.given.append(f"q{letters_}q")
        return self.given[-1]


STYLED = ["Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"]
BLOCK_KINDS = ["para", "head", "quote", "list", "numbers", "terms", "table", "figure", "div", "code", "nothing"]
INLINE_KINDS = [*STYLED, "word", "word", "note", "link", "quoted", "span", "image"]


def inlines_of(draw: Any, given_words: Words, depth: int) -> list[Any]:
    kinds = draw(st.lists(st.sampled_from(INLINE_KINDS), max_size=3))
    return [part for kind in kinds for part in (inline_of(draw, given_words, depth, kind), {"t": "Space"})]


def inline_of(draw: Any, given_words: Words, depth: int, kind: str) -> Any:
    if kind == "word" or depth > 4:
        return {"t": "Str", "c": given_words.one()}
    if kind == "note":
        return {"t": "Note", "c": blocks_of(draw, given_words, depth + 2)}
    if kind == "image":
        target = draw(st.sampled_from(["fig.png", "absent.png"]))
        return {"t": "Image", "c": [ast.attributes(), ast.string("vue"), [target, ""]]}
    inner = inlines_of(draw, given_words, depth + 1)
    return {
        "link": {"t": "Link", "c": [ast.attributes(), inner, ["https://exemple.fr", ""]]},
        "quoted": {"t": "Quoted", "c": [{"t": "DoubleQuote"}, inner]},
        "span": {"t": "Span", "c": [ast.attributes("src_1", ["leaf", "mask"]), inner]},
    }.get(kind, {"t": kind, "c": inner})


def blocks_of(draw: Any, given_words: Words, depth: int) -> list[Any]:
    kinds = draw(st.lists(st.sampled_from(BLOCK_KINDS), max_size=3 if depth else 6))
    return [block_of(draw, given_words, depth, kind if depth < 5 else "para") for kind in kinds]


def block_of(draw: Any, given_words: Words, depth: int, kind: str) -> Any:  # noqa: C901, PLR0911 one line a kind
    def inner() -> list[Any]:
        return blocks_of(draw, given_words, depth + 1)

    match kind:
        case "head":
            return ast.header(draw(st.integers(1, 6)), inlines_of(draw, given_words, depth), "annexe")
        case "quote":
            return {"t": "BlockQuote", "c": inner()}
        case "list":
            return {"t": "BulletList", "c": [inner(), inner()]}
        case "numbers":
            style = draw(st.sampled_from(["Decimal", "LowerAlpha", "UpperRoman", "DefaultStyle"]))
            start = draw(st.sampled_from([-1, 0, 1, 10**12]))
            return {"t": "OrderedList", "c": [[start, {"t": style}, {"t": "TwoParens"}], [inner()]]}
        case "terms":
            return {"t": "DefinitionList", "c": [[inlines_of(draw, given_words, depth), [inner(), inner()]]]}
        case "table":
            return table_of(draw, inner)
        case "figure":
            return {"t": "Figure", "c": [ast.attributes(), [None, inner()], inner()]}
        case "div":
            return ast.div(inner(), draw(st.sampled_from([*STYLES, "couverture", "sommaire ", "autre"])))
        case "code":
            return {"t": "CodeBlock", "c": [ast.attributes(), given_words.one()]}
        case "nothing":
            return {"t": "HorizontalRule"}
    return ast.para(inlines_of(draw, given_words, depth))


def table_of(draw: Any, inner: Any) -> Any:
    def rows(most: int) -> list[Any]:
        return [
            [
                ast.attributes(),
                [
                    [
                        ast.attributes(),
                        {"t": "AlignDefault"},
                        draw(st.integers(0, 3)),
                        draw(st.integers(0, 3)),
                        inner(),
                    ]
                    for _ in range(draw(st.integers(0, 3)))
                ],
            ]
            for _ in range(draw(st.integers(0, most)))
        ]

    bodies = [[ast.attributes(), 0, rows(1), rows(3)] for _ in range(draw(st.integers(0, 2)))]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * draw(st.integers(0, 3))
    head, foot = [ast.attributes(), rows(2)], [ast.attributes(), rows(1)]
    return {"t": "Table", "c": [ast.attributes(), [None, inner()], columns, head, bodies, foot]}


@st.composite
def any_blocks(draw: Any) -> tuple[list[Any], list[str]]:
    given_words = Words()
    return blocks_of(draw, given_words, 0), given_words.given


@settings(UNSHRUNK, max_examples=30)
@given(any_blocks())
def test_no_shape_stops_the_pdf_and_none_loses_a_word(drawn: tuple[list[Any], list[str]]) -> None:
    blocks, expected = drawn
    text = squeezed(body(write(blocks, MEDIA)))
    assert [word for word in expected if word not in text] == []


NESTS = {
    "quotes": lambda inner: {"t": "BlockQuote", "c": [inner]},
    "lists": lambda inner: {"t": "BulletList", "c": [[inner]]},
    "terms": lambda inner: {"t": "DefinitionList", "c": [[ast.string("mot"), [[inner]]]]},
    "boxes": lambda inner: ast.div([inner], "encadre"),
    "both": lambda inner: {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], [[inner]]]},
    "notes": lambda inner: ast.para([{"t": "Str", "c": "x"}, {"t": "Note", "c": [inner]}]),
    "styles": lambda inner: {"t": "Para", "c": [{"t": "Emph", "c": inner["c"]}]},
}


@pytest.mark.parametrize("kind", NESTS)
@pytest.mark.parametrize("depth", [7, 9, 60])
def test_depth_loses_the_look_only(kind: str, depth: int) -> None:
    block = ast.para(ast.string("coucou"))
    for _ in range(depth):
        block = NESTS[kind](block)
    assert "coucou" in body(write([block]))


def test_endless_depth_is_told() -> None:
    block = ast.para(ast.string("coucou"))
    for _ in range(3000):
        block = NESTS["quotes"](block)
    with pytest.raises(RestitutionError, match="trop imbriqué"):
        write([block])


# ---- parts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([(1, ""), (2, ""), (3, ""), (4, ""), (3, "")], ["1", "1.1", "1.1.1", "", "1.1.2"]),
        ([(1, "unnumbered"), (2, ""), (1, ""), (2, "unnumbered"), (3, ""), (2, "")], ["", "", "1", "", "", "1.1"]),
        (
            [(1, "annexe"), (2, ""), (2, ""), (1, "annexe"), (2, "")],
            ["Annexe A :", "A.1", "A.2", "Annexe B :", "B.1"],
        ),
        ([(1, "unnumbered"), (2, "annexe"), (3, "")], ["", "Annexe A :", "A.1"]),
        ([(3, ""), (4, ""), (9, "")], ["1", "1.1", "1.1.1"]),
    ],
)
def test_numbers(headings: list[tuple[int, str]], expected: list[str]) -> None:
    numbering = Numbering()
    placed = [numbering.place(level, [name]) for level, name in headings]
    assert [number.replace("\u00a0", " ") for _, number in placed] == expected
    levels = [0, *(level for level, _ in placed)]
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_annex_letters_go_on() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 703)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("l’œuvre, 1\u202f240\u00a0€ « – … ᵉ ✓ ☐ → ≤", "l’œuvre, 1\u202f240\u00a0€ « – … ᵉ ✓ ☐ → ≤"),
        ("fait ✅", "fait [WHITE HEAVY CHECK MARK]"),
        ("中", "[CJK UNIFIED IDEOGRAPH-4E2D]"),
        ("\uf0b7", "[U+F0B7]"),
        ("\ud800", "[U+D800]"),
        ("a\u200db\ufeff\u202ec\u00add", "abcd"),
        ("a\tb\u2028c\u3000d", "a b c d"),
        ("\u0007", "[U+0007]"),
        ("e\u0301", "é"),
        (" \u0301", " [COMBINING ACUTE ACCENT]"),
        ("शि", "[DEVANAGARI LETTER SHA][DEVANAGARI VOWEL SIGN I]"),
        ("\u2764\ufe0f", "\u2764"),
    ],
)
def test_what_no_font_has_is_named(text: str, shown: str) -> None:
    assert read_glyphs(FONTS).show(text) == shown


def test_coverage_is_the_fonts_own() -> None:
    """Typst refuses an accessible PDF with a character that no font has: it agrees with what we read."""
    glyphs = read_glyphs(FONTS)
    points = sorted(glyphs.plain)
    lines = ["".join(map(chr, points[start : start + 24])) for start in range(0, len(points), 24)]
    assert len(points) > 5000
    for style in ("Str", "Strong", "Emph"):
        inlines = [{"t": "Str", "c": " ".join(lines)}]
        write([ast.para(inlines if style == "Str" else [{"t": style, "c": inlines}])])
    assert named("✅") == "[WHITE HEAVY CHECK MARK]"


def test_fonts_are_shipped_with_their_licence() -> None:
    files = [path for path in FONTS.iterdir() if path.suffix == ".ttf"]
    assert sum(path.stat().st_size for path in files) < 6_500_000
    assert len(files) == 11
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL Open Font License" in licence
    assert all(path.stem.split("-")[0] in licence.replace(" ", "") for path in files)


def encoded(kind: str) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (5, 6)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(9, 9), "png"),
        (png(60_000, 60_000), ""),
        (b"", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"\xff\xd8\xff\xe0junk", ""),
        (encoded("GIF"), "gif"),
        (encoded("JPEG"), "jpg"),
        (b"\x01\0\0\0 EMF", ""),
        (b"BM" + b"\0" * 60, ""),
        (SVG, "svg"),
        (SVG.replace(b"<rect", b"<image/><rect"), ""),
        (b"<!DOCTYPE svg>" + SVG, ""),
        (SVG.decode().encode("utf-16"), ""),
        (encoded("WEBP"), "webp"),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0\0\0\0\xff\xff\0\xff\xff\0", ""),
        (b"RIFF\0\0\0\0WEBPVP8L", ""),
        (b"RIFF\0\0\0\0WEBPJUNK", ""),
    ],
)
def test_which_pictures_are_given_to_typst(data: bytes, kind: str) -> None:
    assert suffix(data) == kind


@QUICK
@given(
    st.binary(max_size=200),
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b""]),
)
def test_no_bytes_of_a_picture_stop_us(data: bytes, start: bytes) -> None:
    assert suffix(start + data) in {"", "png", "jpg", "gif", "webp", "svg"}


def test_a_picture_that_cannot_be_shown_is_told_in_words() -> None:
    def image(target: str) -> Block:
        return ast.para([{"t": "Image", "c": [ast.attributes(), ast.string("la place"), [target, ""]]}])

    media = {"cassée.png": png(50, 50)[:45], "vue.emf": b"\x01\0\0\0", "bonne.png": png(9, 9)}
    pdf = write([image(target) for target in [*media, "absente.png"]], media)
    text = " ".join(body(pdf).split())
    for target in ("cassée.png", "vue.emf", "absente.png"):
        assert f"[Image non affichée ({target}) : la place]" in text
    assert text.count("la place") == 3
    assert alternatives(pdf).count("la place") == 1


def test_a_figure_whose_picture_cannot_be_shown_says_so_once_to_whoever_listens() -> None:
    image = {"t": "Image", "c": [ast.attributes(), ast.string("Le plan"), ["plan.png", ""]]}
    caption = [None, [ast.para(ast.leaf(ast.string("Le plan"), ""))]]
    figure = {"t": "Figure", "c": [ast.attributes(), caption, [{"t": "Plain", "c": [image]}]]}
    pdf = write([figure], {"plan.png": png(50, 50)[:45]})
    assert "[Image non affichée (plan.png) : Le plan]" in " ".join(body(pdf).split())
    assert "Le plan" not in alternatives(pdf)


def test_names_of_files_come_from_us() -> None:
    assert name_files({'../a b".png': png(9, 9), "z": b""}) == {'../a b".png': "image-0.png"}


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("https://exemple.fr/é?a=1#b", True),
        ("HTTP://exemple.fr", True),
        ("mailto:a@exemple.fr", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("#ancre", False),
        ("notes/a.docx", False),
        ("http://[", False),
        ("https://a\nb", False),
        ("https://" + "a" * 3000, False),
    ],
)
def test_links_that_may_be_followed(target: str, safe: bool) -> None:
    assert is_safe_link(target) is safe


@pytest.mark.parametrize(
    ("text", "typst"),
    [("60%", "60%"), ("3.5in", "3.5in"), ("100px", "75pt"), ("0cm", "auto"), ("4em", "auto"), ("1cm)#x", "auto")],
)
def test_widths_of_pictures(text: str, typst: str) -> None:
    assert length(text) == typst


@QUICK
@given(st.data())
def test_cells_never_overlap_and_none_is_lost(data: st.DataObject) -> None:
    content = table_of(data.draw, lambda: [ast.para(ast.string("mot"))])["c"]
    table = read_table(content)
    rows = [*content[3][1], *(row for part in content[4] for row in (*part[2], *part[3])), *content[5][1]]
    assert len(table.cells) == sum(len(cells) for _, cells in rows)
    places = [
        (cell.x + dx, cell.y + dy) for cell in table.cells for dx in range(cell.columns) for dy in range(cell.rows)
    ]
    assert len(places) == len(set(places))
    assert all(x < len(table.widths) for x, _ in places)


def test_a_table_repeats_its_header_on_each_page_and_keeps_merged_cells() -> None:
    def cell(text: str, tall: int = 1, wide: int = 1) -> Any:
        return [ast.attributes(), {"t": "AlignDefault"}, tall, wide, words(text)]

    def row(*cells: Any) -> Any:
        return [ast.attributes(), list(cells)]

    head = [ast.attributes(), [row(cell("Sur deux", wide=2))]]
    lines = [
        row(cell("haute", tall=2), cell("d1")),
        row(cell("d2")),
        *(row(cell("g"), cell("d")) for _ in range(60)),
    ]
    table = {
        "t": "Table",
        "c": [ast.attributes(), [None, []], [], head, [[ast.attributes(), 0, [], lines]], [ast.attributes(), []]],
    }
    texts = pages(write([table]))
    assert len(texts) == 2
    assert all(text.splitlines()[1].startswith("Sur deux") for text in texts)
    note = {"t": "Note", "c": words("notule")}
    table["c"][3][1][0][1][0][4] = [ast.para([{"t": "Str", "c": "Titre"}, note])]
    texts = pages(write([table]))
    assert "".join(texts).count("notule") == 1


def test_a_table_without_header_is_no_table_to_a_screen_reader() -> None:
    def cells(head: list[Any]) -> Block:
        cell = [ast.attributes(), {"t": "AlignDefault"}, 1, 1, words("mot")]
        row = [ast.attributes(), [cell, cell]]
        rows = [[ast.attributes(), 0, [], [row]]]
        empty = ast.attributes()
        return {"t": "Table", "c": [empty, [None, []], [], [empty, [row] * len(head)], rows, [empty, []]]}

    assert "grid.cell" in typst_source(document([cells([])]), {})
    assert "table.header(" in typst_source(document([cells([1])]), {})
    assert body(write([cells([])])).split() == ["mot", "mot"]


@pytest.mark.parametrize("is_head", [True, False])
def test_a_cell_taller_than_a_page_is_not_cut_off(is_head: bool) -> None:
    def cell(*texts: str) -> Any:
        return [ast.attributes(), {"t": "AlignDefault"}, 1, 1, words(*texts)]

    row = [ast.attributes(), [cell("court"), cell(*(f"ligne{number}" for number in range(120)))]]
    part = [ast.attributes(), 0, [], [] if is_head else [row]]
    head = [ast.attributes(), [row] if is_head else []]
    table = {"t": "Table", "c": [ast.attributes(), [None, []], [], head, [part], [ast.attributes(), []]]}
    assert set(body(write([table])).split()) == {"court", *(f"ligne{number}" for number in range(120))}


def test_a_box_and_its_title_are_one() -> None:
    blocks = [
        ast.div(words("Titre"), "encadre-titre"),
        ast.div(words("a"), "encadre"),
        ast.div(words("b"), "encadre"),
    ]
    assert typst_source(document(blocks), {}).count("#r.encadre") == 1


# ---- what is told to people ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b'#import "@preview/cetz:0.3.0": *\n' + TEMPLATE, "importe un paquet"),
        (
            TEMPLATE.replace(b'serif = "Noto Serif"', b'serif = "Marianne"'),
            "police du modèle PDF manque : marianne",
        ),
        (
            TEMPLATE.replace(b"#let couverture", b"#let autre"),
            "version antérieure de l'outil : il n'a pas « couverture »",
        ),
        (TEMPLATE.replace(b"chapter-break", b"coupure"), "il n'a pas « chapter-break »"),
        (TEMPLATE + b"#panic(" + b'"x"+' * 900 + b'"")', "Le PDF n'a pas pu être composé"),
    ],
)
def test_a_template_at_fault_is_told_in_french(template: bytes, said: str) -> None:
    with pytest.raises(RestitutionError, match=said) as caught:
        write_pdf(document(sample()), MEDIA, template, FONTS)
    assert len(caught.value.message) < 500
    assert caught.value.hint


def test_a_broken_font_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"junk")
    with pytest.raises(RestitutionError, match=r"x\.ttf"):
        write_pdf(document([]), {}, TEMPLATE, tmp_path)


def test_the_template_sees_nothing_outside_of_its_folder() -> None:
    with pytest.raises(RestitutionError, match="composé"):
        write_pdf(document([]), {}, TEMPLATE + b'#read("../../../../../../etc/hostname")', FONTS)


# ---- what no font has ----------------------------------------------------------------------------------------


def as_it_is(told: Document, _: Path) -> Document:
    return told


def as_a_long_one(told: Document, folder: Path) -> Document:
    (folder / "document.json").write_bytes(msgspec.json.encode(told))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "LIGHT", 10)
        return document_in(folder / "document.json")


@pytest.mark.parametrize("read", [as_it_is, as_a_long_one])
def test_a_character_that_no_font_has_is_told_with_its_place(
    read: Callable[[Document, Path], Document], tmp_path: Path
) -> None:
    def placed(number: int, text: str, path: str) -> tuple[Block, Placement]:
        id_ = f"src_{number:010x}"
        leaf = ast.leaf(ast.string(text), "", id_=id_)
        return ast.para(leaf), Placement(leaf=id_, bookmark=id_, part="p", path=path, where=f"ligne {number}")

    texts = ["Bien ✔ et œuvre", "Ici 🙂", "Et là 🙂", "שלום", "Ailleurs 🙂"]
    files = ["a.md", "a.md", "a.md", "b.md", "b.md"]
    made = [placed(n, text, path) for n, (text, path) in enumerate(zip(texts, files, strict=True), 1)]
    said = document([block for block, _ in made], placements=[p for _, p in made])
    told = unshown(read(said, tmp_path), read_glyphs(FONTS))
    assert [(f.path, f.where) for f in told] == [("a.md", "ligne 2"), ("b.md", "ligne 4"), ("b.md", "ligne 5")]
    assert "« 🙂 » (SLIGHTLY SMILING FACE) est remplacé" in told[0].message
    assert "HEBREW LETTER SHIN" in told[1].message
    assert all(f.level == "warning" for f in told)


@pytest.mark.parametrize("block", ["CodeBlock", "RawBlock"])
def test_code_is_looked_at_too(block: str) -> None:
    (told,) = unshown(document([{"t": block, "c": ["html", "x = '🙂'"]}]), read_glyphs(FONTS))
    assert "🙂" in told.message


@pytest.mark.parametrize("family", ["NotoSans", "NotoSerif"])
def test_both_families_have_the_spaces_and_the_hyphen_of_french(family: str) -> None:
    for path in FONTS.glob(f"{family}-*.ttf"):
        points = set(chain.from_iterable(_ranges(path.read_bytes())))
        assert {0xA0, 0x202F, 0x2011, 0x2019, 0xAB, 0xBB, 0x2026, 0x20AC} <= points


@pytest.mark.parametrize("kind", ["Str", "Strong", "Emph", "Header"])
def test_the_narrow_space_is_narrow(kind: str) -> None:
    def width(space: str) -> float:
        words = [{"t": "Str", "c": f"H{space}H"}]
        styled = words if kind in {"Str", "Header"} else [{"t": kind, "c": words}]
        block = ast.header(2, styled) if kind == "Header" else ast.para(styled)
        opened = pypdfium2.PdfDocument(write([block]))
        text = opened[0].get_textpage()
        at = text.get_text_range().rindex(f"H{space}H")
        first, last = text.get_charbox(at), text.get_charbox(at + 2)
        opened.close()
        return float(last[0] - first[2])

    assert width("\u202f") < width("\u00a0") - 0.8  # points
