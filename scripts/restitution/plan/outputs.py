"""The words of outputs, and the names of what a build writes below `.restitution/`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from restitution.plan import copies, handouts, site
from restitution.settings import Settings

WORK = Path(".restitution")
PUBLISHED = "published.json"
"""What the last publication said; its presence is what Snakemake looks at."""
MANIFEST = "manifest.json"
"""What stands in `output/`: merged into by each publication, never begun anew."""
TARGETS_VARIABLE = "RESTITUTION_SORTIES"
STRICT_VARIABLE = "RESTITUTION_STRICT"
"""Set while a build must publish nothing that a check stops: decides no result, hence is in no key."""
OUTPUTS = {
    "docx": "restitution.docx",
    "pdf": "restitution.pdf",
    "html": "restitution.html",
    "annexes-docx": "restitution-annexes.docx",
    "annexes-pdf": "restitution-annexes.pdf",
    "annexes-html": "restitution-annexes.html",
    "lettre-docx": "relecture/lettre-de-reponse.docx",
    "lettre-html": "relecture/lettre-de-reponse.html",
    "pptx": "restitution.pptx",
    "diaporama-pdf": "diaporama.pdf",
}
"""Name of an output -> file of `output/`. `docx`, `pdf`, `html` and `pptx` are words of `sorties`."""
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
DECK, VIEWS = "diaporama.json", "vues.json"
"""The slides with the speaker's notes, and as a room sees them."""
SLIDES = "pptx"
"""Word for the slides, in both formats."""
OF_MEETING = {"pptx": DECK, "diaporama-pdf": VIEWS}
"""Output for a meeting -> the document that it is written from."""
OFFERED = "rencontre.json"
"""What the build proposes that the slides show."""
OF_COMPOSE = (DECK, VIEWS, OFFERED, "findings/compose_meeting.jsonl")
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
ALBUM = "pictures.json"
"""The pictures of the project, for the table in which they are described: its hash in the store."""
ASSEMBLED = "assembled.json"
SHOWN = "shown.jsonl"
"""What assembly knows beside its documents, for who takes stock."""
OF_ASSEMBLE = (
    DOCUMENT,
    "coverage.json",
    "identities.jsonl",
    "findings/assemble.jsonl",
    ANNEXES,
    PROPOSED,
    APPLIED,
    PROTECTED,
    ALBUM,
    ASSEMBLED,
    SHOWN,
)
OF_STOCK = ("balance.json", "conflicts.json", SURVEY, "findings/take_stock.jsonl")
WRITER_TEMPLATES = {"docx": "reference", "pdf": "typst", "html": "html/", "pptx": "pptx/"}
"""Format -> prefix of the templates that its writer uses."""


def file_of(output: str) -> str:
    """The file of `output/` that an output is: of `OUTPUTS`, a meeting's, the site's, or a copy to review."""
    is_named_so = handouts.is_handout(output) or site.is_site(output)
    return OUTPUTS.get(output) or (output if is_named_so else copies.file_of(output))


def original_of(output: str) -> str:
    """The output that a copy on the web site is, byte for byte; any other is its own."""
    file = site.copied(output)
    return next((word for word, name in OUTPUTS.items() if name == file), file) if file else output


def outputs_of(settings: Settings, targets: Iterable[str] = ()) -> list[str]:
    """Names of the outputs to write: the targets, else the project's; transcripts in the formats of the report."""
    named = _named(targets)
    wanted = named or settings.sorties
    outputs = [word for word in OF_ANNEXES if word in wanted]
    if settings.transcriptions == "a_part" and (not named or ALONE in named):
        formats = [word for word in OF_ANNEXES if word in settings.sorties]
        outputs += [OF_ANNEXES[word] for word in formats or (OF_ANNEXES if ALONE in wanted else ())]
    outputs += [word for word in OF_MEETING if SLIDES in wanted]
    outputs += handouts.handouts_of(settings, wanted)
    outputs += site_of(settings) if site.SITE in wanted else []
    outputs += copies.copies_of(settings, wanted)
    return outputs + [*OF_ANSWER] * (not {ANSWER, copies.REVIEW}.isdisjoint(wanted))


def site_of(settings: Settings) -> list[str]:
    """All files of the web site."""
    return [*site.PAGES, *(site.download_of(file_of(output)) for output in downloads_of(settings))]


def downloads_of(settings: Settings) -> list[str]:
    """The outputs that the web site gives copies of: the documents that the project asks for, but its own page."""
    alone = msgspec.structs.replace(settings, sorties=tuple(w for w in settings.sorties if w != site.SITE))
    others = filter(handouts.is_for_everybody, outputs_of(alone))
    return [one for one in others if one != "html" and not copies.is_copy(one) and one not in OF_ANSWER]


def asks_for(word: str, settings: Settings, targets: Iterable[str] = ()) -> bool:
    """Whether a word is among the targets, else among the project's outputs."""
    return word in (_named(targets) or settings.sorties)


def _named(targets: Iterable[str]) -> list[str]:
    known = {*WRITER_TEMPLATES, ALONE, ANSWER, DASHBOARD, RETURNS, copies.REVIEW, copies.TERRITORIES}
    known |= {handouts.POSTERS, handouts.SHEETS, site.SITE}
    return [word for word in targets if word in known or "/" in word]
