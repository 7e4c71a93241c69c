"""Each protection of names taken away, one at a time: the leak test sees what then stands there.

A protection is a line of `PROTECTIONS`: what of the program is put out of work, in which outputs it shows, and
who is then found. With all of them at work, nobody is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest

from restitution.assembly import quotes
from restitution.leaks import leaks_in
from restitution.model import Note
from restitution.people import circle, finder, masking
from restitution.people.discretion import Discretion
from restitution.people.finder import Finder
from restitution.people.register import Person
from restitution.people.unseen import Sieve
from restitution.plan import load
from restitution.plan.outputs import REMARKS
from restitution.remarks import Review
from restitution.stages import media, pseudonymise, write_docx
from restitution.stages.protected import searcher_among_reviewers
from restitution.stages.withdrawn import Forgetting
from tests.writers.office import converted

from .project import copied, leaks_of, project_of, read_notes, reviewed

pytestmark = pytest.mark.slow
OUTPUTS = ("docx", "pdf", "html", "annexes-docx", "annexes-html", "relecture/restitution_relecture")
NADEGE, OMBELINE, THEOBALD = "Nadège Vauquelin", "Ombeline Forêt", "Théobald Cazelmas"
LILA, ANSELME, ILDA = "Lila Bordarel", "Anselme Vidalbert", "Ilda Quenauroy"
CAMERA = {NADEGE, ""}
"""The author of a picture, and the place where it was taken, which is nobody's name."""
ONDINE, HER_PHONE, HER_EMAIL = "Ondine Kervastoué", "0612345678", "ondine@roncelles.example"
"""Named by a note and no register; how to reach her is told by a remark alone."""
PHONE, EMAIL = "0639984217", "nadege.vauquelin@roncelles.example"
Patch = pytest.MonkeyPatch


def passes(patch: Patch, kinds: set[str]) -> None:
    """Passages of some kinds of block are published as they are."""
    masked = masking._masked
    patch.setattr(
        masking,
        "_masked",
        lambda passage, *more: passage if passage.block["t"] in kinds else masked(passage, *more),
    )


def within(patch: Patch, kind: str) -> None:
    """What hides in an inline of some kind is published as it is."""
    inner = masking.Masker._within
    patch.setattr(
        masking.Masker,
        "_within",
        lambda self, inline, *more: inline if inline["t"] == kind else inner(self, inline, *more),
    )


def publishes(patch: Patch, change: Callable[[Note, Note], Note]) -> None:
    """The public note is changed, from what the note was before."""
    told = pseudonymise.told

    def changed(note: Note, *more: Any) -> masking.Public:
        public = told(note, *more)
        return public._replace(note=change(note, public.note))

    patch.setattr(pseudonymise, "told", changed)


def with_participants(before: Note, after: Note) -> Note:
    masked = iter(after.passages)
    passages = [one if one.section == "participants" else next(masked) for one in before.passages]
    gone = {leaf for one in passages if one.section == "participants" for leaf in _leaves(one.block)}
    kept = [one for one in after.withheld if one.leaf not in gone or one.reason != "consentement"]
    return msgspec.structs.replace(after, passages=passages, withheld=kept)


def _leaves(block: Any) -> list[str]:
    return [masking.ast.leaf_id(span) for span in masking.ast.each_leaf([block])]


def by_its_writer(before: Note, after: Note) -> Note:
    return msgspec.structs.replace(after, structure=next(iter(before.writers), after.structure))


def may_be_named(patch: Patch, level: str, names: Sequence[str]) -> None:
    """The register gives some people another standing than the one they have."""
    standing = Person.standing.fget
    patch.setattr(
        Person,
        "standing",
        property(lambda self: level if self.nom in names else standing(self)),  # type: ignore[misc]
    )


def signed(patch: Patch) -> None:
    """The Word file keeps who changed it last, as a template or an office would write it."""
    write = write_docx.write_docx

    def written(*told: Any) -> bytes:
        file, out = docx.Document(io.BytesIO(write(*told))), io.BytesIO()
        file.core_properties.last_modified_by = NADEGE
        file.save(out)
        return out.getvalue()

    patch.setattr(write_docx, "write_docx", written)


def nothing(*_: object) -> list[Any]:
    return []


def names_alone(_: object, __: str, names: list[Any]) -> list[Any]:
    return names


def none_of(*_: object) -> set[int]:
    return set()


def as_it_is(_: object, text: str) -> str:
    return text


def twice_as_it_is(_: object, text: str) -> tuple[str, str]:
    return text, text


def no(*_: object) -> bool:
    return False


def yes(*_: object) -> bool:
    return True


