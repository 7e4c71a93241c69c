"""A copy that came home is known whatever the program that saved it; a note is not taken for one."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from restitution import store
from restitution.intake.recognise import is_returned
from restitution.pandoc import ast
from restitution.plan.arrivals import arrivals
from restitution.publication import Beside, Manifest, Published
from restitution.review.guide import TITLE, guide

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PASSAGE = (
    '<w:p><w:bookmarkStart w:id="{0}" w:name="{1}"/>'
    '<w:r><w:t>Texte {0}</w:t></w:r><w:bookmarkEnd w:id="{0}"/></w:p>'
)
PLAIN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
GUIDE = "".join(
    PLAIN.format(ast.text(line)) for part in guide("tout le texte", ("", ""), "", "") for line in part["c"][1]
)


def package(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def word(*paragraphs, **parts):
    body = f"<w:document {WORD}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    return package({"word/document.xml": body} | parts)


TYPES = {
    "[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
}
OURS = [PASSAGE.format(number, f"src_{number:010x}") for number in range(8)]
RENAMED = [PASSAGE.format(number, f"kix.{number:x}") for number in range(8)]
OWN = [PLAIN.format(f"Ce que dit la note, ligne {number}") for number in range(40)]


@pytest.mark.parametrize(
    ("data", "returned"),
    [
        (word(*OWN), False),
        (word(*OWN, **{"docProps/custom.xml": '<property name="RestitutionBuild"/>'}), True),
        (word(*OURS), True),
        (word(*OURS, *OWN), False),
        (word(*OURS[:3]), False),
        (word(*RENAMED, *OWN), False),
        (word(GUIDE, *RENAMED, *OWN), True),
    ],
    ids=[
        "une note",
        "son numéro de construction",
        "propriétés perdues",
        "une note qui reprend quelques paragraphes",
        "trois paragraphes copiés",
        "signets renommés, sans rien de nous",
        "signets renommés, « Comment relire » resté",
    ],
)
def test_is_returned(data, returned):
    assert is_returned("docx", data) is returned


def test_the_words_that_are_looked_for_are_the_guide_s():
    assert TITLE in GUIDE


@pytest.mark.parametrize("place", ["beside", "left"])
def test_a_dated_copy_comes_home_once_somebody_wrote_in_it(tmp_path, place):
    name, written = "restitution 2026-11-26 11h30.docx", word(*OURS, **TYPES)
    copy = Beside(key="k", sha256=hashlib.sha256(written).hexdigest(), name=name)
    manifest = Manifest(beside={"restitution.docx": copy}) if place == "beside" else Manifest(left=[copy])
    store.write(tmp_path / "output" / name, written)

    def came():
        return arrivals(tmp_path, tmp_path / ".restitution", manifest, [], store.Store(tmp_path / "store"))

    assert came() == []
    changed = word(*OURS, *OWN[:1], **TYPES)
    store.write(tmp_path / "output" / name, changed)
    (arrival,) = came()
    assert (arrival.name, arrival.data) == (name, changed)


def test_a_copy_held_open_comes_home_when_it_is_closed(tmp_path, monkeypatch):
    path = tmp_path / "output" / "restitution.docx"
    store.write(path, word(*OURS, **TYPES))
    manifest = Manifest(files={path.name: Published(key="k", sha256="0" * 64)})

    def came():
        return arrivals(tmp_path, tmp_path / ".restitution", manifest, [], store.Store(tmp_path / "store"))

    before = Path.open

    def refuse(self, *arguments, **options):
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return before(self, *arguments, **options)

    with monkeypatch.context() as held:
        held.setattr(Path, "open", refuse)
        assert came() == []
    assert [one.name for one in came()] == ["restitution.docx"]
