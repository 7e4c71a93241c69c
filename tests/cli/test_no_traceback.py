"""Whatever is typed, wherever, a person reads a sentence that says what to do, and no traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from restitution.cli import app as commands
from tests.cli.conftest import SETTINGS, Run

TYPED = (Path(__file__).parent / "typed.txt").read_text("utf-8").splitlines()
COMMANDS = [[word.replace("{octet}", "\udce9") for word in line.split("|")] for line in TYPED]
"""What somebody types, a word each; {octet}: a letter of another code page."""


def _file(folder: Path) -> None:
    folder.write_text("un fichier")


def _with(name: str, content: str | bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "restitution.yaml").write_text(SETTINGS, "utf-8")
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def _settings_are_a_folder(folder: Path) -> None:
    (folder / "restitution.yaml").mkdir(parents=True)


PLACES: dict[str, Callable[[Path], None]] = {
    "no folder": lambda _: None,
    "a file": _file,
    "an empty folder": Path.mkdir,
    "empty settings": _with("restitution.yaml", ""),
    "settings that are no YAML": _with("restitution.yaml", "{["),
    "settings that are a list": _with("restitution.yaml", "- a\n"),
    "settings with a wrong key": _with("restitution.yaml", "projets: {}\n"),
    "settings that are no text": _with("restitution.yaml", b"\xff\xfe\0\0\x80abc"),
    "settings that are a folder": _settings_are_a_folder,
    "sources are a file": _with("sources", ""),
    "the working folder is a file": _with(".restitution", ""),
}
"""None of these lets the workflow begin: the commands' own answers are looked at, and they are quick."""


@pytest.mark.parametrize("place", PLACES)
def test_whatever_is_typed(place: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "ici"
    here.mkdir()
    monkeypatch.chdir(here)
    folder = tmp_path / "mon projet é"
    PLACES[place](folder)
    for words in COMMANDS:
        done = (
            run(*words, "--projet", str(folder)) if words[0] not in {"--", "--install-completion"} else run(*words)
        )
        said = f"{' '.join(words)!r}: {done.code}\n{done.out}{done.err}"
        assert "Traceback" not in done.out + done.err, said
        assert done.code in {0, 1, 2, 3}, said
        assert done.code == 0 or len(done.err.strip()) > 10, said
        assert not list(here.rglob(".restitution")), "no log where there is no project"


def test_every_error_is_json_where_json_is_asked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in COMMANDS:
        done = run("--json", *words)
        if done.code == 0:
            continue
        error = done.json["error"]
        assert set(error) == {"message", "hint", "code"}, words
        assert error["code"] == done.code, words
        assert done.err == "", words


def test_a_bug_is_kept_with_the_project(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("cassé")

    monkeypatch.setattr(commands.completion, "versions", fails)
    done = run("--version")
    log = project / ".restitution" / "logs" / "bogue.log"
    assert done.code == 70
    assert log.name in done.err
    assert "RuntimeError: cassé" in log.read_text("utf-8")
    assert "--version" in log.read_text("utf-8").splitlines()[1]


def test_a_bug_outside_of_a_project_is_kept_among_temporary_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(commands.completion, "versions", lambda: 1 / 0)
    done = run("--version", "--json")
    (log,) = tmp_path.glob("restitution-bogue-*.log")
    assert done.json["error"]["code"] == done.code == 70
    assert str(log) in done.json["error"]["hint"]
    assert not (tmp_path / ".restitution").exists()


def test_an_interruption_says_so(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands.completion, "versions", interrupted)
    done = run("--version")
    assert "Interrompu" in done.err
    assert done.code != 0
    assert not (project / ".restitution").exists(), "it is no bug"


def test_too_little_memory_is_no_bug(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def needs_more() -> None:
        raise MemoryError

    monkeypatch.setattr(commands.completion, "versions", needs_more)
    done = run("--version")
    assert (done.code, "--cores 1" in done.err, project.joinpath(".restitution").exists()) == (1, True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of a shell")
@pytest.mark.parametrize("end", ["| head -1", "| true", ">&-", "2>&-", ">&- 2>&-", "| head -c 10"])
def test_a_reader_who_goes_away_is_no_error(end: str, tmp_path: Path) -> None:
    command = f"'{Path(sys.executable).parent / 'restitution'}' --help {end}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert "Error" not in done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_an_old_console_shows_what_it_can(encoding: str, run: Run, project: Path) -> None:
    assert project.is_dir()
    done = run("status", "nulle-part.md", "--projet", "ailleurs", encoding=encoding)
    assert done.code == 2
    assert "->" in done.err, "the arrow has a stand-in"
    assert "?" not in done.err
