"""The letter of answer: each remark, what it became, the answer, where it stands now; and what else changed.

What reviewers said is quoted as it came, but for whom it may not name (`stages.outgoing`); totals are computed.
Names of reviewers stand in it: they signed their remarks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

import msgspec
from msgspec import structs

from restitution.messages import folded, listed, number, plural
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.table import simple_table
from restitution.remarks import Remark, State, left_to_a_hand
from restitution.review.gaps import offered
from restitution.review.journal import number_of
from restitution.review.passages import Shown
from restitution.review.replacements import seen
from restitution.review.tierce import Change, Tierce, around
from restitution.review.words import (
    TAKEN,
    UNPLACED,
    author_told,
    day_told,
    fills_told,
    is_change,
    is_signed,
    place_told,
    said,
    state_told,
)
from restitution.settings import Settings
from restitution.typography.conventions import Conventions, conventions
from restitution.typography.text import typeset

TITLE: Final = "Lettre de réponse aux relectures"
SUBJECT: Final = "lettre de réponse"
HEAD: Final = ("Remarque", "Ce qui a été dit", "Ce qu’elle est devenue")
CHANGES_HEAD: Final = ("Où", "Dans la version relue", "Aujourd’hui", "D’où cela vient")
MOST_CHANGES: Final = 300
"""Changes of one kind that are shown; the others are counted."""
MEANINGS: Final = {
    "nouvelle": "personne n’y a encore répondu",
    "en attente": "l’équipe doit encore décider, ou porter le changement dans le texte",
    "répondue": "une réponse est donnée, le texte ne change pas pour autant",
    "acceptée et reprise": "le changement proposé est dans le texte",
    TAKEN: "l’équipe est d’accord ; le texte ne change pas de ce seul fait, et n’a peut-être pas encore changé",
    "écartée": "le texte reste comme il est",
    "résolue": "il n’y a plus rien à faire",
    "à confirmer": "l’équipe doit vérifier de quel passage elle parle",
    "passage retiré": "le passage dont elle parle n’est plus dans le texte",
    UNPLACED: "l’équipe doit dire de quel passage elle parle",
}
TOTALS: Final[dict[str, frozenset[State]]] = {
    "Acceptées": frozenset({"applied"}),
    "Écartées": frozenset({"rejected"}),
    "Répondues ou résolues": frozenset({"answered", "resolved"}),
    "Encore en attente": frozenset({"new", "open", "to_confirm", "orphan"}),
}
"""Column of the count -> the states that it sums; what is taken into account counts as accepted."""
TOUCHED: Final = ("changé ou retiré", "changés ou retirés")
NEW: Final = ("est nouveau", "sont nouveaux")
COMPOSED: Final = ("endroit", "endroits")
NAMELESS: Final = ("remarque que personne n’a signée", "remarques que personne n’a signées")
PEOPLE: Final = (
    "Cette lettre est un papier de travail entre relecteurs : qui a signé une remarque y garde son nom. Qui n’a "
    "pas accepté d’être nommé y est « une personne », et les coordonnées sont retirées."
)
BY_HAND: Final = "Acceptée : l’équipe doit encore porter ce changement elle-même dans le texte."
"""Of what was accepted and is not in the text yet; why is the editor's, who reads it in `review list`."""
HOLES: Final = (
    "Un mot remplacé en prend deux, et garde le premier : un numéro qui manque n’est pas une remarque perdue."
)
NBSP: Final = "\u00a0"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the letter is made of."""

    remarks: Sequence[Remark]
    shown: Sequence[Shown]
    """Today's passages, in reading order."""
    tierces: Sequence[Tierce] = ()
    """Each edition that was read beside today's text."""
    settings: Settings
    reviewer: str = ""
    """Whose own letter it is; empty: everybody's."""

    def own(self) -> list[Remark]:
        """The remarks that it answers, as people see them; to one reviewer, what nobody signed in her copy too."""
        return [
            remark for remark in seen(self.remarks) if self.reviewer in {"", author_told(remark), _reader(remark)}
        ]


