"""The tables of docs/dev/cluster.md are those of what was measured."""

from __future__ import annotations

from pathlib import Path

from restitution.reference import opening, renewed
from tests.benchmarks import sizing

ROOT = Path(__file__).parents[2]


def a_project(cpu: float) -> sizing.Measured:
    return sizing.Measured(
        machine="2 × x86_64",
        load=1.0,
        files=10,
        words=1000,
        outputs=["docx"],
        lots=3,
        stages={
            "intake": sizing.Cost(jobs=3, cpu=cpu / 2, megabytes=80.0),
            "verify": sizing.Cost(jobs=1, cpu=cpu / 2, megabytes=120.0),
            "write_docx": sizing.Cost(jobs=1, megabytes=60.0),
        },
        start=sizing.Cost(jobs=1, cpu=2.0, megabytes=90.0),
        bytes={"output": 1_000_000},
    )


def test_the_tables_of_the_page_are_in_sync() -> None:
    page = (ROOT / sizing.PAGE).read_text("utf-8")
    assert opening(sizing.COMMAND) in page
    made = sizing.tables(sizing.read(ROOT / sizing.MEASURED))
    assert renewed(page, sizing.COMMAND, made) == page, f"to mend it: uv run {sizing.COMMAND}"


def test_sizing_counts_what_it_costs_to_enter_jobs() -> None:
    one = a_project(cpu=12.0)
    assert (one.cpu, one.megabytes, one.jobs) == (12.0, 120.0, 3 + 1 + 1)
    whole, apart = sizing._rows("x", one)
    assert whole[2:4] == ["2,800", "14.0"]  # 2,800 × (12 + three starts of 2 s) / 3,600
    assert apart[2:4] == ["14,000", "24.9"]  # five jobs, two starts each
    assert (whole[5], apart[5]) == ("390", "300")  # the largest stage, and the engines that wait for it
    assert whole[-1] == "2.8"
