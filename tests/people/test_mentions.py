"""What the annotated mentions measure stays what it is: `benchmarks/names.py` prints it by stratum."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from restitution.people.entities import version
from tests.people.mentioned import APART, CORPUS, REAL, TUNED, Outcome, model, outcomes, rate, samples

NO_CORPUS = "the corpus of real files is not here: its share of the mentions is not measured"


@cache
def found() -> list[Outcome]:
    return [outcome for sample in samples() for outcome in outcomes(sample)]


def of(*parts: str) -> list[Outcome]:
    return [one for one in found() if one.part in parts]


def test_the_set_is_large_and_hard_enough() -> None:
    if not CORPUS.is_dir():
        pytest.skip(NO_CORPUS)
    mentions = [one for one in found() if one.sort != "masque"]
    named = [one for one in mentions if one.sort in {"registre", "inconnu", "nominatif"}]
    assert len(mentions) >= 400
    assert sum(one.part == REAL for one in mentions) >= 100
    assert sum(one.lower and one.heard for one in mentions) >= 80
    assert sum(not one.listed for one in named) >= 0.4 * len(named)


@pytest.mark.parametrize("parts", [(TUNED,), (APART,)], ids=["tuned", "apart"])
def test_whoever_the_register_holds_is_found_and_the_named_stay(parts: tuple[str, ...]) -> None:
    ours = of(*parts)
    assert rate(ours, "registre") >= 0.995, [one.said for one in ours if not one.right]
    assert rate(ours, "nominatif") == 1
    assert rate(ours, "fonction") == 1
    assert rate(ours, "contact") == 1


def test_without_a_model_most_are_found_and_little_else_is_masked() -> None:
    assert rate(of(TUNED), "inconnu") >= 0.94
    assert rate(of(APART), "inconnu") >= 0.7
    assert rate(of(TUNED, APART), "masque") >= 0.97


def test_in_real_files() -> None:
    if not CORPUS.is_dir():
        pytest.skip(NO_CORPUS)
    assert rate(of(REAL), "inconnu") >= 0.95
    assert rate(of(REAL), "masque") >= 0.85


def test_with_the_model(tmp_path: Path) -> None:
    if not version():
        pytest.skip("the extra [rgpd] is not installed: uv run --extra rgpd pytest tests/people/test_mentions.py")
    seen = [outcome for sample in samples() for outcome in outcomes(sample, model(sample, tmp_path))]
    cased = [one for one in seen if not one.lower]
    assert rate(cased, "inconnu") >= 0.95
    assert rate(seen, "registre") >= 0.995
    assert rate(seen, "nominatif") == 1
    assert rate(seen, "masque") >= 0.9
