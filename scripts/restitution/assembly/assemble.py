"""Notes -> one document: identities, plan, splices. Pure: what it needs is given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly import identity
from restitution.assembly.acronyms import expanded
from restitution.assembly.changes import Outcome
from restitution.assembly.identity import Leaf
from restitution.assembly.landscape import with_landscape
from restitution.assembly.leftovers import leftover_findings
from restitution.assembly.made import Term
from restitution.assembly.outline import Outline
from restitution.assembly.people_told import PeopleTold
from restitution.assembly.plan_words import corrected_plan
from restitution.assembly.plates import Exposed
from restitution.assembly.pool import Item, Pool, no_speech
from restitution.assembly.quotes import Quote
from restitution.assembly.references import heads_of, resolve
from restitution.assembly.splice import Splicer
from restitution.assembly.transcripts import spoken
from restitution.assembly.typesetting import Press
from restitution.assembly.unfound import Templates
from restitution.model import LONG, Block, Document, Finding, Inline, Note, Placement
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.run import read_markdown
from restitution.remarks import Anchor, Correction, folded
from restitution.settings import Settings

RETURNED: Final = re.compile(r"^Retour - .+? - (?=.)")
"""How the name of a copy begins that we gave to a writer (`returns.folder`): whose page it went with."""
READ_AGAIN: Final = "version relue par son auteur"
LEFT_OVER = "non_repris"
APART = "document_annexes"
"""The template of the second document, which holds the transcripts."""
LAST = "annexes"
"""The part that takes what no other part took: rendered after all others, wherever it stands."""
BUILD_HEX = 16
ANNEXES = "Transcriptions des ateliers et des réunions"
"""Subtitle of the second document."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is made with, besides notes."""

    settings: Settings
    templates: Mapping[str, str]
    """`plan/….md.j2` by name."""
    replaced: Mapping[str, str] = {}
    """Name of each template of the project's own -> the shipped one that it replaces."""
    made: Mapping[str, list[Block]]
    """Computed blocks by the name that a template asks for."""
    media: Mapping[str, str]
    """Image target of computed blocks -> sha256 in the store."""
    date: str
    epoch: int
    version: str
    quotes: Sequence[Quote] = ()
    """The quotations that must stand in the report."""
    terms: Sequence[Term] = ()
    """The glossary."""
    exposed: Sequence[Exposed] = ()
    """The pictures that are files of their own."""
    people: PeopleTold = PeopleTold()
    """How people are told, and how many."""
    corrections: Sequence[Correction] = ()
    """Those of the plan's own words."""
    before: Mapping[str, Inlines] = {}
    """Id of each leaf that was corrected -> its inlines as the note has them."""
    read: Callable[[str], list[Block]] = read_markdown
    """How the plan is read, once its templates are rendered."""


class Publication(msgspec.Struct, frozen=True):
    """What is published: the report, and its annexes, which hold no block when no speech stands apart."""

    document: Document
    annexes: Document
    unplaced: int
    """Passages that the plan had no place for: they stand in the last annex of the report."""
    findings: list[Finding] = []
    """References of the plan that lead nowhere, and what no part of it takes."""
    outcomes: list[Outcome] = []
    """What became of the corrections of the plan's own words."""
    carried: frozenset[str] = frozenset()
    """Ids of the headings of notes that the plan's headings say in their own words."""


def identified(notes: Sequence[Note], known: Sequence[Anchor]) -> tuple[list[Note], list[Anchor]]:
    """The notes with an id on every leaf, and the anchors to keep. Notes are taken by path."""
    ordered = sorted(notes, key=lambda note: note.path)
    leaves = [
        Leaf(note.path, folded(ast.text(span["c"][1])))
        for note in ordered
        for passage in note.passages
        for span in ast.each_leaf([passage.block])
    ]
    ids, anchors = identity.identify(leaves, known)
    following = iter(ids)
    same: dict[str, list[Any]] = {}
    """Places and classes, of which few are different: one of each in memory."""

    def name(inlines: Inlines) -> Inlines:
        return [_named(i, next(following), same) if ast.is_leaf(i) else i for i in inlines]

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


def _named(span: Inline, id_: str, same: dict[str, list[Any]]) -> Inline:
    (_, classes, keys), inlines = span["c"]
    classes, keys = (same.setdefault(repr(one), one) for one in (classes, keys))
    return {"t": "Span", "c": [[id_, classes, keys], inlines]}


