"""A whole publication in small: every kind of block that a writer meets."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

ATTRIBUTES: list[Any] = ["", [], []]


def png(width: int, height: int, grey: int = 200) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes([grey]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">'
    b'<rect width="120" height="60" fill="#1B5E4B"/></svg>'
)
MEDIA = {"media/logo.svg": SVG, "media/carte.png": png(1600, 700), "media/vignette.png": png(160, 90, 120)}


class Anchors:
    """Leaves with ids in order: `src_0000000001`, …"""

    def __init__(self) -> None:
        self.count = 0

    def leaf(self, content: str | Inlines, kind: str = "src") -> Inlines:
        self.count += 1
        inlines = ast.string(content) if isinstance(content, str) else content
        return ast.leaf(inlines, f"paragraphe {self.count}", id_=f"{kind}_{self.count:010x}")

    def para(self, content: str | Inlines) -> Block:
        return ast.para(self.leaf(content))

    def heading(self, level: int, content: str, *classes: str) -> Block:
        return ast.header(level, self.leaf(content, "gen"), *classes)

    def styled(self, name: str, *contents: str | Inlines) -> Block:
        return ast.div([self.para(content) for content in contents], name)

    def cell(self, content: str, rows: int = 1, columns: int = 1) -> list[Any]:
        return [
            ATTRIBUTES,
            {"t": "AlignDefault"},
            rows,
            columns,
            [{"t": "Plain", "c": self.leaf(content)}] if content else [],
        ]

    def row(self, *contents: str) -> list[Any]:
        return [ATTRIBUTES, [self.cell(content) for content in contents]]


def note(*blocks: Block) -> dict[str, Any]:
    """A footnote."""
    return {"t": "Note", "c": list(blocks)}


def link(text: str, target: str) -> dict[str, Any]:
    """A link."""
    return {"t": "Link", "c": [ATTRIBUTES, ast.string(text), [target, ""]]}


def image(alternative: str, target: str) -> dict[str, Any]:
    """A picture."""
    return {"t": "Image", "c": [ATTRIBUTES, ast.string(alternative), [target, ""]]}


def span(text: str, *classes: str) -> dict[str, Any]:
    """Words with classes."""
    return {"t": "Span", "c": [ast.attributes("", list(classes)), ast.string(text)]}


def figure(caption: Inlines, picture: dict[str, Any]) -> Block:
    """A picture with its caption."""
    long = [{"t": "Plain", "c": caption}] if caption else []
    return {"t": "Figure", "c": [ATTRIBUTES, [None, long], [{"t": "Plain", "c": [picture]}]]}


def table(caption: Inlines, columns: int, head: list[Any], body: list[Any]) -> Block:
    """A table without widths."""
    long = [{"t": "Plain", "c": caption}] if caption else []
    specs = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in range(columns)]
    return {
        "t": "Table",
        "c": [ATTRIBUTES, [None, long], specs, [ATTRIBUTES, head], [[ATTRIBUTES, 0, [], body]], [ATTRIBUTES, []]],
    }


def bullets(*items: list[Block]) -> Block:
    """A bullet list."""
    return {"t": "BulletList", "c": list(items)}


def numbered(start: int, *items: list[Block]) -> Block:
    """A numbered list."""
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], list(items)]}


LONG = (
    "Le territoire a choisi d'associer les habitants dès le premier jour, en tenant des réunions dans chaque "
    "commune et en publiant les comptes rendus. Les élus soulignent que cette méthode demande du temps, mais "
    "qu'elle évite les malentendus. L'accompagnement intercommunal reste toutefois à consolider."
)


def cover(new: Anchors) -> Block:
    """The first page."""
    lines = [
        ast.div([{"t": "Plain", "c": [image("Logo du réseau", "media/logo.svg")]}], "logos"),
        ast.div([ast.para(new.leaf("Carnet des territoires", "gen"))], "titre"),
        ast.div([ast.para(new.leaf("Restitution des visites croisées", "gen"))], "sous-titre"),
        ast.div([ast.para(new.leaf("Val-de-Brume, Haute-Lande, Rives-d'Ambre", "gen"))], "territoires"),
        ast.div([ast.para(new.leaf("8 octobre 2026", "gen"))], "date"),
        ast.div([ast.para(new.leaf("Projet de coopération. Licence CC-BY-4.0.", "gen"))], "mention"),
    ]
    return ast.div(lines, "couverture")


def first_chapter(new: Anchors) -> list[Block]:
    """Notes, links, lists, quotations."""
    noted = [*ast.string("La commune loge douze familles"), note(ast.para(ast.string("Chiffres de 2025.")))]
    linked = [*ast.string("Voir"), {"t": "Space"}, link("le site", "https://exemple.fr/?a=1&b=é")]
    item = [{"t": "Plain", "c": new.leaf("une aide au loyer")}]
    deeper = [
        {"t": "Plain", "c": new.leaf("un guichet unique")},
        bullets([{"t": "Plain", "c": new.leaf("ouvert")}]),
    ]
    return [
        new.heading(1, "Val-de-Brume"),
        new.heading(2, "Logement"),
        new.styled("origine", "Intitulé d'origine : Se loger"),
        new.para(noted),
        new.para(linked),
        new.para(LONG),
        bullets(item, deeper),
        numbered(3, [new.para("recenser")], [new.para("rénover"), new.para("avec les propriétaires")]),
        {"t": "BlockQuote", "c": [new.para("On a écouté avant de décider.")]},
        new.styled("source", "Source : note-logement.docx – Syndicat des Brumes"),
        new.heading(3, "Rénover"),
        new.para(LONG),
        new.heading(4, "Chantiers"),
        new.styled("lacune", "Non renseigné par le territoire"),
    ]


def second_chapter(new: Anchors) -> list[Block]:
    """Boxes, turns of speech, pictures, tables."""
    turn = [span("Animatrice :", "speaker"), *ast.string(" demandons à "), span("une habitante", "mask")]
    head = [new.row("Étape", "Ce qui a été fait", "Nombre")]
    merged = [
        [ATTRIBUTES, [new.cell("Anticipation", rows=2), new.cell(LONG), new.cell("12")]],
        [ATTRIBUTES, [new.cell("Deuxième ligne"), new.cell("3")]],
        [ATTRIBUTES, [new.cell("Ensemble des étapes", columns=2), new.cell("15")]],
        *[new.row("Action", "Réunion publique", str(number)) for number in range(30)],
    ]
    return [
        new.heading(1, "Haute-Lande"),
        new.heading(2, "Mobilité"),
        new.styled("encadre-titre", "Point de vigilance"),
        ast.div(
            [new.para(LONG), bullets([{"t": "Plain", "c": new.leaf("premier point")}]), new.para("Suite.")],
            "encadre",
        ),
        new.styled("verbatim", "« On a écouté, puis on a décidé ensemble. »"),
        new.styled("verbatim-source", "Une élue de Haute-Lande"),
        new.styled("parole", turn, [span("Une élue :", "speaker"), *ast.string(f" {LONG}")]),
        new.heading(2, "Cartes et chiffres"),
        figure(
            new.leaf("Réseau des lieux visités"), image("Douze lieux reliés par des flèches", "media/carte.png")
        ),
        figure([], image("Un puits de village", "media/vignette.png")),
        new.para([*ast.string("Dessin perdu "), image("croquis de la place", "file:///etc/passwd")]),
        table(new.leaf("Étapes et réunions"), 3, head, merged),
        new.para("Après le tableau."),
        table([], 2, [], [new.row("sans", "en-tête"), new.row("ni", "légende")]),
        table([], 2, [], [new.row("suit", "aussitôt")]),
        {"t": "HorizontalRule"},
    ]


def annexes(new: Anchors) -> list[Block]:
    """Glossary, contacts, last page."""
    leader = [new.leaf("LEADER"), [[new.para("Programme européen pour les territoires ruraux.")]]]
    gal = [new.leaf("GAL"), [[new.para("Groupe d'action locale.")]]]
    return [
        new.heading(1, "Glossaire", "annexe"),
        {"t": "DefinitionList", "c": [leader, gal]},
        new.heading(1, "Sources", "annexe"),
        new.heading(2, "Notes reçues"),
        new.para(LONG),
        new.heading(1, "Mentions", "unnumbered"),
        new.para("Publication réalisée par le réseau."),
        ast.div([new.para("Réseau des Brumes"), new.para("contact@exemple.fr")], "quatrieme"),
    ]


def sample_document(blocks: list[Block] | None = None) -> Document:
    """The publication, or one of these blocks only."""
    new = Anchors()
    whole = [
        cover(new),
        ast.div([], "sommaire"),
        new.heading(1, "Introduction", "unnumbered"),
        new.para(LONG),
        *first_chapter(new),
        *second_chapter(new),
        *annexes(new),
    ]
    return Document(
        build="0123456789abcdef",
        title="Carnet des territoires & des visites",
        subtitle="Restitution des visites croisées",
        date="8 octobre 2026",
        language="fr-FR",
        epoch=1_791_417_600,
        authors=["Réseau des Brumes"],
        keywords=["ruralité", "visites"],
        licence="CC-BY-4.0",
        blocks=whole if blocks is None else blocks,
    )
