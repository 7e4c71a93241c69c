"""A dashboard of any size, made by the functions that a build uses, of records that no build has to make."""

from __future__ import annotations

from pathlib import Path

from restitution.dashboard import TEMPLATES, write_dashboard
from restitution.dashboard import grid as shown
from restitution.dashboard.records import Changes, Page, Quoted, Tile
from restitution.dashboard.sources import Known, sources
from restitution.model import (
    STEPS,
    Balance,
    Cell,
    Conflict,
    Coverage,
    Finding,
    Internal,
    Place,
    SourceState,
    SourceStatus,
    StepCell,
    ToolUse,
    VisitPair,
)
from restitution.remarks import Applied, Origin, Remark, Review, ReviewBalance, State
from restitution.settings import Settings, load_settings
from restitution.stages import board
from restitution.stages.since import OF_PLAN, as_row

ROOT = Path(__file__).parents[2]
HOSTILE = """</script><img src=x onerror="alert(1)"><b>note</b> & 'piège' {{ 7 * 7191 }}"""
FOLDERS = ("commun/fiches", "haute-galdonne", "haute-galdonne/ateliers", "ombrois", "val-arvoise/visite miroir")
STATES: tuple[SourceState, ...] = ("taken", "taken", "taken", "taken", "set_aside", "ignored", "superseded")
KINDS = ("fiche_thematique", "portrait_territoire", "visite_miroir", None)
DOCUMENTED = ("logement", "mobilite", "sociale")
LANDS = ("HG", "VA", "MO")
OPEN: tuple[State, ...] = ("new", "open", "resolved", "orphan", "to_confirm", "rejected")


def settings() -> Settings:
    return load_settings(ROOT / "restitution.yaml")


def source(number: int) -> SourceStatus:
    """The file of a number: its folder, state, kind and territory follow from it."""
    state = STATES[number % len(STATES)]
    taken = state == "taken"
    path = f"{FOLDERS[number % len(FOLDERS)]}/note {number:03} Énergie.docx"
    words = 900 + number
    return SourceStatus(
        path=path,
        sha256="0" * 64,
        state=state,
        reason="" if taken else f"Motif {number} : enregistrez ce fichier au format .docx.",
        format="docx",
        kind=KINDS[number % len(KINDS)] if taken else None,
        territory=[LANDS[number % 3]] if taken else [],
        themes=["logement", "mobilite"] if taken else [],
        dates=["2025-05-20"] if taken else [],
        words_in=words if taken else None,
        words_note=words - 10 if taken else None,
        words_published=words - 20 if taken else None,
        words_withheld=10 if taken else None,
        words_not_taken=10 if taken else None,
        not_taken=[{"reason": "champ technique", "where": f"ligne {n}", "words": 1} for n in range(10)]
        if taken
        else [],
        withheld=[{"reason": "confidentialité", "where": "ligne 4", "words": 10}] if taken else [],
        findings=[Finding(code="x", level="warning", message=f"Constat {number}.", path=path, where="ligne 3")]
        if number % 5 == 0
        else [],
    )


def balance(files: int) -> Balance:
    listed = [source(number) for number in range(files)]
    return Balance(sources=listed, internal={listed[0].path: [Internal(kind="comment", text="à revoir")]})


def coverage(told: Balance) -> Coverage:
    """Every note documents three themes in its territory, by three passages; « jeunesse » is left to complete."""
    evidence: dict[str, dict[str, list[list[str]]]] = {}
    for number, one in enumerate(told.sources):
        for code in one.territory:
            leaves = [[f"src_{number:06}{n:04}"] for n in range(3)]
            for theme in DOCUMENTED:
                evidence.setdefault(f"{theme}/{code}", {})[one.path] = leaves
    cells = []
    for theme in settings().themes:
        for code in LANDS:
            notes = evidence.get(f"{theme.cle}/{code}", {})
            cells.append(
                Cell(
                    theme=theme.cle,
                    territory=code,
                    state="etayee" if notes else "vide",
                    sources=sorted(notes),
                    passages=3 * len(notes),
                    placeholders=["à compléter"] if theme.cle == "jeunesse" else [],
                )
            )
    visits = [
        VisitPair(
            host=host,
            visitor=visitor,
            planned=["2025-05-20"],
            actual=["2025-06-03", "2025-06-05"] if host == "HG" else [],
            notes=[told.sources[0].path] if host == "HG" else [],
            state="documentee" if host == "HG" else "note_manquante",
        )
        for host in LANDS
        for visitor in LANDS
        if host != visitor
    ]
    return Coverage(
        themes=[theme.cle for theme in settings().themes],
        territories=list(LANDS),
        cells=cells,
        steps=[StepCell(step=step, territory=code, passages=2) for step in STEPS for code in LANDS],
        tools=[ToolUse(tool="L’abaque de Régnier", path="a.docx", territory="HG", use="essaye")],
        visits=visits,
        evidence=evidence,
    )


