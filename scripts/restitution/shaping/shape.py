"""Reading -> Note: what one file is, whose it is, and in which section each of its blocks stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from restitution.domain import NO_THEME, TRANSCRIPT, domain, field_of, implicit_section, lacking_sections
from restitution.messages import folded, french_dates
from restitution.model import Finding, Note, Reading, When
from restitution.pandoc import ast
from restitution.settings import Settings
from restitution.shaping import attribution, people, proposals
from restitution.shaping.captions import captioned
from restitution.shaping.dates import Clues, Dated, dated_note, visits_of
from restitution.shaping.fields import field_lines
from restitution.shaping.filing import folder_s, misplaced
from restitution.shaping.headings import demoted
from restitution.shaping.hosts import only_host
from restitution.shaping.kinds import kind_of
from restitution.shaping.labels import is_nobody
from restitution.shaping.participants import participants_of
from restitution.shaping.places import EDITORIAL, place_of
from restitution.shaping.promotion import promoted, without_looks
from restitution.shaping.reactions import is_reaction, placed, unplaced
from restitution.shaping.sections import sectioned, title_block
from restitution.shaping.themes import sheet_without_theme, themes_in, themes_of_title, unknown_themes
from restitution.shaping.turns import TRANSCRIBED, speech_apart
from restitution.shaping.voices import voices
from restitution.shaping.withholding import much_withheld
from restitution.shaping.wording import opened_by

SHEET = "fiche_thematique"
"""A theme's sheet speaks of its theme from end to end."""
VISITS = frozenset({"visite_miroir", "visite_inspirante"})
MOST_DIGITS = 10
"""Digits from which a number is neither a rank nor a count of people."""
USES = ("utilise", "essaye", "vu")
STYLED_ONLY = frozenset({"vtt", "srt", "sbv", "json", "tsv", "otr", "ttml", "csv", "xlsx", "ods", "fods"})
"""Formats whose bold or capital lines are never headings."""
PEOPLE = ("redacteur", "animateur", "rapporteur", "participants", "expert", "relecteurs", "valide_par", "excuses")
"""Fields of a note's head that name people."""
ALWAYS_PEOPLE = frozenset({"redacteur", "rapporteur", "participants", "excuses"})
"""Those that name people wherever they stand."""
PRESENTS = frozenset({EDITORIAL, "presentation_projet"})


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """The editor's word on one file (`sources/classement.csv`); an empty string says nothing."""

    genre: str = ""
    territoire: str = ""
    themes: str = ""
    date: str = ""
    statut: str = ""
    ordre: str = ""


def shape(reading: Reading, path: str, sha256: str, format_: str, said: Said, settings: Settings) -> Note:
    """The note that a reading makes. Loses no block: what is not understood stays where it was."""
    blocks = placed(demoted(reading.blocks), settings)
    if format_ not in STYLED_ONLY:
        blocks = captioned(promoted(captioned(blocks, sure=True), _kind_before(reading, path, format_, said)))
    else:
        blocks = without_looks(blocks)
    fields = _fields(reading, blocks)
    heading = title_block(blocks)
    title = ast.text(blocks[heading]["c"][2]).strip() if heading is not None else fields.get("titre", "")
    named = title or reading.properties.get("titre", "")
    stated, spoken = fields.get("genre", ""), bool(reading.speakers)
    kind = kind_of(said.genre, stated, path, format_, named, blocks, spoken=spoken)
    kind = kind or (TRANSCRIPT if reading.speakers else None)
    note = Note(
        path=path,
        sha256=sha256,
        format=format_,
        kind=kind,
        classified=kind is not None,
        title=named or PurePosixPath(path).stem,
        territories=[],
        passages=speech_apart(sectioned(blocks, kind, implicit_section(kind))),
        not_taken=reading.not_taken,
        internal=reading.internal,
        copy_of=reading.copy_of,
        speakers=reading.speakers,
        reactions=any(map(is_reaction, blocks)),
        status=(said.statut or fields.get("statut", "")).strip(" ."),
        order=int(said.ordre) if said.ordre.isdecimal() and len(said.ordre) < MOST_DIGITS else 0,
        findings=list(reading.findings),
    )
    _locate(note, fields, said, settings)
    note.findings += misplaced(note, fields.get("territoire", ""), settings, is_told=bool(said.territoire))
    _name(note, fields, settings)
    _sign(note, reading.properties.get("auteur", ""), settings)
    _theme(note, fields, said, settings)
    if kind == EDITORIAL:
        note.place = place_of((fields.get("place", ""), PurePosixPath(path).stem, note.title), settings)
    note.uses = _uses(fields.get("territoires_usage", ""), settings)
    _date(note, fields, blocks, said, reading.properties, settings)
    note.findings += unplaced(note, settings)
    note.findings += _notices(note, title or (named if reading.speakers else ""))
    note.findings += much_withheld(note.passages, path) if settings.noms != "affiches" else []
    return note


def _kind_before(reading: Reading, path: str, format_: str, said: Said) -> str | None:
    """The kind of a note as far as the editor, its front matter and its place say it: its headings are to come."""
    stated = next((value for label, value in reading.fields.items() if field_of(label) == "genre"), "")
    return kind_of(said.genre, stated, path, format_, "", [])


