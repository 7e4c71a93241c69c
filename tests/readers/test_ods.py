"""ODS: each cell as it shows, what does not show, colours in words, and every word accounted for."""

# The XML of a case is one text: that reads better in one line.
# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers import ods as reader

from .workbooks import changed, line, ods, outline, reading_of, said, styled, table

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
NOTE = "<office:annotation><dc:creator>Ana</dc:creator><text:p>À vérifier</text:p></office:annotation>"
HIDDEN = 'table:visibility="collapse"'
HIDDEN_SHEET = '<style:style style:family="table" style:name="t"><style:table-properties table:display="false"/></style:style>'


def read(data: bytes) -> Reading:
    return reading_of(reader, data)


def gone(reading: Reading) -> list[tuple[str, str]]:
    return [(n.reason, n.text) for n in reading.not_taken if n.reason != "champ technique"]


ROWS: dict[str, tuple[list[str], list[list[str]]]] = {
    "text in pieces": (
        [said("gras<text:span>é</text:span>s<text:s/>ici"), said("un<text:line-break/>deux<text:tab/>trois")],
        [["grasés ici", "un deux trois"]],
    ),
    "paragraphs": ([said("un", "deux"), said("trois")], [["un deux", "trois"]]),
    "values as they show": (
        [
            said("12 mars 2026", attributes='office:value-type="date" office:date-value="2026-03-12"'),
            said("1 234,50 €", attributes='office:value-type="currency" office:value="1234.5"'),
            said("37:30", attributes='office:value-type="time" office:time-value="PT37H30M00S"'),
        ],
        [["12 mars 2026", "1 234,50 €", "37:30"]],
    ),
    "repeated cells": ([said("x", attributes='table:number-columns-repeated="3"'), said("y")], [["x", "x", "x", "y"]]),
    "a merged cell": (
        [said("x", attributes='table:number-columns-spanned="2"'), said(kind="covered-table-cell"), said("y")],
        [["x", "y"]],
    ),
    "values without text": (
        [
            said("a"),
            '<table:table-cell office:value-type="float" office:value="1234.5"/>',
            '<table:table-cell office:value-type="percentage" office:value="0.125"/>',
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
            '<table:table-cell office:value-type="date" office:date-value="2026-03-12"/>',
            '<table:table-cell office:value-type="date" office:date-value="2026-03-12T14:30:00"/>',
            '<table:table-cell office:value-type="time" office:time-value="PT37H30M05S"/>',
            '<table:table-cell office:value-type="string" office:string-value="mot"/>',
        ],
        [["a", "1234,5", "12,5\xa0%", "VRAI", "12/03/2026", "12/03/2026 14:30", "37:30:05", "mot"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS)
def test_rows(case: str) -> None:
    cells, expected = ROWS[case]
    assert outline(read(ods(table(line(*cells))))) == [expected]


def test_repeated_rows_and_groups() -> None:
    twice = line(said("1"), said("2"), attributes='table:number-rows-repeated="2"')
    rows = [
        f"<table:table-header-rows>{line(said('a'), said('b'))}</table:table-header-rows>",
        f"<table:table-row-group>{twice}</table:table-row-group>",
        line(said(), attributes='table:number-rows-repeated="1048000"'),
    ]
    assert outline(read(ods(table(*rows)))) == [[["a", "b"], ["1", "2"], ["1", "2"]]]


def test_what_calamine_would_drop_or_mix_in_is_told() -> None:
    """Measured: it forgets comments, and gives hidden rows, covered cells and text boxes as plain cells."""
    box = "<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box></draw:frame>"
    rows = [
        line(said("a"), f"<table:table-cell>{NOTE}<text:p>b</text:p></table:table-cell>", said("c")),
        line(said("masquée"), attributes=HIDDEN),
        line(said("1"), said("2", attributes='table:number-columns-spanned="2"'), said("dessous", kind="covered-table-cell")),
        line(said("3"), f"<table:table-cell>{box}<text:p>4</text:p></table:table-cell>", said("5")),
    ]  # fmt: skip
    page = "<style:header><text:p>Haut de page</text:p></style:header><style:header-style/>"
    sheets = table(*rows, name="Votes") + table(line(said("secret")), name="Calculs", style="t")
    reading = read(ods(sheets, HIDDEN_SHEET, page))
    assert outline(reading) == ["# Votes", [["a", "b", "c"], ["1", "1x2 2"], ["3", "4", "5"]], "Encadré"]
    assert sorted(gone(reading)) == [
        ("commentaire", "À vérifier"), ("en-tête ou pied répété", "Haut de page"), ("texte masqué", "Calculs"),
        ("texte masqué", "dessous"), ("texte masqué", "masquée"), ("texte masqué", "secret")]  # fmt: skip


def test_hidden_columns() -> None:
    before = f'<table:table-column/><table:table-column {HIDDEN} table:number-columns-repeated="2"/><table:table-column/>'
    reading = read(ods(table(line(*map(said, "abcd")), before=before)))
    assert outline(reading) == [[["a", "d"]]]
    assert gone(reading) == [("texte masqué", "b"), ("texte masqué", "c")]


def test_drawings_of_the_sheet_and_charts() -> None:
    shapes = (
        "<table:shapes><draw:custom-shape><text:p>Forme</text:p></draw:custom-shape>"
        '<draw:frame><draw:object xlink:href="./Objet 1"/></draw:frame><draw:frame><draw:image/></draw:frame></table:shapes>'
    )
    title = "<chart:title><text:p>Évolution</text:p></chart:title>"
    chart = f"<office:body><office:chart><chart:chart>{title}{table(line(said('cache')))}</chart:chart></office:chart></office:body>"
    reading = read(ods(table(line(said("a"), said("b")), before=shapes), **{"Objet 1": chart}))
    assert outline(reading) == [[["a", "b"]], "Forme", "[Graphique non repris] Évolution"]
    assert [finding.code for finding in reading.findings] == ["graphique", "image"]


def test_a_formula_without_a_value_is_said_to_be_one() -> None:
    formula = '<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>'
    reading = read(ods(table(line(said("a"), formula))))
    assert outline(reading) == [[["a", "[calcul non enregistré]"]]]
    gone = reading.not_taken[-1]
    assert (gone.reason, gone.text, gone.where) == ("champ technique", "=SUM([.A1:.A2])", "cellule B1")
    assert [finding.code for finding in reading.findings] == ["formule_sans_resultat"]


def test_a_link_is_kept() -> None:
    reading = read(ods(table(line(said('<text:a xlink:href="https://exemple.fr">le site</text:a>'), said("b")))))
    (leaf, _) = ast.each_leaf(reading.blocks)
    assert leaf["c"][1][0]["c"][2] == ["https://exemple.fr", ""]


def test_colours_come_from_the_cell_its_row_or_its_column_and_their_parents() -> None:
    styles = (
        styled("vert", "#00803c")
        + styled("enfant", "", "vert")
        + styled("rouge", "#D0021B")
        + styled("clair", "transparent")
    )
    before = (
        '<table:table-column/><table:table-column table:default-cell-style-name="enfant"/>'
        + "<table:table-column/>" * 2
    )
    empty = "<table:table-cell{}/>"
    rows = [
        line(*map(said, ("Affirmation", "Votant 1", "Votant 2", "Suite"))),
        line(said("Le bus"), empty.format(""), empty.format(' table:style-name="rouge"'), said("x")),
        line(said("La gare"), empty.format(' table:style-name="clair"'), empty.format(' table:style-name="vert"'), said("y")),
    ]  # fmt: skip
    assert outline(read(ods(table(*rows, before=before), styles))) == [
        [["Affirmation", "Votant 1", "Votant 2", "Suite"], ["Le bus", "vert", "rouge", "x"], ["La gare", "", "vert", "y"]]
    ]  # fmt: skip


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as refused:
        reader.prepare(data, "x.ods")
    return refused.value.message


def test_what_cannot_be_read_says_why() -> None:
    good = ods(table(line(said("a"))))
    assert "vide" in refusal(ods(table(line(said()))))
    assert "abîmé" in refusal(good[:200])
    assert "classeur OpenDocument" in refusal(changed(good, "mimetype", "spreadsheet", "text"))
    assert "mot de passe" in refusal(
        changed(good, "META-INF/manifest.xml", "/>", "><encryption-data/></manifest>")
    )
    assert "DOCTYPE" in refusal(
        changed(good, "content.xml", "<office:d", '<!DOCTYPE x [<!ENTITY a "b">]><office:d')
    )


@pytest.mark.parametrize("where", ["columns", "rows"])
def test_a_cell_that_repeats_beyond_reason_is_refused(where: str) -> None:
    repeated = f'table:number-{where}-repeated="2000000000"'
    cells = line(said("x", attributes=repeated)) if where == "columns" else line(said("x"), attributes=repeated)
    assert "démesurément" in refusal(ods(table(cells)))


def test_a_lost_cell_or_comment_is_seen() -> None:
    data = ods(
        table(line(f"<table:table-cell>{NOTE}<text:p>a</text:p></table:table-cell>", said("b")), line(said("c")))
    )
    reading = read(data)
    lost: list[Any] = [Reading(blocks=reading.blocks), Reading(blocks=[], not_taken=reading.not_taken)]
    assert all(check_reading(data, "ods", one).message for one in lost)


CELLS = st.sampled_from(
    [
        said("mot"), said("un", "deux"), said(), said("a<text:s text:c='3'/>b"), said("x", attributes='table:number-columns-repeated="2"'),
        said("large", attributes='table:number-columns-spanned="2"'), said("dessous", kind="covered-table-cell"),
        said("haut", attributes='table:number-rows-spanned="2"'), said("fond", attributes='table:style-name="v"'),
        said(attributes='table:style-name="v"'), f"<table:table-cell>{NOTE}</table:table-cell>",
        '<table:table-cell office:value="3.25"/>', '<table:table-cell table:formula="of:=1+x"/>',
        "<table:table-cell><draw:rect><text:p>forme</text:p></draw:rect><text:p>autour</text:p></table:table-cell>",
        "<table:table-cell><text:p/></table:table-cell>",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(
    rows=st.lists(st.tuples(st.lists(CELLS, max_size=5), st.sampled_from(["", "", HIDDEN, 'table:number-rows-repeated="2"'])), max_size=6),
    hidden=st.booleans(),
)  # fmt: skip
def test_no_word_is_lost(rows: list[tuple[list[str], str]], hidden: bool) -> None:
    before = "<table:table-column/>" + (f"<table:table-column {HIDDEN}/>" if hidden else "")
    lines = [line(*cells, attributes=attributes) for cells, attributes in rows]
    try:
        read(ods(table(*lines, before=before), styled("v", "#00803C")))
    except UnreadableSource as error:
        assert "vide" in error.message  # noqa: PT017 a sheet without a word is refused, any other is read


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is absent")
def test_a_real_file_is_read_whole() -> None:
    (path,) = (CORPUS / "d_sheets").glob("*.ods")
    blocks = outline(read(path.read_bytes()))
    assert blocks[0] == "# Diagnostic flash"
    (first,) = (block for block in blocks[:10] if isinstance(block, list))
    assert first[0] == ["N°", "Critères", "Contrôle", "Résultat du contrôle", "Commentaire"]
    assert len(first) == 28
