"""From what was read to what it means: sections, kind, territory, themes, dates."""
