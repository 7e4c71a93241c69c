"""What was sent is frozen under a name, and a bon à tirer holds the notes until it is reopened."""

from __future__ import annotations

import gzip
import json
import shutil
from io import BytesIO
from pathlib import Path

import docx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import store
from restitution.acts.people.dossier import kept_documents
from restitution.cli.edition import WORDS, Frozen, copies_kept, files_to_keep
from restitution.cli.editions import version_of
from restitution.errors import NeedsEditor, RestitutionError, WrongUse
from restitution.plan.frozen import hold
from restitution.plan.snapshot import take
from restitution.publication.editions import (
    HAND_OVER,
    Edition,
    frozen_edition,
    read_editions,
    refuse_name,
    thaw,
    write_edition,
)
from restitution.publication.record import Manifest, Published
from restitution.publication.sendings import (
    KEPT_SENDINGS,
    SENDINGS,
    Sending,
    SentFile,
    keep_sending,
    packed,
    ranks,
    read_sending,
)
from restitution.remarks import Counts, Sent, SentPassage
from restitution.store import Store

from .conftest import Project

NOTE = "territoire-a/portrait.md"


def sent(text: str) -> Sent:
    return Sent(build="b", passages=[SentPassage(bookmark="src_1", text=text, sha256=store.digest(text))])


def frozen(project: Path, name: str = "bon", rank: int = 1) -> Edition:
    """A bon à tirer of the notes as they are."""
    kept = Store(project / ".restitution" / "store")
    sources = [source for files in take(project / "sources", kept).values() for source in files]
    edition = Edition(
        name=name, rank=rank, build="b", frozen=True, sources={one.path: one.sha256 or "" for one in sources}
    )
    write_edition(project, edition, {}, {one.sha256: kept.get(one.sha256) for one in sources if one.sha256})
    return edition


# --- what each build sent ---------------------------------------------------------------------------------


def test_a_sending_keeps_what_each_file_held_and_adds_later_files(tmp_path: Path) -> None:
    keep_sending(tmp_path, "aaaa", [("restitution.docx", "1", sent("Le lac")), ("restitution.pdf", "2", None)])
    path = keep_sending(tmp_path, "aaaa", [("territoires/HG.docx", "3", sent("Le pré"))])
    found = read_sending(path)
    assert found is not None
    assert sorted(found.files) == ["restitution.docx", "restitution.pdf", "territoires/HG.docx"]
    assert found.sent("restitution.docx") == sent("Le lac")
    assert found.sent("restitution.pdf") is None


def test_a_sending_is_the_same_bytes_whenever_it_is_written(tmp_path: Path) -> None:
    path = keep_sending(tmp_path, "aaaa", [("restitution.docx", "1", sent("Le lac"))])
    before = path.read_bytes()
    assert keep_sending(tmp_path, "aaaa", [("restitution.docx", "1", sent("Le lac"))]).read_bytes() == before
    found = read_sending(path)
    assert found is not None
    assert packed(found) == before


@given(
    st.text(max_size=9),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
    st.sets(st.sampled_from(["a.docx", '"texts":{}', "files"])),
)
def test_its_file_is_its_json(build: str, texts: dict[str, str], names: set[str]) -> None:
    record = Sending(build=build, texts=texts, files={one: SentFile(sha256=one) for one in names})
    assert gzip.decompress(packed(record)) == msgspec.json.encode(record)


def test_the_oldest_that_never_came_back_goes(tmp_path: Path) -> None:
    counts = {"file": "original.docx", "format": "docx", "build": "0000"}
    store.write(tmp_path / "sources/relectures/2026-06-01_aaaaaaaa/comptes.json", json.dumps(counts).encode())
    for number in range(KEPT_SENDINGS + 3):
        keep_sending(tmp_path, f"{number:04}", [("restitution.docx", str(number), None)])
    left = ranks(tmp_path / SENDINGS)
    assert len(left) == KEPT_SENDINGS + 1
    assert "0000" in left, "a build of which a copy came back is kept"
    assert "0001" not in left
    assert f"{KEPT_SENDINGS + 2:04}" in left


def test_a_damaged_sending_is_none(tmp_path: Path) -> None:
    path = keep_sending(tmp_path, "aaaa", [("restitution.docx", "1", None)])
    path.write_bytes(path.read_bytes()[:20])
    assert read_sending(path) is None
    assert keep_sending(tmp_path, "aaaa", [("restitution.docx", "1", None)]) == path
    assert read_sending(path) is not None


# --- editions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", ".caché", "CON", "nul.docx", "é" * 80, "a\nb"])
def test_a_name_that_no_folder_can_bear_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUse):
        refuse_name(tmp_path, name)


