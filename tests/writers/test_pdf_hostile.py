"""Documents that no layout likes: no word is lost, nothing stands beyond the margins, tags stay whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from restitution.conservation.published_pdf import check_pdf
from restitution.model import Block
from restitution.pandoc import ast
from restitution.writers.pdf import write_pdf
from tests.benchmarks.pages import faults, read_pages

from . import sample as small
from .accessible import Accessible
from .test_pdf import FONTS, TEMPLATE, document, words

LONG = small.LONG
PICTURES = {
    "frise.png": small.png(30_000, 10),
    "mât.png": small.png(10, 3_000),
    "carte.png": small.png(900, 900),
}
Make = Callable[[small.Anchors], list[Block]]


def votes(new: small.Anchors) -> Block:
    head = new.row(*(f"Votant {number} de la commune" for number in range(22)))
    row = ["Une phrase assez longue pour déborder", *(f"réponse{number}" for number in range(21))]
    return small.table(new.leaf("Votes"), 22, [head], [new.row(*row) for _ in range(40)])


def in_a_cell(new: small.Anchors) -> Block:
    inner = small.table([], 2, [new.row("Intercommunalité", "Développement")], [new.row("un", "deux")])
    holder = [small.ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [inner]]
    row = [small.ATTRIBUTES, [holder, new.cell("x"), new.cell("y"), new.cell("z" * 40)]]
    return small.table(new.leaf("Dehors"), 4, [new.row(*"abcd")], [row])


def nested(new: small.Anchors) -> list[Block]:
    inner: list[Block] = [
        new.para(LONG),
        small.table(
            new.leaf("Au fond"), 6, [new.row(*["Intercommunalité"] * 6)], [new.row(*["développement"] * 6)]
        ),
    ]
    for _ in range(5):
        inner = [small.bullets(inner)]
    return inner


CASES: dict[str, Make] = {
    "22 columns": lambda new: [votes(new)],
    "22 columns in landscape": lambda new: [ast.div([votes(new)], "paysage")],
    "50 columns": lambda new: [small.table([], 50, [], [new.row(*(f"colonne{n}" for n in range(50)))] * 3)],
    "200 columns": lambda new: [small.table([], 200, [], [new.row(*(f"c{n}" for n in range(200)))] * 3)],
    "a cell taller than a page": lambda new: [
        small.table(new.leaf("Haute"), 2, [new.row("a", "b")], [new.row("court", LONG * 30)])
    ],
    "a narrow cell taller than a page": lambda new: [
        small.table(new.leaf("Haute"), 9, [new.row(*"abcdefghi")], [new.row(*["court"] * 8, LONG * 10)])
    ],
    "a table in a table": lambda new: [in_a_cell(new)],
    "a table in five lists": nested,
    "a header of long cells": lambda new: [
        small.table(new.leaf("Tête"), 3, [new.row(LONG[:190], LONG[:190], "z")], [new.row(*"abc")] * 60)
    ],
    "pictures far too wide and far too high": lambda new: [
        small.figure(new.leaf(name), small.image(name, name)) for name in ("frise.png", "mât.png")
    ],
    "a square picture in landscape": lambda new: [
        ast.div([small.figure(new.leaf("Carte"), small.image("Carte", "carte.png")), new.para("Suite")], "paysage")
    ],
    "captions of a page": lambda new: [
        small.figure(new.leaf(LONG * 9), small.image("Carte", "carte.png")),
        small.table(new.leaf(LONG * 25), 2, [new.row("a", "b")], [new.row("c", "d")]),
    ],
    "headings of 400 letters": lambda new: [
        ast.div([], "sommaire"),
        new.heading(1, ("Un titre qui ne finit pas " * 20)[:400]),
        new.heading(2, ("Sous-titre interminable " * 20)[:400]),
        new.para("mot " * 900),
        new.heading(1, "M" * 120),
        new.para("Fin"),
    ],
    "headings alone, in landscape or not": lambda new: [
        new.heading(1, "Un"),
        new.heading(2, "Deux"),
        ast.div([new.heading(1, "Trois")], "paysage"),
        ast.div([new.heading(1, "Quatre")], "paysage"),
        new.heading(1, "Cinq"),
    ],
    "a footnote of a page": lambda new: [
        new.para([*ast.string("Avec note"), small.note(*[ast.para(ast.string(LONG)) for _ in range(20)])]),
        new.para(LONG),
    ],
    "words of other scripts": lambda new: [
        new.para("שלום עולם مرحبا بالعالم 🙂 👩‍👩‍👧 ✅ fin"),
        small.table([], 2, [new.row("שלום", "🙂")], [new.row("مرحبا", "x")]),
    ],
    "words of 300 letters": lambda new: [
        new.para("a" * 300),
        new.heading(2, "b" * 300),
        small.table(new.leaf("c" * 300), 3, [new.row("d" * 300, "e", "f")], [new.row("g", "h" * 300, "W" * 300)]),
        new.styled("encadre-titre", "i" * 300),
        new.styled("encadre", "j" * 300),
        new.styled("verbatim", "k" * 300),
        small.bullets([new.para("l" * 300)]),
        small.figure(new.leaf("m" * 300), small.image("Carte", "carte.png")),
        {"t": "CodeBlock", "c": [ast.attributes(), "x" * 400]},
    ],
    "a cover of long words": lambda new: [
        ast.div(
            [
                ast.div([new.para("Anticonstitutionnellement-intercommunalités " * 6)], "titre"),
                ast.div([new.para("W" * 200)], "sous-titre"),
            ],
            "couverture",
        )
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost_nor_beyond_the_margins(name: str) -> None:
    said = document(CASES[name](small.Anchors()))
    said.media = dict.fromkeys(PICTURES, "")
    pdf = write_pdf(said, PICTURES, TEMPLATE, FONTS)
    verified = check_pdf(pdf, said)
    assert verified.holds, verified.message
    assert Accessible(pdf).faults() == []
    pages = read_pages(pdf)
    assert [fault for fault in faults(pages) if fault[1].startswith("hors")] == []
    assert all(page.lines or name.startswith("pictures") for page in pages)


def test_what_is_beyond_the_margins_is_seen() -> None:
    pdf = write_pdf(document(words("mot")), {}, TEMPLATE.replace(b"x: 25mm, top", b"x: 5mm, top"), FONTS)
    assert [fault[1] for fault in faults(read_pages(pdf))] == ["hors des marges"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_heading_goes_to_the_next_page_with_its_text(kept: bool) -> None:
    template = TEMPLATE if kept else TEMPLATE.replace(b"sticky: true", b"sticky: false")
    told: set[str] = set()
    for lines in range(30, 42):
        new = small.Anchors()
        cover = ast.div([new.para("Couverture")], "couverture")
        above = [cover, new.heading(1, "Chapitre"), *(new.para(f"Ligne {number}") for number in range(lines))]
        blocks = [*above, new.heading(2, "Titre"), new.para(LONG * 20)]
        told |= {fault[1] for fault in faults(read_pages(write_pdf(document(blocks), {}, template, FONTS)))}
    assert ("titre en bas de page" in told) is not kept
