"""Tests of the readers: `text_words` counts for those of text."""
