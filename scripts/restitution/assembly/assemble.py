"""Notes -> one document: identities, plan, splices. Pure: what it needs is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly import identity
from restitution.assembly.identity import Anchor, Leaf
from restitution.assembly.outline import Outline
from restitution.assembly.pool import Pool
from restitution.assembly.splice import Splicer
from restitution.model import Block, Document, Note
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.run import read_markdown
from restitution.settings import Settings

LEFT_OVER = "non_repris"
LAST = "annexes"
"""The part that takes what no other part took: rendered after all others, wherever it stands."""
BUILD_HEX = 16


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is made with, besides notes."""

    settings: Settings
    templates: Mapping[str, str]
    """`plan/….md.j2` by name."""
    made: Mapping[str, list[Block]]
    """Computed blocks by the name that a template asks for."""
    media: Mapping[str, str]
    """Image target of computed blocks -> sha256 in the store."""
    date: str
    epoch: int
    version: str


def identified(notes: Sequence[Note], known: Sequence[Anchor]) -> tuple[list[Note], list[Anchor]]:
    """The notes with an id on every leaf, and the anchors to keep. Notes are taken by path."""
    ordered = sorted(notes, key=lambda note: note.path)
    leaves = [
        Leaf(note.path, identity.folded(ast.text(span["c"][1])))
        for note in ordered
        for passage in note.passages
        for span in ast.each_leaf([passage.block])
    ]
    ids, anchors = identity.identify(leaves, known)
    following = iter(ids)

    def name(inlines: Inlines) -> Inlines:
        return [
            {"t": "Span", "c": [[next(following), i["c"][0][1], i["c"][0][2]], i["c"][1]]} if ast.is_leaf(i) else i
            for i in inlines
        ]

    named = [
        structs.replace(
            note,
            passages=[
                structs.replace(passage, block=ast.map_leaves([passage.block], name)[0])
                for passage in note.passages
            ],
        )
        for note in ordered
    ]
    return named, anchors


def assemble(notes: Sequence[Note], frame: Frame) -> tuple[Document, int]:
    """The document, and how many passages the plan had no place for (they stand in the annex)."""
    settings = frame.settings
    pool = Pool(_told_apart(notes), settings.codes)
    outline = Outline(frame.templates, settings, pool, frame.made, frame.date)
    texts, unplaced = _render(outline, pool, settings)
    splicer = Splicer(outline.slots)
    blocks: list[Block] = []
    for (key, _), part in zip(texts, _parts(texts), strict=True):
        blocks += splicer.splice(key, part)
    media = {**frame.media, **{target: name for note in notes for target, name in note.media.items()}}
    document = Document(
        build="",
        title=settings.projet.titre,
        subtitle=settings.projet.sous_titre,
        date=frame.date,
        language=settings.projet.langue,
        epoch=frame.epoch,
        authors=[t.structure or t.nom for t in settings.territoires],
        keywords=[theme.titre for theme in settings.themes],
        licence=settings.projet.licence,
        funding=settings.financement.mention,
        blocks=blocks,
        media=media,
        placements=splicer.placements,
    )
    document.build = store.digest(frame.version, store.encode(document))[:BUILD_HEX]
    return document, unplaced


def _told_apart(notes: Sequence[Note]) -> list[Note]:
    """The notes, with its folder before a file's name that another note's file has as well."""
    names = {note.path: note.file or PurePosixPath(note.path).name for note in notes if note.passages}
    count = Counter(names.values())
    return [
        structs.replace(note, file=f"{PurePosixPath(note.path).parent}/{names[note.path]}")
        if count[names.get(note.path, "")] > 1
        else note
        for note in notes
    ]


def _render(outline: Outline, pool: Pool, settings: Settings) -> tuple[list[tuple[str, str]], int]:
    """Markdown of each part in the order of the plan, the left-overs right after the annexes, or at the end."""
    parts = list(settings.parts)
    rendered: dict[str, str] = {}
    for part in sorted(parts, key=lambda part: part.partie == LAST):
        rendered[part.partie] = outline.part(part.partie, part.titre)
    unplaced = sum(not item.placed for item in pool.items)
    left = outline.part(LEFT_OVER, "")
    texts: list[tuple[str, str]] = []
    for part in parts:
        texts.append((part.partie, rendered[part.partie]))
        if part.partie == LAST:
            texts.append((LEFT_OVER, left))
    return (texts if LAST in rendered else [*texts, (LEFT_OVER, left)]), unplaced


def _parts(texts: Sequence[tuple[str, str]]) -> list[list[Block]]:
    """Blocks of each part; pandoc reads them all in one go."""
    whole = "\n\n".join(f"::::::: {{.part}}\n\n{text}\n\n:::::::" for _, text in texts)
    return [block["c"][1] for block in read_markdown(whole)]
