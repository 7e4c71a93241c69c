"""The letter of answer, and what it says changed in the text."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from PIL import Image

from restitution import resources
from restitution.cli.review.table import cells_of
from restitution.conservation.published import check_docx, check_html
from restitution.conservation.published_marks import marks_in_docx
from restitution.messages import plural
from restitution.ooxml.sent import sent_of
from restitution.pandoc import ast
from restitution.remarks import (
    LEFT,
    Applied,
    Correction,
    Event,
    Kind,
    Origin,
    Remark,
    ReturnedIn,
    Sent,
    SentPassage,
    State,
)
from restitution.review.letter import BY_HAND, MEANINGS, Told, letter
from restitution.review.passages import Shown, shown_passages
from restitution.review.tierce import Change, Known, Own, Tierce, around, tierce
from restitution.review.words import CHANGES, KINDS, STATES, author_told, state_told
from restitution.settings.reading import read_settings
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.html import TEMPLATES, write_html
from tests.review.documents import document
from tests.review.world import SETTINGS, TEXT, src
from tests.writers.office import pages_shown

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("tierce.yaml").read_text("utf-8"))
PUBLICATION = document(TEXT)
WHOLE = "relecture/restitution_relecture"
settings = read_settings(SETTINGS.encode())


# --- what changed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_what_changed_and_why(case: dict[str, Any]) -> None:
    sent, shown, own, corrections, applied = [], [], {}, [], []
    for number, one in enumerate(case["passages"], 1):
        passage = src(number)
        if "lu" in one:
            sent.append(SentPassage(bookmark=passage, text=one["lu"]))
        own[passage] = Own("portrait.md", one.get("note", one.get("lu", "")), gone="note" not in one)
        if "publié" in one:
            text = one["publié"]
            shown.append(Shown(passage=passage, bookmark=passage, text=text, note_text=text, path="a/portrait.md"))
        for n, (name, text, result) in enumerate(one.get("corrections", [])):
            key = f"k{n}" if name else ""
            corrections.append(Correction(passage=passage, base="", text=text, key=key, number=name))
            applied.append(Applied(passage=passage, key=key, number=name, result=result))
    known = Known(own=own, corrections=corrections, applied=applied)
    found = tierce(Sent(build="b", copy=WHOLE, passages=sent), shown, known)
    assert (found.unchanged, [change.causes for change in found.changes]) == (case["inchangés"], case["causes"])
    assert len(found.unexplained) == case["causes"].count([])
    assert found.compared == len(sent)


def test_a_docx_beside_its_own_document_shows_no_change() -> None:
    """What the file says under its bookmarks is what we say of today's document."""
    text = f"{TEXT}\nUne note[^1] et une *image* ![vue du moulin](x.png).\n\n[^1]: En bas de page.\n"
    today = document(text)
    sent = sent_of(write_docx(today, {}, reference_docx()))
    shown = shown_passages(today, {})
    found = tierce(sent, shown, Known(own={}, corrections=[], applied=[]))
    assert (found.compared, found.changes) == (len(shown), [])
    longer = shown_passages(document(f"{text}\nUn de plus.\n"), {})
    assert len(tierce(sent, longer, Known(own={}, corrections=[], applied=[])).changes) == 1
    part = structs.replace(sent, copy="relecture/themes")
    assert tierce(part, longer, Known(own={}, corrections=[], applied=[])).changes == []


def test_what_holds_no_word_is_no_change_of_words() -> None:
    """« (nouveau) → (retiré) », « (texte non gardé) → (retiré) » of pictures."""
    none = hashlib.sha256(b"").hexdigest()
    sent = Sent(build="b", copy=WHOLE, passages=[SentPassage(bookmark=src(1), sha256=none)])
    picture = Shown(passage=src(2), bookmark=src(2), aloud="Le moulin", path="a.md")
    found = tierce(sent, [picture], Known(own={}, corrections=[], applied=[]))
    assert (found.compared, found.unchanged, found.changes) == (0, 0, []), "the letter's counts add up"
    lost = structs.replace(sent, passages=[SentPassage(bookmark=src(1), sha256="f" * 64)])
    (gone,) = tierce(lost, [], Known(own={}, corrections=[], applied=[])).changes
    assert gone.before == "(texte non gardé)", "of an earlier version, which kept no text"
    today = Shown(passage=src(1), bookmark=src(1), text="Le moulin.", path="a.md")
    found = tierce(lost, [today], Known(own={}, corrections=[], applied=[]))
    assert (found.compared, [change.before for change in found.changes]) == (1, ["(texte non gardé)"]), "not new"


