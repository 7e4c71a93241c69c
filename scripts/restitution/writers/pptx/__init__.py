"""The slides as PPTX: a document of views -> a presentation, with the speaker's notes."""

from restitution.writers.pptx.writing import write_pptx

__all__ = ["write_pptx"]
