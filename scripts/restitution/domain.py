"""The shipped domain model: sections, kinds of notes, fields, themes, and the words that people use for them.

`domain.yaml` is the page to edit; `domain.json` is the same, made by `python -m restitution.domain`, because a
stage cannot pay for a YAML parser. A test holds them together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from restitution.messages import folded
from restitution.model import Note

Key = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_-]{0,39}$",
        extra={"attendu": "une clé en minuscules sans accent, comme logement ou capital_territorial"},
    ),
]


class _Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Theme(_Model, frozen=True, kw_only=True):
    """A theme of the publication."""

    cle: Annotated[Key, Meta(description="Clé unique, citée dans les notes et tableaux.", examples=["logement"])]
    titre: Annotated[str, Meta(description="Titre publié.", examples=["Logement"])]
    alias: Annotated[
        tuple[str, ...], Meta(description="Autres noms acceptés dans les notes.", examples=[["habitat"]])
    ] = ()
    mots: Annotated[
        tuple[str, ...],
        Meta(
            description="Mots qui proposent ce thème, à confirmer ; absents : ceux du modèle, ou ceux du titre.",
            examples=[["bail", "vacance"]],
        ),
    ] = ()


class Axis(_Model, frozen=True, kw_only=True):
    """Themes that belong together."""

    cle: Annotated[Key, Meta(description="Clé unique de l’axe.", examples=["attractivite"])]
    titre: Annotated[str, Meta(description="Titre publié.", examples=["Attractivité"])]
    themes: Annotated[tuple[Theme, ...], Meta(min_length=1, description="Ses thèmes, dans l’ordre.")]


class SectionModel(_Model, frozen=True, kw_only=True):
    """A section of notes. `motifs` are regexes over a folded title."""

    label: str
    alias: tuple[str, ...] = ()
    motifs: tuple[str, ...] = ()


class KindModel(_Model, frozen=True, kw_only=True):
    """A kind of note. `titres` are regexes over a folded title or file name, `exceptions` titles of its own."""

    label: str
    requis: tuple[str, ...] = ()
    conseille: tuple[str, ...] = ()
    optionnel: tuple[str, ...] = ()
    implicite: str
    """Section of what stands before any heading."""
    courts: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    titres: tuple[str, ...] = ()
    exceptions: dict[str, str] = {}

    @property
    def sections(self) -> tuple[str, ...]:
        """All sections that such a note may have."""
        return (*self.requis, *self.conseille, *self.optionnel)


class Domain(_Model, frozen=True, kw_only=True):
    """The whole model; every mapping is in the order of the file."""

    sections: dict[str, SectionModel]
    genres: dict[str, KindModel]
    champs: dict[str, tuple[str, ...]]
    axes: tuple[Axis, ...]
    implicite: str
    """Section of what stands before any heading in a note of no known kind."""
    formes: dict[str, dict[str, tuple[str, ...]]]
    """Of a section: `noms`, `larges` and the turns of phrase by which people title it (`shaping.wording`)."""
    ambigus: tuple[str, ...]
    """Titles that are obeyed only in a kind that has their section."""
    transversaux: tuple[Theme, ...]
    mots_faibles: dict[str, tuple[str, ...]]
    """A word of several themes, or often said of something else -> the themes that it counts half for."""
    trompeurs: tuple[str, ...]
    """Regexes over the text: expressions that hold a word of a theme and speak of something else."""

    @property
    def kinds(self) -> dict[str, KindModel]:
        """Kinds of notes by key."""
        return self.genres

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The themes of every axis, in order."""
        return tuple(theme for axis in self.axes for theme in axis.themes)


class SectionMatch(msgspec.Struct, frozen=True, kw_only=True):
    """The section that a title opens.

    `compound`: the title names something else as well; `pattern`: it only has the shape of such titles (« Visite
    de la scierie »). Either way it says more than the section's name.
    """

    key: str
    compound: bool = False
    pattern: bool = False


@cache
def domain() -> Domain:
    """The shipped model."""
    return msgspec.json.decode(_SHIPPED.read_bytes(), type=Domain)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHIPPED: Final = Path(__file__).with_name("domain.json")
