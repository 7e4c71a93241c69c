"""Which pictures the manual has, and how each is taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final

from docs.pictures import marks
from docs.pictures.desk import window
from docs.pictures.folders import text_file, tree
from docs.pictures.fresh import Fresh, begun
from docs.pictures.needs import there
from docs.pictures.paper import page_and_note
from docs.pictures.returned import PASSAGE
from docs.pictures.scene import ROOT, Scene, staged
from docs.pictures.served import desk_page
from docs.pictures.shots import (
    SCHEMAS,
    close_up,
    cover_of_pdf,
    page_of_pdf,
    page_of_word,
    schema,
    terminal,
    web_page,
)
from PIL.Image import Image

FOLDER: Final = Path(__file__).parents[1] / "images"
NOTE: Final = "sources/haute-galdonne/2025-05_visite-miroir/note_VA.docx"
PORTRAIT: Final = "sources/haute-galdonne/Portrait Haute-Galdonne v3 DEF.docx"
REGISTER: Final = "sources/_confidentiel/personnes.yaml"
REVIEW: Final = "output/relecture/restitution_relecture.docx"
TABLE: Final = (980, 420)
"""A window small enough to be read at the width of a page of the manual."""
MENU: Final = (0, 0, 700, 660)
"""What is kept of a window: a menu and the words that are spoken of, at the width of a page of the manual."""
DOWN_TO_COMMENT: Final = ("alt+i", *["Down"] * 10)
DOWN_TO_TRACKING: Final = ("F10", "Right", "Down", *["Up"] * 10, "Right")
OPTIONS_OF_PICTURE: Final = ("F4", "", "", "", "183,219", "")


class Stage:
    """What pictures are of, each made when the first picture asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def scene(self) -> Scene:
        """The example, a review gone through."""
        return staged(self.folder)

    @cached_property
    def fresh(self) -> Fresh:
        """A project that begins."""
        return begun(self.folder)


Taken = Callable[[Stage], Image]


def _word(name: str, words: str, *, part: float = 1.0) -> Taken:
    return lambda stage: page_of_word(there(stage.scene.project / name), words, part=part)


def _pdf(words: str, name: str = "restitution") -> Taken:
    return lambda stage: page_of_pdf(there(stage.scene.project / f"output/{name}.pdf"), words)


def _said(name: str, command: str, lines: int, *, since: str = "") -> Taken:
    return lambda stage: terminal(command, stage.scene.said[name], lines, since=since)


def _begun(name: str, command: str, lines: int) -> Taken:
    return lambda stage: terminal(command, stage.fresh.said[name], lines)


def _table(name: str, words: str) -> Taken:
    return lambda stage: window(there(stage.scene.project / name), "sheet", words, size=TABLE)


def _menu(*keys: str, crop: tuple[int, int, int, int]) -> Taken:
    return lambda stage: window(
        there(stage.scene.project / REVIEW), "selected", PASSAGE, keys=keys, size=(1100, 900), crop=crop
    )


def _page(name: str, width: int, height: int) -> Taken:
    return lambda stage: web_page(there(stage.scene.project / name), width, height)


def _schema(name: str) -> Taken:
    return lambda _stage: schema(name)


