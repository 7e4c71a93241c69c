"""Which pictures the outputs can show, and how: asked when a note is shaped, and again when a file is written."""
