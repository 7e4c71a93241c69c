"""Assembles the document, computes the coverage, and balances every word of every note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly import assemble as assembly
from restitution.assembly import identity, made, versions
from restitution.assembly.acronyms import expansions
from restitution.assembly.corrections import corrected, decided, restored, without_headings
from restitution.assembly.people_told import people_told
from restitution.assembly.plates import Gallery, gallery_of
from restitution.assembly.quotes import Quote
from restitution.assembly.versions import Replaced, compared
from restitution.assembly.wording import wording_findings
from restitution.checks.acronyms import unexplained
from restitution.checks.facts import conflicts_of
from restitution.checks.survey import Survey, survey_of
from restitution.checks.unfinished import unfinished
from restitution.conservation.document import PathCount, check_document
from restitution.coverage import coverage_of, matrices
from restitution.domain import is_contribution
from restitution.errors import Loss
from restitution.intake import photos
from restitution.intake.classification import WANTED, replacement_of, row_for
from restitution.messages import folded, french_dates, nearest, plural
from restitution.model import (
    Balance,
    Block,
    Coverage,
    Finding,
    Intake,
    Note,
    Shaped,
    SourceState,
    SourceStatus,
    Versions,
)
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.forms import plain
from restitution.people.masking import public as public_note
from restitution.people.masking import withheld_whole
from restitution.people.sightings import is_name
from restitution.people.unseen import Sieve
from restitution.pictures.showable import showable
from restitution.plan import Plan
from restitution.plan.outputs import ANNEXES, DOCUMENT
from restitution.remarks import Correction
from restitution.settings import SETTINGS_FILE
from restitution.settings.articles import of
from restitution.stages.charts import drawn_charts
from restitution.stages.forgotten import forgotten_anchors
from restitution.stages.outgoing import published_corrections
from restitution.stages.pictures import each_pictured, keep_pictured
from restitution.stages.protected import keep_wanted, wanted_of
from restitution.stages.register import circle_of, counted, tables_of
from restitution.stages.verbatims import chosen_verbatims, refuse_lost_quotes
from restitution.stages.withdrawn import forgetting_of
from restitution.store import Store
from restitution.templating import decoded

NEUTRAL_DATE = "2000-01-01"
"""Of the files' own clocks, when neither the settings nor any note gives a date: none is shown."""


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """What `plan.outputs.OF_ASSEMBLE` names, in its order."""
    kept = Store(Path("store"))
    *inputs, accepted = inputs
    lines = [line for path in inputs for line in store.read_contract(Path(path), plan.keys[path], Shaped)]
    shown = [line.note for line in lines if line.note]
    others = versions.replaced(shown, _chosen(plan))
    known = identity.read_anchors(kept.get(plan.anchors)) if plan.anchors else []
    notes, anchors = assembly.identified(_without(others, shown), known)
    read = list(_read_notes(plan))
    decisions = msgspec.json.decode(Path(accepted).read_bytes(), type=list[Correction])
    corrections, unshown = published_corrections(plan, decisions, notes, read)
    right = corrected(notes, corrections, expansions(_glossary(plan, kept)))
    notes = right.notes
    day, epoch = _when(plan, notes)
    coverage = coverage_of(_published(notes), plan.settings, day)
    forgetting, tables = forgetting_of(plan, Path(), notes=read), tables_of(plan, kept)
    sieve, circle = forgetting.sieve, circle_of(plan, kept)
    chosen = [choice for choice in tables.choices if not forgetting.imprint.holds(choice.texte, choice.fichier)]
    verbatims = chosen_verbatims(plan, chosen, read, notes, right.before, circle)
    charts = drawn_charts(coverage, _published(verbatims.notes), plan.settings, kept)
    frame = _frame(plan, kept, coverage, charts, (day, epoch), verbatims.quotes)
    told = people_told(*counted(circle.register), verbatims.notes)
    intakes = [line.intake for line in lines if line.intake]
    gallery = gallery_of(intakes, _published(verbatims.notes), plan.settings)
    frame = structs.replace(
        frame, corrections=right.left, before=right.before, people=told, exposed=gallery.exposed
    )
    whole = assembly.assemble(verbatims.notes, frame)
    public = restored(verbatims.notes, right.before, whole.carried)
    outcomes = [*without_headings(right.outcomes, whole.carried), *whole.outcomes, *unshown]
    counts = check_document(read, public, whole.document, whole.annexes, decided=decided(corrections))
    _refuse_losses(counts)
    refuse_lost_quotes(verbatims.quotes, whole.document)
    album = each_pictured(plan, read, intakes)
    replacements = _replacements(plan, circle, read, public, others)
    balance = Balance(
        sources=_statuses(read, public, intakes, counts, replacements, gallery),
        unplaced=whole.unplaced,
        internal={note.path: note.internal for note in read if note.internal},
        unfinished=unfinished(whole.document),
        acronyms=unexplained(whole.document, _explained(plan, kept), plan.settings),
    )
    for output, record in zip(outputs, (whole.document, coverage, _told_of(balance, sieve)), strict=False):
        store.write(Path(output), store.encode(record))
    forgotten = forgotten_anchors(anchors, forgetting, _present(plan))
    store.write(Path(outputs[3]), identity.write_anchors(forgotten))
    findings = [
        *tables.trouble,
        *photos.troubles(tables.photos, album),
        *gallery.findings,
        *_missing(plan, kept),
        *made.unexplained_terms(_glossary(plan, kept)),
        *(finding for other in others for finding in other.findings()),
        *verbatims.findings,
        *whole.findings,
        *(one.finding(*right.places.get(one.correction.passage, ())) for one in outcomes if one.why),
        *wording_findings(whole.document),
    ]
    store.write_contract(Path(outputs[4]), plan.keys[outputs[4]], sieve.records(findings))
    store.write(Path(outputs[5]), store.encode(whole.annexes))
    store.write(Path(outputs[6]), store.encode(verbatims.proposed))
    taken = {note.path for note in _published(notes)}
    unmasked = [sieve.note(note) for note in read if note.path in taken]
    store.write(Path(outputs[7]), store.encode(sieve.records(conflicts_of(unmasked, plan.settings, day))))
    survey = _surveyed(plan, kept, circle, (_published(notes), unmasked), whole, gallery)
    store.write(Path(outputs[8]), store.encode(sieve.record(survey)))
    store.write(Path(outputs[9]), store.encode([outcome.applied for outcome in outcomes]))
    keep_wanted(Path(outputs[10]), kept, wanted_of(circle.register, read, plan.settings), read)
    keep_pictured(Path(outputs[11]), kept, album)