Protection = tuple[Callable[[Patch], None], tuple[str, ...], set[str]]
PROTECTIONS: dict[str, Protection] = {
    "names in running text": (lambda p: p.setattr(Finder, "_cuts", nothing), ("html",), {NADEGE, OMBELINE}),
    "names in tables": (lambda p: passes(p, {"Table"}), ("docx",), {NADEGE}),
    "names in captions and pictures": (lambda p: passes(p, {"Figure"}), ("pdf",), {OMBELINE}),
    "alternative texts": (lambda p: within(p, "Image"), ("docx", "pdf", "html"), {OMBELINE}),
    "footnotes": (lambda p: within(p, "Note"), ("docx",), {NADEGE}),
    "links to people": (lambda p: p.setattr(masking.Masker, "_gives_away", no), ("docx",), {NADEGE, EMAIL}),
    "telephones and e-mails": (lambda p: p.setattr(finder, "personal_cuts", nothing), ("html",), {PHONE}),
    "what points at somebody": (lambda p: p.setattr(circle.Circle, "phrases", nothing), ("html",), {THEOBALD}),
    "functions that name somebody": (lambda p: p.setattr(Finder, "_functions", names_alone), ("html",), {NADEGE}),
    "functions in rows": (lambda p: p.setattr(masking, "functions_in_rows", none_of), ("docx",), {NADEGE}),
    "who speaks": (lambda p: p.setattr(masking.Voices, "told", twice_as_it_is), ("annexes-html",), {OMBELINE}),
    "the participants' section": (lambda p: publishes(p, with_participants), ("html",), {NADEGE, THEOBALD}),
    "writers told by their body": (lambda p: publishes(p, by_its_writer), ("html",), {THEOBALD}),
    "file names shown": (lambda p: p.setattr(masking.Masker, "file_name", as_it_is), ("html",), {NADEGE}),
    "labels of quotations": (lambda p: p.setattr(quotes, "_is_public", yes), ("docx",), {OMBELINE}),
    "what cameras write": (lambda p: p.setattr(media, "public_picture", bytes), ("docx", "pdf", "html"), CAMERA),
    "the file's own properties": (signed, ("docx",), {NADEGE}),
    "nobody is named who did not agree": (lambda p: may_be_named(p, "nominatif", [ILDA]), ("html",), {ILDA}),
    "minors": (lambda p: may_be_named(p, "nominatif", [LILA]), ("html",), {LILA}),
    "who withdrew": (lambda p: may_be_named(p, "nominatif", [ANSELME]), ("html",), {ANSELME}),
}  # fmt: skip


def remarks_of(patch: Patch, *kinds: str) -> None:
    """Remarks of some kinds are told as they came."""
    told = Forgetting.remark
    patch.setattr(Forgetting, "remark", lambda self, one: one if one.kind in kinds else told(self, one))


COPY = "relecture/restitution_relecture"
OF_REMARKS: dict[str, tuple[Callable[[Patch], None], set[str]]] = {
    "comments": (lambda p: remarks_of(p, "comment"), {NADEGE, THEOBALD, ONDINE, HER_PHONE, HER_EMAIL}),
    "what no register knows": (lambda p: p.setattr(Discretion, "cuts", nothing), {ONDINE, HER_PHONE, HER_EMAIL}),
    "who signs a remark": (lambda p: p.setattr(Sieve, "author", as_it_is), {THEOBALD}),
    "tracked insertions": (lambda p: remarks_of(p, "insertion"), {OMBELINE}),
    "tracked deletions": (lambda p: remarks_of(p, "deletion"), {NADEGE}),
    "what somebody changed untracked": (lambda p: remarks_of(p, "untracked_edit"), {NADEGE}),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = project_of(tmp_path_factory.mktemp("fuites") / "mon projet é")
    read_notes(made)
    return made


def test_with_every_protection_nobody_is_found(project: Path, tmp_path: Path) -> None:
    assert leaks_of(copied(project, tmp_path), OUTPUTS) == []


@pytest.mark.parametrize("name", PROTECTIONS)
def test_a_protection_that_is_taken_away_is_missed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    take_away, outputs, found = PROTECTIONS[name]
    take_away(monkeypatch)
    leaks = leaks_of(copied(project, tmp_path), outputs)
    for output in outputs:
        here = {leak.who for leak in leaks if leak.file.endswith(_file(output))}
        assert found <= here, (output, leaks)


@pytest.fixture(scope="module")
def sent_back(project: Path) -> Path:
    reviewed(project)
    return project


def test_remarks_of_people_who_may_not_be_named_are_told_otherwise(sent_back: Path, tmp_path: Path) -> None:
    work = copied(sent_back, tmp_path)
    assert leaks_of(work, ["docx", COPY]) == []
    data = (work / f"build/{COPY}.docx").read_bytes()
    package = zipfile.ZipFile(io.BytesIO(data))
    comments, text = (package.read(f"word/{name}.xml") for name in ("comments", "document"))
    assert b"Demandez" in comments
    assert b"Gwenola Brancart" in comments + text, "who signs is named among reviewers, unless she is protected"
    assert leaks_of(work, ["lettre-docx", "lettre-html"]) == []
    assert not [
        one for one in ("Bidule", "Kervasto", "ondine@", "06 12", "+226") if one.encode() in comments + text
    ]
    assert "[téléphone retiré] et à [courriel retiré] ; une personne le sait".encode() in comments
    review = msgspec.json.decode((work / REMARKS).read_bytes(), type=Review)
    searcher = searcher_among_reviewers(work, review, load(work).settings)
    for ending in ("docx", "odt"):
        (tmp_path / ending).mkdir()
        saved = converted(data, "copie.docx", ending, tmp_path / ending)
        assert leaks_in(f"copie.{ending}", saved, searcher) == [], "an office brings no name back"


@pytest.mark.parametrize("name", OF_REMARKS)
def test_a_protection_of_remarks_that_is_taken_away_is_missed(
    sent_back: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    take_away, found = OF_REMARKS[name]
    take_away(monkeypatch)
    leaks = leaks_of(copied(sent_back, tmp_path), ["docx", COPY, "lettre-docx"])
    for file in (f"{COPY}.docx", "lettre-de-reponse.docx"):
        assert found <= {leak.who for leak in leaks if leak.file.endswith(file)}, (file, leaks)


def _file(output: str) -> str:
    word, _, kind = output.rpartition("-")
    if "/" in output:
        return f"{output}.docx"
    return f"restitution-{word}.{kind}" if word else f"restitution.{kind}"
