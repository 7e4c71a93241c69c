"""What a person or a machine may do to copies that came home: no remark is lost, doubled or given to another."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from restitution.conservation.review_count import ReviewCount
from restitution.ooxml.package import open_package, write_package
from restitution.plan import understanding
from restitution.plan.arrivals import arrivals, journal_files
from restitution.plan.taking import take_in
from restitution.publication import Manifest
from restitution.redline import compare
from restitution.redline.annex import with_reasons
from restitution.redline.reasons import Reason
from restitution.remarks import Mark
from restitution.review.balance import balance_of, imbalance
from restitution.review.copies import MARKS, copies_of
from restitution.review.journal import Collected, collected
from restitution.store import Store
from tests.redline.documents import built
from tests.review.returned_docx import docx, parts_of

HOME = "sources/relectures"
COMMENT = (
    '<w:comment w:id="{0}" w:author="Marie" w:date="2026-10-08T14:05:00Z"><w:p><w:r><w:t>{1}</w:t></w:r></w:p>'
    "</w:comment>"
)
PARAGRAPH = (
    '<w:p><w:bookmarkStart w:id="9{0}" w:name="src_000000000{0}"/><w:commentRangeStart w:id="{0}"/>'
    '<w:r><w:t>{1}</w:t></w:r><w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>'
    '<w:ins w:id="8{0}" w:author="Marie" w:date="2026-10-08T14:06:00Z"><w:r><w:t> ajout {0}</w:t></w:r></w:ins>'
    '<w:bookmarkEnd w:id="9{0}"/></w:p>'
)
TEXTS = ("Le pays compte douze communes.", "Le siège est au moulin de Roncelles.")


def copy(*texts: str, said: str = "Vraiment ?") -> bytes:
    """A copy with a comment and an insertion in each paragraph."""
    return docx(
        document="".join(PARAGRAPH.format(number, text) for number, text in enumerate(texts, 1)),
        comments="".join(COMMENT.format(number, f"{said} {number}") for number, _ in enumerate(texts, 1)),
    )


def journal(project: Path) -> tuple[Collected, str]:
    """All remarks, and what does not balance."""
    found, _ = collected(copies_of(dict(journal_files(project)))[0], [])
    return found, imbalance(found, balance_of(found, [item.remark for item in found.items]))


def numbers(project: Path) -> list[str]:
    found, trouble = journal(project)
    assert not trouble
    return [item.remark.number for item in found.items]


@pytest.mark.parametrize("seen", [0, 1, 5], ids=["le lecteur n'a rien lu", "il en manque", "le compte en a moins"])
def test_what_reader_and_counter_disagree_about_is_a_remark_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: int
) -> None:
    counted = {0: 9, 1: 3, 5: 1}[seen]
    monkeypatch.setitem(
        understanding.COUNTERS, "docx", lambda _: ReviewCount({"comment": 2, "insertion": counted})
    )
    taken = take_in(tmp_path, copy(*TEXTS), "retour.docx")
    found, trouble = journal(tmp_path)
    assert not trouble
    assert found.in_files == {"comment": 2, "insertion": counted}
    assert f"insertions : {counted} comptés, 2 lus" in " ".join(taken.counts.problems)
    unread = [item.remark for item in found.items if "dans l'original" in item.remark.text]
    assert len(unread) == (counted > 2)
    assert len(found.items) == 4 + len(unread)


def test_a_file_that_is_no_copy_gives_its_remarks_and_not_its_text(tmp_path: Path) -> None:
    taken = take_in(tmp_path, copy(*TEXTS), "note.docx")
    assert [mark.kind for mark in taken.new] == ["comment", "insertion"] * 2
    assert "copie" in " ".join(taken.counts.problems)


def test_a_file_that_nobody_can_read_stops_nothing_and_is_told(tmp_path: Path) -> None:
    broken = write_package(parts_of({"document": ""}) | {"word/document.xml": b"\0\1\2"})
    taken = take_in(tmp_path, broken, "retour.docx")
    assert taken.counts.problems
    assert not journal(tmp_path)[1]


def test_an_error_of_ours_in_a_reader_is_logged_and_what_was_counted_is_to_be_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("un bogue")

    monkeypatch.setattr(understanding, "read_returned", broken)
    taken = take_in(tmp_path, copy(*TEXTS), "retour.docx", "2026-10-09")
    [log] = (tmp_path / ".restitution" / "logs").iterdir()
    assert "un bogue" in log.read_text("utf-8")
    assert log.name in taken.counts.problems[0]
    assert taken.counts.in_files == {"comment": 2, "insertion": 2}
    found, trouble = journal(tmp_path)
    assert not trouble
    assert (
        sum(count for item in found.items for one in item.remark.returned_in for count in one.elements.values())
        == 4
    )


def renumbered(data: bytes, first: int) -> bytes:
    """The lines of a copy as another machine numbered them."""
    marks = msgspec.json.Decoder(Mark).decode_lines(data)
    return msgspec.json.Encoder().encode_lines(
        [structs.replace(mark, number=f"R-{first + rank:03}") for rank, mark in enumerate(marks)]
    )


def test_the_same_file_taken_in_on_two_machines_under_other_numbers_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / HOME / take_in(tmp_path, copy(*TEXTS), "retour.docx").folder
    (folder / "remarques (copie en conflit).jsonl").write_bytes(renumbered((folder / MARKS).read_bytes(), 11))
    assert numbers(tmp_path) == ["R-001", "R-002", "R-003", "R-004"]


def test_the_same_file_placed_otherwise_on_another_machine_counts_once(tmp_path: Path) -> None:
    """Another machine may not have had what was sent: it then knows the same remarks by other keys."""
    folder = tmp_path / HOME / take_in(tmp_path, copy(*TEXTS), "retour.docx").folder
    marks = msgspec.json.Decoder(Mark).decode_lines((folder / MARKS).read_bytes())
    others = [structs.replace(mark, key=f"{rank:016x}") for rank, mark in enumerate(marks)]
    (folder / "remarques-PC2.jsonl").write_bytes(msgspec.json.Encoder().encode_lines(others))
    assert numbers(tmp_path) == ["R-001", "R-002", "R-003", "R-004"]


@pytest.mark.parametrize("beside", [False, True], ids=["le dossier renommé", "le dossier et son double"])
def test_a_folder_that_a_synchroniser_renamed_is_read(tmp_path: Path, beside: bool) -> None:
    folder = tmp_path / HOME / take_in(tmp_path, copy(*TEXTS), "retour.docx").folder
    other = folder.with_name(f"{folder.name} (conflit de Lise)")
    shutil.copytree(folder, other)
    if not beside:
        shutil.rmtree(folder)
    assert arrivals(tmp_path, tmp_path, Manifest(), [], Store(tmp_path / "store")) == []
    assert numbers(tmp_path) == ["R-001", "R-002", "R-003", "R-004"]


def come_again(project: Path) -> list[str]:
    """What a build takes in; the numbers of the remarks that are new."""
    found = arrivals(project, project, Manifest(), [], Store(project / "store"))
    taken = [take_in(project, one.data, one.name, one.day) for one in found]
    return [mark.number for one in taken for mark in one.new]


def test_an_original_that_somebody_changed_is_one_more_copy(tmp_path: Path) -> None:
    original = tmp_path / HOME / take_in(tmp_path, copy(*TEXTS), "retour.docx").folder / "original.docx"
    original.write_bytes(copy(*TEXTS, said="Et puis ?"))
    assert come_again(tmp_path) == ["R-005", "R-006"]
    assert come_again(tmp_path) == []
    assert len(numbers(tmp_path)) == 6


@pytest.mark.parametrize("name", ["comptes.json", "remarques.jsonl"])
@pytest.mark.parametrize("left", [b"", b'{"key":', None], ids=["vide", "coupé", "absent"])
def test_a_damaged_file_is_made_again_from_the_original(tmp_path: Path, name: str, left: bytes | None) -> None:
    take_in(tmp_path, copy(TEXTS[0], said="Avant"), "avant.docx")
    folder = tmp_path / HOME / take_in(tmp_path, copy(*TEXTS), "retour.docx").folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    take_in(tmp_path, copy(*TEXTS, said="Après"), "apres.docx")
    if left is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(left)
    come_again(tmp_path)
    assert come_again(tmp_path) == []
    assert len(set(numbers(tmp_path))) == 8
    counts = msgspec.json.decode(before["comptes.json"])
    name_told = "original.docx" if name == "comptes.json" else "retour.docx"
    assert msgspec.json.decode((folder / "comptes.json").read_bytes()) == counts | {"name": name_told}


def test_decisions_in_a_folder_that_a_synchroniser_doubled_are_read(tmp_path: Path) -> None:
    for name in ("decisions/R-001_a.yaml", "decisions (1)/R-001_b.yaml", "corrections-PC2/src_1_c.yml"):
        (tmp_path / HOME / name).parent.mkdir(parents=True)
        (tmp_path / HOME / name).write_bytes(b"remarque: R-001")
    assert {path for path, _ in journal_files(tmp_path)} == {
        "decisions/R-001_a.yaml",
        "decisions/ (1)/R-001_b.yaml",
        "corrections/-PC2/src_1_c.yml",
    }


OLD = """{a1}Le pays compte douze communes.

