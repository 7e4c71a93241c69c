from pathlib import Path

import pytest

from restitution.conservation.reading import source_words
from restitution.errors import UnreadableSource

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
FORMATS = {"docx", "odt", "md", "vtt", "csv", "srt", "ods"}
LEAST = {
    "attestation-deplacement-fr.docx": 390,
    "textbox.docx": 260,
    "CA009-altChunk.docx": 30,
    "Comment033.docx": 19_000,
    "transcription-formation-simplification-information-170222.odt": 8_500,
    "webvtt_example_03.vtt": 250,
    "diagnostics_simple_good_encoding_iso-8859-1.csv": 70,
}
UNREADABLE = {"example_password.docx", "testWORD_truncated.docx"}

if not CORPUS.is_dir():
    pytest.skip("le dossier shared/corpus n'est pas à côté du projet", allow_module_level=True)

FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix[1:] in FORMATS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_are_counted(path):
    if path.name in UNREADABLE:
        with pytest.raises(UnreadableSource):
            source_words(path.read_bytes(), path.suffix[1:])
    else:
        assert len(source_words(path.read_bytes(), path.suffix[1:])) >= LEAST.get(path.name, 0)


def test_a_french_table_in_an_old_charset_keeps_its_accents():
    data = next(path for path in FILES if "iso-8859-1" in path.name).read_bytes()
    assert "modèle" in source_words(data, "csv")
