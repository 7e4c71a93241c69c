"""The web site's own pages: what the settings say, and no more; a statement that claims nothing unchecked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs

from restitution.assembly.made import logos
from restitution.assembly.outline import Reference
from restitution.assembly.site import ASKED, Download, Facts, site_page, told_of_site
from restitution.checks.survey.funding import shown_in
from restitution.conservation.published import check_html
from restitution.model import Document
from restitution.pandoc import ast
from restitution.settings import Funding, Project, Settings, Territory
from restitution.writers.html import LOOK, OF_A_SITE, SITE_LOOK, SITE_PAGE, Among, Beside, write_html
from tests.assembly import example
from tests.writers.test_html import Page, flat

ROOT = Path(__file__).parents[2]
INDEX, STATEMENT = "site/index.md.j2", "site/accessibilite.md.j2"
HEADINGS = {"Le projet", "Sa finalité", "Ses résultats", "Son financement", "Nous écrire", "Télécharger"}
HOSTILE = '**gras** [lien](http://x.example) <script>alert(1)</script> {{ 7 * 7 }} ::: "guillemets"'


def download(title: str, address: str, format_: str = "PDF") -> Download:
    return Download(titre=title, adresse=Reference(address), format=format_, poids="1,2 Mo")


FACTS = Facts(
    restitution=download("La restitution", "restitution.html", "page web"),
    documents=[download("La restitution", "telechargements/restitution.pdf")],
    images=3,
    images_muettes=1,
)


@cache
def report() -> Document:
    settings = example.settings()
    row, media = logos(settings, {logo.fichier: logo.fichier for logo in settings.financement.logos})
    document = example.document()[0]
    return structs.replace(document, blocks=[ast.div(row, "couverture"), *document.blocks], media=media)


def page(name: str = INDEX, settings: Settings | None = None, facts: Facts = FACTS) -> Document:
    template = (ROOT / "templates" / name).read_text("utf-8")
    return site_page(name, template, "Un titre", report(), settings or example.settings(), facts)


def words(document: Document) -> str:
    return flat(ast.text(document.blocks))


def headings(document: Document) -> set[str]:
    return {ast.text(block["c"][2]) for block in document.blocks if block["t"] == "Header"}


def with_project(**said: str) -> Settings:
    settings = example.settings()
    return structs.replace(settings, projet=structs.replace(settings.projet, **said))


def with_funding(**said: str) -> Settings:
    settings = example.settings()
    return structs.replace(settings, financement=structs.replace(settings.financement, **said))


def written(document: Document) -> bytes:
    templates = {name: (ROOT / "templates" / name).read_bytes() for name in OF_A_SITE}
    menu = (Beside(address="index.html", words="Accueil", is_here=True),)
    files = frozenset({"restitution.html", "accessibilite.html", "telechargements/restitution.pdf"})
    among = Among(frame=SITE_PAGE, looks=(LOOK, SITE_LOOK), menu=menu, files=files)
    return write_html(document, {}, templates, among)


def test_the_first_page_says_what_the_settings_say() -> None:
    settings = example.settings()
    said = words(page())
    for key in ("description", "finalite", "resultats", "montant_total", "montant_europeen", "mention"):
        assert flat(getattr(settings.financement, key)) in said, key
    assert all(f"{one.nom} ({one.structure})" in said for one in settings.territoires)
    assert settings.projet.contact in said
    assert "La restitution (PDF, 1,2 Mo)" in said
    assert headings(page()) >= HEADINGS


def test_of_what_they_do_not_say_there_is_not_even_a_heading() -> None:
    bare = Settings(projet=Project(titre="Seul"), territoires=(Territory(code="A", nom="Un pays"),))
    document = page(settings=bare, facts=structs.replace(FACTS, documents=[]))
    assert headings(document) == {"Lire la restitution", "Les territoires"}


@pytest.mark.parametrize("name", [INDEX, STATEMENT])
def test_logos_and_mention_come_first_and_are_what_the_check_looks_for(name: str) -> None:
    document = page(name)
    cover = document.blocks[0]
    assert ast.has_class(cover, "couverture")
    first, second, *_ = cover["c"][1]
    assert ast.has_class(first, "logos")
    assert ast.has_class(second, "mention")
    shown = shown_in("x", document, lambda path: (ROOT / "sources" / path).read_bytes())
    assert shown.mention
    assert shown.logos == [logo.alt for logo in example.settings().financement.logos]


def test_without_logos_there_is_no_row_of_them() -> None:
    bare = structs.replace(report(), blocks=[], media={})
    template = (ROOT / "templates" / INDEX).read_text("utf-8")
    document = site_page(INDEX, template, "Un titre", bare, example.settings(), FACTS)
    assert not any(ast.has_class(block, "logos") for block in document.blocks[0]["c"][1])


@pytest.mark.parametrize("count", [1, 2, 5])
def test_territories_come_and_go(count: int) -> None:
    territories = tuple(Territory(code=f"T{n}", nom=f"Pays-{n}") for n in range(count))
    said = words(page(settings=structs.replace(example.settings(), territoires=territories)))
    assert all(one.nom in said for one in territories)
    told = said.split("Les territoires")[1].split("Nous écrire")[0]
    assert not any(one.nom in told for one in example.settings().territoires)


def test_what_a_setting_says_is_text() -> None:
    document = page(settings=with_funding(description=HOSTILE))
    assert HOSTILE in words(document)
    data = written(document)
    assert b"<script" not in data
    assert b'http://x.example"' not in data
    assert check_html(data, document).holds


@pytest.mark.parametrize("name", [INDEX, STATEMENT])
def test_a_page_is_sound_and_holds_every_word(name: str) -> None:
    document = page(name)
    data = written(document)
    assert check_html(data, document).holds, check_html(data, document).message
    read = Page(data)
    assert len(read.all("h1")) == 1
    addresses = [attributes["href"] for attributes, _ in read.all("a")]
    assert all(re.match(r"#|https://|mailto:|index\.html|restitution\.html|acc|tele", one) for one in addresses)
    assert not read.all("script", "link", "iframe", "form")


def test_a_link_to_a_file_that_is_not_beside_is_its_words() -> None:
    document = page()
    document.blocks.append(
        ast.para([{"t": "Link", "c": [ast.attributes(), ast.string("ici"), ["../x.html", ""]]}])
    )
    assert b"../x.html" not in written(document)


def test_the_statement_claims_nothing_that_was_not_checked() -> None:
    said = words(page(STATEMENT))
    assert "non conforme" in said
    assert not re.search(r"(?<!non )\bconforme\b|certifi|garanti", said)
    assert "1 image n’a pas de texte de remplacement" in said
    assert "Chacune a un texte" in words(page(STATEMENT, facts=structs.replace(FACTS, images_muettes=0)))
    assert said.count("À compléter :") == 4


def test_who_must_not_say_a_level_is_told_no_french_law() -> None:
    settings = example.settings()
    abroad = tuple(structs.replace(one, pays="CA") for one in settings.territoires)
    for name in (INDEX, STATEMENT):
        said = words(page(name, structs.replace(settings, territoires=abroad)))
        assert "conforme" not in said
        assert "Défenseur" not in said


def told(settings: Settings) -> str:
    statement = page(STATEMENT, settings)
    return " ".join(finding.message for finding in told_of_site(settings, statement, STATEMENT))


def test_what_the_team_has_to_write_is_told() -> None:
    assert "attend 4 réponses" in told(example.settings())
    for key, what in ASKED.items():
        assert what in told(with_funding(**{key: ""}))
    assert "à qui écrire" in told(with_project(contact=""))


def test_who_must_not_name_the_funders_is_asked_nothing() -> None:
    free = structs.replace(example.settings(), financement=Funding(pays_sans_mention=("FR",)))
    assert not any(what in told(free) for what in ASKED.values())
