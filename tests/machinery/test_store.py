from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import disk, store
from restitution.errors import StaleContract
from restitution.store import Store, digest


class Line(msgspec.Struct):
    word: str


@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
def test_no_two_lists_share_a_hash_by_joining_otherwise(one: list[str | bytes], other: list[str | bytes]) -> None:
    def plain(parts: list[str | bytes]) -> list[bytes]:
        return [part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part for part in parts]

    assert (digest(*one) == digest(*other)) == (plain(one) == plain(other))


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.json"
    store.write(path, b"before")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    data = memoryview(b"after") if step != "write" else None
    with pytest.raises((OSError, TypeError)):
        store.write(path, data)  # type: ignore[arg-type] # None cannot be written
    assert path.read_bytes() == b"before"
    assert [left.name for left in tmp_path.iterdir()] == ["a.json"]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.write(tmp_path / "a.json", b"x")
    assert list(tmp_path.iterdir()) == []


def test_what_a_kill_left_is_swept_and_nothing_of_a_person(tmp_path: Path) -> None:
    kept = [tmp_path / "a.tmp", tmp_path / ".b.tmp", tmp_path / "sous" / "c.restitution.tmp.docx"]
    left = [tmp_path / f".a.12{store.TEMPORARY}", tmp_path / "sous" / f".b.13{store.TEMPORARY}"]
    for path in [*kept, *left]:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    store.sweep(tmp_path, below=False)
    assert [path.exists() for path in left] == [False, True]
    store.sweep(tmp_path)
    assert [path.exists() for path in [*kept, *left]] == [True, True, True, False, False]


@pytest.mark.parametrize("name", ["a" * 255, "é" * 126 + ".md"])
def test_long_names_can_be_written(tmp_path: Path, name: str) -> None:
    store.write(tmp_path / name, b"x")
    assert [left.name for left in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "plein"), (errno.EDQUOT, "plein"), (errno.EFBIG, "plein"),
        (errno.EROFS, "accès"), (errno.EACCES, "accès"), (errno.EPERM, "accès"),
    ],
)  # fmt: skip
def test_a_disk_that_is_full_or_closed_is_told_in_a_sentence(number: int, words: str) -> None:
    told = store.disk_trouble(OSError(number, "strange", "/quelque/part/restitution.docx"))
    assert told is not None
    assert told.code == 1
    assert words in told.message
    assert "restitution.docx" in told.message
    assert "/quelque" not in told.message
    assert told.hint.endswith("relancez.")


def windows_error(number: int, code: int = errno.EACCES) -> PermissionError:
    """An error as Windows raises it, with its own number."""
    error = OSError(code, "Accès refusé", r"C:\\projet\\classement.csv")
    error.winerror = number  # type: ignore[attr-defined] # a field of Windows
    return error  # type: ignore[return-value] # EACCES makes it one


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (windows_error(32), "ouvert dans un autre programme"),
        (windows_error(33), "ouvert dans un autre programme"),
        (windows_error(5), "accès"),
        (windows_error(362, errno.EINVAL), "n'est qu'en ligne"),
        (windows_error(388, errno.EINVAL), "n'est qu'en ligne"),
    ],
)
def test_a_file_that_is_open_or_only_online_is_told_as_such(error: OSError, words: str) -> None:
    told = store.disk_trouble(error)
    assert told is not None
    assert words in told.message
    assert told.hint.endswith("relancez.")


def test_a_file_that_something_looks_at_for_an_instant_is_replaced_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals, replace, slept = [windows_error(5), windows_error(32)], Path.replace, []

    def refuse(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", slept.append)
    store.write(tmp_path / "a.docx", b"un")
    assert (tmp_path / "a.docx").read_bytes() == b"un"
    assert slept == list(disk.PAUSES[:2])


def test_a_file_that_stays_open_is_told_after_a_second_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    def refuse(*_: Path) -> Path:
        raise windows_error(32)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", slept.append)
    (tmp_path / "a.docx").write_bytes(b"avant")
    with pytest.raises(PermissionError):
        store.write(tmp_path / "a.docx", b"un")
    assert sum(slept) < 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.docx": b"avant"}


def test_rights_that_are_missing_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    with pytest.raises(PermissionError):
        store.write(tmp_path / "a.docx", b"un")


def test_a_file_that_something_looks_at_does_not_stop_the_sweeping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [tmp_path / f".{name}.12{store.TEMPORARY}" for name in "ab"]
    for path in left:
        path.touch()
    unlink = Path.unlink

    def refuse(self: Path, *, missing_ok: bool = False) -> None:
        if self == left[0]:
            raise windows_error(32)
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    store.sweep(tmp_path)
    assert [path.exists() for path in left] == [True, False]


def test_another_trouble_of_the_system_is_a_bug() -> None:
    assert store.disk_trouble(OSError(errno.ECHILD, "x")) is None
    assert store.disk_trouble(OSError("no number")) is None


def test_a_contract_gives_back_its_records(tmp_path: Path) -> None:
    path = tmp_path / "notes" / "a.jsonl"
    store.write_contract(path, "k" * 64, [Line("un"), Line("deux\u2028\n")])
    assert [line.word for line in store.read_contract(path, "k" * 64, Line)] == ["un", "deux\u2028\n"]


@pytest.mark.parametrize(
    "damage", [b"", b"\x00\xff", b'{"contract"', None], ids=["empty", "bytes", "cut", "missing"]
)
def test_a_damaged_contract_is_stale_and_says_what_to_do(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "a.jsonl"
    if damage is not None:
        path.write_bytes(damage)
    with pytest.raises(StaleContract) as said:
        list(store.read_contract(path, "k", Line))
    assert "Relancez" in said.value.hint


def test_a_contract_of_another_build_and_a_damaged_line_are_stale(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    store.write_contract(path, "k1", [Line("un")])
    with pytest.raises(StaleContract):
        list(store.read_contract(path, "k2", Line))
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(StaleContract):
        list(store.read_contract(path, "k1", Line))


def test_a_damaged_copy_is_never_given_out_and_is_made_again(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    name = kept.put(b"une note")
    kept.path(name).write_bytes(b"UNE NOTE")
    with pytest.raises(StaleContract):
        kept.get(name)
    kept.put(b"une note")
    assert kept.get(name) == b"une note"
    kept.path(name).write_bytes(b"UNE NOTE")  # same size, not yet looked at
    kept.put(b"une note")
    assert kept.get(name) == b"une note"


def test_a_missing_copy_is_stale(tmp_path: Path) -> None:
    with pytest.raises(StaleContract, match="absente"):
        Store(tmp_path).get("a" * 64)


@given(data=st.binary(), position=st.integers(0), bit=st.integers(0, 7))
def test_a_seal_tells_any_damage(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, position: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("sealed", numbered=True) / "a"
    store.write_sealed(path, data)
    assert store.read_sealed(path) == data
    damaged = bytearray(path.read_bytes())
    damaged[position % len(damaged)] ^= 1 << bit
    path.write_bytes(damaged)
    assert store.read_sealed(path) is None
    path.unlink()
    assert store.read_sealed(path) is None


def test_the_same_record_always_gives_the_same_bytes() -> None:
    assert store.encode({"b": 1, "a": {"d": 1, "c": 2}}) == store.encode({"a": {"c": 2, "d": 1}, "b": 1})
