"""The PDF of a document: pandoc's AST -> Typst source -> PDF/UA-1 and PDF/A-2a."""

from restitution.writers.pdf.compilation import write_pdf
from restitution.writers.pdf.glyphs import read_glyphs
from restitution.writers.pdf.source import typst_source
from restitution.writers.pdf.unshown import unshown

__all__ = ["read_glyphs", "typst_source", "unshown", "write_pdf"]
