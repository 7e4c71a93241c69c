"""The checks: when each passes, what it says, and how much it weighs. Cases: `cases.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.checks import Check, Enrolled, ReadBack, Survey, adds_up, idle_waivers, run_checks
from restitution.checks.survey.records import Leaking
from restitution.model import Balance, Conflict, Coverage
from restitution.settings import AdvancedTerritory, Axis, Project, Settings, Territory, Theme, read_settings
from restitution.stages.checked import MOST_WAIVERS, how_to_accept
from tests.assembly import example

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
WEIGHTS = {
    "K1": ("error", "publication"),
    "K2": ("warning", "never"),
    "K3": ("warning", "never"),
    "K4": ("warning", "never"),
    "K5": ("error", "publication"),
    "K6": ("warning", "never"),
    "K7": ("warning", "never"),
    "K8": ("warning", "never"),
    "K9": ("error", "always"),
    "K10": ("warning", "never"),
    "K11": ("error", "publication"),
    "K12": ("warning", "never"),
    "K13": ("warning", "never"),
    "K14": ("error", "always"),
    "K15": ("error", "publication"),
    "K16": ("warning", "never"),
    "K17": ("warning", "never"),
    "K18": ("warning", "never"),
    "K19": ("error", "publication"),
    "K20": ("error", "publication"),
    "K21": ("warning", "never"),
    "K22": ("error", "always"),
    "K23": ("warning", "never"),
}
HEAVIER = ("error", "publication")
"""Of a check that warns, when one of its points is an error (`poids: erreur` in a case)."""
LINE = 94
"""Letters of what to do that stand on one line of a screen of 100, behind the arrow."""
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(Territory(code="A", nom="Ici"), Territory(code="B", nom="Ailleurs")),
    avances=(AdvancedTerritory(code="SE", nom="Pays de Séronne"),),
    axes=(
        Axis(
            cle="axe",
            titre="Axe",
            themes=(Theme(cle="logement", titre="Logement"), Theme(cle="mobilite", titre="Mobilité")),
        ),
    ),
)


def settings_of(case: dict[str, Any]) -> Settings:
    """The settings, with what a case writes otherwise under `reglages`."""
    plain = msgspec.to_builtins(SETTINGS)
    return msgspec.convert({**plain, **case.get("reglages", {})}, Settings)


def outcomes(id_: str, case: dict[str, Any]) -> list[Check]:
    coverage = {
        "themes": ["logement", "mobilite"],
        "territories": ["A", "B"],
        "cells": case.get("cases", []),
        "steps": case.get("temps", []),
        "tools": [],
        "visits": case.get("visites", []),
        "sections": case.get("rubriques", {}),
        "proposed": case.get("propositions", []),
    }
    sources = [{"sha256": None, **source} for source in case.get("fichiers", [])]
    conflicts = [{"check": id_, "about": "Fait", "values": [], **said} for said in case.get("desaccords", [])]
    balance = {
        "sources": sources,
        "internal": case.get("remarques", {}),
        "unfinished": case.get("inacheves", []),
        "acronyms": case.get("sigles", []),
    }
    return run_checks(
        msgspec.convert(coverage, Coverage),
        msgspec.convert(balance, Balance),
        settings_of(case),
        msgspec.convert(conflicts, list[Conflict]),
        msgspec.convert(case.get("releve", {}), Survey),
        {
            file: ReadBack(
                document=document,
                told=case.get("dits", {}).get(file, []),
                leaks=[_leaking(said) for said in case.get("fuites", {}).get(file, [])],
                to_review=file.startswith("relecture/"),
            )
            for file, document in case.get("sorties", {}).items()
        },
        msgspec.convert(case["registre"], Enrolled) if "registre" in case else None,
    )


def _leaking(said: str | dict[str, Any]) -> Leaking:
    return Leaking(told=said) if isinstance(said, str) else msgspec.convert(said, Leaking)


def outcome(id_: str, case: dict[str, Any]) -> Check:
    return {check.id: check for check in outcomes(id_, case)}[id_]


@pytest.mark.parametrize(
    ("id_", "case"),
    [(id_, case) for id_, cases in CASES.items() for case in cases],
    ids=[f"{id_} {case['nom']}" for id_, cases in CASES.items() for case in cases],
)
def test_a_check(id_: str, case: dict[str, Any]) -> None:
    check = outcome(id_, case)
    assert (check.ok, check.message, [line.replace("’", "'") for line in check.where]) == (
        case["passe"],
        case["message"],
        case["ou"],
    )
    weights = {"erreur": HEAVIER, "remise": HEAVIER, "avertissement": ("warning", "never")}
    assert (check.level, check.when) == weights.get(case.get("poids", ""), WEIGHTS[id_])
    assert check.needs_editor is (not case["passe"] and check.level == "error")
    assert len(check.cases) == len(check.where)
    assert check.remedy == case.get("faire", check.remedy)
    assert "faire" not in case or len(check.remedy) <= LINE
    assert [one.where for one in check.accepted] == case.get("accepte", [])
    assert len(idle_waivers(outcomes(id_, case), settings_of(case))) == case.get("derogations_inutiles", 0)


def test_what_to_do_is_said_on_one_line() -> None:
    for check in outcomes("", {}):
        assert check.remedy or check.id == "K14", check.id  # names are masked: nothing to do
        assert len(check.remedy) <= LINE, check.id


def test_each_check_has_a_case_that_passes_and_one_that_fails() -> None:
    assert set(CASES) == set(WEIGHTS)
    assert all({case["passe"] for case in cases} == {True, False} for cases in CASES.values())


def test_the_checks_come_in_their_order() -> None:
    nothing = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
    assert [check.id for check in run_checks(nothing, Balance(sources=[]), SETTINGS)] == list(WEIGHTS)


def test_the_example_is_what_its_facts_say() -> None:
    checks = {c.id: c for c in run_checks(example.coverage(), Balance(sources=[]), example.settings())}
    assert checks["K1"].ok
    assert any("Gouvernance" in line and "Ombrois" in line for line in checks["K3"].where)
    held = sum(bool(files) for cells in example.FACTS["coverage"].values() for files in cells.values())
    assert len(checks["K5"].where) == len(example.settings().themes) * len(example.settings().codes) - held


@given(st.lists(st.integers(0, 50), max_size=4))
def test_a_sum_holds_or_does_not(parts: list[int]) -> None:
    assert adds_up(sum(parts), *parts)
    assert not adds_up(sum(parts) + 1, *parts)
    assert not adds_up(None, *parts)


VISITS = [{"host": host, "visitor": visitor, "state": "absente"} for host, visitor in (("A", "B"), ("B", "A"))]


@pytest.mark.parametrize("waivers", ["", "derogations:\n  - {controle: K5, motif: essai, par: nous}\n"])
def test_what_is_printed_to_paste_accepts_all_that_is_missing(waivers: str) -> None:
    settings = "projet: {titre: Essai}\nterritoires: [{code: A, nom: Ici}, {code: B, nom: Là}]\n" + waivers
    (k1,) = [check for check in outcomes("K1", {"visites": VISITS}) if check.id == "K1"]
    said = how_to_accept([k1], read_settings(settings.encode()))
    pasted = "".join(f"{line}\n" for line in said.splitlines()[1:] if not line.startswith("De même"))
    after = read_settings(f"{settings}{pasted}".encode())
    assert [one.case for one in after.derogations if one.controle == "K1"] == ["A/B", "B/A"]
    accepted = outcome(
        "K1", {"visites": VISITS, "reglages": {"derogations": msgspec.to_builtins(after.derogations)}}
    )
    assert accepted.ok


def test_a_check_with_many_points_says_how_to_accept_the_rest() -> None:
    check = Check(
        id="K5", level="error", when="publication", ok=False, message="", to_accept=[f"{n}" for n in range(14)]
    )
    lines = how_to_accept([check, msgspec.structs.replace(check, id="K19")], SETTINGS).splitlines()
    assert lines[-3:] == [
        "  # et 2 autres points ; pour tout K5 d'un coup :",
        '  # - {controle: K5, motif: "pourquoi", par: "qui en décide"}',
        "De même pour K19, avec le mot entre crochets ou le nom du fichier.",
    ]
    assert sum(line.startswith("  - ") for line in lines) == MOST_WAIVERS
