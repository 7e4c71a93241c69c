"""What a part of the plan takes when it asks for one territory: texts, each with the heading it stands below."""

from __future__ import annotations

from restitution.assembly.pool import Pool, Wanted
from restitution.model import Note, Passage
from restitution.pandoc import ast


def passage(text: str, *territories: str, level: int = 0) -> Passage:
    inlines = ast.leaf(ast.string(text), "")
    block = ast.header(level, inlines) if level else ast.para(inlines)
    role = "heading" if level else "text"
    return Passage(block=block, section="transfert", role=role, territories=list(territories))  # type: ignore[arg-type]


def pool(*passages: Passage) -> Pool:
    note = Note(
        path="a.md", sha256="", format="md", kind="visite_inspirante", classified=True, title="", territories=[],
        passages=list(passages),
    )  # fmt: skip
    return Pool([note], ["HG", "VA"])


def taken(from_: Pool, territory: str | None) -> list[str]:
    items = from_.take(Wanted(sections=("transfert",), territory=territory))
    return [ast.text([item.passage.block]).strip() for item in items]


def test_a_heading_goes_with_the_first_text_below_it() -> None:
    shared = pool(passage("Compétences", level=2), passage("À Galdonne", "HG"), passage("En Arvoise", "VA"))
    assert taken(shared, "VA") == ["Compétences", "En Arvoise"]
    assert taken(shared, "HG") == ["À Galdonne"]
    assert taken(shared, None) == []


def test_a_heading_above_another_s_text_stays() -> None:
    two = pool(
        passage("Mobilité", level=2),
        passage("En Arvoise", "VA"),
        passage("Logement", level=2),
        passage("Le parc", level=3),
        passage("À Galdonne", "HG"),
    )
    assert taken(two, "HG") == ["Logement", "Le parc", "À Galdonne"]
    assert taken(two, "VA") == ["Mobilité", "En Arvoise"]


def test_a_heading_without_any_text_is_left_for_whoever_asks_for_all() -> None:
    bare = pool(passage("À Galdonne", "HG"), passage("Pistes", level=2))
    assert taken(bare, "HG") == ["À Galdonne"]
    assert taken(bare, None) == ["Pistes"]
