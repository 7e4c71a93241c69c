"""Times builds of 60 notes of about 84,000 words beside the least that their tools need: prints, never judges.

Sentences are runs of words of the manual, so that words come back as often as in what people write.

    uv run python tests/benchmarks/build.py [NOTES [ROUNDS]]

Both are taken in one run, since machines are noisy: read the ratio.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypandoc
from docx import Document
from docx.document import Document as DocxDocument

from restitution.cli.init import run as init

NOTES, WORDS, ROUNDS = 60, 1_400, 3
A_PAGE, AN_HOUR, A_CUE = 350, 8_000, 14
"""Words of a page, of an hour of talk, of one cue of a transcript."""
AT_ONCE = 60
"""Notes that one pandoc reads: one that was given 200 crashed."""
BIN = Path(sys.executable).parent
MANUAL = Path(__file__).parents[2] / "docs"
SECTIONS = ("Gouvernance", "Enjeux", "Chiffres clés", "Anticiper", "Agir", "Mobilisation des acteurs")
READ_ALL = """
for number, path in ipairs(arg) do
  local file = io.open(path, "rb")
  local read = pandoc.read(file:read("a"), "docx", {}, {})
  local out = io.open(path .. ".json", "wb")
  out:write(pandoc.write(read, "json"))
  out:close()
end
"""
COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


def main(notes: int = NOTES, rounds: int = ROUNDS) -> None:
    """Make the notes, time each step, print a table."""
    os.environ["RESTITUTION_CACHE"] = "non"  # each build reads its notes
    with tempfile.TemporaryDirectory(prefix="mesure-") as folder:
        project = Path(folder) / "projet"
        words = make_project(project, notes)
        print(f"{notes} notes, {words} mots ; médiane de {rounds} passages, en secondes\n")
        floor = {name: median(step, rounds) for name, step in floor_steps(Path(folder) / "plancher", project)}
        show("plancher", floor)
        show("restitution", build_times(project, rounds), sum(floor.values()))


def show(title: str, times: dict[str, float], floor: float = 0.0) -> None:
    """A block of the table; with `floor`, each time beside it."""
    print(title)
    for name, seconds in times.items():
        ratio = f"   {seconds / floor:.2f} × le plancher" if floor else ""
        print(f"  {name:<42}{seconds:8.2f}{ratio}")
    if not floor:
        print(f"  {'en tout':<42}{sum(times.values()):8.2f}\n")


def median(step: Callable[[], object], rounds: int) -> float:
    """Median wall time of a step over the rounds."""
    return statistics.median(timed(step) for _ in range(rounds))


def timed(step: Callable[[], object]) -> float:
    """Wall time of a step."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def make_project(project: Path, notes: int) -> int:
    """A project of two territories with its notes; the number of words."""
    with contextlib.redirect_stdout(io.StringIO()):
        init(project)
    dice, spoken = random.Random(2040), words_of_the_manual()  # noqa: S311 the same notes each time
    count = 0
    for number in range(notes):
        note = Document()
        note.add_heading(f"Portrait de la commune {number}", 0)
        while len(list(words_of(note))) < WORDS:
            note.add_heading(dice.choice(SECTIONS), 1)
            for _ in range(4):
                note.add_paragraph(" ".join(sentence(dice, spoken, 15) for _ in range(4)))
        count += len(list(words_of(note)))
        path = project / "sources" / f"territoire-{'ab'[number % 2]}" / f"portrait commune {number}.docx"
        note.save(str(path))
    return count