def _surveyed(
    plan: Plan,
    kept: Store,
    circle: Circle,
    notes: tuple[Sequence[Note], Sequence[Note]],
    whole: assembly.Publication,
    gallery: Gallery,
) -> Survey:
    """What the checks must know. `notes`: as published, and not masked."""
    documents = {DOCUMENT: whole.document, ANNEXES: whole.annexes}

    def is_known(name: str) -> bool:
        return not is_name(name) or bool(circle.owners(plain(name)))

    alone = gallery.places, gallery.lacks
    return survey_of(*notes, documents, plan.settings, kept.get, _terms(plan, kept), is_known, *alone)


def _told_of(balance: Balance, sieve: Sieve) -> Balance:
    """The balance without those whom the team's pages do not show; a file stays known by its path."""
    if not sieve.people:
        return balance
    sources = [structs.replace(sieve.record(one), path=one.path, sha256=one.sha256) for one in balance.sources]
    return structs.replace(sieve.record(structs.replace(balance, sources=[])), sources=sources)


def _chosen(plan: Plan) -> frozenset[str]:
    """Files that the editor wants whatever their names say."""
    return frozenset(row.fichier for row in plan.classification if folded(row.reprise) == WANTED)


def _without(others: list[Replaced], notes: Iterable[Note]) -> list[Note]:
    """The notes, with every word of a replaced version withheld."""
    gone = {other.path for other in others}
    return [withheld_whole(note, "remplacée") if note.path in gone else note for note in notes]


def _replacements(
    plan: Plan, circle: Circle, read: Iterable[Note], public: Iterable[Note], others: Iterable[Replaced]
) -> dict[str, Replaced]:
    """The replaced versions by path, those too that `classement.csv` says another file replaces."""
    mask = partial(public_note, circle=circle, shows_unknown=plan.settings.noms == "affiches")
    notes, found = {note.path: note for note in read}, {other.path: other for other in others}
    for note in public:
        if note.path not in found and any(one.reason == "remplacée" for one in note.withheld):
            by = replacement_of(row_for(plan.classification, note.path), notes)
            versions = compared(mask(notes[note.path]), mask(notes[by])) if by else Versions(kept="")
            found[note.path] = Replaced(note.path, sure=True, versions=versions, said=True)
    return found


