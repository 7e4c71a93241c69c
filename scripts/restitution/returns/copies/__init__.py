"""A writer's own file with the remarks on it, in its own format: what was said of her text comes back to her."""
