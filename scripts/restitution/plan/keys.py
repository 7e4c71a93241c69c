"""The key of each result: the hash of everything that it follows from."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable
from functools import cache

import msgspec

from restitution import resources
from restitution.intake.classification import EVERY_FILE, Row
from restitution.model import Source
from restitution.people import language_model
from restitution.people.surroundings import kept_names
from restitution.plan import copies, handouts, site
from restitution.plan.outputs import (
    CORRECTIONS,
    DOCUMENT,
    LETTER,
    OF_ANSWER,
    OF_ASSEMBLE,
    OF_COMPOSE,
    OF_MEETING,
    OF_STOCK,
    OUTPUTS,
    REMARKS,
    RETURNS,
    SLIPS,
    THREADS,
    WRITER_TEMPLATES,
    downloads_of,
)
from restitution.settings import Settings
from restitution.store import digest

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
TOOLS = (
    "jinja2", "lxml", "olefile", "openpyxl", "pdfminer-six", "pi-heif", "pikepdf", "pillow", "pypandoc_binary",
    "pypdfium2", "pystemmer", "python-docx", "python-pptx", "pyyaml", "rapidfuzz", "segno", "typst",
)  # fmt: skip


def note_keys(
    settings: Settings, sources: dict[str, list[Source]], rows: list[Row], people: tuple[str, bytes]
) -> dict[str, str]:
    """Of what each lot gives, up to its public notes. `people`: who they are, and on which pictures they stand."""
    code, about, told = code_digest(), about_notes(settings, sources), about_people(settings, *people)
    converted = [_converter()] if settings.convertir_doc else []
    keys: dict[str, str] = {}
    for lot, files in sources.items():
        said = rows_about(rows, {source.path for source in files})
        intake = digest("intake", code, *(f"{s.path}\0{s.sha256}\0{s.trouble}" for s in files), *converted)
        notes = digest("notes", intake, about, said)
        public = digest("public", notes, told)
        keys |= {
            f"intake/{lot}.jsonl": intake,
            f"notes/{lot}.jsonl": notes,
            f"public/{lot}.jsonl": public,
            f"findings/pseudonymise/{lot}.jsonl": public,
        }
    return keys


def about_notes(settings: Settings, sources: dict[str, list[Source]]) -> str:
    """Of what any note is shaped by, besides its file and what the editor's table says of it."""
    said = encoded(settings.territoires, settings.avances, settings.axes, settings.visites, settings.limites)
    pictures = (f"{s.path}\0{s.sha256}" for files in sources.values() for s in files if _is_picture(s))
    return digest(said, *pictures)


def about_people(settings: Settings, register: str, photos: bytes) -> str:
    """Of how the people of any note are told: who they are, and on which pictures they stand."""
    return digest(settings.noms, register, photos, *kept_names(settings), language_model.version())


def rows_about(rows: Iterable[Row], paths: Container[str]) -> bytes:
    """What the editor's table says of some files."""
    return encoded(*(row for row in rows if row.fichier == EVERY_FILE or row.fichier in paths))


def _converter() -> str:
    from restitution import office  # noqa: PLC0415 50 ms, and few projects convert old files

    return office.version(office.found())


def _is_picture(source: Source) -> bool:
    """A note may show a picture that lies beside it, in another shard of its folder."""
    return source.path.lower().endswith(PICTURES)


def document_keys(
    said: bytes,
    shown: bytes,
    basis: str,
    anchors: str,
    each: tuple[dict[str, str], dict[str, str]],
    letters: tuple[str, str],
) -> dict[str, str]:
    """Of the documents, and of what is written from them.

    `shown`: what the slides must show; `letters`: the hashes of the fonts that charts are drawn in, and of those
    that outputs are set in.
    """
    code = code_digest()
    templates, replaced = each
    of_plan = [name for name in sorted(templates) if name.startswith("plan/")]
    outline = digest(*(f"{name}\0{templates[name]}\0{replaced.get(name, '')}" for name in of_plan))
    drawn, fonts = letters
    document = digest("document", code, basis, anchors, outline, said, drawn, source_date_epoch())
    deck = digest("meeting", document, shown)
    keys = {**dict.fromkeys((*OF_ASSEMBLE, *OF_STOCK), document), **dict.fromkeys(OF_COMPOSE, deck)}
    for word, file in OUTPUTS.items():
        if word in OF_ANSWER:
            continue
        is_pdf, shows = file.endswith(".pdf"), deck if word in OF_MEETING else document
        built = _written_keys(word, digest(shows, fonts if is_pdf else ""), templates)
        keys |= built
        if is_pdf:
            keys[f"findings/{word}.jsonl"] = built[f"build/{file}"]
    keys[SLIPS] = digest(RETURNS, document, *(templates.get(f"reference.{end}", "") for end in ("docx", "dotx")))
    return keys


