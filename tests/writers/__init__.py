"""The writers' tests."""
