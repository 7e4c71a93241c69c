"""`restitution people`: what each command writes, and what it tells of a person."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restitution.acts.people.agreeing import Asked, told_state
from restitution.acts.people.known import Known, Said
from restitution.cli.people import consenting, scanning, showing
from restitution.cli.people.consenting import Consented, Recordings
from restitution.cli.people.showing import Dossier, Roll
from restitution.errors import WrongUse
from restitution.model import SPEAKER, Inline, Internal, Note, Participant, Passage
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.masking import finder_of
from restitution.people.masking import told as public_of
from restitution.people.mentions import Seeker
from restitution.people.register import Agreement, Person, Recording, Register
from restitution.plan.outputs import REMARKS, WORK
from restitution.plan.people import BESIDE, read_register
from restitution.remarks import Remark, ReturnedIn, Review
from restitution.settings import Project, Settings, Territory
from restitution.store import encode, write

SETTINGS = Settings(projet=Project(titre="Essai"), territoires=(Territory(code="A", nom="Ici"),))
NADEGE = Person(nom="Nadège Vauquelin", variantes=("Nad",), niveau="nominatif", accord=Agreement(le="2025-05-20"))
TOM = Person(nom="Tom Lherbier", niveau="nominatif", mineur=True, fonction="lycéen")


class _Plan(msgspec.Struct):
    settings: Settings = SETTINGS


def leaf(text: str, where: str, voice: str = "") -> Passage:
    label = [{"t": "Span", "c": [ast.attributes("", [SPEAKER], name=voice), []]}] if voice else []
    block = ast.para(ast.leaf([*label, *ast.string(text)], where))
    return Passage(block=block, section="propos")


def note(path: str, *passages: Passage, format_: str = "md", **said: Any) -> Note:
    return Note(
        path=path,
        sha256=f"3f9c0a71b2d4{'0' * 52}",
        format=format_,
        kind="portrait_territoire",
        classified=True,
        title="",
        territories=["A"],
        passages=list(passages),
        words_note=12,
        **said,
    )


NOTES = [
    note(
        "ici/visite.md",
        leaf("Nadège nous reçoit.", "ligne 3"),
        leaf("M. Rivallon ajoute un mot.", "ligne 4"),
        participants=[Participant(name="Nadège Vauquelin", role="maire", where="ligne 1")],
        internal=[Internal(kind="comment", text="à revoir", author="Nad", where="ligne 9")],
        people=["Nadège Vauquelin"],
    ),
    note(
        "ici/atelier.vtt",
        leaf("Le toit, je le vois.", "00:01", "Tom Lherbier"),
        leaf("Merci Tom.", "00:02", "Nadège Vauquelin"),
        format_="vtt",
        speakers=["Tom Lherbier", "Nadège Vauquelin"],
    ),
    note("là/atelier.vtt", format_="vtt"),
]

SAID: list[Said] = []
"""What reviewers and the editor said."""
World = Callable[..., Path]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A project of these notes, whose register is read from its files."""

    def made(*people: Person) -> Path:
        project = tmp_path / "mon projet é"
        project.mkdir(exist_ok=True)

        def known(_project: Path, _cores: int, **_how: bool) -> Known:
            kept = read_register(project, SETTINGS)
            register = msgspec.structs.replace(kept, personnes=(*people, *kept.personnes))
            return Known(project=project, plan=_Plan(), notes=NOTES, register=register, said=SAID)  # type: ignore[arg-type]

        for module in (consenting, scanning, showing):
            monkeypatch.setattr(module, "known", known)
        return project

    return made


