r"""Every word of a rich text (RTF 1.9.1), character by character: the counter's own reading.

Counted: all that a page shows, and the words of hidden, deleted and commented text, of headers, of the commands of
fields, of bullets written as text. Not counted: tables of the programme (fonts, styles, properties), pictures,
second copies for older programmes.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from restitution.conservation.words import Flow
from restitution.errors import UnreadableSource

NOT_RTF = "Ce fichier n'est pas un texte RTF : enregistrez-le au format .docx."
NEVER_SHOWN = frozenset(
    {
        "aftncn", "aftnsep", "aftnsepc", "atndate", "atnicn", "atnid", "atnparent", "atnref", "atntime",
        "atnauthor", "atrfend", "atrfstart", "background", "bkmkend", "bkmkstart", "blipuid", "bliptag",
        "colorschememapping", "colortbl", "datafield", "datastore", "defchp", "defpap", "docvar",
        "expandedcolortbl", "factoidname", "falt", "ffdeftext", "ffentrymcr", "ffexitmcr", "ffformat",
        "ffhelptext", "ffl", "ffname", "ffstattext", "filetbl", "fontemb", "fontfile", "fonttbl", "formfield",
        "ftncn", "ftnsep", "ftnsepc", "generator", "info", "latentstyles", "listoverridetable", "listpicture",
        "listtable", "mmathPict", "mmathPr", "nonesttables", "nonshppict", "objalias", "objclass", "objdata",
        "objname", "objsect", "objtime", "oldcprops", "oldpprops", "oldsprops", "oldtprops", "panose",
        "passwordhash", "pgdsctbl", "pgptbl", "pict", "picprop", "pn", "pnseclvl", "protend", "protstart",
        "protusertbl", "revtbl", "rsidtbl", "shprslt", "sp", "stylesheet", "svb", "tblstyle", "template",
        "themedata", "upr", "userprops", "wgrffmtfilter", "writereservhash", "xmlattr", "xmlattrname",
        "xmlattrvalue", "xmlclose", "xmlname", "xmlnstbl", "xmlopen",
    }
)  # fmt: skip
ASIDE = frozenset({"annotation", "htmltag", "mhtmltag", "listtext", "pntext", "fldinst", "xe", "tc", "tcn"})
PAGES = frozenset(f"{kind}{page}" for kind in ("header", "footer") for page in ("", "l", "r", "f"))
SHOWN_THOUGH_STARRED = frozenset(
    {
        "cs", "ds", "do", "dptxbxtext", "field", "fldrslt", "flycntnt", "flymaincnt", "footnote", "nesttableprops",
        "object", "shpgrp", "shpinst", "shppict", "shptxt", "ts", "ud",
    }
)  # fmt: skip
FORMULA = frozenset(
    f"m{part}"
    for part in (
        "oMath", "oMathPara", "acc", "bar", "borderBox", "box", "d", "deg", "den", "e", "eqArr", "f", "fName",
        "func", "groupChr", "lim", "limLow", "limUpp", "m", "math", "mr", "nary", "num", "phant", "r", "rad",
        "sPre", "sSub", "sSubSup", "sSup", "sub", "sup",
    )
)  # fmt: skip
ENDS = frozenset({"par", "sect", "cell", "nestcell", "row", "nestrow"})
CUTS = frozenset({"line", "lbr", "tab", "page", "column", "emspace", "enspace", "qmspace", "emdash", "endash",
                  "lquote", "rquote", "ldblquote", "rdblquote", "bullet"})  # fmt: skip
MAIN_CHARSET = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
FONT_CHARSET = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
NAMED_PAGES = {65001: "utf-8", 10000: "mac_roman", 936: "gbk", 950: "big5", 1361: "johab"}
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LONGEST_WORD, LONGEST_NUMBER = 32, 10


class Group(NamedTuple):
    """What a group inherits: how its text counts, its charset, its sign after each Unicode letter."""

    kind: str = "text"
    charset: str = "cp1252"
    spare: int = 1
    hidden: bool = False
    deleted: bool = False
    ends: str = ""
    """What ends with this group: a note, a box, something aside."""
    inside: str = ""
    """The destination that it stands in, for the few that matter."""


def rtf_words(data: bytes) -> list[str]:
    """Words of the text in order; hidden and deleted ones and what hangs on a place in their place.

    Raises `UnreadableSource` when the file is no rich text.
    """
    text = data.decode("latin-1").removeprefix("ï»¿").lstrip()
    if not text.startswith("{\\rtf"):
        raise UnreadableSource(NOT_RTF)
    counter = _Counter(is_utf8=_has_utf8(data))
    _scan(text, counter)
    return counter.done()


def _has_utf8(data: bytes) -> bool:
    if data.isascii() or b"\\bin" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _scan(text: str, counter: _Counter) -> None:
    at, size = 0, len(text)
    while at < size:
        sign = text[at]
        if sign == "{":
            counter.open()
        elif sign == "}":
            counter.close()
        elif sign == "\\":
            at = _command(text, at + 1, counter)
            continue
        elif sign not in "\r\n":
            end = at + 1
            while end < size and text[end] not in "{}\\\r\n":
                end += 1
            counter.characters(text[at:end])
            at = end
            continue
        at += 1


def _command(text: str, at: int, counter: _Counter) -> int:
    """A backslash and what it commands; gives the place after."""
    end = at
    while end < len(text) and text[end] in LETTERS and end - at < LONGEST_WORD:
        end += 1
    if end == at:
        return _symbol(text, at, counter)
    word, start = text[at:end], end
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isascii() and text[end + 1 : end + 2].isdigit():
        end += 1
    digits = end
    while end < len(text) and text[end] in "0123456789" and end - digits < LONGEST_NUMBER:
        end += 1
    number = int(text[start:end]) if end > start else None
    if text[end : end + 1] == " ":
        end += 1
    if word == "bin":
        return end + max(number or 0, 0)
    counter.word(word, number)
    return end


def _symbol(text: str, at: int, counter: _Counter) -> int:
    if at >= len(text):
        return at
    if text[at] == "'":
        try:
            counter.byte(bytes.fromhex(text[at + 1 : at + 3].ljust(2, "?")))
        except ValueError:
            return at + 1
        return at + 3
    counter.symbol(text[at])
    return at + 1


class _Counter:
    """Keeps the groups that are open, and the stories: a text box is told after the paragraph it hangs on."""

    def __init__(self, *, is_utf8: bool) -> None:
        self._group = Group()
        self._open: list[Group] = []
        self._stories: list[tuple[Flow, list[list[str]]]] = [(Flow(), [])]
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._charset = "cp1252"
        self._first_font = -1
        self._is_utf8 = is_utf8
        self._bytes = bytearray()
        self._units = bytearray()
        self._skip = 0
        self._fresh = False
        self._starred = False
        self._command: list[str] = []
        self._commands: list[str] = []

    @property
    def _flow(self) -> Flow:
        return self._stories[-1][0]

    def done(self) -> list[str]:
        """All words."""
        self._settle()
        while self._open:
            self.close()
        self._end_paragraph()
        return self._flow.done()

    # groups

    def open(self) -> None:
        """A group begins."""
        self._settle()
        self._open.append(self._group)
        self._group = self._group._replace(ends="")
        self._skip, self._fresh, self._starred = 0, True, False

    def close(self) -> None:
        """A group ends, and what it began."""
        self._settle()
        self._skip, self._fresh, self._starred = 0, False, False
        if not self._open:
            return
        ended, self._group = self._group, self._open.pop()
        match ended.ends:
            case "aside":
                self._flow.cut(ended.kind)
            case "command":
                self._flow.cut(ended.kind)
                if self._commands:
                    self._commands[-1] += "".join(self._command)
            case "note":
                self._end_paragraph()
                self._stories.pop()
                self._flow.cut()
            case "box":
                self._end_paragraph()
                flow, _ = self._stories.pop()
                self._stories[-1][1].append(flow.done())
            case "field":
                self._commands.pop()

    def _settle(self) -> None:
        """Say the bytes and the Unicode units that wait for each other."""
        if self._bytes:
            data, self._bytes = self._bytes, bytearray()
            self._say(data.decode(self._group.charset, "replace"))
        if self._units:
            data, self._units = self._units, bytearray()
            self._say(data.decode("utf-16-le", "replace"))

    # what a group holds

    def characters(self, text: str) -> None:
        """Characters as they stand in the file."""
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        text = text[skipped:]
        if not text or (self._group.kind == "never" and self._group.inside not in {"fonttbl", "stylesheet"}):
            return
        if self._units:
            self._settle()
        self._fresh = False
        if self._is_utf8:
            self._settle()
            self._say(text.encode("latin-1").decode("utf-8", "replace"))
        else:
            self._bytes += text.encode("latin-1")

    def byte(self, data: bytes) -> None:
        """A character by its number in the charset."""
        if self._skip:
            self._skip -= 1
            return
        if self._units:
            self._settle()
        self._fresh = False
        self._bytes += data

    def symbol(self, sign: str) -> None:
        """A command of one sign."""
        self._settle()
        if sign == "*":
            self._starred = True
            return
        if self._skip:
            self._skip -= 1
            return
        self._fresh = False
        if sign in "\r\n":
            self._end()
        elif sign in "\\{}~_-":
            self._say({"~": " ", "_": "\u2011", "-": "\u00ad"}.get(sign, sign))

    def word(self, word: str, number: int | None) -> None:
        """A command."""
        if word == "u":
            if self._bytes:
                self._settle()
            self._fresh = False
            self._units += ((number or 0) & 0xFFFF).to_bytes(2, "little")
            self._skip = self._group.spare
            return
        if self._skip:
            self._skip -= 1
            return
        self._settle()
        fresh, starred = self._fresh, self._starred
        self._fresh = self._starred = False
        if fresh and self._destination(word, starred=starred):
            return
        if self._group.inside == "fonttbl":
            self._font_table(word, number)
        elif self._group.inside != "stylesheet":
            self._change(word, number)

    def _destination(self, word: str, *, starred: bool) -> bool:  # noqa: C901, PLR0912 one line a case
        """Whether the first word of a group says where its text goes."""
        group = self._group
        if group.kind == "never":
            if word == "ud" and group.inside == "upr":
                self._group = self._open[-2]._replace(ends="")
            return group.inside not in {"fonttbl", "stylesheet"} or starred
        if word in NEVER_SHOWN:
            self._group = group._replace(
                kind="never", inside=word if group.kind == "text" or word == "upr" else ""
            )
            if word == "pict" and group.kind == "text":
                self._flow.cut("pict")
            return True
        if group.kind not in {"text", "never"}:
            return word in {"field", *ASIDE, *PAGES, "footnote", "shptxt", "dptxbxtext", "object", "fldrslt"}
        if word in PAGES or word in ASIDE:
            self._aside(word, "command" if word == "fldinst" else "aside")
            self._command = []
            return True
        match word:
            case "footnote" if group.hidden or group.deleted:
                self._aside("deleted" if group.deleted else "hidden", "aside")
            case "footnote":
                self._flow.cut()
                self._stories.append((self._flow, []))
                self._group = group._replace(ends="note")
            case "shptxt" | "dptxbxtext":
                for aside in ("hidden", "deleted"):  # what is aside before it and behind it are two
                    self._flow.cut(aside)
                self._stories.append((Flow(), []))
                self._group = group._replace(ends="box")
            case "field":
                self._commands.append("")
                self._group = group._replace(ends="field")
            case "fldrslt":
                said = self._commands[-1].split()[:1] if self._commands else []
                if said and said[0].upper() in {"TOC", "INDEX"}:
                    self._aside("listing", "aside")
            case "object":
                pass
            case _ if starred and word not in SHOWN_THOUGH_STARRED and word not in FORMULA:
                self._aside("unknown", "aside")
            case _ if word.startswith("m") and word.endswith("Pr") and len(word) > len("mPr"):
                self._group = group._replace(kind="never", inside=word)
            case _:
                return word in SHOWN_THOUGH_STARRED
        return True

    def _aside(self, kind: str, ends: str) -> None:
        self._flow.cut(kind)
        self._group = self._group._replace(kind=kind, ends=ends)

    def _change(self, word: str, number: int | None) -> None:  # noqa: C901 one line a word
        on = number != 0
        match word:
            case _ if word in ENDS:
                self._end()
            case _ if word in CUTS:
                self._say(" ")
            case "zwj" | "zwnj":
                pass
            case "v":
                self._group = self._group._replace(hidden=on)
            case "deleted":
                self._group = self._group._replace(deleted=on)
            case "plain":
                self._group = self._group._replace(hidden=False, deleted=False)
                self._choose(self._first_font)
            case "f":
                self._choose(number or 0)
            case "deff":
                self._first_font = -1 if number is None else number
            case "uc":
                self._group = self._group._replace(spare=min(max(1 if number is None else number, 0), 9))
            case "ansicpg":
                self._main(_page(number or 0, self._charset))
            case _ if word in MAIN_CHARSET:
                self._main(MAIN_CHARSET[word])

    def _main(self, charset: str) -> None:
        self._charset = charset
        self._group = self._group._replace(charset=charset)

    def _choose(self, font: int) -> None:
        self._group = self._group._replace(charset=self._fonts.get(max(font, 0), self._charset))

    def _font_table(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and number in FONT_CHARSET:
            self._fonts[self._font] = FONT_CHARSET[number]
        elif word == "cpg":
            self._fonts[self._font] = _page(number or 0, self._charset)

    # words

    def _say(self, text: str) -> None:
        kind = self._group.kind
        if kind == "never":
            return
        text = text.replace("\ufeff", " ")
        if kind != "text":
            self._command.append(text)
            self._flow.say(text, kind)
        else:
            self._flow.say(text, "deleted" if self._group.deleted else "hidden" if self._group.hidden else "")

    def _end(self) -> None:
        kind = self._group.kind
        if kind == "text":
            self._end_paragraph()
        elif kind != "never":
            self._flow.cut(kind)

    def _end_paragraph(self) -> None:
        flow, boxes = self._stories[-1]
        flow.cut()
        for box in boxes:
            flow.add(box)
        boxes.clear()


def _page(number: int, default: str) -> str:
    name = NAMED_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return default
    return name
