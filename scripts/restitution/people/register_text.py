"""Adds people to a register that an editor writes by hand: what stands in it stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import yaml

from restitution.errors import WrongUse
from restitution.messages import folded
from restitution.people.proposing import Proposed, places_of
from restitution.people.register import Person
from restitution.people.register_file import LEVEL_WORD_OF, Filed, one_line, people_in
from restitution.settings.marked_yaml import read

HEAD: Final = """\
# Registre des personnes : qui peut être nommé, et comment. Ce fichier n'est jamais publié.
#
# Une fiche par personne. Seul « nom » est obligatoire. « niveau » dit comment elle paraît :
#   nominatif              par son nom : il faut un accord, daté
#   fonction et structure  « le maire, commune de … » : il faut un accord, daté
#   pseudonyme             un prénom d'emprunt, toujours le même
#   agrégé                 « une personne » (c'est le niveau de qui n'en a pas)
#   retiré                 plus rien d'elle : ni nom, ni parole, ni photo
#
#   - nom: Prénom Nom
#     variantes: [P. Nom, surnom]
#     fonction: maire
#     structure: commune de …
#     territoire: HG
#     mineur: oui
#     niveau: nominatif
#     accord: {le: 13/11/2025, portee: [nom, citation, image], preuve: fiche signée}
#
# Tout est expliqué dans docs/registre.md. « restitution people scan » ajoute à la fin qui manque.
"""
"""What stands at the head of a register that the program makes."""
_BOM: Final = b"\xef\xbb\xbf"
_STEP: Final = 2


def model() -> bytes:
    """The register of a new project: nobody yet."""
    return f"{HEAD}\npersonnes:\n".encode()


def with_added(data: bytes, name: str, added: Sequence[Proposed], day: str) -> bytes | None:
    """The register with these people at the end of its list; None where they cannot be put in safely.

    `data`: empty for a register that is to be made; `name`: of its file; `day`: in words, for a comment.
    """
    before = data or model()
    try:
        place = _place(before.decode("utf-8-sig"))
        if place is None:
            return None
        index, dash, key = place
        after = _inserted(before, index, _lines(added, dash, key, day))
        return after if _holds(before, after, name, [one.person for one in added]) else None
    except (UnicodeDecodeError, yaml.YAMLError, WrongUse):
        return None


def _inserted(data: bytes, index: int, lines: Sequence[str]) -> bytes:
    text = data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    head = text[:index]
    opened = "" if not head or head.endswith(("\n", "\r")) else end
    block = "".join(f"{line}{end}" for line in lines)
    return (_BOM if data.startswith(_BOM) else b"") + f"{head}{opened}{block}{text[index:]}".encode()


def _place(text: str) -> tuple[int, int, bool] | None:
    """Where a list of people ends: index, column of its dashes, and whether the key is still to be written."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return len(text), _STEP, True
    node = root if isinstance(root, yaml.SequenceNode) else None
    if isinstance(root, yaml.MappingNode):
        found = [value for key, value in root.value if folded(str(key.value)) == "personnes"]
        if not found:
            return None if root.flow_style or root.start_mark.column else (len(text), _STEP, True)
        if isinstance(found[0], yaml.ScalarNode) and not found[0].value:
            return _line_end(text, found[0].end_mark.index), _STEP, False
        node = found[0] if isinstance(found[0], yaml.SequenceNode) else None
    if node is None or node.flow_style or not node.value:
        return None
    dash: int = node.start_mark.column
    return after_comments(text, end_of(text, node), dash), dash, False


def end_of(text: str, node: yaml.Node) -> int:
    """Where the line of a node's last sign ends."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    if node.end_mark.column == 0 and node.end_mark.index:  # a block of text ends where the next line begins
        return int(node.end_mark.index)
    return _line_end(text, node.end_mark.index)


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def after_comments(text: str, index: int, dash: int) -> int:
    """Behind the comments that go on speaking of the last person: they stand further in than her dash."""
    while comment := re.compile(r" *#[^\n]*(?:\n|$)").match(text, index):
        if comment[0].index("#") <= dash or comment.end() == index:
            break
        index = comment.end()
    return index


def _lines(added: Iterable[Proposed], dash: int, key: bool, day: str) -> list[str]:
    indent = " " * dash
    lines = ["personnes:"] if key else []
    lines.append(f"{indent}# Ajouté le {day} par « restitution people scan » : à relire.")
    for one in added:
        first, *rest = _entry(one)
        lines += [f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]
    return lines


def _entry(one: Proposed) -> list[str]:
    person = one.person
    told = {
        "fonction": person.fonction,
        "structure": person.structure,
        "commune": person.commune,
        "territoire": person.territoire,
        "niveau": LEVEL_WORD_OF[person.niveau],
    }
    variants = [f"variantes: {one_line(list(person.variantes))}"] if person.variantes else []
    return [
        f"nom: {one_line(person.nom)}",
        *variants,
        *(f"{key}: {one_line(value)}" for key, value in told.items() if value),
        f"# vu dans {_bare(places_of(one.seen))}",
        *(f"# {_bare(remark)}" for remark in one.remarks),
    ]


def _bare(text: str) -> str:
    """Words for a comment: on one line, whatever a file is called."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _holds(before: bytes, after: bytes, name: str, added: Sequence[Person]) -> bool:
    """Whether the new file says all that the old one said, and the new people."""
    said = _said(before, name)
    return _said(after, name) == said._replace(people=[*said.people, *added])


def _said(data: bytes, name: str) -> Filed:
    if yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader) is None:
        return Filed([], [], [])
    return people_in(read(data, name), name)
