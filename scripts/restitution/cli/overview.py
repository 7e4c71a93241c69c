"""`restitution status`: what was taken, what is missing, what to ask whom, and the one thing to do first.

The longest and least pressing comes first: what a person sees when the command ends is the next step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution.checks.survey.people import is_recording_that_waits
from restitution.cli.leftovers import Earlier, told_of
from restitution.cli.proposals import tell_remarks, tell_waiting
from restitution.cli.remarks import show_notes, show_tables
from restitution.cli.screen import first_ones, heading, out, rest, told, width
from restitution.cli.tables import table
from restitution.cli.versions import only_in_one
from restitution.domain import domain
from restitution.messages import listed, number, plural
from restitution.model import Balance, Coverage, Finding, SourceStatus
from restitution.plan.outputs import OUTPUTS
from restitution.publication.internal import FOLDER, INDEX
from restitution.returns.folder import file_names
from restitution.returns.next_step import next_step as first_thing
from restitution.returns.next_step import ranked
from restitution.returns.requests import Request, is_draft
from restitution.returns.told import Gathered, Told
from restitution.settings import Settings
from restitution.settings.articles import of

MOST_OF_A_KIND = 8
MOST_SET_ASIDE = 12
MOST_TOGETHER = 3
MOST_MISSING = 10
MOST_ASKED = 10
FILE_SHARE = 50
"""Percents of the screen from which the folders in the middle of a path are left out."""
OTHER_STATES = (
    ("superseded", "remplacé par une autre version", "remplacés par une autre version"),
    ("returned_copy", "copie relue du document", "copies relues du document"),
    ("waiting", "fichier en attente", "fichiers en attente"),
    ("set_aside", "fichier mis de côté", "fichiers mis de côté"),
)
PORTRAIT = "portrait_territoire"
RECORDINGS = ("enregistrement attend un accord", "enregistrements attendent un accord")


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What the screen is made of."""

    project: Path
    settings: Settings
    balance: Balance
    coverage: Coverage
    gathered: Gathered
    findings: list[Finding] = []
    said: list[str] = []
    """What has gone from the editor's tables."""
    earlier: list[Earlier] = []
    """What stands of earlier builds, and the next one will not renew."""
    everything: bool = False
    """Whether lists are shown whole."""

    def who(self, path: str) -> str:
        """Who wrote a file; of a picture alone, those too whose notes lie beside it."""
        names, one = self.gathered.writers_of(path), self.gathered.files.get(path)
        beside = self.gathered.neighbours_of(one) if one and one.is_lone_picture else []
        return listed(dict.fromkeys([*names, *beside]))

    def of_state(self, state: str) -> list[SourceStatus]:
        """The files of a state, by path."""
        return [source for source in self.balance.sources if source.state == state]


def show(view: Overview) -> None:
    """The whole screen."""
    told(view.settings.projet.titre, 0)
    _taken(view)
    _others(view)
    show_notes(view.findings, everything=view.everything)
    _missing(view)
    _asked(view)
    show_tables(view.project, view.findings, view.said)
    _earlier(view)
    _next_step(view)


def _taken(view: Overview) -> None:
    taken = [one for one in view.gathered.files.values() if one.status.state == "taken"]
    words = sum(one.status.words_published or 0 for one in taken)
    pictures = len(view.of_state("taken")) - len(taken)
    shown = f", dont {plural(pictures, 'image')}" if pictures else ""
    files = plural(len(taken) + pictures, "fichier")
    heading(f"REPRIS : {files}{shown}, {plural(words, 'mot publié', 'mots publiés')}")
    kinds: dict[str, list[Told]] = defaultdict(list)
    for one in taken:
        kinds[one.status.kind or ""].append(one)
    order = {kind: place for place, kind in enumerate([*domain().kinds, ""])}
    rows: list[tuple[str, str, str]] = []
    for kind in sorted(kinds, key=order.__getitem__):
        rows += _rows_of_a_kind(view, kind, kinds[kind])
    if rows:
        table(("Fichier", "Auteur", "Place"), rows, widest={1: 24, 2: 24})


def _rows_of_a_kind(view: Overview, kind: str, files: Sequence[Told]) -> list[tuple[str, str, str]]:
    title = domain().kinds[kind].label if kind else "Genre à dire (annexe « À classer »)"
    most = first_ones(len(files), MOST_OF_A_KIND, everything=view.everything)
    rows = [(f"{title} ({len(files)})", "", "")]
    rows += [(f"  {_shown_path(view, one.status.path)}", _who(view, one), _chapter(one)) for one in files[:most]]
    if left := len(files) - most:
        rows.append((f"  … et {plural(left, 'autre')}", "", ""))
    return rows


def _who(view: Overview, one: Told) -> str:
    return view.who(one.status.path)


