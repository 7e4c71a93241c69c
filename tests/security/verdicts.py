"""What each hostile file must come to, as a person reads it in `status --json`."""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.builds.conftest import ROOT

MAKER: Final = ROOT.parent / "shared" / "hostile" / "make.py"
STATES: Final = {
    "ACCEPT": {"taken"},
    "CLEAN": {"taken"},
    "QUARANTINE": {"set_aside"},
    "IGNORE": {"ignored"},
    "WAIT": {"waiting", "set_aside"},
}
"""Verdict -> what may become of a file of it; of what is cleaned, a finding says so."""


OF_SHAPE: Final = {"genre"}
"""Findings that say nothing of what was cleaned."""


def foreseen() -> dict[str, str]:
    """Name of each case of the generator -> its verdict; nothing where the generator is not."""
    if not MAKER.is_file():
        return {}
    return {name: case[2] for name, case in runpy.run_path(str(MAKER))["CASES"].items()}


def token() -> bytes:
    """What the generator's secret says."""
    said: str = runpy.run_path(str(MAKER))["CFG"]["token"]
    return said.encode()


def make(names: Iterator[str] | set[str] | list[str], folder: Path, url: str, secret: Path) -> None:
    """Write cases of the generator, a folder each."""
    only = f"^({'|'.join(sorted(names))})$"
    told = ["--only", only, "--url", url, "--secret", str(secret)]
    subprocess.run([sys.executable, str(MAKER), str(folder), *told], check=True, capture_output=True)


def wrong(verdict: str, source: Mapping[str, Any], *, alike: bool = False) -> str:
    """What is not as foreseen of a file that `status --json` tells; nothing when all is.

    `alike`: whether it lies beside files of the same words, of which it may be taken for a version.
    """
    state = "taken" if alike and source["state"] == "superseded" else source["state"]
    if state not in STATES[verdict]:
        return f"{state} : {source['reason']}" if source["reason"] else state
    found = [finding for finding in source["findings"] if finding["code"] not in OF_SHAPE]
    if verdict == "CLEAN" and not found and source["state"] == "taken":
        return "aucun constat ne dit ce qui a été ôté"
    return ""
