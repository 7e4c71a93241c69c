"""What Windows, macOS and synchronised folders do to files, by the fields that they add: nothing of it is here."""

from __future__ import annotations

import errno
import stat
import time
from types import SimpleNamespace
from typing import Any

import pytest

from restitution import disk
from restitution.domain import domain
from restitution.settings.types import PART_TITLES


def status(**fields: Any) -> Any:
    return SimpleNamespace(st_mode=stat.S_IFREG | 0o644, st_size=12, **fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"st_file_attributes": 0x20}, False),  # archive
        ({"st_file_attributes": 0x80020}, False),  # pinned: kept on this machine
        ({"st_file_attributes": 0x501620}, True),  # OneDrive, online only
        ({"st_file_attributes": 0x400000}, True),
        ({"st_file_attributes": 0x1020}, True),  # a server that keeps old files on tape
        ({"st_flags": 0x40000000}, True),  # iCloud
        ({"st_flags": 0x20}, False),
    ],
)
def test_a_file_that_is_only_online_is_known_without_opening_it(fields: dict[str, int], expected: bool) -> None:
    assert disk.is_online_only(status(**fields)) is expected


def test_the_number_that_open_does_not_give_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows `open` says « Permission denied » of a file that Word holds and of one without rights."""
    asked: list[str] = []
    numbers = {"ouvert.docx": 32, "fermé.docx": 5, "en ligne.docx": 362}

    def refusal(path: str) -> int | None:
        asked.append(path)
        return numbers.get(path)

    def error(name: str, code: int = errno.EACCES) -> OSError:
        return OSError(code, "refused", name)

    assert not disk.is_held(error("ouvert.docx"))  # not on Windows: nothing is asked
    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.setattr(disk, "_refusal", refusal)
    assert disk.is_held(error("ouvert.docx"))
    assert not disk.is_held(error("fermé.docx"))
    assert disk.is_out_of_reach(error("en ligne.docx", errno.EINVAL))
    assert disk.is_out_of_reach(OSError(errno.EINVAL, "Invalid argument"))  # while it was read
    assert not disk.is_out_of_reach(error("fermé.docx"))
    assert asked == ["ouvert.docx", "fermé.docx", "en ligne.docx", "fermé.docx"]


@pytest.mark.parametrize(
    ("blocks", "data", "expected"),
    [(0, b"\0" * 12, True), (8, b"\0" * 12, False), (0, b"du texte", False), (0, b"", False)],
    ids=["hollow", "zeros that were written", "a small file kept in its folder's own block", "empty"],
)
def test_a_size_with_nothing_behind_it_is_no_content(blocks: int, data: bytes, expected: bool) -> None:
    assert disk.is_hollow(status(st_blocks=blocks), data) is expected


def test_a_system_that_says_no_blocks_has_no_hollow_file() -> None:
    assert not disk.is_hollow(status(), b"\0\0")


def test_a_junction_is_a_link() -> None:
    folder = {"st_mode": stat.S_IFDIR | 0o755}
    assert disk.is_link(SimpleNamespace(**folder, st_reparse_tag=0xA0000003))  # type: ignore[arg-type] # a fake
    assert not disk.is_link(SimpleNamespace(**folder, st_reparse_tag=0x9000001A))  # type: ignore[arg-type] # OneDrive
    assert not disk.is_link(SimpleNamespace(**folder))  # type: ignore[arg-type] # a fake


@pytest.mark.parametrize(
    "name", ["note.docx", "Éclairage d'été (2).odt", "console.md", "auxiliaire.docx", ".gitignore", "com10", "HG"]
)
def test_a_name_for_every_machine(name: str) -> None:
    assert disk.is_portable(name)


@pytest.mark.parametrize(
    "name",
    ["", "aux.docx", "CON", "con.tar.gz", "Nul", "com1.txt", "LPT9", "COM¹", "a:b", "a?b", "a*", "a|b", 'a"b',
     "a<b", "a/b", "a\\b", "fin.", "fin ", " début", "a\tb", "prn .docx"],
)  # fmt: skip
def test_a_name_that_windows_refuses(name: str) -> None:
    assert not disk.is_portable(name)


def test_our_own_words_that_become_names_are_portable() -> None:
    words = [*PART_TITLES, *(kind.label for kind in domain().kinds.values())]
    assert [word for word in words if not disk.is_portable(f"{word}.docx")] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"C:\Projets\été", r"\\?\C:\Projets\été"),
        (r"\\serveur\partage\été", r"\\?\UNC\serveur\partage\été"),
        (r"\\?\C:\déjà", r"\\?\C:\déjà"),
    ],
)
def test_the_form_of_a_path_that_has_no_limit(path: str, expected: str) -> None:
    assert disk.extended(path) == expected


def test_a_time_before_1970_is_a_day() -> None:
    assert disk.day(-1e9) == disk.day(0)
    noon = time.mktime((2023, 11, 14, 12, 0, 0, 0, 0, -1))
    assert disk.day(noon) == "2023-11-14"
