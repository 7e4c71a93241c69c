"""Numbers that every writer prints alike."""

from restitution.pandoc import ast
from restitution.pandoc.numbering import numbers_of

PICTURE = {"t": "Plain", "c": [{"t": "Image", "c": [ast.attributes(), ast.string("Un pont"), ["pont.png", ""]]}]}


def heading(level: int, words: str, *classes: str) -> dict[str, object]:
    return ast.header(level, ast.leaf(ast.string(words), "", id_=words), *classes)


def figure(caption: str) -> dict[str, object]:
    said = [{"t": "Plain", "c": ast.leaf(ast.string(caption), "", id_=caption)}] if caption else []
    return {"t": "Figure", "c": [ast.attributes(), [None, said], [PICTURE]]}


def test_headings_annexes_and_figures_have_the_names_that_text_gives_them() -> None:
    found = numbers_of(
        [
            heading(1, "Colophon", "unnumbered"),
            heading(1, "Portraits"),
            heading(2, "Le Val"),
            figure("Le pont"),
            ast.div([heading(2, "Dans un encadré"), figure("")], "encadre"),
            figure("La halle"),
            heading(1, "Ateliers", "annexe"),
            heading(2, "Premier atelier"),
        ]
    )
    assert {leaf: one.told.replace("\u00a0", " ") for leaf, one in found.items()} == {
        "Portraits": "partie 1",
        "Le Val": "partie 1.1",
        "Le pont": "figure 1",
        "La halle": "figure 2",
        "Ateliers": "annexe A",
        "Premier atelier": "annexe A.1",
    }
