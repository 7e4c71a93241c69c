"""What the report prints of its blocks: acronyms explained once, each passage by its country's typography."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import structs

from restitution.assembly.acronyms import expanded
from restitution.assembly.assemble import assemble, identified
from restitution.assembly.made import Term
from restitution.assembly.typesetting import Press
from restitution.assembly.wording import wording_findings
from restitution.conservation.document import check_document
from restitution.model import GENERATED, Block, Note
from restitution.pandoc import ast
from restitution.pandoc.run import read_markdown
from restitution.settings import Settings

from . import example
from .example import para, told, written

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "acronyms.yaml").read_text("utf-8"))
TERMS = [Term(sigle, words, "") for sigle, words in TABLE["glossaire"].items()]
NARROW, FULL = "\u202f", "\u00a0"


def leaves(text: str) -> list[Block]:
    return ast.map_leaves(read_markdown(text), lambda inlines: ast.leaf(inlines, "", id_="gen_1"))


def expand(text: str, key: str = "contexte") -> list[Block]:
    return expanded([(key, leaves(text))], TERMS, [], [])[0][1]


def plain(blocks: list[Block]) -> list[Block]:
    """The blocks with the words of ours as if they were written."""

    def unwrapped(inline: Block) -> list[Block]:
        return inline["c"][1] if inline["t"] == "Span" and GENERATED in inline["c"][0][1] else [inline]

    return ast.map_leaves(blocks, lambda inlines: joined(ast.map_inlines(inlines, unwrapped)))


def joined(inlines: list[Block]) -> list[Block]:
    """The inlines of a leaf, neighbouring strings made one."""
    (span,) = inlines
    out: list[Block] = []
    for one in span["c"][1]:
        if out and out[-1]["t"] == one["t"] == "Str":
            out[-1] = {"t": "Str", "c": out[-1]["c"] + one["c"]}
        else:
            out.append(one)
    return [{"t": "Span", "c": [span["c"][0], out]}]


@pytest.mark.parametrize("case", TABLE["cas"], ids=[case["texte"] for case in TABLE["cas"]])
def test_an_acronym_is_explained_where_it_is_first_read(case: dict[str, str]) -> None:
    assert plain(expand(case["texte"])) == leaves(case.get("attendu", case["texte"]))


def test_a_cover_explains_nothing() -> None:
    assert expand("Le PETR", "couverture") == leaves("Le PETR")


def of_canada() -> Settings:
    """The example's settings, one of its territories in Quebec."""
    known = example.settings()
    abroad = [structs.replace(one, langue="fr-CA") if one.code == "VA" else one for one in known.territoires]
    return structs.replace(known, territoires=tuple(abroad))


def notes() -> list[Note]:
    said = 'Le PETR dit : "l\'eau monte !" en 1ère ligne, puis "oui"...'
    here = written("hg.md", "apport_expert", para(said), territoire="HG")
    abroad = written("va.md", "apport_expert", para(said), territoire="VA")
    quote: Block = {"t": "BlockQuote", "c": [para('L\'eau "monte" ! 1ère fois')]}
    return identified([here, abroad, written("cite.md", "apport_expert", quote, territoire="HG")], [])[0]


def test_each_passage_has_the_spaces_of_its_territory_and_every_word_is_counted() -> None:
    found = notes()
    frame = structs.replace(example.frame(of_canada(), example.made_for(found, of_canada())), terms=TERMS)
    whole = assemble(found, frame)
    text = told(whole.document.blocks)
    said = f"dit{FULL}: «{FULL}l’eau monte{{}}!{FULL}» en 1ère ligne, puis «{FULL}oui{FULL}»…"
    assert said.format(NARROW) in ast.text(whole.document.blocks)
    assert said.format("") in ast.text(whole.document.blocks)
    assert f'L\'eau "monte"{NARROW}!' in ast.text(whole.document.blocks)
    assert text.count("(pôle d’équilibre territorial et rural)") == 1
    assert all(count.holds for count in check_document(found, found, whole.document).values())
    assert Press(of_canada(), found).document(whole.document) == whole.document


def test_forms_are_told_by_file_but_not_of_quotations() -> None:
    found = notes()
    whole = assemble(found, example.frame(example.settings(), example.made_for(found, example.settings())))
    findings = wording_findings(whole.document)
    assert [finding.path for finding in findings] == ["hg.md", "va.md"]
    assert {finding.message for finding in findings} == {"« 1ère » : écrivez « 1re »."}


def test_acronyms_and_narrow_spaces_can_be_turned_off() -> None:
    found = notes()
    off = structs.replace(
        example.settings(), typographie=structs.replace(example.settings().typographie, sigles=False, fine=False)
    )
    whole = assemble(found, structs.replace(example.frame(off, example.made_for(found, off)), terms=TERMS))
    text = ast.text(whole.document.blocks)
    assert "équilibre" not in text
    assert NARROW not in text
