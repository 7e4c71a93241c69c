"""Who visited whom: territories on an oval, arrows from visitors to hosts, their state in dashes and letters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from restitution.charts.legend import Key, legend
from restitution.charts.ruler import LEADING, Ruler, stacked
from restitution.charts.shapes import (
    GREEN,
    GREY,
    OCHRE,
    SIZE,
    SMALLEST,
    WHITE,
    WIDTH,
    Box,
    Drawing,
    Outline,
    Point,
    Words,
    disc,
    line,
    polygon,
)
from restitution.messages import listed, plural
from restitution.model import Coverage, VisitPair, VisitState
from restitution.settings import Settings

NODE = 9.0
"""Points from the middle of a node to its edge."""
AIR = 3.0
APART = 0.5
"""Radians between two ends of arrows around a node."""
FAN = 2.6
"""Radians that all of them may take."""
LETTER = 6.2
"""Radius of the disc of an arrow's letter."""
MOST_LETTERED = 40
"""Arrows beyond which letters would hide them: their dashes tell the state alone."""
FEW = 6
INWARDS = 0.3
"""Of the way to the centre, by which the arrows of many nodes bend: past the nodes between their ends."""
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where along an arrow its letter may stand, the best place first."""
MADE: dict[VisitState, str] = {
    "documentee": "faite et racontée par une note",
    "note_manquante": "dont la date est passée et la note manque",
    "a_venir": "prévue",
}
MANY: dict[VisitState, str] = {
    "documentee": "faites et racontées par une note",
    "note_manquante": "dont la date est passée et la note manque",
    "a_venir": "prévues",
}
LETTERS: dict[VisitState, str] = {"documentee": "F", "note_manquante": "M", "a_venir": "P"}


class Look(msgspec.Struct, frozen=True):
    """How an arrow is drawn."""

    pen: str
    thick: float
    dash: list[float]
    is_solid: bool
    """Whether its head is filled."""


LOOKS: dict[VisitState, Look] = {
    "documentee": Look(GREEN, 1.5, [], is_solid=True),
    "note_manquante": Look(OCHRE, 1.5, [7, 2.5, 1.5, 2.5], is_solid=True),
    "a_venir": Look(GREY, 1.2, [3.5, 2.5], is_solid=False),
}


def visits_of(coverage: Coverage) -> list[VisitPair]:
    """The visits to draw: made or planned, between partners and to territories ahead."""
    return [pair for pair in (*coverage.visits, *coverage.advanced) if pair.state != "absente"]


def network(coverage: Coverage, settings: Settings, ruler: Ruler) -> Drawing:
    """The drawing."""
    nodes = _placed(settings, ruler)
    arrows = _arrows(visits_of(coverage), nodes)
    has_letters = len(arrows) <= MOST_LETTERED
    scale = 1 if has_letters else 0.6
    shapes: list[Outline | Words] = [shape for arrow in arrows for shape in arrow.shapes(scale)]
    for node in nodes.values():
        shapes += [_mark(node.at, is_advanced=node.is_advanced), *node.label]
    if has_letters:
        shapes += _letters(arrows)
    bottom = max(max(ruler.box(words).bottom for words in node.label) for node in nodes.values())
    keys, end = legend(_keys(coverage, settings, has_letters=has_letters), bottom + 14, ruler)
    return Drawing(height=end, shapes=[*shapes, *keys])


def network_words(coverage: Coverage, settings: Settings) -> str:
    """What the drawing shows, in sentences."""
    pairs = visits_of(coverage)
    states = Counter(pair.state for pair in pairs)
    counts = [
        f"{count} {MADE[state] if count == 1 else MANY[state]}" for state in MADE if (count := states[state])
    ]
    who = [plural(len(settings.territoires), "territoire")]
    if settings.avances:
        who.append(plural(len(settings.avances), "territoire avancé"))
    unplanned = sum(pair.state == "absente" for pair in coverage.visits)
    left = plural(unplanned, "visite miroir n’est pas prévue", "visites miroir ne sont pas prévues")
    return " ".join(
        [
            f"Réseau de {listed(who)}, une flèche allant du territoire visiteur au territoire hôte.",
            f"{plural(len(pairs), 'flèche')} : {listed(counts)}.",
            *([f"{left}."] if unplanned else []),
            *_by_host(pairs, settings.names, tells_state=len(states) > 1),
        ]
    )


def _by_host(pairs: Sequence[VisitPair], names: dict[str, str], *, tells_state: bool) -> Iterable[str]:
    for host in dict.fromkeys(pair.host for pair in pairs):
        groups = []
        for state, told in MADE.items():
            who = listed(names[p.visitor] for p in pairs if p.host == host and p.state == state)
            groups += [f"{who} ({told})" if tells_state else who] if who else []
        yield f"{names[host]} reçoit : {' ; '.join(groups)}."


class _Node(msgspec.Struct, frozen=True):
    at: Point
    is_advanced: bool
    label: list[Words]


def _placed(settings: Settings, ruler: Ruler) -> dict[str, _Node]:
    """Every territory on an oval, clockwise from the top (two face each other), its name outside."""
    names = settings.names
    ahead = {one.code for one in settings.avances}
    count = len(names)
    wide, high = (110.0, 88.0) if count < 5 else (125.0, min(100.0 + 5 * count, 155.0))
    start = math.pi if count == 2 else -math.pi / 2
    centre = (WIDTH / 2, high + 48)
    nodes = {}
    for number, (code, name) in enumerate(names.items()):
        angle = start + math.tau * number / count
        at = (centre[0] + wide * math.cos(angle), centre[1] + high * math.sin(angle))
        nodes[code] = _Node(at, code in ahead, _label(name, at, angle, ruler))
    return nodes


def _label(name: str, at: Point, angle: float, ruler: Ruler) -> list[Words]:
    across, down = math.cos(angle), math.sin(angle)
    far = NODE + AIR + 2
    if abs(across) < 0.05:
        lines = ruler.lines(name, 150, bold=True, most=2)
        half = len(lines) * SIZE * LEADING / 2
        return stacked(lines, at[0], at[1] + math.copysign(far + half, down), bold=True, anchor=0.5)
    x = at[0] + math.copysign(far, across)
    room = WIDTH - x if across > 0 else x
    lines = ruler.lines(name, room, bold=True, most=3)
    return stacked(lines, x, at[1] + 4 * down, bold=True, anchor=0.0 if across > 0 else 1.0)


def _mark(at: Point, *, is_advanced: bool, radius: float = NODE) -> Outline:
    if not is_advanced:
        return disc(at, radius, fill=GREEN, pen=GREEN)
    side = radius - 1
    return Box(at[0] - side, at[1] - side, at[0] + side, at[1] + side).outline(fill=WHITE, pen=OCHRE, thick=2)


class _Arrow(msgspec.Struct, frozen=True):
    """A bent line; `bend`: the point that it leans to."""

    start: Point
    bend: Point
    end: Point
    state: VisitState

    def point(self, share: float) -> Point:
        """A point along it."""
        a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
        x, y = (a * s + b * m + c * e for s, m, e in zip(self.start, self.bend, self.end, strict=True))
        return x, y

    def shapes(self, scale: float = 1) -> list[Outline]:
        """The line and its head, thinner where there are many."""
        look = LOOKS[self.state]
        angle = math.atan2(self.end[1] - self.bend[1], self.end[0] - self.bend[0])
        left, right = (_beyond(self.end, angle + math.pi + turn, 8.5 * scale) for turn in (0.38, -0.38))
        neck = _beyond(self.end, angle, -5 * scale) if look.is_solid else self.end
        shaft = Outline(
            steps=[("move", *self.start), ("quad", *self.bend, *neck)],
            pen=look.pen,
            thick=look.thick * scale,
            dash=look.dash,
        )
        if look.is_solid:
            return [shaft, polygon((self.end, left, right), fill=look.pen, pen=look.pen, thick=0.5)]
        return [shaft, line(left, self.end, right, pen=look.pen, thick=look.thick * scale)]


def _beyond(point: Point, angle: float, length: float) -> Point:
    return point[0] + length * math.cos(angle), point[1] + length * math.sin(angle)


def _arrows(pairs: Sequence[VisitPair], nodes: Mapping[str, _Node]) -> list[_Arrow]:
    """An arrow for each visit, whose ends stand apart around every node."""
    places = {code: node.at for code, node in nodes.items()}
    bends = [_bend(places[pair.visitor], places[pair.host], _centre(nodes)) for pair in pairs]
    ends = [(code, bend) for pair, bend in zip(pairs, bends, strict=True) for code in (pair.visitor, pair.host)]
    angles = [math.atan2(bend[1] - places[code][1], bend[0] - places[code][0]) for code, bend in ends]
    for code in places:
        mine = [number for number, (own, _) in enumerate(ends) if own == code]
        for number, angle in zip(mine, _apart([angles[number] for number in mine]), strict=True):
            angles[number] = angle
    edges = [_beyond(places[code], angle, NODE + AIR) for (code, _), angle in zip(ends, angles, strict=True)]
    return [
        _Arrow(edges[2 * number], bend, edges[2 * number + 1], pair.state)
        for number, (pair, bend) in enumerate(zip(pairs, bends, strict=True))
    ]


def _centre(nodes: Mapping[str, _Node]) -> Point | None:
    """Where arrows lean to, where nodes are many."""
    return (WIDTH / 2, sum(node.at[1] for node in nodes.values()) / len(nodes)) if len(nodes) > FEW else None


def _bend(visitor: Point, host: Point, centre: Point | None) -> Point:
    """Where an arrow leans to: its left, so that two opposite ones stay apart, and the centre."""
    dx, dy = host[0] - visitor[0], host[1] - visitor[1]
    middle = ((visitor[0] + host[0]) / 2, (visitor[1] + host[1]) / 2)
    lean = 0.1 if centre else 0.14
    x, y = middle[0] + dy * lean, middle[1] - dx * lean
    if centre is None:
        return x, y
    return x + (centre[0] - middle[0]) * INWARDS, y + (centre[1] - middle[1]) * INWARDS


def _apart(angles: Sequence[float]) -> list[float]:
    """Angles of ends around one node, those that are too near moved away from each other."""
    if not angles:
        return []
    order = sorted(range(len(angles)), key=lambda number: angles[number])
    rising = [angles[number] for number in order]
    steps = [(after - before) % math.tau for before, after in pairwise([*rising, rising[0]])]
    first = (steps.index(max(steps)) + 1) % len(order)  # behind the widest gap, so that no pair is cut in two
    order = order[first:] + order[:first]
    turned = [angles[order[0]] + (angles[number] - angles[order[0]]) % math.tau for number in order]
    gap = min(APART, FAN / len(angles))
    for _ in range(40):
        for here in range(len(turned) - 1):
            lacking = max(gap - (turned[here + 1] - turned[here]), 0)
            turned[here] -= lacking / 2
            turned[here + 1] += lacking / 2
    moved = dict(zip(order, turned, strict=True))
    return [moved[number] for number in range(len(angles))]


def _letters(arrows: Sequence[_Arrow]) -> list[Outline | Words]:
    """A letter on each arrow, where the fewest others pass."""
    traces = [[arrow.point(share / 24) for share in range(25)] for arrow in arrows]
    taken: list[Point] = []
    shapes: list[Outline | Words] = []
    for number, arrow in enumerate(arrows):
        others = [point for other, trace in enumerate(traces) if other != number for point in trace]
        at = min((arrow.point(share) for share in PLACES), key=lambda place: _crowd(place, others, taken))
        taken.append(at)
        shapes += _letter(at, arrow.state)
    return shapes


def _crowd(place: Point, others: Iterable[Point], taken: Iterable[Point]) -> int:
    """How much there is about a place: letters weigh most."""
    near = sum(math.dist(place, point) < LETTER + 2 for point in others)
    return near + 100 * sum(math.dist(place, point) < 2 * LETTER + 1 for point in taken)


def _letter(at: Point, state: VisitState) -> list[Outline | Words]:
    pen = LOOKS[state].pen
    words = stacked([LETTERS[state]], *at, size=SMALLEST, bold=True, colour=pen, anchor=0.5)
    return [disc(at, LETTER, fill=WHITE, pen=pen), *words]


def _keys(coverage: Coverage, settings: Settings, *, has_letters: bool) -> list[Key]:
    states = {pair.state for pair in visits_of(coverage)}
    keys = [
        Key(_sample_node(is_advanced=is_advanced), words)
        for is_advanced, words, some in (
            (False, "territoire du projet", settings.territoires),
            (True, "territoire avancé", settings.avances),
        )
        if some
    ]
    return keys + [
        Key(_sample_arrow(state), f"{f'{LETTERS[state]} : ' if has_letters else ''}visite {words}")
        for state, words in MADE.items()
        if state in states
    ]


def _sample_node(*, is_advanced: bool) -> Callable[[Box], list[Outline]]:
    return lambda box: [_mark(box.middle, is_advanced=is_advanced, radius=6.5)]


def _sample_arrow(state: VisitState) -> Callable[[Box], list[Outline]]:
    def sample(box: Box) -> list[Outline]:
        _, height = box.middle
        return _Arrow((box.left, height), box.middle, (box.right, height), state).shapes()

    return sample
