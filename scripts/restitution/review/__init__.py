"""Copies for reviewers: what each holds, what each paragraph is called in it, how it asks to be read."""
