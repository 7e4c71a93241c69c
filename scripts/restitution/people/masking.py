"""Masks names, telephone numbers, addresses and e-mails in a note, and keeps count of every word it withholds.

The register says how each of its people is told; whoever it does not hold is not named. Authors appear as their
structure. A word that is masked becomes a `Span` of class `mask`, whose words are ours, and a `Withheld` record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec

from restitution.model import (
    ANYBODY,
    GENERATED,
    SPEAKER,
    Block,
    Inline,
    Note,
    Passage,
    When,
    Withheld,
    WithheldReason,
)
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.extracts import FULL
from restitution.pandoc.speech import SUITE
from restitution.people import forms
from restitution.people.circle import NOBODY, UNKNOWN, Circle
from restitution.people.circle import words_of as circle_words
from restitution.people.cutting import PICTURE, Cut, Cutter, is_ours, letters, plain_cuts
from restitution.people.finder import Entities, Finder, Manner, no_entities
from restitution.people.forms import plain
from restitution.people.met import Met
from restitution.people.rows import FUNCTION, functions_in_rows
from restitution.people.usual import only_words
from restitution.people.words import everyday

NAME = UNKNOWN
SAYS_ALL = frozenset({"Str", "Space", "SoftBreak", "LineBreak", "Code", "Math"})
"""What nothing hides in."""
FILE_WORD = re.compile(r"(?<![Ss]aint[-_ ])(?<![Ss]ainte[-_ ])(?<![Ss]t[-_ ])[^\W\d_]+")
AFTER_DETERMINER = re.compile(rf"(?<![\w-])(?i:{forms.DETERMINERS}) ?([a-z][\w-]*)")


class Masker:
    """Masks in one note what `finder` finds; `met` keeps what the editor must hear of."""

    def __init__(self, finder: Finder) -> None:
        self.find = finder
        self.met: list[Met] = []
        protected = (name for known in finder.circle.protected for name in known.person.names)
        self.keys = forms.keys([*protected, *finder.strangers])

    def mask(
        self, inlines: Inlines, where: str, leaf: str, withheld: list[Withheld], *, told: str = ""
    ) -> Inlines:
        """The inlines with each match replaced; what was withheld is appended to `withheld`.

        `told`: what stands for all of them, where they say what no name would have to.
        """
        text = letters(inlines)
        cuts = [Cut(0, len(text), told)] if told and text else plain_cuts(text, self.find)
        for cut in cuts:
            said = text[cut.start : cut.end].replace(PICTURE, "")
            withheld.append(Withheld(reason="confidentialité", text=said, where=where, leaf=leaf))
            if cut.meant or cut.unlisted:
                named = text[slice(*cut.name)].replace(PICTURE, "") if cut.name else said
                self.met.append(Met(named, where, cut.meant))
        masked = Cutter(cuts).cut(inlines) if cuts else inlines
        return [one if one["t"] in SAYS_ALL else self._within(one, where, leaf, withheld) for one in masked]

    def text(self, text: str) -> str:
        """A plain text with each match replaced."""
        at, out = 0, []
        for cut in plain_cuts(text, self.find):
            out += [text[at : cut.start], cut.label]
            at = cut.end
        return "".join([*out, text[at:]])

    def _within(self, inline: Inline, where: str, leaf: str, withheld: list[Withheld]) -> Inline:
        """An inline with what hides in it masked: footnotes, alternative texts, targets of links."""
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Note":
            inner = ast.map_leaves(content, lambda inlines: self.mask(inlines, where, leaf, withheld))
            return {"t": kind, "c": inner}
        if kind in {"Link", "Image"}:
            return self._linked(kind, content, where, leaf, withheld)
        if kind == "Span" and is_ours(inline):
            return self._ours(inline)
        if kind in {"Span", "Quoted", "Cite"}:
            return {"t": kind, "c": [content[0], [self._within(i, where, leaf, withheld) for i in content[1]]]}
        if isinstance(content, list) and content and all(isinstance(i, dict) and "t" in i for i in content):
            return {"t": kind, "c": [self._within(i, where, leaf, withheld) for i in content]}
        return inline

    def _linked(self, kind: str, content: Any, where: str, leaf: str, withheld: list[Withheld]) -> Inline:
        attributes, inlines, (target, title) = content
        if kind == "Image":
            alt = self.mask([self._file_name(i) for i in inlines], where, leaf, [])
            return {"t": kind, "c": [attributes, alt, [target, self.text(title)]]}
        inner = [self._within(i, where, leaf, withheld) for i in inlines]
        if self._gives_away(target):
            return {"t": "Span", "c": [ast.attributes(), inner]}
        return {"t": kind, "c": [attributes, inner, [target, self.text(title)]]}

    def _ours(self, span: Inline) -> Inline:
        """Words of ours: what they quote of a file's name is masked, and is no word of the note."""
        attributes, inlines = span["c"]
        if GENERATED not in attributes[1] or SPEAKER in attributes[1]:
            return span
        return {"t": "Span", "c": [attributes, ast.string(self.file_name(ast.text(inlines)))]}

    def file_name(self, name: str) -> str:
        """The name of a file, or words that quote one, with each name of a person in it masked."""
        return FILE_WORD.sub(lambda word: NAME if self._is_key(word[0]) else word[0], self.text(name))

    def _is_key(self, word: str) -> bool:
        return forms.plain(word).casefold() in self.keys

    def _gives_away(self, target: str) -> bool:
        """Whether an address leads to a person."""
        said = unquote(target)
        named = any(map(self._is_key, re.split(r"[\W\d_]+", said)))
        return named or target.startswith(("mailto:", "tel:")) or bool(plain_cuts(said, self.find))

    def _file_name(self, inline: Inline) -> Inline:
        """Words of an alternative text: the name of a file which names somebody is masked whole."""
        if inline["t"] == "Span" and not is_ours(inline):
            return {"t": "Span", "c": [inline["c"][0], [self._file_name(i) for i in inline["c"][1]]]}
        if inline["t"] != "Str":
            return inline
        return {"t": "Str", "c": " ".join(map(self._file_word, inline["c"].split(" ")))}

    def _file_word(self, word: str) -> str:
        names = any(map(self._is_key, re.split(r"[\W\d_]+", word)))
        return NAME if names and re.search(r"[_.-]\w", word) else word


