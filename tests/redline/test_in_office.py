"""LibreOffice accepts and refuses our changes as we mean them: the second independent reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from restitution.redline import compare
from tests.builds.conftest import built as run_build
from tests.review.office import office

from .documents import built
from .sides import Side, texts
from .test_redline import CASES

BACKWARDS = ", à rebours"
LEAVES_EMPTY = {case["cas"] for case in CASES if case.get("vide")}
WHAT: dict[str, list[dict[str, Any]]] = {
    "accept": [{"do": "accept_all", "tracked": False}],
    "refuse": [{"do": "refuse_all", "tracked": False}],
    "save": [],
}


def settled(files: list[tuple[str, bytes]], folder: Path) -> list[bytes]:
    """Each file (« accept », « refuse », « save », its bytes) as LibreOffice saves it."""
    targets = [folder / f"{number}-after.docx" for number in range(len(files))]
    jobs = []
    for number, (what, data) in enumerate(files):
        source = folder / f"{number}.docx"
        source.write_bytes(data)
        jobs.append((source, targets[number], WHAT[what]))
    with office(folder) as libreoffice:
        libreoffice.review_all(jobs)
    return [target.read_bytes() for target in targets]


def assert_office_agrees(pairs: list[tuple[str, bytes, bytes]], folder: Path) -> None:
    """Accepting gives what LibreOffice makes of the new document, refusing what it makes of the old one."""
    files: list[tuple[str, bytes]] = []
    for _, old, new in pairs:
        data = compare(old, new).data
        files += [("accept", data), ("save", new), ("refuse", data), ("save", old)]
    saved = settled(files, folder)
    wrong: dict[str, Any] = {}
    for number, (name, _, _) in enumerate(pairs):
        accepted, new, refused, old = (saved[4 * number + place] for place in range(4))
        sides: list[tuple[bytes, bytes, Side]] = [(accepted, new, "new"), (refused, old, "old")]
        for found, wanted, side in sides:
            is_lenient = name.removesuffix(BACKWARDS) in LEAVES_EMPTY
            shown = [[text for text in texts(data, side) if text or not is_lenient] for data in (found, wanted)]
            if shown[0] != shown[1]:
                wrong[f"{name}, {side}"] = shown
    assert not wrong


@pytest.mark.slow
def test_libreoffice_accepts_and_refuses_each_case(tmp_path: Path) -> None:
    pairs = [(case["cas"], built(case["avant"]), built(case["apres"])) for case in CASES]
    pairs += [(name + BACKWARDS, new, old) for name, old, new in pairs]
    assert_office_agrees(pairs, tmp_path)


@pytest.mark.slow
def test_the_example_and_an_edited_one_in_libreoffice(own_example: Path, tmp_path: Path) -> None:
    """The worked example, before and after a tenth of its notes' paragraphs changed, as LibreOffice settles it."""
    output = own_example / "output" / "restitution.docx"
    old = output.read_bytes()
    edit_notes(own_example / "sources")
    run_build(own_example, "docx")
    new = output.read_bytes()
    assert len(compare(old, new).changed) > 30
    assert_office_agrees([("exemple", old, new)], tmp_path)


def edit_notes(sources: Path) -> None:
    """In each note in Markdown or text: a paragraph goes, one moves, every tenth says something else."""
    for path in [*sources.rglob("*.md"), *sources.rglob("*.txt")]:
        try:
            blocks = path.read_bytes().decode("utf-8").split("\n\n")
        except UnicodeDecodeError:
            continue
        plain = [n for n, block in enumerate(blocks) if n > 2 and len(block) > 120 and block[0].isalpha()]
        for rank, number in enumerate(plain):
            if rank % 3 == 0:
                blocks[number] = blocks[number].replace(" de ", " selon ", 2)
        if len(plain) > 5:
            moved = blocks.pop(plain[4])
            blocks.insert(plain[1], moved)
            del blocks[plain[3] + 1]
        path.write_text("\n\n".join(blocks), "utf-8", newline="")
