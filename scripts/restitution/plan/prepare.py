"""The key of every result, and the results that are no longer true.

A key is the hash of everything that a result follows from. Each result is stamped with its key when it is made; a
build begins by dropping the results whose stamp is not today's key. So a step runs again when its result is
missing, and for no other reason: no clock, no name and no memory of Snakemake's decides.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from restitution import publication, resources, store
from restitution.intake.classification import EVERY_FILE, Row
from restitution.model import Choice, Finding, Source
from restitution.people import entities
from restitution.people.register import is_gone
from restitution.people.surroundings import kept_names
from restitution.plan import arrivals, copies, frozen, people, places, snapshot, tables
from restitution.plan import templates as own_templates
from restitution.plan.beside import beside_the_notes
from restitution.plan.locks import hold_build_lock
from restitution.publication import editions, internal
from restitution.review.copies import FOLDER
from restitution.settings import SETTINGS_FILE, Review, Settings, load_settings
from restitution.store import Store, digest

WORK = Path(".restitution")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg")
PUBLISHED = "published.json"
"""What the last publication said; its presence is what Snakemake looks at."""
MANIFEST = "manifest.json"
"""What stands in `output/`: merged into by each publication, never begun anew."""
ANCHORS = Path("sources", "relectures", "ancres.jsonl")
ANCHOR_ID = re.compile(rb'"id":"(src_[0-9a-f]+)"')
ANCHORS_TURN = "anchors.json"
TARGETS_VARIABLE = "RESTITUTION_SORTIES"
STRICT_VARIABLE = "RESTITUTION_STRICT"
"""Set while a build must publish nothing that a check stops: decides no result, hence is in no key."""
TOOLS = ("jinja2", "lxml", "pillow", "pypandoc_binary", "python-docx", "rapidfuzz", "snowballstemmer", "typst")
OUTPUTS = {
    "docx": "restitution.docx",
    "pdf": "restitution.pdf",
    "html": "restitution.html",
    "annexes-docx": "restitution-annexes.docx",
    "annexes-pdf": "restitution-annexes.pdf",
    "annexes-html": "restitution-annexes.html",
    "lettre-docx": "relecture/lettre-de-reponse.docx",
    "lettre-html": "relecture/lettre-de-reponse.html",
}
"""Name of an output -> file of `output/`. `docx`, `pdf` and `html` are words of `sorties`."""
ANSWER = "lettre"
"""Word for the letter of answer alone; it comes with the copies to review, once there are remarks."""
OF_ANSWER = ("lettre-docx", "lettre-html")
LETTER = "letter.json"
"""What the letter of answer says."""
DOCUMENT, ANNEXES = "document.json", "annexes.json"
ALONE = "annexes"
"""Word for the transcripts alone, in a command or in `sorties`."""
OF_ANNEXES = {"docx": "annexes-docx", "pdf": "annexes-pdf", "html": "annexes-html"}
"""Format -> output of the transcripts that stand apart."""
PROPOSED = "verbatims.json"
"""Quotations that the build proposes."""
RETURNS = "retours"
"""Word of `sorties` for the pages of contributors: many files, of `interne/retours/`."""
SLIPS = "build/retours.zip"
"""What that folder is to hold: only the notes tell how many pages there are."""
INTERNAL_MANIFEST = "interne.json"
"""What stands in `interne/retours/`."""
DASHBOARD = "tableau"
"""Word of `sorties` for the team's page, `interne/tableau-de-bord.html`."""
PAGE = "build/tableau-de-bord.html"
"""That page before it is published."""
PAGE_MANIFEST = "tableau.json"
"""What stands in its place."""
DASHBOARD_TEMPLATES = ("tableau/", "html/page.css", "html/espace-fine.woff2")
"""Prefixes of the templates that it is made with."""
THREADS, CORRECTIONS = "threads.json", "corrections.json"
"""What the returned copies and the decisions say together, and what was accepted of it."""
APPLIED = "applied.json"
"""What assembly made of the corrections."""
REMARKS = "remarks.json"
"""Every remark where it stands today, and the balance."""
SURVEY = "survey.json"
"""What the checks must know of the notes and the documents (`checks.survey`)."""
PROTECTED = "protected.json"
"""Whom and what no published file may hold (`leaks`): its hash in the store, as it names people."""
OF_ASSEMBLE = (
    DOCUMENT,
    "coverage.json",
    "balance.json",
    "identities.jsonl",
    "findings/assemble.jsonl",
    ANNEXES,
    PROPOSED,
    "conflicts.json",
    SURVEY,
    APPLIED,
    PROTECTED,
)
WRITER_TEMPLATES = {"docx": "reference", "pdf": "typst", "html": "html/"}
"""Format -> prefix of the templates that its writer uses."""


