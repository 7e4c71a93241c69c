"""What is double-clicked to build: run here for the systems that have a POSIX shell, read closely for Windows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from restitution.kit.given import project_files

SHELLS = [path for path in map(shutil.which, ("sh", "bash", "dash", "zsh")) if path]
STARTERS = ("construire.sh", "construire.command")
KEY = "Appuyez sur Entrée pour fermer cette fenêtre."
PROGRAM = """#!/bin/sh
[ "$1" = --help ] && exit {help}
echo "restitution $* dans $PWD"
exit {build}
"""


@pytest.fixture(params=STARTERS)
def starter(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A starter in a project, and nothing else on this machine."""
    path = tmp_path / "mon projet é" / str(request.param)
    path.parent.mkdir()
    path.write_bytes(project_files()[path.name])
    path.chmod(0o755)
    return path


def program(folder: Path, *, help: int = 0, build: int = 0, name: str = "restitution", text: str = "") -> Path:  # noqa: A002
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text or PROGRAM.format(help=help, build=build), "utf-8")
    path.chmod(0o755)
    return path


def click(starter: Path, shell: str = "/bin/sh", **env: str) -> subprocess.CompletedProcess[str]:
    """As a double click does it: from another folder, with few variables. A key is there to be read."""
    known = {"PATH": "/nulle-part", "HOME": str(starter.parents[1] / "home"), **env}
    return said_by([shell, str(starter)], Path("/"), known)


def said_by(command: list[str], cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=env, input="\n", capture_output=True, text=True, check=False, timeout=30
    )


WHERE = {
    "on PATH": ("outils", {"PATH": "{0}/outils"}),
    "in the user's own folder": ("home/.local/bin", {}),
    "where uv was told to put it": ("les outils d'uv", {"UV_TOOL_BIN_DIR": "{0}/les outils d'uv"}),
    "in the folder of the desktop's standard": ("bin", {"XDG_BIN_HOME": "{0}/bin"}),
}


@pytest.mark.parametrize(("folder", "env"), WHERE.values(), ids=WHERE)
@pytest.mark.parametrize("shell", SHELLS)
def test_the_program_is_found(starter: Path, shell: str, folder: str, env: dict[str, str], tmp_path: Path) -> None:
    program(tmp_path / folder)
    done = click(starter, shell, **{name: value.format(tmp_path) for name, value in env.items()})
    assert done.returncode == 0, done.stderr
    assert f"restitution build dans {starter.parent}\n" in done.stdout
    assert "Les documents sont dans le dossier output." in done.stdout
    assert done.stdout.rstrip().endswith(KEY)
    assert done.stderr == ""


def test_uv_is_asked_where_its_tools_are(starter: Path, tmp_path: Path) -> None:
    program(tmp_path / "ailleurs é")
    asked = f'#!/bin/sh\n[ "$*" = "tool dir --bin" ] && echo "{tmp_path}/ailleurs é"\n'
    program(tmp_path / "home/.cargo/bin", name="uv", text=asked)
    assert f"restitution build dans {starter.parent}\n" in click(starter).stdout


def test_in_a_terminal_it_is_run_from_its_own_folder(starter: Path, tmp_path: Path) -> None:
    program(tmp_path / "outils")
    env = {"PATH": str(tmp_path / "outils"), "CDPATH": str(tmp_path)}
    for command in (["/bin/sh", starter.name], [f"./{starter.name}"]):
        assert f"restitution build dans {starter.parent}\n" in said_by(command, starter.parent, env).stdout
    relative = f"{starter.parent.name}/{starter.name}"
    assert f"restitution build dans {starter.parent}\n" in said_by(["/bin/sh", relative], tmp_path, env).stdout


def test_no_program_is_said_with_what_to_do(starter: Path) -> None:
    done = click(starter)
    assert done.returncode == 1
    assert "« restitution » est introuvable sur cet ordinateur" in done.stdout
    assert "~/.local/bin" in done.stdout
    assert "uv tool install" in done.stdout
    assert done.stdout.rstrip().endswith(KEY)
    assert done.stderr == ""


def test_a_program_of_the_shared_folder_is_not_run(starter: Path) -> None:
    """Whoever writes notes may write there: only what is installed is run."""
    program(starter.parent)
    env = {"PATH": "/nulle-part", "HOME": "/nulle-part"}
    assert "introuvable" in said_by(["/bin/sh", starter.name], starter.parent, env).stdout


