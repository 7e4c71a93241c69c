"""What is gathered of a file says the same with its note's words and without them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restitution.domain import domain
from restitution.model import Balance, Document, Finding, Note, Passage, SourceStatus
from restitution.pandoc import ast
from restitution.pandoc.numbering import Numbering
from restitution.returns.told import Told, gathered, without_words
from restitution.returns.unseen import CODE
from restitution.returns.words import understood
from restitution.settings import Axis, Project, Settings, Territory, Theme

THEMES = ("logement", "mobilite", "eau")
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(Territory(code="A", nom="Ici"),),
    axes=(Axis(cle="axe", titre="Axe", themes=tuple(Theme(cle=key, titre=key.title()) for key in THEMES)),),
)
ROLES = ("title", "field", "section", "heading", "text")
EMPTY = Document(build="", title="", subtitle="", date="", language="fr", epoch=0)
passages = st.builds(
    Passage,
    block=st.text(max_size=8).map(lambda text: ast.para(ast.leaf(ast.string(text), "paragraphe 1"))),
    section=st.sampled_from(["", *domain().sections]),
    role=st.sampled_from(ROLES),
    themes=st.lists(st.sampled_from(THEMES), max_size=2, unique=True),
    ours=st.lists(st.sampled_from(THEMES), max_size=2, unique=True),
)


def note(given_: list[Passage], path: str = "ici/note.docx") -> Note:
    return Note(
        path=path, sha256="", format="docx", kind="portrait_territoire", classified=True, title="Portrait",
        territories=["A"], passages=given_, writers=["Zoé Martin"],
    )  # fmt: skip


def told(of: Note, *findings: Finding, whole: tuple[str, ...] = ()) -> Told:
    balance = Balance(sources=[SourceStatus(path=of.path, sha256=None, state="taken")])
    found = gathered([of], balance, (EMPTY, EMPTY), [], SETTINGS, lambda: Numbering().place, findings, whole)
    return found.files[of.path]


@given(st.lists(passages, max_size=12))
def test_what_is_understood_needs_no_words(given_: list[Passage]) -> None:
    of = note(given_)
    light, whole = told(of), told(of, whole=(of.path,))
    assert light.note
    assert whole.note == of
    assert understood(light.note, SETTINGS) == understood(of, SETTINGS)
    assert light.requests == whole.requests
    assert not ast.text([one.block for one in light.note.passages]).strip()


def test_alike_passages_are_kept_once_in_their_order() -> None:
    kept = without_words(note([Passage(block=ast.para([]), section=one) for one in "abacab"]))
    assert [one.section for one in kept.passages] == ["a", "b", "c"]


def test_the_words_of_a_note_whose_picture_is_withheld_are_kept() -> None:
    """They say which of them are the picture's caption (`unseen_in`)."""
    of = note([Passage(block=ast.para(ast.leaf(ast.string("La place"), "paragraphe 1")), section="")])
    assert told(of, Finding(code=CODE, level="warning", message="« a.jpg »", path=of.path)).note == of
