"""A long document is composed a portion at a time: the file is that of one composed at once, but for breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from restitution.conservation.published_tags import HYPHEN, Piece, read_tags
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.pandoc.portions import portions
from restitution.writers.pdf import write_pdf

from . import sample as small
from .accessible import Accessible, plain
from .portioned import write_in_portions
from .test_pdf import FONTS, TEMPLATE, document, pages, png
from .test_pdf_accessible import documents, reference

LISTS = re.compile("Sommaire|Liste des (?:figures|tableaux)")
LINE = re.compile("(.+?) ([0-9]+)")
BEGINS = re.compile(r"^[12] \w+ chapitre", re.MULTILINE)
FOOTER = re.compile(r"Page ([0-9]+) sur ([0-9]+)")
NAMES = ["publication", "sample", "referring"]
KNOWS = b"sys.inputs.portion"


class Both:
    """A document composed at once, and in portions."""

    def __init__(self, name: str) -> None:
        self.said, self.media = documents()[name]
        self.whole = write_pdf(self.said, self.media, TEMPLATE, FONTS)
        self.joined = write_in_portions(self.said, self.media)


@pytest.fixture(scope="module", params=NAMES)
def both(request: pytest.FixtureRequest) -> Both:
    return Both(request.param)


def test_these_documents_have_several_portions(both: Both) -> None:
    assert len(portions(both.said.blocks, 1)) > 1
    assert both.joined != both.whole


def test_texts_are_the_same_in_the_same_order(both: Both) -> None:
    assert texts(both.joined) == texts(both.whole)


def texts(pdf: bytes) -> list[tuple[tuple[str, ...], str]]:
    """Kinds of tags of each block of text and its words, without the contents, whose pages may differ."""
    found: list[tuple[tuple[str, ...], str]] = []
    before: tuple[int, ...] = ()
    for piece in read_tags(pdf).pieces:
        if "TOC" in piece.kinds:
            continue
        kinds, path = tuple(kind for kind in piece.kinds if kind != "Part"), piece.path[:-1]
        words = squeezed(piece)
        found, before = (
            ([*found[:-1], (kinds, found[-1][1] + words)] if path == before else [*found, (kinds, words)]),
            path,
        )
    return found


def squeezed(piece: Piece) -> str:
    return "".join(piece.text.replace(HYPHEN, "").split())


def test_bookmarks_and_names_are_the_same(both: Both) -> None:
    assert Accessible(both.joined).bookmarks == Accessible(both.whole).bookmarks
    assert set(named(both.whole)) <= set(named(both.joined))


def named(pdf: bytes) -> dict[str, int]:
    """Page of each place that has a name."""
    file = pikepdf.open(BytesIO(pdf))
    numbers = {page.objgen: number for number, page in enumerate(file.pages)}
    found = pikepdf.NameTree(file.Root.Names.Dests)
    return {str(name): numbers[place[0].objgen] for name, place in found.items()}


def test_names_and_bookmarks_lead_to_the_page_of_their_words(both: Both) -> None:
    file = pikepdf.open(BytesIO(both.joined))
    shown = [plain(text) for text in pages(both.joined)]
    numbers = {page.objgen: number for number, page in enumerate(file.pages)}
    with file.open_outline() as outline:
        leading = list(flat(outline.root))
    assert leading
    for item in leading:
        assert bare(item.title) in bare(shown[numbers[item.destination[0].objgen]])
        top = file.pages[numbers[item.destination[0].objgen]].mediabox[3]
        assert 0 < item.destination[3] < top


def flat(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from flat(item.children)


def bare(text: str) -> str:
    return "".join(re.findall(r"\w+", text))


def test_contents_tell_the_page_that_they_lead_to(both: Both) -> None:
    entries = list(listed(both.joined))
    assert len(entries) == len(list(listed(both.whole))) > 3
    shown = [bare(plain(text)) for text in pages(both.joined)]
    for words, told, leads in entries:
        assert told == leads
        assert bare(words)[1:] in shown[leads - 1]  # a sign of the line above may stand in its frame


def listed(pdf: bytes) -> Iterator[tuple[str, int, int]]:
    """Of each line of the contents and lists: its words, the page that it says, the page that it leads to."""
    file, text = pikepdf.open(BytesIO(pdf)), pypdfium2.PdfDocument(pdf)
    places, numbers = named(pdf), {page.objgen: number for number, page in enumerate(file.pages, 1)}
    for number, page in enumerate(file.pages):
        said = text[number].get_textpage()
        if not LISTS.search(said.get_text_range()):
            continue
        for link in page.get("/Annots", ()):
            left, bottom, right, top = map(float, link.Rect)
            found = LINE.fullmatch(plain(said.get_text_bounded(left, bottom, right + 5, top)))
            leads = link.get("/Dest")
            if leads is None or found is None:
                continue
            is_name = isinstance(leads, pikepdf.String)
            yield found[1], int(found[2]), places[str(leads)] + 1 if is_name else numbers[leads[0].objgen]


def test_pages_are_numbered_through_and_say_how_many_there_are(both: Both) -> None:
    found = [FOOTER.search(text) for text in pages(both.joined)]
    told = [(int(footer[1]), int(footer[2])) for footer in found if footer]
    total = len(found)
    assert told == [(number, total) for number, footer in enumerate(found, 1) if footer]
    assert len(told) >= total - 2  # neither the cover nor the last page has a footer


def test_the_file_says_how_many_pages_it_has(both: Both) -> None:
    file = pikepdf.open(BytesIO(both.joined))
    assert f"<xmpTPg:NPages>{len(file.pages)}<".encode() in file.Root.Metadata.read_bytes()
    assert file.docinfo == pikepdf.open(BytesIO(both.whole)).docinfo


def test_a_chapter_runs_below_pages_of_the_portions_that_it_goes_through() -> None:
    new = small.Anchors()
    filled = [new.para(small.LONG) for _ in range(20)]
    chapter = [new.heading(1, "Premier chapitre"), *filled, new.heading(2, "Suite"), *filled]
    pdf = write_in_portions(document([*chapter, new.heading(1, "Second chapitre"), *filled]), {})
    runs = [(plain(text).count("Premier chapitre"), plain(text).count("Second chapitre")) for text in pages(pdf)]
    firsts = [number for number, text in enumerate(pages(pdf)) if BEGINS.search(text)]
    assert len(firsts) == 2
    assert runs == [(1, 0)] * firsts[1] + [(0, 1)] * (len(runs) - firsts[1])
    assert len(runs) > firsts[1] + 1 > 3


def test_notes_are_numbered_through() -> None:
    new = small.Anchors()
    blocks: list[Block] = []
    for number in range(4):
        noted = small.note(ast.para(ast.string(f"note {number}")))
        blocks += [new.heading(1, f"Partie {number}"), new.para([*ast.string("mots"), noted])]
    told = [plain(text) for text in pages(write_in_portions(document(blocks), {}))]
    assert [f"{number}note {number - 1}" in bare_of_notes(told[number - 1]) for number in range(1, 5)] == [
        True
    ] * 4


def bare_of_notes(text: str) -> str:
    return re.sub(r"(?<=[0-9]) (?=note)", "", text)


def test_a_reference_leads_into_another_portion_and_says_where() -> None:
    new = small.Anchors()
    named_text = new.para("Le passage nommé.")
    last = new.heading(1, "Dernière partie")
    ids = [
        ast.leaf_id(block["c"][0] if block["t"] == "Para" else block["c"][2][0]) for block in (named_text, last)
    ]
    links = [
        reference(ids[0], "ce passage"),
        reference(ids[1], "cette partie"),
        reference("src_ffffffffff", "rien"),
    ]
    first = [new.heading(1, "Première partie"), *(new.para([link]) for link in links)]
    pdf = write_in_portions(document([*first, new.heading(1, "Au milieu"), named_text, last]), {})
    file = pikepdf.open(BytesIO(pdf))
    numbers = {page.objgen: number for number, page in enumerate(file.pages, 1)}
    found = [(str(link.Contents), numbers[link.Dest[0].objgen]) for link in file.pages[0].Annots]
    assert found == [("page 2", 2), ("3 Dernière partie, page 3", 3)]
    assert "rien" in plain(pages(pdf)[0])
    assert Accessible(pdf).faults() == []


def test_same_bytes_for_the_same_document(both: Both) -> None:
    assert write_in_portions(both.said, both.media) == both.joined


def some_document() -> Document:
    new = small.Anchors()
    return document(
        [block for number in range(3) for block in (new.heading(1, f"Partie {number}"), new.para("mots"))]
    )


def test_a_template_that_does_not_know_of_portions_gets_the_document_whole() -> None:
    older = TEMPLATE.replace(KNOWS, b"sys.inputs.autre")
    assert write_in_portions(some_document(), {}, older) == write_pdf(some_document(), {}, older, FONTS)


def test_a_template_that_moves_text_by_the_number_of_pages_gets_the_document_whole() -> None:
    last = b"counter(footnote).update(portion.notes)"
    template = TEMPLATE.replace(last, last + b"\n    if calc.odd(portion.total) [De plus.#pagebreak()]")
    assert template != TEMPLATE
    said = some_document()
    assert write_in_portions(said, {}, template) == write_pdf(said, {}, template, FONTS)


def test_a_template_that_does_not_name_a_caption_gets_the_document_whole() -> None:
    template = TEMPLATE.replace(b"else [#shown#label(key)]", b"else { shown }")
    assert template != TEMPLATE
    new = small.Anchors()
    shown = small.figure(new.leaf("Une place"), small.image("La place", "place.png"))
    said, media = (
        document([new.heading(1, "Une"), shown, new.heading(1, "Deux"), new.para("mots")]),
        {"place.png": png(9, 9)},
    )
    assert write_in_portions(said, media, template) == write_pdf(said, media, template, FONTS)


def test_a_portion_that_typst_refuses_is_given_to_it_less_faithfully_and_the_others_are_not() -> None:
    new = small.Anchors()
    good = small.figure(new.leaf("Bonne"), small.image("Une place", "bonne.png"))
    broken = small.figure(new.leaf("Cassée"), small.image("Une autre", "cassée.png"))
    blocks = [new.heading(1, "Une"), good, new.heading(1, "Deux"), broken]
    media = {"bonne.png": png(9, 9), "cassée.png": png(50, 50)[:45]}
    pdf = write_in_portions(document(blocks), media)
    assert "[Image non affichée (cassée.png) : Une autre]" in plain(pages(pdf)[1])
    told = Accessible(pdf)
    assert [str(tag.node.Alt) for tag in told.of("Figure")][:1] == ["Une place"]


def test_depth_in_a_portion_loses_the_look_only() -> None:
    new = small.Anchors()
    deep: Block = new.para("au fond")
    for _ in range(40):
        deep = {"t": "BlockQuote", "c": [deep]}
    pdf = write_in_portions(document([new.heading(1, "Une"), new.para("mots"), new.heading(1, "Deux"), deep]), {})
    assert "au fond" in plain(pages(pdf)[1])
