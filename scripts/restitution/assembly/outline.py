"""Renders the plan: one template a part, which sees the settings and what there is, never a word of a note.

A template asks for passages and gets a *reference*: an empty div that the assembler replaces by the blocks
afterwards, so that a note is never a template. Whatever else it prints is escaped: a title is data too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import msgspec
from msgspec import structs

from restitution.assembly import plates
from restitution.assembly.people_told import NO_REGISTER, PeopleTold
from restitution.assembly.plates import Exposed
from restitution.assembly.pool import Item, Pool, Wanted, fits
from restitution.assembly.quotes import Quote, title_of
from restitution.assembly.transcripts import is_transcript
from restitution.domain import domain, field_of, is_contribution, says_nothing
from restitution.errors import RestitutionError
from restitution.messages import expected, folded, french_date, french_period, listed, plural
from restitution.model import Block, Note
from restitution.pandoc import ast
from restitution.settings import Settings
from restitution.templating import Mistake, environment, rendered

EDITORIAL: Final = "texte_editorial"
GAP: Final = "Non renseigné par le territoire"
CONDITIONS: Final = {
    "territoire": "territory",
    "theme": "theme",
    "hote": "host",
    "auteur": "author",
    "note": "path",
}
"""Words of a template -> fields of `Wanted`."""
MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@:'\"=&])")


class Reference(str):
    """Markdown of ours: printed as it is."""

    __slots__ = ()


class Slot(msgspec.Struct, kw_only=True):
    """What a reference stands for: passages, or blocks that are made already."""

    items: list[Item] = []
    blocks: list[Block] = []
    headings: bool = False
    """Whether the notes' own section titles become headings, or stand small above their text."""
    sourced: bool = False
    """Whether each note's run ends with its source."""
    quotes: list[Quote] = []
    used: str = ""
    """Path of the note of which the places are told."""


class NoteView(msgspec.Struct, frozen=True):
    """What a template may know of a note."""

    path: str
    fichier: str
    genre: str
    hote: str
    auteur: str
    territoires: tuple[str, ...]
    themes: tuple[str, ...]
    visiteurs: tuple[str, ...]
    periode: str
    structure: str
    effectif: int
    place: str
    titre: str
    mots: int
    orale: bool
    """Whether it is speech, written down turn by turn."""


