"""Step (a): every word of a source is in the note, in its order and as often, or listed as not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from restitution.conservation.align import is_subsequence, unpaired
from restitution.conservation.ast_words import block_words, holds_notes
from restitution.conservation.cell_order import in_cell_order
from restitution.conservation.reading_pdf import check_pdf
from restitution.conservation.reading_pptx import check_pptx
from restitution.conservation.source_docx import docx_words
from restitution.conservation.source_eml import eml_words
from restitution.conservation.source_epub import check_epub
from restitution.conservation.source_html import html_page_words
from restitution.conservation.source_json import json_words
from restitution.conservation.source_markdown import markdown_words, tell_markdown
from restitution.conservation.source_ods import ods_words
from restitution.conservation.source_odt import odt_words
from restitution.conservation.source_otr import otr_words
from restitution.conservation.source_rtf import rtf_words
from restitution.conservation.source_text import text_words
from restitution.conservation.source_ttml import ttml_words
from restitution.conservation.source_vtt import tell_vtt, vtt_words
from restitution.conservation.source_xlsx import xlsx_words
from restitution.conservation.verdict import Check, Stray
from restitution.conservation.words import Flow, Tell
from restitution.errors import RestitutionError, UnreadableSource
from restitution.model import Reading


def check_map(data: bytes, reading: Reading) -> Check:
    """Of a PDF that became a picture, nothing is counted: its words are seen, as those of a map in PNG."""
    is_picture = bool(reading.media) and not (reading.blocks or reading.not_taken)
    return Check(words_in=0, words_note=0, words_not_taken=0) if is_picture else check_pdf(data, reading)


def no_words(_: bytes) -> list[str]:
    """A photograph has none."""
    return []


COUNTERS: dict[str, Callable[[bytes], list[str]]] = {
    "docx": docx_words,
    "odt": odt_words,
    "eml": eml_words,
    "fodt": odt_words,
    "fods": ods_words,
    "otr": otr_words,
    "ttml": ttml_words,
    "md": markdown_words,
    "txt": text_words,
    "csv": text_words,
    "vtt": vtt_words,
    "srt": vtt_words,
    "sbv": vtt_words,
    "json": json_words,
    "tsv": text_words,
    "xlsx": xlsx_words,
    "ods": ods_words,
    "rtf": rtf_words,
    "html": html_page_words,
    **dict.fromkeys(("avif", "heic", "tiff"), no_words),
}
TELL: dict[str, Tell] = {"md": tell_markdown, "vtt": tell_vtt, "srt": tell_vtt, "sbv": tell_vtt}
"""The marks that cut no word in a source cut none in its note either."""
CHECKS: dict[str, Callable[[bytes, Reading], Check]] = {
    "carte-pdf": check_map,
    "epub": check_epub,
    "pdf": check_pdf,
    "pptx": check_pptx,
}
"""Formats whose words stand in places, or in pages: their order is not that of a text alone."""
NOTES_LAST = frozenset({"eml", "html", "otr"})
"""Formats whose footnotes stand after the text."""
BY_CELL = frozenset({"csv", "fods", "ods", "xlsx"})
"""Formats whose leaves name their cell: several tables may stand beside each other."""
AROUND = 4
TOO_DEEP = (
    "Ce fichier emboîte trop d'éléments les uns dans les autres : simplifiez-le et enregistrez-le à nouveau."
)


def source_words(data: bytes, format: str) -> list[str]:  # noqa: A002 the contract's word
    """Every word of a source file, in its order. Raises `UnreadableSource` when it cannot be read."""
    if format not in COUNTERS:
        raise RestitutionError(
            f"Le format « {format} » n'est pas compté.", f"Formats comptés : {', '.join(COUNTERS)}."
        )
    try:
        return COUNTERS[format](data)
    except RecursionError as error:
        raise UnreadableSource(TOO_DEEP) from error


def reading_words(reading: Reading) -> list[str]:
    """Words of the note in order, footnotes at their reference, without those that are ours."""
    return _note_words(reading, "")


def check_reading(data: bytes, format: str, reading: Reading) -> Check:  # noqa: A002 the contract's word
    """Compare a source with its reading. Raises `UnreadableSource` when the source cannot be counted."""
    if format in CHECKS:
        return CHECKS[format](data, reading)
    if format == "md" and holds_notes(reading.blocks):
        source = markdown_words(data, notes_in_place=True)
    else:
        source = source_words(data, format)
    note = _note_words(reading, format)
    listed = [word for piece in reading.not_taken for word in words_told(piece.text, format)]
    if Counter(source) == Counter(note) + Counter(listed) and is_subsequence(note, source):
        return Check(words_in=len(source), words_note=len(note), words_not_taken=len(listed))
    return _strays(source, note, listed)


def words_told(text: str, format: str) -> list[str]:  # noqa: A002 the contract's word
    """The words of a piece of text, as those of a file of that format."""
    flow = Flow()
    TELL.get(format, Flow.say)(flow, text)
    return flow.done()


def _note_words(reading: Reading, format_: str) -> list[str]:
    try:
        blocks = in_cell_order(reading.blocks) if format_ in BY_CELL else reading.blocks
        return block_words(blocks, TELL.get(format_, Flow.say), notes_last=format_ in NOTES_LAST)
    except RecursionError as error:
        raise UnreadableSource(TOO_DEEP) from error


def _strays(source: list[str], note: list[str], listed: list[str]) -> Check:
    note_alone, source_alone = unpaired(note, source)
    held, told = Counter(source), Counter(note) + Counter(listed)
    lacking, too_many = held - told, told - held
    unlisted = unpaired(listed, [source[index] for index in source_alone])[1]
    likely = [source_alone[place] for place in unlisted]  # where the list does not account for the word
    missing = [index for index in dict.fromkeys(likely + source_alone) if _take(lacking, source[index])]
    extra = [index for index in note_alone if _take(too_many, note[index])]
    moved = sorted(set(note_alone) - set(extra))
    over = [index for index, word in enumerate(listed) if _take(too_many, word)]
    return Check(
        words_in=len(source),
        words_note=len(note),
        words_not_taken=len(listed),
        missing=_around(source, sorted(missing)),
        extra=_around(note, extra) + _around(listed, over),
        moved=_around(note, moved),
    )


def _take(counter: Counter[str], word: str) -> bool:
    """One of these words is accounted for, if any is left."""
    counter[word] -= 1
    return counter[word] >= 0


def _around(found: list[str], indices: Iterable[int]) -> list[Stray]:
    return [Stray(found[index], " ".join(found[max(0, index - AROUND) : index + AROUND + 1])) for index in indices]
