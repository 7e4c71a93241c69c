"""Letters of earlier days are not written anew: those that hold somebody who withdrew since are told."""

from __future__ import annotations

from pathlib import Path

from restitution.leaks import Someone, Wanted
from restitution.publication.internal import EXPORT, LETTERS
from restitution.stages.protected import exports_told, keep_wanted, letters_told
from restitution.store import Store

from .files import runs, word

PEOPLE = (
    Someone(nom="Anselme Vidalbert", niveau="nominatif", agreed=True, withdrew=True),
    Someone(nom="Lila Bordarel", niveau="pseudonyme", mineur=True),
    Someone(nom="Nadège Vauquelin", niveau="agrege"),
)


def told(project: Path, **letters: bytes) -> list[str]:
    work, folder = project / ".restitution", project / LETTERS
    work.mkdir(parents=True)
    keep_wanted(work / "protected.json", Store(work / "store"), Wanted(people=PEOPLE))
    for name, data in letters.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.docx").write_bytes(data)
    return list(letters_told(work, project, LETTERS))


def test_a_letter_that_holds_somebody_who_withdrew_is_told_and_left(tmp_path: Path) -> None:
    before = word(runs("Ce qu'a dit Ansel", "me Vidalbert"))
    (said,) = told(tmp_path / "mon projet é", a=before, b=word(runs("Nadège Vauquelin demande")), c=b"\0")
    assert said.startswith("« a.docx » (dans interne/lettres) nomme encore quelqu'un")
    assert "Vidalbert" not in said
    assert (tmp_path / "mon projet é" / LETTERS / "a.docx").read_bytes() == before


def test_a_letter_to_a_minor_is_told_without_its_name(tmp_path: Path) -> None:
    (said,) = told(tmp_path, **{"Lettre de réponse - Lila Bordarel": word(runs("Merci."))})
    assert said.startswith("Une lettre (dans interne/lettres) nomme")
    assert "Bordarel" not in said


def test_no_letter_says_nothing(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_an_export_that_holds_somebody_who_withdrew_is_told(tmp_path: Path) -> None:
    table = "\ufefftexte\r\nAnselme Vidalbert ouvre la séance\r\n".encode()
    told(tmp_path)
    (tmp_path / EXPORT).mkdir(parents=True)
    (tmp_path / EXPORT / "provenance.csv").write_bytes(table)
    (said,) = exports_told(tmp_path / ".restitution", tmp_path, EXPORT)
    assert said.startswith("« provenance.csv » (dans interne/export) nomme encore quelqu'un")
    assert "restitution export" in said
