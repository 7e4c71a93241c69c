"""Masks names, telephone numbers, addresses and e-mails in a note, and keeps count of every word it withholds.

Until the register of people stands: speakers and participants are never named, authors appear as their structure.
A word that is masked becomes a `Span` of class `mask`, whose words are ours, and a `Withheld` record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from restitution.model import GENERATED, MASK, Block, Inline, Note, Passage, Withheld
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

NAME = "[nom masqué]"
SPEAKER = "Une personne"
MIN_NAME = 3
UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
PERSONAL = (
    ("[courriel retiré]", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("[téléphone retiré]", r"(?<!\w)(?:(?:\+|00)33[\s.-]?(?:\(0\)\s?)?|0)[1-9](?:[\s.-]?\d{2}){4}(?!\w)"),
    ("[téléphone retiré]", r"(?<!\w)\(?[2-9]\d{2}\)?[\s.-]\d{3}-\d{4}(?!\w)"),
    (
        "[adresse retirée]",
        rf"(?<!\w)\d{{1,4}}\s*(?:bis|ter|quater)?,?\s+(?:rue|avenue|chemin|route|impasse|place|allée|boulevard|quai|"  # noqa: ISC004 one expression
        r"cours|lotissement|hameau|lieu-dit|sentier|ruelle|square)\s+(?:(?:de|du|des|la|le|les|l['’]|d['’])\s*)*"
        rf"(?:[{UPPER}][\w’'-]*|\d{{5}})(?:[\s,]+(?:(?:de|du|des|la|le|les|et)\s+)*(?:[{UPPER}][\w’'-]*|\d{{5}}))*",
    ),
)


class Masker:
    """What to mask in one note, by the names that it gives of itself."""

    def __init__(self, people: Iterable[str], lowercase_words: set[str]) -> None:
        patterns = [(NAME, _any(_names(people, lowercase_words)))] if people else []
        self.patterns = [(label, re.compile(p)) for label, p in (*patterns, *PERSONAL) if p]

    def mask(self, inlines: Inlines, where: str, leaf: str, withheld: list[Withheld]) -> Inlines:
        """The inlines with each match replaced; what was withheld is appended to `withheld`."""
        for label, pattern in self.patterns:
            inlines = _mask_list(inlines, pattern, label, where, leaf, withheld)
        return inlines


def public(note: Note) -> Note:
    """The note as it may be shown: names and personal details masked, the participants' section withheld."""
    lowercase = _lowercase_words(note)
    masker = Masker(note.people, lowercase)
    withheld: list[Withheld] = list(note.withheld)
    passages = []
    for passage in note.passages:
        if passage.section == "participants":
            withheld += [_whole(span, "consentement") for span in ast.each_leaf([passage.block])]
            continue
        passages.append(_masked(passage, masker, withheld))
    return msgspec.structs.replace(note, passages=passages, withheld=withheld, people=[], speakers=[])


def shown(note: Note) -> Note:
    """The note with its speakers' names, for a project whose settings show names (`noms: affiches`)."""
    passages = [msgspec.structs.replace(p, block=_labelled(p.block, None)) for p in note.passages]
    return msgspec.structs.replace(note, passages=passages)


def withheld_whole(note: Note, reason: Any) -> Note:
    """The note with every word withheld for one reason: excluded by the editor, or replaced by another file."""
    leaves = (span for passage in note.passages for span in ast.each_leaf([passage.block]))
    return msgspec.structs.replace(
        note,
        passages=[],
        withheld=[*note.withheld, *(_whole(span, reason) for span in leaves)],
        people=[],
        speakers=[],
    )


def _whole(span: Inline, reason: Any) -> Withheld:
    return Withheld(
        reason=reason, text=ast.text(_own(span["c"][1])), where=ast.leaf_where(span), leaf=ast.leaf_id(span)
    )


def _own(inlines: Inlines) -> Inlines:
    """Inlines without the words that are ours."""

    def drop(inline: Inline) -> Inlines:
        ours = inline["t"] == "Span" and {MASK, GENERATED} & set(inline["c"][0][1])
        return [] if ours else [inline]

    return ast.map_inlines(inlines, drop)


def _masked(passage: Passage, masker: Masker, withheld: list[Withheld]) -> Passage:
    block = _labelled(passage.block, SPEAKER)

    def mask(inlines: Inlines) -> Inlines:
        out: Inlines = []
        for span in inlines:
            if ast.is_leaf(span):
                inner = masker.mask(span["c"][1], ast.leaf_where(span), ast.leaf_id(span), withheld)
                out.append({"t": "Span", "c": [span["c"][0], inner]})
            else:
                out.append(span)
        return out

    return msgspec.structs.replace(passage, block=ast.map_leaves([block], mask)[0])


