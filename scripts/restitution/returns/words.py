"""Plain words for what was understood of a file, and for what was left out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from restitution.domain import TRANSCRIPT_FORMATS, domain
from restitution.messages import french_period, listed, number, plural, title_of_file
from restitution.model import Note
from restitution.returns.annexed import named
from restitution.returns.requests import NOT_SHOWN, file_name, helpful, shortened
from restitution.returns.told import Gathered, Told
from restitution.returns.unseen import unseen_in
from restitution.settings import Settings

NOT_SAID = frozenset({"identification", "annexes"})
"""Sections that are no news to the writer."""
NOT_TAKEN = {
    "commentaire": ("commentaire", "commentaires", "pour l’équipe seulement, hors de la publication"),
    "texte supprimé": ("passage supprimé", "passages supprimés", "hors du texte, comme vous l’avez voulu"),
    "texte masqué": ("passage masqué", "passages masqués", "hors du texte, car votre fichier ne le montre pas"),
    "en-tête ou pied répété": (
        "en-tête ou pied de page",
        "en-têtes ou pieds de page",
        "pas repris, la publication a les siens",
    ),
    "répétition de sous-titre": ("répétition", "répétitions", "de sous-titre, que nous n’avons pas redite"),
}
"""Reason -> one of them, several, and what became of them."""
VISITS = frozenset({"visite_miroir", "visite_inspirante"})
THEMED = VISITS | {"fiche_thematique", "transcription_atelier"}
"""Kinds whose notes document themes."""
MOST_PICTURES = 3
PICTURE_BESIDE = (
    "une image posée à côté de vos notes, ne paraît pas encore : si elle est de vous, dites à l’équipe ce qu’elle "
    "montre et qui l’a faite."
)
PICTURES_BESIDE = (
    "des images posées à côté de vos notes, ne paraissent pas encore : si elles sont de vous, dites à l’équipe ce "
    "que montre chacune et qui l’a faite."
)
MOST_VERSIONS = 2
LONGEST_SENTENCE = 110
FURNITURE = frozenset({"balise", "champ technique"})
"""Reasons for words that programs write in some files: menus of a page, times of a subtitle, names of fields."""
EXPORTED = "résidu d'export"
"""The reason for words that a program wrote, whatever the file."""
WRITTEN_BY_PROGRAMS = TRANSCRIPT_FORMATS | {"html", "eml", "epub"}
"""Formats that nobody types in: of others, « champ technique » is a number or a label that the writer typed."""
WITHHELD = {
    "confidentialité": (
        ("mot masqué", "mots masqués"),
        (
            "{} : noms de personnes qui n’ont pas donné leur accord, téléphones, courriels ou adresses ; votre "
            "fichier n’a pas été touché"
        ),
    ),
    "accord retiré": (("mot ôté", "mots ôtés"), "{}, parce que quelqu’un a retiré son accord"),
    "consentement": (
        ("mot gardé à part", "mots gardés à part"),
        "{}, faute d’accord des personnes : liste des présents, paroles",
    ),
    "verbatim non choisi": (
        ("mot gardé en réserve", "mots gardés en réserve"),
        " : citations qui n’ont pas été choisies",
    ),
    "exclue par l'éditeur": (
        ("mot retiré de la publication", "mots retirés de la publication"),
        " par l’équipe",
    ),
    "corrigée": (
        ("mot remplacé ou retiré à la relecture", "mots remplacés ou retirés à la relecture"),
        "{} ; votre fichier n’a pas été touché",
    ),
}
"""Reason -> one word, several, and what is said of them, with the places between the brackets."""
UNSEEN = ("image gardée à part", "images gardées à part")
WHY_UNSEEN = "quelqu’un qu’on y reconnaît n’a pas dit oui pour y être vu, ou n’a pas été interrogé"
MOST_PLACES = 3


def title_of(told: Told) -> str:
    """How its writer knows a file: its title, else its name in words, else its name."""
    if told.note is None:
        return told.name
    stem = PurePosixPath(told.status.path).stem
    return (title_of_file(stem) or told.name) if told.note.title == stem else told.note.title


def kind_of(told: Told) -> str:
    """« visite miroir »; empty where the kind is not known."""
    kind = told.note.kind if told.note else told.status.kind
    return domain().kinds[kind].label.casefold() if kind else ""


def understood(note: Note, settings: Settings) -> list[tuple[str, str]]:
    """What was understood of a note, as (label, words); only what there is to say."""
    themes = {theme.cle: theme.titre for theme in settings.themes}
    keys = dict.fromkeys([*note.themes, *(key for passage in note.passages for key in passage.themes)])
    facts = (
        ("Genre", domain().kinds[note.kind].label if note.kind else "pas reconnu"),
        _territory(note, settings),
        ("Date", french_period(note.dates)),
        ("Participants", number(note.attendance) if note.attendance else ""),
        ("Thèmes", listed(themes[key] for key in keys if key in themes) or _no_theme(note, themes)),
        ("Rubriques", ", ".join(sections(note))),
    )
    return [(label, words) for label, words in facts if words]


def _territory(note: Note, settings: Settings) -> tuple[str, str]:
    """Whose it is; of a visit, who received and who tells it."""
    names = settings.names
    if note.kind in VISITS and note.host:
        teller = f", {names[note.author]} (visiteur)" if note.author in names and note.author != note.host else ""
        return "Visite", f"{names.get(note.host, note.host)} (hôte){teller}"
    said = listed(names[code] for code in note.territories if code in names)
    is_asked = any(finding.code == "territoire" for finding in note.findings)
    return "Territoire", said or ("pas reconnu" if is_asked else "")


def _no_theme(note: Note, titles: Mapping[str, str]) -> str:
    """What is said of a note that documents no theme yet: those proposed, else that none is known."""
    proposed = dict.fromkeys(titles[key] for passage in note.passages for key in passage.ours if key in titles)
    if proposed:
        return f"à confirmer, {listed(proposed)}"
    return "aucun reconnu" if note.kind in THEMED else ""


def sections(note: Note) -> list[str]:
    """The sections recognised, in the order of the note."""
    keys = dict.fromkeys(p.section for p in note.passages if p.role in {"section", "text"} and p.section)
    known = domain().sections
    return [known[key].label for key in keys if key in known and key not in NOT_SAID]


def stands(told: Told, others: int = 1) -> tuple[str, str]:
    """The chapter that holds most of a file, the body before the annexes, and `others` more in words."""
    ranked = sorted(told.places, key=lambda place: (place.is_annex, told.name == place.title))
    if not ranked:
        return "", ""
    first, *rest = ranked
    rest = [place for place in rest if place.title != told.name]
    more = len(rest) - others
    also = [*map(str, rest[:others]), *([plural(more, "autre endroit", "autres endroits")] if more > 0 else [])]
    return str(first), listed(also)


def left_out(files: Iterable[Told], asked: Container[str] = ()) -> list[str]:
    """What was not taken from these files and why, one sentence each; whole files first.

    `asked`: paths of the files for which the page says elsewhere what helps.
    """
    files = list(files)
    unread = [told for told in files if told.note is None]
    return [
        *_replaced([told for told in files if told.status.state == "superseded"]),
        *(_unread(told, told.status.path in asked) for told in unread),
        *_of_the_text([told for told in files if told.status.state != "superseded"]),
    ]


def pictures_beside(files: Sequence[Told], gathered: Gathered) -> list[str]:
    """One sentence on the pictures that lie beside these notes and that no note shows; none of her own files."""
    mine = {told.status.path for told in files}
    found = {one.status.path: one.name for told in files if told.note
             for one in gathered.pictures_beside(told.status.path) if one.status.path not in mine}  # fmt: skip
    names = [f"« {name} »" for name in found.values()]
    if not names:
        return []
    rest = [plural(len(names) - MOST_PICTURES, "autre")] if len(names) > MOST_PICTURES else []
    shown = listed([*names[:MOST_PICTURES], *rest])
    return [f"{shown}, {PICTURE_BESIDE if len(names) == 1 else PICTURES_BESIDE}"]


def _of_the_text(files: Sequence[Told]) -> Iterator[str]:
    """What was left out of what is hers today: an older version of it is not counted a second time."""
    yield from _aside(files)
    yield from _partless(files)
    yield from _pictures(files)
    yield from _unpublished(files)
    yield from _furniture(files)


def _replaced(files: Sequence[Told]) -> Iterator[str]:
    """Which version is taken instead, and the first sentence that it does not have."""
    for told in files[:MOST_VERSIONS]:
        versions = told.status.versions
        kept = file_name(versions.kept) if versions else ""
        yield f"« {told.name} » : " + (
            f"votre texte est repris de « {kept} »{_not_there([one.text for one in versions.only_here])}"
            if versions and kept
            else "c’est une autre version de votre texte qui est reprise."
        )
    if len(files) > MOST_VERSIONS:
        more = plural(len(files) - MOST_VERSIONS, "autre version", "autres versions")
        yield f"{more} : de même."


def _not_there(sentences: Sequence[str]) -> str:
    """« , qui n’a pas cette phrase ; est-ce voulu ? « … » »; a full stop when it has them all."""
    if not sentences:
        return "."
    first = f"« {shortened(sentences[0], LONGEST_SENTENCE)} »"
    if len(sentences) == 1:
        return f", qui n’a pas cette phrase ; est-ce voulu ? {first}"
    return f", qui n’a pas {number(len(sentences))} de ses phrases ; est-ce voulu ? La première : {first}"


def _unread(told: Told, is_asked: bool) -> str:
    why = "rien n’en est repris pour l’instant, voir plus bas." if is_asked else helpful(told.status.reason)
    return f"« {told.name} » : {why}"


def _aside(files: Sequence[Told]) -> Iterator[str]:
    entries = [entry for told in files for entry in told.status.not_taken]
    words, times = _by_reason(entries), Counter(str(entry["reason"]) for entry in entries)
    for reason, (one, many, became) in NOT_TAKEN.items():
        if times[reason]:
            yield f"{plural(times[reason], one, many)} ({plural(words[reason], 'mot')}) : {became}."


def _partless(files: Iterable[Told]) -> Iterator[str]:
    """Sections that the project's plan has no part for: given in the annex, and nothing to mend."""
    titles = [title for told in files for title in told.apart.partless]
    if titles:
        is_ = "est donné" if len(titles) == 1 else "sont donnés"
        yield f"{named(titles)} {is_} en annexe : le plan de cette publication n’a pas de partie pour ce texte."


