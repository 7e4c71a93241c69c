"""LibreOffice accepts and refuses our changes as we mean them: the second independent reader."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from restitution.redline import compare

from .documents import built
from .sides import Side, texts
from .test_redline import CASES

SCRIPT = Path(__file__).with_name("settle_in_office.py")
BACKWARDS = ", à rebours"
LEAVES_EMPTY = {case["cas"] for case in CASES if case.get("vide")}
PYTHONS = ("/usr/bin/python3", "/opt/libreoffice/program/python", "python3")


@cache
def python_with_uno() -> str:
    for name in PYTHONS:
        path = shutil.which(name)
        if path and not subprocess.run([path, "-c", "import uno"], capture_output=True, check=False).returncode:
            return path
    pytest.skip("Aucun Python avec le module uno de LibreOffice (python3-uno).")


def settled(files: list[tuple[str, bytes]], folder: Path) -> list[bytes]:
    """Each file (« accept », « refuse », « save », its bytes) as LibreOffice saves it."""
    office = shutil.which("soffice") or pytest.skip("LibreOffice n'est pas installé.")
    python, pipe = python_with_uno(), f"restitution{folder.name}"
    jobs: list[str] = []
    for number, (what, data) in enumerate(files):
        source = folder / f"{number}.docx"
        source.write_bytes(data)
        jobs += [what, str(source), str(folder / f"{number}-after.docx")]
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    listening = f"--accept=pipe,name={pipe};urp;"
    server = subprocess.Popen([office, profile, "--headless", "--norestore", listening], stderr=subprocess.DEVNULL)
    try:
        subprocess.run([python, str(SCRIPT), pipe, *jobs], check=True, timeout=240)
        server.wait(60)
    finally:
        server.kill()
    return [Path(target).read_bytes() for target in jobs[2::3]]


def assert_office_agrees(pairs: list[tuple[str, bytes, bytes]], folder: Path) -> None:
    """Accepting gives what LibreOffice makes of the new document, refusing what it makes of the old one."""
    files: list[tuple[str, bytes]] = []
    for _, old, new in pairs:
        data = compare(old, new).data
        files += [("accept", data), ("save", new), ("refuse", data), ("save", old)]
    saved = settled(files, folder)
    wrong: dict[str, Any] = {}
    for number, (name, _, _) in enumerate(pairs):
        accepted, new, refused, old = (saved[4 * number + place] for place in range(4))
        sides: list[tuple[bytes, bytes, Side]] = [(accepted, new, "new"), (refused, old, "old")]
        for found, wanted, side in sides:
            is_lenient = name.removesuffix(BACKWARDS) in LEAVES_EMPTY
            shown = [[text for text in texts(data, side) if text or not is_lenient] for data in (found, wanted)]
            if shown[0] != shown[1]:
                wrong[f"{name}, {side}"] = shown
    assert not wrong


@pytest.mark.slow
def test_libreoffice_accepts_and_refuses_each_case(tmp_path: Path) -> None:
    pairs = [(case["cas"], built(case["avant"]), built(case["apres"])) for case in CASES]
    pairs += [(name + BACKWARDS, new, old) for name, old, new in pairs]
    assert_office_agrees(pairs, tmp_path)
