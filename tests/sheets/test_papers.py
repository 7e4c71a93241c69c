"""The papers handed to people: what they say, how they are built, and that none is taken for a note."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from restitution.cli.new import run
from restitution.cli.papers import Handed
from restitution.errors import WrongUse
from restitution.intake.recognise import PAPER, recognise
from restitution.kit.given import models
from restitution.model import Source
from restitution.papers import CNIL, paper_of_word, papers
from restitution.settings import load_settings

SETTINGS = """
projet: {titre: "Cap {2040} & après", contact: ecrire@ici.example, chef_de_file: TA}
territoires:
  - {code: TA, nom: Territoire A, structure: PETR d'A}
  - {code: QC, nom: Territoire B, pays: CA}
"""
WORDS = ("anonym", "certifi", "conform")
ART_13 = {  # ce qu'une notice doit dire (RGPD, article 13) -> des mots qui le disent
    "qui": "PETR d'A",
    "contact": "ecrire@ici.example",
    "délégué": "Délégué ou déléguée à la protection",
    "pourquoi": "rend compte des visites",
    "base": "article 6, 1, a",
    "destinataires": "Qui y a accès",
    "durée": "Combien de temps",
    "accès": "recevoir une copie",
    "rectification, effacement, limitation": "faire corriger, effacer ou limiter",
    "portabilité": "recevoir dans un fichier",
    "opposition": "vous y opposer",
    "retrait": "retirer votre accord à tout moment",
    "plainte": CNIL,
    "obligation": "Rien ne vous oblige",
    "décision": "Aucune décision",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "mon projet é"
    folder.mkdir()
    (folder / "restitution.yaml").write_text(SETTINGS, "utf-8")
    assert load_settings(folder / "restitution.yaml").codes == ("TA", "QC")
    return folder


def hand(project: Path, word: str, territory: str = "", form: str = "docx") -> tuple[Handed, Any]:
    done = run(word, territory, form, project, project)
    assert isinstance(done, Handed)
    return done, Document(str(project / done.path))


def text_of(paper: Any) -> str:
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("notice", "notice"),
        ("Notice d'information", "notice"),
        ("consentement", "consentement"),
        ("fiche de consentement", "consentement"),
        ("portrait", None),
    ],
)
def test_usual_words_are_papers(word: str, key: str | None) -> None:
    assert paper_of_word(word) == key


def test_a_notice_says_what_the_law_asks_for(project: Path) -> None:
    done, paper = hand(project, "notice", "TA")
    text = text_of(paper)
    assert done.path == "templates/fiches/Notice d'information - Territoire A.docx"
    assert "« Cap {2040} & après », Territoire A" in text
    assert {name for name, words in ART_13.items() if words not in text} == set()


def test_abroad_it_is_another_authority(project: Path) -> None:
    text = text_of(hand(project, "notice", "QC")[1])
    assert CNIL not in text
    assert "autorité de protection des données de votre pays" in text


def test_a_consent_sheet_asks_for_each_level_and_each_use(project: Path) -> None:
    text = text_of(hand(project, "consentement")[1])
    assert text.count("☐") == 4 + 3
    assert all(word in text for word in ("Signature", "Lien avec le jeune", "ecrire@ici.example"))


@pytest.mark.parametrize("key", papers())
def test_a_paper_can_be_read_by_a_screen_reader(project: Path, key: str) -> None:
    done, paper = hand(project, key)
    body = paper.element.xml
    assert paper.core_properties.title
    assert paper.core_properties.language == "fr-FR"
    assert 'w:val="fr-FR"' in paper.styles.element.xml
    headings = [one for one in paper.paragraphs if one.style.name.casefold() == "heading 1"]
    assert len(headings) >= 4
    assert body.count("<w:tblHeader") == body.count("<w:tbl>") == body.count("<w:tblCaption ") == len(paper.tables)
    listed = [one for one in paper.paragraphs if one.text.startswith(("–", "-", "•"))]
    assert not listed  # dashes are those of a list
    assert not any(word in text_of(paper).casefold() for word in WORDS)
    assert done.whose == ""


def test_what_is_not_known_is_to_be_filled_in() -> None:
    for name, data in models().items():
        text = text_of(Document(io.BytesIO(data)))
        assert "[titre du projet]" in text, name
        assert "{" not in text, name
    assert models() == models()


def test_a_paper_among_the_notes_is_set_aside(project: Path) -> None:
    done, paper = hand(project, "consentement")
    paper.tables[0].rows[1].cells[1].text = "Zoé Martin"
    kept = io.BytesIO()
    paper.save(kept)
    for data in ((project / done.path).read_bytes(), kept.getvalue()):
        found = recognise(Source(path="ici/accord.docx", sha256="", size=len(data)), data)
        assert (found.state, found.reason) == ("set_aside", PAPER)


def test_the_project_s_own_model_is_given_as_it_is(project: Path) -> None:
    own = project / "templates" / "fiches" / "Notice d'information.docx"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"la mienne")
    done = run("notice", "TA", "docx", project, project)
    assert isinstance(done, Handed)
    assert (project / done.path).read_bytes() == b"la mienne"
    assert done.whose == "templates/fiches/Notice d'information.docx"
    again = run("notice", "TA", "docx", project, project)
    assert isinstance(again, Handed)
    assert again.path.endswith("(2).docx")


def test_only_word_s_format(project: Path) -> None:
    with pytest.raises(WrongUse, match=r"n'existe qu'en \.docx"):
        run("notice", "", "md", project, project)
