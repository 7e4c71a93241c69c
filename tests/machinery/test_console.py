"""What is printed on old consoles and in files: nothing raises, and as much as can be is shown."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from restitution import console

SAID = "« Où ? » → l’œuvre d’été… ¶4.2-13 – 12 € · ✓ █░ \u202f! Ålesund 北"
EVERY_CONSOLE = (
    "cp850",
    "cp437",
    "cp1252",
    "ascii",
    "latin-1",
    "utf-8",
    "cp65001" if os.name == "nt" else "utf-8",
)


class Screen(io.TextIOWrapper):
    """A terminal with an encoding of its own."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _same_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in console.UTF8_VARIABLES:
        monkeypatch.setenv(name, os.environ.get(name, ""))


def printed(stream: io.TextIOWrapper, text: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    console.speak_utf8()
    stream.write(text)
    stream.flush()
    return stream.buffer.getvalue()  # type: ignore[attr-defined] # a BytesIO


@pytest.mark.parametrize("encoding", EVERY_CONSOLE)
def test_no_console_refuses_a_sign(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    every = "".join(map(chr, (*range(32, 0xD800), *range(0xE000, 0x11000), 0xD800, 0xDCE9)))
    assert printed(Screen(io.BytesIO(), encoding), every, monkeypatch)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("cp850", "« Où ? » -> l'oeuvre d'été... ¶4.2-13 - 12 EUR · + █░  ! Ålesund ?"),
        ("cp437", "« Où ? » -> l'oeuvre d'été... par. 4.2-13 - 12 EUR · + █░  ! Ålesund ?"),
        ("cp1252", "« Où ? » -> l’œuvre d’été… ¶4.2-13 – 12 € · + #.  ! Ålesund ?"),
        ("ascii", "\" Ou ? \" -> l'oeuvre d'ete... par. 4.2-13 - 12 EUR - + #.  ! Alesund ?"),
        ("utf-8", SAID),
    ],
)
def test_a_console_shows_the_nearest_that_it_has(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = printed(Screen(io.BytesIO(), encoding), SAID, monkeypatch)
    assert data.decode(encoding) == shown


@pytest.mark.parametrize("encoding", EVERY_CONSOLE)
def test_what_goes_to_a_file_is_utf_8_whatever_the_console(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed(io.TextIOWrapper(io.BytesIO(), encoding), SAID, monkeypatch)
    assert data.decode() == SAID


def test_no_stream_at_all_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # pythonw.exe
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    console.speak_utf8()


@pytest.mark.parametrize("encoding", ["cp850", "ascii", "cp1252"])
def test_the_commands_and_their_children_write_utf_8_in_files(encoding: str) -> None:
    code = "import sys; print(sys.argv[1], flush=True)"
    parent = (
        "import subprocess, sys; from restitution.console import speak_utf8; speak_utf8();"
        f"exec({code!r}); sys.exit(subprocess.run([sys.executable, '-c', {code!r}, sys.argv[1]]).returncode)"
    )
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", parent, SAID]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.stderr == b""
    assert done.stdout.decode().splitlines() == [SAID, SAID]
