"""What people said of the text, as it leaves the team: nobody is named unasked, nobody can be reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.assembly.changes import OBSTACLES
from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.discretion import Discretion
from restitution.people.imprint import Imprint
from restitution.people.register import Agreement, Person, Register
from restitution.people.unseen import Sieve, is_protected
from restitution.plan import Plan
from restitution.remarks import Correction, Event, Remark
from restitution.settings import Project, Settings
from restitution.stages.outgoing import published_corrections, to_its_writer
from restitution.stages.withdrawn import Forgetting

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "discretion.yaml").read_text("utf-8")
)
AGREED = Agreement(le="2025-01-02")
REGISTER = Register(
    personnes=(
        Person(nom="Nadège Vauquelin", niveau="agrege"),
        Person(nom="Violaine Estrabaut", niveau="nominatif", accord=AGREED),
        Person(nom="Ombeline Forêt", niveau="pseudonyme", accord=AGREED),
    ),
    pseudonymes={"Ombeline Forêt": "Sam"},
)


def discretion(*texts: str, shows_unknown: bool = False) -> Discretion:
    return Discretion(
        Circle(REGISTER),
        texts,
        named=["Ondine Kervastoué"],
        kept=["contact@petr.example", "Maud Thérondel"],
        shows_unknown=shows_unknown,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["titre"])
def test_what_leaves_the_team(case: dict[str, Any]) -> None:
    said = case["dit"]
    assert discretion(said).text(said, case.get("publié", "")) == case["paraît"]


def test_a_name_that_one_remark_tells_is_known_in_the_others() -> None:
    both = ("M. Jean Quelconque le dit.", "Quelconque se trompe.")
    assert discretion(*both).text(both[1]) == "Une personne se trompe."


def test_a_project_that_shows_unknown_names_still_gives_no_number() -> None:
    said = "Jean Bidule est au 06 39 98 42 17, Nadège Vauquelin aussi."
    told = discretion(said, shows_unknown=True).text(said)
    assert told == "Jean Bidule est au [téléphone retiré], une personne aussi."


def test_a_remark_that_goes_out_keeps_its_author_and_its_passage() -> None:
    said, number = "Voir Jean Bidule.", "06 39 98 42 17"
    remark = Remark(
        key="k",
        number="R-001",
        kind="insertion",
        author="Paul Roux",
        text=said,
        quote="Le marché d'Émile Zola",
        base="Le marché d'Émile Zola.",
        proposed=f"Le marché d'Émile Zola. {said}",
        answer=f"Appelez le {number}.",
        history=[Event(what="répondue", text=f"Appelez le {number}.")],
    )
    told = Forgetting(sieve=Sieve(REGISTER, is_protected), imprint=Imprint(), discretion=discretion(said)).remark(
        remark
    )
    assert (told.author, told.quote, told.base) == (remark.author, remark.quote, remark.base)
    assert told.text == "Voir une personne."
    assert told.proposed == "Le marché d'Émile Zola. Voir une personne."
    assert told.answer == told.history[0].text == "Appelez le [téléphone retiré]."


def test_what_goes_back_to_a_note_s_writer_gives_no_way_to_reach_anybody() -> None:
    settings = Settings(projet=Project(titre="Essai", contact="contact@petr.example"), territoires=())
    forgetting = to_its_writer(Forgetting(sieve=Sieve(REGISTER, is_protected), imprint=Imprint()), settings)
    said = "Nadège Vauquelin (nadege@vauquelin.example, 06 39 98 42 17, 12 rue des Lilas) ou Jean Bidule, {}."
    told = "Une personne ([courriel retiré], [téléphone retiré], [adresse retirée]) ou Jean Bidule, {}."
    said, told = said.format("contact@petr.example"), told.format("contact@petr.example")
    assert forgetting.remark(Remark(key="k", number="R-001", kind="comment", text=said)).text == told
    one = forgetting.correction(Correction(passage="x", base="Voir.", text=f"Voir. {said}"))
    assert (one.base, one.text) == ("Voir.", f"Voir. {told}")


SHOWN = "Appelez le [téléphone retiré], ou Émile Zola."
DECIDED = {
    "Appelez Jean Bidule, ou Émile Zola.": "Appelez une personne, ou Émile Zola.",
    "Appelez le 06 39 98 42 17, ou Émile Zola.": None,
    "Écrivez à Ondine Kervastoué.": "Écrivez à une personne.",
}
"""What a passage is to become -> what is published; None: nothing of it may be shown."""


@pytest.mark.parametrize("text", DECIDED)
def test_what_was_decided_is_published_as_notes_are(text: str) -> None:
    settings = Settings(projet=Project(titre="Essai"), territoires=(), noms="masques")
    plan = Plan(
        project="", settings=settings, sources={}, classification=[], templates={}, anchors="",
        source_date_epoch="", outputs=[], keys={},
    )  # fmt: skip
    passage = Passage(
        block=ast.para(ast.leaf(ast.string(SHOWN), "ligne 1", id_="src_0000000001")), section="propos"
    )
    note = Note(
        path="a.md", sha256="", format="md", kind=None, classified=True, title="", territories=[],
        passages=[passage], writers=["Ondine Kervastoué"],
    )  # fmt: skip
    one = Correction(passage="src_0000000001", base=SHOWN, text=text)
    shown, unshown = published_corrections(plan, [one], [note], [note])
    if DECIDED[text] is None:
        assert (shown, [each.why for each in unshown]) == ([], [OBSTACLES["name"]])
    else:
        assert ([(each.base, each.text) for each in shown], unshown) == ([(SHOWN, DECIDED[text])], [])


def test_a_correction_of_which_the_register_leaves_nothing_stays_to_be_taken_up_by_hand() -> None:
    """Whether its name was masked by the rule of the notes, or by the register before."""
    forgetting = Forgetting(sieve=Sieve(REGISTER, is_protected), imprint=Imprint())
    base = "Une personne nous attendait."
    one = forgetting.correction(
        Correction(passage="src_0000000001", base=base, text="Nadège Vauquelin nous attendait.")
    )
    assert (one.base, one.text, one.masked) == (base, base, True)
    assert not forgetting.correction(Correction(passage="x", base=base, text=base)).masked
    plan = Plan(
        project="", settings=Settings(projet=Project(titre="Essai"), territoires=()), sources={},
        classification=[], templates={}, anchors="", source_date_epoch="", outputs=[], keys={},
    )  # fmt: skip
    shown, unshown = published_corrections(plan, [one], [], [])
    assert (shown, [each.why for each in unshown]) == ([], [OBSTACLES["name"]])


def test_a_name_that_is_told_to_the_editor_is_the_name_alone() -> None:
    said = "Parler des haies, que Ginette Lavoisin replante, et de Jean Bidule."
    assert discretion(said).withheld(said).names == ["Ginette Lavoisin", "Jean Bidule"]
