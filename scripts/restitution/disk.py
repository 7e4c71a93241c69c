"""What other machines' disks and shared folders do to files: held open, kept online, too deep, names they refuse.

Told by the fields that Windows and macOS add to errors and to `os.stat`: elsewhere they are not there, and nothing
of this happens.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")
WINDOWS: Final = os.name == "nt"
SHARED: Final = frozenset({32, 33})
"""Errors of Windows for a file that another program holds open, or a part of it."""
DENIED: Final = 5
"""What Windows says of a file that cannot be replaced: held open, most often."""
CLOUD: Final = frozenset({*range(358, 367), *range(374, 399), 404, 426, 475, 4350})
"""Errors of Windows for a file that its cloud does not bring: no network, no account, its program stopped."""
ON_ACCESS: Final = 0x40000 | 0x400000
"""FILE_ATTRIBUTE_RECALL_ON_OPEN and _ON_DATA_ACCESS, which `stat` does not name."""
DATALESS: Final = 0x40000000
"""The same on macOS: SF_DATALESS."""
STUB: Final = re.compile(r"\.(.+)\.icloud|(.+)\.(?:nextcloud|owncloud|opencloud)", re.IGNORECASE | re.DOTALL)
"""What iCloud (before macOS 14), and Nextcloud and its kin, put in the place of a file that is only online."""
JUNCTION: Final = 0xA0000003
"""Tag of a folder that stands for another one on Windows."""
PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between two tries: an antivirus or a synchroniser looks at a new file for an instant."""
LONGEST_PATH: Final = 259
"""Letters of a path that every Windows takes."""
LONGEST_NAME: Final = 80
"""Letters of a name of ours, without its ending."""
RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{word}{n}" for word in ("com", "lpt") for n in "0123456789¹²³")}
)
"""Names that Windows keeps for itself, whatever their case and ending."""
FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What no name of a file may hold on Windows."""


def is_held(error: OSError) -> bool:
    """Whether a file is refused because another program holds it open."""
    return _number(error) in SHARED


def is_out_of_reach(error: OSError) -> bool:
    """Whether a file is refused because it is only online, and could not be brought."""
    number = _number(error)
    return number in CLOUD or (
        WINDOWS and number is None and error.errno == errno.EINVAL
    )  # in the midst of reading


def _number(error: OSError) -> int | None:
    """Windows' own number of an error: `open` does not give it, and is asked for it again."""
    number: int | None = getattr(error, "winerror", None)
    if number is None and WINDOWS and isinstance(error.filename, str):
        number = _refusal(error.filename)
    return number


def _refusal(path: str) -> int | None:
    """Why Windows does not open a file for reading; None when it does."""
    import ctypes  # noqa: PLC0415 where something is wrong, on Windows only

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined] # of Windows
    kernel.CreateFileW.restype = ctypes.c_void_p
    read, share_all, existing = 0x80000000, 7, 3
    file = kernel.CreateFileW(ctypes.c_wchar_p(path), read, share_all, None, existing, 0, None)
    if file != ctypes.c_void_p(-1).value:
        kernel.CloseHandle(ctypes.c_void_p(file))
        return None
    return int(ctypes.get_last_error())  # type: ignore[attr-defined] # of Windows


def is_online_only(status: os.stat_result) -> bool:
    """Whether reading a file would first bring it from its cloud."""
    attributes = getattr(status, "st_file_attributes", 0)
    online = attributes & (stat.FILE_ATTRIBUTE_OFFLINE | ON_ACCESS)
    return bool(online or getattr(status, "st_flags", 0) & DATALESS)


def is_hollow(status: os.stat_result, data: bytes) -> bool:
    """Whether a file has a size and nothing on the disk: what some synchronisers put there for its content."""
    return bool(data) and getattr(status, "st_blocks", 1) == 0 and not data.strip(b"\0")


def is_link(status: os.stat_result) -> bool:
    """Whether something stands for another file or folder: a link, or a junction of Windows."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == JUNCTION


def patiently(change: Callable[[], T]) -> T:
    """Do what may be refused for an instant; raises the last refusal."""
    for pause in PAUSES:
        try:
            return change()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in {*SHARED, DENIED}:
                raise
            time.sleep(pause)
    return change()


def day(moment: float) -> str:
    """The day of a file's time, in ISO: Windows knows none before 1970, which a damaged time may be."""
    return time.strftime("%Y-%m-%d", time.localtime(max(moment, 0)))


def is_portable(name: str) -> bool:
    """Whether a file or a folder may bear a name on every machine."""
    stem = name.partition(".")[0].strip().casefold()
    is_bare = name == name.strip(" ").rstrip(".") and not FORBIDDEN.search(name)
    return bool(name) and is_bare and stem not in RESERVED


def safe_name(name: str) -> str:
    """A name that every disk takes, without what no file may be called."""
    bare = FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    return " ".join(bare.split())[:LONGEST_NAME].strip(" .")


def extended(path: str) -> str:
    r"""A whole path of Windows in the form that has no limit (`\\?\C:\…`, `\\?\UNC\server\share\…`)."""
    if path.startswith("\\\\?\\"):
        return path
    return f"\\\\?\\UNC\\{path[2:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"
