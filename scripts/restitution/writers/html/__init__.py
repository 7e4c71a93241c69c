"""The web page of a document: pandoc's AST -> pandoc's HTML -> one page that needs no other file."""

from restitution.writers.html.page import TEMPLATES
from restitution.writers.html.writing import write_html

__all__ = ["TEMPLATES", "write_html"]
