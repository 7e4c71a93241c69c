"""LibreOffice as a reviewer uses it: opens a copy, comments and changes it, saves it as DOCX or ODT.

    with office(folder) as libreoffice:
        told = libreoffice.review(copy, back, [
            {"do": "comment", "on": "le marché", "text": "Lequel ?", "author": "Élise Martin"},
            {"do": "insert", "after": "le marché", "text": " couvert", "author": "Paul Roux"},
            {"do": "retype", "on": "vide", "text": "plein", "tracked": False},
        ])

Operations are the public methods of `office_side.Reviewer`, with the words that they ask for; `told` says of each
« ok » or why it could not be done. Skips where LibreOffice or UNO (`apt install python3-uno`) is not.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

SIDE = Path(__file__).with_name("office_side.py")
FILE_S, MORE_S = 240, 5
END_S = 15
Operation = dict[str, Any]


class Office:
    """A running LibreOffice of our own."""

    def __init__(self, python: str, port: int) -> None:
        self._python = python
        self._port = str(port)

    def review(self, source: Path, target: Path, operations: Sequence[Operation]) -> list[Any]:
        """Does the operations on a file and saves it as `target` (.docx or .odt). What became of each."""
        return self.review_all([(source, target, operations)])[0]

    def review_all(self, jobs: Sequence[tuple[Path, Path | None, Sequence[Operation]]]) -> list[list[Any]]:
        """The same of many files, of which those without a target are not saved."""
        asked = [
            {
                "source": str(source.resolve()),
                "target": str(target.resolve()) if target else "",
                "operations": operations,
            }
            for source, target, operations in jobs
        ]
        seconds = FILE_S + len(jobs) * MORE_S
        command = [self._python, str(SIDE), self._port]
        done = subprocess.run(
            command, input=json.dumps(asked), capture_output=True, text=True, timeout=seconds, check=False
        )
        assert done.returncode == 0, done.stderr
        told: list[list[Any]] = json.loads(done.stdout)
        return told

    def end(self) -> None:
        """Asks it to end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            command = [self._python, str(SIDE), self._port]
            subprocess.run(command, input=b"[]", capture_output=True, timeout=END_S, check=False)


@contextlib.contextmanager
def office(folder: Path) -> Iterator[Office]:
    """A LibreOffice with a profile of its own in `folder`, ended in any case."""
    soffice, python = shutil.which("soffice"), python_with_uno()
    if soffice is None or python is None:
        pytest.skip("LibreOffice ou UNO (python3-uno) n'est pas installé.")
    port = _free_port()
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profil').resolve().as_uri()}",
        f"--accept=socket,host=127.0.0.1,port={port};urp;",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    running = Office(python, port)
    try:
        yield running
    finally:
        running.end()
        _end(process)


@functools.cache
def python_with_uno() -> str | None:
    """A Python that speaks to LibreOffice: the system's, or its own."""
    soffice = shutil.which("soffice")
    own = Path(soffice).resolve().parent / "python" if soffice else Path()
    for python in ("/usr/bin/python3", str(own)):
        with contextlib.suppress(OSError):
            if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
                return python
    return None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the office, and what it started, that did not end when it was asked."""
    try:
        process.wait(timeout=END_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
