"""The page, from what it shows to its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from restitution.dashboard.records import Page
from restitution.messages import number, plural
from restitution.templating import HTML, environment, rendered
from restitution.webpage import THIN_SPACE, policy, self_contained, style_of

PAGE: Final = "tableau/page.html.j2"
LOOK: Final = "tableau/tableau.css"
SCRIPT: Final = "tableau/tableau.js"
COLOURS: Final = "html/page.css"
"""The look of the web page: its colours, letters and paper are the dashboard's too."""
TEMPLATES: Final = (PAGE, LOOK, SCRIPT, COLOURS, THIN_SPACE)
"""What it is made with, below `templates/`."""


def write_dashboard(page: Page, templates: Mapping[str, bytes]) -> bytes:
    """The page, the same bytes for the same things shown. Raises `RestitutionError` when a template is wrong."""
    style = style_of(templates, COLOURS, LOOK)
    script = self_contained(SCRIPT, templates).replace("</", "<\\/")
    words = {
        "page": page,
        "style": style,
        "programme": script,
        "protection": policy(style, script),
        "nombre": number,
        "pluriel": plural,
    }
    frame = self_contained(PAGE, templates)
    return rendered(environment(words, **HTML), PAGE, frame).encode()
