"""Where a folder lies, on machines that are not this one: their answers are put in the place of ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from restitution.shared_folders import (
    MAC,
    WINDOWS,
    Mount,
    Surroundings,
    is_placeholder,
    network_drive,
    synchronised_by,
)

CLAIRE = PureWindowsPath(r"C:\Users\Claire Dupré")
ZOE = PurePosixPath("/Users/zoe")
IDA = PurePosixPath("/home/ida")


def windows(**said: Any) -> Surroundings:
    return around(**{"system": WINDOWS, "home": CLAIRE} | said)


def mac(**said: Any) -> Surroundings:
    return around(**{"system": MAC, "home": ZOE} | said)


def around(names: Mapping[str, list[str]] | None = None, **said: Any) -> Surroundings:
    """A machine that knows nothing but what is said; `names`: what lies in some folders."""
    silent: dict[str, Any] = {
        "system": "linux", "home": IDA, "environ": {}, "mounts": list, "synchronised": list,
        "is_remote_drive": lambda _root: False,
        "names_in": lambda folder: (names or {}).get(str(folder), []),
    }  # fmt: skip
    return Surroundings(**silent | said)


REGISTERED = [
    ("OneDrive", r"C:\Users\Claire Dupré\OneDrive - Pays d'Orvanne"),
    ("OneDrive", r"C:\Users\Claire Dupré\Pays d'Orvanne\Coopération - Documents"),
]
SYNCHRONISED = {
    "a library of SharePoint, registered": (
        CLAIRE / r"Pays d'Orvanne\Coopération - Documents\cap 2040", windows(synchronised=lambda: REGISTERED),
        ("OneDrive", True),
    ),
    "beside that library": (CLAIRE / r"Pays d'Orvanne\ailleurs", windows(synchronised=lambda: REGISTERED), None),
    "another case of letters": (
        PureWindowsPath(r"c:\users\claire dupré\onedrive - pays d'orvanne\cap"),
        windows(synchronised=lambda: REGISTERED), ("OneDrive", True),
    ),
    "OneDrive by its variable": (
        PureWindowsPath(r"D:\Nuage\cap"), windows(environ={"OneDriveCommercial": r"D:\Nuage"}), ("OneDrive", True),
    ),
    "OneDrive by its name": (CLAIRE / "OneDrive - Pays d'Orvanne" / "cap", windows(), ("OneDrive", False)),
    "a name that only begins so": (CLAIRE / "OneDrives" / "cap", windows(), None),
    "Google Drive of Windows": (PureWindowsPath(r"G:\Mon Drive\cap"), windows(), ("Google Drive", False)),
    "a shared drive of Google": (PureWindowsPath(r"G:\Drive partagés\Cap"), windows(), ("Google Drive", False)),
    "iCloud of Windows": (CLAIRE / "iCloudDrive" / "cap", windows(), ("iCloud", False)),
    "a Mac's folder of services": (
        ZOE / "Library/CloudStorage/OneDrive-SharedLibraries-Orvanne/cap", mac(), ("OneDrive", True),
    ),
    "a service that we do not know": (ZOE / "Library/CloudStorage/Nuageux-zoe/cap", mac(), ("Nuageux", True)),
    "iCloud of a Mac": (ZOE / "Library/Mobile Documents/com~apple~CloudDocs/cap", mac(), ("iCloud", False)),
    "kDrive": (ZOE / "kDrive 2/cap", mac(), ("kDrive", False)),
    "Nextcloud by its database": (
        IDA / "Partage/pays/cap", around({str(IDA / "Partage"): [".sync_8f3a2c.db", "pays"]}),
        ("Nextcloud ou ownCloud", True),
    ),
    "Dropbox by its cache": (
        IDA / "Travail/cap", around({str(IDA / "Travail"): [".dropbox.cache"]}), ("Dropbox", True),
    ),
    "Seafile, a library": (
        IDA / "Biblio/cap", around({str(IDA / "Biblio"): ["seafile-ignore.txt"]}), ("Seafile", True),
    ),
    "what lies in a home is a setting": (
        IDA / "cap", around({str(IDA): [".dropbox.cache", ".seafile-data"]}), None,
    ),
    "a folder of one's own": (IDA / "Documents/cap 2040", around(), None),
}  # fmt: skip


@pytest.mark.parametrize("case", SYNCHRONISED)
def test_the_service_that_synchronises_a_folder(case: str) -> None:
    folder, machine, expected = SYNCHRONISED[case]
    found = synchronised_by(folder, machine)
    assert (found and (found.service, found.sure)) == expected
    assert found is None or folder.is_relative_to(found.root)


DISKS = [
    Mount(point="/", kind="ext4"),
    Mount(point="/mnt/pays", kind="autofs"),
    Mount(point="/mnt/pays", kind="cifs"),
]
NETWORK = {
    "a share": (PureWindowsPath(r"\\serveur\commun\cap"), windows(), "\\\\serveur\\commun"),
    "a share, its path without limit": (
        PureWindowsPath(r"\\?\UNC\serveur\commun\cap"), windows(), "\\\\serveur\\commun",
    ),
    "a mapped drive": (PureWindowsPath(r"Z:\cap"), windows(is_remote_drive=lambda root: root == "Z:\\"), "Z:"),
    "a drive, its path without limit": (
        PureWindowsPath(r"\\?\Z:\cap"), windows(is_remote_drive=lambda root: root == "Z:\\"), "Z:",
    ),
    "a disk": (PureWindowsPath(r"C:\cap"), windows(is_remote_drive=lambda root: root == "Z:\\"), ""),
    "mounted over": (PurePosixPath("/mnt/pays/cap"), around(mounts=lambda: DISKS), "cifs"),
    "beside": (PurePosixPath("/mnt/paysage/cap"), around(mounts=lambda: DISKS), ""),
    "a Mac's": (
        PurePosixPath("/Volumes/commun/cap"),
        mac(mounts=lambda: [*DISKS, Mount(point="/Volumes/commun", kind="smbfs")]), "smbfs",
    ),
    "of a virtual machine": (
        PurePosixPath("/media/sf_cap"),
        around(mounts=lambda: [*DISKS, Mount(point="/media/sf_cap", kind="vboxsf")]), "vboxsf",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NETWORK)
def test_the_drive_that_a_folder_is_on(case: str) -> None:
    folder, machine, expected = NETWORK[case]
    assert network_drive(folder, machine) == expected


class Named(SimpleNamespace):
    """A file, as `lstat` of another system tells it."""

    def lstat(self) -> SimpleNamespace:
        return SimpleNamespace(**self.status)


PLACEHOLDERS = {
    "OneDrive, online only": ("note.docx", {"st_file_attributes": 0x400020}, True),
    "OneDrive, offline": ("note.docx", {"st_file_attributes": 0x501220}, True),
    "OneDrive, kept on this machine": ("note.docx", {"st_file_attributes": 0x80420}, False),
    "a file of Windows": ("note.docx", {"st_file_attributes": 0x20}, False),
    "a Mac, dataless": ("note.docx", {"st_flags": 0x40000060}, True),
    "a Mac, here": ("note.docx", {"st_flags": 0x40}, False),
    "an older Mac's stub": (".note.docx.icloud", {}, True),
    "a virtual file of Nextcloud": ("note.docx.nextcloud", {}, True),
    "a note about iCloud": ("icloud.docx", {}, False),
}


@pytest.mark.parametrize("case", PLACEHOLDERS)
def test_a_file_that_is_only_a_name(case: str) -> None:
    name, status, expected = PLACEHOLDERS[case]
    assert is_placeholder(Named(name=name, status=status)) is expected  # type: ignore[arg-type]


def test_this_machine_answers(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("Une note.\n", "utf-8")
    machine = Surroundings()
    assert not is_placeholder(tmp_path / "note.md")
    assert any(PurePath(mount.point) == PurePath("/") for mount in machine.mounts()) or machine.system == WINDOWS
    assert isinstance(network_drive(tmp_path, machine), str)
    assert synchronised_by(tmp_path, machine) is None
