"""`restitution cache`: what is kept for every project, and less of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from restitution.cache import opened, usual_place
from restitution.cache.place import FOLDER_VARIABLE, KEY_VARIABLE, MOST_VARIABLE

COMMAND = str(Path(sys.executable).parent / "restitution")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "lectures").mkdir()
    return {
        FOLDER_VARIABLE: str(tmp_path / "lectures"),
        KEY_VARIABLE: str(tmp_path / "cle"),
        MOST_VARIABLE: "1 Mo",
    }


def asked(environ: dict[str, str], *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [COMMAND, "cache", *words],
        capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environ},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def keep(environ: dict[str, str], number: int) -> None:
    place = usual_place(environ)
    assert place
    cache = opened(place)
    for one in range(number):
        cache.put(cache.name(str(one)), bytes(99_968))
    cache.path(cache.name("0")).write_bytes(b"?")


def test_it_says_what_is_kept_and_where(environ: dict[str, str]) -> None:
    keep(environ, 3)
    said = asked(environ, "status")
    assert "3 lectures gardées, 0,2 Mo, au plus 1,0 Mo." in said
    assert f"Dossier partagé : {environ[FOLDER_VARIABLE]}\n" in said
    assert "noms compris" in said
    assert json.loads(asked(environ, "etat", "--json"))["readings"] == 3


def test_it_takes_away_what_is_damaged_and_what_is_too_much(environ: dict[str, str]) -> None:
    keep(environ, 5)
    told = json.loads(asked(environ, "prune", "--max", "250 ko", "--json"))
    assert (told["removed"], told["damaged"], told["readings"], told["bytes"]) == (3, 1, 2, 200_000)
    assert "2 lectures ôtées (0,2 Mo). 0 lecture gardée" in asked(environ, "alleger", "--max", "0")


def test_who_only_looks_makes_nothing(environ: dict[str, str]) -> None:
    assert "0 lecture gardée" in asked(environ, "status")
    assert "0 lecture ôtée" in asked(environ, "prune")
    assert not Path(environ[KEY_VARIABLE]).exists()


def test_where_nothing_is_kept_it_says_so(environ: dict[str, str]) -> None:
    off = {**environ, FOLDER_VARIABLE: "non"}
    assert "chacun garde ce qui" in asked(off, "prune", "--max", "0")
    assert json.loads(asked(off, "status", "--json"))["folder"] is None


def test_what_is_wrong_is_told_in_french(environ: dict[str, str]) -> None:
    assert "« beaucoup » n'est pas une taille" in asked(environ, "prune", "--max", "beaucoup", code=2)
    Path(environ[KEY_VARIABLE]).write_bytes(b"")
    assert "trop courte" in asked(environ, "status", code=1)
