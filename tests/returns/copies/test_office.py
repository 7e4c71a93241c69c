"""What other programs make of our copies: LibreOffice opens them, and accepts or refuses what we propose; the
Open XML SDK finds nothing in a copy that it does not find in the original."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from restitution.returns.copies.making import leaves_of, returned
from restitution.returns.copies.planning import Remarked
from restitution.returns.copies.spans import says_the_same
from tests.writers.office import sdk_errors

from .test_home import files, note_of, read, reviewed

pytestmark = pytest.mark.slow
UNO = next(
    (name for name in ("/usr/bin/python3", "/usr/lib/libreoffice/program/python") if Path(name).exists()), ""
)
ITS_OWN = frozenset({"RA001-Tracked-Revisions-01.docx"})
"""Files of deleted tables, of which LibreOffice 7.4 keeps another one when a comment stands near; our copy holds
no change, and its XML is hers but for the comments."""
PATHS = [path for path in files() if path.suffix in {".docx", ".odt"}]


class Case:
    """A note, its copy, and what was put there."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        reading = read(path.name, self.data)
        assert reading is not None
        note = note_of(path.name, self.data, reading)
        self.about, self.wanted = reviewed(note)
        self.leaves = leaves_of(note)
        self.copy = returned(note, self.about, lambda _: self.data).files.get(path.suffix)


def cases() -> dict[str, Case]:
    found = {}
    for number, path in enumerate(PATHS):
        if path.name not in ITS_OWN and read(path.name, path.read_bytes()) is not None:
            case = Case(path)
            if case.copy is not None:
                found[f"{number}-{path.name}"] = case
    return found


def test_libreoffice_accepts_and_refuses(tmp_path: Path) -> None:
    if not UNO or not shutil.which("soffice") or subprocess.run([UNO, "-c", "import uno"], check=False).returncode:
        pytest.skip("LibreOffice n'est pas installé, ou son « uno » manque : les copies n'y sont pas ouvertes.")
    made = cases()
    jobs: list[str] = []
    for name, case in made.items():
        for kind, data in (("original", case.data), ("copy", case.copy)):
            for fate in ("accept", "reject"):
                file = tmp_path / f"{kind}-{fate}-{name}"
                file.write_bytes(data or b"")
                jobs += [str(file), fate, f"{file}.json"]
    script = Path(__file__).parent / "uno_changes.py"
    subprocess.run([UNO, str(script), (tmp_path / "profil").as_uri(), *jobs], check=True, timeout=900)
    wrong = [name for name, case in made.items() if not is_right(tmp_path, name, case)]
    assert wrong == []


def is_right(folder: Path, name: str, case: Case) -> bool:
    seen: dict[str, Any] = {
        f"{kind}-{fate}": json.loads((folder / f"{kind}-{fate}-{name}.json").read_text("utf-8"))
        for kind in ("original", "copy")
        for fate in ("accept", "reject")
    }
    own = Counter(map(tuple, seen["copy-accept"]["remarks"]))
    own.subtract(map(tuple, seen["original-accept"]["remarks"]))
    said = messages(case.about)
    told = all(own[one] >= count for one, count in said.items()) and min(own.values(), default=0) >= 0
    refused = seen["copy-reject"]["texts"] == seen["original-reject"]["texts"]
    before, after = (seen[f"{kind}-accept"]["texts"] for kind in ("original", "copy"))
    pairs = list(zip(before, after, strict=len(before) == len(after)))
    changed = [(old, new) for old, new in pairs if old != new]
    right = len(before) == len(after) and all(
        says_the_same(new, case.wanted.get(" ".join(old.split()), new)) for old, new in changed
    )
    if not (told and refused and right):
        print(name, told, refused, right, own, changed[:2])  # noqa: T201 what pytest shows of a failure
    return told and refused and right


def messages(about: Remarked) -> Counter[tuple[str, str]]:
    return Counter((one.author, one.text) for one in about.remarks)


@pytest.mark.parametrize("path", [path for path in PATHS if path.suffix == ".docx"], ids=lambda path: path.name)
def test_the_sdk_finds_nothing_new(path: Path, tmp_path: Path) -> None:
    if read(path.name, path.read_bytes()) is None or (case := Case(path)).copy is None:
        pytest.skip("Ce fichier n'est pas une note.")
    before = Counter(error.partition(" ")[2] for error in sdk_errors(case.data, tmp_path))
    after = Counter(error.partition(" ")[2] for error in sdk_errors(case.copy or b"", tmp_path))
    assert after - before == Counter()