class Tables(msgspec.Struct, frozen=True):
    """What the editor's two tables say: the quotations that she chose, and what could not be understood."""

    choices: list[Choice] = []
    trouble: list[Finding] = []


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that one build works from. Stages read it instead of the project."""

    project: str
    settings: Settings
    sources: dict[str, list[Source]]
    """By lot."""
    classification: list[Row]
    tables: str = ""
    """sha256 of `Tables`, in the store: it quotes people, which no working file but the store may do for long."""
    templates: dict[str, str]
    """Name below `templates/` -> sha256 in the store."""
    replaced: dict[str, str] = {}
    """Those of the project's own -> sha256 of the shipped one that each replaces, in the store."""
    register: str = ""
    """sha256 of the register of people, in the store."""
    withdrawn: bool = False
    """Whether it holds somebody who withdrew: what remarks quote is then compared with what notes say of her."""
    anchors: str
    """sha256 of the passage ids that this build starts from, in the store; empty for none."""
    journal: dict[str, str] = {}
    """Path below `sources/relectures/` of what remarks and decisions follow from -> sha256 in the store."""
    sent: dict[str, str] = {}
    """Folder of a returned copy -> its manifest, what it held when it was sent: sha256 in the store."""
    source_date_epoch: str
    """The date that outputs must show, in seconds, when the environment gives one; else empty."""
    outputs: list[str]
    """Names of the outputs that this build writes."""
    checked: list[str] = []
    """Names of the outputs of `OUTPUTS` that a whole build writes: what the dashboard's checks look at."""
    returns: bool = False
    """Whether it writes the contributors' pages."""
    shows: bool = False
    """Whether it writes the dashboard."""
    beside: dict[str, str] = {}
    """Once somebody withdrew: path in the project of what people's words stay in beside the notes -> sha256."""
    edition: dict[str, str] = {}
    """Of the last edition: its record and what it sent -> sha256 in the store; empty for none."""
    strict: bool = False
    """Whether every check that stops a publication stops this one."""
    keys: dict[str, str]
    """Path of each result below `.restitution/` -> its key."""
    said: list[str] = []
    """Which notes wait behind a bon à tirer, what has gone from the editor's tables since they were last looked
    at, what of `templates/` does not serve: told once, in no key."""

    @property
    def lots(self) -> list[str]:
        """The lots, in order."""
        return sorted(self.sources)

    def each_lot(self, pattern: str) -> list[str]:
        """`pattern` with the name of every lot: what a rule that gathers asks for."""
        return [pattern.format(lot=lot) for lot in self.lots]

    def notes_of_withdrawn(self) -> list[str]:
        """The notes, when what somebody says in them must not stand in remarks and corrections either."""
        return self.each_lot("notes/{lot}.jsonl") if self.withdrawn else []

    def publishes(self) -> dict[str, str]:
        """File of `output/` -> the key that it must have been published for."""
        return {file_of(word): self.keys[f"verified/{word}.json"] for word in self.outputs}

    def document_of(self, output: str) -> str:
        """The assembled document that an output is written from."""
        if output in OF_ANSWER:
            return LETTER
        if output not in OUTPUTS:
            return copies.document_of(output)
        return ANNEXES if output in OF_ANNEXES.values() else DOCUMENT

    def written(self, output: str) -> str:
        """The file of an output before it is published."""
        return f"build/{file_of(output)}"

    def each_output(self, pattern: str) -> list[str]:
        """`pattern` with every output that this build writes: its name, and its file."""
        return [pattern.format(output=output, file=file_of(output)) for output in self.outputs]

    def each_copy(self, pattern: str) -> list[str]:
        """The same with every copy to review."""
        return [pattern.format(output=copy, file=file_of(copy)) for copy in self.outputs if copy not in OUTPUTS]

    def slips(self) -> list[str]:
        """What the contributors' pages are published from, when this build writes them."""
        return [SLIPS] if self.returns else []

    def dashboard(self) -> list[str]:
        """What the team's page is published from, when this build writes it."""
        return [PAGE] if self.shows else []

    def each_checked(self, pattern: str) -> list[str]:
        """`pattern` with every output that the dashboard's checks look at."""
        return [pattern.format(output=output) for output in self.checked]

    @property
    def publishes_something(self) -> bool:
        """Whether this build writes anything that is published."""
        return bool(self.outputs or self.returns or self.shows)