def _published(notes: Iterable[Note]) -> list[Note]:
    """Those that show something: a note that was excluded or replaced documents nothing."""
    return [note for note in notes if note.passages]


def _read_notes(plan: Plan) -> Iterable[Note]:
    """The notes before anything was masked: what the balance starts from."""
    for path in plan.each_lot("notes/{lot}.jsonl"):
        for line in store.read_contract(Path(path), plan.keys[path], Shaped):
            if line.note:
                yield line.note


def _present(plan: Plan) -> dict[str, str]:
    """Hash of every file of the photograph, by path."""
    return {s.path: s.sha256 for files in plan.sources.values() for s in files if s.sha256}


def _frame(
    plan: Plan,
    kept: Store,
    coverage: Coverage,
    charts: tuple[dict[str, list[Block]], dict[str, str]],
    when: tuple[str, int],
    quotes: list[Quote],
) -> assembly.Frame:
    """What the document is made with, besides notes."""
    present, settings = _present(plan), plan.settings
    logos, media = made.logos(settings, present)
    terms = _glossary(plan, kept)
    blocks = {
        "logos": logos,
        "glossaire": made.glossary(terms),
        **matrices(coverage, settings),
        **charts[0],
    }
    return assembly.Frame(
        settings=settings,
        templates=_of_the_plan(plan.templates, kept),
        replaced=_of_the_plan(plan.replaced, kept),
        made=blocks,
        media=media | charts[1],
        date=when[0],
        epoch=when[1],
        version=version("restitution"),
        quotes=quotes,
        terms=terms,
    )


def _of_the_plan(names: Mapping[str, str], kept: Store) -> dict[str, str]:
    """Texts of the plan's templates among these."""
    ours = {name: sha256 for name, sha256 in names.items() if name.startswith("plan/") and name.endswith(".j2")}
    return {name: decoded(name, kept.get(sha256)) for name, sha256 in ours.items()}


def _glossary(plan: Plan, kept: Store) -> list[made.Term]:
    """The terms that the editor explains."""
    present = _present(plan)
    return made.read_glossary(kept.get(present[made.GLOSSARY])) if made.GLOSSARY in present else []


def _explained(plan: Plan, kept: Store) -> list[str]:
    """The words that the glossary explains."""
    return [term.sigle for term in _glossary(plan, kept) if term.explains]


def _terms(plan: Plan, kept: Store) -> list[str]:
    """The names that the glossary writes."""
    return [name for term in _glossary(plan, kept) for name in (term.sigle, term.developpe) if name]


def _missing(plan: Plan, kept: Store) -> Iterator[Finding]:
    """What the settings name and `sources/` does not hold."""
    present = _present(plan)
    yield from _missing_logos(plan, kept, present)
    yield from _missing_folders(plan, present)


def _missing_logos(plan: Plan, kept: Store, present: Mapping[str, str]) -> Iterator[Finding]:
    for name in made.missing_logos(plan.settings, present):
        message = f"Le logo « {name} », nommé dans restitution.yaml, n'est pas dans sources/."
        yield Finding(code="logo", level="warning", message=message, path=name)
    for logo in plan.settings.financement.logos:
        if logo.fichier in present and not showable(kept.get(present[logo.fichier])):
            message = (
                f"Le logo « {logo.fichier} » ne peut pas être montré dans les documents : exportez-le en PNG."
            )
            yield Finding(code="logo", level="warning", message=message, path=logo.fichier)


def _missing_folders(plan: Plan, present: Mapping[str, str]) -> Iterator[Finding]:
    """Folders of a territory that the settings name and that hold no file: a misspelt one takes its notes away."""
    folders = sorted({path.rpartition("/")[0] for path in present} - {""})
    for territory in plan.settings.territoires:
        for folder in (said.strip("/") for said in territory.dossiers):
            if not any(path.startswith(f"{folder}/") for path in present):
                meant = nearest(folder, folders)
                hint = f" ; vouliez-vous dire « {meant} » ?" if meant else "."
                message = f"Le dossier « {folder} » {of(territory)} est vide ou n'existe pas dans sources/{hint}"
                yield Finding(code="dossier", level="warning", message=message, path=SETTINGS_FILE)


