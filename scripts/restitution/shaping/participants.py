"""Who took part: name, function, body and territory, as lists, tables and lines of a note give them.

« Nadège Vauquelin, animatrice, PETR de Haute-Galdonne »; a table « Nom | Fonction | Structure »; a list under the
name of its body. A line whose head is no name gives nobody: in doubt a participant is left out, never made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from restitution.messages import folded
from restitution.model import Block, Participant, Passage
from restitution.pandoc import ast
from restitution.shaping.fields import field_lines, text_lines
from restitution.shaping.people import FAMILY_NAME, FIRST_NAME, people_in_field

Locate = Callable[[str], list[str]]
"""Codes of the territories that a text names."""

NAME = FAMILY_NAME | {
    "nom et prenom",
    "prenom et nom",
    "noms et prenoms",
    "nom prenom",
    "prenom nom",
    "participant",
}
NAME |= {"participants", "participante", "personne", "qui"}
ROLE = frozenset({"fonction", "fonctions", "qualite", "role", "titre", "poste", "mandat"})
BODY = frozenset(
    {"structure", "structures", "organisme", "organisation", "institution", "etablissement", "employeur"}
)
TERRITORY = frozenset({"territoire", "territoires", "delegation", "pays"})
STRUCTURE = re.compile(
    r"(?<![\w’'-])(?:PETR|GAL|CC|EPCI|MFR|SCIC|CUMA|SCoT|PNR|DDT|CCI|CMA|communauté de communes|communauté|"
    r"conseil de développement|conseil (?:départemental|régional|général)|syndicat mixte|syndicat|mairie|région|"
    r"département|association|cabinet|chambre|mission locale|office|agence|fédération|université|lycée|collège|"
    r"école|parc naturel|pays d|coopérative|club d|groupement d)",
    re.IGNORECASE,
)
"""Where the name of a body begins, behind a function: « président du | PETR de Haute-Galdonne »."""
LINK = re.compile(r"(?:\s+(?:du|de la|de l['’]|de|des|au|à la|à l['’]|à)|\s*[,–—:-])+\s*$", re.IGNORECASE)
PARTS = re.compile(r"\s*[,;]\s+|\s+[–—-]\s+|\s*[()]\s*|\s*\|\s*")
SEVERAL = re.compile(r"\s*;\s*|\s*,\s*|\s+et\s+")


def participants_of(passages: Iterable[Passage], locate: Locate) -> list[Participant]:
    """Those whom a note lists, each once, in its order: its section and its lines « Participants : … »."""
    found: dict[str, Participant] = {}
    body = ""
    for passage in passages:
        if passage.section != "participants":
            body = ""
            for one in _in_fields(passage, locate):
                found.setdefault(folded(one.name), one)
            continue
        if passage.role in {"section", "heading"}:
            body = ast.text(passage.block["c"][2]).strip() if passage.role == "heading" else ""
            continue
        for one in _in_block(passage.block, body, locate):
            found.setdefault(folded(one.name), one)
        body = _announced(passage.block, body)
    return list(found.values())


def _announced(block: Block, body: str) -> str:
    """The body whose people the next list gives: « PETR de Haute-Galdonne : », alone in its paragraph."""
    if block["t"] not in {"Para", "Plain"}:
        return body
    said = ast.text([block]).strip()
    return said.rstrip(" :") if said.endswith(":") and not re.search(r"\d", said) else body


def _in_fields(passage: Passage, locate: Locate) -> Iterator[Participant]:
    if passage.role != "field" and passage.block["t"] != "Table":
        return
    span = next(ast.each_leaf([passage.block]), None)
    where = ast.leaf_where(span) if span else ""
    for field, value in field_lines(passage.block):
        if field == "participants":
            yield from _on_line(value, "", where, locate)


def _in_block(block: Block, body: str, locate: Locate) -> Iterator[Participant]:
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind == "Table":
        yield from _in_table(block, locate)
    elif kind in {"BulletList", "OrderedList"}:
        for item in content if kind == "BulletList" else content[1]:
            yield from _in_item(item, body, locate)
    elif kind in {"Para", "Plain"}:
        for span in ast.each_leaf([block]):
            for line in text_lines(span["c"][1]):
                yield from _on_line(line, body, ast.leaf_where(span), locate)
    elif kind in {"BlockQuote", "Div"}:
        for inner in content if kind == "BlockQuote" else content[1]:
            yield from _in_block(inner, body, locate)


def _in_item(item: list[Block], body: str, locate: Locate) -> Iterator[Participant]:
    """An item: somebody, or a body with its people below."""
    lists = [block for block in item if block["t"] in {"BulletList", "OrderedList"}]
    heads = [block for block in item if block not in lists]
    inner = ast.text(heads).strip().rstrip(" :") if lists else body
    for block in heads:
        yield from _in_block(block, "" if lists else body, locate)
    for block in lists:
        yield from _in_block(block, inner, locate)


def _on_line(line: str, body: str, where: str, locate: Locate) -> Iterator[Participant]:
    """« A. Martin, maire »; « PETR : A. Martin, B. Durand »; « A. Martin (PETR), B. Durand (mairie) »."""
    head, colon, rest = line.partition(":")
    if colon and rest.strip() and not _names(head, locate) and len(head) < 90:
        yield from _several(rest, "" if re.search(r"\d", head) else head.strip(), where, locate)
    elif not colon or _names(line, locate):
        names = _names(line, locate)
        if len(names) == 1:
            yield from _somebody(line, names[0], body, where, locate)
        else:
            yield from _several(line, body, where, locate)


def _several(text: str, body: str, where: str, locate: Locate) -> Iterator[Participant]:
    """People of one line: what stands between two names is the first one's."""
    groups: list[list[str]] = []
    for piece in re.split(r"\s*;\s*", text):
        for part in SEVERAL.split(re.sub(r"\(([^)]*)\)", lambda m: f", {m[1].replace(',', ' ')}", piece)):
            if not part:
                continue
            if _names(part, locate):
                groups.append([part])
            elif groups:
                groups[-1].append(part)
    for group in groups:
        yield from _somebody(", ".join(group), _names(group[0], locate)[0], body, where, locate)


