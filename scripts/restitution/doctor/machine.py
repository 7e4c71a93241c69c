"""All that an examination asks of the machine: each answer can be put in the place of the real one."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import requires, version
from pathlib import Path
from typing import Final

from restitution import windows_places
from restitution.cache import Place, usual_place
from restitution.pandoc.run import run
from restitution.shared_folders import Surroundings, is_placeholder
from restitution.store import TEMPORARY

SECONDS: Final = 15
"""Longest time that another program is given to answer."""
NO_ANSWER: Final = -1


def compose(template: bytes, fonts: Path) -> bytes:
    """A small page with the letters of French, as PDF. Raises `RestitutionError` when it cannot be made."""
    from restitution.model import Document  # noqa: PLC0415 Typst and its page take 0.2 s, here only
    from restitution.writers.pdf import write_pdf  # noqa: PLC0415

    words = {"t": "Para", "c": [{"t": "Str", "c": "Où l’été s’achève, « ça » coûte 3\u202f€ à Œuilly…"}]}
    page = Document(build="essai", title="Essai", subtitle="", date="", language="fr-FR", epoch=0, blocks=[words])
    return write_pdf(page, {}, template, fonts)


def families(folder: Path | None) -> list[str]:
    """Names of the fonts of a folder, of the machine where none is given."""
    import typst  # noqa: PLC0415

    given = [] if folder is None else [folder]
    fonts = typst.Fonts(include_system_fonts=folder is None, include_embedded_fonts=False, font_paths=given)
    return sorted(fonts.families())


def try_to_write(folder: Path) -> None:
    """Write a small file in a folder and take it away. Raises `OSError` where that is refused."""
    path = folder / f".essai.{os.getpid()}{TEMPORARY}"  # `store.sweep` takes what a kill leaves
    try:
        path.write_bytes(b"essai")
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def ask(command: Sequence[str], folder: Path) -> int:
    """Exit code of a program; -1 for one that does not answer."""
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return NO_ANSWER


def is_open(folder: Path) -> bool:
    """Whether every account of a machine may read a folder, as Unix says it."""
    return os.name == "posix" and bool(folder.stat().st_mode & 0o007)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _temporary() -> Path:
    return Path(tempfile.gettempdir())


@dataclass(frozen=True, kw_only=True)
class Machine:
    """This machine, or a simulated one."""

    around: Surroundings = field(default_factory=Surroundings)
    python: str = sys.executable
    python_version: str = ".".join(map(str, sys.version_info[:3]))
    requirements: Callable[[str], Sequence[str] | None] = requires
    version: Callable[[str], str] = version
    pandoc: Callable[..., bytes] = run
    compose: Callable[[bytes, Path], bytes] = compose
    families: Callable[[Path | None], list[str]] = families
    which: Callable[[str], str | None] = shutil.which
    is_file: Callable[[str], bool] = os.path.isfile
    ask: Callable[[Sequence[str], Path], int] = ask
    free: Callable[[Path], int] = _free
    write: Callable[[Path], None] = try_to_write
    temporary: Callable[[], Path] = _temporary
    cache: Callable[[], Place | None] = usual_place
    is_open: Callable[[Path], bool] = is_open
    long_paths: Callable[[], bool] = windows_places.long_paths
    is_placeholder: Callable[[Path], bool] = is_placeholder
    screen: str = field(default_factory=lambda: sys.stdout.encoding or "")
    names: str = field(default_factory=sys.getfilesystemencoding)
    """Encoding of what is printed, and of the names of files."""
