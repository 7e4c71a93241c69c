"""Reads many files at once: each prepared by its reader, all that pandoc must read in one process."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice

import msgspec

from restitution import cage, limits
from restitution.errors import UnreadableSource
from restitution.model import Block, Reading
from restitution.pandoc import ast
from restitution.pandoc.pieces import joined
from restitution.pandoc.run import read_batch
from restitution.readers import (
    docx,
    drawn_map,
    eml,
    epub,
    fods,
    fodt,
    html,
    markdown,
    ods,
    odt,
    otr,
    photograph,
    plain,
    rtf,
    sbv,
    sheet,
    srt,
    ttml,
    vtt,
    whisper,
    whisper_table,
    xlsx,
)
from restitution.readers.base import Prepared, Reader
from restitution.readers.pdf import reader as pdf
from restitution.readers.pptx import reader as pptx

READERS: dict[str, Reader] = {
    "avif": photograph,
    "carte-pdf": drawn_map,
    "csv": sheet,
    "docx": docx,
    "eml": eml,
    "epub": epub,
    "fods": fods,
    "fodt": fodt,
    "heic": photograph,
    "html": html,
    "json": whisper,
    "md": markdown,
    "ods": ods,
    "odt": odt,
    "otr": otr,
    "pdf": pdf,
    "pptx": pptx,
    "rtf": rtf,
    "sbv": sbv,
    "srt": srt,
    "tiff": photograph,
    "tsv": whisper_table,
    "ttml": ttml,
    "txt": plain,
    "vtt": vtt,
    "xlsx": xlsx,
}


class File(msgspec.Struct, frozen=True):
    """A file to read: its path only names it in findings."""

    path: str
    format: str
    data: bytes
    lifted: bool = False
    """Whether somebody answers for its going beyond the limits."""


def read_all(files: Sequence[File]) -> list[Reading | UnreadableSource]:
    """The reading of each file, or why it cannot be taken."""
    prepared = [_prepare(file) for file in files]
    cage.give_back()
    cage.advance()
    answers = iter(read_batch([job for p in prepared if isinstance(p, Prepared) for job in p.jobs]))
    cage.advance()
    return [
        one
        if isinstance(one, UnreadableSource)
        else _finish(file, one, joined(one.jobs, islice(answers, len(one.jobs))))
        for file, one in zip(files, prepared, strict=True)
    ]


def bounds(file: File) -> AbstractContextManager[None]:
    """The limits that hold while a file is read."""
    return limits.lifted() if file.lifted else nullcontext()


def _prepare(file: File) -> Prepared | UnreadableSource:
    try:
        with bounds(file):
            prepared = READERS[file.format].prepare(file.data, file.path)
    except UnreadableSource as error:
        return error
    if file.lifted and prepared.job is not None:
        job, *rest = [msgspec.structs.replace(job, lifted=True) for job in prepared.jobs]
        prepared = msgspec.structs.replace(prepared, job=job, rest=rest)
    return prepared


def _finish(file: File, prepared: Prepared, blocks: list[Block] | UnreadableSource) -> Reading | UnreadableSource:
    if isinstance(blocks, UnreadableSource):
        return blocks
    try:
        with bounds(file):
            reading = READERS[file.format].finish(prepared, blocks)
    except UnreadableSource as error:
        return error
    reading.blocks = ast.joined(reading.blocks)  # all that follows goes through a tenth of the nodes
    return reading
