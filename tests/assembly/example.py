"""The worked example, read and shaped in this process: what assembly, coverage and checks start from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from msgspec import structs

from restitution.assembly.assemble import Frame, Publication, assemble, identified
from restitution.assembly.quotes import Quote
from restitution.charts import NAMES
from restitution.coverage import coverage_of, matrices
from restitution.domain import domain
from restitution.intake.classification import Row, read_table, row_for
from restitution.model import Block, Coverage, Document, Note, Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from restitution.settings import Settings, load_settings
from restitution.shaping.pictures import resolve_pictures
from restitution.shaping.residue import without_residue
from restitution.shaping.shape import Said, shape
from restitution.shaping.turns import with_turns
from restitution.store import digest
from restitution.typography.conventions import conventions
from restitution.typography.text import typeset

ROOT = Path(__file__).parents[2]
FACTS = yaml.safe_load((ROOT / "tests/example/facts.yaml").read_text("utf-8"))
DATE = "2026-10-08"


@cache
def settings() -> Settings:
    """The example's, with its transcripts in the report: one document holds all."""
    return structs.replace(load_settings(ROOT / "restitution.yaml"), transcriptions="dans_le_document")


@cache
def table() -> list[Row]:
    """The editor's word on each file."""
    return read_table((ROOT / "sources/classement.csv").read_bytes())


@cache
def notes() -> tuple[Note, ...]:
    """Every note of the example, with ids, names not masked."""
    return notes_with("", lambda reading: reading)


def notes_with(path: str, change: Callable[[Reading], Reading]) -> tuple[Note, ...]:
    """The same, one file read otherwise."""
    files = [File(f["path"], f["format"], (ROOT / "sources" / f["path"]).read_bytes()) for f in FACTS["files"]]
    readings = zip(files, read_all(files), strict=True)
    shaped = [_note(f, change(read) if f.path == path else read) for f, read in readings]  # type: ignore[arg-type]
    return tuple(identified(shaped, [])[0])


def _note(file: File, reading: object) -> Note:
    assert isinstance(reading, Reading), (file.path, reading)
    reading = with_turns(without_residue(reading))
    resolved, media = resolve_pictures(reading, file.path, _beside, digest)
    row = row_for(table(), file.path)
    said = Said(territoire=row.territoire, date=row.date, statut=row.statut)
    note = shape(resolved, file.path, "0", file.format, said, settings())
    note.media = media
    return note


def _beside(path: str) -> bytes | None:
    found = ROOT / "sources" / path
    return found.read_bytes() if found.is_file() else None


@cache
def templates() -> dict[str, str]:
    folder = ROOT / "templates" / "plan"
    return {f"plan/{path.name}": path.read_text("utf-8") for path in folder.glob("*.md.j2")}


def coverage(of: Sequence[Note] | None = None) -> Coverage:
    return coverage_of(notes() if of is None else of, settings(), DATE)


def document(
    of: Sequence[Note] | None = None,
    with_settings: Settings | None = None,
    with_templates: Mapping[str, str] | None = None,
) -> tuple[Document, int]:
    """The document of some notes (all of the example's), and how many passages the plan had no place for."""
    made = published(of, with_settings, with_templates)
    return made.document, made.unplaced


def published(
    of: Sequence[Note] | None = None,
    with_settings: Settings | None = None,
    with_templates: Mapping[str, str] | None = None,
) -> Publication:
    """All that is assembled of some notes (all of the example's)."""
    chosen = notes() if of is None else of
    told = with_settings or settings()
    whole = structs.replace(frame(told, made_for(chosen, told)), templates=with_templates or templates())
    return assemble(chosen, whole)


def made_for(of: Sequence[Note], told: Settings) -> dict[str, list[Block]]:
    """What is computed of some notes."""
    charts: dict[str, list[Block]] = {name: [] for name in NAMES}
    return {"logos": [], "glossaire": [], **matrices(coverage_of(of, told, DATE), told), **charts}


def frame(told: Settings, made: Mapping[str, list[Block]], quotes: Sequence[Quote] = ()) -> Frame:
    """What a document is made with, besides notes."""
    return Frame(
        settings=told,
        templates=templates(),
        made=made,
        media={},
        date=DATE,
        epoch=0,
        version="essai",
        quotes=quotes,
    )


def written(path: str, kind: str, *blocks: Block, **said: str) -> Note:
    """A note as its writer's blocks make it."""
    found = [ast.map_leaves([block], lambda inlines: ast.leaf(inlines, "ligne 1"))[0] for block in blocks]
    return shape(Reading(blocks=found), path, "0", "md", Said(genre=kind, **said), settings())


def para(text: str) -> Block:
    return ast.para(ast.string(text))


def heading(level: int, text: str) -> Block:
    return ast.header(level, ast.string(text))


def whole_note(kind: str, territory: str) -> Note:
    """A note of a kind with every section that such notes may have."""
    blocks = [
        heading(1, f"Note {kind} {territory}"),
        para("Rédaction : le pays"),
        para(f"Ouverture {kind} {territory}."),
    ]
    for section in domain().kinds[kind].sections:
        label = domain().sections[section].label
        blocks += [heading(2, label), para(f"Mots de {section} dans {kind} en {territory}.")]
    return written(f"commun/{kind}-{territory}.md", kind, *blocks, territoire=territory, themes="logement")


@cache
def every_kind() -> tuple[Note, ...]:
    """A whole note of each kind, portraits and visits of each territory, a note of no known kind; with ids."""
    found = [whole_note(kind, "HG") for kind in domain().kinds]
    found += [whole_note(kind, code) for kind in ("portrait_territoire", "visite_miroir") for code in ("VA", "MO")]
    found += [whole_note("visite_inspirante", advanced.code) for advanced in settings().avances]
    found.append(written("commun/essai.md", "", heading(1, "Un texte"), para("Sans genre.")))
    return tuple(identified(found, [])[0])


def headings(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Level and text of each heading of a document, in order."""
    for block in blocks:
        if block["t"] == "Header":
            yield block["c"][0], " ".join(ast.text(block["c"][2]).split())
        elif block["t"] == "Div":
            yield from headings(block["c"][1])


def told(blocks: Iterable[Block]) -> str:
    """The text of blocks, spaces folded."""
    return " ".join(ast.text(list(blocks)).split())


def as_printed(text: str) -> str:
    """A text as the report prints it, spaces folded as `told` does."""
    return " ".join(typeset(text, conventions("fr-FR", fine=True)).split())


def part_of(document: Document, *titles: str) -> list[Block]:
    """The blocks of the parts of these titles."""
    out, inside = [], False
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            inside = told([block]) in titles
        if inside:
            out.append(block)
    return out
