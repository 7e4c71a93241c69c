"""Step (c): every word of the document is in the DOCX and in the PDF, read back from the files themselves."""

from restitution.conservation.published_docx import check_docx
from restitution.conservation.published_pdf import check_pdf
from restitution.conservation.published_verdict import Stray, Verified

__all__ = ["Stray", "Verified", "check_docx", "check_pdf"]