def test_what_the_tool_wrote_is_told_by_its_remark_and_its_own_lines_by_nobody_s() -> None:
    """An accepted text of a box: its note is the tool's; its fields stood in the index of an earlier version."""
    own = {
        src(1): Own("Enjeux - Marie (R-003).md", "Garder le lycée.", remarks="R-003"),
        src(2): Own("Enjeux - Marie (R-003).md", "genre : portrait", gone=True, remarks="R-003", ours=True),
    }
    shown = [
        Shown(passage=src(1), bookmark=src(1), text="Garder le lycée.", note_text="Garder le lycée.", path="x")
    ]
    sent = Sent(build="b", copy=WHOLE, passages=[SentPassage(bookmark=src(2), text="genre : portrait")])
    found = tierce(sent, shown, Known(own=own, corrections=[], applied=[]))
    assert [change.causes for change in found.explained] == [["R-003"]]
    assert [change.before for change in found.computed] == ["genre : portrait"]
    assert found.unexplained == []


words = st.lists(st.sampled_from(["le", "pays", "compte", "douze", "treize", "communes"]), max_size=12)


@given(words, words, words, words)
def test_what_is_left_out_around_a_change_is_the_same_on_both_sides(
    head: list[str], old: list[str], new: list[str], tail: list[str]
) -> None:
    before, after = " ".join([*head, *old, *tail]), " ".join([*head, *new, *tail])
    shown = around(before, after)
    bare = [text.removeprefix("… ").removesuffix(" …") for text in shown]
    assert all(inner in whole for inner, whole in zip(bare, (before, after), strict=True))
    left = [
        Counter(whole.split()) - Counter(inner.split()) for inner, whole in zip(bare, (before, after), strict=True)
    ]
    assert left[0] == left[1]


# --- the letter ------------------------------------------------------------------------------------


def remark(number: int, **more: Any) -> Remark:
    given_ = {"kind": "comment", "author": "Marie Rieu", "state": "new", **more}
    return Remark(key=f"{number:016x}", number=f"R-{number:03d}", **given_)


def told(remarks: list[Remark], **more: Any) -> Told:
    shown = shown_passages(PUBLICATION, {})
    return Told(remarks=remarks, shown=shown, settings=settings, **more)


def cells(blocks: list[Any]) -> list[str]:
    """Every text of the letter, in order."""
    return [" ".join(ast.text(leaf["c"][1]).split()) for leaf in ast.each_leaf(blocks)]


REMARKS = [
    remark(1, text="Vraiment  « douze » ?", quote="douze communes", source=Origin(passage=src(3)), code="1.1-1",
           state="answered", answer="Oui, d'après l'élu.", date="2026-10-08T14:05:00Z"),
    remark(2, kind="insertion", text="treize", source=Origin(passage=src(3)), code="1.1-1", state="open",
           offset=9, history=[Event(what="acceptée"), Event(what=LEFT, text="La note a changé.")]),
    remark(3, author="Jean Bost", text="Où donc ?", source=Origin(passage=src(6)), code="1.2-1", state="resolved",
           history=[Event(what="acceptée")]),
    remark(4, author="Jean Bost", text="Adieu", base="Adieu.", state="orphan", where="¶ 4.2-13"),
    remark(5, author="Jean Bost", kind="reply", parent=f"{1:016x}", text="Oui.", source=Origin(passage=src(3)),
           code="1.1-1", state="rejected"),
]  # fmt: skip


