"""Lines of an export that say who speaks, and when: « [00:01:02] Nom : », « Nom  0:04 », « 10:02 From Nom to … ».

Each form is data: a regular expression with the groups `name` and `time` where it has them. What follows a match
on its line is speech. Whether such lines make a file a transcript is judged over the whole file (`talk`).
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.domain import field_of, section_of
from restitution.messages import folded

ONE_TIME: Final = r"(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,3})?"
_ARROW: Final = r"\s*(?:-{1,2}>|→|[-–—])\s*"
TIMES: Final = rf"(?P<time>{ONE_TIME})(?:{_ARROW}{ONE_TIME})?"
_NAME: Final = r"(?P<name>[^\W\d_](?:[^\n:\d?!…;\[\]]{0,58}[^\n:\d?!…;\[\],\s])??(?:[ _]?\d{1,3})?)"

TIMED: Final[tuple[re.Pattern[str], ...]] = tuple(
    re.compile(form)
    for form in (
        rf"{TIMES}\s+(?:From|from|De|Da|Von)\s+{_NAME}\s+(?:to|To|à|À|an)\s+[^:\n]{{1,80}}?\s*:(?=\s|$)\s*",
        rf"[\[(]{TIMES}[\])]\s*{_NAME}\s*:(?=\s|$)\s*",
        rf"{TIMES}\s+{_NAME}\s*:(?=\s|$)\s*",
        rf"{_NAME}\s*[\[(]{TIMES}[\])]\s*(?::\s*|$)",
        rf"\[{_NAME}\]\s*{TIMES}\s*(?::\s*|$)",
        rf"{_NAME}\s+[—–-]\s*{TIMES}\s*(?::\s+|$)",
        rf"{_NAME}\s+{TIMES}\s*:?$",
        rf"[\[(]?{TIMES}[\])]?\s+{_NAME}$",
    )
)
"""A name with a time. Only the last two stand on lines of their own, as the lines of a programme do."""
INSIDE: Final = re.compile(rf"\s+(?=\[{TIMES}\]\s*{_NAME}\s?:\s)")
"""Before a label that begins inside a line."""
BELOW: Final = TIMED[-1]
"""« 00:01:02 Nom »: the form of a programme."""
MARK: Final = re.compile(rf"(?P<opening>\[)?{TIMES}(?(opening)\]\s*|$)")
"""A time without a name: alone on its line, or in brackets before what is said."""
NAMED: Final = re.compile(
    r"(?:[-–—]\s+)?(?P<name>[^\W_][^:\n\[\]]{0,45}?)\s?:(?=\s|$)\s*|\[(?P<bracketed>[^\]\n]{1,45})\]\s*:\s*"
    r"|\((?P<channel>(?:speaker|locuteur) \S{1,9})\):?\s+",
    re.IGNORECASE,
)
"""A name without a time."""
RESIDUE: Final = re.compile(
    r".{1,60} a (?:commencé|démarré|lancé|arrêté|interrompu) (?:la transcription|l['’]enregistrement)\.?"
    r"|.{1,60} (?:started|stopped) (?:transcription|recording)\.?"
    r"|transcri(?:bed by|t par) (?:https?://)?otter\.ai.{0,10}"
    rf"|transcription (?:ended after|terminée après) {ONE_TIME}"
    r"|(?:this editable transcript was computer generated|cette transcription modifiable a été générée).{0,200}",
    re.IGNORECASE | re.DOTALL,
)
"""Lines that the program wrote into its export."""
NOBODY: Final = re.compile(
    r"(?:l['’]|la |le |un |une )?(?:intervenante?|participante?|oratrice|orateur|locutrice|locuteur|speaker|"
    r"unknown(?: speaker)?|inconnue?|personne|voix|animatrice|animateur|enquêteur|enquêtrice|facilitatrice|"
    r"facilitateur|modératrice|modérateur|interviewer|homme|femme|public|salle|host|guest)"
    r"(?:[ _]?[\dA-Z?]{1,3})?|\d{1,3}|\?",
    re.IGNORECASE,
)
"""Labels that name no person."""
_WORD: Final = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_PERSON: Final = re.compile(
    rf"(?:{_WORD}|\([^()]{{1,30}}\))"
    rf"(?:,?[ \xa0](?:{_WORD}|de|du|des|la|le|d['’]\w+|\([^()]{{1,30}}\)|[-|]|\d+)){{0,6}}"
)
MOST_WORDS: Final = 7
_NOUNS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        accueil action adresse annexe arrivee atelier atout attention avantage bilan bonus but cadre
        cafe cible cloture conclusion condition conseil consigne constat contact contexte cout date
        debut defi dejeuner depart description difficulte dimanche diner duree echanges effet enjeu
        etape exemple faiblesse fin force format frein gain heure horaire idee idees impact
        inconvenient information intitule introduction jeudi jour lecon levier lieu limite lundi
        mardi materiel matin menace mercredi methode mot motif moyens nb nota note objectif objet
        opportunite option outil ouverture pause perspective piste plan pleniere point precision
        presentation principe probleme programme projet proposition ps public q question qui quoi r
        raison rappel remarque repas reponse ressource restitution resultat resume retour reussite
        risque role samedi solution source suite sujet synthese table territoire theme titre total
        trace trajet type valeur vendredi verbatim visite
        """,
    )
)
"""First words, without accents, of what people write before a colon or a time and which nobody is called."""


