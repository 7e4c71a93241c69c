"""Where a folder lies: in one that is synchronised, on a network drive; and which files are only names here.

Nothing is asked of the network. Each question is asked of `Surroundings`, so that another machine's answers
(Windows, a Mac) can be put in the place of this one's.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from restitution import disk, windows_places

WINDOWS, MAC = "win32", "darwin"
SERVICES: Final = {
    "OneDrive": r"OneDrive( ?- .+)?",
    "Dropbox": r"Dropbox( \(.+\)|-.+)?",
    "Google Drive": r"Google ?Drive|GoogleDrive-.+|Mon Drive|My Drive|Drive partagés|Shared drives",
    "iCloud": r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs",
    "Nextcloud": r"Nextcloud\d*",
    "ownCloud": r"ownCloud\d*",
    "Seafile": r"Seafile|SeaDrive( .+)?",
    "kDrive": r"kDrive ?\d*",
    "Synology Drive": r"SynologyDrive",
    "pCloud": r"pCloud ?Drive",
    "Box": r"Box Sync|Box-Box",
    "Proton Drive": r"Proton ?Drive.*",
}
"""What the folders of each service are called, in French and in English."""
MARKERS: Final = {
    "Nextcloud ou ownCloud": r"\._?sync_[0-9a-f]+\.db|\.(nextcloud|owncloud)sync\.log",
    "Dropbox": r"\.dropbox\.cache",
    "Google Drive": r"\.tmp\.drive(down|up)load|\.shortcut-targets-by-id",
    "Seafile": r"\.seafile-data|seafile-ignore\.txt",
    "Syncthing": r"\.stfolder",
    "Synology Drive": r"\.SynologyWorkingDirectory",
}
"""Files and folders that a service leaves at the top of what it synchronises."""
VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where Windows says that the folders of OneDrive are."""
CLOUD_STORAGE: Final = ("Library", "CloudStorage")
"""Where a Mac keeps the folders of every service, each named « SERVICE-compte »."""
NETWORK: Final = {
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "ncpfs", "afs", "ceph", "glusterfs",
    "lustre", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.glusterfs",
}  # fmt: skip
VIRTUAL: Final = {"9p", "drvfs", "vboxsf", "virtiofs", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse"}
"""Folders that a virtual machine, or WSL, takes from the machine around it: no notice of changes, as a network."""


@dataclass(frozen=True, kw_only=True)
class Mount:
    """A place of the tree of folders where another disk begins."""

    point: str
    kind: str


def _names_in(folder: PurePath) -> list[str]:
    try:
        return [path.name for path in Path(folder).iterdir()]
    except OSError:
        return []


def _mounts() -> list[Mount]:
    import psutil  # noqa: PLC0415 15 ms

    return [Mount(point=disk.mountpoint, kind=disk.fstype) for disk in psutil.disk_partitions(all=True)]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a machine says of its folders."""

    system: str = sys.platform
    home: PurePath = field(default_factory=Path.home)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    mounts: Callable[[], Iterable[Mount]] = _mounts
    is_remote_drive: Callable[[str], bool] = windows_places.is_remote_drive
    synchronised: Callable[[], Iterable[tuple[str, str]]] = windows_places.synchronised
    """(service, folder) of all that Windows was told is synchronised."""
    names_in: Callable[[PurePath], Collection[str]] = _names_in


@dataclass(frozen=True, kw_only=True)
class Synchronised:
    """A service that synchronises a folder, from `root` down."""

    service: str
    root: PurePath
    sure: bool
    """False where only a folder's name says so."""


def synchronised_by(folder: PurePath, around: Surroundings) -> Synchronised | None:
    """The service that synchronises `folder` (an absolute path, links followed), None where nothing says so."""
    known = (_told_by_windows, _told_by_environment, _told_by_markers, _told_by_name)
    return next((found for ask in known if (found := ask(folder, around))), None)


def network_drive(folder: PurePath, around: Surroundings) -> str:
    """What kind of shared drive `folder` (an absolute path) is on: « cifs », « Z: »; empty for none."""
    if around.system == WINDOWS:
        drive = _plain(folder.drive)
        shared = drive.startswith("\\\\") or (bool(drive) and around.is_remote_drive(f"{drive}\\"))
        return drive if shared else ""
    over = [mount for mount in around.mounts() if folder.is_relative_to(mount.point)]
    nearest = max(
        reversed(over), key=lambda mount: len(mount.point), default=None
    )  # the last one hides the others
    return nearest.kind if nearest and nearest.kind.lower() in NETWORK | VIRTUAL else ""


def _plain(drive: str) -> str:
    """A drive without the mark of paths that have no limit (« C: », « server » with its share)."""
    bare = drive.removeprefix("\\\\?\\")
    return "\\\\" + bare.removeprefix("UNC\\") if bare.startswith("UNC\\") else bare


def is_placeholder(path: Path) -> bool:
    """Whether a file is only a name here (« en ligne uniquement »): to be read it must first be brought."""
    return disk.STUB.fullmatch(path.name) is not None or disk.is_online_only(path.lstat())


def _told_by_windows(folder: PurePath, around: Surroundings) -> Synchronised | None:
    roots = around.synchronised() if around.system == WINDOWS else ()
    return _inside(folder, roots)


def _told_by_environment(folder: PurePath, around: Surroundings) -> Synchronised | None:
    return _inside(folder, (("OneDrive", around.environ.get(name, "")) for name in VARIABLES))


def _inside(folder: PurePath, roots: Iterable[tuple[str, str]]) -> Synchronised | None:
    for service, root in roots:
        if root and folder.is_relative_to(root):
            return Synchronised(service=service, root=type(folder)(root), sure=True)
    return None


def _told_by_markers(folder: PurePath, around: Surroundings) -> Synchronised | None:
    """A home, or a whole disk, is no folder of a service: what lies there is a setting of its program."""
    for place in _upwards(folder):
        if place not in {around.home, *around.home.parents}:
            names = around.names_in(place)
            for service, pattern in MARKERS.items():
                if any(re.fullmatch(pattern, name) for name in names):
                    return Synchronised(service=service, root=place, sure=True)
    return None


def _told_by_name(folder: PurePath, around: Surroundings) -> Synchronised | None:
    storage = around.home.joinpath(*CLOUD_STORAGE)
    for place in _upwards(folder):
        service = next((name for name, words in SERVICES.items() if _is_called(place.name, words)), "")
        if place.parent == storage and around.system == MAC:
            return Synchronised(service=service or place.name.partition("-")[0], root=place, sure=True)
        if service:
            return Synchronised(service=service, root=place, sure=False)
    return None


def _is_called(name: str, pattern: str) -> bool:
    return re.fullmatch(pattern, name, re.IGNORECASE) is not None


def _upwards(folder: PurePath) -> Iterator[PurePath]:
    yield folder
    yield from folder.parents
