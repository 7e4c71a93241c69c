"""The one door to pandoc: running it, and walking its AST."""
