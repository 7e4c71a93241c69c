"""« Remarques sur votre texte »: what her page says of the remarks on her files, and those that no copy holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from restitution.messages import folded, listed, plural
from restitution.model import Block, Note, Passage
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.remarks import Remark, is_in_a_note, left_to_a_hand
from restitution.returns.contributors import Contributor
from restitution.returns.copies.making import Returned
from restitution.returns.copies.phrases import BY_HAND, answer_of, said
from restitution.returns.copies.spans import MASK
from restitution.returns.requests import shortened
from restitution.returns.told import Gathered
from restitution.returns.words import title_of

TITLE: Final = "Remarques sur votre texte"
HEAD: Final = ("Où", "Vos mots", "Remarque", "Réponse")
COUNTED: Final = ("remarque ou correction", "remarques et corrections")
ONLY_HERE: Final = (
    "autre remarque ou correction ne peut être dite",
    "autres remarques et corrections ne peuvent être dites",
)
PATCH: Final = ".diff"
PATCH_TOLD: Final = (
    " Le fichier qui finit par « .diff » dit les mêmes changements, pour un logiciel de comparaison : laissez-le "
    "de côté si vous n’en avez pas."
)
MASKED: Final = "(ce qui désigne quelqu’un y est masqué, comme dans le document)"
AS_PUBLISHED: Final = "(comme le document le dit)"
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
    count = _count(own, copies, gathered)
    blocks = [ast.header(2, ast.string(TITLE), "unnumbered"), ast.para(ast.string(count))]
    rows = [row for path, back in own for row in _rows(path, back.told, gathered, many=len(one.paths) > 1)]
    if rows:
        blocks.append(simple_table([], [_cell(text) for text in HEAD], rows))
    return blocks


def _count(own: Sequence[tuple[str, Returned]], copies: Sequence[str], gathered: Gathered) -> str:
    """What the copies hold, then what this page alone tells, and of which file there is no copy."""
    total = sum(back.count for _, back in own)
    told = sum(len(back.told) for _, back in own)
    if not copies:
        whys = dict.fromkeys(back.why for _, back in own if back.why)
        return " ".join([f"{plural(total, *COUNTED)}, ci-dessous.", *whys])
    joined = [name for name in copies if not name.endswith(PATCH)]
    quoted = listed(f"« {name} »" for name in joined)
    files = "la copie jointe de votre fichier" if len(joined) == 1 else "les copies jointes de vos fichiers"
    settle = "Acceptez ou refusez ce qui y est proposé, puis renvoyez la copie : elle remplacera votre fichier."
    if any(name.endswith(PATCH) for name in copies):
        settle += PATCH_TOLD
    held = f"{plural(total - told, *COUNTED)}, dans {files} : {quoted}. {settle}"
    rest = [f"{plural(told, *ONLY_HERE)} qu’ici :"] if told else []
    return " ".join([held, *_without_copy(own, gathered), *rest])


def _without_copy(own: Sequence[tuple[str, Returned]], gathered: Gathered) -> Iterator[str]:
    """« Pour « Atelier » : aucune copie commentée n’est jointe… », files of one reason together."""
    titles: dict[str, list[str]] = {}
    for path, back in own:
        if back.why:
            titles.setdefault(back.why, []).append(f"« {_title(path, gathered)} »")
    for why, named in titles.items():
        yield f"Pour {listed(named)} : {why[:1].lower()}{why[1:]}"


def _title(path: str, gathered: Gathered) -> str:
    told = gathered.files.get(path)
    return title_of(told) if told else path.rpartition("/")[2]


def _rows(path: str, remarks: Sequence[Remark], gathered: Gathered, *, many: bool) -> Iterator[list[list[Block]]]:
    told = gathered.files.get(path)
    title = _title(path, gathered)
    for remark in remarks:
        where = remark.source.where or "dans le fichier"
        where = f"{where}, en note de bas de page" if is_in_a_note(remark) else where
        words = _her_words(remark, told.note if told else None)
        who = f"{remark.author} : " if remark.author else ""
        number = f"{remark.number} – " if remark.number else ""
        answer = answer_of(remark) or (BY_HAND if left_to_a_hand(remark) else "") or STATES.get(remark.state, "")
        yield [
            _cell(f"{title}, {where}" if many else where),
            _cell(words),
            _cell(f"{number}{who}{said(remark)}"),
            _cell(answer),
        ]


def _her_words(remark: Remark, note: Note | None) -> str:
    """Her own words, as the document says them: where a name is masked in it, she is told so."""
    words = remark.quote or remark.base
    if not words.strip():
        return ""
    quoted = f"« {shortened(words, LONGEST)} »"
    if MASK.search(words):
        return f"{quoted} {MASKED}"
    if note is None or _letters(words) in _letters(" ".join(map(_text_of, note.passages))):
        return quoted
    return f"{quoted} {AS_PUBLISHED}"


def _text_of(passage: Passage) -> str:
    return ast.text([passage.block])


def _letters(text: str) -> str:
    """What no typography changes of a text."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def _cell(text: str) -> list[Block]:
    lines = [ast.string(line) for line in text.split("\n") if line.strip()]
    return [{"t": "Plain", "c": ast.on_lines(lines)}] if lines else []
