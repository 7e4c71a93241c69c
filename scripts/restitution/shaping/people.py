"""Names of people that a note itself gives: its participants, authors and speakers. They are masked in its text.

What this cannot catch (a name that no list gives) is said in the README until the register of people stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from restitution.messages import folded
from restitution.model import Block, Passage
from restitution.pandoc import ast
from restitution.shaping.fields import text_lines

UPPER = "".join(letter for letter in map(chr, range(0x41, 0x250)) if letter.isupper())
WORD = rf"[{UPPER}][\w’']*(?:-[{UPPER}][\w’']*)*"
INITIAL = rf"(?!MM?\.\s)(?:[{UPPER}]\.[ -]?){{1,2}}"
PARTICLE = r"(?:de|du|des|la|le|van|von|di|da)"
CIVILITY = r"(?:M\.|Mr\.?|MM\.|Mme\.?|Mmes|Mlle\.?|Me|Dr\.?|Monsieur|Madame|Maître)"
FULL_NAME = re.compile(
    rf"(?:{CIVILITY}\s+)?((?:{INITIAL}|{WORD}\s+)(?:{PARTICLE}\s+)*(?:d['’])?{WORD}"
    rf"(?:\s+(?:{PARTICLE}\s+)*(?:d['’])?{WORD}){{0,2}})"
)
WITH_CIVILITY = re.compile(rf"{CIVILITY}\s+({WORD}(?:\s+{WORD})?)")
BODY = re.compile(
    r"\b(?:PETR|GAL|CC|MFR|SCIC|CUMA|EPCI|Pays|Communauté|Commune|Mairie|Région|Département|Conseil|Syndicat|"
    r"Association|Cabinet|Maison|Mission|Office|Chambre|Comité|Club|École|Collège|Lycée|Parc|Agence|Fédération)\b"
)
BETWEEN = re.compile(r"[,;()\n]| et ")
BETWEEN_NAMES = re.compile(r"[/&+]|\savec\s")
"""What may also stand inside the name of a body (« Terres & Devenirs »)."""
FAMILY_NAME = frozenset({"nom", "noms", "nom de famille"})
FIRST_NAME = frozenset({"prenom", "prenoms"})
"""Heads of two columns that make one name."""
LINK_TO_BODY = re.compile(rf"(?:\s(?:{PARTICLE}|au|à|l['’]))+$")
"""« du », where the name of a body was cut off behind that of a person."""
AFTER_NAME = re.compile(r"\s*(?:,|;|\(|–|—| - |:|$)")
LONE_NAME = re.compile(rf"[{UPPER}][a-zà-ÿœæ’'-]{{2,}}")
DAY = re.compile(
    r"\b(?:le\s+)?(?:\d{1,2}(?:er)?\s+)?(?:janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre)\s+\d{4}|\b(?:le\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\ble\s+\d{1,2}(?:er)?\s+[a-zéû]+$",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(?:dont|par|avec|notamment|ainsi que|(?:présence|autour|accompagnée?s?|composée?s?) d(?:e\s|['’]))",
    re.IGNORECASE,
)
"""Words of a sentence that people's names follow: « 12 personnes dont Yvon Kerbrat », « animé par »."""
OF_A_PLACE = re.compile(r"(?:\b(?:de|du|des|la|le|les|à|au|aux|en|sur)\s+|\b[dl]['’])$", re.IGNORECASE)
_LINK = r"\s|[,;(/&+–—:-]|\b(?:et|avec)\b"
ATTENDANCE = re.compile(
    r"\b(\d{1,4})\s+(?:participant|personne|présent|inscrit|délégué)(?!\w*\s+(?:excus|absent))", re.IGNORECASE
)
MISSING = re.compile(r"\b(?:excusée?s?|absente?s?|absence)\b", re.IGNORECASE)
MISSED = re.compile(rf"\W*(?:(?:sont|étaient|ont été|s['’]étaient)\s+)?{MISSING.pattern}", re.IGNORECASE)
"""A line that lists those who did not come."""


def people_in_field(value: str) -> list[str]:
    """Names in « Nadège Vauquelin, PETR de Haute-Galdonne », « A. Martin et B. Durand (mairie) » or « Zoé »."""
    return _unique(name for part in BETWEEN.split(value) for name in _names_in_part(part))


def _names_in_part(part: str) -> list[str]:
    """« Zoé Martin & Paul Roux » when each is a whole name; else the name that heads it."""
    each = [_leading_name(piece) for piece in BETWEEN_NAMES.split(part)]
    if len(each) > 1 and all(each):
        return [name for names in each for name in names]
    return _leading_name(part) or _leading_name(part.rpartition(":")[2]) or _lone_name(part)


def structure_in_field(value: str, names: Iterable[str] | None = None) -> str:
    """What stands beside `names` (default: those it has) and a date in an author's line: the note's body."""
    rest = _spaced(DAY.sub("", value))
    for name in people_in_field(value) if names is None else names:
        rest = rest.replace(name, "")
    rest = re.sub(rf"\b{CIVILITY}(?!\w)\s*", "", rest)
    return re.sub(rf"^(?:{_LINK}|[.)])+|(?:{_LINK})+$", "", rest).strip().rstrip(")")