class Outline:
    """Renders parts, one after another, over one pool of passages."""

    def __init__(  # noqa: PLR0913, PLR0917 each thing that a template may ask for
        self,
        templates: Mapping[str, str],
        settings: Settings,
        pool: Pool,
        made: Mapping[str, list[Block]],
        date: str,
        quotes: Sequence[Quote] = (),
        people: PeopleTold = NO_REGISTER,
        exposed: Sequence[Exposed] = (),
    ) -> None:
        self.templates = templates
        self.pool = pool
        self.made = {**made, "personnes": people.table()}
        self.people = people
        self.quotes = quotes
        self.exposed = exposed
        self.slots: list[Slot] = []
        self._missed: Wanted | None = None
        """What was asked for just now, in vain."""
        words = {**self._words(settings, date), **self._functions()}
        self.environment = environment(words, **MARKDOWN)

    def part(self, key: str, title: str) -> str:
        """Markdown of a part. Raises `RestitutionError` when its template is wrong."""
        name = f"plan/{key}.md.j2"
        if name not in self.templates:
            raise RestitutionError(
                f"Le plan demande la partie « {key} », mais templates/{name} n'existe pas.",
                f"Retirez cette partie du plan dans restitution.yaml, ou écrivez templates/{name}.",
            )
        self._missed = None
        return rendered(self.environment, name, self.templates[name], titre=title, partie=key)

    def _words(self, settings: Settings, date: str) -> dict[str, Any]:
        return {
            "projet": settings.projet,
            "territoires": settings.territoires,
            "avances": settings.avances,
            "axes": settings.axes,
            "visites": [structs.replace(one, visiteurs=settings.visitors(one)) for one in settings.visites],
            "financement": settings.financement,
            "jour": french_date(date) if date else "",
            "parties": [part.partie for part in settings.parts],
            "noms_masques": settings.noms == "masques",
            "personnes": self.people.words(),
            "transcriptions": settings.transcriptions,
            "nom": {one.code: one.nom for one in settings.territoires}
            | {one.code: one.nom for one in settings.avances},
        }

    def _functions(self) -> dict[str, Callable[..., Any]]:
        return {
            "passages": self.passages,
            "notes": self.notes,
            "note_entiere": self.whole_note,
            "transcription": self.transcript,
            "paroles": self.quotations,
            "planche": self.plate,
            "carte": self.map,
            "notes_illustrees": self.illustrated,
            "images_restantes": self.left_over,
            "editorial": self.editorial,
            "identite": self.identity,
            "champ": self.field,
            "toutes_les_notes": self.all_notes,
            "restantes": self.remaining,
            "a_une_rubrique": self.has,
            "a_ete_dit": self.said,
            "renvoi": pointer,
            "repere": mark,
            "lacune": self.gap,
            "tableau": self.made_blocks,
            "le": _on,
            "nombre": plural,
            "source": source,
            "titre_de": self.title,
            "voir_aussi": self.see_also,
            "repris_dans": self.used_in,
        }

    def notes(self, *genres: str, hote: str = "", theme: str = "", territoire: str = "") -> list[NoteView]:
        """The notes of these kinds, in the order of the publication."""
        _check_known("un genre de note", genres, domain().kinds)
        self._missed = None
        return [
            view(note)
            for note in self.pool.notes
            if note.passages
            and note.kind in genres
            and (not hote or note.host == hote)
            and (not theme or theme in note.themes)
            and (not territoire or territoire in note.territories)
        ]

    def passages(self, *rubriques: str, genre: Any = (), sources: bool = False, **wanted: Any) -> Reference:
        """Passages of these sections, as `Wanted` says in French; empty (and false) when there is none."""
        asked = _wanted(rubriques, genre, wanted)
        items = self.pool.take(asked)
        self._missed = None if items else asked
        return self._slot(Slot(items=items, sourced=sources)) if items else Reference("")

    def gap(self, text: str = GAP) -> Reference:
        """A visible gap: the same heading stands for every territory, and says that it waits.

        Behind `passages(…) or`, it bears what was asked for: a reviewer may offer it.
        """
        asked, self._missed = self._missed, None
        return _styled("lacune", text, _gap_attributes(asked) if asked else {})

    def whole_note(self, note: NoteView) -> Reference:
        """All that is left of one note, its own titles as headings."""
        items = self.pool.take(Wanted(path=note.path))
        pictures = self.plate(note=note.path)
        if not items:
            return pictures
        return Reference(self._slot(Slot(items=items, headings=True, sourced=True)) + pictures)

    def plate(
        self, *genres: str, hote: str = "", territoire: str = "", theme: str = "", note: str = ""
    ) -> Reference:
        """The pictures that go with notes of these kinds, maps excepted; empty (and false) when there is none."""
        _check_known("un genre de note", genres, domain().kinds)

        def goes_with(one: Exposed) -> bool:
            own = one.note
            return own is not None and (
                (not genres or own.kind in genres)
                and (not hote or own.host == hote)
                and (not territoire or territoire in own.territories)
                and (not theme or theme in own.themes)
                and (not note or own.path == note)
            )

        return self._shown(lambda one: not one.shot.is_map and goes_with(one))

    def map(self, territoire: str) -> Reference:
        """The maps of a territory; empty (and false) when there is none."""
        return self._shown(lambda one: one.shot.is_map and one.shot.territory == territoire, plates.chart)

    def illustrated(self) -> list[NoteView]:
        """The notes that pictures go with which have no place yet."""
        paths = {one.note.path for one in self._left() if one.note and not one.shot.is_map}
        return [view(note) for note in self.pool.notes if note.path in paths]

    def left_over(self) -> Reference:
        """All pictures that have no place yet; empty (and false) when there is none."""
        return self._shown(lambda _: True)

    def _left(self) -> list[Exposed]:
        return [one for one in self.exposed if not one.placed]

    def _shown(
        self,
        wanted: Callable[[Exposed], bool],
        laid: Callable[[Sequence[Exposed]], list[Block]] = plates.plate,
    ) -> Reference:
        """A place for the pictures without one that are wanted."""
        found = [one for one in self._left() if wanted(one)]
        for one in found:
            one.placed = True
        return self._slot(Slot(blocks=laid(found))) if found else Reference("")

    def transcript(self, note: NoteView) -> Reference:
        """What was said, of a note whose speech stands in the annexes; empty (and false) when it does not."""
        items = self.pool.take(Wanted(path=note.path, apart=True))
        return self._slot(Slot(items=items, headings=True, sourced=True)) if items else Reference("")

    def quotations(self, theme: str = "", note: str = "") -> Reference:
        """The chosen quotations without a place, of a theme or a note; empty (and false) when there is none."""
        found = [
            quote
            for quote in self.quotes
            if not quote.placed
            and (not theme or quote.theme == theme)
            and (not note or quote.saying.note.path == note)
        ]
        for quote in found:
            quote.placed = True
        return self._slot(Slot(quotes=found)) if found else Reference("")

    def editorial(self, place: str) -> Reference:
        """The editorial texts of a place (« chapo:themes »), one after another; empty (and false) without one."""
        texts = [note for note in self.notes(EDITORIAL) if note.place == place]
        return Reference("".join(map(self.whole_note, texts)))

    def identity(self, note: NoteView) -> Reference:
        """The title of a note and what it says of itself."""
        items = self.pool.take(Wanted(path=note.path, roles=("title", "field")))
        return self._slot(Slot(items=items)) if items else Reference("")

    def field(self, note: NoteView, name: str) -> Reference:
        """The line by which a note states a field (« Signé : la présidente »); empty (and false) without one."""
        items = [
            item
            for item in self.pool.of(note.path)
            if item.passage.role == "field"
            and not item.placed
            and field_of(ast.text([item.passage.block]).partition(":")[0]) == name
        ]
        for item in items:
            item.placed = True
        return self._slot(Slot(items=items)) if items else Reference("")

    def title(self, note: NoteView) -> Reference:
        """A note's own title, for a heading; its file's name when it has none."""
        items = [item for item in self.pool.of(note.path) if item.passage.role == "title"]
        if not items:
            return Reference(escaped(note.titre))
        items[0].placed = True
        self.slots.append(Slot(items=items[:1]))
        return Reference(f'[.]{{.titre n="{len(self.slots) - 1}"}}')

    def see_also(self, theme: str, territory: str) -> Reference:
        """The files, besides theme sheets, that speak of a theme in a territory."""
        found = dict.fromkeys(
            _file(item.note)
            for item in self.pool.items
            if item.note.kind != "fiche_thematique"
            and item.passage.role == "text"
            and (theme, territory) in item.passage.documents()
            and not says_nothing(ast.text([item.passage.block]))
        )
        return _styled("source", f"Ce thème est abordé dans : {listed(found)}") if found else Reference("")

    def all_notes(self) -> list[NoteView]:
        """Every note that is published, in the order of the publication; none that the tool wrote."""
        return [view(note) for note in self.pool.notes if note.passages and not is_contribution(note.path)]

    def remaining(self, *, classees: bool = True) -> list[NoteView]:
        """The notes of which something has no place yet; `classees`: those whose kind is known, or the others."""
        return [
            view(note)
            for note in self.pool.notes
            if note.classified is classees
            and any(not item.placed and not item.apart for item in self.pool.of(note.path))
        ]

    def has(self, *rubriques: str, genre: Any = (), **wanted: Any) -> bool:
        """Whether a passage without a place fits."""
        asked = _wanted(rubriques, genre, wanted)
        return any(not item.placed and fits(item, asked) for item in self.pool.items)

    def said(self, *rubriques: str, genre: Any = (), **wanted: Any) -> bool:
        """Whether a passage fits, wherever it stands."""
        asked = _wanted(rubriques, genre, wanted)
        return any(fits(item, asked) for item in self.pool.items)

    def made_blocks(self, name: str) -> Reference:
        """Blocks that are computed: a matrix, the logos, the glossary; empty (and false) when there is nothing."""
        _check_known("un tableau", [name], self.made)
        self._missed = None
        blocks = self.made[name]
        return self._slot(Slot(blocks=blocks)) if blocks else Reference("")

    def used_in(self, note: NoteView) -> Reference:
        """Where the document uses a note: told once everything has its number (`references`)."""
        return self._slot(Slot(used=note.path))

    def _slot(self, slot: Slot) -> Reference:
        self.slots.append(slot)
        return Reference(f'\n\n::: {{.ref n="{len(self.slots) - 1}"}}\n:::\n\n')


