"""Remarks and answers as they leave the team: below `output/`, among the reviewers, in published text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import structs

from restitution.assembly.changes import OBSTACLES, Outcome
from restitution.model import Note
from restitution.pandoc import ast
from restitution.people.circle import Circle
from restitution.people.discretion import Discretion
from restitution.people.surroundings import kept_names, places_of
from restitution.people.unseen import is_protected
from restitution.plan import Plan
from restitution.remarks import Correction, Remark, Review
from restitution.review.words import is_signed
from restitution.settings import Settings
from restitution.stages.protected import named_in, names_in
from restitution.stages.register import circle_of
from restitution.stages.withdrawn import Forgetting, forgetting_of
from restitution.store import Store


def outgoing_of(plan: Plan, work: Path, review: Review) -> Forgetting:
    """What tells remarks as they may go out; who signed keeps her name, unless the register protects it."""
    return discreet(forgetting_of(plan, work, is_protected), plan.settings, work, review)


def discreet(forgetting: Forgetting, settings: Settings, work: Path, review: Review) -> Forgetting:
    """What hides the protected, and in the words of remarks whoever its register does not know."""
    if not review.items:
        return forgetting
    signed = [name for one in review.items if (name := _signed(one, forgetting))]
    texts = [text for one in review.items for text in words_in(one)]
    register = forgetting.sieve.circle.register
    circle = Circle(register, places=places_of(settings), kept=frozenset(kept_names(settings)))
    return structs.replace(forgetting, discretion=discretion_of(settings, circle, texts, named_in(work), signed))


def to_its_writer(forgetting: Forgetting, settings: Settings) -> Forgetting:
    """What tells remarks to whoever wrote the note: no way to reach anybody; names that no register holds stay."""
    register = forgetting.sieve.circle.register
    circle = Circle(register, places=places_of(settings), kept=frozenset(kept_names(settings)))
    discretion = Discretion(circle, kept=[settings.projet.contact], shows_unknown=True)
    return structs.replace(forgetting, discretion=discretion)


def discretion_of(
    settings: Settings, circle: Circle, texts: Iterable[str], named: Iterable[str], signed: Iterable[str] = ()
) -> Discretion:
    """What masks, in what somebody said of the text, whoever the register does not know and how to reach anybody.

    `named`: names that the notes give. The contact that the settings publish stays.
    """
    return Discretion(
        circle,
        texts,
        named=named,
        kept=[settings.projet.contact, *signed],
        shows_unknown=settings.noms == "affiches",
    )


def published_corrections(
    plan: Plan, accepted: Sequence[Correction], notes: Iterable[Note], read: Iterable[Note]
) -> tuple[list[Correction], list[Outcome]]:
    """What was decided as it is published: whom it names, and how to reach anybody, follows the rule of the notes.

    `notes`: with ids, as they may be shown; what a passage shows already stays. `read`: not masked. Second, those
    of which nothing is left, as they only put a name or a number where it was masked.
    """
    if not accepted:
        return [], []
    texts = [text for one in accepted for text in (one.base, one.text)]
    circle = circle_of(plan, Store(Path("store")))
    discretion = discretion_of(plan.settings, circle, texts, names_in(read))
    leaves = (leaf for note in notes for passage in note.passages for leaf in ast.each_leaf([passage.block]))
    shown = {ast.leaf_id(leaf): ast.text(leaf) for leaf in leaves}

    def told(one: Correction) -> Correction:
        published = shown.get(one.passage, "")
        base, text = (discretion.text(said, published) for said in (one.base, one.text))
        return structs.replace(one, base=base, text=text)

    both = [(one, told(one)) for one in accepted]
    left = [shown for one, shown in both if shown.base != shown.text or (one.base == one.text and not one.masked)]
    gone = [Outcome(one, "conflict", OBSTACLES["name"]) for one, shown in both if shown not in left]
    return left, gone


def words_in(remark: Remark) -> list[str]:
    """What was said in a remark and in answer to it, now and before."""
    said = (remark.text, remark.proposed, remark.answer, *(one.text for one in remark.history))
    return [text for text in said if text]


def _signed(remark: Remark, forgetting: Forgetting) -> str:
    """The whole name of whoever signed a remark; empty where she is protected, or gives less than a name."""
    name = remark.author.strip()
    is_whole = is_signed(remark) and len(name.split()) > 1
    return name if is_whole and forgetting.sieve.author(name) == name else ""
