"""A contributor's page: one sheet of A4, in plain words, for her alone."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import count

import msgspec

from restitution.messages import listed, plural
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.returns import sheet
from restitution.returns.contributors import Contributor
from restitution.returns.requests import MISUNDERSTOOD, ORDER, Need, file_name
from restitution.returns.told import Gathered, Told
from restitution.returns.words import left_out, pictures_beside, stands, title_of, understood
from restitution.settings import Settings
from restitution.typography.conventions import conventions
from restitution.typography.inlines import Printer
from restitution.typography.kept import Names

INTERNAL = "Document interne, ne pas diffuser"
MOST_REQUESTS = 3
HEAD = ("Votre fichier", "Ce que nous avons compris", "Sa place dans le document")

DETAILS = frozenset({"Rubriques", "Thèmes", "Participants"})
"""What a page with many files leaves out; the rest then stands on one line."""
MEANINGS = {
    "Thèmes": "Un thème : un des sujets du projet.",
    "Rubriques": "Une rubrique : un titre commun à toutes les notes de ce type, où vos titres sont rangés.",
}
"""Words of the project, in the table -> what they mean."""

Row = tuple[str, str, str]
"""Title and name of a file, what was understood of it, where it stands; a line each, the first of all in bold."""


class Asked(msgspec.Struct):
    """One request of a page, and the files that it is about."""

    text: str
    titles: list[str]
    paths: list[str]


def slip(
    one: Contributor,
    gathered: Gathered,
    settings: Settings,
    publication: Document,
    remarks: Sequence[Block] = (),
) -> Document:
    """The page of a contributor, with the day, the language and the build of the publication.

    `remarks`: what it says of the remarks on her texts (`returns.telling`).
    """
    files = [gathered.files[path] for path in one.paths]
    return msgspec.structs.replace(
        publication,
        title=f"{INTERNAL} – pour {one.name} seulement",
        subtitle="",
        authors=[],
        keywords=[],
        media={},
        placements=[],
        blocks=_printed(
            [*_page(one, files, pictures_beside(files, gathered), settings, remarks)], one.paths, settings
        ),
    )


def _printed(blocks: list[Block], paths: Sequence[str], settings: Settings) -> list[Block]:
    """The blocks as they are printed, each of their texts a leaf, as the writer and the counter expect."""
    number = count(1)
    rules = conventions(settings.projet.langue, fine=settings.typographie.fine)
    printer = Printer(rules=rules, names=Names(path.rpartition("/")[2] for path in paths))
    return ast.map_leaves(
        blocks, lambda inlines: ast.leaf(printer.inlines(inlines), "", id_=f"gen_{next(number):010x}")
    )


def _page(
    one: Contributor,
    files: Sequence[Told],
    beside: list[str],
    settings: Settings,
    remarks: Sequence[Block],
) -> Iterator[Block]:
    """`beside`: what is said of the pictures that lie beside her notes."""
    asked = chosen(files)
    room = sheet.ROOM - sum(sheet.request(_whole(request)) for request in asked) - _height(remarks)
    unclear = [_about(request, files) for request in misunderstood(files)]
    unclear = _fitting_sentences(unclear, room - sheet.LEAST_TABLE)
    room -= sheet.HEADING + sum(map(sheet.sentence, unclear)) if unclear else 0
    out = left_out(files, {path for request in asked for path in request.paths}) + beside
    out = _fitting_sentences(out, room - sheet.LEAST_TABLE)
    yield ast.header(1, ast.string(_greeting(one)), "unnumbered")
    yield ast.para(ast.string(_thanks(one, files, settings)))
    rows = _rows(files, settings, room - sum(map(sheet.sentence, out)))
    yield _table(rows)
    if words := _explained(rows):
        yield ast.div([ast.para(ast.string(words))], "source")
    yield from _sentences("Ce que nous n’avons pas compris, et que faire", unclear)
    yield from _sentences("Ce qui n’a pas été repris, et pourquoi", out)
    yield from _box(asked, files, is_clear=not unclear)
    yield from remarks
    yield ast.div([ast.para(ast.string(_answer(settings)))], "source")


def _height(remarks: Sequence[Block]) -> float:
    """Room for what is said of the remarks; a table of them may fill pages of its own."""
    words = [ast.text([block]) for block in remarks if block["t"] == "Para"]
    return sheet.HEADING + sum(map(sheet.sentence, words)) if words else 0.0


def _sentences(title: str, sentences: Sequence[str]) -> Iterator[Block]:
    if sentences:
        yield ast.header(2, ast.string(title), "unnumbered")
        yield {"t": "BulletList", "c": [[{"t": "Plain", "c": ast.string(text)}] for text in sentences]}


def _fitting_sentences(sentences: list[str], room: float) -> list[str]:
    """As many as there is room for; the others are counted."""
    count = sheet.fitting(map(sheet.sentence, sentences), room)
    if count == len(sentences):
        return sentences
    shown = sentences[: max(count - 1, 1)]
    return [*shown, f"et {plural(len(sentences) - len(shown), 'autre point', 'autres points')}."]


def _greeting(one: Contributor) -> str:
    if one.kind == "unknown":
        return "À qui reconnaîtra ces fichiers : merci !"
    return f"{one.name[:1].upper()}{one.name[1:]}, merci !"


def _thanks(one: Contributor, files: Sequence[Told], settings: Settings) -> str:
    mine = [told for told in files if told.status.state != "superseded"] or files
    placed = sum(bool(told.places) for told in mine)
    whole = f"la restitution « {settings.projet.titre} »"
    if len(files) == 1:
        arrived = "Votre fichier est bien arrivé"
        then = f"et il a trouvé sa place dans {whole}" if placed else f"mais il n’est pas encore dans {whole}"
    else:
        arrived = f"Vos {len(files)} fichiers sont bien arrivés"
        then = f"{_all_placed(files, mine)} dans {whole}" if placed == len(mine) else (
            f"et {placed} d’entre eux {'a' if placed == 1 else 'ont'} déjà une place dans {whole}"
            if placed else f"mais ils ne sont pas encore dans {whole}"
        )  # fmt: skip
    unsigned = "Personne ne les a signés. " if one.kind == "unknown" else ""
    return (
        f"{arrived}, {then}. {unsigned}Merci du temps que vous y avez passé. Voici ce que nous en avons fait : "
        "dites-nous si quelque chose vous semble faux, ou oublié."
    )


def _all_placed(files: Sequence[Told], mine: Sequence[Told]) -> str:
    """What is said where each text has its place; of one that came in several versions, the one that is taken."""
    if len(mine) == len(files):
        return "et ils ont trouvé leur place"
    return f"et {'votre texte a trouvé sa place' if len(mine) == 1 else 'vos textes ont trouvé leur place'}"


def chosen(files: Sequence[Told]) -> list[Asked]:
    """The most useful requests of all files, at most three, besides what was not understood."""
    return distinct(files, frozenset(ORDER) - MISUNDERSTOOD)[:MOST_REQUESTS]


def misunderstood(files: Sequence[Told]) -> list[Asked]:
    """What these files say of themselves and nobody understood, each with what to do."""
    return distinct(files, MISUNDERSTOOD)


def distinct(files: Sequence[Told], needs: Container[Need] = ORDER) -> list[Asked]:
    """The requests of all files, the most useful first; what is asked in the same words is asked once."""
    each = [
        (ORDER.index(request.need), told, request)
        for told in files
        for request in told.requests
        if request.need in needs
    ]
    found: dict[tuple[int, str], Asked] = {}
    for rank, told, request in sorted(each, key=lambda one: one[0]):
        same = found.setdefault((rank, request.text), Asked(request.text, [], []))
        same.titles.append(title_of(told))
        same.paths.append(request.path)
    return list(found.values())


def _about(request: Asked, files: Sequence[Told]) -> str:
    """A request, with the title of its file where the page is about several."""
    return _whole(request) if len(files) > 1 else request.text


def _whole(request: Asked) -> str:
    return f"{_quoted(request.titles)} : {request.text}"


def _quoted(titles: Sequence[str]) -> str:
    return listed(f"« {title} »" for title in titles[:3]) + (
        f" et {plural(len(titles) - 3, 'autre fichier', 'autres fichiers')}" if len(titles) > 3 else ""
    )


def _box(asked: Sequence[Asked], files: Sequence[Told], *, is_clear: bool) -> Iterator[Block]:
    if not asked and not is_clear:
        return
    if not asked:
        yield ast.div([ast.para(ast.string("Rien à vous demander : tout y est."))], "encadre-titre")
        yield ast.div(
            [ast.para(ast.string("Si vous relisez votre texte dans le document, tant mieux !"))], "encadre"
        )
        return
    title = "Ce qui nous aiderait le plus" if len(asked) > 1 else "Une seule chose nous aiderait"
    yield ast.div([ast.para(ast.string(title))], "encadre-titre")
    for number, request in enumerate(asked, 1):
        head = f"{number}. " if len(asked) > 1 else ""
        about = [*ast.bold(ast.string(f"{head}{_quoted(request.titles)} :")), {"t": "Space"}]
        yield ast.div(
            [ast.para([*(about if len(files) > 1 or head else []), *ast.string(request.text)])], "encadre"
        )


def _answer(settings: Settings) -> str:
    contact = f" à {settings.projet.contact}" if settings.projet.contact else ""
    return (
        f"Pour répondre, un simple message suffit{contact}. Une nouvelle version, déposée sous le même nom dans "
        "le même dossier, prend la place de l’ancienne. Cette page est pour vous seulement : merci de ne pas la "
        "diffuser."
    )


def _rows(files: Sequence[Told], settings: Settings, room: float) -> list[Row]:
    """The files, each as fully as the page has room for; those that no room is left for are counted."""
    for row_of in (_full, _medium, _short):
        rows = [row_of(told, settings) for told in files]
        if sum(map(sheet.row, rows)) + sheet.sentence(_explained(rows)) <= room:
            return rows
    count = max(sheet.fitting(map(sheet.row, rows), room - sheet.row(("", "", ""))), 1)
    rest = plural(len(rows) - count, "autre fichier", "autres fichiers")
    return [*rows[:count], *([(f"et {rest}", "", "")] if count < len(rows) else [])]


def _explained(rows: Sequence[Row]) -> str:
    """What the words of the project that the table uses mean; empty where it uses none."""
    labels = {line.partition(" : ")[0] for _, said, _ in rows for line in said.split("\n")}
    return " ".join(words for label, words in MEANINGS.items() if label in labels)


def _table(rows: Sequence[Row]) -> Block:
    head = [[{"t": "Plain", "c": ast.string(text)}] for text in HEAD]
    return simple_table([], head, [[_title(row[0]), _cell(row[1]), _cell(row[2])] for row in rows])


def _title(text: str) -> list[Block]:
    title, *name = text.split("\n")
    return [{"t": "Plain", "c": ast.on_lines([ast.bold(ast.string(title)), *map(ast.string, name)])}]


def _cell(text: str) -> list[Block]:
    return [{"t": "Plain", "c": ast.on_lines([ast.string(line) for line in text.split("\n")])}]


def _full(told: Told, settings: Settings) -> Row:
    return _row(told, settings, frozenset(), 1)


def _medium(told: Told, settings: Settings) -> Row:
    return _row(told, settings, frozenset({"Rubriques"}), 0)


def _short(told: Told, settings: Settings) -> Row:
    title, said, place = _row(told, settings, DETAILS, 0)
    return title.partition("\n")[0], said, place


def _row(told: Told, settings: Settings, without: frozenset[str], others: int) -> Row:
    place, also = stands(told, others)
    title = title_of(told)
    return (
        f"{title}\n{told.name}" if title != told.name else title,
        "\n".join(_understood(told, settings, without)),
        f"{place}\naussi : {also}" if also and others else place or _no_place(told),
    )


def _no_place(told: Told) -> str:
    versions = told.status.versions
    return f"voir « {file_name(versions.kept)} »" if versions and versions.kept else "pas encore"


def _understood(told: Told, settings: Settings, without: frozenset[str]) -> list[str]:
    if told.status.state == "superseded":
        return ["une version de votre texte, pas celle qui est reprise"]
    if told.note is None:
        return ["pas encore lu"]
    facts = {label: words for label, words in understood(told.note, settings) if label not in without}
    if without >= DETAILS:
        return [" · ".join(facts.values())]
    return [f"{'Type' if label == 'Genre' else label} : {words}" for label, words in facts.items()]