def test_every_remark_stands_in_the_letter_with_its_state() -> None:
    texts = cells(letter(PUBLICATION, told(REMARKS)).blocks)
    whole = "\n".join(texts)
    assert "Vraiment « douze » ?" in whole
    assert "Oui, d'après l'élu." in whole, "an answer is the editor's: its signs stay"
    assert BY_HAND in whole
    assert "La note a changé" not in whole
    assert "prise en compte" in whole
    assert "dans la copie relue" in next(text for text in texts if text.startswith("R-004"))
    assert "En réponse à R-001 (Marie Rieu)" in whole
    order = [text[:5] for text in texts if re.match(r"R-\d{3} ", text)]
    assert order == ["R-005", "R-003", "R-004", "R-001", "R-002"], "by reviewer, then by place"


JARGON = (
    "construction",
    "restitution review",
    "restitution fix",
    "templates/",
    "passage comparé",
    "gabarit",
    "plan ",
)


def test_a_reviewer_is_told_nothing_of_the_editors_trade() -> None:
    changes = [
        Change(passage="src_1", before="Douze.", after="Treize."),
        Change(passage="gen_1", after="2", ours=True),
    ]
    since = Tierce(build="b" * 16, compared=12, unchanged=11, changes=changes)
    text = "\n".join(cells(letter(PUBLICATION, told(REMARKS, tierces=[since])).blocks))
    assert not [word for word in JARGON if word in text.replace("\xa0", " ")]
    assert "bbbbbbbb" not in text
    twice = letter(PUBLICATION, told(REMARKS, tierces=[since, structs.replace(since, build="c" * 16)]))
    assert "n° cccccccc" in "\n".join(cells(twice.blocks)).replace("\xa0", " ").replace("\u202f", " ")


def test_what_is_composed_is_counted_and_what_notes_say_is_shown() -> None:
    changes = [
        Change(passage="src_1", before="Douze communes.", after="Treize communes.", causes=["R-001"]),
        Change(passage="gen_1", before="217", after="240", code="C-6e", part="Annexe C", ours=True),
        Change(passage="gen_2", after="218", code="C-7e", part="Annexe C", ours=True),
    ]
    since = Tierce(build="b" * 16, compared=12, unchanged=10, changes=changes)
    text = (
        "\n".join(cells(letter(PUBLICATION, told([remark(1)], tierces=[since])).blocks))
        .replace("\xa0", " ")
        .replace("\u202f", " ")
    )
    assert (
        "La version relue avait 12 paragraphes, titres et cases de tableau compris : 10 inchangés, 2 changés ou "
        "retirés ; et 1 est nouveau." in text
    )
    assert "d’après les notes ont changé, en 2 endroits (Annexe C : 2)" in text
    assert "Treize" in text
    assert "217" not in text
    assert "C-7e" not in text


def plain(blocks: list[Any]) -> str:
    """The letter's words, with plain spaces."""
    return "\n".join(cells(blocks)).replace("\xa0", " ").replace("\u202f", " ")


HALVES = [
    remark(6, kind="deletion", text="douze", quote="douze", source=Origin(passage=src(3)), code="1.1-1", offset=15,
           base="Le pays compte douze communes.", proposed="Le pays compte communes.", replacement=f"{6:016x}",
           state="applied"),
    remark(7, kind="insertion", text="quinze", source=Origin(passage=src(3)), code="1.1-1", offset=20,
           base="Le pays compte douze communes.", proposed="Le pays compte douzequinze communes.",
           replacement=f"{6:016x}", state="applied"),
]  # fmt: skip


def test_a_replacement_is_one_remark_of_the_letter() -> None:
    text = plain(letter(PUBLICATION, told(HALVES)).blocks)
    assert "remplace « douze » par « quinze »" in text
    assert "R-006" in text
    assert "R-007" not in text
    assert "1 personne, qui a fait 1 remarque sur" in text
    assert "Voici ce qu’elle est devenue." in text
    assert "Marie Rieu : 1 remarque" in text.split("\n")


