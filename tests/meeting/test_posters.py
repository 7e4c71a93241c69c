"""The posters of the worked example: their words, what stands on them for whom, and what a room reads of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pypdfium2
import pytest
from msgspec import structs
from pypdfium2 import raw

from restitution.checks.survey.funding import shown_in
from restitution.conservation.published import check_pdf
from restitution.meeting.choosing import TITLE
from restitution.meeting.hanging import figure_parts
from restitution.meeting.offers import FIGURE, LESSON, PICTURE, QUOTATION, SURPRISE, TERRITORIES, view_of_visit
from restitution.meeting.posters import MOST_SIGNS, QR, posters_of
from restitution.model import Document, Shown
from restitution.pandoc import ast
from restitution.pictures.codes import qr_code
from restitution.settings import Settings
from restitution.writers.pdf import write_pdf
from tests.assembly import example as publication
from tests.meeting import example
from tests.writers.test_pdf import FONTS, TEMPLATE, TEMPLATES

POSTER = (TEMPLATES / "typst" / "affiche.typ").read_bytes()
A3 = (297, 420)
MM = 72 / 25.4
HG = "territoire-HG"
VIEW = "affiche HG"
LONG = "Communauté d’agglomération de Saint-Quentin-en-Haute-Galdonne et des Trois Vallées"
FULL_HEIGHT = re.compile(r"[A-Z0-9]")
CAPITAL = 14
"""Millimetres: 16 minutes of arc at three metres (ISO 9241-303)."""


def row(place: str, text: str = "", *, view: str = VIEW, said: str = "oui", **more: str) -> Shown:
    return Shown(vue=view, place=place, texte=text, choisi=said, **more)


def settings(*, rule: bool = True, **project: str) -> Settings:
    own = publication.settings()
    own = structs.replace(own, projet=structs.replace(own.projet, **project))
    return structs.replace(own, financement=structs.replace(own.financement, affiche=rule))


def named(name: str) -> Settings:
    own = publication.settings()
    first, *others = own.territoires
    return structs.replace(own, territoires=(structs.replace(first, nom=name), *others))


def words(document: Document) -> str:
    return " ".join(ast.text(document.blocks).split())


def pdf(document: Document, own: Settings | None = None, *, has_bleed: bool = False) -> bytes:
    media = example.media(document, own)
    return write_pdf(document, media, POSTER, FONTS, TEMPLATE, has_bleed=has_bleed)


@cache
def of_example(name: str) -> bytes:
    return pdf(example.poster(name))


def read(data: bytes) -> str:
    page = pypdfium2.PdfDocument(data)[0]
    return " ".join(page.get_textpage().get_text_bounded().split())


def letters(data: bytes) -> Iterator[tuple[str, float, tuple[float, float, float, float]]]:
    """Each letter of the page, the size of its font in millimetres, and its box in millimetres."""
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        left, bottom, right, top = (value / MM for value in text.get_charbox(index))
        if letter.strip():
            yield letter, raw.FPDFText_GetFontSize(text, index) / MM, (left, bottom, right, top)


def title_capitals(data: bytes) -> list[tuple[float, float]]:
    """Of the capitals of the title: how high each is, and where it stands, in millimetres."""
    each = list(letters(data))
    largest = max(size for _, size, _ in each)
    found = [box for letter, size, box in each if size == largest and FULL_HEIGHT.match(letter)]
    return [(top - bottom, bottom) for _, bottom, _, top in found]


def test_there_is_one_a_territory_one_of_the_method_and_one_of_the_matrix() -> None:
    codes = [territory.code for territory in publication.settings().territoires]
    assert [*posters_of(publication.settings())] == [
        *(f"territoire-{code}" for code in codes),
        "methode",
        "matrice",
    ]


@pytest.mark.parametrize("name", [*posters_of(publication.settings())])
class TestEachPoster:
    def test_is_one_page_of_paper_a3(self, name: str) -> None:
        pages = pypdfium2.PdfDocument(of_example(name))
        assert len(pages) == 1
        assert tuple(round(length / MM) for length in pages[0].get_size()) == A3

    def test_has_few_signs(self, name: str) -> None:
        assert len(read(of_example(name))) <= MOST_SIGNS

    def test_title_is_read_at_three_metres_on_one_line(self, name: str) -> None:
        capitals = title_capitals(of_example(name))
        assert min(high for high, _ in capitals) >= CAPITAL
        assert max(bottom for _, bottom in capitals) - min(bottom for _, bottom in capitals) < 1

    def test_has_the_funding_in_a_quarter_of_its_surface(self, name: str) -> None:
        funding = publication.settings().financement
        quarter = A3[1] / 4
        page = pypdfium2.PdfDocument(of_example(name))[0]
        width, _ = page.get_size()
        below = " ".join(page.get_textpage().get_text_bounded(0, 0, width, quarter * MM).split())
        for said in (funding.operation, funding.description, funding.montant_total, funding.montant_europeen):
            assert _plain(said) in _plain(below)
        assert _plain(funding.mention) in _plain(below)
        assert "@" not in below, "the band holds nothing else"
        shown = [one for one in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]) if one.get_bounds()[3] <= quarter * MM]
        assert len(shown) == len(funding.logos)

    def test_leads_to_the_page_of_the_project(self, name: str) -> None:
        document = example.poster(name)
        site = publication.settings().projet.site
        assert site in read(of_example(name))
        (code,) = [image for image in ast.images(document.blocks) if image["c"][2][0] == QR]
        assert _plain(ast.text(code["c"][1])) == _plain(f"Code QR : {site}")

    def test_is_read_back_word_for_word_and_shows_who_pays(self, name: str) -> None:
        document, funding = example.poster(name), publication.settings().financement
        assert check_pdf(of_example(name), document).message == ""
        shown = shown_in(name, document, lambda target: example.media(document)[target])
        assert shown.mention
        assert len(shown.logos) == len(funding.logos)

    def test_is_the_same_with_bleed_for_the_printer(self, name: str) -> None:
        data = pdf(example.poster(name), has_bleed=True)
        page = pypdfium2.PdfDocument(data)[0]
        assert tuple(round(length / MM) for length in page.get_size()) == (A3[0] + 6, A3[1] + 6)
        assert [round(side / MM) for side in page.get_trimbox()] == [3, 3, A3[0] + 3, A3[1] + 3]
        assert read(data) == read(of_example(name))


def _plain(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text).replace("'", "’")


def test_a_poster_of_a_territory_shows_what_its_slide_shows() -> None:
    shown = words(example.poster(HG))
    for place in (SURPRISE, QUOTATION, LESSON):
        for line in example.chosen().of(view_of_visit("HG"), place):
            assert line.text in shown


def test_it_shows_three_figures_the_one_of_the_slides_first() -> None:
    lines = example.chosen().of(VIEW, FIGURE)
    assert len(lines) == 3
    assert lines[0].text == example.chosen().of(TERRITORIES, f"{FIGURE} HG")[0].text
    shown = words(example.poster(HG))
    for line in lines:
        assert " ".join(figure_parts(line.text)) in shown


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Habitants : 11 280", ("11 280", "Habitants")),
        ("Taux : à dix ans : 3 %", ("3 %", "Taux : à dix ans")),
        ("Onze communes sur trente.", ("", "Onze communes sur trente.")),
        ("Superficie : 444 km², soit 131 hab./km²", ("", "Superficie : 444 km², soit 131 hab./km²")),
    ],
)
def test_a_figure_is_how_many_then_of_what(text: str, parts: tuple[str, str]) -> None:
    assert figure_parts(text) == parts


@pytest.mark.parametrize("place", [SURPRISE, QUOTATION, LESSON])
def test_the_choice_of_the_slides_is_that_of_the_poster(place: str) -> None:
    view = view_of_visit("HG")
    other = [one.text for one in example.offers() if (one.view, one.place) == (view, place)][-1]
    assert other in words(example.poster(HG, [row(place, other, view=view)]))


def test_a_line_of_its_own_prevails() -> None:
    said = [one.text for one in example.offers() if one.view == view_of_visit("HG") and one.place == SURPRISE]
    rows = [row(SURPRISE, said[0], view=view_of_visit("HG")), row(SURPRISE, said[-1])]
    shown = words(example.poster(HG, rows))
    assert said[-1] in shown
    assert said[0] not in shown


def test_what_is_refused_for_the_poster_gives_way_to_the_next() -> None:
    (line,) = example.chosen().of(VIEW, SURPRISE)
    rows = [row(SURPRISE, line.text, said="non")]
    (other,) = example.chosen(rows).of(VIEW, SURPRISE)
    assert other.text != line.text
    assert example.chosen(rows).of(view_of_visit("HG"), SURPRISE)[0].text == line.text


def test_the_picture_is_the_editor_s() -> None:
    (_, (target, caption)) = example.SEEN.items()
    document = example.poster(HG, [row(PICTURE, caption)])
    assert target in document.media
    assert caption in words(document)


def test_a_title_may_be_the_editor_s() -> None:
    assert "Rester, venir" in words(example.poster(HG, [row(TITLE, version_courte="Rester, venir")]))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(SURPRISE, "Cette phrase n’est dite nulle part.")], "n'est plus dans la publication"),
        ([row("surprise", "x")], "elle n'a pas de place « surprise »"),
        ([row(SURPRISE, "x", view="affiche ZZ")], "ni une affiche"),
        ([row(LESSON, version_courte="mot " * 200)], "« affiche HG », enseignement : 8"),
    ],
)
def test_what_cannot_be_followed_is_said(rows: list[Shown], told: str) -> None:
    chosen = example.chosen(rows)
    found = [*chosen.findings, *example.told_of_posters(rows)]
    assert any(told in finding.message for finding in found), found


def test_the_example_s_posters_have_room_for_all_that_they_show() -> None:
    assert example.told_of_posters() == []


def test_what_has_no_room_is_not_shown_and_what_comes_first_stays() -> None:
    long = "un mot de plus " * 30
    rows = [row(QUOTATION, version_courte=long), row(LESSON, version_courte=long)]
    data = pdf(example.poster(HG, rows))
    assert len(read(data)) <= MOST_SIGNS
    (line,) = example.chosen().of(VIEW, SURPRISE)
    assert _plain(line.text) in _plain(read(data))


def test_too_long_a_funding_leaves_nothing_else_and_is_told() -> None:
    own = publication.settings()
    long = structs.replace(own, financement=structs.replace(own.financement, description="mot " * 300))
    assert any("signes de trop" in finding.message for finding in example.told_of_posters(settings=long))


@pytest.mark.parametrize("key", ["description", "montant_total", "montant_europeen"])
def test_what_the_rule_asks_for_and_nobody_wrote_is_told(key: str) -> None:
    own = settings()
    lacking = structs.replace(own, financement=structs.replace(own.financement, **{key: ""}))
    assert any(f"« {key} »" in finding.message for finding in example.told_of_posters(settings=lacking))


def test_without_the_rule_the_mention_and_the_logos_stay() -> None:
    own = settings(rule=False)
    shown = read(pdf(example.poster(HG, settings=own)))
    assert _plain(own.financement.mention) in _plain(shown)
    assert own.financement.montant_total not in shown


def test_without_an_address_there_is_no_code() -> None:
    own = settings(site="", contact="")
    document = example.poster(HG, settings=own)
    assert QR not in document.media
    assert "Code QR" not in words(document)
    assert len(pypdfium2.PdfDocument(pdf(document))) == 1


def test_a_long_name_takes_more_lines_and_no_smaller_letters() -> None:
    data = pdf(example.poster(HG, settings=named(LONG)))
    capitals = title_capitals(data)
    assert min(high for high, _ in capitals) >= CAPITAL
    assert len({round(bottom) for _, bottom in capitals}) > 1
    assert len(pypdfium2.PdfDocument(data)) == 1
    assert _plain("Saint-Quentin-en-Haute-Galdonne") in _plain(read(data))


def test_a_territory_less_is_named_on_no_poster() -> None:
    gone = publication.settings().territoires[-1]
    left = example.fewer_territories()
    assert f"territoire-{gone.code}" not in posters_of(left)
    for name in posters_of(left):
        assert gone.nom not in words(example.poster(name, settings=left))


@pytest.mark.parametrize("count", [1, 12])
def test_any_number_of_territories_has_its_posters_of_one_page(count: int) -> None:
    own = example.settings_of(count)
    assert len(posters_of(own)) == count + 2
    for name in list(posters_of(own))[-3:]:
        data = pdf(example.poster(name, settings=own), own)
        assert len(pypdfium2.PdfDocument(data)) == 1
        assert len(read(data)) <= MOST_SIGNS


def test_a_project_without_notes_has_its_posters_too() -> None:
    document = example.poster_of_nothing(HG)
    assert "Les notes n’en disent encore rien." in words(document)
    assert len(pypdfium2.PdfDocument(pdf(document))) == 1


def test_the_matrix_is_told_cell_by_cell_to_whoever_does_not_see_it() -> None:
    alternatives = [_plain(ast.text(image["c"][1])) for image in ast.images(example.poster("matrice").blocks)]
    for theme in publication.settings().themes:
        assert any(_plain(f"{theme.titre} : Haute-Galdonne, ") in told for told in alternatives)


def test_the_code_of_an_address_is_always_the_same_drawing() -> None:
    assert qr_code("https://cap2040.example") == qr_code("https://cap2040.example")
    assert qr_code("https://cap2040.example") != qr_code("https://cap2040.example/a")
