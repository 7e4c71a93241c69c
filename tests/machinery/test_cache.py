"""Results kept for every project: found again whole, believed under a key alone, bounded, and never in the way."""

from __future__ import annotations

import errno
import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import store
from restitution.cache import Cache, Held, Place, Unusable, held_in, opened, size_of, usual_place
from restitution.cache import place as places
from restitution.errors import WrongUse

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
ROOT = os.name == "posix" and os.getuid() == 0
NOBODY = 65_534
KEY, OTHERS = b"une cle a nous, tiree au hasard", b"une autre cle, tiree au hasard"
TEXT = b"La forge tient depuis 1820."
RACE = get_context("fork" if os.name == "posix" else "spawn")


def cache_in(folder: Path, key: bytes = KEY, most: int = 10**9) -> Cache:
    cache = Cache(folder, key, most)
    cache.begin()
    return cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return cache_in(tmp_path)


def kept(cache: Cache, *parts: str, data: bytes = TEXT) -> str:
    name = cache.name(*parts)
    cache.put(name, data)
    return name


def aged(cache: Cache, name: str, seconds: float) -> None:
    when = time.time() - seconds
    os.utime(cache.path(name), (when, when))


# --- found again, or not believed -----------------------------------------------------------------------------


def test_a_result_is_found_again_by_what_it_was_made_from(cache: Cache) -> None:
    name = kept(cache, "code", "octets")
    assert cache.get(cache.name("code", "octets")) == TEXT
    assert cache.get(cache.name("codeo", "ctets")) is None
    assert cache.path(name).is_file()
    assert cache.said == []


def test_whoever_has_another_key_neither_finds_nor_harms_it(tmp_path: Path) -> None:
    ours, theirs = cache_in(tmp_path), cache_in(tmp_path, OTHERS)
    assert ours.name("octets") != theirs.name("octets"), "a name tells nobody which file was read"
    name = kept(ours, "octets")
    kept(theirs, "octets", data=b"autre chose")
    theirs.bound(0)
    theirs.sound()
    assert theirs.held() == Held()
    assert ours.get(name) == TEXT


def test_what_somebody_else_writes_in_its_place_is_not_read(tmp_path: Path) -> None:
    ours, theirs = cache_in(tmp_path), cache_in(tmp_path, OTHERS)
    name = kept(ours, "octets")
    forged = kept(theirs, "octets", data="Mme Vidalbert a tout avoué.".encode())
    ours.path(name).write_bytes(theirs.path(forged).read_bytes())
    assert ours.get(name) is None
    assert not ours.path(name).exists()
    assert "étrangère" in ours.said[0]


def test_a_result_of_ours_under_the_name_of_another_is_not_read(cache: Cache) -> None:
    one, other = kept(cache, "un"), kept(cache, "deux", data=b"deux")
    cache.path(one).write_bytes(cache.path(other).read_bytes())
    assert cache.get(one) is None


