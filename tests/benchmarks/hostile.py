"""Hostile files, one project each, then all together: verdict, seconds, memory on one core. Prints.

uv run python tests/benchmarks/hostile.py [--only RE] [--build] [--together]

`--build`: a whole build of each too. `--together`: only the build of all of them beside forty honest notes, whose
text is compared with a build without them. Linux only: memory is what all processes share, counted once; seconds
are the processor's, as the machine may be busy with something else.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.people.agreements import agreed
from tests.security import attacks, verdicts
from tests.security.meter import MEGABYTE, Cost, measured
from tests.security.world import COMMAND, Outside, Project

CORE: Final = 0
SECONDS, MEMORY, BUILD_SECONDS = 60, 1_300_000_000, 600
LONGEST_TOGETHER = 3_600
"""Seconds after which a build of all of them is given up: three of them are books of a thousand pages and more."""
LOT: Final = "territoire-a"
HONEST: Final = 40
WORDS: Final = ("moulin", "scierie", "forge", "passerelle", "halle", "lavoir", "verger", "ruche", "gare")


def main() -> None:
    """Run what is asked and print it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", default=".")
    asked.add_argument("--build", action="store_true")
    asked.add_argument("--together", action="store_true")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outside = Outside(folder / "dehors")
        try:
            if told.together:
                together(folder, outside, re.compile(told.only))
            else:
                one_by_one(folder, outside, re.compile(told.only), whole=told.build)
        finally:
            outside.close()


def foreseen() -> dict[str, str]:
    """Every case that is known here, ours and the generator's, with its verdict."""
    return verdicts.foreseen() | {name: case.verdict for name, case in attacks.cases().items()}


def drop(names: list[str], project: Project, outside: Outside) -> None:
    """Put cases into a project, a folder each, with the agreement of those who speak."""
    folder = project.path / "sources" / LOT
    theirs = [name for name in names if name in verdicts.foreseen()]
    if theirs:
        verdicts.make(theirs, folder, outside.url, outside.folder / "canari.txt")
    for name in names:
        if name not in theirs:
            attacks.make(attacks.cases()[name], folder / name, outside)
    spoken = [path for path in folder.rglob("*") if path.suffix in {".vtt", ".srt"}]
    agreed(project.path, *(path.relative_to(project.path / "sources").as_posix() for path in spoken))


# --- one by one -----------------------------------------------------------------------------------------


def one_by_one(folder: Path, outside: Outside, only: re.Pattern[str], *, whole: bool) -> None:
    """A line a case, and a line of totals."""
    base = Project(folder / "base")
    base.note(f"{LOT}/saine.md", "# Note saine\n\nLe moulin de Roncelles tourne.\n")
    base.command("status", "--json")
    failed, slowest, largest = 0, 0.0, 0
    print(f"{'cas':<28} {'verdict':<10} {'lu':<34} {'s':>6} {'s proc.':>7} {'Mo':>6}")
    chosen = {name: verdict for name, verdict in foreseen().items() if only.search(name)}
    for name, verdict in chosen.items():
        project = copied(base, folder / "mon projet é")
        drop([name], project, outside)
        cost = command(project, "status", "--json")
        trouble = [*troubles(project, outside, cost), *of_case(name, verdict, cost)]
        failed += bool(trouble)
        slowest, largest = max(slowest, cost.busy), max(largest, cost.memory)
        shown = " | ".join(trouble)[:300] or "comme prévu"
        print(f"{name:<28} {verdict:<10} {shown:<34} {figures(cost)}")
        if whole:
            built = command(project, "build")
            trouble = troubles(project, outside, built, BUILD_SECONDS)
            failed += bool(trouble)
            shown = " | ".join(trouble)[:300] or "construit"
            print(f"{'':<28} {'':<10} {shown:<34} {figures(built)}")
        sys.stdout.flush()
        shutil.rmtree(project.path)
    print(f"{len(chosen)} cas, {failed} en défaut ; au plus {slowest:.1f} s, {largest / MEGABYTE:.0f} Mo")


def figures(cost: Cost) -> str:
    """Seconds of the clock and of the processor, megabytes."""
    return f"{cost.seconds:>6.1f} {cost.busy:>7.1f} {cost.memory / MEGABYTE:>6.0f}"


def copied(base: Project, path: Path) -> Project:
    """The same project elsewhere."""
    project = Project.__new__(Project)
    project.path = shutil.copytree(base.path, path, symlinks=True)
    project._letters = None
    return project


def command(project: Project, *words: str, longest: float = 2 * BUILD_SECONDS) -> Cost:
    """Run a command on one core, its home and temporary files in a place of its own."""
    place = project.path.parent / "ailleurs"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    own = {
        "HOME": str(place),
        "TMPDIR": str(place),
        "XDG_CACHE_HOME": str(place),
        "NO_PROXY": "*",
        "no_proxy": "*",
    }
    return measured([str(COMMAND), *words, "--project", str(project.path)], core=CORE, longest=longest, env=own)


