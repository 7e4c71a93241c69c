"""One correction, applied to the words of one passage; or the reason why it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import msgspec

from restitution import merging
from restitution.assembly.fitting import aside_in, fitted, widened
from restitution.merging import Clash, Edit
from restitution.model import Finding
from restitution.pandoc.ast import Inlines
from restitution.pandoc.rewriting import Obstacle, Sheet
from restitution.remarks import Applied, Correction

CODE: Final = "correction"
"""Of the findings about corrections that are not applied."""
DONE: Final = frozenset({"applied", "merged", "settled"})
"""Results by which the publication says what was decided."""
LONGEST_SHOWN: Final = 80
AGAIN: Final = "Relisez-le, puis écrivez la correction de nouveau (restitution fix)."
QUOTATION: Final = (
    "C'est une citation, et non le passage : pour la retirer, videz sa case « choisi » dans choix/verbatims.csv."
)
TWICE: Final = "Les mots cités se trouvent plusieurs fois dans le passage ; corrigez le passage lui-même."
PICTURE: Final = "Le passage tient une image ou une formule : retirez-le de la note elle-même."
OBSTACLES: Final[dict[Obstacle, str]] = {
    "name": "Un nom masqué s'y trouve : corrigez les mots autour de lui, ou la note elle-même.",
    "ours": "Elle touche des mots qui ne sont pas de la note (qui parle, un renvoi) : ne corrigez que le reste.",
    "thing": "Un appel de note, une image ou une formule se trouve entre ces mots : corrigez de part et d'autre, "
    "ou la note elle-même.",
}
LOOKS: Final = {"Strong": "gras", "Emph": "italique", "Underline": "souligné", "SmallCaps": "petites capitales"}
_HELD: Final = frozenset({"Image", "Math", "RawInline"})

Result = Literal["applied", "merged", "settled", "conflict", "gone"]


class Refused(Exception):
    """A correction that is not applied; its message is the reason, a French sentence."""


class Changed(msgspec.Struct, frozen=True):
    """The inlines of a leaf with a correction, what was taken out of them, and what became of it."""

    inlines: Inlines
    taken: list[Inlines]
    result: Result


class Outcome(msgspec.Struct, frozen=True):
    """What became of a correction, and why it was not applied, if it was not."""

    correction: Correction
    result: Result
    why: str = ""
    put: tuple[str, ...] = ()
    """Ids of the paragraphs that it put behind its passage."""

    @property
    def applied(self) -> Applied:
        """As the contract has it."""
        one = self.correction
        return Applied(
            passage=one.passage,
            key=one.key,
            number=one.number,
            result=self.result,
            why=self.why,
            put=list(self.put),
        )

    def finding(self, path: str = "", where: str = "") -> Finding:
        """What the editor must hear of a correction that was not applied."""
        one = self.correction
        name = one.number or (f"La correction de {one.author}" if one.author else "Une correction")
        words = f"« {short(one.text)} »" if one.text else "passage à retirer"
        message = f"{name} : la correction n'est pas reprise ({words}). {self.why}"
        if not one.number:
            message = f"{name} n'est pas reprise ({words}). {self.why}"
        return Finding(code=CODE, level="warning", message=message, path=path, where=where)


def change(correction: Correction, inlines: Inlines, added: Iterable[str] = ()) -> Changed:
    """The inlines of a leaf with a correction. Raises `Refused`.

    `added`: what the publication adds to the words of notes.
    """
    sheet = Sheet(inlines)
    fit = fitted(correction.base, correction.text, sheet.text, [*added, *aside_in(inlines)])
    if fit is None:
        raise Refused(TWICE)
    now = sheet.text[fit.start : fit.end]
    merged = merging.merge(fit.base, fit.text, now)
    if merged.clashes:
        raise Refused(f"Le passage a changé depuis : {_details(merged.clashes)}. {AGAIN}")
    if not merged.edits:
        return Changed(inlines, [], "settled")
    edits = [Edit(one.start + fit.start, one.end + fit.start, one.text) for one in merged.edits]
    made = sheet.rewritten(widened(edits, sheet.own))
    if made.obstacle:
        raise Refused(OBSTACLES[made.obstacle])
    return Changed(made.inlines, made.taken, "applied" if merging.same(fit.base, now) else "merged")


def refuse_to_withdraw(correction: Correction, inlines: Inlines, added: Iterable[str] = ()) -> None:
    """Raises `Refused` when a passage is not what was to be withdrawn, or holds more than words and footnotes."""
    sheet = Sheet(inlines)
    fit = fitted(correction.base, "", sheet.text, [*added, *aside_in(inlines)])
    if fit is None or fit.is_quotation:
        raise Refused(QUOTATION)
    if not merging.same(fit.base, sheet.text):
        raise Refused(f"Le passage a changé depuis : il dit « {short(sheet.text)} ». {AGAIN}")
    if sheet.holds(_HELD):
        raise Refused(PICTURE)


def lost_looks(correction: Correction, inlines: Inlines) -> list[str]:
    """What is bold or italic in a passage and will not be any more, though words of the correction replace it.

    « « Mot » (gras) ». Nothing where the correction is refused, or only takes words away.
    """
    try:
        made = change(correction, inlines)
    except Refused:
        return []
    before, after = Sheet(inlines).looks(), Sheet(made.inlines).looks()
    lost = []
    for kind, words in before:
        left = [said for one, said in after if one == kind]
        is_left = len(left) >= sum(one == kind for one, _ in before)
        if not is_left and not _words_of(words) & _words_of(" ".join(left)):
            lost.append(f"« {short(words)} » ({LOOKS[kind]})")
    return lost


def _words_of(text: str) -> set[str]:
    return set(text.casefold().split())


def continued(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same, a correction in conflict being settled when a later one took up its text and found its place."""
    known: list[Outcome] = []
    for outcome in reversed(outcomes):
        own = outcome.correction
        follows = (
            later.correction.passage == own.passage
            and later.result in DONE
            and merging.same(later.correction.base, own.text)
            for later in known
        )
        is_over = outcome.result == "conflict" and own.relation == "in" and any(follows)
        known.append(Outcome(own, "settled") if is_over else outcome)
    return known[::-1]


def short(text: str) -> str:
    """A text on one line, its end left out when it is long."""
    folded = " ".join(text.split())
    return folded if len(folded) <= LONGEST_SHOWN else f"{folded[:LONGEST_SHOWN].rstrip()}…"


def _details(clashes: Sequence[Clash]) -> str:
    """« le texte dit « b », la correction remplaçait « a » par « c » »."""
    clash = clashes[0]
    now = f"le texte dit « {short(clash.theirs)} »" if clash.theirs else "le texte ne le dit plus"
    if not clash.base:
        return f"{now}, la correction ajoutait « {short(clash.ours)} »"
    if not clash.ours:
        return f"{now}, la correction retirait « {short(clash.base)} »"
    return f"{now}, la correction remplaçait « {short(clash.base)} » par « {short(clash.ours)} »"
