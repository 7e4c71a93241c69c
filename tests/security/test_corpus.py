"""Real files, written by others, pass the gate: 99.5 % of the sound ones at least, which is printed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from restitution.errors import UnreadableSource
from restitution.intake.recognise import READ, recognise
from restitution.model import Source
from restitution.readers.batch import READERS
from tests.builds.conftest import ROOT

CORPUS: Final = ROOT.parent / "shared" / "corpus"
UNSOUND: Final = "e_hostile"
LEAST: Final = 0.995


def verdict(path: Path) -> str:
    """What the gate says of a file: nothing when it passes."""
    data = path.read_bytes()
    found = recognise(Source(path=path.name, sha256="0", size=len(data)), data)
    if found.state != "taken":
        return found.reason
    try:
        READERS[found.format].prepare(data, path.name)
    except UnreadableSource as error:
        return error.message
    return ""


def test_sound_files_pass_the_gate(capsys: pytest.CaptureFixture[str]) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here")
    files = [path for path in CORPUS.rglob("*") if path.is_file() and path.suffix.lstrip(".") in READ]
    sound = [path for path in files if UNSOUND not in path.parts and path.parent != CORPUS]
    refused = {path.name: why for path in sound if (why := verdict(path))}
    passed = len(sound) - len(refused)
    formats = Counter(path.suffix for path in sound)
    with capsys.disabled():
        told = ", ".join(f"{count} {suffix}" for suffix, count in formats.most_common())
        share = 100 * passed / len(sound)
        sys.stdout.write(f"\n{passed} fichiers sains sur {len(sound)} passent la porte ({share:.1f} %) : {told}\n")
    assert len(sound) >= 30
    assert passed >= LEAST * len(sound), refused


def test_what_is_locked_or_cut_does_not() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here")
    unsound = [path for path in (CORPUS / UNSOUND).iterdir() if path.is_file()]
    assert unsound
    assert [path.name for path in unsound if not verdict(path)] == []
