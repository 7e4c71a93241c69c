"""`restitution.yaml`: typed, checked, each mistake told with its line. Importing it does not import yaml."""

from restitution.domain import Axis, Theme
from restitution.settings.reading import SETTINGS_FILE, load_settings, read_settings
from restitution.settings.types import (
    PART_TITLES,
    SORTIES,
    SORTIES_PRETES,
    AdvancedTerritory,
    Funding,
    Logo,
    Part,
    PartKey,
    Project,
    Review,
    Settings,
    Territory,
    Typography,
    Visit,
    Waiver,
)

__all__ = [
    "PART_TITLES",
    "SETTINGS_FILE",
    "SORTIES",
    "SORTIES_PRETES",
    "AdvancedTerritory",
    "Axis",
    "Funding",
    "Logo",
    "Part",
    "PartKey",
    "Project",
    "Review",
    "Settings",
    "Territory",
    "Theme",
    "Typography",
    "Visit",
    "Waiver",
    "load_settings",
    "read_settings",
]
