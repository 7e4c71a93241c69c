"""From the document to files."""