def of_case(name: str, verdict: str, cost: Cost, *, alike: bool = False) -> list[str]:
    """What is not as foreseen of the files of a case; `alike`: beside others of the same words."""
    try:
        sources = json.loads(cost.said)["sources"]
    except (json.JSONDecodeError, KeyError):
        return ["pas de JSON"]
    files = [source for source in sources if source["path"].startswith(f"{LOT}/{name}/")]
    if not files:
        return ["absent de status"]
    return [told for source in files if (told := verdicts.wrong(verdict, source, alike=alike))]


def troubles(project: Project, outside: Outside, cost: Cost, seconds: float = SECONDS) -> list[str]:
    """What a command did that it must not, whatever the file."""
    return [
        *([f"code {cost.code} : {cost.errors[-200:]}"] if cost.code else []),
        *(["TRACE"] if "Traceback" in cost.said + cost.errors + logged(project) else []),
        *([f"plus de {seconds:.0f} s"] if cost.busy > seconds else []),
        *([f"plus de {MEMORY / 1e6:.0f} Mo"] if cost.memory > MEMORY else []),
        *escaped(project, outside),
    ]


def logged(project: Project) -> str:
    """What the stages wrote in their logs."""
    logs = (project.path / ".restitution" / "logs").rglob("*.log")
    return "".join(path.read_text("utf-8", "replace") for path in logs)


def escaped(project: Project, outside: Outside) -> Iterator[str]:
    """What came in or went out that must not."""
    marks = [outside.secret.read_bytes().split()[-1], *([verdicts.token()] if verdicts.MAKER.is_file() else [])]
    for path in project.made():
        if not path.is_symlink() and path.is_file() and any(mark in path.read_bytes() for mark in marks):
            yield f"SECRET dans {path.relative_to(project.path)}"
    if outside.calls:
        yield f"APPEL {outside.calls}"
        outside.calls.clear()
    left = [path for path in (project.path.parent / "ailleurs").rglob("*") if path.is_file() and not ours(path)]
    yield from (f"HORS DU PROJET {path.name}" for path in [*left, *outside.proof.iterdir()])
    yield from (f"ÉCRIT {path.name}" for path in project.path.parent.rglob("pwned*"))


def ours(path: Path) -> bool:
    """Whether the engine keeps a file in a person's home."""
    return "snakemake" in path.parts


# --- all together ---------------------------------------------------------------------------------------


def together(folder: Path, outside: Outside, only: re.Pattern[str]) -> None:
    """Build forty honest notes alone, then beside every case; a line a question."""
    alone = Project(folder / "seul" / "mon projet é")
    honest(alone)
    first = command(alone, "build")
    said = [f"sans les fichiers hostiles : {first.seconds:.0f} s, {first.memory / MEGABYTE:.0f} Mo"]
    beside = Project(folder / "ensemble" / "mon projet é")
    honest(beside)
    names = [name for name in foreseen() if only.search(name)]
    drop(names, beside, outside)
    built = command(beside, "build", longest=LONGEST_TOGETHER)
    said.append(f"avec {len(names)} cas : {built.seconds:.0f} s, {built.memory / MEGABYTE:.0f} Mo")
    status = command(beside, "status", "--json")
    trouble = [*troubles(beside, outside, built, BUILD_SECONDS), *troubles(beside, outside, status)]
    for name in names:
        trouble += [f"{name} : {told}" for told in of_case(name, foreseen()[name], status, alike=True)]
    trouble += different(alone, beside)
    print("\n".join([*said, *trouble, f"{len(trouble)} défaut(s)"]))


def honest(project: Project) -> None:
    """Forty notes in words of which no two say the same."""
    for number in range(HONEST):
        lot = (LOT, "territoire-b", "commun")[number % 3]
        words = [WORDS[(number * 7 + step * (number + 3)) % len(WORDS)] for step in range(40)]
        said = f"Temoin{number:02}debut {' '.join(words)} temoin{number:02}fin."
        text = f"# Note honnête {number}\n\n## Gouvernance\n\n{said}\n"
        project.note(f"{lot}/honnête {number}.md", text)


def texts(project: Project) -> dict[str, Any]:
    """The honest notes as they were read: the blocks of their passages, by path."""
    honest = (note for path, note in project.notes().items() if "honnête" in path)
    return {note.path: [passage.block for passage in note.passages] for note in honest}


def different(alone: Project, beside: Project) -> Iterator[str]:
    """What the honest notes say otherwise beside hostile ones, in the notes or in the documents."""
    before, after = texts(alone), texts(beside)
    if len(before) != HONEST or before != after:
        yield f"notes honnêtes : {len(before)} seules, {sum(before[p] == after.get(p) for p in before)} identiques"
    for kind, seul, avec in zip(
        ("docx", "pdf", "html"), alone.published_letters(), beside.published_letters(), strict=True
    ):
        for number in range(HONEST):
            run = re.compile(f"[Tt]emoin{number:02}debut.*?temoin{number:02}fin")
            if [found[0] for found in run.finditer(seul)] != [found[0] for found in run.finditer(avec)]:
                yield f"note honnête {number} : autre texte dans le {kind}"


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    main()
