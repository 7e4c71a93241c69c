"""The slides of the worked example: their views, words and sources, and what a choice of the editor changes."""

from __future__ import annotations

import pypdfium2
import pytest

from restitution.meeting.choosing import POINTS, ROOM, TITLE
from restitution.meeting.deck import WORDS_OF_TITLE, without_notes
from restitution.meeting.offers import AT_MOST, LESSON, POINT, POSTER, QUOTATION, SURPRISE
from restitution.meeting.sentences import count_words
from restitution.model import Shown
from restitution.pandoc import ast
from restitution.writers.pdf import write_pdf
from tests.assembly import example as publication
from tests.meeting import example
from tests.writers.test_pdf import FONTS, TEMPLATE
from tests.writers.test_pptx import SLIDES

VISIT = "visite HG"


def row(place: str = SURPRISE, text: str = "", *, view: str = VISIT, said: str = "oui", **more: str) -> Shown:
    return Shown(vue=view, place=place, texte=text, choisi=said, **more)


def offered(place: str, view: str = VISIT) -> list[str]:
    return [one.text for one in example.offers() if (one.view, one.place) == (view, place)]


def view_of(rows: list[Shown], key: str = VISIT) -> str:
    views = [view for view in example.deck(rows).blocks if dict(view["c"][0][2])["key"] == key]
    return example.shown(views[0])


def test_there_are_eleven_views_and_one_a_territory() -> None:
    assert len(example.deck().blocks) == 11 + len(publication.settings().territoires)


def test_each_title_is_the_only_one_of_its_words() -> None:
    titles = example.titles(example.deck())
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(titles)


def test_no_view_has_more_words_than_a_room_reads() -> None:
    for view in example.deck().blocks:
        assert count_words(example.shown(view)) <= ROOM, example.shown(view)


def test_each_view_has_something_for_the_speaker() -> None:
    assert all(ast.text(example.part(view, "vue-notes")).strip() for view in example.deck().blocks)
    assert not any(example.part(view, "vue-notes")["c"][1] for view in without_notes(example.deck()).blocks)


def test_what_is_shown_is_a_sentence_of_the_publication_and_the_notes_say_where() -> None:
    published = " ".join(" ".join(said.text.split()) for said in example.said())
    shown = example.chosen().lines.items()
    lines = [line for (view, _), each in shown if not view.startswith(POSTER) for line in each]
    assert lines
    for line in lines:
        assert line.offer is not None
        if line.offer.picture or " : " in line.text:  # a caption; a line of a table
            continue
        assert " ".join(line.text.split()) in published
    notes = " ".join(ast.text(example.part(view, "vue-notes")) for view in example.deck().blocks)
    assert all(line.offer.where in notes for line in lines if line.offer)


def test_a_territory_less_is_a_view_less_and_is_named_nowhere() -> None:
    gone = publication.settings().territoires[-1]
    deck = example.deck(settings=example.fewer_territories())
    assert len(deck.blocks) == len(example.deck().blocks) - 1
    assert "Deux territoires, une méthode" in example.titles(deck)
    shown = " ".join(map(example.shown, deck.blocks))
    assert gone.nom not in shown + " ".join(example.titles(deck))


@pytest.mark.parametrize("place", [SURPRISE, QUOTATION])
def test_the_editor_s_choice_is_shown_in_the_place_of_the_best_offer(place: str) -> None:
    best, other = offered(place)[0], offered(place)[-1]
    assert best in view_of([]) or place != SURPRISE
    assert other in view_of([row(place, other)])


def test_what_a_visit_taught_is_the_title_of_its_view_when_it_is_short() -> None:
    short, long = offered(LESSON)[-1], max(offered(LESSON), key=count_words)
    assert count_words(short) <= WORDS_OF_TITLE < count_words(long)
    titles = example.titles(example.deck([row(LESSON, short)]))
    assert f"Haute-Galdonne – {short.removesuffix('.')}" in titles
    assert short not in view_of([row(LESSON, short)])
    by_itself = example.deck([row(LESSON, long)])
    assert "Ce qu’on rapporte de la Haute-Galdonne" in example.titles(by_itself)
    assert long in view_of([row(LESSON, long)])


def test_what_the_editor_refuses_is_not_shown() -> None:
    best = offered(SURPRISE)[0]
    assert best in view_of([])
    assert best not in view_of([row(text=best, said="non")])


def test_the_editor_s_own_words_are_shown_with_the_source_of_the_passage() -> None:
    rows = [row(text=offered(SURPRISE)[0], version_courte="Ici, on refuse.")]
    assert "Ici, on refuse." in view_of(rows)
    (line,) = example.chosen(rows).of(VISIT, SURPRISE)
    assert line.shortened
    assert line.offer is not None


def test_a_sentence_that_was_not_offered_is_found_in_the_publication() -> None:
    said = next(
        each for each in example.said() if each.note.host == "HG" and len(each.text.split()) in range(5, 9)
    )
    assert example.chosen([row(text=said.text)]).of(VISIT, SURPRISE)[0].text == said.text


def test_what_is_shown_are_the_words_of_the_publication_whatever_the_table_made_of_them() -> None:
    said = next(each for each in example.said() if "’" in each.text and each.text.endswith("."))
    (line,) = example.chosen([row(text=said.text.replace("’", "'").upper())]).of(VISIT, SURPRISE)
    assert line.text == said.text.strip()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(text="Cette phrase n’est dite nulle part.")], "n'est plus dans la publication"),
        ([row(text="x" * 9, fichier="ailleurs.md")], "n'est plus dans la publication"),
        ([row("surprise", "x")], "elle n'a pas de place « surprise »"),
        ([row(view="visite ZZ", text="x")], "n'est pas une vue du diaporama"),
        ([row(version_courte="mot " * 40)], "au plus se lisent"),
        ([row(version_courte="Un."), row(version_courte="Deux.")], "1 ligne choisie au plus"),
    ],
)
def test_what_cannot_be_followed_is_said(rows: list[Shown], told: str) -> None:
    assert any(told in finding.message for finding in example.chosen(rows).findings)


@pytest.mark.parametrize("count", [1, 2, 5, 8, 12])
def test_any_number_of_territories_is_shown_on_as_many_pages_as_there_are_views(count: int) -> None:
    settings = example.settings_of(count)
    deck = without_notes(example.deck(settings=settings))
    assert len(deck.blocks) == 11 + count
    pdf = write_pdf(deck, {}, SLIDES, FONTS, TEMPLATE)
    assert len(pypdfium2.PdfDocument(pdf)) == len(deck.blocks)
    for view in deck.blocks:
        assert count_words(example.shown(view)) <= ROOM
    shown = " ".join(map(example.shown, deck.blocks))
    assert all(territory.nom in shown for territory in settings.territoires)


def test_a_title_may_be_the_editor_s() -> None:
    rows = [row(TITLE, view=VISIT, version_courte="Le courage de rester")]
    assert "Le courage de rester" in example.titles(example.deck(rows))


def test_three_points_at_most_are_shown() -> None:
    assert all(
        len(example.chosen().of(view, POINT)) <= POINTS for view in ("convergences", "recommandations", "suites")
    )
    assert all(len(offered(POINT, view)) <= AT_MOST for view in ("convergences", "recommandations"))


def test_a_project_without_notes_has_its_views_too() -> None:
    deck = example.deck_of_nothing()
    assert len(deck.blocks) == len(example.deck().blocks)
    assert "Les notes n’en disent encore rien." in " ".join(map(example.shown, deck.blocks))
