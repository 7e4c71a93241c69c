"""The pages of the worked example: the right people, the right requests, no jargon, one sheet each."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from restitution.model import Document, Note, Passage, SourceStatus
from restitution.returns.contributors import Contributor
from restitution.returns.places import Place
from restitution.returns.requests import Request
from restitution.returns.slip import INTERNAL, slip
from restitution.returns.told import Gathered, Told
from restitution.settings import Project, Settings, Territory
from restitution.writers.docx import reference_docx, write_docx
from tests.builds.conftest import built, run
from tests.builds.reading import docx_text, folded

pytestmark = pytest.mark.slow
JARGON = (
    "AST", "hash", "sha256", "lot", "lots", "stage", "métadonnée", "métadonnées", "metadata", "parser", "parseur",
    "finding", "findings", "JSON", "JSONL", "YAML", "regex", "balise", "balises", "token", "bookmark", "pipeline",
    "workflow", "snakemake", "pandoc", "encodage", "contrat", "leaf", "section_id", "taken", "set_aside", "None",
)  # fmt: skip
"""Words that no page may hold."""
PEOPLE = {
    "Anissa Melhaoui", "Aurélien Sombreval", "Cabinet Perspective Sud-Ouest", "Capucine Daubricourt",
    "Émeline Costarague", "Équipe de coopération Cap 2040", "Équipe de la Haute-Galdonne",
    "Équipe de la Marche d'Ombrois", "Équipe du Val d'Arvoise", "Fabien Lorriquet", "Hélène Marquisot",
    "Marcel Fauvergnat", "Maud Thérondel", "Nadège Vauquelin", "Odile Pertuiseau", "Patrice Mauvernay",
    "Tiphaine Rouvrelac", "Yanis Belkhadir", "Auteur inconnu",
}  # fmt: skip
SAYS = {
    "Marcel Fauvergnat": ["du 21 au 22 mai 2025", "qu’est-ce qui est juste", "chapitre 4.1", "Participants : 12"],
    "Yanis Belkhadir": ["Complétez ce qui attend encore", "ligne 25", "Vos 3 fichiers", "document d’annexes, 2"],
    "Nadège Vauquelin": ["3 commentaires (36 mots)", "3 passages supprimés (32 mots)", "chapitre 3.1"],
    "Émeline Costarague": ["hangar-arcoulange.jpg", "Joignez-la", "à valider"],
    "Équipe du Val d'Arvoise": ["scan.pdf", "exportez-le au format .docx", "faites reconnaître le texte"],
    "Cabinet Perspective Sud-Ouest": ["Ajoutez la rubrique", "Participants"],
}


@pytest.fixture(scope="module")
def project(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = shutil.copytree(example, tmp_path_factory.mktemp("retours") / "cap 2040", symlinks=True)
    built(project, "retours")  # everything is made: they are published alone
    return project


def pages(project: Path) -> dict[str, str]:
    """Whose page -> its words."""
    found = (project / "interne" / "retours").glob("Retour - *.docx")
    return {path.stem.removeprefix("Retour - "): docx_text(path) for path in found}


def test_each_contributor_has_a_page_that_is_for_her_alone(project: Path) -> None:
    found = pages(project)
    assert set(found) == PEOPLE
    index = (project / "interne" / "retours" / "index.html").read_text("utf-8")
    for name, text in found.items():
        assert folded(INTERNAL) in text
        assert folded(f"pour {name[0]}")[:-1] in text
        assert folded(name[1:]) in text
    assert INTERNAL in index
    assert index.count("Retour%20-%20") == len(PEOPLE)


def test_it_says_what_was_understood_and_what_to_do(project: Path) -> None:
    found = pages(project)
    lacking = [(name, words) for name, said in SAYS.items() for words in said if folded(words) not in found[name]]
    assert lacking == []


def test_no_page_holds_a_word_of_the_trade(project: Path) -> None:
    for name, text in pages(project).items():
        words = set(re.findall(r"\w+", re.sub(r"\b(src|gen)_\w+|\w*Build\w*", "", text)))
        assert words.isdisjoint(JARGON), name


def test_the_same_notes_give_the_same_bytes_and_nothing_is_redone(project: Path) -> None:
    folder = project / "interne" / "retours"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "à jour" in built(project, "retours")
    shutil.rmtree(project / ".restitution")
    shutil.rmtree(folder)
    built(project, "retours")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_edited_page_is_kept_and_a_gone_contributor_s_page_goes(project: Path) -> None:
    folder, kept = project / "interne" / "retours", project / "sources" / "_confidentiel" / "retours"
    hers, his, own = (folder / f"{name}" for name in (
        "Retour - Patrice Mauvernay.docx", "Retour - Tiphaine Rouvrelac.docx", "à moi.txt"))  # fmt: skip
    hers.write_bytes(b"un mot de la main de l'editeur")
    his.write_bytes(b"un autre mot")
    own.write_text("notes de l'éditeur", "utf-8")
    (project / "sources/commun/territoires-avances/Seronne_juin2025.docx").unlink()
    said = built(project, "retours")
    assert said.count("avait été modifié") == 2
    assert not hers.exists()
    assert his.read_bytes()[:2] == b"PK"
    assert own.is_file()
    assert {path.read_bytes() for path in kept.rglob("original*")} >= {
        b"un mot de la main de l'editeur",
        b"un autre mot",
    }


def test_the_screen_says_what_is_missing_who_where_and_the_next_step(project: Path) -> None:
    done = run(project, "status", env={"NO_COLOR": "1"})
    shown = " ".join(done.stdout.split())
    for words in (
        "Thème « Transition sociale », Marche d'Ombrois : aucune note.",
        "Portrait, Marche d'Ombrois : Gouvernance et acteurs (Capucine Daubricourt).",
        "Pas encore relu (« à valider ») : commun/expertise/intervention-transitions.txt (Émeline Costarague).",
        "Marcel Fauvergnat – haute-galdonne/2025-05_visite-miroir/note_MO.rtf (chapitre 4.1)",
        "haute-galdonne/ancien.doc Ancien document Word 97-2003",
        "PROCHAIN PAS À demander à : Équipe de la Haute-Galdonne, pour haute-galdonne/ancien.doc",
        "Sa page est prête à envoyer : interne/retours/Retour - Équipe de la Haute-Galdonne.docx",
    ):
        assert words in shown
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    one = run(project, "status", "note_MO.rtf").stdout
    assert "chapitre 4.1 – En visite : Haute-Galdonne" in one
    assert "Marcel Fauvergnat" in one
    assert "qu’est-ce qui est juste" in " ".join(one.split())


def test_every_page_is_one_sheet(project: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice n'est pas installé : la longueur des pages n'est pas mesurée")
    pages = sorted((project / "interne" / "retours").glob("Retour - *.docx"))
    files = [*pages, *crowded(tmp_path)]
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    long = {path.stem: len(pypdfium2.PdfDocument(path)) for path in tmp_path.glob("*.pdf")}
    assert long == dict.fromkeys((path.stem for path in files), 1)


def crowded(folder: Path) -> list[Path]:
    """Pages of contributors with more files than a page can tell, and the longest requests."""
    made = []
    for count in (4, 7, 14, 60):
        files = {told.status.path: told for told in (told_at_length(number) for number in range(count))}
        one = Contributor(name="Marie-Ange de La Rochefontaine", kind="person", paths=list(files))
        title = "Un titre assez long pour tenir sur une ligne et demie de la page"
        settings = Settings(projet=Project(titre=title), territoires=(Territory(code="A", nom="Ici"),))
        blank = Document(build="", title="", subtitle="", date="", language="fr-FR", epoch=0)
        page = slip(one, Gathered(files=files, people=[one]), settings, blank)
        path = folder / f"{count} fichiers.docx"
        path.write_bytes(write_docx(page, {}, reference_docx()))
        made.append(path)
    return made


def told_at_length(number: int) -> Told:
    path = f"ici/un dossier/Compte rendu de la visite numéro {number}, version relue par le bureau.docx"
    title = f"Visite numéro {number} : ce que la vallée nous a montré de ses ateliers et de ses gens"
    sections = ("objectifs", "participants", "programme", "etapes_visite", "regards", "enseignements", "suites")
    text = {"t": "Para", "c": [{"t": "Str", "c": "texte"}]}
    note = Note(
        path=path,
        sha256="",
        format="docx",
        kind="visite_miroir",
        classified=True,
        title=title,
        territories=[],
        dates=["2025-05-20", "2025-05-22"],
        attendance=14,
        passages=[Passage(block=text, section=key) for key in sections],
    )
    reasons = ("commentaire", "texte supprimé", "texte masqué", "balise")
    status = SourceStatus(
        path=path,
        sha256=None,
        state="superseded" if number % 3 else "taken",
        not_taken=[{"reason": reason, "words": 12, "where": ""} for reason in reasons],
        withheld=[{"reason": reason, "words": 12, "where": ""} for reason in ("confidentialité", "consentement")],
    )
    asked = [
        Request(need="fait", path=path, text=f"Question {number} : " + "des mots assez longs pour durer " * 8)
    ]
    place = Place("4.2", "En visite : le pays que l’on traverse sans s’arrêter")
    return Told(status=status, note=note, places=[place], requests=asked)
