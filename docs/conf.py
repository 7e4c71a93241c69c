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
    '<aside class="sidebar-drawer"': '<aside aria-label="Sommaire du manuel" class="sidebar-drawer"',
    '<aside class="toc-drawer': '<aside aria-label="Sommaire de la page" class="toc-drawer',
    '<div id="search-results"': '<h1>Recherche</h1><div id="search-results"',
    "<title>Contents<": "<title>Sommaire de la page<",
    "<title>Expand<": "<title>Déplier<",
    "<title>Light mode<": "<title>Couleurs claires<",
    "<title>Dark mode<": "<title>Couleurs sombres<",
    "<title>Auto light/dark, in light mode<": "<title>Couleurs de l’ordinateur : claires<",
    "<title>Auto light/dark, in dark mode<": "<title>Couleurs de l’ordinateur : sombres<",
}
"""What Furo says in its templates and has no French catalogue for, or forgets to say to a screen reader."""
UNFOLD = ("Toggle navigation of", "Montrer ou cacher les pages sous")
HEADING = ('role="heading"', 'role="heading" aria-level="2"')
TABLE = ('<div class="table-wrapper', '<div tabindex="0" role="group" aria-label="Tableau" class="table-wrapper')
"""A wide table is scrolled with the keyboard too."""
TIED = re.compile(r"(?<=«) | (?=[:;?!»])")
"""Spaces that a line of French never ends with."""


def tie_signs(_app: object, page: nodes.document) -> None:
    """No colon or quote stands alone on a line; what is typed stays as it is typed."""
    for text in list(page.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.literal | nodes.literal_block):
            text.parent.replace(text, nodes.Text(TIED.sub("\N{NO-BREAK SPACE}", text.astext())))


def caption_pictures(_app: object, page: nodes.document) -> None:
    """A picture alone in its paragraph, and the paragraph in italics after it: a figure and its caption."""
    for image in list(page.findall(nodes.image)):
        alone, said = image.parent, image.parent.next_node(descend=False, siblings=True)
        if not (isinstance(alone, nodes.paragraph) and len(alone) == 1 and isinstance(said, nodes.paragraph)):
            continue
        if len(said) == 1 and isinstance(said[0], nodes.emphasis):
            figure = nodes.figure("", image, nodes.caption("", "", *said[0].children))
            page.set_id(figure)
            alone.replace_self(figure)
            said.parent.remove(said)


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


def finish_in_french(_app: object, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """What is made in Python: the folds and headings of the contents, and the frames of tables."""
    contents = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = contents.replace(*UNFOLD).replace(*HEADING)
    if "body" in context:
        context["body"] = context["body"].replace(*TABLE)


def setup(app: Any) -> None:
    """What Sphinx calls first."""
    app.connect("doctree-read", tie_signs)
    app.connect("doctree-read", caption_pictures)
    app.connect("builder-inited", read_templates_in_french, priority=900)
    app.connect("html-page-context", finish_in_french, priority=900)
