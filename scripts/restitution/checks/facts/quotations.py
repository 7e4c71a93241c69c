"""K10, quotations: the words of an author of method have a source (book, year, page), or are said to lack one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from restitution.checks.facts.texts import Line, lines_of, sentences
from restitution.domain import TRANSCRIPT
from restitution.messages import folded
from restitution.model import Conflict, Note
from restitution.settings import Settings

CAPITAL: Final = "A-ZÀ-ÖØ-Þ"
NAME: Final = rf"[{CAPITAL}][\w’'-]+(?:\s+(?:de\s+|d['’])?[{CAPITAL}][\w’'-]+){{1,2}}"
LACKING: Final = re.compile(
    r"source (?:a|reste a) (?:retrouver|preciser|completer|verifier|ajouter)|source (?:inconnue|manquante|perdue)|"
    r"sans source|a sourcer"
)
QUOTED_FROM: Final = re.compile(
    rf"(?:phrase|citation|formule|mot|propos|expression) (?:de |d['’])({NAME}|[{CAPITAL}][\w’'-]+)"
)
WROTE: Final = (
    r"(?:écri(?:t|vait|vit)|définit|définissait|résume|résumait|rappelle|rappelait|note|notait|affirme|affirmait)"
)
OPENING: Final = '«“"'
QUOTE: Final = rf"[{OPENING}]\s*[^«»“”\"]{{12,400}}?\s*[»”\"]"
AFTER: Final = re.compile(rf"{QUOTE}\s*,?\s*(?:(?:comme )?(?:l['’])?{WROTE}|selon|d['’]après|disait)\s+({NAME})")
BEFORE: Final = re.compile(
    rf"(?:(?:[Ss]elon|[Dd]['’]après|l['’]{WROTE}|le disait)\s+({NAME})|({NAME})\s+{WROTE})[^«“\".]{{0,60}}{QUOTE}"
)
SIGNED: Final = re.compile(rf"{QUOTE}\s*(?:\(|[–—-]\s*)({NAME})\s*(?:\)|$|\.)")
SOURCE: Final = re.compile(
    r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)|\bp\.\s*\d|\bp(?:ages?)\s+\d|https?://|\bibid", re.IGNORECASE
)
METHOD: Final = frozenset({"fiche_outil", "fiche_thematique", "apport_expert", "presentation_projet"})
REMEDY: Final = "Ajoutez l'ouvrage, l'année et la page, ou retirez la citation."


def unsourced_quotations(notes: Iterable[Note], settings: Settings) -> Iterator[Conflict]:
    """Quotations of authors, who are nobody that a note lists, without a year, a page or an address by them."""
    known = {folded(name) for note in notes for name in note.people}
    for note in notes:
        if note.kind == TRANSCRIPT:
            continue
        for line in lines_of(note):
            for author, words in _quotations(line):
                name = _whole_name(author, note)
                if folded(name) not in known and not settings.territory_named(name, advanced=True):
                    yield Conflict(
                        check="K10",
                        about=f"Citation sans source, {name}",
                        places=[line.place(words)],
                        values=[name],
                        remedy=REMEDY,
                        code="unsourced_quotation",
                    )


def _quotations(line: Line) -> Iterator[tuple[str, str]]:
    """Authors and the words that quote them, in a line without a source."""
    if "sourc" in line.text.casefold() and LACKING.search(folded(line.text)):
        yield from (
            (match[1], sentence) for sentence in sentences(line.text) if (match := QUOTED_FROM.search(sentence))
        )
        return
    if not any(sign in line.text for sign in OPENING) or SOURCE.search(line.text):
        return
    forms = (AFTER, BEFORE, SIGNED) if line.note.kind in METHOD else (AFTER, BEFORE)
    for form in forms:
        yield from ((next(filter(None, match.groups())), match[0]) for match in form.finditer(line.text))


def _whole_name(author: str, note: Note) -> str:
    """« Godet » as the note names him in full elsewhere."""
    if " " in author:
        return author
    form = re.compile(rf"\b([{CAPITAL}][\w’'-]+\s+{re.escape(author)})\b")
    return next((match[1] for line in lines_of(note) if (match := form.search(line.text))), author)
