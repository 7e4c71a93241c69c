"""« Remarques sur votre texte »: what her page says of the remarks on her files, and those that no copy holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from restitution.messages import listed, plural
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.remarks import Remark
from restitution.returns.contributors import Contributor
from restitution.returns.copies.making import Returned
from restitution.returns.copies.phrases import answer_of, said
from restitution.returns.requests import shortened
from restitution.returns.told import Gathered
from restitution.returns.words import title_of

TITLE: Final = "Remarques sur votre texte"
HEAD: Final = ("Où", "Vos mots", "Remarque", "Réponse")
PATCH: Final = ".diff"
PATCH_TOLD: Final = (
    " Le fichier qui finit par « .diff » dit les mêmes changements, pour un logiciel de comparaison : laissez-le "
    "de côté si vous n’en avez pas."
)
LONGEST: Final = 160
"""Letters of her own words that tell her which they are."""
STATES: Final = {"resolved": "Réglé.", "applied": "Repris dans le document.", "rejected": "Non retenu."}


def remarks_told(
    one: Contributor, gathered: Gathered, returned: Mapping[str, Returned], copies: Sequence[str]
) -> list[Block]:
    """The section, empty without a remark. `copies`: names of the copies that go with the page."""
    own = [(path, returned[path]) for path in one.paths if path in returned]
    if not own:
        return []
    blocks = [ast.header(2, ast.string(TITLE), "unnumbered"), ast.para(ast.string(_count(own, copies)))]
    rows = [row for path, back in own for row in _rows(path, back.told, gathered, many=len(one.paths) > 1)]
    if rows:
        blocks.append(simple_table([], [_cell(text) for text in HEAD], rows))
    return blocks


def _count(own: Sequence[tuple[str, Returned]], copies: Sequence[str]) -> str:
    total = sum(back.count for _, back in own)
    told = sum(len(back.told) for _, back in own)
    counted = plural(total, "remarque ou correction", "remarques et corrections")
    if not copies:
        return f"{counted} :"
    quoted = listed(f"« {name} »" for name in copies if not name.endswith(PATCH))
    files = "la copie jointe de votre fichier" if len(own) == 1 else "les copies jointes de vos fichiers"
    settle = "Acceptez ou refusez ce qui y est proposé, puis renvoyez la copie : elle remplacera votre fichier."
    if any(name.endswith(PATCH) for name in copies):
        settle += PATCH_TOLD
    rest = f" {plural(told, 'ne peut être dite', 'ne peuvent être dites')} qu’ici :" if told else ""
    return f"{counted}, dans {files} : {quoted}. {settle}{rest}"


def _rows(path: str, remarks: Sequence[Remark], gathered: Gathered, *, many: bool) -> Iterator[list[list[Block]]]:
    told = gathered.files.get(path)
    title = title_of(told) if told else path.rpartition("/")[2]
    for remark in remarks:
        where = remark.source.where or "dans le fichier"
        words = shortened(remark.quote or remark.base, LONGEST)
        who = f"{remark.author} : " if remark.author else ""
        number = f"{remark.number} – " if remark.number else ""
        answer = answer_of(remark) or STATES.get(remark.state, "")
        yield [
            _cell(f"{title}, {where}" if many else where),
            _cell(f"« {words} »" if words else ""),
            _cell(f"{number}{who}{said(remark)}"),
            _cell(answer),
        ]


def _cell(text: str) -> list[Block]:
    lines = [ast.string(line) for line in text.split("\n") if line.strip()]
    return [{"t": "Plain", "c": ast.on_lines(lines)}] if lines else []
