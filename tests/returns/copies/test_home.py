"""A copy that comes home: read as her note, what is left in it accepted, and nothing of ours taken for hers.

Over the notes of the worked example, of `tests/headings`, and of the shared corpus where it is there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from restitution import charset
from restitution.assembly.versions import replaced
from restitution.conservation.reading import check_reading
from restitution.intake.formats import format_of
from restitution.intake.recognise import recognise
from restitution.model import Internal, Note, Passage, Reading, Source
from restitution.ooxml.own_source import source_id
from restitution.readers.batch import File, read_all
from restitution.remarks import Correction, Origin, Remark
from restitution.returns.copies.making import FORMATS, leaves_of, returned
from restitution.returns.copies.phrases import corrected
from restitution.returns.copies.planning import Remarked
from restitution.returns.copies.spans import says_the_same

from . import texts

CHECKOUT = Path(__file__).parents[3]
CORPUS = CHECKOUT.parent / "shared" / "corpus"
WHEN = "2026-01-02T10:00:00Z"


def files() -> list[Path]:
    folders = [CHECKOUT / "sources", CHECKOUT / "tests" / "headings" / "notes", CORPUS]
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix[1:] in FORMATS and not path.name.startswith(("~", "LISEZMOI"))]


def note_of(path: str, data: bytes, reading: Reading) -> Note:
    passages = [Passage(block=block, section="") for block in reading.blocks]
    format_, sha256 = format_of(path, data), hashlib.sha256(data).hexdigest()
    return Note(path=path, sha256=sha256, format=format_, kind=None, classified=False, title="", territories=[],
                passages=passages, copy_of=reading.copy_of)  # fmt: skip


def read(path: str, data: bytes) -> Reading | None:
    if (format_ := format_of(path, data)) not in FORMATS:
        return None
    (reading,) = read_all([File(path, format_, data)])
    return reading if isinstance(reading, Reading) else None


def reviewed(note: Note) -> tuple[Remarked, dict[str, str]]:
    """A remark with a reply on two paragraphs, and a word put in the place of another in two more."""
    leaves = [leaf for leaf in leaves_of(note) if len(leaf.text.split()) >= 5]
    leaves = [leaf for leaf in leaves if [one.text for one in leaves].count(leaf.text) == 1]
    talked, changed = leaves[:2], leaves[2::3][:2]
    about = Remarked(path=note.path, remarks=[], corrections=[])
    for number, leaf in enumerate(talked):
        quote = " ".join(leaf.text.split()[1:4])
        origin = Origin(path=note.path, where=leaf.where)
        head = Remark(key=f"h{number}", number="", kind="comment", thread=f"h{number}", author="Ana", date=WHEN,
                      text="Vraiment ?", quote=quote, offset=leaf.text.index(quote), base=leaf.text,
                      source=origin)  # fmt: skip
        reply = Remark(key=f"r{number}", number="", kind="reply", thread=head.key, author="Bea", date=WHEN,
                       text="Oui.", source=origin, answer="Merci.")  # fmt: skip
        about.remarks.extend([head, reply])
    wanted = {}
    for leaf in changed:
        words = leaf.text.split()
        word = next((word for word in words[1:-1] if word.isalpha() and words.count(word) == 1), "")
        if word:
            wanted[leaf.text] = leaf.text.replace(f" {word} ", " carabistouille ", 1)
            correction = Correction(passage="", base=leaf.text, text=wanted[leaf.text], author="Ana", at=WHEN)
            about.corrections.append((correction, Origin(path=note.path, where=leaf.where)))
    return about, wanted


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_copy_comes_home_as_the_corrected_note(path: Path) -> None:
    data = path.read_bytes()
    reading = read(path.name, data)
    if reading is None:
        return
    note = note_of(path.name, data, reading)
    about, wanted = reviewed(note)
    back = returned(note, about, lambda _: data)
    ending = f".{note.format}" if note.format in {"docx", "odt"} else path.suffix
    assert not back.told
    if not about.remarks and not about.corrections:
        assert not back.files
        return
    copy = back.files[ending]

    name = f"autre nom{ending}"
    taken = recognise(Source(path=name, sha256=None), copy)
    assert taken.state == "taken"
    home = read(name, copy)
    assert home is not None
    assert home.copy_of == source_id(note.path, note.sha256)
    assert [told(one) for one in home.internal] == [told(one) for one in reading.internal]
    result = check_reading(copy, note.format, home)
    assert result.holds, result.message

    before, after = (leaves_of(one) for one in (note, note_of(name, copy, home)))
    assert len(after) == len(before)
    changed = [(old.text, new.text) for old, new in zip(before, after, strict=True) if old.text != new.text]
    assert all(says_the_same(new, wanted[old]) for old, new in changed)
    pen = [corrected(one) for one, _ in about.corrections if one.base not in dict(changed)]
    assert pen == [text for text in pen if text in comments(ending, copy)]

    (older,) = replaced([note, note_of(name, copy, home)])
    assert (older.path, older.by, older.sure) == (note.path, name, True)


def told(one: Internal) -> tuple[str, str, str, str]:
    return one.kind, one.text, one.author, one.date


def comments(ending: str, copy: bytes) -> str:
    if ending in {".docx", ".odt"}:
        found = texts.docx_comments(copy) if ending == ".docx" else texts.odt_comments(copy)
        return "\n".join(found)
    return charset.decode(copy)[0]