def letter(publication: Document, told: Told) -> Document:
    """The letter, with the day, language and build of the publication; no block when there is no remark."""
    own = told.own()
    writer = _Writer(told, own)
    return structs.replace(
        publication,
        title=f"{told.settings.projet.titre} – {SUBJECT}{told.reviewer and f' à {told.reviewer}'}",
        subtitle="",
        authors=[],
        keywords=[],
        media={},
        placements=[],
        parts={},
        blocks=_named(list(writer.blocks())) if own else [],
    )


def _named(blocks: list[Block]) -> list[Block]:
    """The blocks, each of their texts a leaf, as the writers and the counter expect."""
    number = count(1)
    return ast.map_leaves(blocks, lambda inlines: ast.leaf(inlines, "", id_=f"gen_{next(number):010x}"))


class _Writer:
    def __init__(self, told: Told, own: Sequence[Remark]) -> None:
        self._told, self._own = told, own
        self._rules: Conventions = conventions(told.settings.projet.langue, fine=told.settings.typographie.fine)
        places = [(name, rank, one) for rank, one in enumerate(told.shown) for name in {one.passage, one.bookmark}]
        self._rank = {name: rank for name, rank, _ in reversed(places)}
        self._places = {name: one for name, _, one in reversed(places)}
        self._numbers = {remark.key: remark for remark in told.remarks}

    def blocks(self) -> Iterator[Block]:
        """The whole letter."""
        groups = self._by_reviewer()
        to = self._told.reviewer
        yield ast.header(1, self._ours(f"Lettre de réponse à {to}" if to else TITLE), "unnumbered")
        yield self._para(self._opening(groups))
        yield from self._guide()
        if not self._told.reviewer:
            yield from self._totals(groups)
        for name, remarks in groups.items():
            title = f"{_headed(name, remarks)} : {plural(len(remarks), 'remarque')}"
            yield ast.header(2, self._ours(title), "unnumbered")
            yield self._table(HEAD, [self._row(remark) for remark in remarks])
        for one in self._told.tierces:
            yield from self._tierce(one)

    def _by_reviewer(self) -> dict[str, list[Remark]]:
        """The remarks of each reviewer, in the order of the text; what has no place comes last."""
        groups: dict[str, list[Remark]] = defaultdict(list)
        last = len(self._rank)
        order = sorted(
            self._own,
            key=lambda one: (
                self._rank.get(_place_of(one), last),
                one.offset,
                number_of(one.number),
                one.number,
            ),
        )
        for remark in order:
            groups[author_told(remark)].append(remark)
        return dict(sorted(groups.items(), key=lambda group: (not is_signed(group[1][0]), folded(group[0]))))

    def _opening(self, groups: Mapping[str, Sequence[Remark]]) -> str:
        title = self._told.settings.projet.titre
        if self._told.reviewer:
            return (
                f"Vous avez relu « {title} » et fait {plural(len(self._own), 'remarque')} : merci. Voici ce que "
                "nous en avons fait. Cette lettre est pour vous."
            )
        signed = sum(map(is_signed, self._own))
        people = sum(is_signed(remarks[0]) for remarks in groups.values())
        others = plural(len(self._own) - signed, *NAMELESS)
        made = "ont fait" if people > 1 else "a fait"
        who = f"{plural(people, 'personne')}, qui {made} {plural(signed, 'remarque')}" if signed else others
        adds = "ajoute" if len(self._own) - signed == 1 else "ajoutent"
        rest = f" S’y {adds} {others}, sous le nom de la copie." if 0 < signed < len(self._own) else ""
        which = "qu’elle est devenue" if len(self._own) == 1 else "que chacune est devenue"
        return f"{who} sur « {title} » : merci.{rest} Voici ce {which}."

    def _guide(self) -> Iterator[Block]:
        states = [word for word in MEANINGS if any(state_told(remark) == word for remark in self._own)]
        lines = [
            ("Les numéros.", f"Chaque remarque a le sien (R-014) : c’est par lui qu’on en parle.{self._holes()}"),
            (
                "Les places.",
                f"« ¶{NBSP}4.2-13 » est le repère du paragraphe, dans la marge des copies à relire d’aujourd’hui.",
            ),
            ("Les citations.", "Ce qui a été dit est cité entre guillemets, sans rien y corriger."),
            *([] if self._told.reviewer else [("Les personnes.", PEOPLE)]),
            ("Les suites.", "Chaque remarque en a une :"),
        ]
        box = [ast.para(self._lead(lead, words)) for lead, words in lines]
        meanings = [self._ours(f"« {word} » : {MEANINGS[word]}.") for word in states]
        box[-1] = ast.para(ast.on_lines([self._lead(*lines[-1]), *meanings]))
        yield ast.div([ast.para(self._ours("Comment lire cette lettre"))], "encadre-titre")
        yield ast.div(box, "encadre")

    def _holes(self) -> str:
        """Why a number may be missing, where one is."""
        own = {remark.key for remark in self._own if remark.kind == "replacement"}
        return f" {HOLES}" if own else ""

    def _lead(self, lead: str, words: str) -> Inlines:
        return [*ast.bold(self._ours(lead)), {"t": "Space"}, *self._ours(words)]

    def _totals(self, groups: Mapping[str, Sequence[Remark]]) -> Iterator[Block]:
        """A line a reviewer, and their sum."""
        counts = {name: Counter(map(_total_of, remarks)) for name, remarks in groups.items()}
        rows = [
            [_headed(name, groups[name]), str(sum(each.values())), *(str(each[word]) for word in TOTALS)]
            for name, each in counts.items()
        ]
        if len(rows) > 1:
            whole: Counter[str] = sum(counts.values(), Counter())
            rows.append(["Ensemble", str(sum(whole.values())), *(str(whole[word]) for word in TOTALS)])
        yield ast.header(2, self._ours("Le compte"), "unnumbered")
        yield self._table(["De", "Remarques", *TOTALS], [[[self._ours(cell)] for cell in row] for row in rows])

    def _row(self, remark: Remark) -> list[list[Inlines]]:
        day = [self._ours(day_told(remark.date))] if day_told(remark.date) else []
        where = [ast.bold(ast.string(remark.number)), self._ours(place_told(remark))]
        return [
            [*where, *map(self._ours, self._titles(remark)), *day],
            self._said(remark),
            self._became(remark),
        ]

    def _titles(self, remark: Remark) -> list[str]:
        """Its part of the plan and its section, where they say two things."""
        here = self._places.get(_place_of(remark))
        if here is None or remark.state == "orphan":
            return []
        section = here.section if folded(here.section) != folded(here.part) else ""
        return [title for title in (here.part, section) if title]

    def _said(self, remark: Remark) -> list[Inlines]:
        """What was said, as it was."""
        lines: list[Inlines] = []
        parent = self._numbers.get(remark.parent)
        if parent:
            lines.append(self._ours(f"En réponse à {parent.number} ({author_told(parent)}) :"))
        elif remark.quote.strip() and not is_change(remark.kind):
            lines.append([*self._ours("Sur"), {"t": "Space"}, *_quoted(remark.quote), *self._ours(f"{NBSP}:")])
        words = [_as_it_is(line) for line in said(remark).split("\n")]
        return [*lines, *words]

    def _became(self, remark: Remark) -> list[Inlines]:
        """Its state, and the answer."""
        lines = [ast.bold(self._ours(state_told(remark)))]
        if remark.fills and offered(remark):
            told = fills_told(remark.fills)
            lines.append(self._ours(f"{told[:1].upper()}{told[1:]}."))
        if left_to_a_hand(remark):
            lines.append(self._ours(BY_HAND))
        lines += [_as_it_is(line) for line in remark.answer.strip().split("\n") if line.strip()]
        return lines

    # --- what changed ------------------------------------------------------------------------------

    def _tierce(self, one: Tierce) -> Iterator[Block]:
        new = sum(not change.before for change in one.changes)
        yield ast.header(2, self._ours("Ce qui a changé dans le texte depuis la version relue"), "unnumbered")
        yield self._para(
            f"La version relue{self._which(one)} avait {plural(one.compared, 'paragraphe')}, titres et cases de "
            f"tableau compris : {plural(one.unchanged, 'inchangé')}, {plural(len(one.changes) - new, *TOUCHED)}"
            f"{f' ; et {plural(new, *NEW)}' if new else ''}. {_conclusion(one)}"
        )
        yield from self._changes("Changements dont l’origine n’est pas notée", one.unexplained)
        yield from self._changes("Venus d’une remarque, d’une correction ou d’une note", one.explained)
        if one.computed:
            yield self._para(_composed(one.computed))

    def _which(self, one: Tierce) -> str:
        """Which of several versions that were read; its number stands at the end of its file."""
        return f" (n° {one.build[:8] or 'inconnu'})" if len(self._told.tierces) > 1 else ""

    def _changes(self, title: str, changes: Sequence[Change]) -> Iterator[Block]:
        if not changes:
            return
        yield ast.header(3, self._ours(f"{title} : {plural(len(changes), 'paragraphe')}"), "unnumbered")
        yield self._table(CHANGES_HEAD, [self._change(change) for change in changes[:MOST_CHANGES]])
        if len(changes) > MOST_CHANGES:
            yield self._para(
                f"Et {plural(len(changes) - MOST_CHANGES, 'autre paragraphe', 'autres paragraphes')}."
            )

    def _change(self, change: Change) -> list[list[Inlines]]:
        before, after = around(change.before, change.after)
        place = [self._ours(f"¶{NBSP}{change.code}")] if change.code else []
        why = listed(change.causes) or "non noté"
        return [
            [*place, *([self._ours(change.part)] if change.part else [])],
            [_as_it_is(before) if change.before else self._ours("(nouveau)")],
            [_as_it_is(after) if change.after else self._ours("(retiré)")],
            [self._ours(why)],
        ]

    # --- small things ------------------------------------------------------------------------------

    def _ours(self, text: str) -> Inlines:
        return ast.string(typeset(_clean(text), self._rules))

    def _para(self, text: str) -> Block:
        return ast.para(self._ours(text))

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[Sequence[Inlines]]]) -> Block:
        """A table whose cells hold lines."""
        titles: list[list[Block]] = [[{"t": "Plain", "c": self._ours(title)}] for title in head]
        cells: list[list[list[Block]]] = [
            [
                [{"t": "Plain", "c": ast.on_lines(line for line in lines if line)}] if any(lines) else []
                for lines in row
            ]
            for row in rows
        ]
        return simple_table([], titles, cells)