def test_what_nobody_signed_is_told_by_its_copy() -> None:
    unsigned = {"author": "", "kind": "untracked_edit", "base": "Douze.", "proposed": "Treize.", "text": "Treize."}
    paul = ReturnedIn(copy="2026-10-08_00000001", name="retour.docx", reader="Paul Roux")
    file = ReturnedIn(copy="2026-10-09_00000002", name="version finale.docx")
    remarks = [
        *REMARKS,
        remark(8, returned_in=[paul], **unsigned),
        remark(9, returned_in=[file], **unsigned),
        remark(10, returned_in=[file], author="", text="Ah ?"),
    ]
    text = plain(letter(PUBLICATION, told(remarks)).blocks)
    lines = text.split("\n")
    assert "Sans suivi, dans la copie relue par Paul Roux : 1 remarque" in lines
    assert "Sans suivi, dans la copie « version finale.docx » : 1 remarque" in lines
    assert "Sans nom, dans la copie « version finale.docx » : 1 remarque" in lines
    assert "quelqu’un" not in text
    assert "2 personnes, qui ont fait 5 remarques sur" in text
    assert "S’y ajoutent 3 remarques que personne n’a signées" in text
    own = plain(letter(PUBLICATION, told(remarks, reviewer="Paul Roux")).blocks)
    assert "R-008" in own, "she is told what changed in her own copy"
    assert "R-009" not in own


@pytest.mark.parametrize("date", ["", "0000-00-00T00:00:00", "0000-00-00T00:00:00Z", "1970-01-01"])
def test_a_date_that_is_none_is_not_told(date: str) -> None:
    text = plain(letter(PUBLICATION, told([remark(1, date=date)])).blocks)
    assert "0000" not in text
    assert "1970" not in text
    assert cells_of(remark(1, date=date))["quand"] == ""


def test_taken_into_account_does_not_say_that_the_text_changed() -> None:
    text = plain(letter(PUBLICATION, told(REMARKS)).blocks)
    assert "« prise en compte » : l’équipe est d’accord ; le texte ne change pas de ce seul fait" in text


def test_the_section_is_told_beside_the_code() -> None:
    cell = next(one for one in shown_passages(PUBLICATION, {}) if one.text == "Vercenne")
    told_ = told([remark(1, source=Origin(passage=cell.passage, where="tableau 3, cellule A2"), code=cell.code)])
    where = next(text for text in cells(letter(PUBLICATION, told_).blocks) if text.startswith("R-001"))
    assert "tableau" not in where
    assert where.replace("\xa0", " ") == "R-001 ¶ 1.2-3a Les visites"


def test_an_accepted_paragraph_is_explained() -> None:
    new = shown_passages(PUBLICATION, {})[3]
    applied = [Applied(passage=src(1), key="k", number="R-005", result="applied", put=[new.passage])]
    sent = Sent(copy=WHOLE, passages=[SentPassage(bookmark=src(9), text="Autre chose.")])
    since = tierce(sent, [new], Known(own={}, corrections=[], applied=applied))
    assert [change.causes for change in since.changes if change.after] == [["R-005"]]


@pytest.mark.parametrize(("count", "said"), [(1, "s’il vous étonne"), (2, "s’ils vous étonnent")])
def test_one_is_not_several(count: int, said: str) -> None:
    changes = [Change(passage=f"src_{n}", before="Un an.", after="Dix ans.") for n in range(count)]
    since = Tierce(build="b", compared=3, unchanged=3 - count, changes=changes)
    text = plain(letter(PUBLICATION, told([remark(1)], tierces=[since])).blocks)
    assert said in text
    assert not re.search(r"\b[01] \w+s\b", text)


def test_totals_are_sums() -> None:
    texts = cells(letter(PUBLICATION, told(REMARKS)).blocks)
    at = texts.index("Ensemble")
    rows = [texts[at - 12 : at - 6], texts[at - 6 : at], texts[at : at + 6]]
    numbers = [[int(cell) for cell in row[1:]] for row in rows]
    assert [row[0] for row in rows] == ["Jean Bost", "Marie Rieu", "Ensemble"]
    assert numbers[2] == [sum(column) for column in zip(*numbers[:2], strict=True)]
    assert all(row[0] == sum(row[1:]) for row in numbers)