def test_an_edition_is_never_written_twice(tmp_path: Path) -> None:
    write_edition(tmp_path, Edition(name="Juin", rank=1, build="b"), {}, {})
    with pytest.raises(WrongUse, match="existe déjà"):
        refuse_name(tmp_path, "juin")


def test_a_bon_a_tirer_holds_what_changed_and_lets_what_is_new_wait(project: Project) -> None:
    frozen(project.path)
    before = project.prepared()
    project.note(NOTE, "# Portrait du territoire A\n\nTout autre chose.\n")
    project.note("territoire-a/nouvelle.md", "Une idée neuve.\n")
    (project.path / "sources" / "territoire-b" / "visite.txt").unlink()
    after = project.prepared()
    hashes = {one.path: one.sha256 for files in after.sources.values() for one in files}
    assert {path: hashes[path] for files in before.sources.values() for path in (one.path for one in files)} == {
        one.path: one.sha256 for files in before.sources.values() for one in files
    }
    late = next(one for files in after.sources.values() for one in files if one.path.endswith("nouvelle.md"))
    assert (late.sha256, late.trouble) == (None, "gelé")
    assert "3 fichiers changés depuis" in after.said[0]


def test_reopening_lets_the_notes_in(project: Project) -> None:
    edition = frozen(project.path)
    project.note(NOTE, "Tout autre chose.\n")
    thaw(project.path, edition)
    assert frozen_edition(project.path) is None
    after = project.prepared()
    data = Store(project.work / "store").get(
        next(one.sha256 for files in after.sources.values() for one in files if one.path == NOTE) or ""
    )
    assert data == b"Tout autre chose.\n"
    assert after.said == []


def test_a_copy_that_comes_back_does_not_wait(project: Project, tmp_path: Path) -> None:
    frozen(project.path)
    project.note("territoire-a/copie.docx", b"PK bytes of a copy")
    found, _ = hold(project.path, Store(tmp_path / "s"), take(project.path / "sources", Store(tmp_path / "s")))
    late = next(one for files in found.values() for one in files if one.path.endswith("copie.docx"))
    assert late.sha256 is not None, "only its bytes tell that it is ours"


def test_frozen_bytes_that_are_gone_are_said(project: Project) -> None:
    edition = frozen(project.path)
    project.note(NOTE, "Tout autre chose.\n")
    shutil.rmtree(project.path / "sources" / "editions" / edition.name / "notes")
    with pytest.raises(RestitutionError, match="ne garde plus la note"):
        project.prepared()


def test_the_last_of_two_bons_a_tirer_holds(project: Project) -> None:
    frozen(project.path, "premier", 1)
    frozen(project.path, "second", 2)
    assert [one.name for one in read_editions(project.path)] == ["premier", "second"]
    held = frozen_edition(project.path)
    assert held is not None
    assert held.name == "second"


def test_an_edition_keeps_the_copies_of_its_build_that_nobody_wrote_in(tmp_path: Path) -> None:
    copy = "relecture/restitution_relecture.docx"
    names = ("restitution.docx", copy, "relecture/themes.docx", "territoires/HG.docx")
    files: dict[str, Published] = {}
    for name in names:
        store.write(tmp_path / "output" / name, name.encode())
        files[name] = Published(key="", sha256=store.sha256_of(tmp_path / "output" / name))
    sending = Sending(build="b", files={name: SentFile(sha256=one.sha256) for name, one in files.items()})
    sending.files["territoires/HG.docx"] = SentFile(sha256="of another build")
    (tmp_path / "output/relecture/themes.docx").write_bytes(b"a reviewer's")
    assert copies_kept(tmp_path, Manifest(files=files), sending) == [copy]


def with_documents(project: Path, name: str, rank: int) -> Edition:
    """An edition whose publication, annexes, letter and copy to review stand in `output/`."""
    names = (
        "restitution.docx",
        "restitution.pdf",
        "restitution-annexes.docx",
        "relecture/lettre-de-reponse.docx",
        "relecture/restitution_relecture.docx",
    )
    for one in names:
        store.write(project / "output" / one, a_document(f"{name}, {one}"))
    keep_sending(project, "b", [(name, "", None) for name in names])
    return Edition(name=name, rank=rank, build="b", frozen=True, files=dict.fromkeys(names, ""))


def a_document(text: str) -> bytes:
    document, data = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


def test_what_may_be_handed_over_has_a_folder_of_its_own(tmp_path: Path) -> None:
    edition = with_documents(tmp_path, "octobre", 1)
    folder = write_edition(tmp_path, edition, files_to_keep(tmp_path, edition), {"0" * 64: b"a note"})
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == [
        "LISEZMOI.txt",
        "a-remettre/restitution-annexes.docx",
        "a-remettre/restitution.docx",
        "a-remettre/restitution.pdf",
        "edition.json",
        "manifeste.json.gz",
        f"notes/{'0' * 64}",
        "relecture/lettre-de-reponse.docx",
        "relecture/restitution_relecture.docx",
    ]
    about = (folder / "LISEZMOI.txt").read_text("utf-8-sig")
    assert "a-remettre" in about
    assert "Ne remettez jamais le dossier entier" in about


