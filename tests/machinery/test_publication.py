from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from restitution import publication, store
from restitution.publication import Manifest, is_current, is_said, read_manifest

DOCX = "restitution.docx"
PDF = "restitution.pdf"


class Place:
    """A project's `output/`, and what was built for it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "output"
        self.manifest = root / ".restitution" / "manifest.json"
        self.keys: dict[str, str] = {}

    def publish(self, built: Mapping[str, bytes]) -> list[str]:
        """Publish `built` under keys of its own; what a person is told."""
        staged = {name: self.root / ".restitution" / "build" / name for name in built}
        for name, data in built.items():
            store.write(staged[name], data)
            self.keys[name] = store.digest(name, data)
        return publication.publish(self.root, staged, self.keys, self.manifest).messages

    def read(self) -> dict[str, bytes]:
        files = sorted(path for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in files}

    def kept(self) -> dict[str, bytes]:
        returned = self.root / "sources" / "relectures"
        return {path.relative_to(returned).as_posix(): path.read_bytes() for path in returned.rglob("original*")}

    def edit(self, name: str, data: bytes, day: str = "2026-02-03") -> None:
        when = time.mktime(time.strptime(day, "%Y-%m-%d"))
        (self.output / name).write_bytes(data)
        os.utime(self.output / name, (when, when))

    def is_current(self) -> bool:
        return is_current(self.output, read_manifest(self.manifest), self.keys)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def hold_open(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """As Windows does while Word shows `path`: nothing may take its place."""
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()


def test_files_are_published_and_the_manifest_vouches_for_them(place: Place) -> None:
    assert place.publish({DOCX: b"un", PDF: b"deux"}) == []
    assert place.read() == {DOCX: b"un", PDF: b"deux"}
    assert place.is_current()
    assert not is_current(place.output, read_manifest(place.manifest), {**place.keys, DOCX: "autre"})


def test_an_output_of_other_targets_stays_in_the_manifest(place: Place) -> None:
    place.publish({DOCX: b"un", PDF: b"deux"})
    place.publish({PDF: b"trois"})
    assert place.is_current()
    assert place.kept() == {}


def test_the_same_bytes_are_not_written_again(place: Place) -> None:
    place.publish({DOCX: b"un"})
    before = (place.output / DOCX).stat()
    place.publish({DOCX: b"un"})
    after = (place.output / DOCX).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_missing_file_is_published_again(place: Place) -> None:
    place.publish({DOCX: b"un"})
    (place.output / DOCX).unlink()
    assert not place.is_current()
    assert place.publish({DOCX: b"un"}) == []
    assert place.read() == {DOCX: b"un"}


# --- what a person changed ----------------------------------------------------------------------------


def test_a_changed_file_is_kept_before_it_is_replaced_and_it_is_said(place: Place) -> None:
    place.publish({DOCX: b"un"})
    place.edit(DOCX, b"relu par Maud", "2026-02-03")
    assert not place.is_current()
    (said,) = place.publish({DOCX: b"deux"})
    folder = f"2026-02-03_{store.sha256_of(next((place.root / 'sources').rglob('original.docx')))[:8]}"
    assert place.kept() == {f"{folder}/original.docx": b"relu par Maud"}
    assert said == (
        f"output/{DOCX} avait été modifié : sa copie est gardée dans sources/relectures/{folder}/original.docx, "
        "puis il a été remplacé."
    )
    assert place.read() == {DOCX: b"deux"}


def test_a_changed_file_is_kept_before_anything_is_replaced(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish({DOCX: b"un", PDF: b"un"})
    place.edit(PDF, b"annote")

    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(publication, "_replaced", die)
    with pytest.raises(KeyboardInterrupt):
        place.publish({DOCX: b"deux", PDF: b"deux"})
    assert list(place.kept().values()) == [b"annote"]


def test_a_changed_file_is_never_kept_twice(place: Place) -> None:
    place.publish({DOCX: b"un"})
    for day in ("2026-02-03", "2026-02-03", "2026-03-04"):  # put back, by a synchronisation for instance
        place.edit(DOCX, b"relu", day)
        assert len(place.publish({DOCX: b"un"})) == 1
    assert len(place.kept()) == 1
    place.edit(DOCX, b"relu encore", "2026-03-04")
    place.publish({DOCX: b"un"})
    assert sorted(place.kept().values()) == [b"relu", b"relu encore"]


def test_a_file_that_stood_there_before_the_first_publication_is_kept(place: Place) -> None:
    place.output.mkdir()
    place.edit(PDF, b"d'avant")
    assert len(place.publish({PDF: b"un"})) == 1
    assert list(place.kept().values()) == [b"d'avant"]


def test_a_kept_copy_holds_when_its_writing_fails(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish({DOCX: b"un"})
    place.edit(DOCX, b"relu")
    write = store.write

    def full(path: Path, data: bytes) -> None:
        if path.name.startswith("original"):
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(store, "write", full)
    with pytest.raises(OSError, match="space"):
        place.publish({DOCX: b"deux"})
    assert place.read() == {DOCX: b"relu"}


# --- kills --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("replaced", [0, 1, 2])
@pytest.mark.parametrize("after", [b"deux", b"trois"], ids=["same notes", "a note edited since"])
def test_what_a_killed_publication_left_is_not_taken_for_a_person_s(
    place: Place, monkeypatch: pytest.MonkeyPatch, replaced: int, after: bytes
) -> None:
    place.publish({DOCX: b"un", PDF: b"un"})
    replace, left = publication._replaced, [replaced]

    def die_at(target: Path, data: bytes) -> bool:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return replace(target, data)

    monkeypatch.setattr(publication, "_replaced", die_at)
    if replaced == 2:  # both files stand, the manifest does not know it yet
        before = place.manifest.read_bytes()
        write, manifests = store.write, iter([False, True])

        def die_at_the_manifest(path: Path, data: bytes) -> None:
            if path == place.manifest and next(manifests):
                raise KeyboardInterrupt
            write(path, data)

        monkeypatch.setattr(store, "write", die_at_the_manifest)
        assert before
    with pytest.raises(KeyboardInterrupt):
        place.publish({DOCX: b"deux", PDF: b"deux"})
    monkeypatch.undo()
    assert place.publish({DOCX: after, PDF: after}) == []
    assert place.read() == {DOCX: after, PDF: after}
    assert place.kept() == {}
    assert place.is_current()


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"files": {"restitution.docx": 3}}'])
def test_a_damaged_manifest_vouches_for_nothing_and_loses_nothing(place: Place, damage: bytes) -> None:
    place.publish({DOCX: b"un"})
    place.manifest.write_bytes(damage)
    assert read_manifest(place.manifest) == Manifest()
    assert not place.is_current()
    assert place.publish({DOCX: b"un"}) == []  # equal to what is about to be published: ours
    assert place.is_current()
    place.manifest.unlink()
    place.publish({DOCX: b"deux"})
    assert list(place.kept().values()) == [b"un"]  # nobody can tell: kept


# --- held open ----------------------------------------------------------------------------------------


def test_a_file_held_open_gets_a_dated_copy_beside_and_it_is_said(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish({DOCX: b"un", PDF: b"un"})
    hold_open(monkeypatch, place.output / DOCX)
    (said,) = place.publish({DOCX: b"deux", PDF: b"deux"})
    (beside,) = set(place.read()) - {DOCX, PDF}
    assert place.read() == {DOCX: b"un", PDF: b"deux", beside: b"deux"}
    assert said == (
        f"output/{DOCX} est ouvert ailleurs : la nouvelle version est à côté, « {beside} » ; fermez-le, puis "
        "relancez la construction."
    )
    assert not place.is_current()  # the next build tries again
    assert is_said(place.output, read_manifest(place.manifest), place.keys)  # but this one did what can be done


def test_the_old_file_held_open_is_not_taken_for_a_person_s(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish({DOCX: b"un"})
    hold_open(monkeypatch, place.output / DOCX)
    (first,) = place.publish({DOCX: b"deux"})
    assert place.publish({DOCX: b"deux"}) == [first]  # the same copy: no second one for the same bytes
    (_, gone) = place.publish({DOCX: b"trois"})
    assert gone.endswith("n'a plus lieu d'être : cette copie datée est retirée.")
    assert place.kept() == {}
    assert sorted(place.read().values()) == [b"trois", b"un"]  # one copy beside, the last
    let_go(monkeypatch)
    (gone,) = place.publish({DOCX: b"trois"})
    assert gone.endswith("n'a plus lieu d'être : cette copie datée est retirée.")
    assert place.read() == {DOCX: b"trois"}  # closed at last: the copy beside goes
    assert place.is_current()


def test_a_copy_beside_that_somebody_wrote_in_is_kept_and_stays(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish({DOCX: b"un"})
    hold_open(monkeypatch, place.output / DOCX)
    place.publish({DOCX: b"deux"})
    (beside,) = set(place.read()) - {DOCX}
    place.edit(beside, b"relu")
    let_go(monkeypatch)
    (said,) = place.publish({DOCX: b"deux"})
    ((kept, words),) = place.kept().items()
    assert words == b"relu"
    assert said == (
        f"output/{beside} a été modifié : ce qui y est écrit est gardé dans sources/relectures/{kept} ; supprimez "
        "cette copie datée quand vous n'en avez plus besoin."
    )
    assert place.publish({DOCX: b"trois"}) == []  # told once
    assert place.read() == {DOCX: b"trois", beside: b"relu"}
    place.edit(beside, b"relu encore")
    assert len(place.publish({DOCX: b"trois"})) == 1  # and once more when it changed
    assert sorted(place.kept().values()) == [b"relu", b"relu encore"]
    (place.output / beside).unlink()
    assert place.publish({DOCX: b"trois"}) == []
    assert read_manifest(place.manifest).dated == []


def test_a_copy_beside_over_which_somebody_put_the_document_itself_goes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish({DOCX: b"un"})
    hold_open(monkeypatch, place.output / DOCX)
    place.publish({DOCX: b"deux"})
    (beside,) = set(place.read()) - {DOCX}
    place.edit(beside, b"un")
    let_go(monkeypatch)
    (said,) = place.publish({DOCX: b"deux"})
    assert said == f"output/{beside} n'a plus lieu d'être : cette copie datée est retirée."
    assert (place.read(), place.kept()) == ({DOCX: b"deux"}, {})


def test_a_copy_beside_that_somebody_wrote_in_while_both_are_open_is_not_written_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish({DOCX: b"un"})
    hold_open(monkeypatch, place.output / DOCX)
    place.publish({DOCX: b"deux"})
    (beside,) = set(place.read()) - {DOCX}
    place.edit(beside, b"relu")
    place.publish({DOCX: b"deux"})  # within the same minute
    assert sorted(place.read().values()) == [b"deux", b"relu", b"un"]
    assert list(place.kept().values()) == [b"relu"]


def test_a_copy_beside_that_is_open_too_goes_later(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish({DOCX: b"un"})
    hold_open(monkeypatch, place.output / DOCX)
    place.publish({DOCX: b"deux"})
    (beside,) = set(place.read()) - {DOCX}
    let_go(monkeypatch)
    unlink = Path.unlink

    def refuse(self: Path, *, missing_ok: bool = False) -> None:
        if self == place.output / beside:
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    (said,) = place.publish({DOCX: b"deux"})
    assert said == (f"output/{beside} n'a plus lieu d'être et est ouvert ailleurs : fermez-le, puis supprimez-le.")
    assert place.read() == {DOCX: b"deux", beside: b"deux"}
    let_go(monkeypatch)
    place.publish({DOCX: b"trois"})
    assert place.read() == {DOCX: b"trois"}


def test_a_file_that_cannot_even_be_read_is_not_replaced_when_it_is_let_go(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold remarks, which nobody could keep: the next build looks again."""
    place.publish({DOCX: b"un"})
    place.edit(DOCX, b"relu par Maud")
    before, opened = Path.open, iter([True])

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == place.output / DOCX and next(opened, False):  # closed right after the first look
            raise PermissionError(13, "Permission denied", str(self))
        return before(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    (said,) = place.publish({DOCX: b"deux"})
    assert "est ouvert ailleurs" in said
    assert (place.output / DOCX).read_bytes() == b"relu par Maud"
    let_go(monkeypatch)
    place.publish({DOCX: b"deux"})
    assert place.read() == {DOCX: b"deux"}
    assert list(place.kept().values()) == [b"relu par Maud"]


def test_what_cannot_be_read_is_not_current_and_stops_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish({DOCX: b"un"})

    def refuse(self: Path, *_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(self))

    manifest = read_manifest(place.manifest)
    monkeypatch.setattr(Path, "open", refuse)
    assert not is_current(place.output, manifest, place.keys)
    assert not is_said(place.output, manifest, place.keys)


def test_a_folder_that_cannot_be_written_is_told_as_such(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish({DOCX: b"un"})
    write = store.write

    def refuse(path: Path, data: bytes) -> None:
        if path.parent == place.output:
            raise PermissionError(13, "Permission denied", str(path))
        write(path, data)

    monkeypatch.setattr(store, "write", refuse)
    with pytest.raises(PermissionError) as error:
        place.publish({DOCX: b"deux"})
    told = store.disk_trouble(error.value)
    assert told is not None
    assert "accès" in told.message
    assert place.read() == {DOCX: b"un"}


def test_a_copy_to_review_in_its_folder_is_kept_and_put_beside_as_any_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "territoires/TA.docx"
    place.publish({name: b"un"})
    place.edit(name, b"relu")
    hold_open(monkeypatch, place.output / name)
    said = place.publish({name: b"deux"})
    assert list(place.kept().values()) == [b"relu"]
    assert len(said) == 2
    (beside,) = read_manifest(place.manifest).beside.values()
    assert re.fullmatch(r"territoires/TA \d{4}-\d\d-\d\d \d\dh\d\d\.docx", beside.name)
    assert place.read() == {name: b"relu", beside.name: b"deux"}


def test_a_copy_that_is_no_longer_made_stays(place: Place) -> None:
    place.publish({"territoires/TA.docx": b"un", "territoires/TB.docx": b"un"})
    place.publish({"territoires/TA.docx": b"deux"})
    assert place.read() == {"territoires/TA.docx": b"deux", "territoires/TB.docx": b"un"}