def files(project: Path) -> dict[str, bytes]:
    found = (path for path in project.rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


def consent(project: Path, **said: Any) -> Consented:
    answer = consenting.run(project, 1, Asked(**said))
    assert isinstance(answer, Consented)
    return answer


# --- consent -----------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["ici/atelier.vtt", "sources/ici/atelier.vtt", "./sources/ici/atelier.vtt"])
@pytest.mark.parametrize("day", ["13/11/2025", "13 novembre 2025", "2025-11-13", "le jeudi 13 novembre 2025"])
def test_an_agreement_is_a_small_file(world: World, file: str, day: str) -> None:
    project = world()
    answer = consent(project, file=file, day=day, by="Maud Thérondel", proof="feuille: signée")
    written = "fichier: ici/atelier.vtt\nle: 2025-11-13\npar: Maud Thérondel\npreuve: 'feuille: signée'\n"
    assert files(project) == {answer.written: written.encode()}
    assert read_register(project, SETTINGS).agreed("ici/atelier.vtt") == Recording(
        fichier="ici/atelier.vtt", le="2025-11-13", par="Maud Thérondel", preuve="feuille: signée"
    )
    again = consent(project, file=file, day=day, by="Maud Thérondel", proof="feuille: signée")
    assert (again.written, again.new, answer.new) == (answer.written, False, True)


def test_what_was_agreed_is_taken_back_and_given_again(world: World) -> None:
    project = world()

    def state() -> str:
        answer = consenting.run(project, 1, Asked())
        assert isinstance(answer, Recordings)
        return next(one.state for one in answer.recordings if one.path == "ici/atelier.vtt")

    seen = [state()]
    for said in (
        {"day": "2025-05-01", "by": "Zoé"},
        {"withdrawn": "2025-06-01"},
        {"day": "2025-07-01", "by": "Zoé"},
    ):
        before = files(project)
        consent(project, file="ici/atelier.vtt", **said)
        assert before.items() <= files(project).items()
        seen.append(state())
    assert seen == ["waiting", "agreed", "withdrawn", "agreed"]


def test_having_read_it_again_keeps_what_was_agreed(world: World) -> None:
    project = world()
    consent(project, file="ici/atelier.vtt", day="2025-05-01", by="Zoé", proof="courriel")
    consent(project, file="ici/atelier.vtt", reread=True)
    kept = read_register(project, SETTINGS).agreed("ici/atelier.vtt")
    assert kept == Recording(
        fichier="ici/atelier.vtt",
        le="2025-05-01",
        par="Zoé",
        preuve="courriel",
        relu=True,
        empreinte="3f9c0a71b2d4",
    )


def test_a_recording_that_changed_since_somebody_read_it_asks_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lower = leaf("et là on a mis la chaudière dans le village avec tout le monde " * 8, "00:01", "Tom Lherbier")
    spoken = note("ici/atelier.vtt", lower, format_="vtt")
    changed = msgspec.structs.replace(spoken, sha256="e" * 64)
    project = world()

    def state(one: Note) -> tuple[str, str]:
        monkeypatch.setitem(globals(), "NOTES", [one])
        answer = consenting.run(project, 1, Asked())
        assert isinstance(answer, Recordings)
        return answer.recordings[0].state, told_state(answer.recordings[0])

    monkeypatch.setitem(globals(), "NOTES", [spoken])
    consent(project, file="ici/atelier.vtt", day="2025-05-01", by="Zoé")
    assert state(spoken)[0] == "unread"
    consent(project, file="ici/atelier.vtt", reread=True)
    assert state(spoken)[0] == "agreed"
    assert state(changed) == (
        "changed", "accord du 1er mai 2025, recueilli par Zoé (changé depuis sa relecture)",
    )  # fmt: skip
    told = consent(project, file="ici/atelier.vtt", day="2025-06-01", by="Zoé")
    assert told.recording.state == "changed", "a new agreement is no new reading"
    consent(project, file="ici/atelier.vtt", reread=True)
    assert state(changed)[0] == "agreed"
    assert state(spoken)[0] == "agreed", "both were read"


def test_what_was_said_to_be_read_by_hand_is_read_whatever_it_becomes() -> None:
    by_hand = Recording(fichier="a.vtt", le="2025-05-01", relu=True)
    register = Register(enregistrements=(by_hand,))
    assert register.is_read("a.vtt", "e" * 64)
    gone = Recording(fichier="a.vtt", le="2025-05-01", retire_le="2025-06-01")
    assert not Register(enregistrements=(by_hand, gone)).is_read("a.vtt", "e" * 64)
    again = Recording(fichier="a.vtt", le="2025-07-01")
    assert not Register(enregistrements=(by_hand, gone, again)).was_read("a.vtt")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"file": "ici/visite.md", "day": "2025-05-01", "by": "Zoé"}, "n'est pas un enregistrement"),
        ({"file": "ici/atelié.vtt", "day": "2025-05-01", "by": "Zoé"}, "ici/atelier.vtt"),
        ({"file": "atelier.vtt", "day": "2025-05-01", "by": "Zoé"}, "Plusieurs fichiers"),
        ({"file": "ici/atelier.vtt", "by": "Zoé"}, "Quel jour"),
        ({"file": "ici/atelier.vtt", "day": "2025-05-01"}, "Qui a recueilli"),
        ({"file": "ici/atelier.vtt", "reread": True}, "Quel jour"),
        ({"file": "ici/atelier.vtt", "day": "bientôt", "by": "Zoé"}, "n'est pas un jour"),
        ({"file": "ici/atelier.vtt", "day": "31/02/2025", "by": "Zoé"}, "n'est pas un jour"),
        ({"file": "ici/atelier.vtt", "day": "01/01/2999", "by": "Zoé"}, "pas encore venu"),
        ({"file": "ici/atelier.vtt", "day": "2025-05-01", "by": "Z", "withdrawn": "2025-06-01"}, "pas les deux"),
        ({"day": "2025-05-01"}, "De quel enregistrement"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(world: World, said: dict[str, Any], words: str) -> None:
    project = world()
    with pytest.raises(WrongUse) as error:
        consenting.run(project, 1, Asked(**said))
    assert words in f"{error.value.message} {error.value.hint}"
    assert not files(project)


# --- scan --------------------------------------------------------------------------------------


def test_who_is_missing_is_added_once(world: World) -> None:
    project = world(NADEGE)
    dry = scanning.run(project, 1, dry=True)
    assert [one.person.nom for one in dry.scan.proposed] == ["M. Rivallon", "Tom Lherbier"]
    assert not files(project)
    assert scanning.run(project, 1, dry=False).written == "sources/_confidentiel/personnes.yaml"
    kept = read_register(project, SETTINGS)
    assert {one.nom: one.standing for one in kept.personnes} == {"M. Rivallon": "agrege", "Tom Lherbier": "agrege"}
    written = files(project)
    assert not scanning.run(project, 1, dry=False).scan.proposed
    assert files(project) == written


FOOTNOTE: Inline = {"t": "Note", "c": [ast.para(ast.string("Joindre Mme Odile Barrancos."))]}


def test_whom_a_build_masks_and_asks_to_register_is_proposed(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block = ast.para(ast.leaf([*ast.string("Voir la mairie."), FOOTNOTE], "ligne 8"))
    one = note("ici/portrait.md", Passage(block=block, section="propos"))
    monkeypatch.setattr("tests.people.test_commands.NOTES", [one])
    odile = Person(nom="Odile", niveau="agrege")
    project, circle = world(odile), Circle(Register(personnes=(odile,)))
    assert [met.name for met in public_of(one, finder_of(one, circle)).met] == ["Odile Barrancos"]
    dry = scanning.run(project, 1, dry=True)
    assert [one.person.nom for one in dry.scan.proposed] == ["Odile Barrancos"]
    dry.show()
    shown = " ".join(capsys.readouterr().out.split())
    assert "« Odile », déjà au registre : la même personne ou une autre" in shown


def test_a_pseudonym_that_a_reviewer_quotes_is_nobody_to_register(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        Said(place="R-013", how="remarque", text="Leslie"),
        Said(place="R-014", how="remarque", text="Gwenaëlle Le Du"),
    ]
    monkeypatch.setattr("tests.people.test_commands.SAID", said)
    monkeypatch.setattr(Circle, "pseudonyms", frozenset({"Leslie"}))
    dry = scanning.run(world(NADEGE, TOM), 1, dry=True)
    assert [one.person.nom for one in dry.scan.proposed] == ["Gwenaëlle Le Du", "M. Rivallon"]


def test_a_trial_says_what_would_be_added_and_that_nothing_was(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    dry = scanning.run(world(NADEGE), 1, dry=True)
    dry.show()
    said = capsys.readouterr().out
    assert "Rien n'est écrit : 2 fiches seraient ajoutées au registre." in said
    assert "Pour les ajouter : restitution people scan" in said
    assert dry.in_short() == "2 fiches à ajouter, rien n'est écrit."


def test_who_is_named_in_remarks_and_answers_alone_is_proposed_with_their_number(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [
        Said(place="R-006", how="remarque", text="Demandez à Mme Ferhat."),
        Said(place="R-007", how="réponse", text="Vu avec Mme Ferhat et Nadège Vauquelin."),
    ]
    monkeypatch.setattr("tests.people.test_commands.SAID", said)
    dry = scanning.run(world(NADEGE, TOM), 1, dry=True)
    (found,) = [one for one in dry.scan.proposed if one.person.nom != "M. Rivallon"]
    assert [(one.path, one.how) for one in found.seen] == [("R-006", "remarque"), ("R-007", "réponse")]
    dry.show()
    shown = " ".join(capsys.readouterr().out.split())
    assert "2 endroits, dont R-006 (remarque, réponse)" in shown


def test_who_is_named_in_remarks_and_answers_alone_is_shown_where(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [Said(place="R-006", how="remarque", text="Demandez à Mme Lise Ferhat.")]
    monkeypatch.setattr("tests.people.test_commands.SAID", said)
    project = world(NADEGE)
    copy = ReturnedIn(copy="2026-10-08_00")
    remarks = [
        Remark(key="a", number="R-006", kind="comment", text="Demandez à Mme Lise Ferhat.", returned_in=[copy]),
        Remark(key="b", number="R-007", kind="reply", text="Qui ?", answer="Lise Ferhat.", returned_in=[copy]),
        Remark(key="c", number="R-008", kind="comment", text="Rien.", author="Lise Ferhat", answer="Merci."),
    ]
    write(project / WORK / REMARKS, encode(Review(items=remarks)))
    answer = showing.run(project, 1, "Lise Ferhat")
    assert isinstance(answer, Dossier)
    assert not answer.registered
    assert [(one.file, one.where, one.way) for one in answer.passages] == [
        ("sources/relectures/2026-10-08_00", "R-006", "cité"),
        ("sources/relectures/2026-10-08_00", "R-007", "réponse"),
        ("sources/relectures", "R-008", "écrit"),
    ]


def test_a_name_that_is_no_person_s_is_not_proposed(world: World) -> None:
    project = world(NADEGE, TOM)
    own = project / "sources" / "_confidentiel" / "personnes.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("pas_des_personnes: [M. Rivallon]\n", "utf-8")
    assert not scanning.run(project, 1, dry=False).scan.proposed


def test_a_workbook_that_is_open_is_left_and_the_entries_stand_beside(world: World) -> None:
    from tests.people.test_scan import workbook  # noqa: PLC0415

    project = world(NADEGE)
    book = project / "sources" / "_confidentiel" / "personnes.xlsx"
    book.parent.mkdir(parents=True)
    book.write_bytes(workbook())
    lock = book.with_name("~$personnes.xlsx")
    lock.write_bytes(b"")
    before = book.read_bytes()
    answer = scanning.run(project, 1, dry=False)
    assert answer.written == BESIDE.as_posix()
    assert "est ouvert" in answer.said
    assert book.read_bytes() == before
    assert {"Ana Roux", "Tom Lherbier"} <= {one.nom for one in read_register(project, SETTINGS).personnes}
    lock.unlink()
    (project / BESIDE).unlink()
    assert scanning.run(project, 1, dry=False).written.endswith("personnes.xlsx")
    assert {"Ana Roux", "Tom Lherbier"} <= {one.nom for one in read_register(project, SETTINGS).personnes}


def test_a_register_that_cannot_be_added_to_is_left(world: World) -> None:
    project = world(NADEGE)
    own = project / "sources" / "_confidentiel" / "personnes.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("personnes: [{nom: Ana Roux}]  # sur une ligne\n", "utf-8")
    before = own.read_bytes()
    answer = scanning.run(project, 1, dry=False)
    assert (answer.written, own.read_bytes()) == (BESIDE.as_posix(), before)
    assert "Tom Lherbier" in {one.nom for one in read_register(project, SETTINGS).personnes}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights of a folder do not hold here")
def test_a_closed_folder_is_told(world: World) -> None:
    project = world(NADEGE)
    project.chmod(0o500)
    with pytest.raises(OSError, match="denied"):
        scanning.run(project, 1, dry=False)
    project.chmod(0o700)


# --- show --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Nadège Vauquelin", "nadege vauquelin", "VAUQUELIN Nadège", "Nad", "N. Vauquelin", "NV"]
)
def test_everything_about_a_person(world: World, name: str) -> None:
    answer = showing.run(world(NADEGE, TOM), 1, name)
    assert isinstance(answer, Dossier)
    assert [(one.file, one.where, one.way, one.sure) for one in answer.passages] == [
        ("sources/ici/visite.md", "ligne 1", "participe", True),
        ("sources/ici/visite.md", "ligne 3", "cité", True),
        ("sources/ici/visite.md", "ligne 9", "remarque interne", True),
        ("sources/ici/atelier.vtt", "00:02", "parle", True),
    ]
    record: Any = msgspec.to_builtins(answer.record())
    assert (record["standing"], record["told_as"]) == ("nominatif", "Nadège Vauquelin")


def test_a_first_name_that_two_bear_is_in_doubt(world: World) -> None:
    answer = showing.run(world(NADEGE, Person(nom="Nadège Roux")), 1, "Nadège Roux")
    assert isinstance(answer, Dossier)
    assert [(one.where, one.sure) for one in answer.passages] == [("ligne 3", False)]


def test_a_minor_is_told_by_a_pseudonym_and_the_register_says_why(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = showing.run(world(NADEGE, TOM), 1, "")
    assert isinstance(answer, Roll)
    answer.show()
    shown = " ".join(capsys.readouterr().out.split())
    assert "PSEUDONYME : 1 personne" in shown
    assert "« nominatif » demandé, mais mineur" in shown


def test_somebody_who_is_not_in_the_register_is_found_in_the_notes(world: World) -> None:
    answer = showing.run(world(), 1, "tom lherbier")
    assert isinstance(answer, Dossier)
    assert (answer.registered, answer.told_as) == (False, "[nom masqué]")
    assert [one.where for one in answer.passages] == ["00:01", "00:02"]


@pytest.mark.parametrize(
    ("name", "words"), [("Nadège Vocquelin", "« Nadège Vauquelin »"), ("Xavier Zébulon", "people show")]
)
def test_a_name_that_nobody_has_is_told_the_nearest(world: World, name: str, words: str) -> None:
    with pytest.raises(WrongUse) as error:
        showing.run(world(NADEGE), 1, name)
    assert words in str(error.value.hint)


def test_what_is_no_letter_is_told_in_words_or_not_at_all() -> None:
    who = Seeker(NADEGE, Circle(Register(personnes=(NADEGE,))))
    image = {"t": "Image", "c": [ast.attributes(), ast.string("Une forge"), ["a.png", ""]]}
    quoted = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, ast.string("le four")]}
    note_ = {"t": "Note", "c": [ast.para(ast.string("Vu."))]}
    said = [
        *ast.string("Avec Nadège"),
        {"t": "Space"},
        image,
        {"t": "Space"},
        quoted,
        note_,
        *ast.string(" \ufffc oui."),
    ]
    block = ast.para(ast.leaf(said, "ligne 1"))
    (one,) = who.in_note(note("a.md", Passage(block=block, section="propos")))
    assert one.words == "Avec Nadège [image] le four oui."