PICTURES: Final[dict[str, Taken]] = {
    # a project that begins
    "terminal-doctor": _begun("doctor", "restitution doctor", 40),
    "terminal-init": _begun("init", 'restitution init "mon projet"', 12),
    "dossier-cree": lambda stage: tree(stage.fresh.made, marks.MADE),
    "reglages-a-changer": lambda stage: text_file(stage.fresh.made / "restitution.yaml", 12, marks.CHANGED),
    "terminal-faute": _begun("mistake", "restitution build", 12),
    "double-clic": lambda stage: terminal(
        "", stage.fresh.said["double-click"], 50, since="Assemble le document", title="construire.sh"
    ),
    "ou-deposer": lambda stage: tree(stage.fresh.built / "sources", marks.DROPPED, chosen=marks.CHOSEN),
    # a note
    "fiche": _word("sources/haute-galdonne/Portrait de territoire.docx", "Portrait", part=0.62),
    "note-en-tete": lambda _stage: page_of_word(ROOT / NOTE, "Visite miroir en Haute-Galdonne", part=0.6),
    "photo-et-legende": lambda _stage: page_of_word(ROOT / PORTRAIT, "un mardi de novembre", part=0.64),
    "libreoffice-texte-de-remplacement": lambda _stage: window(
        ROOT / PORTRAIT, "pictured", "", keys=OPTIONS_OF_PICTURE, size=(1100, 900), crop=(50, 200, 750, 480)
    ),
    "retour": _word("interne/retours/Retour - Marcel Fauvergnat.docx", "Marcel"),
    # the work of the editor
    "terminal-build": _said("build", "restitution build", 44, since="fichiers repris"),
    "dossier-output": lambda stage: tree(stage.scene.project / "output", marks.HANDED),
    "terminal-status": _said("status", "restitution status", 36),
    "terminal-status-note": _said("status-note", "restitution status note_VA.docx", 36, since="note_VA"),
    "classement": _table("sources/classement.csv", "B5 0"),
    "terminal-plan": _said("plan", "restitution plan", 30, since="trois campagnes"),
    "terminal-check": _said("check", "restitution check", 34),
    "terminal-strict": _said("strict", "restitution build --strict", 22, since="refusée"),
    "verbatims": _table("sources/choix/verbatims.csv", "G2 0"),
    "index-des-retours": _page("interne/retours/index.html", 1000, 620),
    "tableau-de-bord": _page("interne/tableau-de-bord.html", 1200, 800),
    # the people that notes name
    "terminal-scan": _begun("people-scan", "restitution people scan --dry-run", 44),
    "registre-ouvert": lambda stage: text_file(
        stage.fresh.built / REGISTER, 22, marks.ENROLLED, since="personnes:"
    ),
    "notice": _word("templates/fiches/Notice d'information - Haute-Galdonne.docx", "Notice", part=0.75),
    "terminal-accords": _said("people-consent", "restitution people consent", 20, since="ENREGISTREMENTS"),
    "terminal-personne": _said("people-show", 'restitution people show "Nadège Vauquelin"', 26, since="chargée"),
    # a review
    "comment-relire": _word(REVIEW, "Comment relire cette copie", part=0.5),
    "copie-annotee": lambda stage: window(stage.scene.annotated, "page", PASSAGE, crop=(128, 400, 1140, 860)),
    "repere-en-marge": lambda stage: close_up(there(stage.scene.project / REVIEW), PASSAGE, height=110),
    "libreoffice-commentaire": _menu(*DOWN_TO_COMMENT, crop=MENU),
    "libreoffice-suivi": _menu(*DOWN_TO_TRACKING, crop=MENU),
    "pdf-annote": lambda stage: page_and_note(there(stage.scene.project / "output/restitution.pdf"), PASSAGE),
    "terminal-review-add": _said("review-add", "restitution review add copie-de-Paul.docx", 30),
    "terminal-review-list": _said("review-list", "restitution review list", 30),
    "terminal-decide": _said("decide", "restitution review decide R-002 accepter", 20),
    "remarques": lambda stage: window(stage.scene.filled, "sheet", "I2 7", size=(860, 400), crop=(0, 0, 860, 300)),
    "bureau-remarque": lambda stage: desk_page(stage.scene.project, "/remarques/R-001", 1200, 860),
    "lettre-de-reponse": _word("output/relecture/lettre-de-reponse.docx", "Paul Roux", part=0.75),
    # an edition, and what is handed over
    "terminal-edition": _said("edition", "restitution edition create relecture-juin", 20),
    "dossier-edition": lambda stage: tree(
        stage.scene.project / "sources/editions/relecture-juin", marks.EDITION, chosen=marks.HAND_OVER
    ),
    "comparaison": lambda stage: page_of_word(stage.scene.redline, PASSAGE, part=0.7),
    "couverture": lambda stage: cover_of_pdf(there(stage.scene.project / "output/restitution.pdf")),
    "publication-word": _word("output/restitution.docx", "La place de Valsinières un mardi de novembre"),
    "publication-pdf": _pdf("Habitants (recensement, millésime 2022)"),
    "diaporama": _pdf("la patience", "diaporama"),
    "affiche": _pdf("Haute-Galdonne", "affiches/territoire-HG"),
    "terminal-export": _said("export", "restitution export", 24),
    "page-web": _page("output/restitution.html", 1100, 760),
    "page-web-telephone": _page("output/restitution.html", 400, 760),
    **{path.stem: _schema(path.stem) for path in sorted(SCHEMAS.glob("*.html"))},
}
