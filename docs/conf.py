"""How the manual is built: `uv run sphinx-build -n -W --keep-going docs FOLDER`. Nothing is fetched."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

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

TIED = re.compile(r"(?<=«) | (?=[:;?!»])")
"""Spaces that a line of French never ends with."""


def tie_signs(_app: object, page: nodes.document) -> None:
    """No colon or quote stands alone on a line; what is typed stays as it is typed."""
    for text in list(page.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.literal | nodes.literal_block):
            text.parent.replace(text, nodes.Text(TIED.sub("\N{NO-BREAK SPACE}", text.astext())))


def setup(app: Any) -> None:
    """What Sphinx calls first."""
    app.connect("doctree-read", tie_signs)
