"""What the worked example gives a meeting, made in this process."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from msgspec import structs
from PIL import Image

from restitution import resources
from restitution.assembly.typesetting import Press
from restitution.charts import charts_of
from restitution.charts.make import Chart
from restitution.coverage import coverage_of
from restitution.meeting import posters
from restitution.meeting.choosing import Chosen, chosen_of
from restitution.meeting.deck import deck_of, words_beside
from restitution.meeting.hanging import with_posters
from restitution.meeting.offers import PICTURE, Offer, Said, offers_of, pictures_of, published
from restitution.meeting.parts import HEATMAP, NETWORK
from restitution.meeting.posters import QR, poster_of
from restitution.model import Block, Coverage, Document, Finding, Inline, Shown
from restitution.pandoc import ast
from restitution.pictures.codes import qr_code
from restitution.settings import Settings, Territory
from tests.assembly import example

SEEN = {"pont.png": "Le pont neuf, vu du quai (photo : équipe)", "halle.png": "La halle un jour de marché"}
"""Pictures of a visit, each with its caption."""
TARGETS = {"graphique_themes": HEATMAP, "graphique_visites": NETWORK}
UNREAD = {"vue-notes", "vue-image", "vue-pleine"}


@cache
def publication() -> Document:
    return example.document()[0]


@cache
def said() -> tuple[Said, ...]:
    return tuple(published(publication(), example.notes()))


@cache
def offers() -> tuple[Offer, ...]:
    settings = example.settings()
    return (*offers_of(said(), settings), *pictures_of(publication(), example.notes(), settings))


def chosen(rows: Sequence[Shown] = (), settings: Settings | None = None) -> Chosen:
    settings = settings or example.settings()
    slides = chosen_of(rows, offers(), said(), settings, words_beside(settings))
    return with_posters(slides, rows, offers(), said(), settings)


def deck(rows: Sequence[Shown] = (), settings: Settings | None = None) -> Document:
    settings = settings or example.settings()
    coverage = coverage_of(example.notes(), settings, example.DATE)
    return deck_of(publication(), settings, coverage, chosen(rows, settings))


def poster(name: str, rows: Sequence[Shown] = (), settings: Settings | None = None) -> Document:
    """A poster of the example, with a picture for its first territory."""
    settings = settings or example.settings()
    whole = hung(settings)
    made = poster_of(name, whole, settings, coverage_for(settings), hung_choice(rows, settings))
    return Press(settings, example.notes()).document(made)


def told_of_posters(rows: Sequence[Shown] = (), settings: Settings | None = None) -> list[Finding]:
    """What the editor hears of them."""
    settings = settings or example.settings()
    return posters.told_of_posters(hung(settings), settings, coverage_for(settings), hung_choice(rows, settings))


def poster_of_nothing(name: str) -> Document:
    """Of a project whose notes are still to come."""
    settings = example.settings()
    nothing = chosen_of([], [], [], settings, words_beside(settings))
    return poster_of(name, hung(settings), settings, example.coverage(of=()), nothing)


def hung_choice(rows: Sequence[Shown], settings: Settings) -> Chosen:
    """What posters show, the pictures of the visit among it."""
    seen = [
        Offer(view="visite HG", place=PICTURE, text=caption, path="", where="", title="", picture=target)
        for target, caption in SEEN.items()
    ]
    each = (*offers(), *seen)
    slides = chosen_of(rows, each, said(), settings, words_beside(settings))
    return with_posters(slides, rows, each, said(), settings)


def coverage_for(settings: Settings) -> Coverage:
    """Of the example's notes, by the territories of some settings."""
    return coverage_of(example.notes(), settings, example.DATE)


