"""The PDF/UA checker `outloud` (Matterhorn protocol), run as a tool of its own: parts of it are under the AGPL."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import msgspec
import pytest

from .accessible import Accessible, plain

TOOL = ["tool", "run", "--quiet", "--from", "outloud==0.2.1", "outloud"]
FALSE_ALARMS = {
    "TBL-004": "it forgets a cell that hangs down into the last rows at the right edge of a table",
    "TAG-002": "it takes for prose the head of a table that is repeated on the next page",
}
"""Rule -> why what it says may be untrue; each has its minimal file in `test_pdf_outloud.py`."""


class Said(msgspec.Struct, frozen=True):
    """One thing that the checker says."""

    rule: str
    severity: str
    message: str
    page: int | None = None
    evidence: str | None = None


@cache
def _command() -> list[str]:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not on PATH: outloud cannot be had")
    command = [uv, *TOOL]
    tried = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False, timeout=300)
    if tried.returncode:
        pytest.skip(f"outloud cannot be had: {tried.stderr[-200:]}")
    return command


def errors(path: Path) -> list[Said]:
    """What it calls an error in a file. Skips the test when the tool cannot be had."""
    done = subprocess.run(
        [*_command(), "--json", "-", str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    (result,) = json.loads(done.stdout)["results"]
    found = msgspec.convert(result["findings"], list[Said])
    return [said for said in found if said.severity == "error"]


def true_errors(path: Path) -> list[Said]:
    """Those that are no known false alarm, which our own look at the tags tells."""
    pdf = Accessible(path.read_bytes())
    heads = " ".join(plain(text) for text in _heads(path))
    closes = not any("columns in one table" in fault for fault in pdf.faults())
    false = {"TBL-004": lambda _: closes, "TAG-002": lambda said: _is_of(said, heads)}
    return [said for said in errors(path) if not false.get(said.rule, lambda _: False)(said)]


def _heads(path: Path) -> list[str]:
    from restitution.conservation.published_tags import read_tags  # noqa: PLC0415 only when the tool is there

    return [piece.text for piece in read_tags(path.read_bytes()).pieces if "TH" in piece.kinds]


def _is_of(said: Said, heads: str) -> bool:
    words = (said.evidence or "").replace("…", " ").split()
    return bool(words) and all(word.strip("-\u00ad") in heads for word in words)
