"""The pages of the desk, in the order of its menu. How one is added: `restitution.desk`."""

from __future__ import annotations

from restitution.desk.asked import Page
from restitution.desk.pages import (
    building,
    classing,
    conflicts,
    corrections,
    files,
    home,
    outline,
    people,
    photos,
    quotes,
    remarks,
    themes,
)

EVERY: tuple[Page, ...] = (
    home.page,
    remarks.page,
    corrections.page,
    classing.page,
    themes.page,
    people.page,
    quotes.page,
    photos.page,
    conflicts.page,
    outline.page,
    building.page,
    files.page,
)
