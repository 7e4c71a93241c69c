"""The PDF of a document: pandoc's AST -> Typst source -> PDF/UA-1 and PDF/A-2a."""

from restitution.writers.pdf.compilation import write_pdf
from restitution.writers.pdf.source import typst_source

__all__ = ["typst_source", "write_pdf"]
