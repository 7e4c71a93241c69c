"""What only Windows can be asked: drives, synchronised folders, long paths. Elsewhere: nothing of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

SYNC_ROOTS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\SyncRootManager"
"""Where each service that synchronises folders must register them (« Integrate a cloud storage provider »)."""
USER_ROOTS = "UserSyncRoots"
FILE_SYSTEM = r"SYSTEM\CurrentControlSet\Control\FileSystem"
LONG_PATHS = "LongPathsEnabled"
REMOTE = 4

if sys.platform == "win32":
    import ctypes
    import winreg

    def is_remote_drive(root: str) -> bool:
        """Whether a drive, given by its root, is a folder of another machine."""
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == REMOTE)

    def synchronised() -> Iterator[tuple[str, str]]:
        """(service, folder) of each folder that a service registered."""
        for name, service in _keys(winreg.HKEY_LOCAL_MACHINE, SYNC_ROOTS):
            with service:
                for _, folder in _values(service, USER_ROOTS):
                    yield name.partition("!")[0], folder

    def long_paths() -> bool:
        """Whether programs may open paths of more than 260 signs."""
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, FILE_SYSTEM) as key:
            try:
                return bool(winreg.QueryValueEx(key, LONG_PATHS)[0])
            except FileNotFoundError:
                return False

    def _keys(parent: winreg.HKEYType | int, path: str) -> Iterator[tuple[str, winreg.HKEYType]]:
        try:
            with winreg.OpenKey(parent, path) as key:
                for number in range(winreg.QueryInfoKey(key)[0]):
                    name = winreg.EnumKey(key, number)
                    yield name, winreg.OpenKey(key, name)
        except OSError:
            return

    def _values(parent: winreg.HKEYType, path: str) -> Iterator[tuple[str, str]]:
        try:
            with winreg.OpenKey(parent, path) as key:
                for number in range(winreg.QueryInfoKey(key)[1]):
                    name, value, _ = winreg.EnumValue(key, number)
                    yield name, str(value)
        except OSError:
            return

else:

    def is_remote_drive(root: str) -> bool:  # noqa: ARG001 the same question
        """No drives here."""
        return False

    def synchronised() -> Iterator[tuple[str, str]]:
        """No folder is registered here."""
        yield from ()

    def long_paths() -> bool:
        """Paths have no such limit here."""
        return True
