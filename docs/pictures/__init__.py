"""The manual's pictures, made from the real thing: `uv run python -m docs.pictures`.

It builds the example in a folder of its own, lets an invented reviewer write into the copy to review, and takes
pictures of what people see. LibreOffice shows Word documents (and Xvfb its window),
Chromium web pages and terminals: all must be there (Debian: libreoffice-writer python3-uno xvfb chromium).
"""