def passages(told: Coverage) -> dict[str, Quoted]:
    return {
        leaf: Quoted(
            text=f"Passage {leaf} : {HOSTILE} " + "une phrase comme les notes en ont. " * 5,
            code=f"4.2-{place}",
            href=f"../output/restitution.html#{leaf}",
        )
        for notes in told.evidence.values()
        for leaves in notes.values()
        for place, (leaf,) in enumerate(leaves)
    }


def remark(number: int) -> Remark:
    return Remark(
        key=f"{number:016x}",
        number=f"R-{number:03}",
        kind="comment",
        author=("Paul Roux", "Zoé Martin", HOSTILE)[number % 3],
        date="2026-06-12T10:00:00Z",
        text=f"Remarque {number} sur ce chiffre",
        quote="onze communes",
        source=Origin(path="a.docx", passage="src_0000000000", where="ligne 4"),
        state=OPEN[number % len(OPEN)],
        base="Le pays compte onze communes.",
        code="4.2-13",
        answer="Vu." if number % 2 else "",
    )


def review(remarks: int) -> Review:
    counts = {"comment": remarks} if remarks else {}
    found = ReviewBalance(in_files=counts, in_journal=counts)
    return Review(items=[remark(number) for number in range(1, remarks + 1)], balance=found)


def conflict() -> Conflict:
    places = [
        Place(path="a.docx", where="ligne 4", words=f"onze communes {HOSTILE}"),
        Place(path="b.docx", where="ligne 9", words="douze communes"),
    ]
    return Conflict(
        check="K10", about="communes", places=places, values=["11", "12"], remedy="Retrouvez la source."
    )


def page(files: int = 60, remarks: int = 40) -> Page:
    """The page of so many files and remarks."""
    told, wanted = balance(files), settings()
    covered = coverage(told)
    quoted, kinds = passages(covered), {one.path: one.kind or "" for one in told.sources}
    about = [
        Finding(code="graphie", level="warning", message=HOSTILE, path=told.sources[0].path, where="ligne 7"),
        Finding(code="logo", level="warning", message="Le logo manque.", path="commun/logos/ue.png"),
    ]
    known = Known(
        findings=about, places={told.sources[0].path: [Quoted(text="chapitre 4.2 – Logement")]}, hide=str
    )
    words = board.WORDS
    spoken = board.remarks_shown(review(remarks), quoted)
    fights = board.corrections_shown(
        [Applied(passage="src_0000000000", result="conflict", why="Le passage a changé.")], Review(), quoted
    )
    rows = [as_row(told.sources[0].path, "modifiée", []), as_row(OF_PLAN, "", [])]
    return Page(
        title=f"Cap 2040 {HOSTILE}",
        date="8 octobre 2026",
        build="0123abcd",
        next_step=["À demander à l’auteur de a.docx :", "Ajoutez la rubrique « Participants »."],
        waiting=["2 remarques attendent votre décision : restitution review list"],
        tiles=[Tile(count=str(files), words="fichiers", target="sources", tone="neutre")],
        territories=[territory.nom for territory in wanted.territoires],
        grid=shown.grid(covered, wanted, words, quoted, kinds),
        steps=shown.steps(covered, wanted, words),
        tools=shown.tools(covered, wanted, words),
        visits=shown.visits(covered, wanted, words),
        sources=sources(told, wanted, known),
        checks=[],
        remarks=spoken,
        conflicts=board.conflicts_shown([conflict()], str),
        corrections=fights,
        changes=Changes(edition="relecture juin", told=["1 note modifiée."], rows=rows),
    )


def written(files: int = 60, remarks: int = 40) -> bytes:
    """The same as a browser gets it."""
    return write_dashboard(
        page(files, remarks), {name: (ROOT / "templates" / name).read_bytes() for name in TEMPLATES}
    )