@given(st.data())
def test_no_damaged_result_is_read(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    cache = cache_in(tmp_path_factory.mktemp("cache"))
    name = kept(cache, "octets", data=data.draw(st.binary(max_size=50)))
    whole = cache.path(name).read_bytes()
    spoilt = data.draw(
        st.binary(max_size=100)
        | st.integers(0, len(whole) - 1).map(lambda end: whole[:end])
        | st.binary(min_size=1, max_size=9).map(lambda more: whole + more)
        | st.integers(0, 8 * len(whole) - 1).map(lambda bit: _with_a_bit_changed(whole, bit))
    )
    if spoilt != whole:
        cache.path(name).write_bytes(spoilt)
        assert cache.get(name) is None
        assert not cache.path(name).exists()
        cache.put(name, TEXT)
        assert cache.get(name) == TEXT


def _with_a_bit_changed(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@POSIX
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/etc/passwd")])
def test_what_is_no_file_is_neither_opened_nor_followed(cache: Cache, make: Callable[[Path], None]) -> None:
    name = kept(cache, "octets")
    cache.path(name).unlink()
    make(cache.path(name))
    assert cache.get(name) is None
    cache.put(name, TEXT)
    assert cache.get(name) in {TEXT, None}
    assert Path("/etc/passwd").is_file()


@POSIX
def test_nothing_is_written_through_a_folder_that_leads_elsewhere(cache: Cache, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    name = cache.name("octets")
    cache.path(name).parent.symlink_to(elsewhere)
    cache.put(name, TEXT)
    assert list(elsewhere.iterdir()) == []
    (elsewhere / name).write_bytes(b"un fichier de quelqu'un")
    cache.bound(0)
    assert (elsewhere / name).exists()


# --- bounded ----------------------------------------------------------------------------------------------------


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, most=1_000)
    names = [kept(cache, str(number), data=bytes(168)) for number in range(6)]  # 200 bytes with its seal
    for number, name in enumerate(names):
        aged(cache, name, 600 - 60 * number)
    cache.get(names[0])
    assert cache.bound() == Held(2, 400)
    assert [cache.path(name).exists() for name in names] == [True, False, False, True, True, True]
    assert cache.bound() == Held()


def test_so_many_bytes_at_most_are_left(cache: Cache) -> None:
    for number in range(5):
        kept(cache, str(number), data=bytes(68))
    assert cache.bound(250) == Held(3, 300)
    assert cache.held() == Held(2, 200)
    assert cache.bound(0) == Held(2, 200)
    assert cache.held() == Held()


def test_pruning_takes_what_is_damaged_or_half_written_and_leaves_the_order_of_use(cache: Cache) -> None:
    whole, spoilt = kept(cache, "entier"), kept(cache, "abîmé")
    aged(cache, whole, 500)
    cache.path(spoilt).write_bytes(b"?")
    used = cache.path(whole).stat().st_mtime
    half, new = (cache.path(whole).with_name(f".{word}{store.TEMPORARY}") for word in ("vieux", "neuf"))
    half.write_bytes(b"1")
    new.write_bytes(b"1")
    os.utime(half, (used - 10_000, used - 10_000))
    assert cache.sound() == Held(1, 1)
    assert [path.exists() for path in (cache.path(whole), cache.path(spoilt), half, new)] == [
        True,
        False,
        False,
        True,
    ]
    assert cache.path(whole).stat().st_mtime == used


# --- whose they are ---------------------------------------------------------------------------------------------


def test_a_project_takes_away_what_is_of_its_files_of_today_and_before(cache: Cache) -> None:
    old, new, others = kept(cache, "avant"), kept(cache, "après"), kept(cache, "autre projet")
    cache.owned("/projet", "lot", [old])
    cache.owned("/projet", "lot", [new])
    cache.owned("/voisin", "lot", [others, new])
    assert cache.names_of("/projet") == {old, new}
    cache.forget("/projet")
    assert [cache.path(name).exists() for name in (old, new, others)] == [False, False, True]
    assert cache.names_of("/projet") == set()
    assert "voisin" not in "".join(map(str, cache.folder.rglob("*"))), "nor does it tell where projects are"


def test_what_cannot_be_taken_away_is_told(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    name = kept(cache, "octets")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _refused)
        assert not cache.drop(name)
    assert cache.drop(name)
    assert cache.drop(name), "it is gone"


def test_lists_of_what_is_gone_go_too(cache: Cache) -> None:
    cache.owned("/projet", "lot", [kept(cache, "octets")])
    cache.bound(0)
    cache.tidy()
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []


# --- several at once, and killed --------------------------------------------------------------------------------


def _write_for_ever(folder: Path, which: int) -> None:
    cache = cache_in(folder)
    for number in count():
        cache.put(cache.name(str(number % 3)), _large(which, number % 3))
        cache.owned("/projet", str(which), [cache.name(str(number % 3))])
        if not number % 7:
            cache.bound(1 << 21)


def _large(which: int, number: int) -> bytes:
    return bytes([which, number]) * (1 << 19)


def _running(*jobs: tuple[Callable[..., None], tuple[object, ...]]) -> Iterator[None]:
    started = [RACE.Process(target=target, args=arguments) for target, arguments in jobs]
    for process in started:
        process.start()
    yield
    for process in started:
        process.kill()
        process.join()


def test_readers_see_whole_results_or_none_while_others_write_and_take_away(tmp_path: Path) -> None:
    running = _running(*((_write_for_ever, (tmp_path, which)) for which in (1, 2)))
    next(running)
    cache = cache_in(tmp_path)
    wanted = [{_large(which, number) for which in (1, 2)} for number in range(3)]
    seen, until = 0, time.monotonic() + 30
    while seen < 50 and time.monotonic() < until:
        for number in range(3):
            found = cache.get(cache.name(str(number)))
            assert found is None or found in wanted[number]
            seen += found is not None
    list(running)
    assert seen >= 50
    assert cache.said == []


@POSIX
def test_a_writer_that_is_killed_leaves_whole_results(tmp_path: Path) -> None:
    for round_ in range(8):
        process = RACE.Process(target=_write_for_ever, args=(tmp_path, 1))
        process.start()
        time.sleep(0.05 + 0.02 * round_)
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        cache = cache_in(tmp_path)
        for number in range(3):
            assert cache.get(cache.name(str(number))) in {None, _large(1, number)}
        assert cache.said == []
    cache.put(cache.name("0"), TEXT)
    assert cache.get(cache.name("0")) == TEXT


def _say_key(folder: Path, told: Path) -> None:
    place = Place(folder=folder, key=folder / "cle", most=1)
    store.write(told, opened(place).name("octets").encode())


def test_processes_that_begin_at_once_have_one_key(tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.txt" for number in range(8)]
    (tmp_path / "cache").mkdir()
    started = [RACE.Process(target=_say_key, args=(tmp_path / "cache", name)) for name in names]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert len({name.read_bytes() for name in names}) == 1
    assert len(list((tmp_path / "cache").glob(f".*{store.TEMPORARY}"))) == 0


# --- done without -----------------------------------------------------------------------------------------------


def _refused(*_words: object, **_named: object) -> None:
    raise PermissionError(errno.EACCES, "refusé")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.ESTALE])
def test_a_disk_that_is_full_or_gone_keeps_nothing_and_stops_nobody(
    cache: Cache, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        name = kept(cache, "octets")
        cache.owned("/projet", "lot", [name])
    assert cache.get(name) is None
    assert "lecture non gardée" in cache.said[0]
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []


def _writing_beyond(folder: Path, told: Path) -> None:
    import resource  # noqa: PLC0415 not on Windows

    cache = cache_in(folder)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))
    cache.put(cache.name("octets"), bytes(1 << 20))
    told.write_text(" ".join(cache.said), "utf-8")