def _shown_path(view: Overview, path: str) -> str:
    """A path that fits its column: its first folder and its name, whole."""
    first, *middle, name = path.split("/") if "/" in path else ("", path)
    if view.everything or not middle or len(path) <= width() * FILE_SHARE // 100:
        return path
    return f"{first}/…/{name}"


def _chapter(one: Told) -> str:
    """« chapitre 4.2 », or the title of a part without number."""
    body = sorted(one.places, key=lambda place: (place.is_annex, place.title == one.name))
    return str(body[0]).partition(" – ")[0] if body else ""


def _others(view: Overview) -> None:
    """Files that are not in the publication, each with the sentence that helps and whose it is."""
    _recordings(view)
    for state, singular, several in OTHER_STATES:
        files = [source for source in view.of_state(state) if not is_recording_that_waits(source)]
        if not files:
            continue
        heading(plural(len(files), singular, several).upper())
        _together(view, [(view.who(source.path), source.path, source.reason) for source in files])
        for source in files:
            _versions(view, source, named=len(files) > 1)
    ignored = view.of_state("ignored")
    if ignored:
        reasons = Counter(source.reason.rstrip(".") for source in ignored)
        heading(plural(len(ignored), "fichier ignoré", "fichiers ignorés").upper())
        for source in ignored if view.everything else []:
            told(source.path)
            told(source.reason, 3)
        if not view.everything:
            each = (f"{reason}{f' ({count})' if count > 1 else ''}" for reason, count in reasons.most_common(4))
            told(f"{' ; '.join(each)}.")


def _recordings(view: Overview) -> None:
    """Recordings whose speakers have not agreed yet: read, counted, and withheld; the one thing to do below."""
    waiting = [source for source in view.balance.sources if is_recording_that_waits(source)]
    if not waiting:
        return
    heading(plural(len(waiting), *RECORDINGS).upper())
    rows = [(source.path, view.who(source.path), number(source.words_note or 0)) for source in waiting]
    table(("Fichier", "Auteur", "Mots retenus"), rows, numbers={2}, widest={0: 50, 1: 24})
    told("Lus et comptés, ils ne sont pas publiés. Quand ceux qui y parlent ont dit oui, pour chacun :")
    told('restitution people consent "FICHIER" --le 13/11/2025 --par "qui a recueilli l\'accord"', 2)


def _versions(view: Overview, source: SourceStatus, *, named: bool) -> None:
    """What only one of two versions says."""
    lines = only_in_one(source, everything=view.everything)
    if lines and named:
        told(f"{source.path} :", 2)
    for line in lines:
        told(line, 3, mark="• ")