def test_editions_of_either_shape_are_compared_and_searched(tmp_path: Path) -> None:
    today = with_documents(tmp_path, "octobre", 2)
    write_edition(tmp_path, today, files_to_keep(tmp_path, today), {})
    older = with_documents(tmp_path, "juin", 1)
    before = {name: (tmp_path / "output" / name).read_bytes() for name in older.files}
    write_edition(tmp_path, older, before, {})
    for edition, at in ((today, f"{HAND_OVER}/"), (older, "")):
        version = version_of(tmp_path, edition.name)
        text = "".join(one.text for one in docx.Document(BytesIO(version.data)).paragraphs)
        assert (version.label, text) == (edition.name, f"{edition.name}, restitution.docx")
        found = [path.relative_to(tmp_path).as_posix() for path in kept_documents(tmp_path, edition)]
        folder = f"sources/editions/{edition.name}/{at}"
        assert found == [f"{folder}restitution.docx", f"{folder}restitution-annexes.docx"]


def test_an_edition_names_the_folder_to_hand_over(capsys: pytest.CaptureFixture[str]) -> None:
    folder = "sources/editions/octobre"
    made = Frozen(
        name="octobre",
        build="b",
        folder=folder,
        hand_over=f"{folder}/{HAND_OVER}",
        files=["restitution.pdf", "relecture/restitution_relecture.docx"],
        frozen=True,
        names_its_notes=True,
    )
    made.show()
    said = " ".join(capsys.readouterr().out.split())
    assert f"À remettre : {folder}/{HAND_OVER}" in said
    assert "jamais le dossier entier" in said
    assert " ".join(WORDS[True].split()) in said


# --- as a person does it ----------------------------------------------------------------------------------


def test_nothing_published_is_nothing_to_freeze(project: Project) -> None:
    done = project.run("edition", "create", "juin")
    assert done.returncode == NeedsEditor.code
    assert "Rien n'est publié" in done.stderr
    assert not (project.path / "sources" / "editions" / "juin").exists()


@pytest.mark.slow
def test_an_edition_from_its_making_to_its_redline(project: Project) -> None:
    project.build("docx", "relecture")
    done = project.run("edition", "create", "juin")
    assert done.returncode == 0
    folder = project.path / "sources" / "editions" / "juin"
    kept = (folder / HAND_OVER / "restitution.docx").read_bytes()
    assert kept == project.output().read_bytes()
    copy = "relecture/restitution_relecture.docx"
    assert copy in done.stdout
    assert (folder / copy).read_bytes() == (project.path / "output" / copy).read_bytes()

    project.note(NOTE, "# Portrait du territoire A\n\n## Gouvernance\n\nLe pays compte treize communes.\n")
    done = project.run("edition", "create", "juillet")
    assert done.returncode == NeedsEditor.code
    assert "--telle-quelle" in done.stderr
    assert project.run("edition", "create", "juillet", "--telle-quelle").returncode == 0

    project.build("docx")
    told = project.run("redline", "juin")
    assert told.returncode == 0, told.stderr
    (redline,) = (project.path / "interne").glob("redline_juin_*.docx")
    ours = redline.read_bytes()
    assert project.run("redline", "juin").returncode == 0
    assert redline.read_bytes() == ours, "the same file again, in its place"
    redline.write_bytes(ours + b"somebody's")
    assert project.run("redline", "juin").returncode == 0
    assert redline.read_bytes() == ours + b"somebody's"
    assert len(list((project.path / "interne").glob("redline_juin_*.docx"))) == 2

    listed = json.loads(project.run("edition", "list", "--json").stdout)["editions"]
    assert [one["name"] for one in listed] == ["juin", "juillet"]
    assert (folder / HAND_OVER / "restitution.docx").read_bytes() == kept
    shutil.rmtree(project.work)
    assert project.run("redline", "juin").returncode == 0, "an edition needs nothing of .restitution/"


def test_what_was_told_by_telephone_is_not_proposed_for_a_comparison(project: Project) -> None:
    for name, format_ in (("2026-10-08_a1", "docx"), ("2026-10-08_b2", "note")):
        counts = Counts(file="original.docx", format=format_)
        store.write(project.path / "sources/relectures" / name / "comptes.json", store.encode(counts))
    with pytest.raises(WrongUse) as told:
        version_of(project.path, "juin")
    assert "2026-10-08_a1" in told.value.hint
    assert "2026-10-08_b2" not in told.value.hint