def file_of(output: str) -> str:
    """The file of `output/` that an output is: one of `OUTPUTS`, or a copy to review."""
    return OUTPUTS.get(output) or copies.file_of(output)


class AnchorsTurn(msgspec.Struct, frozen=True):
    """A build read the ids `before` and wrote `after`, for the notes that `basis` hashes.

    Starting from either gives the same document: a build that finds `after` keeps what was made from `before`.
    """

    basis: str
    before: str
    after: str


def prepare(project: Path, *, leader: bool = True, targets: Iterable[str] = ()) -> Plan:
    """Photograph the project, compute the keys, drop what is no longer true.

    A job on another machine (`leader` false) reads what its leader decided. Raises `AnotherBuild` and what
    `load_settings` raises.
    """
    work = project / WORK
    if not leader:
        return load(work)
    places.refuse_unready(project)
    settings = load_settings(project / SETTINGS_FILE)
    hold_build_lock(work)
    _sweep(project)
    plan = _decide(project, settings, targets or os.environ.get(TARGETS_VARIABLE, "").split(","))
    said = [
        *plan.said,
        *_told_of_conflicts(project),
        *tables.told_of_held(project),
        *tables.keep_what_goes(project, work),
        *own_templates.told_of_unused(project),
    ]
    plan = msgspec.structs.replace(plan, said=said)
    _republish_what_was_touched(project, plan)
    _drop_stale(work, plan.keys)
    store.write(work / "plan.json", store.encode(plan))
    return plan


def _sweep(project: Path) -> None:
    """What a killed build left half written is neither a note nor something to hand out."""
    store.sweep(project / "sources", below=False)
    for folder in (project / "sources" / "relectures", project / "output", project / "interne", project / WORK):
        store.sweep(folder)


def load(work: Path) -> Plan:
    """The plan of the build in progress, or of the last one."""
    return msgspec.json.decode((work / "plan.json").read_bytes(), type=Plan)


def stamp(work: Path, result: str, key: str) -> None:
    """Say that `result` is whole and was made for `key`."""
    store.write(work / "stamps" / result, f"{key} {store.sha256_of(work / result)}".encode())


def anchors_basis(plan: Plan) -> str:
    """Hash of the notes that ids are given to."""
    return _basis(plan.keys, plan.sources)


def _basis(keys: dict[str, str], lots: Iterable[str]) -> str:
    return digest(*(keys[f"public/{lot}.jsonl"] for lot in sorted(lots)))


def anchors_written(work: Path, basis: str, before: str, after: str) -> None:
    """Remember that the ids `before` became `after`."""
    store.write(work / ANCHORS_TURN, store.encode(AnchorsTurn(basis, before, after)))


