"""What each file of `sources/` is, before it is read: its format, whether it is a note, and the editor's word."""
