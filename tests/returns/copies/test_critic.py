"""Plain text and Markdown: the charset and line ends kept, a patch that applies, marks read again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from restitution import charset
from restitution.readers import critic
from restitution.remarks import LEFT, Correction, Event, Origin, Remark
from restitution.returns.copies.critic import CriticCopy
from restitution.returns.copies.marks import Leaf
from restitution.returns.copies.planning import Remarked, planned
from restitution.text_marks import BRACKETS

TEXT = "Titre d'été\n\nLe vieux pont est là.\nIl tient encore.\n\nFin"
CORRECTED = "Titre d'été\n\nLe pont est là.\nIl tient encore bien.\n\nFin"
LEAVES = [
    Leaf("ligne 1", "Titre d'été"),
    Leaf("lignes 3-4", "Le vieux pont est là. Il tient encore."),
    Leaf("ligne 6", "Fin"),
]
BASE = "Le vieux pont est là. Il tient encore."
ORIGIN = Origin(path="a.txt", where="lignes 3-4")


def about() -> Remarked:
    remark = Remark(key="k", number="R-001", kind="comment", thread="k", author="Zoë", date="2026-01-02T10:00:00Z",
                    text="Vraiment →\nsûr ?", quote="pont", offset=9, base=BASE, source=ORIGIN)  # fmt: skip
    correction = Correction(passage="p", base=BASE, text="Le pont est là. Il tient encore bien.", author="Ana")
    return Remarked(path="a.txt", remarks=[remark], corrections=[(correction, ORIGIN)])


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_copy_keeps_charset_and_line_ends(name: str, eol: str, tmp_path: Path) -> None:
    data = TEXT.replace("\n", eol).encode(name)
    copy = CriticCopy(data, LEAVES, "a.txt")
    files = copy.written(planned(about(), LEAVES, copy), "0123456789abcdef a.txt")

    said = files[".txt"].decode(name)
    assert charset.charset_of(files[".txt"])[0] == charset.charset_of(data)[0]
    assert eol == "\r" or "\n" not in said.replace(eol, "")
    arrow = "→" if name != "cp1252" else "&#8594;"
    assert (
        f"Le [supprimé : vieux ]pont [remarque de Zoë, 2 janvier 2026, sur « pont » : Vraiment {arrow} / sûr ?] "
        "est là."
    ) in said
    assert "Il tient encore[ajouté :  bien]." in said
    assert said.split(eol)[:3] == [*BRACKETS.legend, ""]
    assert not set("{}<>") & set(said.replace("&#8594;", ""))

    read = critic.settled(charset.decode(files[".txt"])[0])
    assert read.text.strip() == CORRECTED
    assert read.before.strip() == TEXT
    assert len(read.text.split("\n")) == len(said.split(eol))
    assert read.source == "0123456789abcdef a.txt"
    if eol != "\r" and name != "utf-16":
        assert patched(data, files[".diff"], tmp_path) == CORRECTED.replace("\n", eol).encode(name)


def patched(data: bytes, patch: bytes, folder: Path) -> bytes:
    program = shutil.which("patch")
    if program is None:
        pytest.skip("« patch » n'est pas installé.")
    (folder / "a.txt").write_bytes(data)
    (folder / "a.diff").write_bytes(patch)
    subprocess.run([program, "--binary", "-p0", "-i", "a.diff"], cwd=folder, check=True, capture_output=True)
    return (folder / "a.txt").read_bytes()


@pytest.mark.parametrize(("author", "told"), [
    ("Zoé", "[remarque de Zoé, "), ("Odette Vidal", "[remarque d'Odette Vidal, "),
    ("Une personne", "[remarque d'une personne, "), ("", "[remarque d'une personne sans nom, "),
])  # fmt: skip
def test_who_says_it_is_told_in_french_and_read_again(author: str, told: str) -> None:
    remarked = about()
    remarked.remarks[0].author = author
    copy = CriticCopy(TEXT.encode("cp1252"), LEAVES, "a.txt")
    said = copy.written(planned(remarked, LEAVES, copy), "0123456789abcdef a.txt")[".txt"].decode("cp1252")
    assert told in said
    for sign in ("d'", "d’", "de "):
        assert critic.settled(said.replace(told, told.replace("d'", sign))).text.strip() == CORRECTED


@pytest.mark.parametrize("text", [
    "Elle écrit {++ en plus ++} et {>> ceci <<}.",
    "Elle écrit [ajouté : en plus] et [remarque de Bob : ceci].",
])  # fmt: skip
def test_a_text_without_our_mark_is_as_it_is(text: str) -> None:
    assert critic.settled(text).text == text


@pytest.mark.parametrize(("name", "own"), [("a.md", ""), ("a.TXT", "[supprimé : par Bob] ")])
def test_markdown_and_words_like_our_marks_get_criticmarkup(name: str, own: str) -> None:
    """`own`: what the writer has in brackets herself, and keeps."""
    data = TEXT.replace("Titre", f"{own}Titre").encode()
    copy = CriticCopy(data, LEAVES, name)
    files = copy.written(planned(about(), LEAVES, copy), "0123456789abcdef a")
    said = files[name[1:]].decode()
    assert "Le {--vieux --}pont{>>Zoë, 2 janvier 2026, sur « pont » : Vraiment → / sûr ?<<} est là." in said
    assert "Il tient encore{++ bien++}." in said
    read = critic.settled(said)
    assert read.text.strip() == CORRECTED.replace("Titre", f"{own}Titre")
    assert read.source == "0123456789abcdef a"


def test_what_a_writer_does_with_the_marks_is_what_her_note_says() -> None:
    """She refuses one change, words another herself, and answers a remark."""
    copy = CriticCopy(TEXT.encode(), LEAVES, "a.txt")
    said = copy.written(planned(about(), LEAVES, copy), "0123456789abcdef a.txt")[".txt"].decode()
    hers = (
        said.replace("[supprimé : vieux ]", "vieux ")
        .replace("[ajouté :  bien]", " très bien")
        .replace("sûr ?]", "sûr ? Oui, (voir la mairie).]")
    )
    read = critic.settled(hers)
    assert read.text.strip() == TEXT.replace("encore", "encore très bien")
    assert [one.text.rpartition(": ")[2] for one in read.not_taken if one.reason == "commentaire"] == [
        "Vraiment → / sûr ? Oui, (voir la mairie)."
    ]


def test_a_copy_whose_last_line_was_taken_away_is_still_read_as_one() -> None:
    copy = CriticCopy(TEXT.encode(), LEAVES, "a.txt")
    said = copy.written(planned(about(), LEAVES, copy), "0123456789abcdef a.txt")[".txt"].decode()
    read = critic.settled(said[: said.index("[laissez cette ligne")])
    assert (read.text.strip(), read.source) == (CORRECTED, "")


def test_words_in_brackets_are_not_changed_but_spoken_of() -> None:
    """A mark in a mark could not be read again: the correction is told, the text stays."""
    text = "Le pont [vieux] est là, dit-on au marché."
    leaves = [Leaf("ligne 1", text)]
    correction = Correction(passage="p", base=text, text=text.replace("[vieux] ", ""), author="Ana")
    remarked = Remarked(path="a.txt", corrections=[(correction, Origin(path="a.txt", where="ligne 1"))])
    copy = CriticCopy(text.encode(), leaves, "a.txt")
    files = copy.written(planned(remarked, leaves, copy), "0123456789abcdef a.txt")
    assert critic.settled(files[".txt"].decode()).text.strip() == text
    assert "[remarque d'Ana" in files[".txt"].decode()


def test_a_remark_on_a_footnote_stands_on_the_whole_paragraph_that_calls_it() -> None:
    """Its words are the footnote's: among those of the paragraph they would be looked for in vain."""
    base = "La Vallée compte douze communes, dit la carte de 2024."
    text = f"{base.replace('carte', 'carte[^1]')}\n\n[^1]: Relevé des bornes.\n"
    origin = Origin(path="a.md", where="ligne 1")
    why = "Un changement dans une note de bas de page : le programme ne sait pas le faire."
    remark = Remark(key="k", number="R-001", kind="replacement", author="Zoé", quote="Relevé", text="Comptage",
                    where="note de bas de page 3", base=base, proposed=base, source=origin, state="open",
                    history=[Event(what=LEFT, text=why)])  # fmt: skip
    copy = CriticCopy(text.encode(), [Leaf("ligne 1", base)], "a.md")
    marks = planned(Remarked(path="a.md", remarks=[remark]), [Leaf("ligne 1", base)], copy)
    said = copy.written(marks, "0123456789abcdef a.md")[".md"].decode()
    assert said.splitlines()[0] == (
        "La Vallée compte douze communes, dit la carte[^1] de 2024.{>>Zoé : Propose de remplacer « Relevé » par "
        "« Comptage »<<}{>>restitution (report) : Porte sur une note de bas de page de ce paragraphe : "
        "« Relevé ».<<}{>>restitution (report) : Accepté, mais pas encore dans le document : l’équipe doit le "
        "porter à la main.<<}"
    )
