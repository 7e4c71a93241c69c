"""How the manual is built: `uv run sphinx-build -n -W --keep-going docs FOLDER`. Nothing is fetched."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from jinja2.ext import Extension

project = "restitution"
author = "les personnes qui contribuent à restitution"
copyright = "les personnes qui contribuent à restitution, EUPL-1.2"  # noqa: A001 the name that Sphinx wants
language = "fr"

extensions = ["myst_parser"]
exclude_patterns = ["schema"]
myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = "Le manuel de restitution"
html_static_path = ["_static"]
html_css_files = ["manuel.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "footer_icons": [],
    "light_css_variables": {"color-brand-primary": "#1f5c4d", "color-brand-content": "#1f5c4d"},
    "dark_css_variables": {"color-brand-primary": "#8fd0bd", "color-brand-content": "#8fd0bd"},
}

THEME_WORDS = {
    '_("Next")': "Page suivante",
    '_("Previous")': "Page précédente",
    '_("Home")': "Accueil",
    '_("On this page")': "Sur cette page",
    "Back to top": "Retour en haut",
    "Skip to content": "Aller au texte",
    "Made with": "Mis en page avec",
    "Please activate JavaScript to enable the search functionality.": "La recherche demande JavaScript.",
    "Toggle site navigation sidebar": "Montrer ou cacher le sommaire du manuel",
    "Toggle table of contents sidebar": "Montrer ou cacher le sommaire de la page",
    "Toggle Light / Dark / Auto color theme": "Couleurs claires, sombres, ou celles de l’ordinateur",
    "<title>Contents<": "<title>Sommaire de la page<",
    "<title>Expand<": "<title>Déplier<",
    "<title>Light mode<": "<title>Couleurs claires<",
    "<title>Dark mode<": "<title>Couleurs sombres<",
    "<title>Auto light/dark, in light mode<": "<title>Couleurs de l’ordinateur : claires<",
    "<title>Auto light/dark, in dark mode<": "<title>Couleurs de l’ordinateur : sombres<",
}
"""What Furo says in its templates, and has no French catalogue for."""
UNFOLD = ("Toggle navigation of", "Montrer ou cacher les pages sous")
TIED = re.compile(r"(?<=«) | (?=[:;?!»])")
"""Spaces that a line of French never ends with."""


def tie_signs(_app: object, page: nodes.document) -> None:
    """No colon or quote stands alone on a line; what is typed stays as it is typed."""
    for text in list(page.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.literal | nodes.literal_block):
            text.parent.replace(text, nodes.Text(TIED.sub("\N{NO-BREAK SPACE}", text.astext())))


class InFrench(Extension):
    """The theme's templates, their own words in French before they are read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The template, in French. A word that Jinja would look up stays one."""
        for theirs, ours in THEME_WORDS.items():
            source = source.replace(theirs, f'"{ours}"' if theirs.startswith("_(") else ours)
        return source


def read_templates_in_french(app: Any) -> None:
    """Before any page is written."""
    if hasattr(app.builder, "templates"):
        app.builder.templates.environment.add_extension(InFrench)


def unfold_in_french(_app: object, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """What Furo says in its Python: the folds of the contents."""
    context["furo_navigation_tree"] = context.get("furo_navigation_tree", "").replace(*UNFOLD)


def setup(app: Any) -> None:
    """What Sphinx calls first."""
    app.connect("doctree-read", tie_signs)
    app.connect("builder-inited", read_templates_in_french, priority=900)
    app.connect("html-page-context", unfold_in_french, priority=900)
