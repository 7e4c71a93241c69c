"""K15: words that only stand for words to come are still published, and the writers' own remarks never are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from restitution.checks.check import Found, Point
from restitution.messages import plural
from restitution.model import Balance, Document, Internal, Unfinished
from restitution.pandoc import ast

_VERBS: Final = (
    "compl[ée]ter", "pr[ée]ciser", "renseigner", "venir", "v[ée]rifier", "confirmer", "remplir", "r[ée]diger"
)  # fmt: skip
_TO_COME: Final = f"(?:{'|'.join(_VERBS)})"
SIGN: Final = re.compile(
    rf"(?<!\w)(?:x{{3,}}|à compl[ée]ter|a completer|lorem(?: ipsum)?|tbd|todo)(?!\w)"
    rf"|\?{{3,}}|[\[({{<]\s*[àa] {_TO_COME}[^\])}}>]{{0,60}}[\])}}>]",
    re.IGNORECASE,
)
"""« XXX » anywhere; « à préciser » only between brackets: « les années à venir » says something."""
SHARES: Final = (
    "xxx", "???", "lorem", "tbd", "todo", *(max(verb.split("[ée]"), key=len) for verb in _VERBS)
)  # fmt: skip
"""All that is found holds one of them, and most texts hold none: asking takes a tenth of looking."""
ALONE: Final = re.compile(rf"(?:^|.{{0,80}}(?::|\s[–—-])\s*)\W*[àa] {_TO_COME}\W*", re.IGNORECASE)
"""« Population : à préciser. »: a line, or what follows its label, that says nothing else."""
AROUND: Final = 40
SHOWN: Final = 200
NONE: Final = "Rien d'inachevé dans le texte publié (« XXX », « à compléter », « ??? », « lorem »)"
KEPT: Final = ("remarque de rédacteur gardée avec sa note", "remarques de rédacteurs gardées avec leurs notes")


def unfinished(document: Document) -> list[Unfinished]:
    """Each sign of something to come in the text of the notes, where the document shows it, once."""
    placed = {placement.bookmark: placement for placement in document.placements}
    whole = {one.leaf for one in document.placements if not one.quoted}
    found: dict[Unfinished, None] = {}
    for span in ast.each_leaf(document.blocks):
        placement = placed.get(ast.leaf_id(span))
        if placement is None:  # words of the plan's own
            continue
        if placement.quoted and placement.leaf in whole:  # its passage says it, with the words around
            continue
        for text in _signs(" ".join(ast.text(span["c"][1]).split())):
            found.setdefault(Unfinished(path=placement.path, where=placement.where, text=text))
    return sorted(found, key=lambda one: one.path)


def _signs(text: str) -> Iterator[str]:
    lowered = text.lower()
    if not any(share in lowered for share in SHARES):
        return
    if len(text) <= SHOWN and ALONE.fullmatch(text):
        yield text
        return
    for match in SIGN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        head = f"…{before[-AROUND:].partition(' ')[2]}" if len(before) > AROUND else before
        tail = f"{after[:AROUND].rpartition(' ')[0]}…" if len(after) > AROUND else after
        yield f"{head}{match[0]}{tail}"


def nothing_unfinished(balance: Balance) -> Found:
    """K15: the published text is finished; what the writers only said to each other is kept out of it."""
    points = [
        Point(text=f"{one.path}{f', {one.where}' if one.where else ''} : « {one.text} »", case=one.path)
        for one in balance.unfinished
    ]
    remarks = sum(len(left) for left in balance.internal.values())
    kept = f" ; {plural(remarks, *KEPT)}, hors publication" if remarks else ""
    said = plural(len(points), "passage inachevé", "passages inachevés")
    return Found(
        id="K15",
        level="error",
        when="publication",
        message=f"Texte publié : {said}{kept}." if points else f"{NONE}{kept}.",
        points=points,
        remedy="Complétez le passage dans la note, ou retirez-le.",
    )


def remarks_told(left: Sequence[Internal]) -> list[tuple[str, list[str]]]:
    """What the writers of a file left, for a person: a line a kind, then one a remark."""
    counts = Counter("change" if one.kind in CHANGES else "comment" for one in left)
    said = {
        "comment": ("commentaire du rédacteur, jamais publié", "commentaires du rédacteur, jamais publiés"),
        "change": ("modification suivie, acceptée", "modifications suivies, acceptées"),
    }
    return [
        (
            f"{plural(counts[kind], *words)} :",
            [_line(one) for one in left if (one.kind in CHANGES) is (kind == "change")],
        )
        for kind, words in said.items()
        if counts[kind]
    ]


CHANGES: Final = {"insertion": "ajouté", "deletion": "supprimé", "move": "déplacé"}
LONGEST: Final = 160


def _line(one: Internal) -> str:
    who = ", ".join(part for part in (one.where, one.author, one.date[:10]) if part)
    about = f" sur « {_short(one.about, 60)} »" if one.about and one.kind == "comment" else ""
    answers = "↳ " if one.kind == "reply" else ""
    done = " (résolu)" if one.resolved else ""
    verb = f"{CHANGES[one.kind]} : " if one.kind in CHANGES else ""
    return f"{answers}{who}{about}{done} : {verb}« {_short(one.text, LONGEST)} »"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]}…"
