"""Personal details by their form alone: e-mails, telephone numbers, postal addresses, number plates, birth dates.

For plain text, see `forms`.

Every pattern starts at a border and has bounded parts: its time grows with the text, not faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from restitution.people.cutting import Cut

EMAIL = "[courriel retiré]"
PHONE = "[téléphone retiré]"
ADDRESS = "[adresse retirée]"
PLATE = "[plaque retirée]"
BIRTH = "[date de naissance retirée]"

_AT = r"\s?(?:@|\(at\)|\[at\]|\(arobase\)|\[arobase\])\s?"
_GAP = r"[\s./–-]{0,2}"
_STREET = (
    r"(?:rue|avenue|av\.|chemin|chem\.|ch\.|route|rte|impasse|imp\.|place|pl\.|allee|all\.|boulevard|bd|bvd|quai|cours|"
    r"lotissement|lot\.|hameau|lieu-dit|lieudit|sentier|ruelle|square|passage|faubourg|fbg|montee|cote|esplanade|rang)"
)
_LINK = r"(?:(?i:de|du|des|la|le|les|et|sur|sous|en|a|au|aux)\s{1,2}|(?i:l|d)'\s?)"
_NAME = r"(?:[A-Z][\w'-]{0,40}|\d{5}(?!\d))"
_NUMBER = r"(?<![\w,.-])\d{1,4}\s?(?:(?i:bis|ter|quater)\b|[A-D]\b)?\s?,?\s{1,2}"
_TOWN = r"(?:\s?[,–-]?\s{1,2}\d{5}\s{1,2}[A-Z][\w'-]{0,40}(?:\s[A-Z][\w'-]{0,40}){0,3})?"

_ABROAD = r"32|34|39|41|44|49|351|352|377|376|590|594|596|262|269|508|687|689|212|213|216|221|223"
_NO_AMOUNT = r"(?!\s?(?:[€%$]|euros?\b|habitants?\b|hab\b|kWh\b|MWh\b|m3\b))"
"""« + 123 456 789 € » is no number to call, of whatever country."""
_FORMS = (
    (EMAIL, rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,6}}"),
    (PHONE, rf"(?<!\w)(?:(?:\+|00)\s?33{_GAP}(?:\(0\)\s?)?0?[1-9]|\(0[1-9]\)|0[1-9])(?:{_GAP}\d{{2}}){{4}}(?!\w)"),
    (PHONE, r"(?<!\w)(?:(?:\+|00)\s?33\s?|0)[1-9]\d{2}[\s.-]\d{3}[\s.-]\d{3}(?!\w)"),
    (PHONE, r"(?<![\w-])(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[.-])[2-9]\d{2}[.\s-]\d{4}(?![\w-])"),
    (PHONE, r"(?<!\w)\+?1[\s.-][2-9]\d{2}[\s.-][2-9]\d{2}[\s.-]\d{4}(?!\w)"),
    (PHONE, r"(?<!\w)[2-9]\d{2}\s[2-9]\d{2}-\d{4}(?!\w)"),
    (PHONE, rf"(?<!\w)(?:\+|00)\s?(?:{_ABROAD})(?:[\s./()-]{{0,2}}\d){{8,10}}(?!\w)"),
    (PHONE, rf"(?<!\w)(?:\+\s?|00)\d{{1,3}}(?:[\s./()-]{{0,2}}\d){{8,11}}(?!\w){_NO_AMOUNT}"),
    (
        ADDRESS,
        rf"{_NUMBER}(?i:{_STREET})\s{{1,2}}(?:{_LINK}){{0,3}}{_NAME}(?:[\s,]{{1,2}}(?:{_LINK}){{0,3}}{_NAME}){{0,8}}{_TOWN}",
    ),
    (
        ADDRESS,
        rf"{_NUMBER}(?i:rue|avenue|boulevard|allee|ruelle)\s{{1,2}}(?:{_LINK}){{1,3}}[\w'-]{{2,40}}{_TOWN}",
    ),
)
_DEPARTMENT = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-46])"
_PLATE_LETTERS = "[A-HJ-NP-TV-Z]"
_UNITS = r"(?!(?:KM|HA|KW|MW|GW|TTC|HT|EUR|ETP|PAX|LOT|CM|MM|DM|KG|MN)\b)"
_MONTH = (
    r"(?:janv(?:ier|\.)|fev(?:rier|r?\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|aout|sept(?:embre|\.)|"
    r"oct(?:obre|\.)|nov(?:embre|\.)|dec(?:embre|\.))"
)
_DAY = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|"
    rf"(?:1er|\d{{1,2}})\s{_MONTH}\s\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
_SAID = rf"(?P<said>(?i:{_DAY}))"
_BORN_AT = r"(?:\sa\s[A-Z][\w'-]{1,40}(?:\s\(\w{2,3}\))?,?)?"
_WEEKDAY = r"(?i:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)?"
_TOLD_PLATE = r"(?P<said>[A-Z0-9][A-Z0-9 -]{4,10}\d[A-Z0-9]?)"
_LATER = (
    (PLATE, rf"(?<![\w-]){_PLATE_LETTERS}{{2}}(?P<sign>[ -]?)\d{{3}}(?P=sign){_PLATE_LETTERS}{{2}}(?![\w-])"),
    (PLATE, rf"(?<![\w,.-])\d{{1,4}}(?P<gap>[ -]){_UNITS}[A-HJ-NP-Z]{{2,3}}(?P=gap){_DEPARTMENT}(?![\w-])"),
    (
        PLATE,
        rf"(?i:immatricule(?:e|s|es)?|plaque|immatriculation)(?:\s(?i:numero|n°|:|est))?\s?:?\s{_TOLD_PLATE}",
    ),
    (BIRTH, rf"\b(?i:ne|nee|nes|nees)\s?(?:\(e\)\s?)?{_BORN_AT}\s(?i:le|:)\s?{_WEEKDAY}{_SAID}"),
    (BIRTH, rf"\b(?i:date de naissance|naissance|ddn)(?:\s(?i:le|est|:))?\s?:?\s?{_SAID}"),
)
_NEEDED = {EMAIL: re.compile(r"@|\(at\)|\[at\]|arobase")}
_DIGIT = re.compile(r"\d")
PERSONAL = tuple((label, re.compile(form)) for label, form in (*_FORMS, *_LATER))
"""Label of what is removed, and what it looks like; `said`, where there is one, is what to remove."""


def personal_cuts(plain: str) -> Iterator[Cut]:
    """What to cut from a plain text; forms without their sign are not looked for."""
    has_digit = _DIGIT.search(plain) is not None
    for label, form in PERSONAL:
        if _NEEDED[label].search(plain) if label in _NEEDED else has_digit:
            for match in form.finditer(plain):
                yield Cut(*match.span("said" if "said" in form.groupindex else 0), label)
