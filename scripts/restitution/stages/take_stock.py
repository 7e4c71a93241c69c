"""Takes stock of an assembled document: balances every word of every note, and finds what the checks look at.

Beside the writing of the documents, which none of it waits for; nothing is published before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly.plates import Gallery
from restitution.assembly.versions import Replaced, compared
from restitution.assembly.wording import wording_findings
from restitution.checks.acronyms import unexplained
from restitution.checks.facts import conflicts_of
from restitution.checks.survey import Survey, survey_of
from restitution.checks.unfinished import unfinished
from restitution.conservation.document import PathCount, check_document
from restitution.errors import Loss
from restitution.intake.classification import replacement_of, row_for
from restitution.messages import plural
from restitution.model import Balance, Document, Intake, Note, SourceState, SourceStatus, Versions
from restitution.people.circle import Circle
from restitution.people.forms import plain
from restitution.people.masking import public as public_note
from restitution.people.sightings import is_name
from restitution.people.unseen import Sieve
from restitution.plan import Plan
from restitution.plan.outputs import ANNEXES, DOCUMENT
from restitution.stages.given import Assembled, glossary_of, is_published, read_notes, stream_of
from restitution.stages.register import circle_of
from restitution.stages.withdrawn import forgetting_of
from restitution.store import Store


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """What `plan.outputs.OF_STOCK` names, in its order. Raises `Loss` when a word has no place in a document."""
    kept = Store(Path("store"))
    assembled = msgspec.json.decode(Path(inputs[0]).read_bytes(), type=Assembled)
    public = stream_of(plan, inputs[1:2], Path(), Note)
    decoded = (msgspec.json.decode(Path(path).read_bytes(), type=Document) for path in inputs[2:])
    documents = dict(zip((DOCUMENT, ANNEXES), decoded, strict=True))
    document = documents[DOCUMENT]
    read = read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), Path())
    circle, sieve = circle_of(plan, kept), forgetting_of(plan, Path(), notes=read).sieve
    counts = check_document(read, public, *documents.values(), decided=assembled.decided)
    _refuse_losses(counts)
    replacements = _replacements(plan, circle, read, public, assembled)
    balance = Balance(
        sources=_statuses(read, public, assembled, counts, replacements),
        unplaced=assembled.unplaced,
        internal={note.path: note.internal for note in read if note.internal},
        unfinished=unfinished(document),
        acronyms=unexplained(document, _explained(plan, kept), plan.settings),
    )
    shown = public.each(lambda note: assembled.corrected.get(note.path, note)).each(_if_published)
    taken = {note.path for note in shown}
    unmasked = read.each(lambda note: sieve.note(note) if note.path in taken else None)
    conflicts = conflicts_of(unmasked, plan.settings, document.date)
    survey = _surveyed(plan, kept, circle, (shown, unmasked), documents, assembled.gallery)
    told = _told_of(balance, sieve), sieve.records(conflicts), sieve.record(survey)
    for output, record in zip(outputs, told, strict=False):
        store.write(Path(output), store.encode(record))
    store.write_contract(Path(outputs[-1]), plan.keys[outputs[-1]], sieve.records(wording_findings(document)))


def _if_published(note: Note) -> Note | None:
    return note if is_published(note) else None


def _surveyed(
    plan: Plan,
    kept: Store,
    circle: Circle,
    notes: tuple[Iterable[Note], Iterable[Note]],
    documents: Mapping[str, Document],
    gallery: Gallery,
) -> Survey:
    """What the checks must know. `notes`: as published, and not masked."""

    def is_known(name: str) -> bool:
        return not is_name(name) or bool(circle.owners(plain(name)))

    alone = gallery.places, gallery.lacks
    return survey_of(*notes, documents, plan.settings, kept.get, _terms(plan, kept), is_known, *alone)


def _explained(plan: Plan, kept: Store) -> list[str]:
    """The words that the glossary explains."""
    return [term.sigle for term in glossary_of(plan, kept) if term.explains]


def _terms(plan: Plan, kept: Store) -> list[str]:
    """The names that the glossary writes."""
    return [name for term in glossary_of(plan, kept) for name in (term.sigle, term.developpe) if name]


def _told_of(balance: Balance, sieve: Sieve) -> Balance:
    """The balance without those whom the team's pages do not show; a file stays known by its path."""
    if not sieve.people:
        return balance
    sources = [structs.replace(sieve.record(one), path=one.path, sha256=one.sha256) for one in balance.sources]
    return structs.replace(sieve.record(structs.replace(balance, sources=[])), sources=sources)


def _replacements(
    plan: Plan, circle: Circle, read: Iterable[Note], public: Iterable[Note], assembled: Assembled
) -> dict[str, Replaced]:
    """The replaced versions by path, those too that `classement.csv` says another file replaces."""
    mask = partial(public_note, circle=circle, shows_unknown=plan.settings.noms == "affiches")
    found = {other.path: other for other in assembled.replaced}
    replaced = (note.path for note in public if any(one.reason == "remplacée" for one in note.withheld))
    said = [path for path in replaced if path not in found]
    if not said:
        return found
    paths = {note.path for note in read}
    by = {path: replacement_of(row_for(plan.classification, path), paths) for path in said}
    notes = {note.path: note for note in read if note.path in by or note.path in by.values()}
    for path, other in by.items():
        versions = compared(mask(notes[path]), mask(notes[other])) if other else Versions(kept="")
        found[path] = Replaced(path, sure=True, versions=versions, said=True)
    return found


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
    read: Iterable[Note],
    public: Iterable[Note],
    assembled: Assembled,
    counts: Mapping[str, PathCount],
    others: Mapping[str, Replaced],
) -> list[SourceStatus]:
    shown = {note.path: (_state(note), note.waits) for note in public}
    statuses = [_taken(note, *shown[note.path], counts[note.path], others.get(note.path)) for note in read]
    statuses += [_not_taken(intake, assembled.gallery) for intake in assembled.intakes]
    return sorted(statuses, key=lambda status: status.path)


def _taken(note: Note, state: SourceState, waits: str, count: PathCount, other: Replaced | None) -> SourceStatus:
    return SourceStatus(
        path=note.path,
        sha256=note.sha256,
        state=state,
        classified=note.classified,
        reason=other.reason if other else waits,
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
