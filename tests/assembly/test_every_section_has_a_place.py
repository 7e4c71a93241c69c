"""No section that the model gives to a kind of note ends in the annex of texts that the plan has no place for."""

from __future__ import annotations

import pytest
from msgspec import structs

from restitution.assembly.assemble import identified
from restitution.domain import domain
from restitution.model import Document, Note

from . import example
from .example import heading, headings, para, part_of, told, whole_note, written

LEFT = "Textes non repris dans le corps"
UNKNOWN = {
    "auteur": {"author": ""},
    "hôte": {"host": "", "territories": []},
    "territoire": {"territories": []},
    "thème": {"themes": []},
}
"""What a note may not say, by its French name -> the note without it."""


def published(*notes: Note) -> tuple[Document, int]:
    return example.document(tuple(identified(notes, [])[0]))


@pytest.mark.parametrize("lacks", ["rien", *UNKNOWN])
@pytest.mark.parametrize("kind", domain().kinds)
def test_each_section_of_each_kind_has_a_place(kind: str, lacks: str) -> None:
    note = without(whole_note(kind, "HG"), lacks)
    document, unplaced = published(note)
    assert told(part_of(document, LEFT)) == ""
    assert unplaced == 0
    assert LEFT not in [text for _, text in headings(document.blocks)]


def without(note: Note, lacks: str) -> Note:
    """A note of which something is not known, and of whose passages either."""
    if lacks == "rien":
        return note
    field = {"hôte": "territories", "territoire": "territories", "thème": "themes"}.get(lacks)
    passages = [structs.replace(p, **{field: []}) for p in note.passages] if field else note.passages
    return structs.replace(note, passages=passages, **UNKNOWN[lacks])


ACCOUNT = (
    heading(1, "Accueil de nos voisins"),
    para("Territoires visiteurs : Val d'Arvoise, Marche d'Ombrois"),
    heading(2, "Enseignements"),
    para("Recevoir s'apprend."),
)


@pytest.mark.parametrize("author", ["", "HG"])
def test_what_a_host_takes_from_its_own_visit_stands_in_its_chapter(author: str) -> None:
    note = written("haute-galdonne/accueil.md", "visite_miroir", *ACCOUNT, territoire="HG")
    document, _ = published(structs.replace(note, author=author))
    visits = told(part_of(document, "Visites miroir"))
    assert "Recevoir s’apprend." in visits.partition("Ce que l’on en retient")[2].partition("En visite")[0]
    lessons = told(part_of(document, "Enseignements croisés"))
    assert "Haute-Galdonne Voir la partie 4.1." in lessons
    assert "Val d’Arvoise Non renseigné par le territoire" in lessons


def test_a_visit_without_a_note_is_one_sentence() -> None:
    document, _ = published(written("haute-galdonne/accueil.md", "visite_miroir", *ACCOUNT, territoire="HG"))
    below = told(part_of(document, "Visites miroir")).partition("En visite : Marche d’Ombrois")[2]
    assert "Aucune note n’a encore été déposée sur cette visite." in below
    assert "Préparation et attentes" not in below


def test_a_visit_that_is_not_done_is_planned() -> None:
    settings = example.settings()
    planned = structs.replace(
        settings,
        visites=tuple(structs.replace(one, realisee=()) for one in settings.visites),
    )
    text = told(example.document([], planned)[0].blocks)
    assert "La visite est prévue " in text
    assert "Elle était prévue" not in text
    assert "Territoires attendus" in text