def _written_keys(word: str, said: str, templates: dict[str, str]) -> dict[str, str]:
    """Of an output and of its reading back. `said`: all that it says, and in which fonts."""
    looks = WRITER_TEMPLATES[OUTPUTS[word].rpartition(".")[2]]
    built = digest(word, said, *named_so(templates, (looks,)))
    return {f"build/{OUTPUTS[word]}": built, f"verified/{word}.json": digest("verified", built)}


def named_so(templates: dict[str, str], prefixes: tuple[str, ...]) -> list[str]:
    """Name and hash of the templates whose names begin so."""
    return [f"{name}\0{templates[name]}" for name in sorted(templates) if name.startswith(prefixes)]


def letter_keys(said: str, templates: dict[str, str]) -> dict[str, str]:
    """Of the letter of answer. `said`: all that it follows from."""
    letter = digest(LETTER, said)
    keys = {LETTER: letter}
    for word in OF_ANSWER:
        keys |= _written_keys(word, letter, templates)
    return keys


def journal_key(people: str, journal: dict[str, str]) -> str:
    """Of what remarks and decisions say together. `people`: who is told how; `journal`: path of a file -> hash."""
    return digest("reviews", code_digest(), people, *(f"{path}\0{name}" for path, name in journal.items()))


def review_keys(reviews: str, decided: str, document: str) -> dict[str, str]:
    """Of the remarks, and of what was decided of them."""
    placed = digest("remarks", reviews, document)
    return {
        THREADS: reviews,
        CORRECTIONS: digest(CORRECTIONS, code_digest(), decided),
        "findings/reviews.jsonl": reviews,
        REMARKS: placed,
        "findings/reconcile.jsonl": placed,
    }


def copy_keys(settings: Settings, whole: str) -> dict[str, str]:
    """Of the copies to review, which are made from the DOCX of the publication."""
    keys = {copies.CODES: digest(copies.CODES, whole)}
    for copy in copies.every_copy(settings):
        keys[f"build/{copies.file_of(copy)}"] = built = digest(copy, whole, settings.relecture.avant_le)
        keys[copies.document_of(copy)] = built
        keys[f"verified/{copy}.json"] = digest("verified", built)
    return keys


def handout_keys(
    settings: Settings, said: str, templates: dict[str, str], fonts: str, asked: list[str]
) -> dict[str, str]:
    """Of what a meeting hangs and hands out. `said`: all that it says; `asked`: what this build writes."""
    keys: dict[str, str] = {}
    looks = digest(*named_so(templates, (WRITER_TEMPLATES["docx"], WRITER_TEMPLATES["pdf"])))
    made = digest("handouts", said, looks, fonts)
    for handout in handouts.every_handout(settings):
        keys[handouts.document_of(handout)] = said
        keys[f"build/{handout}"] = made
        keys[f"verified/{handout}.json"] = digest("verified", made)
    told = digest("left out", said, *asked)
    return {**keys, handouts.LEFT_OUT: told, handouts.FINDINGS: digest("findings", made, *asked)}


def site_keys(settings: Settings, keys: dict[str, str], templates: dict[str, str]) -> dict[str, str]:
    """Of the web site's pages, which tell how much each document to download weighs."""
    beside = (keys[f"verified/{output}.json"] for output in downloads_of(settings))
    looks = named_so(templates, (WRITER_TEMPLATES["html"], site.TEMPLATES))
    made = digest(site.SITE, keys[DOCUMENT], *looks, *beside)
    written = [name for page in site.PAGES for name in (f"build/{page}", f"verified/{page}.json")]
    return dict.fromkeys([*written, *map(site.document_of, site.OWN), site.FINDINGS], made)


def source_date_epoch() -> str:
    """SOURCE_DATE_EPOCH (reproducible-builds.org), when it is a number of a year that exists."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return said if re.fullmatch(r"[0-9]{1,11}", said) else ""


def encoded(*records: object) -> bytes:
    """Records as they are hashed."""
    return msgspec.json.encode(records, order="sorted")


def code_was_changed() -> bool:
    """Whether the program is no longer what it was when this process first asked: stages would run the new one."""
    return code_digest.__wrapped__() != code_digest()


@cache
def code_digest() -> str:
    """Hash of our code and of the tools that shape a result."""
    from importlib.metadata import version  # noqa: PLC0415 costly, and no stage of a build needs it

    rules = resources.tree_digest(resources.home() / "scripts" / "rules", "*.smk")
    code = resources.tree_digest(resources.PACKAGE, "*.[pljty]*")
    return digest(code, rules, *(f"{name} {version(name)}" for name in TOOLS))
