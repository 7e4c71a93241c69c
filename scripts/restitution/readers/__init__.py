"""From bytes to readings: one small module a format."""
