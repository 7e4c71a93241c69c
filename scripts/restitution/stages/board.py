"""What checks, reviews and corrections are on the dashboard: the rooms that know them never meet its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, get_args

from restitution.checks import Check, Urgency
from restitution.coverage import tables
from restitution.dashboard.grid import Words
from restitution.dashboard.records import (
    Changes,
    CheckGroup,
    CheckView,
    ConflictView,
    Quoted,
    Remarks,
    RemarkView,
    Tile,
    Tone,
)
from restitution.messages import number, plural
from restitution.model import Balance, Conflict, Coverage
from restitution.remarks import WHY_GONE, Applied, Remark, Review, State, left_to_a_hand
from restitution.review.replacements import seen
from restitution.review.tierce import TEAM
from restitution.review.words import (
    KINDS,
    STATES,
    author_told,
    by_told,
    day_told,
    is_change,
    is_waiting,
    needs_told,
    place_told,
    said,
    state_told,
    states_told,
)
from restitution.stages.checked import pointed

WORDS: Final = Words(
    cells=tables.STATES,
    visits={"documentee": "documentée", **tables.VISITS},
    steps=tables.STEP_TITLES,
    uses=tables.USES,
)
URGENCIES: Final[Mapping[Urgency, tuple[str, Tone]]] = {
    "always": ("Arrête toute publication", "alerte"),
    "publication": ("À régler avant de publier (build --strict refuse)", "alerte"),
    "better": ("À améliorer, sans bloquer", "attention"),
    "well": ("En ordre", "bien"),
}
DONE: Final[frozenset[State]] = frozenset({"applied", "resolved"})
APART: Final = ("remarque comptée", "remarques comptées")
BY_HAND: Final = "Reprenez-la à la main : restitution fix, ou dans la note ; puis décidez de la remarque."


def checks_shown(checks: Sequence[Check], hide: Callable[[str], str]) -> list[CheckGroup]:
    """The checks, what stops first."""
    groups = []
    for urgency in get_args(Urgency):
        same = [_check(check, hide) for check in checks if check.urgency == urgency]
        if same:
            title, tone = URGENCIES[urgency]
            groups.append(CheckGroup(title=title, tone=tone, checks=same))
    return groups


def _check(check: Check, hide: Callable[[str], str]) -> CheckView:
    return CheckView(
        id=check.id,
        message=hide(check.message),
        points=[hide(point) for point in pointed(check)],
        remedy=check.remedy if not check.ok else "",
        accepted=[f"{hide(one.where)} – {one.motif} ({one.par})" for one in check.accepted],
    )


def remarks_shown(review: Review, passages: Mapping[str, Quoted]) -> Remarks:
    """Every remark in the order in which an editor looks at them, and the balance."""
    order = {state: place for place, state in enumerate(STATES)}
    items = sorted(seen(review.items), key=lambda one: order[one.state])
    numbers = {remark.key: remark.number for remark in review.items}
    states = Counter(state_told(remark) for remark in items)  # in the order of the items
    kinds = sorted({*review.balance.in_files, *review.balance.in_journal})
    other = sum(review.balance.in_other.values())
    return Remarks(
        rows=[_remark(one, passages, numbers.get(one.parent, "")) for one in items],
        states=[(states_told(count, state), count) for state, count in states.items()],
        reviewers=_reviewers(items),
        balance=[
            (_kind(kind), review.balance.in_files.get(kind, 0), review.balance.in_journal.get(kind, 0))
            for kind in kinds
        ],
        other=f"{plural(other, *APART)} à part (sans suivi, PDF, téléphone, papier)." if other else "",
        trouble=review.trouble,
    )


def _kind(kind: str) -> str:
    return next((word for key, word in KINDS.items() if key == kind), kind)


def _reviewers(items: Iterable[Remark]) -> list[tuple[str, int, int]]:
    total: Counter[str] = Counter()
    waits: Counter[str] = Counter()
    for remark in items:
        total[author_told(remark)] += 1
        waits[author_told(remark)] += is_waiting(remark)
    return [(name, total[name], waits[name]) for name in sorted(total, key=lambda one: (-waits[one], one))]


def _remark(remark: Remark, passages: Mapping[str, Quoted], answered: str) -> RemarkView:
    here = passages.get(remark.bookmark or remark.source.passage)
    tone: Tone = "neutre"
    if is_waiting(remark):
        tone = "attention"
    elif remark.state in DONE:
        tone = "bien"
    return RemarkView(
        number=remark.number,
        kind=f"{KINDS[remark.kind]}{f' à {answered}' if answered else ''}",
        author=author_told(remark),
        by=by_told(remark),
        day=day_told(remark.date),
        state=state_told(remark),
        tone=tone,
        place=place_told(remark),
        href=here.href if here and remark.state != "orphan" else "",
        said=said(remark),
        quote="" if is_change(remark.kind) else " ".join(remark.quote.split()),
        answer=remark.answer.strip(),
        why=left_to_a_hand(remark),
    )


def conflicts_shown(conflicts: Iterable[Conflict], hide: Callable[[str], str]) -> list[ConflictView]:
    """The facts that notes tell in two ways."""
    return [
        ConflictView(
            about=f"{one.check} {hide(one.about)}",
            places=[(place.path, place.where, hide(place.words)) for place in one.places],
            remedy=one.remedy,
        )
        for one in conflicts
    ]


def corrections_shown(
    applied: Iterable[Applied], review: Review, passages: Mapping[str, Quoted]
) -> list[ConflictView]:
    """The accepted changes that are not in the text, then the editor's own that are not; each with why."""
    left = [
        (f"Remarque {one.number}", one.source.passage, why)
        for one in seen(review.items)
        if (why := left_to_a_hand(one))
    ]
    left += [
        (TEAM.capitalize(), one.passage, one.why or WHY_GONE)
        for one in applied
        if not one.key and one.result in {"conflict", "gone"}
    ]
    found = []
    for name, passage, why in left:
        here = passages.get(passage, Quoted(text=""))
        place = f"¶ {here.code}" if here.code else "sans place aujourd’hui"
        found.append(ConflictView(about=f"{name} : {why}", places=[("", place, here.text)], remedy=BY_HAND))
    return found