class Label(msgspec.Struct, frozen=True):
    """The head of a line: who speaks (nobody: a time only), when, how far it reaches."""

    name: str
    time: str
    end: int
    form: int = -1
    """Number of the form among `TIMED`; -1 for others."""

    @property
    def opens(self) -> bool:
        """Whether somebody's turn begins here."""
        return bool(self.name)


def timed(text: str) -> Label | None:
    """A name with a time at the head of a line."""
    for number, form in enumerate(TIMED):
        found = form.match(text)
        if found and (is_name(found["name"]) if form is BELOW else _may_speak(found["name"])):
            return Label(found["name"].strip(), found["time"], found.end(), number)
    return None


def mark(text: str) -> Label | None:
    """A time without a name at the head of a line."""
    found = MARK.match(text)
    return Label("", found["time"], found.end()) if found else None


def named(text: str) -> Label | None:
    """A name without a time at the head of a line."""
    found = NAMED.match(text)
    if found is None:
        return None
    name = (found["name"] or found["bracketed"] or found["channel"]).strip()
    return Label(name, "", found.end()) if is_name(name) and not is_rubric(name) else None


def bare(text: str) -> Label | None:
    """A name in capitals alone on its line, as a script has it."""
    alone = text.isupper() and len(text) <= 40 and len(text) > 1 and text[-1].isalpha() and len(text.split()) <= 4
    return Label(text, "", len(text)) if alone and is_name(text) and not is_rubric(text) else None


def is_nobody(label: str) -> bool:
    """Whether a label names no person (« Intervenant 3 », « SPEAKER_01 », « Inconnu »)."""
    return NOBODY.fullmatch(label.strip()) is not None


def is_name(label: str) -> bool:
    """Whether a label may be somebody's: words with capitals, or one of those that name nobody."""
    return is_nobody(label) or (_PERSON.fullmatch(label.strip()) is not None and _may_speak(label))


def _may_speak(label: str) -> bool:
    """Whether a label with a time may be somebody's: a few words, the first of which is no usual noun."""
    words = re.split(r"[ '’.,-]", folded(label))
    is_noun = words[0] in _NOUNS or words[0].rstrip("s") in _NOUNS
    return is_nobody(label) or (len(label.split()) <= MOST_WORDS and not is_noun)


def is_rubric(label: str) -> bool:
    """Whether a label is a field or a section that notes have, or one letter (« Q : », « R : »)."""
    if is_nobody(label):
        return False
    return len(label.strip(" .")) == 1 or field_of(label) is not None or section_of(label, None) is not None


def seconds(time: str) -> float:
    """A time as seconds."""
    hours, minutes, rest = (["0", "0", *re.split(":", time.replace(",", "."))])[-3:]
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)