def _when(plan: Plan, notes: list[Note]) -> tuple[str, int]:
    """The only date that outputs show, and its epoch: SOURCE_DATE_EPOCH, the settings, or the notes' newest."""
    said = plan.source_date_epoch
    if said:
        return datetime.fromtimestamp(int(said), UTC).date().isoformat(), int(said)
    day = plan.settings.projet.date or newest_day(plan, notes)
    moment = datetime.combine(date.fromisoformat(day or NEUTRAL_DATE), datetime.min.time(), UTC)
    return day, int(moment.timestamp())


def newest_day(plan: Plan, notes: list[Note]) -> str:
    """The newest date that the notes say of themselves and of the visits made, else in their text; or none.

    A note that the tool wrote, for what a reviewer offered, is of no day of the project's.
    """
    notes = [note for note in notes if not is_contribution(note.path)]
    made_on = (day for visit in plan.settings.visites for day in visit.realisee)
    in_texts = (
        day for note in notes for passage in note.passages for day in french_dates(ast.text([passage.block]))
    )
    own = (day for note in notes for day in note.dates)
    return max((*own, *made_on), default="") or max(in_texts, default="")


def _refuse_losses(counts: dict[str, PathCount]) -> None:
    lost = {path: count for path, count in counts.items() if not count.holds}
    if lost:
        told = " ".join(f"{path} : {count.message}" for path, count in sorted(lost.items())[:5])
        raise Loss(
            f"Des mots de {plural(len(lost), 'note')} n'ont pas leur place dans le document ; rien n'est publié. "
            f"{told}",
            "C'est une erreur du programme : signalez-la, avec ce message.",
        )


def _statuses(
    read: list[Note],
    public: list[Note],
    intakes: list[Intake],
    counts: dict[str, PathCount],
    others: Mapping[str, Replaced],
    gallery: Gallery,
) -> list[SourceStatus]:
    shown = {note.path: note for note in public}
    statuses = [_taken(note, shown[note.path], counts[note.path], others.get(note.path)) for note in read]
    statuses += [_not_taken(intake, gallery) for intake in intakes]
    return sorted(statuses, key=lambda status: status.path)


def _taken(note: Note, public: Note, count: PathCount, other: Replaced | None) -> SourceStatus:
    return SourceStatus(
        path=note.path,
        sha256=note.sha256,
        state=_state(public),
        classified=note.classified,
        reason=other.reason if other else public.waits,
        format=note.format,
        kind=note.kind,
        territory=note.territories or ([note.host] if note.host else []),
        themes=sorted({*note.themes, *(theme for p in note.passages for theme in p.themes)}),
        dates=note.dates,
        words_in=note.words_in,
        words_note=note.words_note,
        words_published=count.published,
        words_withheld=count.withheld,
        words_not_taken=note.words_in - note.words_note,
        not_taken=count.not_taken,
        withheld=count.withheld_list,
        findings=[*note.findings, *(other.findings() if other else [])],
        versions=other.versions if other else None,
    )


def _state(public: Note) -> SourceState:
    if any(withheld.reason == "remplacée" for withheld in public.withheld):
        return "superseded"
    return "waiting" if public.waits else "taken"


def _not_taken(intake: Intake, gallery: Gallery) -> SourceStatus:
    """A file that is no note; a picture, which has no words, is taken when it is shown."""
    source = intake.source
    if intake.shot:
        return SourceStatus(
            path=source.path,
            sha256=source.sha256,
            state="waiting" if source.path in gallery.kept else "taken",
            classified=True,
            reason=gallery.reasons[source.path],
            format=intake.format,
            territory=[intake.shot.territory] if intake.shot.territory else [],
            words_in=0,
            words_note=0,
            words_published=0,
            words_withheld=0,
            words_not_taken=0,
        )
    return SourceStatus(
        path=source.path,
        sha256=source.sha256,
        state=intake.state,
        reason=intake.reason,
        format=intake.format,
        findings=intake.findings,
    )
