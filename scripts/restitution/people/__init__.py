"""Nobody is named who did not agree: what of a note may be shown."""