def _together(view: Overview, files: Sequence[tuple[str, str, str]]) -> None:
    """Files (who, path, reason) that have one reason and one author, with that reason told once."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number_, (who, path, reason) in enumerate(files):
        groups[who if not view.everything else f"{who}\0{number_}", reason].append(path)
    most = first_ones(len(groups), MOST_SET_ASIDE, everything=view.everything)
    for (who, reason), paths in list(groups.items())[:most]:
        shown = first_ones(len(paths), MOST_TOGETHER, everything=view.everything)
        for path in paths[:shown]:
            told(path)
        rest(len(paths), shown)
        author = who.partition("\0")[0]
        told(f"{reason}{f' (à voir avec : {author})' if author else ''}", 3)
    rest(sum(map(len, groups.values())), sum(len(paths) for paths in list(groups.values())[:most]))


def _missing(view: Overview) -> None:
    found = [*_empty_cells(view), *_fragile_cells(view), *_visits(view), *_portraits(view), *_drafts(view)]
    heading(f"CE QUI MANQUE : {plural(len(found), 'point')}" if found else "CE QUI MANQUE : rien")
    most = first_ones(len(found), MOST_MISSING, everything=view.everything)
    for line in found[:most]:
        told(line, mark="• ")
    rest(len(found), most)
    tell_waiting(view.project)
    tell_remarks(view.project)


def _names(settings: Settings) -> dict[str, str]:
    return {territory.code: territory.nom for territory in settings.territoires}


def _titles(settings: Settings) -> dict[str, str]:
    return {theme.cle: theme.titre for theme in settings.themes}


def _empty_cells(view: Overview) -> list[str]:
    """Themes that no note documents in a territory; those that keywords only propose are to confirm."""
    names, titles = _names(view.settings), _titles(view.settings)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in view.coverage.cells:
        if cell.state == "vide":
            quoted = listed(f"« {text} »" for text in dict.fromkeys(cell.placeholders))
            says = f"aucune note{f', seulement {quoted}' if quoted else ''}"
            groups[cell.theme, says].append(names[cell.territory])
        elif cell.state == "proposee":
            says = "à confirmer (restitution classify FICHIER --confirmer-themes)"
            groups[cell.theme, says].append(names[cell.territory])
    return [f"Thème « {titles[theme]} », {listed(where)} : {says}." for (theme, says), where in groups.items()]


def _fragile_cells(view: Overview) -> list[str]:
    """Themes with one source in a territory, a line a territory."""
    titles, found = _titles(view.settings), []
    for code, name in _names(view.settings).items():
        themes = [titles[c.theme] for c in view.coverage.cells if c.territory == code and c.state == "fragile"]
        if themes:
            found.append(f"{name}, peu documenté (une source, ou d’une seule sorte) : {listed(themes)}.")
    return found


def _visits(view: Overview) -> list[str]:
    """Visits that nobody has written about, with whose note it is."""
    names = {territory.code: of(territory) for territory in view.settings.territoires}
    return [
        f"Visite {names[pair.host]} : la note {names[pair.visitor]} manque."
        for pair in view.coverage.visits
        if pair.state == "note_manquante"
    ]


def _portraits(view: Overview) -> list[str]:
    kind, found = domain().kinds[PORTRAIT], []
    for code, name in _names(view.settings).items():
        has = view.coverage.sections.get(code, [])
        lacking = [domain().sections[key].label for key in (*kind.requis, *kind.conseille) if key not in has]
        writers = [one for one in view.gathered.files.values() if one.status.kind == PORTRAIT
                   and code in one.status.territory]  # fmt: skip
        if not writers:
            found.append(f"{name} : le portrait manque.")
        elif lacking:
            found.append(f"Portrait, {name} : {listed(lacking)} ({view.who(writers[0].status.path)}).")
    return found


def _drafts(view: Overview) -> list[str]:
    return [
        f"Pas encore relu (« {one.note.status} ») : {path} ({view.who(path)})."
        for path, one in view.gathered.files.items()
        if one.note and one.status.state == "taken" and is_draft(one.note)
    ]


def _asked(view: Overview) -> None:
    """What to ask whom, files that could not be read apart (they stand above)."""
    requests = [request for request in ranked(view.gathered) if request.need not in {"illisible", "relecture"}]
    if not requests:
        return
    heading(f"À REDIRE AUX AUTEURS : {plural(len(requests), 'demande')}, les plus utiles d’abord")
    groups: dict[str, list[Request]] = defaultdict(list)
    for request in requests:
        groups[request.text].append(request)
    most = first_ones(len(groups), MOST_ASKED, everything=view.everything)
    before: list[str] = []
    for text, same in list(groups.items())[:most]:
        shown = first_ones(len(same), MOST_TOGETHER, everything=view.everything)
        about = [_about(view, request) for request in same[:shown]]
        if about != before:
            for line in about:
                told(line)
            rest(len(same), shown)
        told(text, 3)
        before = about
    left = sum(map(len, groups.values())), sum(len(same) for same in list(groups.values())[:most])
    rest(*left, "autre demande", "autres demandes")


def _about(view: Overview, request: Request) -> str:
    """« Zoé Martin – ici/note.md (ligne 25, chapitre 6.5) »."""
    where = ", ".join(part for part in (request.where, _chapter(view.gathered.files[request.path])) if part)
    return f"{view.who(request.path)} – {request.path}{f' ({where})' if where else ''}"


def _earlier(view: Overview) -> None:
    """Published files that stand and that nothing renews: somebody may take them for today's."""
    if view.earlier:
        many = plural(
            len(view.earlier), "fichier qui n'est plus renouvelé", "fichiers qui ne sont plus renouvelés"
        )
        heading(f"DÉJÀ PUBLIÉS : {many}")
        for sentence in told_of(view.earlier):
            told(sentence, mark="• ")


def _next_step(view: Overview) -> None:
    heading("PROCHAIN PAS")
    for line in next_step(view):
        told(line)
    if not view.everything:
        out("")
        told("Tout voir : restitution status --tout. Un fichier : restitution status FICHIER.", 0)


def next_step(view: Overview) -> list[str]:
    """The one thing to do first, by command or by hand."""
    is_built = any((view.project / "output" / name).is_file() for name in OUTPUTS.values())
    return first_thing(
        view.gathered, view.coverage, view.settings, lambda request: _to_ask(view, request), is_built=is_built
    )


def _to_ask(view: Overview, request: Request) -> list[str]:
    """Whom to ask what, and the page to send."""
    names = {one.name: name for name, one in file_names(view.gathered.people).items()}
    pages = [FOLDER / names[name] for name in view.gathered.writers_of(request.path)]
    said = [f"À demander à : {view.who(request.path)}, pour {request.path}", request.text]
    ready = [page.as_posix() for page in pages if (view.project / page).is_file()]
    if not ready:
        return [*said, "Pour avoir une page à lui envoyer : restitution build retours"]
    return [
        *said,
        f"Sa page est prête à envoyer : {ready[0]}",
        f"Toutes les pages : {(FOLDER / INDEX).as_posix()}",
    ]
