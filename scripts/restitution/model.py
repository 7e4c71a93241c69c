"""Typed records that pass between the rooms. No input or output here.

A note's content stays pandoc's AST (version 1.23), as plain JSON. One convention is ours: a *leaf* is the
inline content of a `Para`, `Plain`, `Header`, caption or definition term outside of footnotes, and is wrapped
whole in one `Span`:

    {"t": "Span", "c": [[ID, ["leaf"], [["where", "paragraphe 12"]]], [...the inlines...]]}

`where` is the leaf's place in its source, in French (`paragraphe 12`, `ligne 4`, `cellule B3`, `00:12:04`);
`look`, beside `where`, is how a leaf looks in its source (`bold size-140`): only between readers and shaping.
ID is empty until the leaf is identified, then `src_<10 hex>` (or `gen_<10 hex>` for text without a source).
The writers turn ID into an anchor: the bookmark in DOCX, a label in Typst, the id of an element in HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Final, Literal

import msgspec

Block = dict[str, Any]
Inline = dict[str, Any]

LEAF: Final = "leaf"
MASK: Final = "mask"
"""Class of a `Span` whose words stand for words that are withheld: never a writer's own."""
GENERATED: Final = "generated"
"""Class of a `Span` inside a leaf of a source whose words are ours (a speaker's public label)."""
CORRECTION: Final = "correction"
"""Class of a `Span` inside a leaf whose words a correction put in: no source holds them."""
NOISE: Final = "noise"
"""Class of a `Span` of a transcript: words of the source that nobody said (« [rires] »)."""
SPEAKER: Final = "speaker"
"""Class of the `Span` that opens a turn of speech: empty with the name as read, a public label as shown."""
ANYBODY: Final = "Une personne"
"""Public label of who speaks, where names are masked."""
CHOSEN: Final = "choisi"
"""Class of a `Span` around words that the writer or editor marked as a verbatim, in the text."""
QUOTED: Final = "citation"
"""Class of a leaf that repeats words of a source: its key `source` is the id of the leaf that they come from."""

SourceState = Literal["taken", "set_aside", "ignored", "waiting", "superseded", "returned_copy"]

NotTakenReason = Literal[
    "commentaire",
    "texte supprimé",
    "texte masqué",
    "en-tête ou pied répété",
    "répétition de sous-titre",
    "balise",
    "résidu d'export",
    "champ technique",
]

WithheldReason = Literal[
    "verbatim non choisi",
    "consentement",
    "remplacée",
    "exclue par l'éditeur",
    "confidentialité",
    "accord retiré",
    "corrigée",
]

InternalKind = Literal["comment", "reply", "insertion", "deletion", "move"]
Level = Literal["info", "warning", "error"]

STYLES: Final[dict[str, str]] = {
    "titre": "Title",
    "sous-titre": "Subtitle",
    "territoires": "Author",
    "date": "Date",
    "mention": "Couverture mention",
    "logos": "Couverture logos",
    "origine": "Intitulé d'origine",
    "source": "Source note",
    "lacune": "Lacune",
    "encadre": "Encadré",
    "encadre-titre": "Encadré titre",
    "verbatim": "Verbatim",
    "verbatim-source": "Verbatim source",
    "parole": "Prise de parole",
    "fichier": "Intertitre",
    "identite": "Identité",
}
"""Class of a `Div` in the assembled document -> the paragraph style that it takes in DOCX (the Typst template
has one function of the class's name each). Besides these: `couverture` and `quatrieme` wrap the cover pages,
`sommaire`, `liste-figures` and `liste-tableaux` (empty) are where the table of contents and the lists of figures
and of tables go, `paysage` (never inside another) wraps what stands on pages in landscape."""
REFERENCE: Final = "renvoi"
"""Class of a `Link` to a place of the same document: its target is `#` and the id of the leaf of a heading or a
caption, its words (« figure 2 ») follow from `pandoc.numbering`."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One file of `sources/` as the photograph saw it. `path`: relative, NFC, `/` between parts."""

    path: str
    sha256: str | None
    """None for what is not a regular file that could be read."""
    size: int = 0
    trouble: str = ""
    """Why the photograph holds no bytes: lien, tube, illisible, instable, gelé (after a bon à tirer)."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A source has a problem; the build goes on. `message` is one French sentence for a person."""

    code: str
    level: Level
    message: str
    path: str = ""
    where: str = ""


UNASKED: Final = "exclusion"
"""Code of the finding of a file that could not be taken and that the editor excluded: nobody is asked about it."""
WITHDRAWN: Final = "retrait"
"""That of a file that still holds somebody who withdrew."""


