"""LibreOffice, where it is on the machine: what it is asked is to convert old Word files, inside a cage.

It gets a profile of its own, made for one go: no macro of a file runs, no link is followed, nothing is fetched,
and nothing of the person who builds is in it.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any, Final
from zipfile import is_zipfile

from restitution import cage
from restitution.limits import LIFTED, WIDER

PLACES: Final = {
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.exe",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
"""Where LibreOffice is when PATH does not say so."""
NAMES: Final = ("soffice", "libreoffice")
LIMITS: Final = cage.Limits(memory=3 << 28, seconds=25)
"""For one go, and for one file alone: below those of the cage, so that it can say so itself."""
ABOUT: Final = ("versionrc", "version.ini", "../Resources/versionrc")
"""Beside the program, which build it is."""
BUILD: Final = re.compile(r"(?im)^(?:buildid|UpdateID)=(.{,60})")
ONLY: Final = "MS Word 97"
"""The only format that is read: a file that is none is refused, not guessed at."""
INTO: Final = "docx:MS Word 2007 XML"
SETTINGS: Final = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("org.openoffice.Office.Writer/Content/Update", "Chart", "false"),
)
ITEM: Final = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
REGISTRY: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}'
    "</oor:items>\n"
)


def found(
    system: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
    is_file: Callable[[str], bool] = lambda path: Path(path).is_file(),
) -> str:
    """Path of LibreOffice; nothing where it is not."""
    places = [*(which(name) for name in NAMES), *PLACES.get(system, ())]
    return next((place for place in places if place and is_file(place)), "")


def version(program: str) -> str:
    """What tells one LibreOffice from another, without starting it."""
    if not program:
        return ""
    folder = Path(program).resolve().parent
    for name in ABOUT:
        with suppress(OSError):
            return " ".join(BUILD.findall((folder / name).read_text("utf-8", "replace"))) or program
    return program


def to_docx(program: str, sources: Sequence[Path], folder: Path, *, lifted: bool = False) -> dict[Path, Path]:
    """The DOCX of each source that could be converted. To be called in a cage, whose folder is `folder`.

    `lifted`: whether somebody answers for what it costs.
    """
    if not sources:
        return {}
    profile, made = folder / "profil", folder / "docx"
    _settle(profile)
    place = profile.resolve().as_uri()
    command = [
        program,
        f"-env:UserInstallation={place}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *(f"--infilter={ONLY}", "--convert-to", INTO, "--outdir", str(made)),
        *map(str, sources),
    ]
    limits = cage.Limits(LIMITS.memory * WIDER, LIMITS.seconds * LIFTED) if lifted else LIMITS
    with Popen(
        command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, cwd=folder, **_apart(limits, len(sources))
    ) as process:
        cage.watch(process.pid, limits, partial(_done, made))
    socket_of(place).unlink(missing_ok=True)
    results = {source: made / f"{source.stem}.docx" for source in sources}
    return {source: path for source, path in results.items() if is_zipfile(path)}


def _apart(limits: cage.Limits, files: int) -> dict[str, Any]:
    """How it is started: all of it can be ended in one go, and it ends by itself if nobody is left to watch it."""
    if os.name != "posix":
        return {}
    import resource  # noqa: PLC0415 not on Windows

    most = math.ceil(limits.seconds * (files + 1))
    return {"process_group": 0, "preexec_fn": partial(cage.lower, resource.RLIMIT_CPU, most)}


def socket_of(profile: str) -> Path:
    """Where a LibreOffice of this profile (a URL) listens to others: left behind by one that was killed."""
    told = "".join(
        f"{byte:x}" for byte in hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    )
    user = os.getuid() if sys.platform != "win32" else 0
    return Path("/tmp", f"OSL_PIPE_{user}_SingleOfficeIPC_{told}")  # noqa: S108 its own place, whatever TMPDIR says


def _settle(profile: Path) -> None:
    """An empty profile, but for what it may not do."""
    (profile / "user").mkdir(parents=True, exist_ok=True)
    said = "".join(ITEM.format(*one) for one in SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(REGISTRY.format(said), "utf-8")


def _done(folder: Path) -> int:
    return sum(1 for _ in folder.glob("*.docx"))
