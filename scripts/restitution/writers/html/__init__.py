"""The web page of a document: pandoc's AST -> pandoc's HTML -> one page that needs no other file."""

from restitution.writers.html.page import LOOK, OF_A_SITE, PAGE, SITE_LOOK, SITE_PAGE, TEMPLATES, Among, Beside
from restitution.writers.html.writing import write_html

__all__ = [
    "LOOK",
    "OF_A_SITE",
    "PAGE",
    "SITE_LOOK",
    "SITE_PAGE",
    "TEMPLATES",
    "Among",
    "Beside",
    "write_html",
]