class Public(NamedTuple):
    """A note as it may be shown, and the names that were masked in it for the editor to look at."""

    note: Note
    met: list[Met]


def public(note: Note, kept: Iterable[str] = (), circle: Circle = NOBODY, *, shows_unknown: bool = False) -> Note:
    """The note as it may be shown: people told as the register says, the participants' section withheld.

    `kept`: names of territories and bodies, which are never taken for a person's.
    """
    return told(note, finder_of(note, circle, kept, Manner(shows_unknown=shows_unknown))).note


def finder_of(
    note: Note,
    circle: Circle,
    kept: Iterable[str] = (),
    manner: Manner = Manner(),  # noqa: B008 frozen
    entities: Entities = no_entities,
) -> Finder:
    """What finds the names of a note: those of the register, those that it gives, those that it writes in full."""
    common, kept = common_words(note), {*kept, note.structure}
    if manner.lower:  # « la bertille » is how people speak of her: a word that no dictionary has is no noun
        common &= everyday()
    listed = {*note.speakers, *note.writers, *(one.name for one in note.participants)}
    given = [name for name in note.people if not circle.of_name(name) and (name in listed or not only_words(name))]
    first = Finder(circle, given, common, kept, manner, entities)
    texts = (plain(letters(span["c"][1])) for passage in note.passages for span in ast.each_leaf([passage.block]))
    found = dict.fromkeys(name for text in texts for name in first.unlisted(text))
    strangers = [name for name in found if not circle.of_name(name) and says_enough(name)]
    if not strangers:
        return first
    finder = Finder(circle, dict.fromkeys([*given, *strangers]), common, kept, manner, entities)
    finder.read = first.read
    return finder


def says_enough(name: str) -> bool:
    """Whether a name that was found may be looked for elsewhere in its note: no ordinary word, nor part of one."""
    words = circle_words(name)
    return bool(words) and (len(words) > 1 or (words[0] not in everyday() and len(words[0]) > forms.MIN_NAME))


def told(note: Note, finder: Finder) -> Public:
    """The note as it may be shown. Words of whoever may not be quoted are withheld whole."""
    masker = Masker(finder)
    withheld: list[Withheld] = list(note.withheld)
    name = PurePosixPath(note.path)
    passages = []
    voices = Voices(finder.circle, shows_unknown=finder.manner.shows_unknown)
    for passage in note.passages:
        silence = voices.silence(passage)
        if passage.section == "participants" or silence:
            withheld += [whole(span, silence or "consentement") for span in ast.each_leaf([passage.block])]
        else:
            passages.append(_masked(passage, masker, voices, withheld))
    shown = msgspec.structs.replace(
        note,
        file=masker.file_name(name.name),
        title=masker.file_name(note.title) if note.title == name.stem else masker.text(note.title),
        structure=masker.text(note.structure),
        status=masker.text(note.status),
        passages=passages,
        withheld=withheld,
        pictures={},
        people=[],
        participants=[],
        when=When(),
        speakers=[],
        writers=[],
    )
    return Public(shown, masker.met)


def hiding(notes: Iterable[Note], kept: Iterable[str], circle: Circle = NOBODY) -> Callable[[str], str]:
    """Hides in any text the names that some notes give; `notes`: not masked; `kept`: names of files and places.

    For what tells of several notes at once: what one of them calls a person is hidden in what is said of another.
    """
    named, common, left = set[str](), set[str](), set(kept)
    for note in notes:
        named.update(note.people, note.speakers, note.writers, (person.name for person in note.participants))
        common.update(common_words(note))
        left.add(note.structure)
    strangers = sorted(name for name in named if name and not circle.of_name(name))
    return Masker(Finder(circle, strangers, common, left)).text