class NotTaken(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a source that the note leaves out on purpose, with the reason and the place."""

    reason: NotTakenReason
    text: str
    where: str = ""


class Internal(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer left for other writers: a comment, a tracked change. For the editor, never published."""

    kind: InternalKind
    text: str
    where: str = ""
    author: str = ""
    date: str = ""
    """As the file says it (ISO 8601)."""
    about: str = ""
    """The words of the text that a comment is tied to."""
    resolved: bool = False


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a note that are not published, with the reason and the place."""

    reason: WithheldReason
    text: str
    inlines: list[Inline] = []
    """Of a leaf that is withheld whole: what it was, from which its words are counted."""
    sealed: list[str] = []
    """Instead of both, in what is handed on: a digest of each word, which tells none (`conservation.sealing`)."""
    where: str = ""
    leaf: str = ""


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a note lists among those present; what it does not say is empty."""

    name: str
    role: str = ""
    structure: str = ""
    territory: str = ""
    """Code."""
    where: str = ""


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The words from which a note's dates were taken, and where they stand."""

    words: str = ""
    where: str = ""
    """A place in the note (« ligne « Dates » »), « nom du fichier » or « classement.csv »."""
    precision: Literal["", "jour", "mois", "trimestre"] = ""
    said: list[str] = []
    """What each line of dates of the note says, whole: what the calendar is asked about."""


class Reading(msgspec.Struct, kw_only=True):
    """What a reader makes of one file: content, what it left out, what it noticed. Nothing else exists."""

    blocks: list[Block] = []
    """Leaves wrapped, `where` filled, ids empty. Image targets are keys of `media`."""
    fields: dict[str, str] = {}
    """Front matter, keys and values as written. Each value also stands in `blocks`, as a bullet list
    « clé : valeur » at the top whose leaves carry the class `field` as well."""
    not_taken: list[NotTaken] = []
    internal: list[Internal] = []
    """In the order of the text, replies after what they answer; their words also stand in `not_taken` (comments,
    deletions) or in `blocks` (insertions, moves)."""
    media: dict[str, bytes] = {}
    pictures: dict[str, list[str]] = {}
    """Of pictures that bear a name of ours: the names of their files."""
    copy_of: str = ""
    """Of a copy that went back to its writer: the file that it was made of (`ooxml.own_source`)."""
    speakers: list[str] = []
    """Names of those who speak, as the transcript labels them, each once, in order."""
    properties: dict[str, str] = {}
    """What the document says of itself beside its text: titre, auteur, cree, modifie (ISO)."""
    findings: list[Finding] = []


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that is a file of its own, as it may be shown."""

    sha256: str
    """What outputs show: of a HEIC or a TIFF, a JPEG of it."""
    ending: str
    territory: str = ""
    """Code of the territory whose folder holds it."""
    is_tall: bool = False
    """Whether it is higher than wide."""
    is_map: bool = False
    """Whether its name says that it is the map of that territory."""
    legend: str = ""
    credit: str = ""
    described: str = ""
    note: str = ""
    """The note below which the editor wants it, as she says it."""
    unseen: bool = False
    """Whether somebody on it may not be seen."""


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is, before it is read."""

    source: Source
    state: SourceState
    format: str = ""
    reason: str = ""
    """One French sentence: why it was not taken and what to do."""
    shot: Shot | None = None
    """Of a picture that can be shown."""
    findings: list[Finding] = []


class Passage(msgspec.Struct, kw_only=True):
    """One block of a note, in its section."""

    block: Block
    section: str
    """Key of the model's section (`domain.yaml`)."""
    role: Literal["title", "field", "section", "heading", "text"] = "text"
    """title: the note's own title; field: a line of its identity; section: the heading that opened `section`;
    heading: a heading that the model does not know."""
    territories: list[str] = []
    themes: list[str] = []
    cells: list[tuple[str, str]] = []
    """Of a table whose rows carry themes of their own: the pairs (theme, territory) that it documents."""
    ours: list[str] = []
    """Themes proposed by keywords only, to confirm."""

    def documents(self) -> list[tuple[str, str]]:
        """The pairs (theme, territory) that the passage speaks of."""
        return self.cells or list(product(self.themes, self.territories))


class Note(msgspec.Struct, kw_only=True):
    """One file, read and shaped."""

    path: str
    sha256: str
    format: str
    kind: str | None
    classified: bool
    title: str
    territories: list[str]
    host: str = ""
    visitors: list[str] = []
    themes: list[str] = []
    dates: list[str] = []
    """ISO dates, first and last; one when it lasts a day."""
    author: str = ""
    """Code of the territory that wrote it, when its author's line or body names one."""
    uses: dict[str, str] = {}
    """Of a tool sheet: territory -> utilise, essaye or vu."""
    words_in: int = 0
    """Words of the source, by its own counter; `words_in = words_note + words_not_taken`."""
    words_note: int = 0
    file: str = ""
    """Its file's name as it may be shown; empty: as it is."""
    structure: str = ""
    """The body that wrote it, as published instead of its author's name."""
    writers: list[str] = []
    """Names of those who wrote it, from its author's line; empty in a public note."""
    status: str = ""
    passages: list[Passage] = []
    not_taken: list[NotTaken] = []
    internal: list[Internal] = []
    withheld: list[Withheld] = []
    media: dict[str, str] = {}
    """Image target -> sha256 in the store."""
    pictures: dict[str, list[str]] = {}
    """Image target -> the names of its files; empty in a public note."""
    speakers: list[str] = []
    people: list[str] = []
    """Names of participants and authors found in the note: masked in its text."""
    attendance: int = 0
    participants: list[Participant] = []
    """Personal data: emptied where names are masked."""
    when: When = When()
    order: int = 0
    place: str = ""
    """Of an editorial text: edito, chapo:<part>, synthese:<theme or part>, conclusion or remerciements."""
    waits: str = ""
    """Why its words are withheld until somebody agreed, one French sentence; empty when it does not wait."""
    reactions: bool = False
    """Whether it is what people wrote on a sheet of reactions, row by row: its headings are the program's."""
    unread: bool = False
    """Whether it is speech without capitals that nobody has read for names: only what was chosen is published."""
    copy_of: str = ""
    """The file that it is a copy of, which went back to its writer: its newer version, whatever its name."""
    modified: str = ""
    """When the document itself says that it was last changed (ISO), empty when it does not."""
    findings: list[Finding] = []


class Shaped(msgspec.Struct, frozen=True, kw_only=True):
    """One file once it was read: its note or, when it was not taken, what intake says of it."""

    note: Note | None = None
    intake: Intake | None = None
    key: str = ""
    """Of the note as it is here: the hash of all that it follows from; empty where it must be made again."""
    found: int = 0
    """As it may be shown: how many of the lot's findings are of this file; they stand in the order of lines."""


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where a leaf of a source stands in the document."""

    leaf: str
    bookmark: str
    part: str
    path: str
    where: str
    heading: bool = False
    """The heading of the plan carries this leaf: same words up to case, accents, numbering and article."""
    quoted: bool = False
    """A quotation: words of this leaf, repeated under a bookmark of their own."""
    territories: list[str] = []
    """Codes of the territories that the passage comes from or speaks of."""


class Document(msgspec.Struct, kw_only=True):
    """The publication, assembled, before any writer."""

    build: str
    """Hash of what it was made from: same notes, same id, wherever and whenever it is built."""
    title: str
    subtitle: str
    date: str
    language: str
    epoch: int
    """Seconds since 1970, UTC: the only time that outputs may show."""
    authors: list[str] = []
    keywords: list[str] = []
    licence: str = ""
    funding: str = ""
    blocks: Sequence[Block] = []
    media: dict[str, str] = {}
    placements: Sequence[Placement] = []
    parts: dict[str, str] = {}
    """Key of each part of the plan that says something -> id of its first leaf."""


LONG: Final = ("blocks", "placements")
"""What a document holds by thousands."""


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer calls a paragraph, a title or a table's cell (« 4.2-13 »), and the passage that it shows.

    `leaf`, `path` and `where` are empty for words of ours.
    """

    code: str
    bookmark: str
    leaf: str = ""
    path: str = ""
    where: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `sources/choix/verbatims.csv`: words of a note that may stand out in the report."""

    fichier: str = ""
    repere: str = ""
    """Where in the file: a time, a paragraph."""
    qui: str = ""
    """How the speaker is told in public; never a name."""
    texte: str = ""
    themes: str = ""
    territoire: str = ""
    choisi: str = ""
    remarque: str = ""
    autres: dict[str, str] = {}
    """Columns that the editor added."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `sources/choix/rencontre.csv`: words of the publication, or a picture, that a view may show."""

    vue: str = ""
    place: str = ""
    """What it is there: étonnement, parole, photo…"""
    texte: str = ""
    """Words of the publication; of a picture, its caption."""
    version_courte: str = ""
    """The editor's words, shown instead."""
    fichier: str = ""
    """The note that says it; empty for words of the editor alone."""
    repere: str = ""
    choisi: str = ""
    remarque: str = ""
    autres: dict[str, str] = {}
    """Columns that the editor added."""


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `sources/photos.csv`: what the editor says of a picture, wherever it stands."""

    fichier: str = ""
    """Path below `sources/`, or « NOTE › image N » of one that only a note holds."""
    legende: str = ""
    credit: str = ""
    texte_alternatif: str = ""
    personnes: str = ""
    """Who is recognised on it: names, separated by commas."""
    accord: str = ""
    note: str = ""
    """Of a picture that is a file of its own: the note below which it is shown; empty: its folder's."""
    empreinte: str = ""
    """How its sha256 begins: what the line was written about, wherever the picture goes."""
    autres: dict[str, str] = {}
    """Columns that the editor added."""


class Pictured(msgspec.Struct, frozen=True, order=True):
    """A picture of the project: what `Photo.fichier` calls it, and its sha256."""

    fichier: str
    sha256: str


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """First line of every contract file: what it is and which build's inputs it was made from."""

    contract: str
    key: str
    version: int = 1


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a note says something, and its words. `path`: a note's, or the settings' file."""

    path: str
    where: str
    words: str


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that is told in two ways, or that cannot be. For the editor: it may name people.

    `about`: what the fact is (« dates », « participants », « densité »); `values`: what each place makes of it;
    `remedy`: what to do, a French sentence.
    """

    check: Literal["K2", "K6", "K10", "K11"]
    about: str
    places: list[Place]
    values: list[str]
    remedy: str
    code: str = ""
    against: list[int] = []
    """For each place, the index of one that contradicts it, -1 when none does; empty: each does."""


CellState = Literal["etayee", "fragile", "vide", "proposee", "sans_objet"]
VisitState = Literal["documentee", "note_manquante", "a_venir", "absente"]
STEPS: Final = ("anticipation", "action", "appropriation")
"""The three steps of the shared method; sections of the model bear their names."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Theme × territory: how well the notes document it."""

    theme: str
    territory: str
    state: CellState
    sources: list[str] = []
    passages: int = 0
    placeholders: list[str] = []
    """« à compléter » and the like, as written: shown to the editor, never published."""


class StepCell(msgspec.Struct, frozen=True, kw_only=True):
    """Step × territory."""

    step: str
    territory: str
    passages: int


class ToolUse(msgspec.Struct, frozen=True, kw_only=True):
    """Tool × territory: utilise, essaye or vu."""

    tool: str
    path: str
    territory: str
    use: str


class VisitPair(msgspec.Struct, frozen=True, kw_only=True):
    """Host × visitor."""

    host: str
    visitor: str
    planned: list[str] = []
    actual: list[str] = []
    notes: list[str] = []
    state: VisitState


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """What the words of one note propose, until the editor confirms it."""

    path: str
    passages: int
    themes: list[str]
    cells: list[tuple[str, str]]
    """The pairs (theme, territory) that it would document."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the notes cover, computed from their passages."""

    themes: list[str]
    territories: list[str]
    cells: list[Cell]
    steps: list[StepCell]
    tools: list[ToolUse]
    visits: list[VisitPair]
    advanced: list[VisitPair] = []
    """Of the visits to territories ahead: those that the settings name."""
    sections: dict[str, list[str]] = {}
    """Of the portraits: territory -> keys of the sections that say something."""
    proposed: list[Proposed] = []
    evidence: dict[str, dict[str, list[list[str]]]] = {}
    """Of each cell (`theme/territory`): path of a note -> for each of its passages that count, their leaves."""


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """Published words that only stand for words to come: « XXX », « à compléter », « ??? », « lorem ipsum »."""

    path: str
    where: str
    """Its place in the file."""
    text: str
    """The sign, with a few words around it."""


class Unexplained(msgspec.Struct, frozen=True, kw_only=True):
    """An acronym of the published text that nothing explains: its first place, how many times it stands there."""

    sigle: str
    path: str
    """Of a note; empty where the words are the plan's own."""
    where: str
    count: int


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a file, and its place in it."""

    where: str
    text: str


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """Of a file that another version replaces: which is kept, and the sentences that stand in one of them only."""

    kept: str
    """Path of the version that is published; empty when it is not known."""
    only_here: list[Sentence] = []
    only_there: list[Sentence] = []


class SourceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file, as `status --json` prints it (interface)."""

    path: str
    sha256: str | None
    state: SourceState
    classified: bool = False
    reason: str = ""
    format: str = ""
    kind: str | None = None
    territory: list[str] = []
    themes: list[str] = []
    dates: list[str] = []
    words_in: int | None = None
    words_note: int | None = None
    words_published: int | None = None
    words_withheld: int | None = None
    words_not_taken: int | None = None
    not_taken: list[dict[str, str | int]] = []
    withheld: list[dict[str, str | int]] = []
    findings: list[Finding] = []
    versions: Versions | None = None


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """Every file and what became of it; `unplaced`: passages that the plan had no place for."""

    sources: list[SourceStatus]
    unplaced: int = 0
    internal: dict[str, list[Internal]] = {}
    """What writers left for each other, by file: told to the editor in words, in no published contract."""
    unfinished: list[Unfinished] = []
    acronyms: list[Unexplained] = []
