"""Runs the pandoc that `pypandoc_binary` carries: explicit formats, bounded memory and time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Final

import msgspec

from restitution import cage
from restitution.errors import RestitutionError, UnreadableSource
from restitution.limits import LIFTED, WIDER
from restitution.model import Block

LUA = Path(__file__).parent / "lua"
SCRIPT = "read.lua"
MEMORY: Final = 2 << 30
READING_MEMORY: Final = 3 << 28
"""Bytes that one file may need; a long Word file is read in pieces, none of which takes half of that."""
BATCH_SECONDS: Final = 600
FILE_SECONDS: Final = 25
"""Processor seconds for one file, in a batch and then alone."""
TOO_HARD = (
    "Ce fichier demande trop de mémoire (plus de 1 Go) ou de temps : enregistrez-le en plusieurs fichiers, ou "
    "faites lever les limites pour lui (« limites » dans restitution.yaml)."
)


class Job(msgspec.Struct, frozen=True):
    """One text for pandoc to read: `format` names every extension, `data` is the prepared private copy."""

    format: str
    data: bytes
    continues: bool = False
    """Whether its first block is the rest of the table that ends the job before (`pandoc.pieces`)."""
    lifted: bool = False
    """Whether somebody answers for what it costs."""


class PandocFailed(RestitutionError):
    """pandoc stopped; `message` carries its own last words."""


@cache
def binary() -> str:
    """Absolute path of pandoc, found without importing pypandoc (0.1 s)."""
    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        raise RestitutionError("pandoc est introuvable.", "Réinstallez restitution (paquet pypandoc_binary).")
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    return str(Path(spec.origin).parent / "files" / name)


def run(
    *arguments: str, data: bytes = b"", seconds: float = BATCH_SECONDS, epoch: int = 0, folder: Path | None = None
) -> bytes:
    """What pandoc, run in `folder`, prints for `data`. Raises `PandocFailed`, also after so many `seconds`."""
    return _run(arguments, data, cage.Limits(MEMORY, seconds), epoch=epoch, folder=folder)


def _run(
    arguments: Sequence[str],
    data: bytes,
    limits: cage.Limits,
    *,
    epoch: int = 0,
    folder: Path | None = None,
    progress: Callable[[], int] = int,
) -> bytes:
    command = [binary(), "+RTS", f"-M{limits.memory >> 20}m", "-RTS", *arguments]
    with (
        Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment(epoch), cwd=folder) as process,
        ThreadPoolExecutor(1) as talking,
    ):
        answer = talking.submit(process.communicate, data)
        ended = cage.watch(process.pid, limits, progress)
        said, told = answer.result()
    if ended == "temps":
        raise PandocFailed(f"pandoc n'a pas fini en {limits.seconds:.0f} s.")
    if process.returncode:
        why = told.decode(errors="replace").strip()[-500:]
        raise PandocFailed(f"pandoc ({process.returncode}) : {why}")
    return said


def read_markdown(text: str) -> list[Block]:
    """Blocks of a text of *ours* (the plan), where fenced divs and attributes mean something."""
    document = msgspec.json.decode(run("--sandbox", "-f", "markdown-smart", "-t", "json", data=text.encode()))
    blocks: list[Block] = document["blocks"]
    return blocks


def read_batch(jobs: Sequence[Job]) -> list[list[Block] | UnreadableSource]:
    """Blocks of each job, or why pandoc cannot read it.

    One `pandoc lua` reads all of them, each `pandoc.read` with an empty `read_env` (pandoc's sandbox: no file,
    no network). A job that it did not answer for, because it failed or broke the batch, is read again alone in
    `pandoc --sandbox`.
    """
    if not jobs:
        return []
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / SCRIPT).write_bytes((LUA / SCRIPT).read_bytes())
        for number, job in enumerate(jobs):
            (root / f"{number}.in").write_bytes(job.data)
        # by names alone: on Windows, Lua opens no path with an accent, which a person's own folder may have
        listing = "".join(f"{job.format}\t{number}\n" for number, job in enumerate(jobs))
        limits = _room(lifted=any(job.lifted for job in jobs))
        try:  # what it had finished stands in the folder; the rest is read alone below
            done = partial(_finished, root)
            _run(("lua", SCRIPT), listing.encode(), limits, folder=root, progress=done)
        except PandocFailed as error:
            if len(jobs) == 1 and _is_endless(error):  # alone, it would take as long again
                return [UnreadableSource(TOO_HARD)]
        return [_answer(root / f"{number}.json", job) for number, job in enumerate(jobs)]


def _room(*, lifted: bool) -> cage.Limits:
    return cage.Limits(READING_MEMORY * (WIDER if lifted else 1), FILE_SECONDS * (LIFTED if lifted else 1))


def _is_endless(error: PandocFailed) -> bool:
    return "n'a pas fini" in error.message


def _finished(folder: Path) -> int:
    return sum(path.suffix == ".json" for path in folder.iterdir())


def _answer(answer: Path, job: Job) -> list[Block] | UnreadableSource:
    if answer.exists():
        return _blocks(answer.read_bytes())
    try:
        limits = _room(lifted=job.lifted)
        return _blocks(_run(("--sandbox", "-f", job.format, "-t", "json", "--", "-"), job.data, limits))
    except PandocFailed as error:
        hard = any(word in error.message for word in ("exit 251", "(251)", "(-9)")) or _is_endless(error)
        return UnreadableSource(
            TOO_HARD if hard else "Ce fichier est abîmé : ouvrez-le et enregistrez-le à nouveau."
        )


def _blocks(answer: bytes) -> list[Block]:
    blocks: list[Block] = msgspec.json.decode(answer)["blocks"]
    return blocks


def _environment(epoch: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "GHCRTS"}
    return kept | {"SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8"}
