"""What `restitution export` writes, out of what the last build left: lines of tables, passages of notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from restitution.assembly.assemble import identified
from restitution.assembly.identity import read_anchors
from restitution.coverage.tables import STATES
from restitution.exchange.analysis import Code, Coded, Extract, Family
from restitution.exchange.tables import Cell, Table
from restitution.model import Coverage, Document, Inline, Note, Passage, Placement, Shaped
from restitution.pandoc import ast
from restitution.plan import Plan
from restitution.plan.outputs import ANNEXES, DOCUMENT
from restitution.review.passages import Shown, shown_passages
from restitution.settings import Settings
from restitution.store import read_contract

TITLES: Final = {DOCUMENT: "publication", ANNEXES: "annexes"}
COVERED: Final = ("axe", "thème", "territoire", "état", "passages", "sources", "fichiers", "à compléter")
PROVEN: Final = (
    "document", "partie", "titre", "repère", "identifiant", "origine", "fichier", "place dans le fichier", "texte",
    "thèmes", "territoires",
)  # fmt: skip
FROM_NOTE, QUOTED, OURS = "note", "citation d’une note", "plan et modèles"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, a title or a cell of the publication; `source`: where its words come from, if from a note."""

    document: str
    shown: Shown
    words: str
    """As published, footnotes in their place."""
    source: Placement | None


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What an export reads of the last build."""

    settings: Settings
    document: Document
    coverage: Coverage
    said: list[Said]
    """In the order of the publication, then of its annexes."""
    notes: list[Note]
    """Public, an id on every leaf."""

    def told(self, path: str) -> str:
        """A path below `sources/`, its file named as it may be shown."""
        shown = next((note.file for note in self.notes if note.path == path), "")
        return PurePosixPath(path).with_name(shown).as_posix() if shown else path


def material_of(plan: Plan, work: Path) -> Material:
    """Read it. Raises `StaleContract`, `OSError` and `DecodeError` for what is not there or not whole."""
    documents = {
        name: msgspec.json.decode((work / name).read_bytes(), type=Document) for name in (DOCUMENT, ANNEXES)
    }
    lots = plan.each_lot("public/{lot}.jsonl")
    lines = (line for name in lots for line in read_contract(work / name, plan.keys[name], Shaped))
    known = read_anchors((work / "identities.jsonl").read_bytes())
    return Material(
        settings=plan.settings,
        document=documents[DOCUMENT],
        coverage=msgspec.json.decode((work / "coverage.json").read_bytes(), type=Coverage),
        said=[one for name, document in documents.items() for one in said_in(name, document, plan.settings)],
        notes=identified([line.note for line in lines if line.note], known)[0],
    )


def said_in(name: str, document: Document, settings: Settings) -> Iterator[Said]:
    """All that a document says, in order."""
    sources = {placement.bookmark: placement for placement in document.placements}
    words = {ast.leaf_id(leaf): " ".join(ast.text(leaf).split()) for leaf in ast.each_leaf(document.blocks)}
    for one in shown_passages(document, {part.partie: part.titre for part in settings.parts}):
        yield Said(document=name, shown=one, words=words[one.bookmark], source=sources.get(one.bookmark))


def covered(material: Material) -> Table:
    """Theme × territory: a line each."""
    settings, cells = material.settings, {(one.theme, one.territory): one for one in material.coverage.cells}
    rows: list[Sequence[Cell]] = []
    for axis in settings.axes:
        for theme in axis.themes:
            for code in material.coverage.territories:
                cell = cells[theme.cle, code]
                state = STATES[cell.state].removeprefix("▨ ")
                files = _joined(map(material.told, cell.sources))
                counted = (cell.passages, len(cell.sources), files, _joined(cell.placeholders))
                rows.append((axis.titre, theme.titre, settings.names[code], state, *counted))
    return Table(title="Couverture", columns=COVERED, rows=rows)


def proven(material: Material) -> Table:
    """All that the publication says, and where its words come from: a line each."""
    passages = {ast.leaf_id(leaf): one for _, one, leaves in _passages(material.notes) for leaf in leaves}
    rows = [_line(material, one, passages.get(one.shown.passage)) for one in material.said if one.words]
    return Table(title="Provenance", columns=PROVEN, rows=rows)


def _line(material: Material, one: Said, passage: Passage | None) -> Sequence[Cell]:
    settings, source = material.settings, one.source
    codes = passage.territories if passage else source.territories if source else []
    origin = OURS if source is None else QUOTED if source.quoted else FROM_NOTE
    place = (material.told(source.path), source.where) if source else ("", "")
    themes = _named(_titles(settings), passage.themes if passage else [])
    where = (TITLES[one.document], one.shown.part, one.shown.section, one.shown.code, one.shown.passage)
    return (*where, origin, *place, one.words, themes, _named(settings.names, codes))


def families(settings: Settings) -> list[Family]:
    """Themes by axis, then territories: the codes of the passages."""
    axes = [
        Family(f"axe/{axis.cle}", axis.titre, [Code(_of_theme(t.cle), t.titre) for t in axis.themes])
        for axis in settings.axes
    ]
    places = [Code(_of_territory(code), name) for code, name in settings.names.items()]
    return [*axes, Family("territoires", "Territoires", places)]


def coded(material: Material) -> list[Coded]:
    """Of each note, the passages that are published, in its own order and in the words of the publication."""
    words: dict[str, str] = {}
    for one in material.said:
        if one.source and not one.source.quoted and one.words:
            words.setdefault(one.source.leaf, one.words)
    extracts: dict[str, list[Extract]] = {}
    for note, passage, leaves in _passages(material.notes):
        shown = [leaf for leaf in leaves if ast.leaf_id(leaf) in words]
        if shown:
            extracts.setdefault(note.path, []).append(_extract(passage, shown, words))
    return [Coded(id=path, name=material.told(path), extracts=found) for path, found in extracts.items()]


def _extract(passage: Passage, leaves: Sequence[Inline], words: Mapping[str, str]) -> Extract:
    ids = [ast.leaf_id(leaf) for leaf in leaves]
    codes = [*map(_of_theme, passage.themes), *map(_of_territory, passage.territories)]
    return Extract(
        id=ids[0],
        place=ast.leaf_where(leaves[0]),
        text="\n".join(words[id_] for id_ in ids),
        codes=list(dict.fromkeys(codes)),
    )


def _passages(notes: Iterable[Note]) -> Iterator[tuple[Note, Passage, list[Inline]]]:
    """Each passage of each note, with its leaves."""
    for note in notes:
        for passage in note.passages:
            yield note, passage, list(ast.each_leaf([passage.block]))


def _of_theme(key: str) -> str:
    return f"theme/{key}"


def _of_territory(code: str) -> str:
    return f"territoire/{code}"


def _titles(settings: Settings) -> dict[str, str]:
    return {theme.cle: theme.titre for theme in settings.themes}


def _named(titles: Mapping[str, str], keys: Iterable[str]) -> str:
    return _joined(titles.get(key, key) for key in keys)


def _joined(texts: Iterable[str]) -> str:
    return " ; ".join(texts)