def assemble(notes: Sequence[Note], frame: Frame) -> Publication:
    """The report and its annexes, of one build and with one space of ids."""
    settings = frame.settings
    apart = spoken if settings.transcriptions == "a_part" else no_speech
    pool = Pool(_told_apart(notes), settings.codes, apart)
    exposed = [structs.replace(one) for one in frame.exposed]
    outline = Outline(frame.templates, settings, pool, frame.made, frame.date, frame.quotes, frame.people, exposed)
    texts, left = _render(outline, pool, settings)
    aside = [(APART, outline.part(APART, ""))] if any(item.apart for item in pool.items) else []
    parts = list(zip([*texts, *aside], _parts([*texts, *aside], frame.read), strict=True))
    names = {one.code: one.nom for one in settings.territoires} | {one.code: one.nom for one in settings.avances}
    splicer = Splicer(outline.slots, names, frame.before)
    spliced = [(key, splicer.splice(key, part)) for (key, _), part in parts[: len(texts)]]
    count = len(splicer.placements)
    if settings.typographie.sigles:
        spliced = expanded(spliced, frame.terms, notes, splicer.placements)
    apart_parts = [(key, splicer.splice(key, part)) for (key, _), part in parts[len(texts) :]]
    both, outcomes = corrected_plan([*spliced, *apart_parts], frame.corrections)
    spliced, apart_parts = both[: len(spliced)], both[len(spliced) :]
    findings = leftover_findings(left)
    report = structs.replace(
        _document(notes, frame, spliced, splicer.placements[:count], findings),
        parts={key: ast.leaf_id(leaf) for key, part in spliced for leaf in islice(ast.each_leaf(part), 1)},
    )
    second = structs.replace(
        _document(notes, frame, apart_parts, splicer.placements[count:], findings),
        title=f"Annexes – {report.title}",
        subtitle=ANNEXES,
    )
    press = Press(settings, notes)
    report, second = press.document(report), press.document(second)
    build = store.digest(frame.version, *(store.pieces(one, *LONG) for one in (report, second)))[:BUILD_HEX]
    report, second = structs.replace(report, build=build), structs.replace(second, build=build)
    carried = frozenset(placement.leaf for placement in splicer.placements if placement.heading)
    return Publication(report, second, len(left), list(dict.fromkeys(findings)), outcomes, carried)


def _document(
    notes: Iterable[Note],
    frame: Frame,
    parts: Sequence[tuple[str, list[Block]]],
    placements: list[Placement],
    findings: list[Finding],
) -> Document:
    """A document of these parts, with the pictures that they show; `findings`: added to."""
    settings = frame.settings
    blocks = [block for _, part in parts for block in part]
    templates = Templates(
        texts=frame.templates,
        replaced=frame.replaced,
        titles={part.partie: part.titre for part in settings.parts},
        heads=heads_of(parts),
        findings=findings,
    )
    alone = {one.target: one.shot.sha256 for one in frame.exposed}
    media = {**frame.media, **alone, **{target: name for note in notes for target, name in note.media.items()}}
    shown = {image["c"][2][0] for image in ast.images(ast.holding(blocks, "Image"))}
    return Document(
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
        blocks=with_landscape(resolve(blocks, placements, templates)),
        media={target: name for target, name in media.items() if target in shown},
        placements=placements,
    )


def _told_apart(notes: Sequence[Note]) -> list[Note]:
    """The notes, with its folder before a file's name that another note's file has as well.

    A copy with remarks that its writer gave back has her file's name: it has taken its place.
    """
    notes = [structs.replace(note, file=given_back(note)) if note.copy_of else note for note in notes]
    names = {note.path: note.file or PurePosixPath(note.path).name for note in notes if note.passages}
    count = Counter(names.values())
    return [
        structs.replace(note, file=f"{PurePosixPath(note.path).parent}/{names[note.path]}")
        if count[names.get(note.path, "")] > 1
        else note
        for note in notes
    ]


def given_back(note: Note) -> str:
    """« visite.docx (version relue par son auteur) », of « Retour - une personne - visite.docx »."""
    name = note.file or PurePosixPath(note.path).name
    return f"{RETURNED.sub('', name)} ({READ_AGAIN})"


def _render(outline: Outline, pool: Pool, settings: Settings) -> tuple[list[tuple[str, str]], list[Item]]:
    """Markdown of each part in the order of the plan, the left-overs right after the annexes, or at the end.

    Beside it, the items that no part takes, as they were before the left-overs took them.
    """
    parts = list(settings.parts)
    rendered: dict[str, str] = {}
    for part in sorted(parts, key=lambda part: part.partie == LAST):
        rendered[part.partie] = outline.part(part.partie, part.titre)
    unplaced = [structs.replace(item) for item in pool.items if not item.placed and not item.apart]
    left = outline.part(LEFT_OVER, "")
    texts: list[tuple[str, str]] = []
    for part in parts:
        texts.append((part.partie, rendered[part.partie]))
        if part.partie == LAST:
            texts.append((LEFT_OVER, left))
    return (texts if LAST in rendered else [*texts, (LEFT_OVER, left)]), unplaced


def _parts(texts: Sequence[tuple[str, str]], read: Callable[[str], list[Block]]) -> list[list[Block]]:
    """Blocks of each part; pandoc reads them all in one go."""
    whole = "\n\n".join(f"::::::: {{.part}}\n\n{text}\n\n:::::::" for _, text in texts)
    return [block["c"][1] for block in read(whole)]
