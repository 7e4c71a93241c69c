"""Step (c): every word of the document is in the DOCX, the PDF and the web page, read back from the files."""

from restitution.conservation.published_docx import check_docx
from restitution.conservation.published_html import check_html
from restitution.conservation.published_pdf import check_pdf
from restitution.conservation.published_verdict import Stray, Verified

__all__ = ["Stray", "Verified", "check_docx", "check_html", "check_pdf"]