def _decide(project: Path, settings: Settings, targets: Iterable[str]) -> Plan:
    kept = Store(project / WORK / "store")
    sources, held = frozen.hold(project, kept, snapshot.take(project / "sources", kept))
    came = _take_in(project, kept, sources)
    paths = {source.path for files in sources.values() for source in files}
    tables.refuse_forgotten_exclusions(project, project / WORK)
    rows, trouble = tables.read_classification(project, paths, settings, project / WORK)
    templates = {name: kept.put(data) for name, data in own_templates.templates(project).items()}
    replaced = {name: kept.put(data) for name, data in own_templates.replaced(project).items()}
    choices, odd = tables.read_choices(project, paths, project / WORK)
    trouble += odd
    targets = list(targets)
    copies.refuse_unknown(settings, targets)
    outputs, whole = outputs_of(settings, targets), outputs_of(settings)
    returns, shows = asks_for(RETURNS, settings, targets), asks_for(DASHBOARD, settings, targets)
    known = people.with_pseudonyms(project, people.read_register(project, settings), settings)
    register, withdrawn = kept.put(_encoded(known)), any(map(is_gone, known.personnes))
    keys = _note_keys(settings, sources, rows, register)
    basis = _basis(keys, sources)
    anchors = _anchors(project, kept, basis)
    journal = {path: kept.put(data) for path, data in arrivals.journal_files(project)}
    said = _encoded(msgspec.structs.replace(settings, sorties=(), relecture=Review()), choices, trouble)
    beside = {path: kept.put(data) for path, data in beside_the_notes(project)} if withdrawn else {}
    about_people = digest(register, basis if withdrawn else "", _encoded(beside))
    reviews = digest(
        "reviews", code_digest(), about_people, *(f"{path}\0{name}" for path, name in journal.items())
    )
    sent = {folder: kept.put(data) for folder, data in arrivals.sent_files(project)}
    if not any(path.endswith(".jsonl") and kept.get(sha256).strip() for path, sha256 in journal.items()):
        outputs, whole = ([word for word in words if word not in OF_ANSWER] for words in (outputs, whole))
    checked = [word for word in whole if word in OUTPUTS]
    edition = {name: kept.put(data) for name, data in editions.last_edition(project).items()}
    decided = reviews if any(not FOLDER.match(path) for path in journal) else ""
    keys |= _document_keys(said, digest(basis, decided), anchors, (templates, replaced), project)
    keys |= _review_keys(reviews, decided, keys[DOCUMENT])
    keys |= _copy_keys(settings, digest(keys[f"build/{OUTPUTS['docx']}"], keys[REMARKS]))
    keys |= _letter_keys(digest(keys[REMARKS], keys[CORRECTIONS], _encoded(sent)), templates)
    about_page = _encoded(edition, checked, RETURNS in settings.sorties)
    seen = [keys[name] for name in (REMARKS, *(f"verified/{word}.json" for word in checked))]
    keys[PAGE] = digest(DASHBOARD, about_page, *seen, *_named_so(templates, DASHBOARD_TEMPLATES))
    published = [f"verified/{word}.json" for word in outputs] + [SLIPS] * returns + [PAGE] * shows
    keys[PUBLISHED] = digest("published", keys[REMARKS], *(keys[name] for name in published))
    return Plan(
        project=str(project),
        settings=settings,
        sources=sources,
        classification=rows,
        tables=kept.put(_encoded(Tables(choices, trouble))),
        templates=templates,
        replaced=replaced,
        register=register,
        withdrawn=withdrawn,
        beside=beside,
        anchors=anchors,
        journal=journal,
        sent=sent,
        source_date_epoch=_source_date_epoch(),
        outputs=outputs,
        checked=checked,
        returns=returns,
        shows=shows,
        edition=edition,
        strict=bool(os.environ.get(STRICT_VARIABLE)),
        keys=keys,
        said=[*held, *came],
    )


def _take_in(project: Path, kept: Store, sources: dict[str, list[Source]]) -> list[str]:
    """Take in the copies that came home; what a person must hear of them."""
    work = project / WORK
    each = (source for files in sources.values() for source in files)
    arrived = arrivals.arrivals(project, work, publication.read_manifest(work / MANIFEST), each, kept)
    if not arrived:
        return []
    from restitution.plan import taking  # noqa: PLC0415 the readers of reviews, only when something came

    return [taking.told(taking.take_in(project, one.data, one.name, one.day)) for one in arrived]


def outputs_of(settings: Settings, targets: Iterable[str] = ()) -> list[str]:
    """Names of the outputs to write: the targets, else the project's; transcripts in the formats of the report."""
    named = _named(targets)
    wanted = named or settings.sorties
    outputs = [word for word in OF_ANNEXES if word in wanted]
    if settings.transcriptions == "a_part" and (not named or ALONE in named):
        formats = [word for word in OF_ANNEXES if word in settings.sorties]
        outputs += [OF_ANNEXES[word] for word in formats or (OF_ANNEXES if ALONE in wanted else ())]
    outputs += copies.copies_of(settings, wanted)
    return outputs + [*OF_ANSWER] * (not {ANSWER, copies.REVIEW}.isdisjoint(wanted))


def asks_for(word: str, settings: Settings, targets: Iterable[str] = ()) -> bool:
    """Whether a word is among the targets, else among the project's outputs."""
    return word in (_named(targets) or settings.sorties)


def _named(targets: Iterable[str]) -> list[str]:
    known = {*WRITER_TEMPLATES, ALONE, ANSWER, DASHBOARD, RETURNS, copies.REVIEW, copies.TERRITORIES}
    return [word for word in targets if word in known or "/" in word]


