"""Reads Word files (.docx): a private copy in few words for pandoc, all else taken aside with its reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from restitution import cage
from restitution.model import Block, Finding, NotTaken, Reading
from restitution.ooxml.own_source import own_source
from restitution.ooxml.word import Element, words
from restitution.ooxml.word_boxes import lift_boxes
from restitution.ooxml.word_document import Document, load
from restitution.ooxml.word_fields import settle_fields
from restitution.ooxml.word_pieces import pieces
from restitution.ooxml.word_places import join_drop_caps, join_paragraphs, place_notes, place_paragraphs, where_of
from restitution.ooxml.word_simple import Blocks, Copy, words_of_copy
from restitution.ooxml.word_styles import Styles
from restitution.pandoc import ast
from restitution.pandoc.marks import MARK, mark, tag_leaves
from restitution.pandoc.normal import normal
from restitution.pandoc.run import Job
from restitution.readers import rtf
from restitution.readers.base import Prepared
from restitution.readers.docx_aside import Aside
from restitution.readers.docx_internal import internal
from restitution.readers.docx_look import look_of
from restitution.readers.look import told
from restitution.readers.own_marks import hers

FORMAT = "docx-styles-citations-auto_identifiers-empty_paragraphs"
UNCALLED = "Une note de bas de page n'est plus appelée dans le texte ; elle est reprise à la fin."
TROUBLES = {
    "image": (
        "image-distante",
        "Une image distante n'est pas reprise : insérez l'image elle-même dans le document.",
    ),
    "chart": ("graphique", "Un graphique n'est pas repris : collez-le en tant qu'image."),
    "diagram": (
        "schema",
        "Le dessin d'un schéma (SmartArt) n'est pas repris, seul son texte l'est : collez-le en tant qu'image.",
    ),
}


def prepare(data: bytes, path: str) -> Prepared:
    """Takes a Word file apart. Raises `UnreadableSource` when it is locked, broken or no Word document."""
    document = load(data, path, _rich_text)
    cage.advance()
    for story in [document.body, *document.notes.values()]:
        join_drop_caps(story)
    place_paragraphs(document.body)
    place_notes(document.body, document.notes)
    styles = Styles(document.styles)
    own = own_source(data)
    left = hers(internal(document), own)
    aside = _take_aside(document, styles)
    findings = list(document.findings)
    cage.advance()

    def trouble(code: str, drawing: Element, described: str) -> None:
        name, message = TROUBLES[code]
        message += f" Sa description : « {' '.join(described.split())} »." if described.strip() else ""
        findings.append(Finding(code=name, level="warning", message=message, path=path, where=where_of(drawing)))

    copy = Copy(document, styles, mark, trouble)
    body = _straighten(document, copy)
    cage.advance()
    for lost in _uncalled_notes(document, copy):
        findings.append(Finding(code="note-sans-appel", level="warning", message=UNCALLED, path=path))
        body += lost
    reading = Reading(
        not_taken=aside.taken, internal=left, findings=findings, media=copy.media, copy_of=own.source
    )
    looks = told([look_of(paragraph, styles) for paragraph in copy.marked])
    job, *rest = [Job(FORMAT, copy.package(piece.blocks), piece.continues) for piece in pieces(body)]
    return Prepared(job=job, rest=rest, reading=reading, wheres=copy.wheres, looks=looks)


def _rich_text(data: bytes) -> tuple[list[str], list[NotTaken]]:
    """Lines of a rich text inserted in the file, and what it does not take."""
    reading = rtf.prepare(data, "").reading
    return [ast.text(span) for span in ast.each_leaf(reading.blocks)], reading.not_taken


def _take_aside(document: Document, styles: Styles) -> Aside:
    aside = Aside(styles)
    aside.taken += document.aside
    aside.comments(document)
    uncalled = aside.runs(document.body, settle_fields(document.body))
    aside.notes(document, uncalled, {run for note in document.notes.values() for run in settle_fields(note)})
    aside.margins(document)
    return aside


def _straighten(document: Document, copy: Copy) -> Blocks:
    for root in [document.body, *document.notes.values()]:
        join_paragraphs(root)
        lift_boxes(root)
    return copy.blocks(document.body)


def _uncalled_notes(document: Document, copy: Copy) -> list[Blocks]:
    uncalled = [note for key, note in document.notes.items() if key not in copy.called and words(note)]
    return [copy.blocks(note) for note in uncalled]


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:
    """The reading of a Word file, from the blocks that pandoc made of its copy."""
    reading = prepared.reading
    tagged = tag_leaves(normal(blocks), prepared.wheres, prepared.looks)
    cage.advance()
    reading.blocks = normal(tagged) + _forgotten(prepared, blocks)
    return reading


def _forgotten(prepared: Prepared, blocks: list[Block]) -> list[Block]:
    """Paragraphs of the copy that pandoc left out, if it ever does: their words follow the text."""
    seen = {int(number) for number in MARK.findall(ast.text(blocks))}
    left = [number for number in range(len(prepared.wheres)) if number not in seen]
    if not left:
        return []
    copy = [text for job in prepared.jobs for text in _words_of(job)]
    marked = {int(found[1]): text[found.end() :] for text in copy if (found := MARK.match(text))}
    texts = [(" ".join(marked.get(number, "").split()), prepared.wheres[number]) for number in left]
    return [ast.para(ast.leaf(ast.string(text), where)) for text, where in texts if text]


def _words_of(job: Job) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(job.data)) as package:
        yield from words_of_copy(package.read("word/document.xml"))
