"""Whether a line may be a heading by what it says: not a field, an item, a sentence, a quotation, an address."""

from __future__ import annotations

import re
from typing import Final

from restitution.domain import section_of
from restitution.messages import folded
from restitution.shaping.captions import CAPTION
from restitution.shaping.fields import line_field
from restitution.shaping.headings import BREAK, TABLE_OF_CONTENTS
from restitution.shaping.lines import Line
from restitution.shaping.wording import says_something

MAX_LENGTH: Final = 120
MIN_LETTERS: Final = 3
SHORT_CRY: Final = 30
"""Characters beyond which what ends with an exclamation mark is an instruction, not a title."""
ANNEXES: Final = "annexes"
_FRAME: Final = "*=~_#–—->|→►▶■▪●◆§ \t"
"""Signs by which people frame a line in plain text."""
_LABEL: Final = re.compile(r"^[^:]{1,40}\s?:\s*\S")
"""« Date : 12 mars » is a field, not a heading."""
_NOT_A_HEADING: Final = re.compile(r"[;,.]$|^[-–—•*«\"(]|^[^«]*»$|^https?://|^\S+@\S+$|^\S+\.\S{2,4}$")
"""An item, a sentence, a quotation, an aside, an address."""
_DATED: Final = re.compile(
    r"^(?:le |du |les )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
    r"\d{1,2}(?:er)?\b.*\b(?:19|20)\d\d$"
    r"|\d{1,2} ?h(?: ?\d\d)?$"
)
_NOTICE: Final = re.compile(
    r"^(?:modele|brouillon|projet|confidentiel|copie|version|draft|(?:document|texte|note|version) de travail"
    r"|ne pas (?:diffuser|imprimer)|diffusion (?:restreinte|interne)|a (?:relire|completer|renvoyer|valider))\b"
    r"|^(?:important|attention|urgent|nota|nota bene|nb|a noter|avertissement|info)$"
)
_CAPTION: Final = re.compile(
    r"^(?:figure|fig\.|carte|photo(?:graphie)?|illustration|schéma|graphique|image|plan|tableau)s?\s*(?:(?:n\s*°\s*)?\d|[–—:-]\s)",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"^(?:madame|monsieur|mesdames|messieurs|chere?s?|bonjour|bonsoir|cordialement|bien a)\b"
)


def may_be_heading(line: Line) -> bool:
    """Whether what a line says can be a heading, whatever its look."""
    text = line.text.strip(_FRAME) if line.is_framed else line.text
    return (
        sum(c.isalpha() for c in text) >= MIN_LETTERS
        and len(text) <= MAX_LENGTH
        and not _NOT_A_HEADING.search(text)
        and not (_LABEL.match(text) and not line.numbering and not _is_title_in_two(line))
        and not _DATED.search(text.lower())
        and "=" not in text
        and not (text.endswith(":") and (says_something(text) or folded(text).endswith(" que")))
        and not (text.endswith("!") and len(text) > SHORT_CRY)
        and not _GREETING.match(folded(text))
        and not _NOTICE.match(folded(text))
        and not BREAK.match(folded(text))
        and not _is_caption(line)
        and folded(text) not in TABLE_OF_CONTENTS
    )


def _is_caption(line: Line) -> bool:
    """« Figure 3 – … », « Carte : … », and « Plan du bourg » where nothing makes it a heading."""
    return bool(_CAPTION.match(line.text)) or (
        not line.is_loud and bool(CAPTION.match(line.text)) and not names_a_section(line)
    )


def _is_title_in_two(line: Line) -> bool:
    """« SYNTHÈSE : SE LOGER », « Annexe : autorisation », which are no fields."""
    label, _, value = line.text.partition(":")
    if not line.is_loud or line_field(line.text) or sum(c.isalpha() for c in value) < MIN_LETTERS:
        return False
    opens = section_of(label, None)
    return line.capitals or line.size > 100 or (opens is not None and opens.key == ANNEXES)


def names_a_section(line: Line) -> bool:
    """Whether a line is nothing but the title of a section that the model knows."""
    match = section_of(line.text, None)
    return match is not None and not (match.compound or match.pattern)


def is_aside(text: str) -> bool:
    """« Document de travail », « ne pas diffuser », or a date: what may stand above a title."""
    return bool(_NOTICE.match(folded(text)) or _DATED.search(text.lower()))


def may_be_title(line: Line) -> bool:
    """Whether a line without any mark may be the title of its note."""
    text = line.text
    if sum(c.isalpha() for c in text) < MIN_LETTERS or len(text) > MAX_LENGTH or not text[0].isupper():
        return False
    if text.endswith((".", ",", ";", ":", "!")) or _GREETING.match(folded(text)) or line_field(text):
        return False
    return not names_a_section(line) and not line.numbering and not _DATED.search(text.lower())
