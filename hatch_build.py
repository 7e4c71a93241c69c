"""Builds the wheel: what it asks for is what was tested.

`uv run` obeys the versions of `[tool.uv] constraint-dependencies`; whoever installs a wheel knows nothing of them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TestedVersions(BuildHookInterface[Any]):
    """Adds to the wheel's requirements the exact version of each direct dependency."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is written; an editable one follows `uv run`."""
        if version == "standard":
            build_data["dependencies"] = tested_versions(Path(self.root, "pyproject.toml"))


def tested_versions(pyproject: Path) -> list[str]:
    """The constraints on the packages that the project names itself."""
    said = tomllib.loads(pyproject.read_text("utf-8"))
    direct = {_name(one) for one in said["project"]["dependencies"]}
    return [one for one in said["tool"]["uv"]["constraint-dependencies"] if _name(one) in direct]


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].replace("_", "-").lower()