def transcript(project: Path, pages: int) -> int:
    """Add transcripts of so many pages, a file an hour; the number of words."""
    dice, spoken = random.Random(2040), words_of_the_manual()  # noqa: S311
    words = pages * A_PAGE
    for number in range(-(-words // AN_HOUR)):
        cues = ["WEBVTT\n"]
        for cue in range(min(AN_HOUR, words - number * AN_HOUR) // A_CUE):
            start, end = clock(cue * 6), clock(cue * 6 + 5)
            cues.append(f"{start} --> {end}\n<v Voix {cue % 3 + 1}>{sentence(dice, spoken, A_CUE)}</v>\n")
        path = project / "sources" / "territoire-a" / f"atelier {number}.vtt"
        path.write_text("\n".join(cues), "utf-8")
    return words


def clock(seconds: int) -> str:
    """A moment, as subtitles write it."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


@cache
def words_of_the_manual() -> list[str]:
    """Every word of its French pages, in order."""
    paths = sorted(path for path in MANUAL.rglob("*.md") if path.parent.name != "dev")
    return [word for path in paths for word in re.findall(r"[^\W\d_]{2,}", path.read_text("utf-8", "replace"))]


def sentence(dice: random.Random, spoken: list[str], length: int) -> str:
    """Some words that follow each other there, as a sentence."""
    start = dice.randrange(len(spoken) - length)
    return " ".join(spoken[start : start + length]).lower().capitalize() + "."


def words_of(note: DocxDocument) -> Iterator[str]:
    """The words of a document."""
    for paragraph in note.paragraphs:
        yield from paragraph.text.split()


def floor_steps(folder: Path, project: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What cannot be spared: each tool once, on the same notes, without us."""
    folder.mkdir()
    (folder / "read.lua").write_text(READ_ALL, "utf-8")
    paths = []
    for number, source in enumerate(sorted((project / "sources").rglob("*.docx"))):
        paths.append(folder / f"{number}.docx")
        paths[-1].write_bytes(source.read_bytes())
    pandoc = pypandoc.get_pandoc_path()
    whole, typ, pdf = folder / "tout.json", folder / "tout.typ", folder / "tout.pdf"

    def read() -> None:
        for first in range(0, len(paths), AT_ONCE):
            command([pandoc, "lua", str(folder / "read.lua"), *map(str, paths[first : first + AT_ONCE])])

    yield "un « pandoc lua » lit tous les docx", read
    whole.write_text(json.dumps(gathered(paths)), "utf-8")
    write = [pandoc, "-f", "json", str(whole), "-o"]
    yield "un pandoc écrit un DOCX", lambda: command([*write, str(folder / "tout.docx")])
    yield "un pandoc écrit du Typst", lambda: command([*write, str(typ), "-t", "typst", "-s"])
    yield "une compilation de Typst", lambda: command([sys.executable, "-c", COMPILE, str(typ), str(pdf)])
    yield "snakemake --version", lambda: command([str(BIN / "snakemake"), "--version"])


def gathered(paths: list[Path]) -> dict[str, object]:
    """One document of all."""
    read = [json.loads(path.with_name(f"{path.name}.json").read_text("utf-8")) for path in paths]
    return {**read[0], "blocks": [block for one in read for block in one["blocks"]]}


def build_times(project: Path, rounds: int) -> dict[str, float]:
    """A full build, one after one note changed, one with nothing to do."""
    times: dict[str, list[float]] = {"tout construire": [], "une note changée": [], "rien à faire": []}
    note = next((project / "sources").rglob("*.docx"))
    for number in range(rounds):
        shutil.rmtree(project / ".restitution", ignore_errors=True)
        times["tout construire"].append(timed(lambda: build(project)))
        changed = Document(str(note))
        changed.add_paragraph(f"Un paragraphe de plus, le {number + 1}e.")
        changed.save(str(note))
        times["une note changée"].append(timed(lambda: build(project)))
        times["rien à faire"].append(timed(lambda: build(project)))
    return {name: statistics.median(each) for name, each in times.items()}


def build(project: Path) -> None:
    """The ordinary command."""
    command([str(BIN / "restitution"), "build", "--project", str(project)])


def command(words: list[str], cwd: Path | None = None) -> None:
    """Run a command that must succeed, without a word."""
    subprocess.run(words, check=True, capture_output=True, cwd=cwd)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
