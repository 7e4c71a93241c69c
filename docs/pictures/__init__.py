"""The manual's pictures, made from the real thing: `uv run python -m docs.pictures`.

It builds the example in a folder of its own, lets an invented reviewer write into the copy to review, and takes
pictures of what people see. LibreOffice shows Word documents (and Xvfb its window), Chromium web pages and
terminals (Debian: libreoffice-writer libreoffice-calc libreoffice-l10n-fr python3-uno xvfb xdotool chromium).
A picture whose tool is missing is not made, and it is said. What cannot be photographed here (Word, Windows,
Google Docs) is drawn in `schemas/`, with nobody's logo or icons, and says that it is a drawing.
"""
