"""A command run in this process through the last door, as a person or a program meets it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from restitution import cli

SETTINGS = """
projet: {titre: Carnet de route}
territoires: [{code: TA, nom: Territoire A}, {code: TB, nom: Territoire B}]
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed: one document, and nothing else."""
        return msgspec.json.decode(self.out.encode())


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `restitution` with these words; `encoding` is that of the console."""

    def run_it(*words: str, encoding: str = "utf-8") -> Done:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding, write_through=True) for _ in range(2)]
        for stream in streams if encoding != "utf-8" else []:  # a console's; a file's is always UTF-8
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys, "argv", ["restitution", *words])
        monkeypatch.setattr(sys, "stdout", streams[0])
        monkeypatch.setattr(sys, "stderr", streams[1])
        monkeypatch.setattr(cli, "Interruption", type("Never", (), {"came": False}))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = (stream.buffer.getvalue() for stream in streams)  # type: ignore[attr-defined]
        is_json = "--json" in words  # always in UTF-8
        return Done(int(ended.value.code or 0), out.decode("utf-8" if is_json else encoding), err.decode(encoding))

    return run_it


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project where somebody stands, its folder named as people name them."""
    folder = tmp_path / "mon projet é"
    (folder / "sources" / "territoire-a").mkdir(parents=True)
    (folder / "restitution.yaml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(folder)
    return folder
