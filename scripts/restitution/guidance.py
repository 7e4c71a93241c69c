"""What a sheet to fill in says to its writer, and how that is known again when the sheet comes back.

`consignes.toml` is the page to edit. Help is known by its sentences: no style, comment or column has to survive
the program that the sheet was filled with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from restitution.domain import domain
from restitution.messages import folded

MARK: Final = "✎"
"""At the head of each paragraph of help: a writer sees what is not hers to keep."""
_QUOTED: Final = re.compile(r"(?:[^\w«»]*«[^«»]*»)+[^\w«»]*")
"""The themes of a project as its sheets list them: nothing else stands between these quotation marks."""
_WORD: Final = re.compile(r"[^\W_]+")
_BEFORE: Final = re.compile(rf"[ \t]*(?:{MARK}[ \t]*)?$")
_AFTER: Final = re.compile(r"(?:[ \t\u00a0\u202f]*[.?!…])?")
_SHIPPED: Final = Path(__file__).with_name("consignes.toml")


class Guidance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page of help: see its own comments."""

    anciennes: list[str]
    phrases: dict[str, str]
    champs: dict[str, tuple[str, str]]
    """Key of the field -> its name on the sheet, what to write."""
    genres: dict[str, list[str]]
    """Kind -> its fields."""
    rubriques: dict[str, str]


@cache
def guidance() -> Guidance:
    """The shipped page."""
    return msgspec.convert(tomllib.loads(_SHIPPED.read_text("utf-8")), Guidance)


def phrase(name: str) -> str:
    """A sentence or word that every sheet shows."""
    return guidance().phrases[name]


def label_of(field: str) -> str:
    """Name of a field on a sheet."""
    return guidance().champs[field][0]


def help_of_field(field: str, themes: Sequence[str] = ()) -> str:
    """What to write in a field. `themes`: titles of those of the project that the sheet is for."""
    if field == "themes" and themes:
        bare = (re.sub(r"\s*[«»]\s*", " ", title).strip() for title in themes)
        return phrase("themes_du_projet").format(themes=", ".join(f"« {title} »" for title in bare))
    return guidance().champs[field][1]


def fields_of(kind: str) -> list[str]:
    """Keys of the fields of a kind, in the order of its sheet."""
    return guidance().genres[kind]


def sections_of(kind: str) -> list[str]:
    """Keys of the sections that a sheet of this kind asks for: those that it must have, then those that help."""
    model = domain().kinds[kind]
    return [*model.requis, *model.conseille]


def help_of_section(kind: str, section: str) -> str:
    """What to write in a section, and whether it can be left out."""
    need = phrase("indispensable" if section in domain().kinds[kind].requis else "utile")
    return f"{need} {guidance().rubriques[section]}"


def welcome(kind: str, *, in_cells: bool = False) -> str:
    """The first lines of a sheet; of a workbook, whose cells to write in are empty, `in_cells`."""
    return phrase("accueil_tableau" if in_cells else "accueil").format(genre=domain().kinds[kind].label)


def title_of_sheet(kind: str) -> str:
    """What the properties of a sheet say that it is."""
    return f"Fiche à remplir : {domain().kinds[kind].label}"


def is_title_of_sheet(text: str) -> bool:
    """Whether a title is the sheet's own: the note's is its writer's."""
    return folded(text) in {folded(title_of_sheet(kind)) for kind in guidance().genres}


def is_placeholder(text: str) -> bool:
    """Whether a text is the line that stands where the writer is to write, the note's title included."""
    return folded(text) in {folded(phrase("texte")), folded(phrase("titre"))}


def says_need_alone(text: str) -> bool:
    """Whether a text is but the beginning of help: « Indispensable. »."""
    return folded(text) in {folded(phrase(name)) for name in ("indispensable", "utile")}


def is_help(text: str) -> bool:
    """Whether a whole paragraph or cell is help."""
    words = folded(text).split()
    return " ".join(words) in known_sentences() or (
        tuple(words[: len(_around_themes()[0])]) == _around_themes()[0]
        and any(not _WORD.search(text[:start] + text[end:]) for start, end in help_spans(text))
    )


def help_spans(text: str) -> list[tuple[int, int]]:
    """Where help stands in a text: its sign and its final stop with it; none inside another."""
    tokens = [(found.span(), word) for found in _WORD.finditer(text) for word in folded(found[0]).split()]
    spans: list[tuple[int, int]] = []

    def between(first: int, last: int) -> str:
        return text[tokens[first - 1][0][1] : tokens[last][0][0]]

    for first, last in help_places([word for _, word in tokens], between):
        before = _BEFORE.search(text, 0, tokens[first][0][0])
        start = before.start() if before else tokens[first][0][0]
        after = _AFTER.match(text, tokens[last - 1][0][1])
        end = after.end() if after else tokens[last - 1][0][1]
        if all(end <= begun or start >= ended for begun, ended in spans):
            spans.append((start, end))
    return sorted(spans)


def help_places(words: Sequence[str], between: Callable[[int, int], str]) -> Iterator[tuple[int, int]]:
    """First and last (excluded) of the folded words that each sentence of help takes, the longest first.

    `between`: the text as written between the word before the first and the word `last`, both left out.
    """
    whole = f" {' '.join(words)} "
    for sentence in known_by_length():
        if f" {' '.join(sentence)} " in whole:
            yield from ((start, start + len(sentence)) for start in _starts(words, sentence))
    head, tail = _around_themes()
    for start in _starts(words, head):
        for end in _starts(words, tail):
            if end > start + len(head) and _QUOTED.fullmatch(between(start + len(head), end)):
                yield start, end + len(tail)


def _starts(words: Sequence[str], wanted: tuple[str, ...]) -> Iterator[int]:
    """Where a run of words begins."""
    size = len(wanted)
    return (at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == wanted)


@cache
def _around_themes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before and after the list of a project's themes."""
    head, _, tail = phrase("themes_du_projet").partition("{themes}")
    return tuple(folded(head).split()), tuple(folded(tail).split())


@cache
def known_sentences() -> frozenset[str]:
    """All sentences of help, folded, those of earlier sheets too."""
    page = guidance()
    needs = [f"{phrase('indispensable')} ", f"{phrase('utile')} ", ""]
    said = [f"{need}{text}" for text in page.rubriques.values() for need in needs]
    said += [text for _, text in page.champs.values()]
    said += [welcome(kind, in_cells=in_cells) for kind in page.genres for in_cells in (False, True)]
    return frozenset(map(folded, [*said, phrase("depot"), phrase("editorial"), *page.anciennes]))


@cache
def known_by_length() -> tuple[tuple[str, ...], ...]:
    """The words of each sentence of help, the longest first."""
    words = [tuple(text.split()) for text in known_sentences()]
    return tuple(sorted(words, key=lambda sentence: (-len(sentence), sentence)))


@cache
def table_heads() -> frozenset[tuple[str, ...]]:
    """The words at the head of the tables of a sheet, folded: fields, then sections."""
    fields = [phrase("champ"), phrase("consigne"), phrase("reponse")]
    sections = [phrase("rubrique"), phrase("consigne"), phrase("votre_texte")]
    rows = [fields, [fields[0], fields[2]], sections, [sections[0], sections[2]]]
    return frozenset(tuple(map(folded, row)) for row in rows)
