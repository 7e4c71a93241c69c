"""The PDF as a screen reader meets it: nothing is said of it that its tags do not hold."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from restitution.conservation.published_pdf import check_pdf
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.writers.pdf import write_pdf

from . import sample as small
from .accessible import Accessible, expected_of, plain
from .portioned import write_in_portions
from .test_pdf import FONTS, MEDIA, TEMPLATE, document, pages, sample

NBSP = "\u00a0"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUV"


def reference(target: str, words: str) -> Any:
    return {"t": "Link", "c": [["", ["renvoi"], []], ast.string(words), [f"#{target}", ""]]}


def referring() -> list[Block]:
    """Lists, references, pages in landscape and a heading that holds a note and a link."""
    new = small.Anchors()
    caption = new.leaf("Réseau des lieux visités, dont la légende tient sur deux lignes, tant elle en dit")
    steps = new.leaf("Étapes")
    heading = new.heading(1, "Mobilité")
    wide = small.table(
        new.leaf("Votes"),
        22,
        [new.row(*(f"Vote {n}" for n in range(22)))],
        [new.row(*"ABCDEFGHIJKLMNOPQRSTUV")] * 40,
    )
    linked = [*ast.string("Lire"), {"t": "Space"}, small.link("le site", "https://exemple.fr")]
    noted = ast.header(2, new.leaf([*linked, small.note(ast.para(ast.string("En note.")))]))
    told = [
        *ast.string("Voir la "),
        reference(ast.leaf_id(caption[0]), f"figure{NBSP}1"),
        *ast.string(" et le "),
        reference(ast.leaf_id(steps[0]), f"tableau{NBSP}2"),
        *ast.string(", puis la "),
        reference(ast.leaf_id(heading["c"][2][0]), f"partie{NBSP}1"),
    ]
    return [
        ast.div([new.para("Titre")], "couverture"),
        *(ast.div([], name) for name in ("sommaire", "liste-figures", "liste-tableaux")),
        heading,
        new.para(told),
        small.figure(caption, small.image("Douze lieux", "fig.png")),
        noted,
        ast.div([new.heading(2, "En largeur"), wide], "paysage"),
        small.table(steps, 2, [new.row("Étape", "Nombre")], [new.row("Une", "1")]),
        new.heading(1, "Annexe", "annexe"),
        new.para("Fin."),
    ]


def documents() -> dict[str, tuple[Document, dict[str, bytes]]]:
    return {
        "publication": (_with_media(small.sample_document(), small.MEDIA), small.MEDIA),
        "sample": (_with_media(document(sample()), MEDIA), MEDIA),
        "referring": (_with_media(document(referring()), MEDIA), MEDIA),
    }


def _with_media(written: Document, media: dict[str, bytes]) -> Document:
    written.media = dict.fromkeys(media, "")
    return written


def as_one(said: Document, media: dict[str, bytes]) -> bytes:
    return write_pdf(said, media, TEMPLATE, FONTS)


@pytest.fixture(scope="module", params=[as_one, write_in_portions])
def writing(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(scope="module", params=["publication", "sample", "referring"])
def written(request: pytest.FixtureRequest, writing: Any) -> tuple[Document, bytes]:
    said, media = documents()[request.param]
    return said, writing(said, media)


def test_a_checker_finds_nothing(written: tuple[Document, bytes]) -> None:
    assert Accessible(written[1]).faults() == []


def test_tags_are_as_many_as_things_of_the_document(written: tuple[Document, bytes]) -> None:
    said, pdf = written
    found, expected = Accessible(pdf), expected_of(said)
    assert len(found.links) == expected.links
    assert len(found.of("Note")) == expected.notes
    assert len(found.of("Figure")) == expected.pictures
    assert len(found.of("Table")) == expected.tables
    assert found.bookmarks == expected.headings
    assert len(found.levels) == len(expected.headings) + expected.lists


def test_no_word_is_lost_between_lists_references_and_landscape(written: tuple[Document, bytes]) -> None:
    said, pdf = written
    assert check_pdf(pdf, said).holds


# ---- a checker that finds nothing must be able to find something ---------------------------------------------


def tags(file: pikepdf.Pdf, kind: str) -> list[Any]:
    return [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind]


def _drop(key: str, kind: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        del tags(file, kind)[0][key]

    return change


def _rename(kind: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        tags(file, kind)[0]["/S"] = pikepdf.Name(other)

    return change


def _without_language(file: pikepdf.Pdf) -> None:
    del file.Root["/Lang"]


def _without_order(file: pikepdf.Pdf) -> None:
    del next(page for page in file.pages if "/Annots" in page)["/Tabs"]


def _without_letters(file: pikepdf.Pdf) -> None:
    del next(iter(file.pages[0].Resources.Font.values()))["/ToUnicode"]


def _same_ids(file: pikepdf.Pdf) -> None:
    for tag in tags(file, "/Note"):
        tag["/ID"] = pikepdf.String("x")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_drop("/Alt", "/Figure"), "a Figure without alternative text"),
        (_drop("/A", "/TH"), "a header cell without scope"),
        (_rename("/H2", "/H5"), "a heading of level 5 after"),
        (_rename("/P", "/Paragraphe"), "« Paragraphe » is no known type"),
        (_rename("/Link", "/Span"), "a link outside of a Link"),
        (_same_ids, "a note without an id of its own"),
        (_without_language, "no language"),
        (_without_order, "tab order"),
        (_without_letters, "cannot be read back"),
    ],
)
def test_what_breaks_a_file_is_told(change: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    said, media = documents()["sample"]
    file, broken = pikepdf.open(BytesIO(write_pdf(said, media, TEMPLATE, FONTS))), BytesIO()
    change(file)
    file.save(broken)
    assert any(fault in told for told in Accessible(broken.getvalue()).faults())


# ---- lists, references, pages in landscape -------------------------------------------------------------------


@pytest.fixture(scope="module")
def referred(writing: Any) -> bytes:
    return writing(document(referring()), MEDIA)


def test_a_reference_leads_to_the_page_of_what_it_names(referred: bytes) -> None:
    file = Accessible(referred).file
    named = pikepdf.NameTree(file.Root.Names.Dests)
    numbers = {page.objgen: number for number, page in enumerate(file.pages)}
    texts = [plain(text) for text in pages(referred)]
    here = next(number for number, text in enumerate(texts) if "Voir la figure 1" in text)
    leads = []
    for link in file.pages[here].Annots:
        place = link.get("/Dest")
        if isinstance(place, pikepdf.String):
            place = named[str(place)]
        if isinstance(place, pikepdf.Dictionary):
            place = place.D
        if place is not None:
            leads.append(texts[numbers[place[0].objgen]])
    shown = ["Figure 1 : Réseau", "Tableau 2 : Étapes", "1 Mobilité"]
    assert all(words in text for words, text in zip(shown, leads, strict=False))


def test_a_reference_to_nothing_keeps_its_words() -> None:
    pdf = write_pdf(document([ast.para([reference("src_ffffffffff", "annexe Z")])]), {}, TEMPLATE, FONTS)
    assert "annexe Z" in pages(pdf)[0]
    assert Accessible(pdf).of("Link") == []


def test_lists_have_titles_numbers_and_pages(referred: bytes) -> None:
    listed = plain(pages(referred)[1])
    for words in (
        "Sommaire 1 Mobilité",
        "Liste des figures Figure 1 Réseau",
        "Liste des tableaux Tableau 1 Votes",
        "Tableau 2 Étapes",
    ):
        assert words in listed


def test_a_list_of_nothing_is_not_there() -> None:
    lists = [ast.div([], name) for name in ("liste-figures", "liste-tableaux")]
    pdf = write_pdf(document([*lists, ast.para(ast.string("Seul."))]), {}, TEMPLATE, FONTS)
    assert len(pages(pdf)) == 1
    assert "Liste des figures" not in pages(pdf)[0]


def test_pages_in_landscape_hold_what_is_theirs_and_no_page_is_empty(referred: bytes) -> None:
    file = pikepdf.open(BytesIO(referred))
    flipped = [page.mediabox[2] > page.mediabox[3] for page in file.pages]
    texts = pages(referred)
    assert flipped.count(True) >= 2
    assert [("A B C D" in plain(text)) for text in texts] == flipped
    first = flipped.index(True)
    assert plain(texts[first]).startswith("Carnet #2 1.2 En largeur Tableau 1 : Votes")
    assert all(len(plain(text).split()) > 8 for text in texts[1:])
    assert all(
        text.strip().endswith(f"Page {number} sur {len(texts)}")
        for number, text in enumerate(texts, 1)
        if number > 1
    )


def test_the_chapter_runs_below_the_pages_after_its_first(referred: bytes) -> None:
    feet = [plain(text.strip().splitlines()[-1]) for text in pages(referred)]
    count = len(feet)
    assert feet[2] == f"Page 3 sur {count}"
    assert feet[3] == f"Mobilité Page 4 sur {count}"
    assert feet[-1] == f"Page {count} sur {count}"


def test_a_long_title_does_not_run() -> None:
    new = small.Anchors()
    blocks = [new.heading(1, "Ce que les trois territoires ont retenu"), new.para("mot " * 3000)]
    assert pages(write_pdf(document(blocks), {}, TEMPLATE, FONTS))[1].count("territoires") == 0


def test_the_second_line_of_a_title_in_the_contents_stands_below_its_words() -> None:
    new = small.Anchors()
    title = "Ce que les trois territoires ont retenu de leurs visites, et ce qu'ils en feront ensemble demain"
    pdf = write_pdf(document([ast.div([], "sommaire"), new.heading(1, title)]), {}, TEMPLATE, FONTS)
    opened = pypdfium2.PdfDocument(pdf)
    text = opened[0].get_textpage()
    said = text.get_text_range()
    after = said.index("Ce que")
    second = said.index("\n", after) + 1
    first, below = text.get_charbox(after), text.get_charbox(second)
    opened.close()
    assert abs(first[0] - below[0]) < 2
    assert below[3] < first[1]
