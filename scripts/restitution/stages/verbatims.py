"""What `assemble` makes of the choice of quotations: those to publish and to propose, what is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from restitution.assembly.following import followed
from restitution.assembly.proposals import proposals
from restitution.assembly.quotes import Quote, quoted_bounds, quotes_of
from restitution.assembly.transcripts import is_transcript, kept_back
from restitution.errors import Loss
from restitution.messages import plural
from restitution.model import Choice, Document, Finding, Note
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.people.circle import Circle
from restitution.people.finder import Finder
from restitution.people.masking import Masker
from restitution.plan import Plan
from restitution.stages.register import finder_for


class Verbatims(msgspec.Struct, kw_only=True):
    """The notes with what is withheld of their speech, and their quotations."""

    notes: list[Note]
    quotes: list[Quote]
    proposed: list[Choice]
    findings: list[Finding]


def chosen_verbatims(
    plan: Plan,
    choices: Sequence[Choice],
    read: Iterable[Note],
    notes: Sequence[Note],
    before: Mapping[str, Inlines],
    circle: Circle,
) -> Verbatims:
    """The quotations of `notes` (with ids, as they may be shown).

    `choices`: the lines that the editor chose, of nobody who withdrew; `read`: the notes before anything was
    masked, which know who speaks; `before`: id of each corrected leaf -> what it was.
    """
    spoken = {note.path for note in notes if note.passages and is_transcript(note)}
    unmasked = {note.path: note for note in read if choices or note.path in spoken}
    voices = {(note.path, where): name for note in unmasked.values() for where, name in _voices(note)}

    @cache
    def masker(path: str) -> Masker:
        note = unmasked.get(path)
        if note is None:
            return Masker(Finder(circle))
        return Masker(finder_for(plan, note, circle, circle.pseudonyms))

    def masked(path: str, text: str) -> str:
        return masker(path).text(text)

    quotes, findings = quotes_of(notes, followed(choices, notes, before), plan.settings, masked)
    proposed = proposals(
        notes,
        quotes,
        plan.settings,
        lambda path, where: voices.get((path, where), ""),
        lambda path, text: masked(path, text) != text,
    )
    is_withheld = plan.settings.transcriptions == "retenues"
    held = [note for note in notes if is_withheld or note.unread]
    kept = {note.path: note for note in kept_back(held, quoted_bounds(quotes))} if held else {}
    shown = [kept.get(note.path, note) for note in notes]
    return Verbatims(notes=shown, quotes=quotes, proposed=proposed, findings=findings)


def _voices(note: Note) -> Iterable[tuple[str, str]]:
    """Place of each turn of a note, and the name of who speaks."""
    for passage in note.passages:
        for span in ast.each_leaf([passage.block]):
            first = span["c"][1][:1]
            if first and first[0]["t"] == "Span":
                name = dict(first[0]["c"][0][2]).get("name", "")
                if name:
                    yield ast.leaf_where(span), name


def refuse_lost_quotes(quotes: Sequence[Quote], document: Document) -> None:
    """Raise `Loss` when the plan gives a chosen quotation no place in the report."""
    lost = len(quotes) - sum(placement.quoted for placement in document.placements)
    if lost:
        raise Loss(
            f"{plural(lost, 'citation choisie', 'citations choisies')} sans place dans le document ; rien n'est "
            "publié.",
            "Demandez « paroles() » dans un modèle de templates/plan/, ou retirez votre modèle non_repris.md.j2.",
        )
