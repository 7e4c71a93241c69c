"""One question of an examination: whatever goes wrong in it becomes its line, and the others are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeAlias

from restitution.doctor.report import Line, Subject
from restitution.errors import RestitutionError

P = ParamSpec("P")
Answer: TypeAlias = Line | Iterable[Line] | None
NOTHING_BUILT: Final = "aucun document ne peut être construit."
REINSTALL: Final = "Réinstallez l'outil, par « uv tool install --force » et le fichier .whl qui vous a été remis."


def question(
    id_: str, group: str, label: str, *, needed: bool = False
) -> Callable[[Callable[Concatenate[Subject, P], Answer]], Callable[P, list[Line]]]:
    """Make a question of a function: it is handed its subject, and may say a line, several or none.

    `needed`: no build can be done where it fails.
    """
    subject = Subject(id_, group, label)

    def made(ask: Callable[Concatenate[Subject, P], Answer]) -> Callable[P, list[Line]]:
        @wraps(ask)
        def asked(*words: P.args, **named: P.kwargs) -> list[Line]:
            try:
                answer = ask(subject, *words, **named)
                return [answer] if isinstance(answer, Line) else list(answer or ())
            except Exception as error:  # noqa: BLE001 a doctor never falls ill
                return [_failed(subject, error, needed=needed)]

        return asked

    return made


def _failed(subject: Subject, error: Exception, *, needed: bool) -> Line:
    said = " ".join(_told(error).split()).removesuffix(".")
    if needed:
        return subject.missing(f"ne marche pas : {said}", NOTHING_BUILT, REINSTALL)
    return subject.unknown(f"n'a pas pu être regardé : {said}", getattr(error, "hint", ""))


def _told(error: Exception) -> str:
    match error:
        case RestitutionError():
            return error.message
        case FileNotFoundError():
            return f"introuvable ({error.filename})"
        case PermissionError():
            return f"accès refusé ({error.filename})"
        case _:
            return f"{type(error).__name__} : {error}"