def _pictures(files: Iterable[Told]) -> Iterator[str]:
    found = [finding for told in files for finding in told.status.findings if finding.code in NOT_SHOWN]
    if found:
        yield f"{plural(len(found), 'image')} : pas dans la publication, la place est signalée dans le texte."


def _unpublished(files: Sequence[Told]) -> Iterator[str]:
    live = [told for told in files if told.status.state == "taken"]
    unseen = [unseen_in(told.status, told.note) for told in live]
    if count := sum(one.count for one in unseen):
        told_with = ", avec sa légende" if count == 1 else ", avec leurs légendes"
        with_words = told_with if any(one.places for one in unseen) else ""
        yield f"{plural(count, *UNSEEN)}{with_words} : {WHY_UNSEEN}."
    entries = [
        entry
        for told, pictures in zip(live, unseen, strict=True)
        for entry in told.status.withheld
        if entry["where"] not in pictures.places
    ]
    words = _by_reason(entries)
    for reason, (forms, became) in WITHHELD.items():
        if words[reason]:
            places = _places(entries, reason) if len(live) == 1 else ""
            yield f"{plural(words[reason], *forms)}{became.format(places)}."


def _places(entries: Iterable[Mapping[str, str | int]], reason: str) -> str:
    """« (ligne 3, ligne 18 et 2 autres endroits) »; nothing where no place is known."""
    found = [str(one.get("where", "")) for one in entries if one["reason"] == reason]
    places = list(dict.fromkeys(filter(None, found)))
    more = len(places) - MOST_PLACES
    rest = [plural(more, "autre endroit", "autres endroits")] if more > 0 else []
    return f" ({listed([*places[:MOST_PLACES], *rest])})" if places else ""


def _furniture(files: Sequence[Told]) -> Iterator[str]:
    """Said without a count: none of these words is hers, and a number of words left out frightens."""
    if any(_is_of_a_program(told, str(entry["reason"])) for told in files for entry in told.status.not_taken):
        yield (
            "Ce que le logiciel a ajouté de lui-même (horaires, menus d’une page, noms de champs) n’est pas "
            "repris : aucune de vos phrases n’en fait partie."
        )


def _is_of_a_program(told: Told, reason: str) -> bool:
    """Whether a program wrote what was left out, and not she: who speaks and when, in a transcript."""
    is_made = told.status.format in WRITTEN_BY_PROGRAMS or bool(told.note and told.note.speakers)
    return reason == EXPORTED or (reason in FURNITURE and is_made)


def _by_reason(entries: Iterable[Mapping[str, str | int]]) -> Counter[str]:
    """Words left out for each reason."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[str(entry["reason"])] += int(entry["words"])
    return counts