_ARTICLES: Final = frozenset({"le", "la", "les", "l", "un", "une", "des"})
_NUMBERING: Final = re.compile(
    r"^\s*(?:(?:partie|chapitre|volet|article|section|titre|point)\s+)?"
    r"(?:\d+(?:[.-](?:\d+|[a-z]\b))*\s*[.)°:/–—-]*\s+|(?:[IVX]+|[A-Za-z])(?:\s*[.)]|\s+[:–—-])\s*)(?=\w)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[0-9]+|[ivx]+|[a-z]")
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\s*:?\s*$")
_SEPARATOR: Final = re.compile(r"\s+et\s+|\s*&\s*|\s*[/,;:–—]\s+|\s+-\s+|/", re.IGNORECASE)
_SUBJECTS: Final = _words("je j on nous vous il elle ils elles qui ne n c")
_VERBS: Final = _words(
    """ont est sont etait etaient sera seront avait avaient aura auront fait font veut veulent peut peuvent doit
    doivent va vont reste restent devient deviennent permet permettent montre montrent perd perdent quitte
    quittent vient viennent tient tiennent sait savent dit disent voit voient croit croient prend prennent
    attire attirent gagne gagnent cherche cherchent souhaite souhaitent invente inventent refuse refusent"""
)
_LACKS: Final = re.compile(
    r"a (?:completer|venir|preciser|renseigner)|en attente|non renseignee?s?|neant|x{3,}|tbd"
)
_QUESTION_MARKS: Final = re.compile(r"\W*\?{2,}\W*")
_LEAD: Final = re.compile(r"\s*:\s*|\s+[–—-]\s+")
TRANSCRIPT: Final = "transcription_atelier"
"""Key of the kind that holds what was said."""
TRANSCRIPT_FORMATS: Final = frozenset({"vtt", "srt", "sbv", "json", "tsv", "otr", "ttml"})
"""Formats that hold nothing but speech."""
CONTRIBUTIONS: Final = "contributions de relecture"
"""Folder of the notes that hold what reviewers offered for sections that nobody had written."""
NO_THEME: Final = "aucun"
"""The editor's word for a note without a theme: its proposals are refused."""
MAX_TITLE: Final = 200
"""A longer heading is a paragraph: nobody's section."""


def normal_title(text: str) -> str:
    """What two ways to write one title have in common; idempotent.

    Accents, case, œ, punctuation, numbering (« 1. », « II - », « a) »), a count in brackets, the initial article
    and the final s of words are left out.
    """
    while (shorter := _shortened(text)) != text:
        text = shorter
    return text


def _shortened(text: str) -> str:
    text = text[:MAX_TITLE]
    words = folded(unnumbered(_ASIDE.sub("", text) or text)).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(word.rstrip("s") or word[:1] for word in words)


def unnumbered(title: str) -> str:
    """A title without its numbering."""
    return _NUMBERING.sub("", title, count=1)


def heading_words(text: str) -> list[str]:
    """The words that another heading must have to stand for this one: all but the number and article at its head.

    `normal_title` leaves more out (« (INSEE 2022) », « Partie 2 »): words that would be lost.
    """
    words = folded(text).split()
    while len(words) > 1 and (_NUMBER.fullmatch(words[0]) or words[0] in _ARTICLES):
        words = words[1:]
    return [word.rstrip("s") or word for word in words]


def section_of(title: str, kind: str | None) -> SectionMatch | None:
    """The section that a heading opens in a note of this kind; None: nobody's, it stays where it is.

    A known title is obeyed always, the kind's own meaning first. A compound title or a pattern only suggests:
    not when the heading is a statement (full stop, conjugated verb), nor a pattern for a section that such a
    note does not have.
    """
    if len(title) > MAX_TITLE or not _divided(kind):
        return None
    if key := _known(title, kind):
        return SectionMatch(key=key)
    if key := _headed(title, kind):
        return SectionMatch(key=key, compound=True)
    if is_statement(title):
        return None
    for piece in _SEPARATOR.split(title)[:8]:
        if key := _known(piece, kind):
            return SectionMatch(key=key, compound=True)
    found = by_pattern(title, kind)
    return SectionMatch(key=found, pattern=True) if found else None


def _divided(kind: str | None) -> bool:
    """Whether notes of a kind have sections at all: an editorial text is one piece."""
    return kind is None or bool(domain().genres[kind].sections)


def _known(title: str, kind: str | None) -> str | None:
    name = normal_title(title)
    return _exceptions().get((kind or "", name)) or _aliases().get(name)


def _headed(title: str, kind: str | None) -> str | None:
    """The section that stands before a colon, the rest being the writer's own: « Agir : on replante »."""
    head, colon, rest = title.partition(":")
    if not (colon and rest.strip()) or title.rstrip(" »\"'").endswith("."):
        return None
    key = _known(head, kind) or _label_heads().get(normal_title(head))
    model = domain().genres.get(kind or "")
    return key if model is None or key in model.sections else None


def by_pattern(title: str, kind: str | None) -> str | None:
    """The section, of those that such a note may have, whose pattern a title has."""
    model = domain().genres.get(kind or "")
    allowed = model.sections if model and model.sections else domain().sections
    plain = folded(unnumbered(title))
    return next((key for pattern, key in _patterns() if key in allowed and pattern.search(plain)), None)


def is_statement(title: str) -> bool:
    """Whether a heading says something of its own: it ends with a full stop or has a conjugated verb."""
    if title.rstrip(" »\"'").endswith((".", "…")) and not title.rstrip().endswith("etc."):
        return True
    words = folded(title).split()
    written = re.findall(r"\w+", title)
    if not title.isupper() and "a" in written[1:]:
        return True
    return any(
        word in _SUBJECTS or (word in _VERBS and (not number or words[number - 1] not in {"l", "d"}))
        for number, word in enumerate(words)
    )