def _fields(reading: Reading, blocks: list[dict[str, object]]) -> dict[str, str]:
    """Canonical field -> value: the front matter, then lines before the second heading."""
    found: dict[str, str] = {}
    for label, value in reading.fields.items():
        found.setdefault(field_of(label) or label, value)
    headings = 0
    for block in blocks:
        headings += block["t"] == "Header"
        if headings > 1:
            break
        for field, value in field_lines(block):
            found.setdefault(field, value)
    return found


def _date(
    note: Note,
    fields: dict[str, str],
    blocks: list[dict[str, object]],
    said: Said,
    properties: dict[str, str],
    settings: Settings,
) -> None:
    """The dates of a note, the words that gave them, and what the editor should hear of them."""
    planned = visits_of(note.host, settings) if note.host else []
    changed = [properties[key] for key in ("modifie", "cree") if properties.get(key)]
    clues = Clues(path=note.path, planned=planned, changed=changed)
    found = dated_note(said.date, fields, blocks, note.title, clues)
    if not found.dates and (days := french_dates(properties.get(TRANSCRIBED, ""))):
        when = When(words=properties[TRANSCRIBED], where="en-tête de la transcription", precision="jour")
        found = Dated(dates=days, when=when)
    note.dates, note.when = found.dates, found.when
    if found.notice:
        note.findings.append(_warning(note, "date", found.notice, found.when.where))


def _locate(note: Note, fields: dict[str, str], said: Said, settings: Settings) -> None:
    """Host, visitors and territories of a note."""
    if note.kind in VISITS:
        named = settings.territory_named(said.territoire or fields.get("territoire_hote", ""), advanced=True)
        visitors = settings.territory_named(fields.get("territoires_visiteurs", ""))
        note.host = named[0] if named else _host(note, visitors, settings)
        note.visitors = [code for code in visitors or settings.codes if code != note.host]
        note.territories = [note.host] if note.host in settings.codes else []
        note.author = _regard(note, visitors, settings)
        return
    stated = settings.territory_named(said.territoire or fields.get("territoire", ""))
    note.territories = stated or _from_path(note, settings)


def _host(note: Note, visitors: list[str], settings: Settings) -> str:
    """The territory that a visit's title names, visitors apart; its folder's, when it names none or several.

    Who visits may keep the note at home: the folder then is the visitor's, and nobody visits herself.
    """
    filed = _from_path(note, settings, advanced=True)
    has_title = note.title != PurePosixPath(note.path).stem
    titled = settings.territory_named(note.title, advanced=True) if has_title else []
    hosts = [code for code in titled if code not in visitors]
    if len(hosts) == 1 or (hosts and not set(filed) & set(hosts)):
        return hosts[0]
    if visitors and visitors == filed:
        return only_host(note.kind, visitors[0], settings)
    return filed[0] if filed else ""


def _regard(note: Note, visitors: list[str], settings: Settings) -> str:
    """Whose regard a visit's note is, when no author says it: its only visitor, or who keeps it at home."""
    if len(visitors) == 1:
        return visitors[0]
    filed = folder_s(note.path, settings)
    return filed if filed and filed != note.host and filed in note.visitors else ""


def _from_path(note: Note, settings: Settings, *, advanced: bool = False) -> list[str]:
    """The territory whose folder holds the file, else the one that its name, then its title, names."""
    if code := folder_s(note.path, settings):
        return [code]
    folders, name = PurePosixPath(note.path).parts[:-1], PurePosixPath(note.path).stem
    for text in (*folders, name.replace("_", " "), note.title):
        if named := settings.territory_named(text, advanced=advanced):
            return named[:1] if advanced else named
    return []


def _name(note: Note, fields: dict[str, str], settings: Settings) -> None:
    """The people that the note gives, and the body that wrote it."""

    def named_in(value: str) -> list[str]:
        return [name for name in people.people_in_field(value) if not settings.territory_named(name)]

    author = fields.get("redacteur", "")
    note.writers = named_in(author)
    note.structure = fields.get("structure", "") or people.structure_in_field(author, note.writers)
    note.author = _author(note, settings) or note.author
    said = [*(fields.get(field, "") for field in PEOPLE), *_people_said(note)]
    named = [name for value in said for name in named_in(value)]
    listed = people.people_listed(note.passages)
    speaking = [label for label in note.speakers if not is_nobody(label)]
    note.participants = participants_of(note.passages, lambda text: settings.territory_named(text, advanced=True))
    taking_part = [one.name for one in note.participants]
    told = [name for name in people.people_told(note.passages) if not settings.territory_named(name)]
    heard = voices(note.passages, note.kind, lambda name: _is_known(name, settings))
    note.people = list(dict.fromkeys([*named, *listed, *taking_part, *told, *speaking, *heard]))
    count = fields.get("nb_participants", "")
    note.attendance = (
        int(count)
        if count.isdecimal() and len(count) < MOST_DIGITS
        else people.attendance_said(note.passages) or len(note.speakers)
    )


