"""Tells the people of a lot's notes as the register says, and withholds what may not be shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from restitution import store
from restitution.conservation.sealing import sealed
from restitution.intake.classification import EXCLUDED, REPLACED, row_for
from restitution.messages import folded, listed, plural
from restitution.model import WITHDRAWN, Finding, Intake, Note, Photo, Shaped
from restitution.people.circle import Circle
from restitution.people.masking import Masker, Public, common_words, told, withheld_whole
from restitution.people.met import met_findings
from restitution.people.picture_words import with_words
from restitution.people.register import is_gone
from restitution.people.seeing import WITHDREW, without_pictures
from restitution.people.unseen import Sieve, is_protected, is_unseen
from restitution.people.withdrawal import Held, taken_back
from restitution.plan import Plan, earlier
from restitution.plan.keys import about_people, encoded
from restitution.stages.held import told_places
from restitution.stages.pictures import Shown, unseen_findings
from restitution.stages.register import circle_of, finder_for, is_recording, tables_of
from restitution.store import Store, digest

WAITS = (
    "Enregistrement sans accord : la transcription est lue et comptée, ses paroles sont retenues. Quand ceux qui "
    'y parlent ont dit oui : restitution people consent "{}" --le JJ/MM/AAAA --par NOM'
)
UNREAD = (
    "Transcription sans majuscules, où les noms se voient mal : seules les paroles choisies dans "
    "sources/choix/verbatims.csv sont publiées. Pour publier le reste, relisez-la, puis : restitution people "
    'consent "{}" --relu'
)


CHANGED = (
    "Cette transcription sans majuscules a changé depuis que quelqu'un l'a relue pour les noms : seules les "
    "paroles choisies dans sources/choix/verbatims.csv sont publiées. Relisez-la, puis : restitution people "
    'consent "{}" --relu'
)
TAKEN_BACK = "Quelqu'un a retiré son accord : plus rien n'en est publié. À ôter de ce fichier, à la main : {}."


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """public/{lot}.jsonl: the lines of notes/{lot}.jsonl, each as it may be shown; findings/pseudonymise/.

    The second are those of the lines too: what was found in a file may name those who are to be found nowhere.
    """
    kept = Store(Path("store"))
    circle, photos = circle_of(plan, kept), tables_of(plan, kept).photos
    album, sieve = Shown(plan, photos, circle), Sieve(circle.register, is_unseen)
    about = about_people(plan.settings, plan.register, encoded(photos))
    before = earlier.told(Path(), *outputs)
    found: list[Finding] = []

    def lines() -> Iterator[Shaped]:
        for line in store.read_contract(Path(inputs[0]), plan.keys[inputs[0]], Shaped):
            key = digest("public", line.key, about) if line.key else ""
            shown, told_of = before.get(key) or _told(plan, circle, album, sieve, line)
            found.extend(told_of)
            yield structs.replace(shown, key=key, found=len(told_of))

    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], lines())
    store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], found)
    for output in outputs:
        earlier.drop(Path(), output)


def _told(plan: Plan, circle: Circle, album: Shown, sieve: Sieve, line: Shaped) -> earlier.Told:
    """A line as it is handed on: what was left out of a file, and what was found in it, is told beside."""
    line = _described(plan, circle, album, line)
    read = [finding for one in (line.note, line.intake) if one for finding in one.findings]
    found = [structs.replace(sieve.record(finding), path=finding.path) for finding in read]
    if not line.note:
        shown = line.intake and structs.replace(sieve.record(line.intake), source=line.intake.source)
        return Shaped(intake=shown), found
    note = _public(plan, circle, album, line.note)
    return Shaped(note=structs.replace(sealed(note), not_taken=[], findings=[])), [*found, *note.findings]


def _described(plan: Plan, circle: Circle, album: Shown, line: Shaped) -> Shaped:
    """A line with what the editor says of the picture that it is, told as the register says."""
    intake = line.intake
    if intake is None or intake.shot is None:
        return line
    why, said = album.alone(intake.source.path, intake.source.sha256 or "")
    masker = Masker(finder_for(plan, _nobody_s(intake), circle))
    shot = structs.replace(
        intake.shot,
        legend=masker.text(said.legende),
        credit=Sieve(circle.register, is_protected).text(said.credit),
        described=masker.text(said.texte_alternatif),
        note=said.note,
        unseen=why is not None,
    )
    return Shaped(intake=structs.replace(intake, shot=shot))


def _nobody_s(intake: Intake) -> Note:
    """A note without a word, in which what is said of a picture is looked at."""
    source = intake.source
    return Note(
        path=source.path,
        sha256=source.sha256 or "",
        format=intake.format,
        kind=None,
        classified=False,
        title="",
        territories=[],
    )


def _public(plan: Plan, circle: Circle, album: Shown, note: Note) -> Note:
    """The note as it may be shown; its findings are those of its people alone."""
    left, held = _taken_back(circle, note)
    gone, said = album.of(note)
    left, places = without_pictures(left, gone)
    theirs = [place for target, why in gone.items() if why == WITHDREW for place in places[target]]
    held = structs.replace(held, shown=list(dict.fromkeys([*held.shown, *theirs])))
    public = _masked(plan, circle, left)
    shown = _with_words(plan, circle, note, public.note, said)
    unseen, was_read = unseen_findings(note, places, gone), circle.register.was_read(note.path)
    return structs.replace(
        shown, findings=[*_found(public, was_read=was_read), *unseen, *_of_withdrawn(note.path, held)]
    )


def _taken_back(circle: Circle, note: Note) -> tuple[Note, Held]:
    """The note without those who withdrew; its words are looked at only where somebody did."""
    if not any(map(is_gone, circle.register.personnes)):
        return note, Held()
    return taken_back(note, Sieve(circle.register, is_gone, [note.structure], common_words(note)))


def _with_words(plan: Plan, circle: Circle, note: Note, shown: Note, said: dict[str, Photo]) -> Note:
    """A public note with what the editor says of its pictures; of an author's name, what the register hides."""
    if not said or not shown.passages:
        return shown
    masker = Masker(finder_for(plan, note, circle))
    return with_words(shown, said, masker.text, Sieve(circle.register, is_protected).text)


