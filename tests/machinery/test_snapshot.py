from __future__ import annotations

import hashlib
import os
import threading
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from restitution import disk
from restitution.errors import WrongUse
from restitution.intake.recognise import recognise
from restitution.model import Source
from restitution.plan import remembered, snapshot
from restitution.store import Store

SECRET = b"SECRET-7f3a"


class Folder:
    """A `sources/` folder, and the photograph of it."""

    def __init__(self, root: Path) -> None:
        self.root = root / "sources"
        self.store = Store(root / "store")
        self.root.mkdir()

    def put(self, name: str | bytes, data: bytes = b"une note", age: float = 3600) -> Path:
        path = Path(os.fsdecode(os.fsencode(self.root) + b"/" + os.fsencode(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (time.time() - age,) * 2)
        return path

    def take(self) -> dict[str, list[Source]]:
        return snapshot.take(self.root, self.store)

    def sources(self) -> dict[str, Source]:
        """By path; no two may share one."""
        files = [source for lot in self.take().values() for source in lot]
        found = {source.path: source for source in files}
        assert len(found) == len(files)
        return found

    def kept(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.store.root.rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """What `work` gives; fails when it does not end in time (a pipe that is opened blocks for ever)."""
    result: list[Any] = []
    thread = threading.Thread(target=lambda: result.append(work()), daemon=True)
    thread.start()
    thread.join(seconds)
    assert result, f"still waiting after {seconds} s"
    return result[0]


def test_files_are_copied_by_content_and_grouped_by_the_folder_at_the_top(folder: Folder) -> None:
    folder.put("a/note.md", b"une")
    folder.put("a/b/c/d.txt", b"deux")
    folder.put("seule.md", b"une")
    taken = folder.take()
    assert {lot: [s.path for s in files] for lot, files in taken.items()} == {
        "a": ["a/b/c/d.txt", "a/note.md"],
        "racine": ["seule.md"],
    }
    assert taken["a"][1] == Source(path="a/note.md", sha256=hashlib.sha256(b"une").hexdigest(), size=3)
    assert folder.store.get(taken["a"][0].sha256 or "") == b"deux"


def test_a_link_to_a_secret_is_named_and_never_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "secret.md").write_bytes(SECRET)
    (folder.root / "a").mkdir()
    (folder.root / "a" / "lien.md").symlink_to(tmp_path / "dehors" / "secret.md")
    (folder.root / "a" / "dossier").symlink_to(tmp_path / "dehors")
    (folder.root / "a" / "vers rien.md").symlink_to(tmp_path / "rien")
    (folder.root / "a" / "soi").symlink_to(folder.root)
    found = folder.sources()
    assert set(found) == {"a/lien.md", "a/dossier", "a/vers rien.md", "a/soi"}
    assert {(source.sha256, source.trouble) for source in found.values()} == {(None, "lien")}
    assert SECRET not in folder.kept()


def test_a_link_put_in_the_place_of_a_file_after_it_was_looked_at_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "note.md").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        snapshot._read(tmp_path / "note.md")


def test_a_pipe_and_a_device_are_never_opened(folder: Folder) -> None:
    os.mkfifo(folder.root / "tube.md")
    assert within(5, folder.sources)["tube.md"].trouble == "tube"
    assert within(5, lambda: snapshot._read(folder.root / "tube.md")) == b""  # one put there since


def test_an_unreadable_file_and_folder_are_named(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, note = folder.put("fermé/note.md").parent, folder.put("a/note.md")
    folder.put("a/autre.md")
    scan, opened = os.scandir, snapshot._opened

    def refuse_folder(path: Any = ".") -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def refuse_file(path: Path) -> BinaryIO:
        if path == note:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(os, "scandir", refuse_folder)
    monkeypatch.setattr(snapshot, "_opened", refuse_file)
    troubles = {name: source.trouble for name, source in folder.sources().items()}
    assert troubles == {"a/note.md": "illisible", "a/autre.md": "", "fermé": "dossier"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_as_the_system_refuses_it(folder: Folder) -> None:
    folder.put("a/note.md").chmod(0)
    folder.put("fermé/note.md").parent.chmod(0)
    try:
        assert {s.trouble for s in folder.sources().values()} == {"illisible", "dossier"}
    finally:
        (folder.root / "fermé").chmod(0o700)


def test_an_enormous_file_is_not_read(folder: Folder) -> None:
    path = folder.put("a/film.md")
    os.truncate(path, snapshot.MAX_BYTES + 1)
    source = folder.sources()["a/film.md"]
    assert (source.sha256, source.trouble) == (None, "énorme")


def test_no_folder_of_sources_is_an_error_not_an_empty_publication(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="« sources » est introuvable"):
        snapshot.take(tmp_path / "sources", Store(tmp_path / "store"))


def test_an_empty_folder_is_an_empty_photograph(folder: Folder) -> None:
    assert folder.take() == {}


def test_our_folders_and_tables_are_no_sources(folder: Folder) -> None:
    for name in ("relectures/x/original.docx", "editions/v1.md", "_confidentiel/noms.csv", "choix/verbatims.csv"):
        folder.put(name, SECRET)
    for name in ("classement.csv", "photos.csv"):
        folder.put(name, SECRET)
    assert folder.sources() == {}
    folder.put("a/relectures/note.md")
    folder.put("a/classement.csv")
    assert set(folder.sources()) == {"a/relectures/note.md", "a/classement.csv"}
    assert SECRET not in folder.kept()


def test_a_linked_folder_of_ours_is_ours(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "coffre").mkdir()
    (folder.root / "_confidentiel").symlink_to(tmp_path / "coffre")
    assert folder.sources() == {}


# --- names -------------------------------------------------------------------------------------------

NAMES = [
    "{territoire}.md", "a{{b}}.md", "a {b} c.md", "$(touch PWN).md", "l'« été » d'\"ici\".md", "--version.md",
    "retour\nà la ligne.md", "-x.md", "+RTS", "..md", "...", "espace à la fin .md", " devant.md",
    "&;|<>*?.md", "é" * 126 + ".md", "a" * 252 + ".md", "%20%00.md", "CON.md",
    "tab\tulation.md", "nul", "😀.md", "\u202egpj.md", "[gras].md", "a\\b.md",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_source_under_that_name(folder: Folder, name: str) -> None:
    folder.put(f"dossier/{name}", name.encode())
    source = folder.sources()[f"dossier/{name}"]
    assert folder.store.get(source.sha256 or "") == name.encode()
    assert recognise(source, name.encode()).source == source


def test_names_of_a_mac_are_composed(folder: Folder) -> None:
    folder.put(f"été/{unicodedata.normalize('NFD', 'réunion à Séronne')}.md")
    assert set(folder.sources()) == {"été/réunion à Séronne.md"}


@pytest.mark.parametrize("reverse", [False, True])
def test_twins_that_differ_by_their_accents_are_both_taken(folder: Folder, *, reverse: bool) -> None:
    nfc, nfd = (unicodedata.normalize(form, "é.md") for form in ("NFC", "NFD"))
    for name in (nfc, nfd)[:: -1 if reverse else 1]:
        folder.put(f"a/{name}", name.encode())
    found = {path: folder.store.get(source.sha256 or "") for path, source in folder.sources().items()}
    assert found == {"a/é.md": nfc.encode(), "a/é (2).md": nfd.encode()}


def test_twins_never_take_the_name_of_a_third(folder: Folder) -> None:
    for name in ("é.md", unicodedata.normalize("NFD", "é.md"), "é (2).md"):
        folder.put(name)
    assert set(folder.sources()) == {"é.md", "é (2).md", "é (3).md"}
    assert all(unicodedata.is_normalized("NFC", name) for name in folder.sources())


def test_names_that_are_no_text_are_taken_each_under_a_name_of_its_own(folder: Folder) -> None:
    for name in (b"a/r\xe9union.md", b"a/r\xe8union.md", "a/r\ufffdunion.md".encode()):
        folder.put(name, name)
    found = {path: folder.store.get(source.sha256 or "") for path, source in folder.sources().items()}
    assert sorted(found) == ["a/r\ufffdunion (2).md", "a/r\ufffdunion (3).md", "a/r\ufffdunion.md"]
    assert len(set(found.values())) == 3
    assert all(name.encode() for name in found)  # can be written anywhere


def test_a_very_deep_folder_is_read_to_the_end(folder: Folder) -> None:
    name = "/".join(["dossier"] * 100) + "/note.md"
    folder.put(name)
    assert set(folder.sources()) == {name}


# --- lots --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a b", "é", "--", "..x", "{lot}", "a--000", "日本", "x" * 200, "a.b", "A_b"])
def test_a_lot_has_a_name_that_suits_a_file_and_a_wildcard(folder: Folder, name: str) -> None:
    folder.put(f"{name}/note.md")
    folder.put(f"{name} 2/note.md")
    lots = folder.take()
    assert len(lots) == 2
    assert all(lot.isascii() and lot.replace("-", "").isalnum() and len(lot) < 60 for lot in lots)


def test_above_two_hundred_files_a_lot_is_split_and_a_new_note_touches_one_share(folder: Folder) -> None:
    for number in range(401):
        folder.put(f"a/{number}.md", str(number).encode())
    before = folder.take()
    assert list(before) == ["a--000", "a--001", "a--002"]
    assert sum(map(len, before.values())) == 401
    folder.put("a/nouvelle.md")
    after = folder.take()
    assert [lot for lot in after if after[lot] != before[lot]] == [
        lot for lot in after if any(source.path == "a/nouvelle.md" for source in after[lot])
    ]


def test_two_hundred_files_are_one_lot(folder: Folder) -> None:
    for number in range(snapshot.LOT_FILES):
        folder.put(f"a/{number}.md")
    assert list(folder.take()) == ["a"]


def test_the_photograph_does_not_depend_on_the_order_of_the_disk(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "autre").mkdir()
    other = Folder(tmp_path / "autre")
    names = [f"{lot}/{name}.md" for lot in "cab" for name in "zxy"]
    for name in names:
        folder.put(name)
    for name in reversed(names):
        other.put(name)
    assert folder.take() == other.take()


# --- files that are being written --------------------------------------------------------------------


def test_a_file_that_changes_between_two_looks_waits(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    growing, still = folder.put("a/copie.md", b"Le deb", age=1), folder.put("a/fixe.md", age=1)
    waited: list[float] = []

    def grow(seconds: float) -> None:
        waited.append(seconds)
        growing.write_bytes(b"Le debut et la fin")

    monkeypatch.setattr(time, "sleep", grow)
    found = folder.sources()
    assert waited == [pytest.approx(snapshot.SECOND_LOOK_SECONDS, abs=0.05)]
    assert (found["a/copie.md"].trouble, found["a/copie.md"].sha256) == ("instable", None)
    assert found["a/fixe.md"].trouble == ""
    assert still.exists()
    answer = recognise(found["a/copie.md"], None)
    assert answer.state == "waiting"
    assert "prochaine construction" in answer.reason


def test_a_file_that_goes_between_two_looks_waits(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.put("a/note.md", age=1)
    monkeypatch.setattr(time, "sleep", lambda _: path.unlink())
    assert folder.sources()["a/note.md"].trouble == "instable"


@pytest.mark.parametrize("age", [3600, -86400, 365 * 86400])
def test_files_that_are_not_fresh_are_looked_at_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, age: float
) -> None:
    folder.put("a/note.md", age=age)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    assert folder.sources()["a/note.md"].trouble == ""


def test_what_is_to_be_done_anyhow_is_done_between_two_looks(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("a/note.md", age=1)
    done: list[str] = []
    monkeypatch.setattr(time, "sleep", lambda _: done.append("waited"))
    snapshot.take(folder.root, folder.store, lambda: done.append("the rest"))
    assert done == ["the rest", "waited"]


def test_a_file_that_was_looked_at_before_is_not_waited_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("a/note.md", age=1)
    folder.put("a/vieille.md", age=3600)
    snapshot.look_first(folder.root)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    assert folder.sources()["a/note.md"].trouble == ""


def test_a_file_that_changed_since_it_was_looked_at_is_waited_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.put("a/note.md", b"Le deb", age=1)
    snapshot.look_first(folder.root)
    path.write_bytes(b"Le debut")
    monkeypatch.setattr(time, "sleep", lambda _: path.write_bytes(b"Le debut et la fin"))
    assert folder.sources()["a/note.md"].trouble == "instable"


def test_no_file_that_is_only_online_is_opened_to_look_first(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_online(monkeypatch, folder.put("a/note.md", age=1))
    snapshot.look_first(folder.root)
    assert not snapshot._stood


# --- files that are only online, or that a program keeps to itself ------------------------------------


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path, winerror: int) -> None:
    """As Windows does when `path` is opened."""
    opened = snapshot._opened

    def refused(found: Path) -> BinaryIO:
        if found == path:
            error = OSError(13, "Permission denied", str(path))
            error.winerror = winerror  # type: ignore[attr-defined] # a field of Windows
            raise error
        return opened(found)

    monkeypatch.setattr(snapshot, "_opened", refused)


def take_online(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """As a synchroniser that needs room does: the file keeps its size and its time, its bytes are elsewhere."""
    times = path.stat()
    path.write_bytes(b"\0" * times.st_size)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    inode = path.stat().st_ino
    monkeypatch.setattr(disk, "is_online_only", lambda status: status.st_ino == inode)
    refuse(monkeypatch, path, 362)  # opening it must not even be tried


def waiting(folder: Folder, name: str) -> tuple[str, str]:
    """State of a file that the photograph has no bytes of, and its reason."""
    source = folder.sources()[name]
    assert source.sha256 is None
    answer = recognise(source, None)
    return answer.state, answer.reason


def test_a_file_that_is_only_online_waits_and_is_never_read_as_empty(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_online(monkeypatch, folder.put("a/note.docx"))
    state, reason = waiting(folder, "a/note.docx")
    assert state == "waiting"
    assert "n'est qu'en ligne" in reason
    assert "Toujours conserver sur cet appareil" in reason


def test_a_file_that_is_held_open_waits(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, folder.put("a/note.docx"), 32)
    state, reason = waiting(folder, "a/note.docx")
    assert state == "waiting"
    assert "fermez-le" in reason


def test_a_cloud_that_does_not_answer_is_waited_for(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, folder.put("a/note.docx"), 388)
    assert waiting(folder, "a/note.docx")[0] == "waiting"


def test_a_file_without_rights_is_still_set_aside(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, folder.put("a/note.docx"), 5)
    assert waiting(folder, "a/note.docx")[0] == "set_aside"


@pytest.mark.parametrize("trouble", ["online", "held"])
def test_what_was_read_once_and_has_not_changed_is_taken_as_it_was(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    path = folder.put("a/note.md", b"douze communes")
    before = folder.sources()
    if trouble == "online":
        take_online(monkeypatch, path)
    else:
        refuse(monkeypatch, path, 32)
    for _ in range(3):  # it stays so for weeks
        assert folder.sources() == before


def test_what_changed_since_it_was_read_waits(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.put("a/note.md", b"douze communes", age=7200)
    folder.sources()
    path = folder.put("a/note.md", b"treize commune", age=3600)  # as many letters, another time
    refuse(monkeypatch, path, 32)
    assert waiting(folder, "a/note.md")[0] == "waiting"


def test_what_somebody_was_writing_is_not_what_is_remembered(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.put("a/note.md", b"le debut", age=1)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    assert folder.sources()["a/note.md"].sha256
    refuse(monkeypatch, path, 32)
    assert waiting(folder, "a/note.md")[0] == "waiting"


def test_a_copy_that_has_gone_from_the_store_is_not_promised(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.put("a/note.md")
    sha256 = folder.sources()["a/note.md"].sha256
    assert sha256
    folder.store.path(sha256).unlink()
    refuse(monkeypatch, path, 32)
    assert waiting(folder, "a/note.md")[0] == "waiting"


def test_a_size_with_nothing_on_the_disk_waits(folder: Folder) -> None:
    path = folder.put("a/note.docx", b"")
    os.truncate(path, 4096)
    os.utime(path, (time.time() - 3600,) * 2)
    if path.stat().st_blocks:
        pytest.skip("this disk keeps no hollow file")
    assert waiting(folder, "a/note.docx")[0] == "waiting"


@pytest.mark.parametrize(
    "name", [".note.docx.icloud", ".synthèse.docx.icloud", "note.docx.nextcloud", "note.md.owncloud"]
)
def test_what_stands_for_a_file_that_is_only_online_waits(folder: Folder, name: str) -> None:
    folder.put(f"a/{name}", b"bplist00")
    source = folder.sources()[f"a/{name}"]
    assert recognise(source, b"bplist00").state == "waiting"


def test_files_deeper_than_windows_takes_are_asked_for_in_the_form_without_limit(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("a/note.md")
    asked: list[str] = []

    def extended(path: str) -> str:
        asked.append(path)
        return path

    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.setattr(disk, "extended", extended)
    assert list(folder.sources()) == ["a/note.md"]
    assert asked == [str(folder.root)]


# --- files that nothing wrote to since they were read -------------------------------------------------


@pytest.fixture
def calm(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A note that was read when it had not changed for a while."""
    if not remembered.TELLS_CHANGES:
        pytest.skip("this system does not tell the time of the last change: every file is read")
    monkeypatch.setattr(snapshot, "WRITING", 0)
    path = folder.put("a/note.md", b"douze communes")
    time.sleep(0.05)  # the system's clock has beaten since
    assert folder.sources()["a/note.md"].sha256
    return path


def read_again(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the notes whose bytes the next photograph reads."""
    read: set[str] = set()
    put = Store.put
    names = {path.read_bytes(): path.name for path in folder.root.rglob("*") if path.is_file()}

    def noted(self: Store, data: bytes) -> str:
        read.add(names[data])
        return put(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put", noted)
        found = folder.sources()
    for name, source in found.items():
        assert source == Source(
            path=name, sha256=hashlib.sha256((folder.root / name).read_bytes()).hexdigest(), size=source.size
        )
        assert source.size == (folder.root / name).stat().st_size
    return read


def as_before(path: Path, times: os.stat_result) -> None:
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)


@pytest.mark.usefixtures("calm")
def test_nothing_that_stands_as_it_was_read_is_read_again(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.put("a/autre.md", b"treize")
    assert read_again(folder, monkeypatch) == {"autre.md"}
    assert not read_again(folder, monkeypatch)


def test_other_words_of_the_same_size_and_time_are_read(
    folder: Folder, calm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = calm.stat()
    calm.write_bytes(b"treize commune")
    as_before(calm, times)
    assert read_again(folder, monkeypatch) == {"note.md"}


def test_another_file_of_the_same_size_and_times_in_its_place_is_read(
    folder: Folder, calm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder.put("a/autre.md", b"treize commune")
    as_before(other, calm.stat())
    time.sleep(0.05)
    folder.sources()
    place = calm.with_name("x.md")
    calm.rename(place)
    other.rename(calm)
    place.rename(other)
    assert read_again(folder, monkeypatch) == {"note.md", "autre.md"}


def test_what_changed_just_before_it_was_read_is_read_again(
    folder: Folder, calm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "WRITING", 3600)
    calm.write_bytes(b"treize")
    as_before(calm, calm.stat())
    os.utime(calm, (time.time() - 3600,) * 2)
    for _ in range(3):
        assert read_again(folder, monkeypatch) == {"note.md"}


@pytest.mark.usefixtures("calm")
def test_every_file_is_read_where_the_system_does_not_tell_what_changed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "TELLS_CHANGES", False)
    folder.put("a/autre.md", b"treize")
    for _ in range(2):
        assert read_again(folder, monkeypatch) == {"note.md", "autre.md"}


@pytest.mark.usefixtures("calm")
def test_a_copy_that_has_gone_from_the_store_is_made_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = folder.sources()["a/note.md"].sha256 or ""
    folder.store.path(sha256).unlink()
    assert read_again(folder, monkeypatch) == {"note.md"}
    assert folder.store.get(sha256) == b"douze communes"
