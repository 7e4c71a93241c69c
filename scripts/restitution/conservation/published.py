"""Step (c): every word of the document is in what was written (DOCX, PDF, web page, slides), read back from it."""

from restitution.conservation.published_docx import check_docx
from restitution.conservation.published_html import check_html
from restitution.conservation.published_pdf import check_pdf
from restitution.conservation.published_pptx import check_pptx
from restitution.conservation.published_verdict import Stray, Verified

__all__ = ["Stray", "Verified", "check_docx", "check_html", "check_pdf", "check_pptx"]