def people_listed(passages: Iterable[Passage]) -> list[str]:
    """Names in the participants' section (the head of each line, item or row), and in columns of any table."""
    found: list[str] = []
    for passage in passages:
        found += _names_in_columns(passage.block)
        if passage.section == "participants" and passage.role == "text":
            for span in ast.each_leaf([passage.block]):
                found += [name for line in text_lines(span["c"][1]) for name in _names_in_line(line)]
    return _unique(found)


def people_told(passages: Iterable[Passage]) -> list[str]:
    """Names in the sentences of the participants' section, and of a note's lines « Participants : … »."""
    section = (passage for passage in passages if passage.section == "participants" or passage.role == "field")
    return _unique(
        name
        for passage in section
        for span in ast.each_leaf([passage.block])
        for line in text_lines([span])
        for sentence in re.split(r"(?<=[^\WA-Z]{3})\.\s+", line)
        for name in _names_in_sentence(sentence)
    )


def _names_in_sentence(sentence: str) -> Iterator[str]:
    """Whole names behind « dont », « animé par »…; none behind « de », « à »: that is a place or a body."""
    cue = TELLS.search(sentence)
    if cue is None:
        return
    for found in FULL_NAME.finditer(sentence, cue.end()):
        before = sentence[cue.end() : found.start(1)]
        if not (OF_A_PLACE.search(before) or BODY.search(found[1])):
            yield found[1]


def _names_in_columns(block: Block) -> list[str]:
    """Names of a table that gives first and family names in columns of their own."""
    if block["t"] != "Table":
        return []
    head, bodies = block["c"][3], block["c"][4]
    lines = [*head[1], *(line for body in bodies for line in (*body[2], *body[3]))]
    rows = [[" ".join(ast.text(cell[4]).split()) for cell in cells] for _, cells in lines]
    titles = [folded(title) for title in rows[0]] if rows else []
    family = next((n for n, title in enumerate(titles) if title in FAMILY_NAME), None)
    first = next((n for n, title in enumerate(titles) if title in FIRST_NAME), None)
    if family is None or first is None:
        return []
    return [f"{row[first]} {row[family]}".strip() for row in rows[1:] if len(row) > max(first, family)]


def _names_in_line(line: str) -> list[str]:
    """Names of a line of the participants' section."""
    return [name for part in re.split(r";|, et | et ", line) for name in _names_in_list(part)]


def _names_in_list(line: str) -> list[str]:
    """The name that heads a line, and those between its commas."""
    head = line.split(":", 1)[-1]
    return [name for part in re.split(r",|\(|–|—|/", head) for name in _leading_name(part)]


def _leading_name(text: str) -> list[str]:
    text = LINK_TO_BODY.sub("", _spaced(BODY.split(text, maxsplit=1)[0])).strip(" -–—•*.")
    match = FULL_NAME.match(text) or WITH_CIVILITY.match(text)
    if match is None or not AFTER_NAME.match(text[match.end() :]):
        return []
    return [match[1]]


def _spaced(text: str) -> str:
    """One plain space between words, and after an initial (« N.Vauquelin »)."""
    return re.sub(rf"\b([{UPPER}]\.)(?=[{UPPER}]\w)", r"\1 ", " ".join(text.split()))


def _lone_name(text: str) -> list[str]:
    """« Zoé »: one word with a capital, in a place where a person or a body stands."""
    text = text.strip(" .")
    return [text] if LONE_NAME.fullmatch(text) and not BODY.search(text) else []


def attendance_said(passages: Iterable[Passage]) -> int:
    """How many people attended, as the note says or as its list counts; 0 when it says nothing."""
    present = list(_of_the_present(passages))
    for passage in present:
        text = ast.text([passage.block])
        match = ATTENDANCE.search(text)
        if match and not MISSED.match(text):
            return int(match[1])
    return sum(map(_count_in, present))


def _of_the_present(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The texts of the participants' section but for those below « Excusés » or « Absents : »."""
    is_of_absent = False
    for passage in (passage for passage in passages if passage.section == "participants"):
        text = ast.text([passage.block]).strip()
        if passage.role != "text" or text.endswith(":"):
            is_of_absent = bool(MISSED.match(text))
        if passage.role == "text" and not is_of_absent:
            yield passage


def _count_in(passage: Passage) -> int:
    """How many people a list, a table or lines of a paragraph name who came."""
    block = passage.block
    if block["t"] in {"BulletList", "OrderedList"}:
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        return sum(not MISSING.search(ast.text(item)) for item in items)
    if block["t"] == "Table":
        rows = (cells for body in block["c"][4] for _, cells in body[3])
        return sum(
            not any(MISSING.fullmatch(ast.text(cell[4]).strip(" .()\n")) for cell in cells) for cells in rows
        )
    lines = (line for span in ast.each_leaf([block]) for line in text_lines(span["c"][1]))
    return len(_unique(name for line in lines if not MISSED.match(line) for name in _names_in_line(line)))


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