def _masked(plan: Plan, circle: Circle, note: Note) -> Public:
    note = structs.replace(note, internal=[])  # for the editor alone
    said = folded(row_for(plan.classification, note.path).reprise)
    if said == EXCLUDED:
        return Public(withheld_whole(note, "exclue par l'éditeur"), [])
    if said.startswith(REPLACED):
        return Public(withheld_whole(note, "remplacée"), [])
    agreed = circle.register.agreed(note.path)
    if is_recording(note) and agreed is None:
        waiting = structs.replace(note, waits=WAITS.format(note.path))
        return Public(withheld_whole(waiting, "consentement"), [])
    finder = finder_for(plan, note, circle)
    is_read = circle.register.is_read(note.path, note.sha256)
    unread = is_recording(note) and finder.manner.lower and not is_read
    shown = told(note, finder)
    return Public(structs.replace(shown.note, unread=unread), shown.met)


def _found(public: Public, *, was_read: bool) -> list[Finding]:
    note = public.note
    if note.waits:
        return [Finding(code="accord", level="warning", message=note.waits, path=note.path)]
    why = (CHANGED if was_read else UNREAD).format(note.path)
    unread = [Finding(code="relecture", level="warning", message=why, path=note.path)]
    return [*(unread if note.unread else []), *met_findings(note.path, public.met)]


def _of_withdrawn(path: str, held: Held) -> Iterator[Finding]:
    """Which passages of a file went because somebody withdrew: it holds them until somebody mends it."""
    if held:
        counts = ((held.said, "parole"), (held.shown, "image"), (held.named, "nom"))
        went = [f"{plural(len(places), word)} ({told_places(places)})" for places, word in counts if places]
        message = TAKEN_BACK.format(listed(went))
        yield Finding(code=WITHDRAWN, level="warning", message=message, path=path, where=held.first)
