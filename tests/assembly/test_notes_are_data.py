"""What a note, a name or a setting says is shown as it is written: never a template, never markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import structs

from restitution.assembly.assemble import identified
from restitution.assembly.outline import escaped
from restitution.conservation.document import check_document
from restitution.pandoc.run import read_markdown

from . import example
from .example import told

HOSTILE = (
    "{{ 7 * 7 }}", "{% for x in y %}", "{# rien #}", '[.]{.titre n="0"}', '::: {.ref n="0"}', "<b>gras</b>", "*a*",
    r"\newpage", "$x^2$", "@auteur", "[lien](http://ailleurs)", "# titre", "1. un", "| a | b |", "&amp;",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_note_is_never_a_template(text: str) -> None:
    note = example.written(
        f"commun/{text.replace('/', '')}.md", "portrait",
        example.heading(1, f"Titre {text}"), example.para(f"Rédaction : {text}"),
        example.heading(2, f"Enjeux {text}"), example.para(f"Avant {text} après."),
        territoire="HG",
    )  # fmt: skip
    named = identified([note], [])[0]
    settings = structs.replace(
        example.settings(),
        projet=structs.replace(example.settings().projet, titre=f"Projet {text}"),
        territoires=(
            structs.replace(example.settings().territoires[0], nom=f"Pays {text}"),
            *example.settings().territoires[1:],
        ),
    )
    document, _ = example.document(named, settings)
    shown = told(document.blocks)
    for words in ("Titre {}", "Enjeux {}", "Avant {} après.", "Projet {}", "Pays {}"):
        assert words.format(text) in shown
    assert f"{text.replace('/', '')}.md" in shown
    assert all(count.holds for count in check_document(named, named, document).values())


@hypothesis_settings(deadline=None, max_examples=25)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1), min_size=1, max_size=30)
)
def test_what_a_template_prints_shows_as_it_is_written(values: list[str]) -> None:
    shown = read_markdown("\n\n".join(f"Mot {escaped(value)} fin" for value in values))
    assert [told([block]) for block in shown] == [" ".join(f"Mot {value} fin".split()) for value in values]
