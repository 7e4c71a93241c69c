"""The team's page: coverage, visits, files, checks, remarks, disagreements and changes, ready to be shown."""

from restitution.dashboard.page import TEMPLATES, write_dashboard

__all__ = ["TEMPLATES", "write_dashboard"]