def pointer(text: str, *place: str) -> Reference:
    """Where the reader finds what stands elsewhere: words, and a reference to the heading that `repere` marks."""
    if not place:
        return _styled("source", text)
    return Reference(f"\n\n::: source\n{escaped(text)} [](#{slug(place)}).\n:::\n\n")


def mark(*place: str) -> Reference:
    """The id of a heading that references name: `## En visite {{ repere("visite", "HG") }}`."""
    return Reference(f"{{#{slug(place)}}}")


def slug(place: Sequence[str]) -> str:
    """The id that these words make."""
    return "-".join(re.sub(r"[\W_]+", "-", folded(word)).strip("-") for word in place)


def source_words(note: NoteView) -> str:
    """What names a note's file, and the body that wrote it."""
    return f"Source : {note.fichier}" + (f" – {note.structure}" if note.structure else "")


def source(note: NoteView) -> Reference:
    """The line of a note's source."""
    return _styled("source", source_words(note))


def _gap_attributes(asked: Wanted) -> dict[str, str]:
    """What a gap waits for, as its block bears it."""
    said = {
        "rubrique": next(iter(asked.sections), ""),
        "genre": asked.kinds[0] if len(asked.kinds) == 1 else "",
        "territoire": asked.territory or "",
        "theme": asked.theme,
        "hote": asked.host,
        "note": asked.path,
    }
    return {key: value for key, value in said.items() if value}


