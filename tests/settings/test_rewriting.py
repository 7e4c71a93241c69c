"""One list of the settings is put in another order, or has one more item; the rest of the file stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.acts.settling import accepted, ordered, put_sections, sections
from restitution.errors import WrongUse
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.settings.rewriting import moved, one_line, section, with_item, with_section

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "rewriting.yaml").read_text("utf-8"))
HEAD = "projet: {titre: Essai}\nterritoires: [{code: A, nom: Ici}, {code: B, nom: Là}]\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["fichier"][:40]))
def test_a_list_is_put_in_another_order_and_back(case: dict[str, Any]) -> None:
    before = case["fichier"].encode()
    if "refus" in case:
        with pytest.raises(WrongUse):
            moved(before, "plan", case["ordre"])
        return
    after = with_section(before, "plan", moved(before, "plan", case["ordre"]))
    assert after.decode() == case["ensuite"]
    assert with_section(after, "plan", section(before, "plan")) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", 'a: 1\nliste:\n  - {x: "é : {"}\n'),
        ("a: 1", 'a: 1\nliste:\n  - {x: "é : {"}\n'),
        ("liste:\n- {x: 1}\n# fin\nb: 2\n", 'liste:\n- {x: 1}\n- {x: "é : {"}\n# fin\nb: 2\n'),
        ("liste:\n    - x: 1\n      # note", 'liste:\n    - x: 1\n      # note\n    - {x: "é : {"}\n'),
    ],
)
def test_a_list_has_one_more_item(before: str, after: str) -> None:
    text = with_item(before.encode(), "liste", one_line({"x": "é : {"}))
    assert with_section(before.encode(), "liste", text).decode() == after


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / SETTINGS_FILE).write_text(HEAD, "utf-8")
    return tmp_path


def test_a_plan_that_was_not_written_is_begun(project: Path) -> None:
    keys = [part.partie for part in load_settings(project / SETTINGS_FILE).plan]
    wanted = [keys[1], keys[0], *keys[2:]]
    before = sections(project)
    put_sections(project, {"plan": ordered(project, wanted)})
    assert [part.partie for part in load_settings(project / SETTINGS_FILE).plan] == wanted
    put_sections(project, before)
    assert (project / SETTINGS_FILE).read_text("utf-8") == HEAD


def test_an_order_of_other_parts_is_refused(project: Path) -> None:
    with pytest.raises(WrongUse, match="plus les parties"):
        ordered(project, ["couverture"])


def test_what_is_accepted_is_read_back(project: Path) -> None:
    put_sections(project, {"derogations": accepted(project, "K2", "a/note « é ».md", 'Dit : "oui"', "Zoé")})
    (one,) = load_settings(project / SETTINGS_FILE).derogations
    assert (one.controle, one.case, one.motif, one.par) == ("K2", "a/note « é ».md", 'Dit : "oui"', "Zoé")


def test_what_the_settings_would_not_understand_is_not_written(project: Path) -> None:
    with pytest.raises(WrongUse):
        put_sections(project, {"plan": "plan: [roman]\n"})
    assert (project / SETTINGS_FILE).read_text("utf-8") == HEAD
