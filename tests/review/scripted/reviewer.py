"""What a reviewer does to a copy, drawn by chance; each operation carries a word that exists nowhere else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LONGEST = 6
"""Words of a phrase that is looked for."""


@dataclass(frozen=True)
class Target:
    """A paragraph of the copy: what it is, what it says, and words that stand in it alone."""

    passage: str
    text: str
    phrase: str
    kind: str = "paragraph"


@dataclass
class Asked:
    """An operation, and what must come home of it."""

    operation: dict[str, Any]
    passage: str
    kind: str
    """Of the remark: « comment », « insertion »…; empty: nothing to look for."""
    token: str
    """The word by which the remark is known: of a deletion, the deleted words."""
    quote: str = ""
    changed: bool = False
    """Whether its paragraph was moved, cut, retyped, or is shown twice."""
    told: str = ""


@dataclass
class Reviewer:
    """One person's round of a copy."""

    author: str
    random: random.Random
    prefix: str
    targets: list[Target]
    open_comments: list[str] = field(default_factory=list)
    """Texts of comments that the copy shows."""
    month: int = 10
    done: list[Asked] = field(default_factory=list)
    _count: int = 0

    def everything(self, times: int) -> list[Asked]:
        """Each operation that many times, on paragraphs drawn by chance."""
        plain = [target for target in self.targets if target.kind == "paragraph"]
        self.random.shuffle(plain)
        pool = iter(plain)
        for _ in range(times):
            for operation in OPERATIONS:
                target = next(pool, None)
                if target is not None:
                    self.done += list(operation(self, target))
            for kind in ("heading", "cell", "caption"):
                other = [target for target in self.targets if target.kind == kind]
                if other:
                    self.done += list(self.comment(self.random.choice(other)))
        return self.done

    # each yields what it asks for

    def comment(self, target: Target, *, changed: bool = False) -> Iterator[Asked]:
        token = self._token()
        operation = self._op("comment", on=target.phrase, text=f"Remarque {token} : à préciser ?")
        yield Asked(operation, target.passage, "comment", token, target.phrase, changed)

    def point(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        operation = self._op("comment", on=target.phrase, text=f"Ici {token}", point=True)
        yield Asked(operation, target.passage, "comment", token)

    def whole(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        operation = self._op(
            "comment", on=target.phrase, text=f"Tout ceci {token}\nen deux lignes", paragraph=True
        )
        yield Asked(operation, target.passage, "comment", token, target.text)

    def answered(self, target: Target) -> Iterator[Asked]:
        first, second = self._token(), self._token()
        text = f"Question {first}"
        yield Asked(
            self._op("comment", on=target.phrase, text=text), target.passage, "comment", first, target.phrase
        )
        yield Asked(self._op("reply", to=text, text=f"Réponse {second}"), target.passage, "comment", second)

    def answers_open(self, _: Target) -> Iterator[Asked]:
        if self.open_comments:
            token = self._token()
            to = self.random.choice(self.open_comments)
            yield Asked(self._op("reply", to=to, text=f"Je réponds {token}"), "", "comment", token)

    def resolved(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        text = f"Réglé {token}"
        yield Asked(
            self._op("comment", on=target.phrase, text=text), target.passage, "comment", token, target.phrase
        )
        yield Asked(self._op("resolve", of=text), target.passage, "", token)

    def inserted(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        yield Asked(self._op("insert", after=target.phrase, text=f" {token}"), target.passage, "insertion", token)

    def deleted(self, target: Target) -> Iterator[Asked]:
        yield Asked(self._op("delete", on=target.phrase), target.passage, "deletion", target.phrase)

    def retyped(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        operation = self._op("retype", on=target.phrase, text=f"tout autre chose {token}", paragraph=True)
        yield Asked(operation, target.passage, "insertion", token, changed=True)

    def bold(self, target: Target) -> Iterator[Asked]:
        yield Asked(self._op("bold", on=target.phrase), target.passage, "", "")

    def split(self, target: Target) -> Iterator[Asked]:
        yield Asked(self._op("split", before=target.phrase), target.passage, "", "")
        yield from self.comment(target, changed=True)

    def merged(self, target: Target) -> Iterator[Asked]:
        yield from self.comment(target, changed=True)
        yield Asked(self._op("merge", on=target.phrase), target.passage, "", "")

    def moved(self, target: Target) -> Iterator[Asked]:
        yield from self.comment(target, changed=True)
        yield Asked(self._op("move", on=target.phrase, steps=self.random.choice([-1, 1])), target.passage, "", "")

    def added(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        operation = self._op("add_paragraph", after=target.phrase, text=f"Un paragraphe de plus {token}.")
        yield Asked(operation, target.passage, "paragraph_insertion", token)

    def removed(self, target: Target) -> Iterator[Asked]:
        yield Asked(self._op("remove_paragraph", on=target.phrase), target.passage, "deletion", target.phrase)

    def untracked_insert(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        operation = self._op("insert", after=target.phrase, text=f" {token}", tracked=False)
        yield Asked(operation, target.passage, "untracked_edit", token)

    def untracked_retype(self, target: Target) -> Iterator[Asked]:
        token = self._token()
        text = f"Une phrase entière écrite à la place de l'autre, {token}."
        operation = self._op("retype", on=target.phrase, text=text, paragraph=True, tracked=False)
        yield Asked(operation, target.passage, "untracked_edit", token, changed=True)

    def untracked_split(self, target: Target) -> Iterator[Asked]:
        yield Asked(self._op("split", before=target.phrase, tracked=False), target.passage, "", "")
        yield from self.comment(target, changed=True)

    def untracked_move(self, target: Target) -> Iterator[Asked]:
        yield from self.comment(target, changed=True)
        yield Asked(self._op("move", on=target.phrase, steps=2, tracked=False), target.passage, "", "")

    def retyped_then_told(self, target: Target) -> Iterator[Asked]:
        yield from self.comment(target, changed=True)
        yield from self.untracked_insert(target)

    def _op(self, name: str, **told: Any) -> dict[str, Any]:
        operation = {"do": name, "author": self.author, **told}
        if name in {"comment", "reply"}:
            number = self._count
            operation["date"] = (2026, self.month, 1 + number // 1200 % 28, 8 + number // 60 % 12, number % 60)
        return operation

    def _token(self) -> str:
        self._count += 1
        return f"{self.prefix}{self._count:03}z"


OPERATIONS = (
    Reviewer.comment,
    Reviewer.point,
    Reviewer.whole,
    Reviewer.answered,
    Reviewer.answers_open,
    Reviewer.resolved,
    Reviewer.inserted,
    Reviewer.deleted,
    Reviewer.retyped,
    Reviewer.bold,
    Reviewer.split,
    Reviewer.merged,
    Reviewer.moved,
    Reviewer.added,
    Reviewer.removed,
    Reviewer.untracked_insert,
    Reviewer.untracked_retype,
    Reviewer.untracked_split,
    Reviewer.untracked_move,
    Reviewer.retyped_then_told,
)


def phrase_of(text: str, everything: str) -> str:
    """Words of a paragraph that stand nowhere else in the document, in its middle; empty when there are none."""
    words = text.split()
    for start in range(len(words) // 3, max(len(words) - LONGEST, 0)):
        phrase = " ".join(words[start : start + LONGEST])
        if everything.count(phrase) == 1 and phrase.isprintable():
            return phrase
    return ""