def _styled(name: str, words: str, attributes: Mapping[str, str] = MappingProxyType({})) -> Reference:
    """A paragraph of ours in a style of its own."""
    said = "".join(f' {key}="{_quotable(value)}"' for key, value in attributes.items())
    return Reference(f"\n\n::: {{.{name}{said}}}\n{escaped(words)}\n:::\n\n")


def _quotable(value: str) -> str:
    return re.sub(r"([\\\"])", r"\\\1", value)


def _on(dates: Sequence[str]) -> str:
    """« le 20 mai 2025 », « du 20 au 22 mai 2025 »."""
    told = french_period(dates)
    return told if told.startswith("du ") else f"le {told}"


def view(note: Note) -> NoteView:
    """A note without its words."""
    return NoteView(
        path=note.path,
        fichier=_file(note),
        genre=domain().kinds[note.kind].label if note.kind else "à classer",
        hote=note.host,
        auteur=note.author,
        territoires=tuple(note.territories),
        themes=tuple(note.themes),
        visiteurs=tuple(note.visitors),
        periode=french_period(note.dates),
        structure=note.structure,
        effectif=note.attendance,
        place=note.place,
        titre=title_of(note),
        mots=note.words_note,
        orale=is_transcript(note),
    )


def _file(note: Note) -> str:
    return note.file or note.path.rsplit("/", 1)[-1]


def _wanted(sections: Sequence[str], kinds: Any, said: Mapping[str, Any]) -> Wanted:
    """What a template asks for. Raises `Mistake` for a word that nothing has."""
    genres = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    _check_known("une condition", said, CONDITIONS)
    _check_known("une rubrique", sections, domain().sections)
    _check_known("un genre de note", genres, domain().kinds)
    known = {CONDITIONS[word]: value for word, value in said.items()}
    return Wanted(sections=tuple(sections), kinds=genres, **known)


def _check_known(what: str, words: Iterable[str], known: Iterable[str]) -> None:
    choices = list(known)
    for word in words:
        if word not in choices:
            raise Mistake(f"« {word} » n'est pas {what} ; attendu : {expected(word, choices)}")


def escaped(value: Any) -> Any:
    """A printed value as Markdown that shows it; references and numbers as they are."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Reference):
        return MARKUP.sub(r"\\\1", re.sub(r"\s+", " ", value))
    return value


MARKDOWN: Final[Mapping[str, Any]] = {"finalize": escaped, "autoescape": False}
"""Jinja's options for a template that gives Markdown."""