{a2}Le siège est au moulin de Roncelles, au bord de l'eau.

{a3}Une phrase qui part.

{a4}Le marché se tient le mardi sur la place.
"""
NEW = """{a1}Le pays compte treize communes.

{a2}Le siège est au vieux moulin de Roncelles, au bord de l'eau.

{a5}Une phrase qui vient.

{a4}Le marché se tient le mardi sur la place.
"""
HER = (
    '<w:ins w:id="77" w:author="Marie" w:date="2026-10-08T14:06:00Z"><w:r><w:t xml:space="preserve"> couvert</w:t>'
    "</w:r></w:ins>"
)


def test_changes_that_our_redline_shows_are_nobody_s_remarks(tmp_path: Path) -> None:
    compared = compare(built(OLD), built(NEW))
    redline = with_reasons(
        compared.data, [Reason(place="1", change="douze devient treize", source="note", why="corrigée")]
    )
    assert take_in(tmp_path, redline, "redline.docx").new == []
    parts = open_package(redline)
    text = parts["word/document.xml"].decode()
    at = text.index("<w:r>", text.index('w:name="src_00000000a4"'))
    parts["word/document.xml"] = f"{text[:at]}{HER}{text[at:]}".encode()
    taken = take_in(tmp_path, write_package(parts), "redline.docx")
    assert [(mark.kind, mark.author, mark.passage) for mark in taken.new] == [
        ("insertion", "Marie", "src_00000000a4")
    ]
    assert taken.counts.in_files == {"insertion": 1}
    assert not taken.counts.problems
    assert not journal(tmp_path)[1]
