"""« Comment relire »: half a page for people who read once, in Word, on paper or on the telephone."""

from __future__ import annotations

from restitution.messages import french_date
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.typography.conventions import Conventions, conventions
from restitution.typography.text import typeset

TITLE = "Comment relire cette copie"
NBSP = "\u00a0"
FRENCH = conventions("fr-FR", fine=True)


def guide(
    held: str, examples: tuple[str, str], contact: str, until: str, rules: Conventions = FRENCH
) -> list[Block]:
    """The blocks of the page, in the style of a box.

    `held`: what the copy holds (« tout le texte »); `examples`: the code of a paragraph and of a cell that it
    shows, each empty for none; `contact`: where it is sent back to; `until`: ISO date, empty for none; `rules`: of
    the project's language.
    """
    what = f"Cette copie contient {held}."
    back = f"à {contact}" if contact else "à la personne qui vous l’a envoyée"
    when = f" avant le {french_date(until)}" if until else ""
    lines = [
        ("", f"Merci de relire. {what} Écrivez comme il vous vient, une remarque d’un mot est utile."),
        (
            "Une remarque.",
            (
                "Sélectionnez les mots dont vous parlez, puis menu Insertion, Commentaire (dans Word, aussi : "
                "onglet Révision, Nouveau commentaire)."
            ),
        ),
        (
            "Une correction.",
            (
                "Activez d’abord le suivi des modifications (Word : onglet Révision ; LibreOffice : menu "
                "Édition), puis corrigez dans le texte."
            ),
        ),
        (
            "Les repères dans la marge.",
            f"Les petits codes gris{_such_as(examples[0])} disent où se trouve chaque paragraphe : ne les "
            f"supprimez pas. Un titre se désigne par son numéro. {_of_tables(examples[1])}".strip(),
        ),
        (
            "Par téléphone ou sur papier.",
            "Dites ou notez le repère du paragraphe, puis votre remarque.",
        ),
        (
            "Pour finir.",
            f"Enregistrez, puis renvoyez ce fichier {back}{when}, tel quel, sous le nom que vous voulez.",
        ),
    ]
    box = [_line(typeset(lead, rules), typeset(words, rules)) for lead, words in lines]
    return [ast.div([ast.para(ast.string(TITLE))], "encadre-titre"), ast.div(box, "encadre")]


def _such_as(example: str) -> str:
    return f", comme ¶{NBSP}{example}," if example else ""


def _of_tables(example: str) -> str:
    if not example:
        return ""
    return f"Dans un tableau, chaque ligne a son repère ; la lettre de la colonne s’y ajoute ({example})."


def _line(lead: str, words: str) -> Block:
    inlines: Inlines = ast.string(words)
    return ast.para([*ast.bold(ast.string(lead)), {"t": "Space"}, *inlines] if lead else inlines)
