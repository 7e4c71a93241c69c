"""Coverage-guided fuzzing, bounded: executions, hours and findings of each target. Prints.

uv run --with atheris python -m tests.fuzz.campaign [TARGET…] [--minutes N]

atheris has wheels for Linux and macOS, not for Windows: it is no dependency of the project. What it finds is kept
in `tests/fuzz/found/TARGET/` and replayed by the ordinary tests from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec

FOUND: Final = Path(__file__).with_name("found")
MEMORY: Final = 1300
"""Megabytes that one input may take."""
SECONDS: Final = 60
"""That one input may take."""
ONE_TARGET: Final = (sys.executable, "-m", "tests.fuzz.one_target")
NAMES: Final = ("porte", "sous-titres", "tableau", "réglages", "relecture")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What fuzzing one target gave."""

    executions: int
    covered: int
    seconds: int
    found: list[Path]


def main() -> None:
    """Fuzz what is asked and print a table; exit code 1 when something was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("targets", nargs="*", default=NAMES)
    asked.add_argument("--minutes", type=float, default=10)
    told = asked.parse_args()
    print(f"{'cible':<14} {'exécutions':>12} {'heures':>7} {'couverts':>9} {'trouvés':>8}")
    outcomes = []
    for name in told.targets:
        one = fuzz(name, int(told.minutes * 60))
        outcomes.append(one)
        print(
            f"{name:<14} {one.executions:>12} {one.seconds / 3600:>7.2f} {one.covered:>9} {len(one.found):>8}",
            *one.found,
            flush=True,
        )
    total = sum(one.seconds for one in outcomes) / 3600
    found = sum(len(one.found) for one in outcomes)
    print(f"{total:.2f} heures, {sum(one.executions for one in outcomes)} exécutions, {found} trouvés")
    sys.exit(bool(found))


def fuzz(name: str, seconds: int) -> Outcome:
    """Fuzz one target for so long; it ends at the first finding."""
    with tempfile.TemporaryDirectory() as place:
        crash = Path(place) / "trouvé-"
        done = subprocess.run(
            [
                *ONE_TARGET, name, place, f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY}",
                f"-timeout={SECONDS}", f"-artifact_prefix={crash}", "-print_final_stats=1", "-max_len=4096",
            ],
            capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        found = [_kept(name, path) for path in sorted(Path(place).glob("trouvé-*"))]
        if done.returncode and not found:
            sys.stderr.write(done.stderr[-2000:])
        if found:
            sys.stderr.write(_last_words(done.stderr))
        return Outcome(
            executions=_number(r"number_of_executed_units:\s*(\d+)", done.stderr),
            covered=_number(r"cov: (\d+)", done.stderr),
            seconds=_number(r"Done \d+ runs in (\d+) second", done.stderr) or seconds,
            found=found,
        )


def _kept(name: str, path: Path) -> Path:
    """A finding, under a name made of its bytes."""
    data = path.read_bytes()
    kept = FOUND / name / hashlib.sha256(data).hexdigest()[:12]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return kept


def _number(pattern: str, text: str) -> int:
    numbers = re.findall(pattern, text)
    return int(numbers[-1]) if numbers else 0


def _last_words(text: str) -> str:
    """The traceback of a finding."""
    _, begin, after = text.rpartition("Uncaught Python exception")
    return (begin + after[:3000] if begin else text[-2000:]) + "\n"


if __name__ == "__main__":
    main()