def withheld_whole(note: Note, reason: WithheldReason) -> Note:
    """The note with every word withheld for one reason: excluded by the editor, or replaced by another file."""
    leaves = (span for passage in note.passages for span in ast.each_leaf([passage.block]))
    return msgspec.structs.replace(
        note,
        passages=[],
        withheld=[*note.withheld, *(whole(span, reason) for span in leaves)],
        pictures={},
        people=[],
        participants=[],
        when=When(),
        speakers=[],
        writers=[],
    )


class Voices:
    """Who speaks, passage after passage: a voice that goes on is not named again."""

    def __init__(self, circle: Circle, *, shows_unknown: bool = False) -> None:
        self.circle = circle
        self.shows_unknown = shows_unknown
        self._last = ""
        self._met: set[str] = set()

    def silence(self, passage: Passage) -> WithheldReason | None:
        """Why a passage may not be quoted, by whoever speaks in it; None for one that may, or has no voice."""
        why: WithheldReason | None = None
        for label in _voices(passage.block):
            self._last = self._last if SUITE in label else label.get("name", "")
            known = self.circle.of_name(self._last) if self._last else None
            if known is not None and not known.person.may_be_heard:
                why = "accord retiré" if known.person.standing == "retire" else why or "consentement"
        return why

    def told(self, name: str) -> tuple[str, str]:
        """How a speaker is told here, in full the first time, and how in full."""
        known = self.circle.of_name(name) if name else None
        if known is None:
            return (name if self.shows_unknown else ANYBODY,) * 2
        is_met = known.speaker in self._met
        self._met.add(known.speaker)
        return known.brief if is_met else known.speaker, known.speaker


def _voices(block: Block) -> Iterator[dict[str, str]]:
    """What the Span of each voice of a block says."""
    for span in ast.each_leaf([block]):
        for inline in span["c"][1][:1]:
            if inline["t"] == "Span" and SPEAKER in inline["c"][0][1] and not inline["c"][1]:
                yield dict(inline["c"][0][2])


def whole(span: Inline, reason: WithheldReason) -> Withheld:
    """The record of a leaf that is withheld with all its words."""
    inlines = span["c"][1]
    return Withheld(
        reason=reason,
        text=ast.text(inlines),
        inlines=inlines,
        where=ast.leaf_where(span),
        leaf=ast.leaf_id(span),
    )


def _masked(passage: Passage, masker: Masker, voices: Voices, withheld: list[Withheld]) -> Passage:
    functions = functions_in_rows(passage.block, masker.find)

    def mask(inlines: Inlines) -> Inlines:
        out: Inlines = []
        for span in inlines:
            if ast.is_leaf(span):
                told = FUNCTION if id(span) in functions else ""
                inner = masker.mask(span["c"][1], ast.leaf_where(span), ast.leaf_id(span), withheld, told=told)
                out.append({"t": "Span", "c": [span["c"][0], inner]})
            else:  # a picture of a figure: no word of the note describes it, but a name may
                out += masker.mask([span], "", "", [])
        return out

    masked = ast.map_leaves([passage.block], mask)[0]
    return msgspec.structs.replace(passage, block=_labelled(masked, voices))


def _labelled(block: Block, voices: Voices) -> Block:
    """The block with each empty `speaker` Span filled with how its voice is told."""

    def fill(inline: Inline) -> Inlines:
        if inline["t"] != "Span" or SPEAKER not in inline["c"][0][1] or inline["c"][1]:
            return [inline]
        told = dict(inline["c"][0][2])
        if SUITE in told:  # the voice of the paragraph above: no label, but still a turn of speech
            return [{"t": "Span", "c": [ast.attributes("", [SPEAKER, GENERATED]), []]}]
        here, full = voices.told(told.get("name", ""))
        attributes = ast.attributes("", [SPEAKER, GENERATED], **({} if here == full else {FULL: full}))
        return [{"t": "Span", "c": [attributes, ast.string(f"{here} :")]}, {"t": "Space"}]

    def filled(inlines: Inlines) -> Inlines:
        if len(inlines) == 1 and ast.is_leaf(inlines[0]):
            return [{"t": "Span", "c": [inlines[0]["c"][0], filled(inlines[0]["c"][1])]}]
        out: Inlines = []
        for one in inlines:
            if one["t"] in SAYS_ALL:
                out.append(one)
            else:
                out += ast.map_inlines([one], fill)
        return out

    return ast.map_leaves([block], filled)[0]


def common_words(note: Note) -> set[str]:
    """Words that the note uses in lower case after a determiner (« la forêt »): no sure sign of a person."""
    words = forms.plain(" ".join(ast.text([passage.block]) for passage in note.passages)).split()
    return set(AFTER_DETERMINER.findall(" ".join(word for word in words if "@" not in word and "/" not in word)))
