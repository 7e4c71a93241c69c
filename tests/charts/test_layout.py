"""Whatever the notes cover, nothing is drawn beyond the page, and no word upon another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from restitution.charts.network import _arrows, _placed, visits_of
from restitution.charts.shapes import SMALLEST, Box, Drawing, Outline, Words
from tests.charts.world import RULER, coverage_of, plans_of, settings_of

NAMES = (
    "Haute-Galdonne",
    "Val d’Arvoise",
    "Île",
    "Communauté de communes du Haut-Minervois et des Avant-Monts du Languedoc",
    "Saint-Jean-de-la-Forêt",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Témiscamingue",
    "Erdre et Gesvres",
    "Les Aspres",
    "PNR",
    "Marche d’Ombrois",
    "Pays de Séronne",
    "Oursanne-Aubrelle",
    "Grand Pic",
    "Vallée de l’Orbieu",
)
STATES = ("etayee", "fragile", "vide", "proposee", "sans_objet")
VISITS = ("documentee", "note_manquante", "a_venir")
DAYS = st.dates(
    min_value=__import__("datetime").date(2019, 1, 1), max_value=__import__("datetime").date(2029, 1, 1)
)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A project of 1 to 12 territories, 0 to 3 that are ahead, and what its notes cover."""
    names = draw(st.permutations(NAMES))
    count = draw(st.integers(1, 12))
    partners, ahead = names[:count], names[count : count + draw(st.integers(0, 3))]
    cell = st.tuples(st.sampled_from(STATES), st.integers(0, 120)).map(lambda pair: f"{pair[0]} {pair[1]}")
    themes = draw(st.lists(st.sampled_from(("Logement", "Mobilité", *NAMES)), max_size=14, unique=True))
    pairs = [(v, h) for h in (*partners, *ahead) for v in partners if h != v]
    visits = (
        draw(st.lists(st.tuples(st.sampled_from(pairs), st.sampled_from(VISITS)), max_size=30)) if pairs else []
    )
    dates = {"prevue": DAYS, "realisee": DAYS}
    visit = st.fixed_dictionaries({"hote": st.sampled_from(partners)}, optional=dates)
    return {
        "territoires": partners,
        "avances": ahead,
        "couverture": {theme: draw(st.lists(cell, min_size=count, max_size=count)) for theme in themes},
        "visites": [f"{v} > {h} : {state}" for (v, h), state in visits],
        "calendrier": draw(st.lists(visit, max_size=14)),
        "notes": draw(
            st.lists(
                st.fixed_dictionaries({
                    "genre": st.sampled_from(("transcription_atelier", "portrait_territoire", None)),
                    "territoires": st.lists(st.sampled_from(partners), max_size=2, unique=True),
                    "dates": st.lists(DAYS, max_size=1),
                    "mots": st.integers(0, 2_000_000),
                }),
                max_size=12,
            )
        ),
    }  # fmt: skip


@given(cases())
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_every_drawing_keeps_within_its_page(case: dict[str, Any]) -> None:
    for plan in plans_of(case).values():
        assert plan.alt.endswith(".")
        check_page(plan.drawing)


def share_room(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def check_page(drawing: Drawing) -> None:
    boxes = [(shape.text, RULER.box(shape)) for shape in drawing.shapes if isinstance(shape, Words)]
    for text, box in boxes:
        assert box.left >= -1, text
        assert box.top >= -1, text
        assert box.right <= drawing.width + 1, text
        assert box.bottom <= drawing.height + 1, text
    for (first, one), (second, other) in combinations(boxes, 2):
        assert not share_room(one, other), (first, second)
    for shape in drawing.shapes:
        if isinstance(shape, Words):
            assert shape.size >= SMALLEST
        else:
            check_outline(shape, drawing)


def check_outline(outline: Outline, drawing: Drawing) -> None:
    assert all(-0.5 <= x <= drawing.width + 0.5 and -0.5 <= y <= drawing.height + 0.5 for x, y in outline.points)


@given(cases())
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_no_arrow_runs_through_a_name(case: dict[str, Any]) -> None:
    nodes = _placed(settings_of(case), RULER)
    labels = [RULER.box(words) for node in nodes.values() for words in node.label]
    for arrow in _arrows(visits_of(coverage_of(case)), nodes):
        points = [arrow.point(share / 30) for share in range(31)]
        assert not any(label.holds(point) for label in labels for point in points)
