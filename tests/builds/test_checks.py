"""The checks on whole builds: what each says of the example, and that a refused publication changes nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.store import sha256_of

from .conftest import ROOT, built, run

pytestmark = pytest.mark.slow
EXPECTED: dict[str, list[Any]] = yaml.safe_load((ROOT / "tests/example/checks.yaml").read_text("utf-8"))
WAIVERS = (
    "  - {controle: K5, motif: essai, par: le comité}\n"
    '  - {controle: K10, case: "commun/outils/triangle-grec.md", motif: essai, par: le comité}\n'
    "  - {controle: K15, case: commun/fiches/mobilite.md, motif: essai, par: le comité}\n"
    '  - {controle: K19, case: "commun/expertise/intervention-transitions.txt", motif: essai, par: le comité}\n'
)


def checks_of(project: Path) -> dict[str, Any]:
    told = json.loads(run(project, "check", "--json").stdout)
    return {check["id"]: check for check in told["checks"]}


def hashes(project: Path) -> dict[str, str]:
    return {path.name: sha256_of(path) for path in sorted((project / "output").glob("*.*"))}


def test_each_check_says_of_the_example_what_a_person_found(example: Path) -> None:
    found = {
        id_: [check["ok"], len(check["where"]), len(check["accepted"])]
        for id_, check in checks_of(example).items()
    }
    assert found == EXPECTED


def test_strict_refuses_then_publishes_what_the_editor_accepted(own_example: Path) -> None:
    project = own_example
    before = hashes(project)
    settings = project / "restitution.yaml"
    settings.write_text(settings.read_text("utf-8").replace("Cap 2040 – trois", "Cap 2041 – trois"), "utf-8")
    refused = run(project, "build", "--strict")
    assert refused.returncode == 3, refused.stderr
    for word in ("Publication refusée", "K5", "K10", "K15", "K19", "mobilite/MO", "derogations", "intacts"):
        assert word in refused.stderr
    assert hashes(project) == before
    assert "Cap 2041" in (project / "interne/tableau-de-bord.html").read_text("utf-8")  # it says what stops
    settings.write_text(settings.read_text("utf-8") + WAIVERS, "utf-8")
    built(project, "docx", "--strict")
    assert {name for name, sha256 in hashes(project).items() if before[name] != sha256} >= {"restitution.docx"}
    assert "Rien n'a changé" in built(project, "docx", "--strict")


def test_names_without_consent_stop_a_plain_build(own_example: Path) -> None:
    project = own_example
    before = hashes(project)
    settings = project / "restitution.yaml"
    settings.write_text(settings.read_text("utf-8").replace("noms: masques", "noms: affiches"), "utf-8")
    shutil.rmtree(project / "sources" / "_confidentiel")  # nobody agreed to anything
    refused = run(project, "build")
    assert refused.returncode == 3, refused.stderr
    assert "K14 Noms affichés sans accord enregistré" in refused.stderr
    assert hashes(project) == before
