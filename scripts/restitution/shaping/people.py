"""Names of people that a note itself gives: its participants, authors and speakers. They are masked in its text.

What this cannot catch (a name that no list gives) is said in the README until the register of people stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from restitution.model import Passage
from restitution.pandoc import ast

UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
WORD = rf"[{UPPER}][\w’']*(?:-[{UPPER}][\w’']*)*"
PARTICLE = r"(?:de|du|des|d['’]|la|le|van|von|di|da)"
CIVILITY = r"(?:M\.|Mr|MM\.|Mme|Mmes|Mlle|Me|Dr|Monsieur|Madame|Maître)"
FULL_NAME = re.compile(rf"(?:{CIVILITY}\s+)?({WORD}(?:\s+{PARTICLE})*\s+{WORD}(?:\s+{WORD})?)")
WITH_CIVILITY = re.compile(rf"{CIVILITY}\s+({WORD}(?:\s+{WORD})?)")
BODY = re.compile(
    r"\b(?:PETR|GAL|CC|MFR|SCIC|CUMA|EPCI|Pays|Communauté|Commune|Mairie|Région|Département|Conseil|Syndicat|"
    r"Association|Cabinet|Maison|Mission|Office|Chambre|Comité|Club|École|Collège|Lycée|Parc|Agence|Fédération)\b"
)
AFTER_NAME = re.compile(r"\s*(?:,|;|\(|–|—| - |:|$)")
LONE_NAME = re.compile(rf"[{UPPER}][a-zà-ÿœæ’'-]{{2,}}")
DAY = re.compile(
    r"\b(?:le\s+)?(?:\d{1,2}(?:er)?\s+)?(?:janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre)\s+\d{4}|\b(?:le\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\ble\s+\d{1,2}(?:er)?\s+[a-zéû]+$",
    re.IGNORECASE,
)
ATTENDANCE = re.compile(r"\b(\d{1,4})\s+(?:participant|personne|présent|inscrit|délégué)", re.IGNORECASE)


def people_in_field(value: str) -> list[str]:
    """Names in « Nadège Vauquelin, PETR de Haute-Galdonne », « A. Martin et B. Durand (mairie) » or « Zoé »."""
    parts = re.split(r"[,;()\n]| et ", value)
    return _unique(name for part in parts for name in _leading_name(part) or _lone_name(part))


def structure_in_field(value: str, names: Iterable[str] | None = None) -> str:
    """What stands beside `names` (default: those it has) and a date in an author's line: the note's body."""
    rest = DAY.sub("", value)
    for name in people_in_field(value) if names is None else names:
        rest = rest.replace(name, "")
    rest = re.sub(rf"{CIVILITY}\s*", "", rest)
    return re.sub(r"^(?:\s|[.,;()–—:-]|\bet\b)+|(?:\s|[,;(–—:-]|\bet\b)+$", "", rest).strip().rstrip(")")


def people_listed(passages: Iterable[Passage]) -> list[str]:
    """Names in the participants' section: the head of each line, item or row."""
    found: list[str] = []
    for passage in passages:
        if passage.section == "participants" and passage.role == "text":
            for span in ast.each_leaf([passage.block]):
                for part in re.split(r"[;\n]|, et | et ", ast.text(span["c"][1])):
                    found += _names_in_list(part)
    return _unique(found)


def _names_in_list(line: str) -> list[str]:
    """The name that heads a line, and those between its commas."""
    head = line.split(":", 1)[-1]
    return [name for part in re.split(r",|\(|–|—|/", head) for name in _leading_name(part)]


def _leading_name(text: str) -> list[str]:
    text = text.strip(" \t-–—•*.")
    match = FULL_NAME.match(text) or WITH_CIVILITY.match(text)
    if match is None or BODY.search(match[1]) or not AFTER_NAME.match(text[match.end() :]):
        return []
    return [" ".join(match[1].split())]


def _lone_name(text: str) -> list[str]:
    """« Zoé »: one word with a capital, in a place where a person or a body stands."""
    text = text.strip(" .")
    return [text] if LONE_NAME.fullmatch(text) and not BODY.search(text) else []


def attendance_said(passages: Iterable[Passage]) -> int:
    """How many people attended, as the note says or as its list counts; 0 when it says nothing."""
    section = [p for p in passages if p.section == "participants" and p.role == "text"]
    for passage in section:
        match = ATTENDANCE.search(ast.text([passage.block]))
        if match:
            return int(match[1])
    return sum(_lines_of(passage) for passage in section)


def _lines_of(passage: Passage) -> int:
    block = passage.block
    if block["t"] in {"BulletList", "OrderedList"}:
        return len(block["c"] if block["t"] == "BulletList" else block["c"][1])
    if block["t"] == "Table":
        return sum(len(body[3]) for body in block["c"][4])
    return len(people_listed([passage]))


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
