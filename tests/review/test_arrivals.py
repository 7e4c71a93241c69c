"""A copy that came home is known whatever the program that saved it; a note is not taken for one."""

import io
import zipfile

import pytest

from restitution.intake.recognise import is_returned
from restitution.pandoc import ast
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