def is_contribution(path: str) -> bool:
    """Whether a file below `sources/` is one that the tool wrote, for what a reviewer offered."""
    return f"/{CONTRIBUTIONS}/" in path


def lacking_sections(note: Note) -> list[str]:
    """Sections that its kind asks for and that a note does not have.

    A reviewer's contribution is one section, and a sheet of reactions has its own.
    """
    if is_contribution(note.path) or note.reactions or not note.kind:
        return []
    present = {passage.section for passage in note.passages if passage.role in {"text", "heading", "section"}}
    present |= {"participants"} if note.attendance or note.participants else set()
    return [key for key in domain().kinds[note.kind].requis if key not in present]


def says_nothing(text: str) -> bool:
    """Whether a text only tells that something is missing: « à compléter », « XXX », « Lauzerac : néant »."""
    if len(text) > MAX_TITLE:
        return False
    parts = (text, *_LEAD.split(text, maxsplit=1)[1:])
    return any(_LACKS.fullmatch(folded(part)) or _QUESTION_MARKS.fullmatch(part) for part in parts)


def kind_of_word(word: str) -> str | None:
    """The kind that a word or short form of a person means (`genre:` of a note, `restitution new`)."""
    return _kind_words().get(normal_title(word))


def kind_choices() -> list[str]:
    """The short word for each kind of note: « portrait », « visite-miroir » and so on."""
    return [kind.courts[0] if kind.courts else key for key, kind in domain().kinds.items()]


def kind_in_folder(name: str) -> str | None:
    """The kind that a folder's name suggests: its whole name, else the longest expression in it."""
    plain = normal_title(name)
    words = _folder_words()
    inside = [one for one in words if f" {one} " in f" {plain} "]
    return words.get(plain) or (words[max(inside, key=len)] if inside else None)


def kind_in_title(text: str) -> str | None:
    """The kind that a note's title, or its file's name, suggests."""
    plain = folded(text[:MAX_TITLE])
    return next((kind for pattern, kind in _title_patterns() if pattern.search(plain)), None)


def implicit_section(kind: str | None) -> str:
    """The section of what stands before any heading in a note of this kind."""
    model = domain().genres.get(kind or "")
    return model.implicite if model else domain().implicite


def field_of(label: str) -> str | None:
    """The field that a label (« Rédigé par », « auteur ») stands for."""
    return _field_words().get(normal_title(label))


def theme_of_word(word: str, themes: Iterable[Theme] | None = None) -> str | None:
    """Key of the theme that a word is the key, title or alias of; `themes`: the settings', else the shipped."""
    return _theme_words(domain().themes if themes is None else tuple(themes)).get(normal_title(word))


@lru_cache(maxsize=16)
def _theme_words(themes: tuple[Theme, ...]) -> dict[str, str]:
    """Key of the first theme that a word names, by word."""
    return _indexed((word, one.cle) for one in themes for word in (one.cle, one.titre, *one.alias))


def _indexed(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for word, key in words:
        index.setdefault(normal_title(word), key)
    return index


@cache
def _aliases() -> dict[str, str]:
    return _indexed((word, key) for key, one in domain().sections.items() for word in (one.label, *one.alias))


@cache
def _label_heads() -> dict[str, str]:
    """What stands before the colon of a section's own name: « Agir : réponses et leviers »."""
    return _indexed(
        (one.label.partition(":")[0], key) for key, one in domain().sections.items() if ":" in one.label
    )


@cache
def _exceptions() -> dict[tuple[str, str], str]:
    return {
        (kind, normal_title(title)): section
        for kind, model in domain().genres.items()
        for title, section in model.exceptions.items()
    }


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(motif), key) for key, one in domain().sections.items() for motif in one.motifs]


@cache
def _title_patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(motif), key) for key, one in domain().genres.items() for motif in one.titres]


@cache
def _kind_words() -> dict[str, str]:
    return _indexed((word, key) for key, one in domain().genres.items() for word in (key, one.label, *one.courts))


@cache
def _folder_words() -> dict[str, str]:
    return _indexed(
        (word, key)
        for key, one in domain().genres.items()
        for word in (key, one.label, *one.courts, *one.dossiers)
    )


@cache
def _field_words() -> dict[str, str]:
    return _indexed((word, key) for key, words in domain().champs.items() for word in (key, *words))


def shipped_json() -> bytes:
    """`domain.json` made anew from `domain.yaml`. Raises msgspec's `ValidationError` for a wrong model."""
    import yaml  # noqa: PLC0415 - only here: a stage never parses YAML

    written = yaml.safe_load(_SHIPPED.with_suffix(".yaml").read_bytes())
    model = msgspec.convert(written, Domain)
    return msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(shipped_json())
