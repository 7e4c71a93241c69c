"""Reads a returned DOCX: paragraphs, bookmarks, comments, tracked changes. Nothing is placed yet."""

from __future__ import annotations

from restitution.review.docx.reading import read_docx as read_docx

__all__ = ["read_docx"]