def waiting(coverage: Coverage, review: Review) -> list[str]:
    """What waits for the editor, each with its command."""
    passages = sum(note.passages for note in coverage.proposed)
    whose = "son" if passages == 1 else "leur"
    wait = plural(passages, "passage attend", "passages attendent")
    themes = f"{wait} que vous confirmiez {whose} thème : restitution classify --confirmer-themes"
    asked = [f"{words} : restitution review list" for words in needs_told(seen(review.items))]
    return [*([themes] if passages else []), *asked]


def tiles(
    balance: Balance,
    coverage: Coverage,
    checks: Sequence[CheckGroup],
    remarks: Remarks,
    disagreements: int,
    changes: Changes | None,
) -> list[Tile]:
    """The numbers at the top."""
    states = Counter(source.state for source in balance.sources)
    empty = sum(cell.state == "vide" for cell in coverage.cells)
    missing = sum(pair.state == "note_manquante" for pair in (*coverage.visits, *coverage.advanced))
    stops = sum(len(group.checks) for group in checks if group.tone == "alerte")
    asked = sum(waits for _, _, waits in remarks.reviewers)
    aside = states["set_aside"] + states["waiting"]
    told = [
        _tile(states["taken"], "fichier repris", "fichiers repris", "sources", "neutre"),
        _tile(aside, "fichier mis de côté ou en attente", "fichiers mis de côté ou en attente", "sources"),
        _tile(empty, "case vide", "cases vides", "couverture"),
        _tile(missing, "note de visite manquante", "notes de visite manquantes", "visites"),
        _tile(stops, "contrôle à régler", "contrôles à régler", "controles"),
        remarks_tile(asked),
        _tile(disagreements, "désaccord", "désaccords", "desaccords"),
    ]
    if changes:
        notes = len(changes.rows)
        told.append(_tile(notes, "note changée", "notes changées", "changements", "neutre"))
    return told


def remarks_tile(asked: int) -> Tile:
    """How many remarks wait for the editor."""
    return _tile(asked, "remarque en attente", "remarques en attente", "relectures")


def _tile(count: int, one: str, many: str, target: str, tone: Tone | None = None) -> Tile:
    words = one if count < 2 else many
    return Tile(count=number(count), words=words, target=target, tone=tone or ("attention" if count else "bien"))
