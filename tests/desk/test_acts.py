"""Placing, correcting, dropping, taking in, downloading, building: what each leaves, and what it refuses."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from restitution.desk.jobs import Jobs, end_whole
from restitution.errors import WrongUse
from restitution.plan.outputs import MANIFEST, WORK
from restitution.publication.record import Manifest, Published
from restitution.remarks import Fix
from restitution.review.files import FIXES, files_in, read_fixes
from restitution.store import encode, write
from restitution.writers.docx import reference_docx
from tests.desk.conftest import BASE, OnTheDesk
from tests.desk.test_remarks import files

CODE = "1.1-1"


def fixes(here: OnTheDesk) -> list[Fix]:
    return read_fixes(files_in(here.world.root / FIXES))[0]


@pytest.mark.parametrize(
    ("number", "fields", "words"),
    [
        ("R-003", {"geste": "confirmer"}, ["R-003"]),
        ("R-003", {"geste": "placer", "ou": "¶1.2-1"}, ["R-003", "¶1.2-1"]),
        ("R-005", {"geste": "placer", "ou": "Le siège est au moulin"}, ["R-005", "Le siège est au moulin"]),
    ],
)
def test_a_place_is_said_at_the_desk_as_by_the_command(
    here: OnTheDesk, number: str, fields: dict[str, str], words: list[str]
) -> None:
    answer = here.post("/remarques/placer", {"numero": here.version(number), **fields})
    assert f"{number} est placée" in answer.text
    shown = next(one for one in here.desk.today().remarks if one.number == number)
    assert shown.state == "new"
    found = next(one for one in here.world.review().items if one.number == number)
    assert (shown.source, shown.code, shown.state) == (found.source, found.code, found.state)
    own = files(here.world.root)
    here.decide(number, decision="annuler")
    assert here.states()[number] in {"to_confirm", "orphan"}
    here.world.run("review", "place", *words, "--par", "Zoé")
    assert files(here.world.root).count(own[0]) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"geste": "placer", "ou": ""}, "Où est-elle"),
        ({"geste": "placer", "ou": "¶9.9-9"}, "¶ 9.9-9"),
        ({"geste": "placer", "ou": "moulin de Roncelles"}, "passages disent cela"),
    ],
)
def test_a_place_that_is_none_is_told(here: OnTheDesk, fields: dict[str, str], said: str) -> None:
    assert said in here.post("/remarques/placer", {"numero": here.version("R-003"), **fields}).text
    assert files(here.world.root) == []


def written(here: OnTheDesk, **fields: str) -> Any:
    seen = re.search(r'name="vu" value="([0-9a-f]+)"', here.get("/corrections").text + _passage(here))
    assert seen
    return here.post("/corrections/ecrire", {"repere": CODE, "vu": seen[1], "geste": "corriger", **fields})


def _passage(here: OnTheDesk) -> str:
    text: str = here.client.get("/corrections", params={"ou": f"¶{CODE}"}).text
    return text


def test_a_correction_is_kept_and_taken_back_by_one_more_file(here: OnTheDesk) -> None:
    answer = written(here, texte=BASE.replace("douze", "treize"))
    assert "correction gardée" in answer.text
    assert [(one.base, one.text, one.by) for one in fixes(here)] == [
        (BASE, BASE.replace("douze", "treize"), "Zoé")
    ]
    mark = re.search(r'name="correction" value="([0-9a-f]+)"', answer.text)
    assert mark
    assert "Correction annulée" in here.post("/corrections/annuler", {"correction": mark[1]}).text
    assert len(fixes(here)) == 2
    assert "0 correction tient" in here.get("/corrections").text
    assert "ne tient plus" in here.post("/corrections/annuler", {"correction": mark[1]}).text


def test_a_passage_is_withdrawn(here: OnTheDesk) -> None:
    written(here, geste="retirer")
    assert [one.text for one in fixes(here)] == [""]


def test_a_passage_that_somebody_else_corrected_meanwhile_is_refused(here: OnTheDesk) -> None:
    seen = re.search(r'name="vu" value="([0-9a-f]+)"', _passage(here))
    assert seen
    here.world.run("fix", f"¶{CODE}", "Le pays compte quinze communes.", "--par", "Ana")
    fields = {"repere": CODE, "vu": seen[1], "geste": "corriger", "texte": "Autre chose."}
    assert "a changé pendant que vous écriviez" in here.post("/corrections/ecrire", fields).text
    assert len(fixes(here)) == 1


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture
def quiet(here: OnTheDesk, monkeypatch: pytest.MonkeyPatch) -> OnTheDesk:
    """A desk that reads nothing after a file came."""
    monkeypatch.setattr(here.desk.jobs, "start", lambda *_, **__: None)
    (here.world.root / "sources" / "territoire-a").mkdir()
    (here.world.root / "sources" / "_confidentiel").mkdir()
    return here


def dropped(here: OnTheDesk, name: str, data: bytes, folder: str = "territoire-a", to: str = "deposer") -> str:
    own = {"origin": here.keys.origin, "x-csrf": here.keys.csrf, "hx-request": "true"}
    answer = here.client.post(
        f"/fichiers/{to}", data={"dossier": folder}, files={"fichier": (name, data)}, headers=own
    )
    return str(answer.text)


def test_a_note_is_put_beside_what_is_there(quiet: OnTheDesk) -> None:
    folder = quiet.world.root / "sources" / "territoire-a"
    assert "sources/territoire-a/note.md" in dropped(quiet, "note.md", b"Une.")
    assert "note (2).md" in dropped(quiet, "note.md", b"Deux.")
    assert "Rien n’est écrit" in dropped(quiet, "note.md", b"Une.")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "note.md": b"Une.", "note (2).md": b"Deux."
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../dehors.md", "dehors.md"),
        ("C:\\Users\\zoe\\note.md", "note.md"),
        ("/etc/passwd.md", "passwd.md"),
        ("a:b*c?.md", "a b c .md"),
    ],
)
def test_a_name_is_never_a_path(quiet: OnTheDesk, name: str, kept: str) -> None:
    before = {path for path in quiet.world.root.parent.rglob("*") if path.is_file()}
    dropped(quiet, name, b"Une note.")
    new = {path for path in quiet.world.root.parent.rglob("*") if path.is_file()} - before
    assert {path.parent.name for path in new} == {"territoire-a"}
    assert [path.name for path in new] == [kept]


@pytest.mark.parametrize(
    "folder", ["..", "", "_confidentiel", "relectures", "territoire-a/../..", "/etc", "absent"]
)
def test_a_folder_is_one_of_those_that_there_are(quiet: OnTheDesk, folder: str) -> None:
    before = {path for path in quiet.world.root.parent.rglob("*") if path.is_file()}
    assert "n&#39;existe pas" in dropped(quiet, "note.md", b"Une note.", folder)
    assert {path for path in quiet.world.root.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["...", "~$note.docx", "Thumbs.db", "_note.md"])
def test_what_is_no_name_of_a_note_is_refused(quiet: OnTheDesk, name: str) -> None:
    assert "pas" in dropped(quiet, name, b"x")
    assert list((quiet.world.root / "sources" / "territoire-a").iterdir()) == []


def test_a_copy_that_came_back_is_taken_in(quiet: OnTheDesk) -> None:
    said = dropped(quiet, "relue.docx", reference_docx(), to="relire")
    assert "relue.docx : 0 remarque nouvelle" in said
    kept = [
        path for path in (quiet.world.root / "sources" / "relectures").iterdir() if list(path.glob("original*"))
    ]
    assert len(kept) == 1
    refused = dropped(quiet, "photo.docx", b"\x89PNG rien", to="relire")
    assert "alerte-texte" in refused


def test_only_what_was_published_is_given(quiet: OnTheDesk) -> None:
    root = quiet.world.root
    write(root / "output" / "relecture" / "lettre-de-reponse.docx", b"lettre")
    write(root / "output" / "brouillon.docx", b"a quelqu'un")
    known = {"relecture/lettre-de-reponse.docx": Published(key="k", sha256="s")}
    write(root / WORK / MANIFEST, encode(Manifest(files=known)))
    answer = quiet.get("/fichiers/publie/relecture/lettre-de-reponse.docx")
    assert (answer.status_code, answer.content) == (200, b"lettre")
    assert answer.headers["content-disposition"].startswith("attachment")
    for name in ("brouillon.docx", "../restitution.yaml", "%2e%2e/restitution.yaml", "/etc/passwd", ""):
        assert quiet.get(f"/fichiers/publie/{name}").status_code == 404


# --- commands that take a while ------------------------------------------------------------------


def ended(jobs: Jobs, seconds: float = 60) -> Any:
    until = time.monotonic() + seconds
    while (now := jobs.now()) is None or now.is_running:
        assert time.monotonic() < until
        time.sleep(0.05)
    return now


def test_a_command_is_followed_to_its_end(here: OnTheDesk) -> None:
    jobs, heard = Jobs(here.world.root), list[int]()
    jobs.changed = lambda: heard.append(1)
    jobs.start("Aide", ["review", "list", "--aide"])
    with pytest.raises(WrongUse, match="« Aide » est en cours"):
        jobs.start("Autre", ["status"])
    now = ended(jobs)
    assert now.state == "done"
    assert any("remarques" in line for line in now.lines)
    assert len(heard) > 2
    jobs.start("Faux", ["inconnue"])
    assert ended(jobs).state == "failed"


@pytest.mark.skipif(os.name != "posix", reason="groups of processes")
def test_a_command_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    deaf = "import signal,time; signal.signal(signal.SIGINT, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    parent = f"import subprocess,sys,time; subprocess.Popen([sys.executable,'-c',{deaf!r}]); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", parent], start_new_session=True, cwd=tmp_path) as child:
        time.sleep(1)
        below = psutil.Process(child.pid).children(recursive=True)
        assert below
        end_whole(child)
        assert psutil.wait_procs(below, timeout=5)[1] == []