def test_a_program_that_does_not_start_is_said(starter: Path, tmp_path: Path) -> None:
    broken = program(tmp_path / "home/.local/bin", text="#!/python/retiré\n")
    done = click(starter)
    assert done.returncode == 1
    assert f"est là ({broken}), mais il ne démarre pas" in done.stdout
    assert "uv tool install --force" in done.stdout
    assert done.stdout.rstrip().endswith(KEY)


@pytest.mark.parametrize("code", [1, 3, 4, 70])
def test_a_build_that_fails_stays_to_be_read(starter: Path, tmp_path: Path, code: int) -> None:
    program(tmp_path / "home/.local/bin", build=code)
    done = click(starter)
    assert done.returncode == code
    assert "Les documents sont" not in done.stdout
    assert done.stdout.rstrip().endswith(KEY)


def test_the_folder_of_documents_is_opened(starter: Path, tmp_path: Path) -> None:
    """Only once there is something to see, and only where there is a screen."""
    opened = tmp_path / "ouvert"
    program(tmp_path / "bureau", name="xdg-open", text=f'#!/bin/sh\necho "$PWD/$1" > "{opened}"\n')
    program(tmp_path / "home/.local/bin")
    desktop = {"PATH": str(tmp_path / "bureau")}
    click(starter, **desktop)
    assert not opened.exists()
    click(starter, DISPLAY=":7", **desktop)
    for _ in range(100):
        if opened.exists() and opened.read_text("utf-8"):
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert opened.read_text("utf-8").strip() == f"{starter.parent}/output"


def test_one_text_for_macos_and_linux() -> None:
    files = project_files()
    assert files["construire.sh"] == files["construire.command"]
    assert files["construire.sh"].startswith(b"#!/bin/sh\n")


# --- Windows: no cmd.exe here, so what it trips over is looked for in the text -----------------------------

CMD = project_files()["Construire.cmd"].decode("utf-8")
LINES = CMD.split("\r\n")
LABELS = {line[1:]: place for place, line in enumerate(LINES) if line.startswith(":")}


def test_cmd_reads_utf_8_before_the_first_accent() -> None:
    switch = LINES.index("chcp 65001 >nul")
    assert all(line.isascii() for line in LINES[:switch])
    assert all(line.isascii() for line in LINES if not line.startswith("echo "))
    assert not CMD.startswith("\ufeff")


def test_every_label_is_there_and_leads_to_a_key() -> None:
    gone_to = set(re.findall(r"goto (\w+)", CMD))
    assert gone_to <= LABELS.keys()
    pause = LINES.index("pause >nul")
    assert LABELS["leave"] < pause < LINES.index("exit /b %code%")
    for label, place in LABELS.items():
        assert leads_to(place) == "leave" or label == "leave", label
    assert not re.search(r"\bexit\b(?! /b %code%)", CMD)
    assert leads_to(-1) == "leave"  # nothing went wrong


def leads_to(place: int) -> str:
    """The last label that a reader of the lines behind `place` comes by, with every test failing."""
    label = ""
    while place < len(LINES) - 1:
        place += 1
        line = LINES[place]
        if line.startswith(":"):
            label = line[1:]
        elif found := re.fullmatch(r"goto (\w+)", line):
            label, place = found[1], LABELS[found[1]]
        elif line == "pause >nul":
            return label
    return "the end without a key"


def test_no_name_is_expanded_outside_quotes() -> None:
    """A folder called « Eau & forêt (2) » must not become a command."""
    for line in LINES:
        bare = re.sub(r'"[^"]*"', "", line)
        assert not re.search(r"%[^%\s]+%|%~|%\*", bare.replace("exit /b %code%", "")), line
        if line.startswith("echo "):
            assert not re.search(r"[&<>|^%]", bare), line
    assert "setlocal EnableExtensions DisableDelayedExpansion" in LINES


def test_letters_of_loops_are_no_modifiers() -> None:
    """`%%~d\\x` is read as a drive or as the variable d, as cmd likes."""
    assert set(re.findall(r"%%~?(?:\$PATH:)?(\w)", CMD)) == {"g"}


def test_a_network_folder_is_given_a_letter_and_opened_by_its_name() -> None:
    assert 'pushd "%~dp0" || goto nofolder' in LINES
    assert 'explorer "%~dp0output"' in LINES
    assert not re.search(r"^cd ", CMD, re.MULTILINE)


def test_parentheses_of_blocks_match() -> None:
    assert sum(line.endswith("(") for line in LINES) == LINES.count(")")


def test_nothing_of_the_shared_folder_is_run_in_place_of_a_program() -> None:
    assert LINES.index('set "NoDefaultCurrentDirectoryInExePath=1"') < LINES.index('set "program="')