def _labelled(block: Block, label: str | None) -> Block:
    """The block with each empty `speaker` Span filled: with a public label, or with the name."""

    def fill(inline: Inline) -> Inlines:
        if inline["t"] != "Span" or "speaker" not in inline["c"][0][1]:
            return [inline]
        name = dict(inline["c"][0][2]).get("name", "")
        words = ast.string(f"{label or name} :")
        return [{"t": "Span", "c": [ast.attributes("", ["speaker", GENERATED]), words]}, {"t": "Space"}]

    return ast.map_leaves([block], lambda inlines: ast.map_inlines(inlines, fill))[0]


def _names(people: Iterable[str], lowercase: set[str]) -> list[str]:
    """Patterns for each person: the full name, with civility, then first name or surname alone.

    A single word that the note also writes in lower case (Forêt, Maire, Rose) is masked only beside the rest of
    its name or a civility: it may be a common word.
    """
    whole: list[str] = []
    single: list[str] = []
    for person in people:
        words = [word for word in person.split() if word not in {"M.", "Mme", "Mr", "Dr"}]
        flexible = r"\s+".join(re.escape(word) for word in words)
        whole.append(flexible)
        if len(words) > 1:
            whole.append(r"\s+".join(re.escape(word) for word in (*words[1:], words[0])))
            whole.append(rf"{re.escape(words[0])}\s+{re.escape(words[-1][0])}\.")
            whole.append(rf"{re.escape(words[0][0])}\.\s*{re.escape(words[-1])}")
        for word in words:
            if len(word) < MIN_NAME or not word[0].isupper():
                continue
            if word.casefold() in lowercase:
                whole.append(rf"(?:M\.|Mme|Mlle|Mr|Monsieur|Madame|Me)\s+{re.escape(word)}")
            else:
                single.append(re.escape(word))
    return sorted(dict.fromkeys(whole), key=len, reverse=True) + sorted(
        dict.fromkeys(single), key=len, reverse=True
    )


def _any(patterns: list[str]) -> str:
    spellings = [*patterns, *(p.upper() for p in patterns if "\\" not in p and p.upper() != p)]
    return rf"(?<![\w-])(?:{'|'.join(spellings)})(?![\w-])" if patterns else ""


def _lowercase_words(note: Note) -> set[str]:
    text = " ".join(ast.text([passage.block]) for passage in note.passages)
    return {word for word in re.findall(r"[\w’'-]+", text) if word.islower()}


def _mask_list(
    inlines: Inlines, pattern: re.Pattern[str], label: str, where: str, leaf: str, withheld: list[Withheld]
) -> Inlines:
    """Mask over runs of words at one level, then inside what nests; a match never crosses a formatting border."""
    out: Inlines = []
    run: Inlines = []
    for inline in [*inlines, {"t": "End"}]:
        if inline["t"] in {"Str", "Space", "SoftBreak"}:
            run.append(inline)
            continue
        out += _mask_run(run, pattern, label, where, leaf, withheld)
        run = []
        if inline["t"] != "End":
            out.append(_inside(inline, pattern, label, where, leaf, withheld))
    return out


def _inside(inline: Inline, *how: Any) -> Inline:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind in {"Emph", "Strong", "Underline", "Strikeout", "SmallCaps", "Superscript", "Subscript"}:
        return {"t": kind, "c": _mask_list(content, *how)}
    if kind == "Span" and {MASK, GENERATED} & set(content[0][1]):
        return inline
    if kind in {"Span", "Quoted", "Cite"}:
        return {"t": kind, "c": [content[0], _mask_list(content[1], *how)]}
    if kind == "Link":
        target = ["", ""] if how[0].search(content[2][0].removeprefix("mailto:")) else content[2]
        inner = _mask_list(content[1], *how)
        return (
            {"t": "Link", "c": [content[0], inner, target]}
            if target[0]
            else {"t": "Span", "c": [ast.attributes(), inner]}
        )
    if kind == "Image":
        return {
            "t": kind,
            "c": [content[0], _mask_list(content[1], how[0], how[1], how[2], how[3], []), content[2]],
        }
    if kind == "Note":
        return {"t": kind, "c": ast.map_leaves(content, lambda inner: _mask_list(inner, *how))}
    return inline


def _mask_run(
    run: Inlines, pattern: re.Pattern[str], label: str, where: str, leaf: str, withheld: list[Withheld]
) -> Inlines:
    text = "".join(inline["c"] if inline["t"] == "Str" else " " for inline in run)
    cuts = list(pattern.finditer(text)) if run else []
    if not cuts:
        return run
    out: Inlines = []
    at = 0
    for match in cuts:
        out += ast.string(text[at : match.start()])
        out.append({"t": "Span", "c": [ast.attributes("", [MASK]), ast.string(label)]})
        withheld.append(Withheld(reason="confidentialité", text=match[0], where=where, leaf=leaf))
        at = match.end()
    return out + ast.string(text[at:])
