"""Which pictures the manual has, and how each is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from docs.pictures.desk import page_on_screen
from docs.pictures.scene import PASSAGE, Scene
from docs.pictures.shots import page_of_pdf, page_of_word, terminal, web_page
from PIL.Image import Image

FOLDER: Final = Path(__file__).parents[1] / "images"
WHEN_THERE: Final = frozenset({"tableau-de-bord"})
"""Pictures of what an earlier version does not make."""


class NotThere(FileNotFoundError):
    """What a picture shows was not made."""


def _there(path: Path) -> Path:
    if not path.is_file():
        raise NotThere(path)
    return path


def _word(name: str, words: str, *, part: float = 1.0) -> Callable[[Scene], Image]:
    return lambda scene: page_of_word(_there(scene.project / name), words, part=part)


def _said(command: str, lines: int, *, since: str = "") -> Callable[[Scene], Image]:
    return lambda scene: terminal(command, scene.said[command], lines, since=since)


PICTURES: Final[dict[str, Callable[[Scene], Image]]] = {
    "terminal-build": _said("restitution build", 44, since="fichiers repris"),
    "terminal-status": _said("restitution status", 36),
    "terminal-check": _said("restitution check", 34),
    "terminal-review-list": _said("restitution review list", 30),
    "fiche": _word("sources/haute-galdonne/Portrait de territoire.docx", "Portrait", part=0.62),
    "comment-relire": _word("output/relecture/restitution_relecture.docx", "Comment relire cette copie", part=0.5),
    "copie-annotee": lambda scene: page_on_screen(scene.annotated, PASSAGE),
    "publication-word": _word("output/restitution.docx", "La place de Valsinières un mardi de novembre"),
    "publication-pdf": lambda scene: page_of_pdf(
        _there(scene.project / "output/restitution.pdf"), "Habitants (recensement, millésime 2022)"
    ),
    "page-web": lambda scene: web_page(_there(scene.project / "output/restitution.html"), 1100, 760),
    "page-web-telephone": lambda scene: web_page(
        _there(scene.project / "output/restitution.html"), 400, 760, at="visites"
    ),
    "retour": _word("interne/retours/Retour - Fabien Lorriquet.docx", "Fabien"),
    "lettre-de-reponse": _word("output/relecture/lettre-de-reponse.docx", "Paul Roux", part=0.75),
    "comparaison": lambda scene: page_of_word(scene.redline, PASSAGE, part=0.7),
    "tableau-de-bord": lambda scene: web_page(_there(scene.project / "interne/tableau-de-bord.html"), 1200, 800),
}
