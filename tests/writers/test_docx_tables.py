"""Tables of the DOCX: widths in which words stay whole, headers, what a screen reader says of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.model import Block
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import Element, W, make, raw_words, value
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.docx.columns import MARGINS, columns_of

from .sample import LONG, MEDIA, Anchors, sample_document, table

TEXT = 9297
"""Width of the text, in twentieths of a point."""
SIZES = (9.5, 8.0, 7.0)


def written(*blocks: Block) -> dict[str, bytes]:
    return open_package(write_docx(sample_document(list(blocks)), MEDIA, reference_docx()))


def tables(parts: dict[str, bytes]) -> list[Element]:
    return list(parse(parts["word/document.xml"]).iter(W + "tbl"))


def grid(rows: list[list[str]]) -> Element:
    """A table of `word/document.xml`, bare."""
    made, columns = make("tbl"), make("tblGrid")
    columns.extend(make("gridCol", w="1") for _ in rows[0])
    made.append(columns)
    for row in rows:
        line = make("tr")
        for text in row:
            cell, paragraph, run = make("tc"), make("p"), make("r")
            for number, line_of_text in enumerate(text.split("\n")):
                words = make("t")
                words.text = line_of_text
                run.extend([make("br"), words] if number else [words])
            paragraph.append(run)
            cell.append(paragraph)
            line.append(cell)
        made.append(line)
    return made


WORDS = st.lists(st.sampled_from(["économique", "jaune", "A", "consommation", LONG]), min_size=3, max_size=3)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_columns_fill_the_room_and_no_word_is_cut_that_fits(rows: list[list[str]]) -> None:
    found = columns_of(grid(rows), TEXT, SIZES)
    assert TEXT - 3 <= sum(found.widths) <= TEXT
    for column, width in enumerate(found.widths):
        longest = max((word for row in rows for word in row[column].split()), key=len)
        assert width >= len(longest) * 0.45 * SIZES[found.size] * 20 + MARGINS[found.size]


def test_a_column_of_one_long_address_leaves_room_to_the_others() -> None:
    address = f"https://exemple.fr/{'murs' * 50}.jpg"
    rows = [["Val d'Arvoise", LONG[:120], address], *(["Haute-Galdonne", LONG[:120], ""] for _ in range(5))]
    first, second, _ = columns_of(grid(rows), TEXT, SIZES).widths
    assert second > TEXT / 3
    assert first > 900


def test_short_lines_one_below_the_other_ask_for_no_more_room_than_the_longest() -> None:
    told = "R-001\n¶ 4.2-13\nContexte et objectifs\n5 octobre 2026"
    rows = [[told, said, "nouvelle"] for said in (*["En réponse à R-001 :\n« Vrai ? »"] * 10, "une phrase " * 20)]
    first, second, _ = columns_of(grid(rows), TEXT, SIZES).widths
    assert first < len("Contexte et objectifs") * 0.6 * SIZES[0] * 20 + MARGINS[0]
    assert second > TEXT / 2


def test_a_wide_table_has_smaller_letters_a_narrow_one_has_not() -> None:
    sizes = [columns_of(grid([["économique"] * count]), TEXT, SIZES).size for count in (2, 8, 11, 22)]
    assert sizes == [0, 1, 2, 2]
    assert all(before <= after for before, after in pairwise(sizes))


@pytest.mark.parametrize(("columns", "style"), [(4, "Compact"), (8, "Tableau serré"), (11, "Tableau très serré")])
def test_letters_of_a_table_are_as_small_as_its_words_ask(columns: int, style: str) -> None:
    new = Anchors()
    head, row = new.row(*["Indicateur"] * columns), new.row(*["économique"] * columns)
    parts = written(table([], columns, [head], [row]))
    names = {s.get(W + "styleId"): value(s, "name") for s in parse(parts["word/styles.xml"]).iter(W + "style")}
    (found,) = tables(parts)
    assert {names[value(p, "pPr/pStyle")] for p in found.iter(W + "p")} == {style}
    assert (found.find(f"{W}tblPr/{W}tblCellMar") is not None) is (style != "Compact")


def test_cells_are_not_hyphenated() -> None:
    parts = written(table([], 1, [], [Anchors().row("mot")]))
    styles = {value(s, "name"): s for s in parse(parts["word/styles.xml"]).iter(W + "style")}
    for name in ("Compact", "Tableau serré", "Tableau très serré", "caption"):
        assert styles[name].find(f"{W}pPr/{W}suppressAutoHyphens") is not None


def test_a_screen_reader_hears_the_caption_the_size_and_the_headers() -> None:
    new = Anchors()
    rows = [new.row("mardi", "visite"), new.row("mercredi", "atelier")]
    (found,) = tables(written(table(new.leaf("Dates"), 2, [new.row("Quand", "Quoi")], rows)))
    properties = found.find(W + "tblPr")
    assert value(properties, "tblCaption") == "Tableau 1 : Dates"
    assert value(properties, "tblDescription") == "Tableau de 3 lignes et 2 colonnes : Quand, Quoi"
    look = properties.find(W + "tblLook")
    assert [look.get(W + key) for key in ("firstRow", "firstColumn", "val")] == ["1", "1", "00A0"]


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (["mardi", "mercredi"], "1"),
        (["1", "2"], "0"),
        (["mardi", ""], "0"),
        (["mardi", LONG], "0"),
    ],
)
def test_a_first_column_names_its_rows_when_it_is_short_words(cells: list[str], named: str) -> None:
    new = Anchors()
    (found,) = tables(written(table([], 2, [new.row("Quand", "Quoi")], [new.row(cell, "x") for cell in cells])))
    assert found.find(f"{W}tblPr/{W}tblLook").get(W + "firstColumn") == named


def test_a_header_has_its_colour_by_a_style_of_letters() -> None:
    new = Anchors()
    parts = written(table([], 2, [new.row("Quand", "Quoi")], [new.row("mardi", "visite")]))
    head, row = tables(parts)[0].iterchildren(W + "tr")
    assert {value(run, "rPr/rStyle") for run in head.iter(W + "r")} == {"TableauTitre"}
    assert {value(run, "rPr/rStyle") for run in row.iter(W + "r")} == {None}


def kept(found: Element) -> list[bool]:
    rows = ([p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(W + "p")] for row in found.iter(W + "tr"))
    return [all(marks) for marks in rows]


def test_a_header_stays_with_its_rows_and_a_short_table_on_its_page() -> None:
    new = Anchors()
    head = [new.row("Quand", "Quoi")]
    short = table([], 2, head, [new.row("mardi", "visite") for _ in range(4)])
    long = table([], 2, [new.row("Quand", "Quoi")], [new.row("mardi", "visite") for _ in range(15)])
    first, second = tables(written(short, long))
    assert kept(first) == [True] * 4 + [False]
    assert kept(second) == [True, True, *[False] * 12, True, False]


def test_a_table_stays_with_its_source() -> None:
    new = Anchors()
    rows = [new.row("mardi", "visite") for _ in range(9)]
    (found,) = tables(
        written(table([], 2, [new.row("Quand", "Quoi")], rows), new.styled("source", "Source : a.docx"))
    )
    assert kept(found)[-2:] == [True, True]


def test_a_very_narrow_table_in_a_cell_stays_in_it() -> None:
    new = Anchors()
    inner = table([], 3, [], [new.row("un", "deux", "trois")])
    cell = [["", [], []], {"t": "AlignDefault"}, 1, 1, [inner]]
    other = new.cell(LONG)
    outer, found = tables(written(table([], 2, [], [[["", [], []], [other, cell]]])))
    width = int(outer.findall(f"{W}tblGrid/{W}gridCol")[1].get(W + "w"))
    assert sum(int(column.get(W + "w")) for column in found.iter(W + "gridCol")) <= width
    assert raw_words(found).split() == ["un", "deux", "trois"]