def _note_keys(
    settings: Settings, sources: dict[str, list[Source]], rows: list[Row], register: str
) -> dict[str, str]:
    code = code_digest()
    about_notes = _encoded(
        settings.territoires, settings.avances, settings.axes, settings.visites, settings.limites
    )
    pictures = digest(*(f"{s.path}\0{s.sha256}" for files in sources.values() for s in files if _is_picture(s)))
    keys: dict[str, str] = {}
    for lot, files in sources.items():
        said = _encoded(*(row for row in rows if row.fichier == EVERY_FILE or _is_of(row, files)))
        intake = digest("intake", code, *(f"{s.path}\0{s.sha256}\0{s.trouble}" for s in files))
        notes = digest("notes", intake, about_notes, said, pictures)
        public = digest("public", notes, settings.noms, register, *kept_names(settings), entities.version())
        keys |= {
            f"intake/{lot}.jsonl": intake,
            f"notes/{lot}.jsonl": notes,
            f"public/{lot}.jsonl": public,
            f"findings/pseudonymise/{lot}.jsonl": public,
        }
    return keys


def _is_picture(source: Source) -> bool:
    """A note may show a picture that lies beside it, in another shard of its folder."""
    return source.path.lower().endswith(PICTURES)


def _is_of(row: Row, files: list[Source]) -> bool:
    return any(row.fichier == source.path for source in files)


def _document_keys(
    said: bytes, basis: str, anchors: str, each: tuple[dict[str, str], dict[str, str]], project: Path
) -> dict[str, str]:
    code = code_digest()
    templates, replaced = each
    of_plan = [name for name in sorted(templates) if name.startswith("plan/")]
    outline = digest(*(f"{name}\0{templates[name]}\0{replaced.get(name, '')}" for name in of_plan))
    letters = resources.tree_digest(resources.shipped_fonts())
    document = digest("document", code, basis, anchors, outline, said, letters, _source_date_epoch())
    keys = dict.fromkeys(OF_ASSEMBLE, document)
    for word, file in OUTPUTS.items():
        if word in OF_ANSWER:
            continue
        is_pdf = file.endswith(".pdf")
        built = _written_keys(word, digest(document, resources.fonts_digest(project) if is_pdf else ""), templates)
        keys |= built
        if is_pdf:
            keys[f"findings/{word}.jsonl"] = built[f"build/{file}"]
    keys[SLIPS] = digest(RETURNS, document, *(templates.get(f"reference.{end}", "") for end in ("docx", "dotx")))
    return keys


def _written_keys(word: str, said: str, templates: dict[str, str]) -> dict[str, str]:
    """Of an output and of its reading back. `said`: all that it says, and in which fonts."""
    looks = WRITER_TEMPLATES[OUTPUTS[word].rpartition(".")[2]]
    built = digest(word, said, *_named_so(templates, (looks,)))
    return {f"build/{OUTPUTS[word]}": built, f"verified/{word}.json": digest("verified", built)}


def _named_so(templates: dict[str, str], prefixes: tuple[str, ...]) -> list[str]:
    """Name and hash of the templates whose names begin so."""
    return [f"{name}\0{templates[name]}" for name in sorted(templates) if name.startswith(prefixes)]


def _letter_keys(said: str, templates: dict[str, str]) -> dict[str, str]:
    letter = digest(LETTER, said)
    keys = {LETTER: letter}
    for word in OF_ANSWER:
        keys |= _written_keys(word, letter, templates)
    return keys


def _review_keys(reviews: str, decided: str, document: str) -> dict[str, str]:
    placed = digest("remarks", reviews, document)
    return {
        THREADS: reviews,
        CORRECTIONS: digest(CORRECTIONS, code_digest(), decided),
        "findings/reviews.jsonl": reviews,
        REMARKS: placed,
        "findings/reconcile.jsonl": placed,
    }


def _copy_keys(settings: Settings, whole: str) -> dict[str, str]:
    """Of the copies to review, which are made from the DOCX of the publication."""
    keys = {copies.CODES: digest(copies.CODES, whole)}
    for copy in copies.every_copy(settings):
        keys[f"build/{copies.file_of(copy)}"] = built = digest(copy, whole, settings.relecture.avant_le)
        keys[copies.document_of(copy)] = built
        keys[f"verified/{copy}.json"] = digest("verified", built)
    return keys