@POSIX
def test_a_write_that_the_system_cuts_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    process = RACE.Process(target=_writing_beyond, args=(tmp_path / "cache", tmp_path / "dit.txt"))
    process.start()
    process.join()
    assert "non gardée" in (tmp_path / "dit.txt").read_text("utf-8")
    assert cache_in(tmp_path / "cache").held() == Held()
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


@dataclass
class World:
    """An account with its own cache folder."""

    home: Path
    environ: dict[str, str]

    def place(self, **environ: str) -> Place:
        found = usual_place({**self.environ, **environ})
        assert found is not None
        return found


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    home = tmp_path / "compte"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, **_: home / name)
    return World(home, {})


def test_by_default_it_is_the_accounts_own(world: World) -> None:
    place = world.place()
    assert place.folder == place.own == world.home / "restitution" / "lectures"
    assert (place.most, place.is_shared) == (2 * 10**9, False)
    assert held_in(place) == Held()
    assert not world.home.exists(), "who only looks makes nothing"
    kept(opened(place), "octets")
    assert held_in(place).count == 1


def test_a_word_switches_it_off(world: World) -> None:
    assert usual_place({places.FOLDER_VARIABLE: "non"}) is None
    assert usual_place({places.FOLDER_VARIABLE: " Non "}) is None
    assert world.place(**{places.MOST_VARIABLE: "500 Mo"}).most == 500 * 10**6


