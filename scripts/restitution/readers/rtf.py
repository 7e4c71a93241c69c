"""Reads rich texts (.rtf) whole, without pandoc.

Measured on pandoc 3.8: deleted text is kept as text, comments and hidden text vanish, the cells of an inner table
run together, charsets of fonts are ignored, and a file cut before its last brace is refused. Here each character
ends in a paragraph, in a footnote, in `not_taken` with its reason, or in a destination that no page shows.
Tokens and groups are gone through in a loop, hence no depth exhausts the stack.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Final

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.model import Block, NotTakenReason, Reading
from restitution.readers import rich, rtf_words
from restitution.readers.base import Prepared
from restitution.readers.rtf_state import Field, Picture, Shape, State, Style, describe, picture_word
from restitution.readers.rtf_story import CellShape, Story
from restitution.readers.rtf_telling import Telling
from restitution.readers.rtf_tokens import Token, tokens

TOO_LARGE: Final = "Ce fichier RTF dépasse 100 Mo : allégez ses images et enregistrez-le au format .docx."
NOT_RTF: Final = "Ce n'est pas un texte RTF : ouvrez-le dans son logiciel et enregistrez-le au format .docx."
TOO_DEEP: Final = (
    "Ce fichier RTF emboîte trop de groupes les uns dans les autres : ouvrez-le et enregistrez-le au format .docx."
)
EMPTY: Final = "Ce fichier RTF ne contient aucun texte lisible : ouvrez-le et enregistrez-le au format .docx."
OBJECT: Final = (
    "Un objet incorporé n'est pas repris, son texte visible l'est : collez-le dans le texte comme image."
)
LINK: Final = re.compile(r'^\s*HYPERLINK\s+"?((?:https?://|mailto:)[^"\s]+)', re.IGNORECASE)
LISTING: Final = re.compile(r"^\s*(?:TOC|INDEX)\b", re.IGNORECASE)


def prepare(data: bytes, path: str) -> Prepared:
    """Read a rich text. Raises `UnreadableSource` when it is none, or far too large."""
    if len(data) > limits.now().rtf:
        raise UnreadableSource(TOO_LARGE)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise UnreadableSource(NOT_RTF)
    interpreter = Interpreter(path, is_utf8=_is_raw_utf8(data))
    for token in tokens(data.rstrip(b"\0\r\n ")):
        interpreter.take(token)
    reading = interpreter.done()
    if not reading.blocks and not reading.not_taken:
        raise UnreadableSource(EMPTY)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 pandoc has no part in it
    """The reading that `prepare` made."""
    return prepared.reading


def _is_raw_utf8(data: bytes) -> bool:
    """Whether a tool wrote its letters as UTF-8, against the format."""
    if data.isascii() or b"\\bin" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class Interpreter(Telling):
    """Goes through the tokens once; the stack of states is that of the groups."""

    def __init__(self, path: str, *, is_utf8: bool) -> None:
        super().__init__(path)
        self._is_utf8 = is_utf8
        self._stack: list[State] = []
        self._default = "cp1252"
        self._default_font: int | None = None
        self._fonts: dict[int, str] = {}
        self._font: int | None = None
        self._style_name: list[str] = []
        self._raw = bytearray()
        self._units: list[int] = []
        self._to_skip = 0
        self._is_marked = False
        self._after_open = False
        self._name: list[str] = []
        self._row: list[CellShape] = []
        self._next = CellShape()
        self._is_head_row = False
        self._hands: dict[str, Callable[[int | None], None]] = self._controls()

    # Tokens

    def take(self, token: Token) -> None:
        """One token."""
        if token.kind in {"byte", "bytes"}:
            self._bytes(token)
            return
        if token.kind == "word" and token.text == "u":
            self._unicode(token.number or 0)
            return
        if token.kind == "word" and self._to_skip:
            self._to_skip -= 1
            return
        self._flush_text()
        match token.kind:
            case "open":
                if len(self._stack) > limits.now().groups:
                    raise UnreadableSource(TOO_DEEP)
                self._stack.append(copy.copy(self._state))
                self._state.begins = ""
                self._to_skip = 0
                self._after_open, self._is_marked = True, False
            case "close":
                self._close()
            case "binary":
                self._hex_or_binary(token.data)
            case "symbol":
                self._symbol(token.text)
            case "word":
                self._word(token)

    def done(self) -> Reading:
        """The reading: what stands open at the end of the file ends there."""
        self._flush_text()
        while self._stack:
            self._close()
        self._end_paragraph()
        self._flush_aside()
        self.reading.blocks = self._titled(self._stories[0].done())
        return self.reading

    def _bytes(self, token: Token) -> None:
        data = token.data
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if not data:
            return
        self._flush_units()
        self._after_open = False
        if self._state.destination == "pict":
            self._hex_or_binary(data)
        elif token.kind == "bytes" and self._is_utf8:
            self._flush_raw()
            self._say(data.decode("utf-8", "replace"))
        else:
            self._raw += data

    def _unicode(self, number: int) -> None:
        self._flush_raw()
        self._after_open = False
        self._units.append(number & 0xFFFF)
        self._to_skip = self._state.fallback

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._is_marked = True
            return
        if self._to_skip:
            self._to_skip -= 1
            return
        self._after_open = False
        if sign in "\r\n":
            self._end_line("par")
        elif sign in rtf_words.SYMBOLS:
            self._say(rtf_words.SYMBOLS[sign])

    def _word(self, token: Token) -> None:
        is_first, is_marked = self._after_open, self._is_marked
        self._after_open = self._is_marked = False
        word = token.text
        if is_first and self._begin(word, is_marked=is_marked):
            return
        if self._state.destination in {"fonttbl", "stylesheet", "pict"}:
            self._table_word(word, token.number)
        elif hand := self._hands.get(word):
            hand(token.number)
        elif word in rtf_words.SIGNS:
            self._say(rtf_words.SIGNS[word])

    # Groups

    def _begin(self, word: str, *, is_marked: bool) -> bool:
        """Begin a destination; False when the word is none."""
        state = self._state
        if state.destination == "silent":
            self._begin_twin(word)
            return True
        if word in {"picprop", "shpinst"} and state.reason is None:
            state.shape = state.shape if word == "picprop" and state.shape is not None else Shape()
            state.destination = "property" if word == "picprop" else state.destination
            return True
        if word == "sp" or state.destination in {"property", "sn", "sv"}:
            self._begin_property(word)
            return True
        if word in rtf_words.SILENT or (state.destination in {"fonttbl", "stylesheet", "pict"} and is_marked):
            state.destination = "silent"
            state.begins = "upr" if word == "upr" else ""
            return True
        if state.destination in {"fonttbl", "stylesheet", "pict"}:
            return False
        if state.reason is not None:
            return self._begin_aside(word)
        return self._begin_text(word, is_marked=is_marked)

    def _begin_twin(self, word: str) -> None:
        """The Unicode twin of a text whose ANSI form was just passed over."""
        if word == "ud" and len(self._stack) > 1 and self._stack[-1].begins == "upr":
            self._state = copy.copy(self._stack[-2])
            self._state.begins = ""

    def _begin_text(self, word: str, *, is_marked: bool) -> bool:
        """A destination inside the text."""
        if word in {"fonttbl", "stylesheet"}:
            self._state.destination = word
        elif word in rtf_words.ASIDE:
            self._begin_listed(word)
        elif word in BEGINNINGS:
            BEGINNINGS[word](self)
        elif word in rtf_words.THROUGH or word in CHARACTER_STYLES:
            return is_marked or word in rtf_words.THROUGH
        elif is_marked and not rtf_words.MATHS.fullmatch(word):
            self._put_aside("champ technique")
        elif word.startswith("m") and word.endswith("Pr") and word != "mPr":
            self._state.destination = "silent"
        else:
            return False
        return True

    def _begin_property(self, word: str) -> None:
        """A property of a drawing: its name, its value, and the picture that it may be."""
        state = self._state
        if word == "pict" and state.shape is not None and state.shape.name == "pib":
            self._show_picture()
            return
        state.destination = word if word in {"sn", "sv"} else "property" if word == "sp" else "silent"
        state.begins = word
        self._name = []

    def _begin_aside(self, word: str) -> bool:
        """Inside what is listed, everything is listed; a picture is no words."""
        if word in {"pict", "fonttbl", "stylesheet"}:
            self._state.destination = "silent"
        elif word == "field":
            self._state.field = Field()
        return word in {"pict", "fonttbl", "stylesheet", "field", *rtf_words.ASIDE, *BEGINNINGS}

    def _begin_listed(self, word: str) -> None:
        if word in {"listtext", "pntext"}:
            self._state.begins = "mark"
        elif word == "fldinst":
            self._state.begins = "command"
        self._put_aside(rtf_words.ASIDE[word])
        self._name = []

    def _put_aside(self, reason: NotTakenReason) -> None:
        self._flush_aside()
        self._state.destination = "aside"
        self._state.reason = reason

    def begin_note(self) -> None:
        """A footnote or an endnote."""
        if self._state.hidden or self._state.deleted:
            self._put_aside("texte supprimé" if self._state.deleted else "texte masqué")
            return
        self._flush_aside()
        if self._stories[-1].is_note:  # a note within a note goes on in it
            self._state.begins = "space"
            self._say(" ")
            return
        self._begin_story("note", is_note=True)

    def begin_box(self) -> None:
        """A text box: its paragraphs follow the one that it hangs on."""
        self._flush_aside()
        self._begin_story("box", is_note=self._stories[-1].is_note)

    def _begin_story(self, kind: str, *, is_note: bool) -> None:
        self._state.begins = kind
        self._state.look, self._state.href = frozenset(), ""
        self._state.in_table, self._state.depth, self._state.list = False, 0, 0
        self._stories.append(Story(self._places, is_note=is_note))

    def begin_field(self) -> None:
        """A field: its command, then what it shows."""
        self._state.field = Field()

    def begin_result(self) -> None:
        """What a field shows: a link's text, a table of contents that we make ourselves, or plain text."""
        command = self._state.field.command if self._state.field else ""
        if LISTING.match(command):
            self._put_aside("champ technique")
        elif link := LINK.match(command):
            self._state.href = link[1]

    def begin_picture(self) -> None:
        """A picture, unless it is hidden."""
        self._flush_aside()
        self._show_picture()

    def _show_picture(self) -> None:
        if self._state.hidden or self._state.deleted:
            self._state.destination = "silent"
            return
        self._state.destination = "pict"
        self._state.shape = self._state.shape or Shape()
        self._state.begins = "pict"
        self._state.picture = Picture()

    def begin_object(self) -> None:
        """An object of another programme: never run, its visible result is read."""
        self._find("objet-incorpore", OBJECT)

    def _close(self) -> None:
        if not self._stack:
            return
        state = self._state
        self._to_skip = 0
        self._after_open = self._is_marked = False
        match state.begins:
            case "space":
                self._say(" ")
            case "mark":
                self._mark = "".join(self._name)
            case "command" if state.field is not None:
                state.field.command += "".join(self._name)
            case "note" | "box":
                self._end_story(state)
            case "pict" if state.picture is not None:
                self._end_picture(state.picture, state.shape)
            case "sn" | "sv" if state.shape is not None:
                self._end_property(state.shape, state.begins)
        if state.destination == "stylesheet":
            self._end_style()
        parent = self._stack.pop()
        if state.reason is not None and parent.reason is None:
            self._flush_aside()
        self._state = parent

    def _end_property(self, shape: Shape, kind: str) -> None:
        said = "".join(self._name)
        if kind == "sn":
            shape.name = said.strip()
        elif shape.name == "wzDescription":
            describe(shape, said)

    def _end_story(self, state: State) -> None:
        self._end_paragraph(state)
        self._flush_aside()
        story = self._stories.pop()
        blocks = story.done()
        if state.begins == "note":
            note = rich.Run(inline={"t": "Note", "c": blocks}) if blocks else rich.Run(" ")
            self._stories[-1].runs.append(note)
        else:
            self._stories[-1].boxes += blocks

    # Text

    def _flush_text(self) -> None:
        self._flush_raw()
        self._flush_units()

    def _flush_raw(self) -> None:
        if self._raw:
            data, self._raw = bytes(self._raw), bytearray()
            self._say(data.decode(self._state.codec, "replace"))

    def _flush_units(self) -> None:
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units = []
            self._say(data.decode("utf-16-le", "replace"))

    def _say(self, text: str) -> None:
        state = self._state
        match state.destination:
            case "text":
                self._say_text(text)
            case "aside":
                self._name.append(text)
                self._tell_aside(state.reason, text)
            case "sn" | "sv":
                self._name.append(text)
            case "stylesheet":
                self._style_name.append(text)

    # Control words

    def _controls(self) -> dict[str, Callable[[int | None], None]]:
        def turns(look: str) -> Callable[[int | None], None]:
            return lambda number: self._turn(look, on=number != 0)

        return {
            **{word: turns(look) for word, look in rtf_words.TOGGLES.items()},
            **{w: self._document_charset(name) for w, name in rtf_words.DOCUMENT_CHARSETS.items()},
            "ansicpg": self._code_page,
            "deff": self._set("_default_font"),
            "uc": lambda number: setattr(self._state, "fallback", min(max(1 if number is None else number, 0), 9)),
            "f": self._set_font,
            "fs": lambda number: setattr(self._state, "size", 24 if number is None else number),
            "plain": lambda _: self._plain(),
            "pard": lambda _: self._pard(),
            "ulnone": lambda _: self._turn("Underline", on=False),
            "nosupersub": lambda _: self._turn("Superscript", on=False),
            "up": lambda number: self._turn("Superscript", on=bool(number)) if number == 0 else None,
            "v": lambda number: setattr(self._state, "hidden", number != 0),
            "deleted": lambda number: setattr(self._state, "deleted", number != 0),
            "s": lambda number: setattr(self._state, "style", number or 0),
            "outlinelevel": lambda number: setattr(self._state, "outline", 9 if number is None else number),
            "intbl": lambda number: setattr(self._state, "in_table", number != 0),
            "itap": lambda number: setattr(self._state, "depth", max(number or 0, 0)),
            "ls": lambda number: setattr(self._state, "list", number or 0),
            "ilvl": lambda number: setattr(self._state, "level", max(number or 0, 0)),
            "par": lambda _: self._end_line("par"),
            "sect": lambda _: self._end_line("par"),
            "line": lambda _: self._end_line("line"),
            "lbr": lambda _: self._end_line("line"),
            "cell": lambda _: self._end_cell(1),
            "nestcell": lambda _: self._end_cell(max(self._state.depth, 2)),
            "row": lambda _: self._end_row(1),
            "nestrow": lambda _: self._end_row(99),
            "trowd": lambda _: self._new_row(),
            "trhdr": lambda _: setattr(self, "_is_head_row", True),
            "clmrg": lambda _: setattr(self._next, "goes_on", True),
            "clvmrg": lambda _: setattr(self._next, "from_above", True),
            "cellx": self._edge,
        }

    def _set(self, name: str) -> Callable[[int | None], None]:
        return lambda number: setattr(self, name, number)

    def _document_charset(self, name: str) -> Callable[[int | None], None]:
        def choose(_: int | None) -> None:
            self._default = self._state.codec = name

        return choose

    def _code_page(self, number: int | None) -> None:
        self._default = self._state.codec = rtf_words.codec(number, self._default)

    def _set_font(self, number: int | None) -> None:
        self._state.codec = self._fonts.get(number or 0, self._default)

    def _plain(self) -> None:
        self._state.look, self._state.size = frozenset(), 24
        self._state.hidden = self._state.deleted = False
        self._set_font(self._default_font)

    def _pard(self) -> None:
        self._state.style, self._state.outline = 0, 9
        self._state.in_table, self._state.depth = False, 0
        self._state.list, self._state.level = 0, 0

    def _turn(self, look: str, *, on: bool) -> None:
        others = {"Superscript", "Subscript"} if look in {"Superscript", "Subscript"} else {look}
        self._state.look = self._state.look - others | ({look} if on else frozenset())

    def _end_cell(self, depth: int) -> None:
        if self._state.destination != "text":
            self._end_line("cell")
            return
        self._end_paragraph(depth=depth if depth == 1 and self._state.depth < 2 else max(self._state.depth, depth))
        self._stories[-1].end_cell(depth)

    def _end_row(self, depth: int) -> None:
        if self._state.destination != "text":
            self._end_line("cell")
            return
        self._end_paragraph()
        self._stories[-1].end_row(depth, self._row)

    def _new_row(self) -> None:
        self._row, self._next, self._is_head_row = [], CellShape(), False

    def _edge(self, number: int | None) -> None:
        self._next.edge = number or 0
        self._next.is_head = self._is_head_row
        self._row.append(self._next)
        self._next = CellShape()

    # Tables of the document

    def _table_word(self, word: str, number: int | None) -> None:
        if self._state.destination == "pict" and self._state.picture is not None:
            picture_word(self._state.picture, word, number)
        elif self._state.destination == "fonttbl":
            self._font_word(word, number)
        else:
            self._style_word(word, number)

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and self._font is not None and number in rtf_words.CHARSETS:
            self._fonts[self._font] = rtf_words.CHARSETS[number]
        elif word == "cpg" and self._font is not None:
            self._fonts[self._font] = rtf_words.codec(number, self._default)

    def _style_word(self, word: str, number: int | None) -> None:
        if word == "s":
            self._state.style = number or 0
        elif word == "outlinelevel":
            self._state.outline = 9 if number is None else number
        elif word in {"f", "uc"}:
            self._hands[word](number)

    def _end_style(self) -> None:
        name = "".join(self._style_name).strip().partition(";")[0].strip()
        self._style_name = []
        if name:
            self._styles[self._state.style] = Style(name, self._state.outline)

    # Pictures

    def _hex_or_binary(self, data: bytes) -> None:
        if self._state.destination == "pict" and self._state.picture is not None:
            self._state.picture.pieces.append(data)


CHARACTER_STYLES: Final = frozenset({"cs", "ts", "ds"})
BEGINNINGS: Final[dict[str, Callable[[Interpreter], None]]] = {
    "footnote": Interpreter.begin_note,
    "shptxt": Interpreter.begin_box,
    "dptxbxtext": Interpreter.begin_box,
    "field": Interpreter.begin_field,
    "fldrslt": Interpreter.begin_result,
    "pict": Interpreter.begin_picture,
    "object": Interpreter.begin_object,
}
