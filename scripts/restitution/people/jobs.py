"""What says that somebody does something: words that are a function and nothing else, and verbs (« préside »).

Plain text, see `forms`.
"""

from __future__ import annotations

import re
from typing import Final

from restitution.people.forms import ROLES

_EUR: Final = r"(?:eur|euse)"
_TEUR: Final = r"(?:teur|trice)"
_IER: Final = r"(?:ier|iere)"
_ER: Final = r"(?:er|ere)"
_IEN: Final = r"(?:ien|ienne)"
MORE: Final = (
    r"(?:socio-)?economiste|sociologue|geographe|historienn?e?|journaliste|photographe|chauffagiste|fleuriste|"
    rf"garagiste|coiff{_EUR}|bouch{_ER}|epic{_IER}|charcut{_IER}|fromag{_ER}|plomb{_IER}|charpent{_IER}|"
    rf"electric{_IEN}|facteur|factrice|pomp{_IER}|gendarme|proviseure?|cherch{_EUR}|docteure?|"
    r"professeure?|apprentie?|stagiaire"
)
"""Of these, the beginning of the word says nothing alone (« bouche », « facture »)."""
JOB: Final = re.compile(
    rf"(?:vice-|co-|ex-|sous-)?(?:maire|adjointe?|elue?|conseill{_ER}|presidente?|direc{_TEUR}|anima{_TEUR}|"
    rf"responsable|agricul{_TEUR}|elev{_EUR}|maraich{_ER}|benevole|gerante?|chefe?|cheffe|technic{_IEN}|infirm{_IER}|"
    rf"medecin|enseignante?|instituteur|institutrice|artisane?|boulang{_ER}|retraitee?|pech{_EUR}|berg{_ER}|"
    rf"vigneronn?e?|ouvr{_IER}|entrepren{_EUR}|commercante?|restaura{_TEUR}|cafet{_IER}|ferm{_IER}|etudiante?|lyceenn?e?|"
    rf"collegienn?e?|(?:co)?fonda{_TEUR}|membre|secretaire|tresor{_IER}|coordina{_TEUR}|coordonna{_TEUR}|media{_TEUR}|"
    rf"consultante?|experte?|forma{_TEUR}|paysann?e?|menuis{_IER}|apicul{_TEUR}|architecte|urbaniste|educa{_TEUR}|"
    rf"assistante?|magistrate?|prefete?|deputee?|sena{_TEUR}|notaire|pharmac{_IEN}|veterinaire|conduc{_TEUR}|pilote|"
    rf"habitante?|intervenante?|participante?|{MORE})"
)
"""One person's function, the whole of a word."""
CHARGED: Final = re.compile(r"chargee? d(?:e |u |')")
"""« chargée de mission »."""
TENSES: Final = (
    (re.compile(r"a (?:ete|.+e|tenu)"), "a exercé une fonction"),
    (re.compile(r"avait .+"), "avait exercé une fonction"),
    (re.compile(r".+rait"), "exercerait une fonction"),
    (re.compile(r".*ait"), "exerçait une fonction"),
    (re.compile(r".+ra"), "exercera une fonction"),
    (re.compile(r"fut|.+a"), "exerça une fonction"),
    (re.compile(r"reste"), "exerce toujours une fonction"),
    (re.compile(r"devient"), "prend une fonction"),
)
"""A verb, the first that it is -> the same of whoever is told by no function."""
PRESENT: Final = "exerce une fonction"
IS: Final = r"(?P<verb>est|etait|fut|sera|serait|reste|restait|devient|deviendra|a ete|avait ete)"
LEADS: Final = (
    r"(?P<verb>(?:co-?)?presid(?:e|ait|era|erait|a)|(?:co-?)?dirig(?:e|eait|era|erait|ea)|(?:co-?)?ger(?:e|ait|era|erait|a)|"
    r"tient|tenait|tiendra|(?:a|avait) (?:(?:co-?)?preside|(?:co-?)?dirige|(?:co-?)?gere|tenu)|"
    r"(?:est|etait|sera) a la tete)"
)


ONE_OF_HERE: Final = "quelqu'un d'ici"
_STATUS: Final = re.compile(
    r"(?:habitante?|retraitee?|etudiante?|lyceenn?e?|collegienn?e?|benevole|membre|participante?|apprentie?|stagiaire)\b"
)


def is_status(said: str) -> bool:
    """Whether it is no function that one holds (« habitante du bourg », « retraité »)."""
    return _STATUS.match(said.lower()) is not None


def is_job(said: str) -> bool:
    """Whether what may be a function surely is one person's: not « élus », not « habitante » alone."""
    words = said.split()
    if not words or (words[0].lower() in ROLES and len(words) == 1):
        return False
    return bool(JOB.fullmatch(words[0].lower()) or CHARGED.match(said.lower()))


def instead(verb: str) -> str:
    """What stands for a verb and the function behind it: « était » -> « exerçait une fonction »."""
    said = verb.lower().removesuffix(" a la tete")
    return next((told for form, told in TENSES if form.fullmatch(said)), PRESENT)
