"""The Word file of a document: pandoc's AST -> pandoc's DOCX -> what pandoc does not write."""

from restitution.writers.docx.manifest import bookmark_texts, text_digest
from restitution.writers.docx.reference import reference_docx
from restitution.writers.docx.review import Finished, Wanted
from restitution.writers.docx.template import told_of_reference
from restitution.writers.docx.threads import Open, with_threads
from restitution.writers.docx.writing import write_docx

__all__ = [
    "Finished", "Open", "Wanted", "bookmark_texts", "reference_docx", "text_digest",
    "told_of_reference", "with_threads", "write_docx",
]  # fmt: skip
