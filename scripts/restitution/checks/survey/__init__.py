"""What the checks K4, K7, K8, K12, K14 and K16 to K20 look at, gathered where notes and documents are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from restitution.checks.survey.advice import advice_in
from restitution.checks.survey.funding import shown_in
from restitution.checks.survey.lessons import lessons_in
from restitution.checks.survey.links import broken_in
from restitution.checks.survey.people import people_in
from restitution.checks.survey.pictures import NOTHING, pictures_in
from restitution.checks.survey.records import Enrolled, Survey
from restitution.checks.survey.spelling import spellings_in
from restitution.checks.survey.standing import standings_of
from restitution.checks.survey.transfers import transfers_in
from restitution.checks.survey.volumes import volumes_of
from restitution.model import Document, Note, Place
from restitution.settings import Settings

__all__ = ["Enrolled", "Survey", "survey_of"]


def survey_of(  # noqa: PLR0913, PLR0917 each thing that is looked at
    notes: Iterable[Note],
    unmasked: Iterable[Note],
    documents: Mapping[str, Document],
    settings: Settings,
    kept: Callable[[str], bytes],
    terms: Sequence[str] = (),
    is_known: Callable[[str], bool] = lambda _: False,
    alone: Mapping[str, Place] = NOTHING,
    silent: Mapping[str, list[str]] = NOTHING,
) -> Survey:
    """`notes`: those that show something, as published, and the same `unmasked`; `documents`: by contract.

    `kept`: sha256 -> bytes of a picture; `terms`: names as the glossary writes them;
    `is_known`: whether the register holds a name; `alone`, `silent`: of pictures that are files of their own,
    those shown (`pictures_in`) and, by path, what the others lack.
    """
    return Survey(
        transfers=transfers_in(notes, settings),
        lessons=lessons_in(notes, settings),
        advice=advice_in(notes, settings),
        spellings=spellings_in(notes, unmasked, settings, terms),
        people=people_in(unmasked, is_known),
        pictures=[one for document in documents.values() for one in pictures_in(document, unmasked, kept, alone)],
        silent=dict(silent),
        volumes=volumes_of(notes, settings),
        links=[one for document in documents.values() for one in broken_in(document, settings)],
        standings=standings_of(notes),
        funding=[shown_in(name, document, kept) for name, document in documents.items() if document.blocks],
    )