def _is_known(name: str, settings: Settings) -> bool:
    """Whether a name is that of a territory or a theme."""
    return bool(settings.territory_named(name, advanced=True) or themes_in(name, settings))


def _sign(note: Note, author: str, settings: Settings) -> None:
    """The author that the document's properties name is masked like any other; nothing else is said of it."""
    if author and people.people_in_field(author) == [author] and not settings.territory_named(author):
        note.people = list(dict.fromkeys([*note.people, author]))


def _people_said(note: Note) -> Iterator[str]:
    """What each line of the note says of people: a field may come twice (« Présents : », « Ont participé : »)."""
    headings = 0
    for passage in note.passages:
        headings += passage.block["t"] == "Header"
        wanted = PEOPLE if headings < 2 else ALWAYS_PEOPLE
        yield from (value for field, value in field_lines(passage.block) if field in wanted)


def _author(note: Note, settings: Settings) -> str:
    """Territory that wrote a note: the one its body names, else the code or name at the end of its file's name."""
    body = next((t.code for t in settings.territoires if t.structure and t.structure in note.structure), "")
    named = [body] if body else settings.territory_named(note.structure)
    last = PurePosixPath(note.path).stem.replace("_", " ").split(" ")[-1]
    return (named or [code for code in settings.codes if code == last] or [""])[0]


def _uses(said: str, settings: Settings) -> dict[str, str]:
    """« HG : utilisé ; VA : essayé » -> territory -> use."""
    found: dict[str, str] = {}
    for part in re.split(r"[;,\n]", said):
        use = next((word for word in USES if word[:5] in folded(part)), "")
        if use:
            found.update(dict.fromkeys(settings.territory_named(part), use))
    return found


def _theme(note: Note, fields: dict[str, str], said: Said, settings: Settings) -> None:
    """Themes of the note and of its passages: the editor's, else the note's own, else proposals.

    A text that presents the publication or the project documents no theme, whatever it names. A note with a field
    or tags has said all; a heading speaks of what stands below it only. A theme that the editor gives and words
    propose is that of the passages that have these words; one that the title proposes is the whole note's.
    """
    if note.kind in PRESENTS:
        return

    def themed(text: str) -> list[str]:
        return themes_in(text, settings)

    titled = themes_of_title(note.title, settings) if note.kind == SHEET else []

    def attribute(themes: list[str]) -> None:
        note.themes = themes
        attribution.attribute(note.passages, note.territories, themes, settings.territory_named, themed)

    attribute(themed(fields.get("themes", "")) or titled)
    note.findings += unknown_themes(fields.get("themes", ""), note.path, settings)
    if not note.themes and not any(attribution.tags(passage.block, themed) for passage in note.passages):
        proposals.propose(note.passages, settings.themes, note.title)
    if note.kind == SHEET and not said.themes:
        note.findings += sheet_without_theme(note, fields.get("themes", ""), settings)
    given = themed(said.themes)
    if given or folded(said.themes) == NO_THEME:
        titled = proposals.in_title(note.title, settings.themes)
        among = [] if note.kind == SHEET else proposals.among(note.passages, given)
        confirmed = [theme for theme in among if theme not in titled]
        attribute([theme for theme in given if theme not in confirmed])
        proposals.confirm(note.passages, confirmed)


def _notices(note: Note, title: str) -> list[Finding]:
    """What the editor should hear of the note's shape."""
    found = []
    if note.kind is None:
        message = "Le genre de cette note n'a pas été reconnu : elle est dans l'annexe « À classer »."
        found.append(_warning(note, "genre", message))
    if not title and note.kind != EDITORIAL and note.format not in STYLED_ONLY:
        instead = (
            "le nom du fichier en tient lieu"
            if note.title == PurePosixPath(note.path).stem
            else f"celui de ses propriétés, « {note.title} », en tient lieu"
        )
        found.append(_warning(note, "titre", f"Cette note n'a pas de titre : {instead}."))
    return [*found, *_compound(note), *_lacking(note)]


def _compound(note: Note) -> Iterator[Finding]:
    """Headings that name two things: their text stands in the first section that they name."""
    for passage in note.passages:
        if passage.role != "heading":
            continue
        title = ast.text(passage.block["c"][2]).strip()
        match = opened_by(title, note.kind)
        if match and match.compound and not is_reaction(passage.block):
            label = domain().sections[match.key].label
            message = (
                f"Titre composé : le texte de « {title} » est rangé sous « {label} », avec son titre. "
                "Si une partie va ailleurs, donnez-lui son propre titre."
            )
            where = next(map(ast.leaf_where, ast.each_leaf([passage.block])), "")
            yield _warning(note, "titre composé", message, where)


def _lacking(note: Note) -> Iterator[Finding]:
    """Sections that such a note should have."""
    for key in lacking_sections(note):
        label = domain().sections[key].label
        yield _warning(note, "section", f"La rubrique « {label} », attendue dans ce genre de note, manque.")


def _warning(note: Note, code: str, message: str, where: str = "") -> Finding:
    return Finding(code=code, level="warning", message=message, path=note.path, where=where)
