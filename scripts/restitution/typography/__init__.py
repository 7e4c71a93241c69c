"""French microtypography: what a text says never changes, only its spaces, quotes, apostrophes and dots."""
