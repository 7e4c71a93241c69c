"""Cross-references of the plan, the index of sources, and pages in landscape."""

from __future__ import annotations

from typing import Any

import pytest

from restitution.assembly.landscape import with_landscape
from restitution.assembly.references import USED, reference, resolve
from restitution.errors import RestitutionError
from restitution.model import REFERENCE, Block, Placement
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table


def plain(words: str) -> list[Block]:
    return [{"t": "Plain", "c": ast.string(words)}]


def heading(level: int, words: str, id_: str = "", *classes: str) -> Block:
    made = ast.header(level, ast.leaf(ast.string(words), "", id_=f"gen_{words}"), *classes)
    made["c"][1][0] = id_
    return made


def table(*heads: str, id_: str = "", caption: str = "Qui a reçu qui") -> Block:
    said = ast.leaf(ast.string(caption), "", id_=f"gen_{caption}")
    return simple_table(said, [plain(head) for head in heads], [[plain("a") for _ in heads]], id_)


def asking(*targets: str, words: str = "") -> Block:
    links = [reference(ast.string(words) if words else [], target) for target in targets]
    return ast.para(ast.leaf(links, "", id_="gen_ici"))


def links_of(blocks: list[Block]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def keep(inline: dict[str, Any]) -> list[dict[str, Any]]:
        if inline["t"] == "Link" and REFERENCE in inline["c"][0][1]:
            found.append((ast.text(inline["c"][1]).replace("\u00a0", " "), inline["c"][2][0]))
        return [inline]

    ast.map_leaves(blocks, lambda inlines: ast.map_inlines(inlines, keep))
    return found


PLAN = [
    heading(1, "Sommaire", "sommaire", "unnumbered"),
    heading(1, "Visites", "visites"),
    heading(2, "Le Val", "val"),
    table("Hôte", "Visiteur", id_="tab-visites"),
    heading(1, "Index", "index", "annexe"),
]


def test_a_reference_says_the_number_of_what_it_names() -> None:
    asked = asking("#visites", "#val", "#tab-visites", "#index", "#sommaire")
    told = links_of(resolve([*PLAN, asked], []))
    assert told == [
        ("partie 1", "#gen_Visites"),
        ("partie 1.1", "#gen_Le Val"),
        ("tableau 1", "#gen_Qui a reçu qui"),
        ("annexe A", "#gen_Index"),
        ("« Sommaire »", "#gen_Sommaire"),
    ]


def test_words_of_the_template_stay() -> None:
    assert links_of(resolve([*PLAN, asking("#val", words="ce que le Val a montré")], [])) == [
        ("ce que le Val a montré", "#gen_Le Val")
    ]


def test_an_unknown_reference_is_an_error_with_the_nearest_mark() -> None:
    with pytest.raises(RestitutionError, match=r"#tab-visite ».*le plus proche : tab-visites"):
        resolve([*PLAN, asking("#tab-visite")], [])


def test_no_id_of_the_plan_reaches_the_writers() -> None:
    blocks = resolve(PLAN, [])
    assert [block["c"][1][0] if block["t"] == "Header" else block["c"][0][0] for block in blocks] == [""] * 5


def test_the_index_tells_where_a_note_is_used_but_for_the_index_itself() -> None:
    def said(id_: str) -> Block:
        return ast.para(ast.leaf(ast.string(id_), "", id_=id_))

    used = ast.div([], USED, path="note.md")
    blocks = [*PLAN[:3], said("src_a"), PLAN[4], said("src_b"), used, ast.div([], USED, path="autre.md")]
    places = [
        Placement(leaf=id_, bookmark=id_, part="visites", path="note.md", where="") for id_ in ("src_a", "src_b")
    ]
    told = resolve(blocks, places)[-1:]
    assert links_of(told) == [("partie 1.1", "#gen_Le Val")]
    assert ast.text(told).replace("\u00a0", " ").strip() == "Repris dans : partie 1.1"


def test_a_note_whose_text_went_elsewhere_says_where_below_its_own_title() -> None:
    """Said twice of one note, each under an id of its own; no place names itself, the index names the first."""

    def said(id_: str) -> Block:
        return ast.para(ast.leaf(ast.string(id_), "", id_=id_))

    title, other = heading(2, "Réunion"), heading(2, "Autre")
    tells = ast.div([], USED, path="note.md")
    minutes = [heading(1, "Réunions", "", "annexe"), title, said("src_b"), said("src_c"), tells]
    blocks = [*PLAN[:3], said("src_a"), *minutes, PLAN[4], other, tells]
    owners = {"src_a": "note.md", "src_b": "note.md", "src_c": "autre.md"}
    places = [
        Placement(leaf=id_, bookmark=id_, part="visites", path=path, where="") for id_, path in owners.items()
    ]
    told = resolve([*blocks, ast.div([], USED, path="autre.md")], places)
    first, second, its = (block for block in told if "Repris dans" in ast.text([block]).replace("\u00a0", " "))
    assert links_of([first]) == [("partie 1.1", "#gen_Le Val")]
    assert links_of([second]) == [("partie 1.1", "#gen_Le Val"), ("annexe A.1", "#gen_Réunion")]
    assert links_of([its]) == [("annexe A.1", "#gen_Réunion")]
    assert len({ast.leaf_id(span) for span in ast.each_leaf([first, second, its])}) == 3


WIDE = [f"colonne-{number}" for number in range(12)]


def kinds(blocks: list[Block]) -> list[str]:
    return [block["t"] for block in blocks]


def test_a_wide_table_takes_its_heading_its_few_words_and_its_source_along() -> None:
    source = ast.div([ast.para(ast.string("Source : abaque.xlsx"))], "source")
    before, after = ast.para(ast.string("Avant.")), ast.para(ast.string("Après."))
    intro = ast.para(ast.string("Les couleurs vont du vert au rouge."))
    blocks = [heading(1, "Ateliers"), before, heading(2, "Abaque"), intro, table(*WIDE), source, after]
    made = with_landscape(blocks)
    assert kinds(made) == ["Header", "Para", "Div", "Para"]
    assert made[2]["c"][0][1] == ["paysage"]
    assert [block for part in made for block in (part["c"][1] if part["t"] == "Div" else [part])] == blocks


def test_two_wide_tables_with_little_between_share_their_pages() -> None:
    made = with_landscape([table(*WIDE), ast.para(ast.string("Second vote.")), table(*WIDE)])
    assert kinds(made) == ["Div"]


def test_two_wide_tables_of_two_chapters_do_not() -> None:
    made = with_landscape([table(*WIDE), heading(1, "Un chapitre"), table(*WIDE)])
    assert kinds(made) == ["Div", "Div"]


def test_a_long_text_stays_on_its_page_in_portrait() -> None:
    made = with_landscape([heading(2, "Abaque"), ast.para(ast.string("mot " * 400)), table(*WIDE)])
    assert kinds(made) == ["Header", "Para", "Div"]


def test_a_table_that_fits_stays() -> None:
    assert kinds(with_landscape([table("Hôte", "Visiteur")])) == ["Table"]
