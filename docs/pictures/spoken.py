"""What a command prints, in the colours that it has on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

WIDTH: Final = "100"
NEEDS_EDITOR: Final = 3
"""How `check` ends: the example has gaps on purpose."""
PROGRAMS: Final = Path(sys.executable).parent


def spoken(folder: Path, command: str, *words: str, expected: int = 0, keys: str = "") -> str:
    """What a command prints when it is given `keys`; folders of this machine are cut short.

    Raises `RuntimeError` for another end than the expected one.
    """
    done = subprocess.run(
        [*command.split(), *words],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": WIDTH,
            "FORCE_COLOR": "1",
            "TERM": "xterm-256color",
        },
        input=keys,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != expected:
        raise RuntimeError(f"{command}: {done.stdout}")
    return done.stdout.replace(str(PROGRAMS), "…").replace(str(folder.resolve()), f"…/{folder.name}")