def _place_of(remark: Remark) -> str:
    """The passage, or its one place of several, that a remark is about."""
    return remark.bookmark or remark.source.passage


def _reader(remark: Remark) -> str:
    """Who alone made remarks in the copy in which nobody signed this one."""
    copy = next(iter(remark.returned_in), None)
    return copy.reader if copy and not is_signed(remark) else ""


def _headed(name: str, remarks: Sequence[Remark]) -> str:
    """The name of a group: of a person as she writes it, else words of ours."""
    return name if is_signed(remarks[0]) else f"{name[:1].upper()}{name[1:]}"


def _total_of(remark: Remark) -> str:
    """The column of the count in which a remark stands: one, always."""
    if state_told(remark) == TAKEN:
        return "Acceptées"
    return next(column for column, states in TOTALS.items() if remark.state in states)


def _conclusion(one: Tierce) -> str:
    """What follows from the comparison, no more."""
    if one.unexplained:
        asked = "s’il vous étonne" if len(one.unexplained) == 1 else "s’ils vous étonnent"
        return f"De {plural(len(one.unexplained), 'changement')}, l’origine n’est pas notée : dites-nous {asked}."
    if one.changes:
        which = "le changement" if len(one.changes) == 1 else "chaque changement"
        return f"On sait d’où vient {which}, ci-dessous ; rien d’autre n’a changé."
    return "Rien n’a changé."


def _composed(changes: Sequence[Change]) -> str:
    """Words of the plan, lists and tables: how many, and where; cell by cell they would tell a reader nothing."""
    parts = Counter(change.part or "ailleurs" for change in changes)
    where = " ; ".join(f"{part}{NBSP}: {number(count)}" for part, count in parts.items())
    return (
        "De plus, des titres, listes, tableaux et chiffres qui se font tout seuls d’après les notes ont changé, "
        f"en {plural(len(changes), *COMPOSED)}{f' ({where})' if any(change.part for change in changes) else ''}."
    )


def _quoted(text: str) -> Inlines:
    return _as_it_is(f"« {text} »")


def _as_it_is(text: str) -> Inlines:
    """Somebody's words: no sign of them changes."""
    return ast.string(_clean(text))


def _clean(text: str) -> str:
    """Without the signs that no document can hold."""
    return _CONTROL.sub(" ", text)
