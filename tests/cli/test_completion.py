"""What the Tab key proposes, in each shell, and what installing that touches."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest

from restitution.cli.completion import script_of
from restitution.cli.completions import SHELLS
from restitution.store import write
from tests.cli.conftest import Run

TREE = ("territoire-a/Portrait du pays.docx", "territoire-a/visite/note.md", "relectures/ancres.jsonl", "é.txt")
REMARKS = '{"items": [{"number": "R-007", "author": "Marie", "text": "Où  donc ?"}], "balance": {}}'
PROPOSED = [
    (
        "",
        (
            "build watch serve plan status check classify init new fix update doctor redline export review "
            "people cache edition"
        ),
    ),
    ("ne", "new"),
    ("new po", "portrait"),
    ("new portrait --territoire ", "TA TB"),
    ("new portrait --format ", "docx md xlsx"),
    ("build retou", "retours"),
    ("status ", "territoire-a/ é.txt"),
    ("status territoire-a/Po", "territoire-a/Portrait du pays.docx"),
    ("classify territoire-a/v", "territoire-a/visite/"),
    ("review place ", "R-007"),
    ("review decide R", "R-007"),
    ("relire decider acc", "accepter"),
    ("redline ", "envoi-de-juin"),
    ("review list --state nou", "nouvelle"),
    ("build --proj", "--project --projet"),
]
"""What is typed, what is proposed."""


@pytest.fixture
def filled(project: Path) -> Path:
    for name in TREE:
        write(project / "sources" / name, b"x")
    write(project / ".restitution" / "remarks.json", REMARKS.encode())
    (project / "sources" / "editions" / "envoi-de-juin").mkdir(parents=True)
    return project


@pytest.mark.parametrize(("typed", "proposed"), PROPOSED)
def test_words_are_proposed(
    typed: str, proposed: str, run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled.is_dir()
    words = typed.split(" ")
    monkeypatch.setenv("_RESTITUTION_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(["restitution", *words]))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    done = run()
    assert (done.code, done.err) == (0, "")
    assert " ".join(done.out.split("\n")).strip() == proposed


@pytest.mark.parametrize("typed", ["new portrait --territoire ", "status ", "review place ", "redline ", "build "])
def test_the_tab_key_never_fails(typed: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "restitution.yaml").write_text("{[")
    (tmp_path / "sources").write_text("")
    monkeypatch.setenv("_RESTITUTION_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"restitution {typed}")
    done = run()
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell: str, run: Run) -> None:
    script = script_of(shell)
    assert run("--voir-completion", shell).out == script
    assert "_RESTITUTION_COMPLETE" in script
    assert f"complete_{'powershell' if shell == 'pwsh' else shell}" in script


@pytest.mark.parametrize(
    ("shell", "kept", "line"),
    [("bash", ".bashrc", "source "), ("zsh", ".zshrc", "fpath+=~/.zfunc"), ("fish", "", "")],
)
def test_installing_adds_a_line_once(
    shell: str, kept: str, line: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    own = b"alias ll='ls -l'\r\n# caf\xe9"  # as somebody wrote it, in her own encoding
    (tmp_path / (kept or "rien")).write_bytes(own)
    for _ in range(2):
        done = run("--installer-completion", shell, "--json")
        assert Path(done.json["path"]).read_text("utf-8") == script_of(shell) == done.json["script"]
    now = (tmp_path / (kept or "rien")).read_bytes()
    assert now.startswith(own)
    assert now.count(line.encode() or b"alias") == 1


def test_an_install_that_is_cut_short_leaves_the_script_that_was(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    path = tmp_path / ".config" / "fish" / "completions" / "restitution.fish"
    path.parent.mkdir(parents=True)
    path.write_text("l'ancien", "utf-8")
    monkeypatch.setattr("restitution.store.os.fsync", _no_room)
    assert run("--install-completion", "fish").code
    assert path.read_text("utf-8") == "l'ancien"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def _no_room(_: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_powershell_that_does_not_answer_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = run("--install-completion", "powershell")
    assert done.code == 1
    assert "restitution --show-completion powershell" in done.err


BASH = """
PATH={folder}:$PATH
{script}
COMP_WORDS=(restitution {words}); COMP_CWORD={place}
_restitution_completion restitution 2>/dev/null
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("sta", "status"),
        ("status territoire-a/Po", r"territoire-a/Portrait\ du\ pays.docx"),
        (r"status 'territoire-a/Portrait\ du'", r"territoire-a/Portrait\ du\ pays.docx"),
        ("status '\"territoire-a/Portrait du'", "territoire-a/Portrait du pays.docx"),
    ],
)
def test_bash_quotes_what_has_spaces(words: str, proposed: str, filled: Path, tmp_path: Path) -> None:
    place = 2 if " " in words else 1
    program = tmp_path / "bin" / "restitution"
    started = f"""#!/bin/sh\nexec {quote(sys.executable)} -c 'from restitution.cli import main; main()' "$@"\n"""
    write(program, started.encode())  # the path of an interpreter may hold spaces, which a first line cannot quote
    program.chmod(0o755)
    folder = quote(str(program.parent))
    typed = BASH.format(folder=folder, script=script_of("bash"), words=words, place=place)
    done = subprocess.run(
        ["bash", "-c", typed],
        cwd=filled, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == proposed