def _names(text: str, locate: Locate) -> list[str]:
    """Whole names in a text, those of territories and bodies left out."""
    whole = (name for name in people_in_field(text) if " " in name or "." in name)
    return [name for name in whole if not locate(name) and not STRUCTURE.match(name)]


def _somebody(line: str, name: str, body: str, where: str, locate: Locate) -> Iterator[Participant]:
    """A person, with what the line says beside the name."""
    rest = line.replace(name, "", 1)
    role, structure = role_and_structure([part for part in PARTS.split(rest) if part.strip(" .-–—*•")])
    structure = structure or (body if _is_body(body, locate) else "")
    yield Participant(
        name=name,
        role=role,
        structure=structure,
        territory=next(iter(locate(structure) or locate(rest) or locate(body)), ""),
        where=where,
    )


def _is_body(text: str, locate: Locate) -> bool:
    return bool(text and (STRUCTURE.search(text) or locate(text)))


def role_and_structure(parts: list[str]) -> tuple[str, str]:
    """What a person does, and the body for which: « président du PETR de Haute-Galdonne » says both."""
    roles, structures = list[str](), list[str]()
    for part in (one.strip(" .") for one in parts):
        found = _body_in(part)
        if re.fullmatch(r"M\.?|Mme\.?|Mlle\.?|M(?:onsieur|adame)", part):
            continue
        if found is None:
            roles.append(part)
        else:
            before = LINK.sub("", part[: found.start()]).strip()
            roles += [before] if before else []
            structures.append(part[found.start() :].strip())
    return ", ".join(roles), ", ".join(structures)


def _body_in(part: str) -> re.Match[str] | None:
    """Where a body's name begins: at the head of a part or behind « du », never as an adjective."""
    return next((m for m in STRUCTURE.finditer(part) if not m.start() or LINK.search(part[: m.start()])), None)


def _in_table(block: Block, locate: Locate) -> Iterator[Participant]:
    """The rows of a table whose heads say which column holds the names."""
    rows = _rows(block)
    if not rows:
        return
    heads = [folded(text) for text, _ in rows[0]]
    columns = {key: _column(heads, words) for key, words in _COLUMNS.items()}
    if columns["name"] is None:
        return
    for row in rows[1:]:
        texts = [text for text, _ in row]

        def cell(key: str, texts: list[str] = texts) -> str:
            at = columns[key]
            return texts[at] if at is not None and at < len(texts) else ""

        name = " ".join(filter(None, (cell("first"), cell("name"))))
        if not re.search(r"[^\W\d_]{2}", name) or locate(name):
            continue
        role, structure = cell("role"), cell("body")
        yield Participant(
            name=name,
            role=role,
            structure=structure,
            territory=next(iter(locate(cell("territory")) or locate(structure)), ""),
            where=row[0][1],
        )


_COLUMNS = {"name": NAME, "first": FIRST_NAME, "role": ROLE, "body": BODY, "territory": TERRITORY}


def _column(heads: list[str], words: frozenset[str]) -> int | None:
    return next((number for number, head in enumerate(heads) if head in words), None)


def _rows(block: Block) -> list[list[tuple[str, str]]]:
    """The rows of a table: each cell's text and place."""
    head, bodies = block["c"][3], block["c"][4]
    lines: list[Any] = [*head[1], *(line for body in bodies for line in (*body[2], *body[3]))]
    return [[_cell(cell[4]) for cell in cells] for _, cells in lines]


def _cell(blocks: list[Block]) -> tuple[str, str]:
    span = next(ast.each_leaf(blocks), None)
    return " ".join(ast.text(blocks).split()), ast.leaf_where(span) if span else ""