def test_a_path_that_hangs_on_where_one_stands_is_refused() -> None:
    with pytest.raises(WrongUse, match="chemin entier"):
        usual_place({places.FOLDER_VARIABLE: "lectures"})


def test_those_who_share_a_folder_and_a_key_share_results(world: World, tmp_path: Path) -> None:
    (tmp_path / "commun").mkdir()
    named = {places.FOLDER_VARIABLE: str(tmp_path / "commun")}
    alone = opened(world.place(**named))
    shared = world.place(**named, **{places.KEY_VARIABLE: str(tmp_path / "cle de l'équipe")})
    name = kept(opened(shared), "octets")
    assert shared.is_shared
    assert opened(shared).get(name) == TEXT
    assert alone.get(alone.name("octets")) is None, "without the key, a folder is not enough"


@POSIX
def test_nobody_else_reads_an_accounts_own(world: World) -> None:
    place = world.place()
    place.folder.mkdir(parents=True, mode=0o777)
    place.folder.chmod(0o777)
    cache = opened(place)
    name = kept(cache, "octets")
    cache.owned("/projet", "lot", [name])
    modes = {stat.S_IMODE(path.lstat().st_mode) for path in (place.folder, *place.folder.rglob("*"))}
    assert modes == {0o700, 0o600}


@POSIX
def test_a_key_that_is_made_is_closed_to_all_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    opened(Place(folder=tmp_path, key=tmp_path / "cle", most=1))
    assert stat.S_IMODE((tmp_path / "cle").stat().st_mode) == 0o600


@POSIX
def test_what_is_shared_is_open_to_those_to_whom_its_folder_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    cache = cache_in(tmp_path)
    name = kept(cache, "octets")
    assert stat.S_IMODE(cache.path(name).stat().st_mode) == 0o660
    assert stat.S_IMODE(cache.path(name).parent.stat().st_mode) == 0o2770


def _as_nobody(folder: Path, told: Path) -> None:
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    _say_why(folder, told)


def _say_why(folder: Path, told: Path) -> None:
    try:
        opened(Place(folder=folder, key=told.parent / "cle", most=1))
    except Unusable as error:
        told.write_text(error.message, "utf-8")


@POSIX
def test_a_folder_that_may_not_be_written_in_is_told_as_unusable() -> None:
    """As another account, where this one may write everywhere."""
    with TemporaryDirectory() as name:
        folder, told = Path(name, "fermé"), Path(name, "dit.txt")
        folder.mkdir(mode=0o555)
        Path(name).chmod(0o777)
        process = RACE.Process(target=_as_nobody if ROOT else _say_why, args=(folder, told))
        process.start()
        process.join()
        assert "l'accès est refusé" in told.read_text("utf-8")


@POSIX
@pytest.mark.skipif(not ROOT, reason="who is no administrator cannot give a folder away")
def test_an_own_folder_that_is_somebody_elses_is_not_used(world: World) -> None:
    place = world.place()
    place.folder.mkdir(parents=True)
    os.chown(place.folder, NOBODY, NOBODY)
    with pytest.raises(Unusable, match="l'accès est refusé"):
        opened(place)


def test_a_shared_folder_that_is_not_there_is_not_made(world: World, tmp_path: Path) -> None:
    place = world.place(**{places.FOLDER_VARIABLE: str(tmp_path / "réseau" / "commun")})
    with pytest.raises(Unusable, match="il n'est pas là"):
        opened(place)
    assert not (tmp_path / "réseau").exists()


def test_a_key_that_is_none_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "cle").write_bytes(b"mot")
    with pytest.raises(Unusable, match="trop courte"):
        opened(Place(folder=tmp_path, key=tmp_path / "cle", most=1))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("2 Go", 2 * 10**9),
        ("2go", 2 * 10**9),
        ("1,5 Mo", 1_500_000),
        ("1.5M", 1_500_000),
        ("12 ko", 12_000),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "beaucoup", "-1", "2 Gio", "1 2"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="n'est pas une taille"):
        size_of(text)