def test_the_letter_of_one_person_holds_no_remark_of_another() -> None:
    texts = "\n".join(cells(letter(PUBLICATION, told(REMARKS, reviewer="Marie Rieu")).blocks))
    assert "R-001" in texts
    assert not re.search("R-003|R-004|Jean Bost", texts)


def test_no_remark_makes_no_letter() -> None:
    assert letter(PUBLICATION, told([])).blocks == []


def test_every_kind_and_state_has_its_words() -> None:
    assert set(KINDS) == {*get_args(Kind), "replacement"}
    assert set(STATES) == set(get_args(State))
    assert set(CHANGES) == set(KINDS) - {"comment", "reply"}
    states = {state_told(remark(1, state=state, base="x")) for state in get_args(State)}
    assert states | {"prise en compte", "à placer"} == set(MEANINGS)


texts_ = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: "R-" not in text)


@given(
    st.lists(
        st.tuples(st.sampled_from(get_args(Kind)), st.sampled_from(get_args(State)), texts_, texts_), max_size=5
    )
)
def test_no_remark_is_left_out(given_: list[tuple[Kind, State, str, str]]) -> None:
    remarks = [
        remark(n, kind=kind, state=state, text=text, author=author)
        for n, (kind, state, text, author) in enumerate(given_, 1)
    ]
    whole = letter(PUBLICATION, told(remarks))
    texts = cells(whole.blocks)
    assert sum(text.startswith("R-") for text in texts) == len(remarks)
    for author, count in Counter(map(author_told, remarks)).items():
        if author.isascii() and author.isalnum():
            assert f"{author} : {plural(count, 'remarque')}" in texts
    ids = [ast.leaf_id(leaf) for leaf in ast.each_leaf(whole.blocks)]
    assert len(set(ids)) == len(ids)
    assert msgspec.json.decode(msgspec.json.encode(whole), type=type(whole)) == whole


def written() -> tuple[Any, bytes, bytes]:
    sent = Sent(build="0123456789abcdef", copy=WHOLE, passages=[SentPassage(bookmark=src(3), text="Autre chose.")])
    found = tierce(sent, shown_passages(PUBLICATION, {}), Known(own={}, corrections=[], applied=[]))
    whole = letter(PUBLICATION, told(REMARKS * 12, tierces=[found]))
    templates = {name: (resources.home() / "templates" / name).read_bytes() for name in TEMPLATES}
    return whole, write_docx(whole, {}, reference_docx()), write_html(whole, {}, templates)


def test_the_written_letter_says_what_it_must() -> None:
    whole, docx, html = written()
    assert check_docx(docx, whole).holds
    assert check_html(html, whole).holds
    assert marks_in_docx(docx) == {}


def test_its_pages(tmp_path: Path) -> None:
    """As LibreOffice shows it: all remarks, no line beyond the page, columns that can be read."""
    _, docx, _ = written()
    pages = pages_shown(docx, tmp_path)
    lines = [line for _, page in pages for line in page]
    assert sum(bool(re.match(r"R-\d{3}\b", line)) for line in lines) == len(REMARKS) * 12
    assert "Comment lire cette lettre" in pages[0][1]
    assert not any(is_landscape for is_landscape, _ in pages)
    assert 4 <= len(pages) <= 14


def test_its_page_in_a_browser(tmp_path: Path) -> None:
    """The table of remarks fits a screen: nothing is wider than the window."""
    browser = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    if browser is None:
        pytest.skip("Aucun navigateur (chromium) sur cette machine.")
    (tmp_path / "lettre.html").write_bytes(written()[2])
    shot = tmp_path / "lettre.png"
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    options = [*quiet, f"--user-data-dir={tmp_path}/profil", f"--screenshot={shot}"]
    subprocess.run(
        [browser, *options, "--window-size=1100,2000", (tmp_path / "lettre.html").as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    picture = Image.open(shot).convert("L")
    assert picture.size == (1100, 2000)
    right = picture.crop((1080, 400, 1100, 2000))
    assert min(right.tobytes()) > 200, "something reaches the edge of the window"
    assert min(picture.crop((400, 1000, 1000, 2000)).tobytes()) < 100, "the remarks are there"