def hung(settings: Settings) -> Document:
    """The publication with what a build adds to it: logos, charts, a code; and pictures."""
    images = [image(target, caption) for target, caption in SEEN.items()]
    logos = [image(f"logos/{number}.png", logo.alt) for number, logo in enumerate(settings.financement.logos)]
    drawn = [block for name, chart in charts(settings).items() for block in chart.blocks(TARGETS[name])]
    blocks = [ast.div([{"t": "Plain", "c": logos}], "logos"), ast.para(images), *drawn]
    targets = [one["c"][2][0] for one in ast.images(blocks)]
    code = [QR] * bool(settings.projet.site)
    return structs.replace(publication(), blocks=blocks, media={target: target for target in [*targets, *code]})


def image(target: str, alternative: str) -> Inline:
    return {"t": "Image", "c": [ast.attributes(), ast.string(alternative), [target, ""]]}


@cache
def charts(settings: Settings) -> dict[str, Chart]:
    """The charts that posters show."""
    words = {note.path: 1 for note in example.notes()}
    made = charts_of(coverage_for(settings), example.notes(), words, settings, resources.shipped_fonts())
    return {name: made[name] for name in TARGETS if name in made}


def media(document: Document, settings: Settings | None = None) -> dict[str, bytes]:
    """Bytes of the pictures of a poster."""
    settings = settings or example.settings()
    drawn = {TARGETS[name]: chart.svg for name, chart in charts(settings).items()}
    logos = settings.financement.logos
    files = {f"logos/{number}.png": f"sources/{logo.fichier}" for number, logo in enumerate(logos)}
    read = {target: (example.ROOT / path).read_bytes() for target, path in files.items()}
    known = {**drawn, **read, QR: qr_code(settings.projet.site or "x"), **dict.fromkeys(SEEN, picture())}
    return {target: known[target] for target in document.media}


@cache
def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (800, 600), (120, 150, 130)).save(data, "PNG")
    return data.getvalue()


def fewer_territories() -> Settings:
    """The example's settings without the last territory."""
    settings = example.settings()
    left = settings.territoires[:-1]
    codes = {territory.code for territory in left} | {advanced.code for advanced in settings.avances}
    visits = tuple(
        structs.replace(visit, visiteurs=tuple(code for code in visit.visiteurs if code in codes))
        for visit in settings.visites
        if visit.hote in codes
    )
    return structs.replace(settings, territoires=left, visites=visits)


def settings_of(count: int) -> Settings:
    """The example's settings with so many territories, of which the last are its own and have no notes."""
    settings = example.settings()
    added = [Territory(code=f"T{number}", nom=f"Pays-{number}") for number in range(count)]
    kept = (*settings.territoires, *added)[:count]
    codes = {territory.code for territory in (*kept, *settings.avances)}
    visits = tuple(visit for visit in settings.visites if {visit.hote, *visit.visiteurs} <= codes)
    return structs.replace(settings, territoires=kept, visites=visits)


def titles(document: Document) -> list[str]:
    return [" ".join(ast.text(part(view, "Header")).split()) for view in document.blocks]


def part(view: Block, name: str) -> Block:
    """Of a view, its heading (`Header`) or its div of a class; an empty div where it has none."""
    for block in view["c"][1]:
        if block["t"] == name or (block["t"] == "Div" and name in block["c"][0][1]):
            return block
    return ast.div([])


def shown(view: Block) -> str:
    """What a room reads of a view, besides its title."""
    blocks = [b for b in view["c"][1] if b["t"] == "Div" and UNREAD.isdisjoint(b["c"][0][1])]
    return " ".join(ast.text(_without_logos(blocks)).split())


def _without_logos(blocks: list[Block]) -> list[Block]:
    kept = [block for block in blocks if not (block["t"] == "Div" and "logos" in block["c"][0][1])]
    return [ast.div(_without_logos(b["c"][1]), *b["c"][0][1]) if b["t"] == "Div" else b for b in kept]


def deck_of_nothing() -> Document:
    """Of a project whose notes are still to come."""
    settings = example.settings()
    document, _ = example.document(of=())
    nothing = chosen_of([], [], [], settings, words_beside(settings))
    return deck_of(document, settings, example.coverage(of=()), nothing)
