"""What each contributor hears back: what was understood of her files, what was left out, and what would help."""
