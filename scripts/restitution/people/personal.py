"""Personal details by their form alone: e-mails, telephone numbers, postal addresses (in plain text, see `forms`).

Every pattern starts at a border and has bounded parts: its time grows with the text, not faster.
"""

from __future__ import annotations

import re

EMAIL = "[courriel retiré]"
PHONE = "[téléphone retiré]"
ADDRESS = "[adresse retirée]"

_AT = r"(?:@|\s?(?:\(at\)|\[at\]|\(arobase\)|\[arobase\])\s?)"
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
_FORMS = (
    (EMAIL, rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,6}}"),
    (PHONE, rf"(?<!\w)(?:(?:\+|00)\s?33{_GAP}(?:\(0\)\s?)?0?[1-9]|\(0[1-9]\)|0[1-9])(?:{_GAP}\d{{2}}){{4}}(?!\w)"),
    (PHONE, r"(?<!\w)(?:(?:\+|00)\s?33\s?|0)[1-9]\d{2}[\s.-]\d{3}[\s.-]\d{3}(?!\w)"),
    (PHONE, r"(?<![\w-])(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[.-])[2-9]\d{2}[.\s-]\d{4}(?![\w-])"),
    (PHONE, r"(?<!\w)\+?1[\s.-][2-9]\d{2}[\s.-][2-9]\d{2}[\s.-]\d{4}(?!\w)"),
    (PHONE, r"(?<!\w)[2-9]\d{2}\s[2-9]\d{2}-\d{4}(?!\w)"),
    (PHONE, rf"(?<!\w)(?:\+|00)\s?(?:{_ABROAD})(?:[\s./()-]{{0,2}}\d){{8,10}}(?!\w)"),
    (
        ADDRESS,
        rf"{_NUMBER}(?i:{_STREET})\s{{1,2}}(?:{_LINK}){{0,3}}{_NAME}(?:[\s,]{{1,2}}(?:{_LINK}){{0,3}}{_NAME}){{0,8}}{_TOWN}",
    ),
    (
        ADDRESS,
        rf"{_NUMBER}(?i:rue|avenue|boulevard|allee|ruelle)\s{{1,2}}(?:{_LINK}){{1,3}}[\w'-]{{2,40}}{_TOWN}",
    ),
)
PERSONAL = tuple((label, re.compile(form)) for label, form in _FORMS)
"""Label of what is removed, and what it looks like."""