def _source_date_epoch() -> str:
    """SOURCE_DATE_EPOCH (reproducible-builds.org), when it is a number of a year that exists."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return said if re.fullmatch(r"[0-9]{1,11}", said) else ""


def _encoded(*records: object) -> bytes:
    return msgspec.json.encode(records, order="sorted")


def _anchors(project: Path, kept: Store, basis: str) -> str:
    """Name in the store of the ids to start from (see `AnchorsTurn`)."""
    lines = _merged_anchors([path.read_bytes() for path in _each_anchors(project)])
    found = kept.put(lines) if lines else ""
    try:
        turn = msgspec.json.decode((project / WORK / ANCHORS_TURN).read_bytes(), type=AnchorsTurn)
    except (FileNotFoundError, msgspec.DecodeError):
        return found
    known = turn.basis == basis and turn.after == found and (not turn.before or kept.path(turn.before).exists())
    return turn.before if known else found


def _each_anchors(project: Path) -> list[Path]:
    """The file of ids, then what a synchroniser that met two machines made of it: their lines merge by union."""
    own = project / ANCHORS
    others = sorted(own.parent.glob(f"{own.stem}?*{own.suffix}"))
    return [path for path in (own, *others) if path.is_file()]


def _merged_anchors(files: list[bytes]) -> bytes:
    """The first file, and the lines of the others whose id it has not: nothing new leaves it as it is."""
    if not files:
        return b""
    known = set(ANCHOR_ID.findall(files[0]))
    new = [
        line for data in files[1:] for line in data.splitlines() if not known.issuperset(ANCHOR_ID.findall(line))
    ]
    return files[0] + b"".join(line + b"\n" for line in new)


def _told_of_conflicts(project: Path) -> list[str]:
    """What a synchroniser that met two machines left beside files of ours: nobody else would see it there."""
    anchors = [path for path in _each_anchors(project) if path.name != ANCHORS.name]
    choices = project / tables.CHOICES
    others = sorted(choices.parent.glob(f"{choices.stem}?*{choices.suffix}"))
    return [
        f"{path.relative_to(project).as_posix()} : autre exemplaire de {ANCHORS.name}, laissé par la "
        "synchronisation ; les deux sont pris en compte, celui-ci peut être supprimé."
        for path in anchors
    ] + [
        f"{path.relative_to(project).as_posix()} : autre exemplaire de {choices.name}, laissé par la "
        f"synchronisation, qui n'est pas lu ; reportez vos choix dans {choices.name}, puis supprimez-le."
        for path in others
    ]


def _republish_what_was_touched(project: Path, plan: Plan) -> None:
    """A published file that is missing or changed makes `publish` run again, which keeps the changed one first.

    So does one of the editor's tables that could not be brought up to date while it was open.
    """
    work = project / WORK
    manifest = publication.read_manifest(work / MANIFEST)
    current = publication.is_current(project / "output", manifest, plan.publishes())
    if not current or not internal_stands(project, plan) or _is_unfinished(work):
        (work / PUBLISHED).unlink(missing_ok=True)


def _is_unfinished(work: Path) -> bool:
    try:
        return msgspec.json.decode((work / PUBLISHED).read_bytes(), type=publication.Report).unfinished
    except (FileNotFoundError, msgspec.DecodeError):
        return False


def internal_stands(project: Path, plan: Plan, *, or_beside: bool = False) -> bool:
    """Whether the dashboard and the contributors' pages stand as this plan publishes them, if it does."""
    work = project / WORK
    slips = not plan.returns or internal.stands(
        project, work / INTERNAL_MANIFEST, plan.keys[SLIPS], or_beside=or_beside
    )
    return slips and (
        not plan.shows or internal.page_stands(project, work / PAGE_MANIFEST, plan.keys[PAGE], or_beside=or_beside)
    )


def _drop_stale(work: Path, keys: dict[str, str]) -> None:
    stamps = work / "stamps"
    stamped = {
        p.relative_to(stamps).as_posix(): p.read_text("ascii", "replace") for p in stamps.rglob("*") if p.is_file()
    }
    for result in sorted(keys.keys() | stamped.keys()):
        if not _is_true(work / result, stamped.get(result, ""), keys.get(result, "")):
            (work / result).unlink(missing_ok=True)
            (stamps / result).unlink(missing_ok=True)


def _is_true(path: Path, stamped: str, key: str) -> bool:
    """Whether a result is there, whole, and made for today's key."""
    said, _, sha256 = stamped.partition(" ")
    return bool(key) and said == key and path.is_file() and store.sha256_of(path) == sha256


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
