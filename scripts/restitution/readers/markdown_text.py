"""A Markdown text made safe and plain for pandoc, line for line: what is not prose is taken out and listed.

HTML tags go (their text stays), comments go, footnotes are made to stand once each, attributes and `data:`
pictures are taken aside. What pandoc must not touch again is hidden behind private signs and put back at the end.
The number of lines never changes: places read in pandoc's answer are those of the writer's file.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from typing import Final

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.model import NotTakenReason
from restitution.readers.markdown_copy import Markdown
from restitution.readers.markdown_help import open_help
from restitution.readers.markdown_notes import footnotes_once

BREAK: Final = "\ue012"
"""A line break for which no line may be added."""
_TAG, _SUP, _END_SUP, _SUB, _END_SUB = "\ue013", "\ue014", "\ue015", "\ue018", "\ue019"

DEEPEST_QUOTE: Final = 40
DEEPEST_BRACKET: Final = 40
DEEPEST_LIST: Final = 30
TOO_LARGE: Final = "Ce texte dépasse un million de signes : partagez-le en plusieurs fichiers."
TOO_DEEP: Final = (
    "La ligne {number} est imbriquée trop profondément ({what}) : simplifiez-la et enregistrez à nouveau."
)

_BLOCK_TAG: Final = re.compile(
    r"address|article|aside|blockquote|body|br|center|dd|details|dialog|dir|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|head|header|hr|html|legend|li|main|menu|"
    r"nav|ol|optgroup|option|p|pre|section|summary|table|tbody|tfoot|thead|title|tr|ul"
)
_WORD_TAG: Final = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|"
    r"span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
"""Tags that may stand inside a word."""
_OTHER_TAG: Final = re.compile(
    r"area|audio|base|button|canvas|caption|col|colgroup|datalist|embed|g|iframe|img|input|link|map|math|meta|"
    r"meter|noscript|object|output|param|path|picture|progress|rp|rt|ruby|script|select|slot|source|style|svg|td|"
    r"template|textarea|th|track|video"
)
_ATTRIBUTES: Final = r"(?:\s+[A-Za-z_:@][\w.:-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*"
_TAG_SHAPE: Final = re.compile(rf"</?([A-Za-z][A-Za-z0-9]*){_ATTRIBUTES}\s*/?>")
_UNIT: Final = re.compile(r"<\?[^>]{0,2000}\?>|<![A-Za-z][^>]{0,2000}>|<!\[CDATA\[|\]\]>")
_AUTOLINK: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_ANGLED_TARGET: Final = re.compile(r"<[^<>\n]*>")
_SIGN: Final = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<|\]\]>")
_TABLE_RULE: Final = re.compile(r"^[ \t>]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_FENCE: Final = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^\n]*)$")
_DATA_PICTURE: Final = re.compile(r"data:image/(png|jpe?g|gif);base64,([A-Za-z0-9+/=]+)", re.IGNORECASE)
_ONE_ATTRIBUTE: Final = r"(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|[^\s}\"]+))"
_ATTRIBUTE_LIST: Final = re.compile(
    rf"(?<=[)\]])\{{:?[ ]?{_ONE_ATTRIBUTE}(?:[ ]{_ONE_ATTRIBUTE})*[ ]?\}}"
    rf"|^[ ]{{0,3}}\{{:[ ]?[^{{}}\n]*\}}[ \t]*$"
    rf"|(?<=[ ])\{{#[\w-]+(?:[ ]{_ONE_ATTRIBUTE})*\}}(?=[ \t]*$)",
    re.MULTILINE,
)
_LINK_TAIL: Final = re.compile(
    r"\]\((?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s*\)"
)
_PICTURE: Final = re.compile(
    r"(?P<head>!\[[^\[\]\n]{0,500}\]\()[ \t]*"
    r"(?P<name>(?:[^()<>\n\"]|\([^()<>\n\"]{0,80}\)){1,300}?\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|heic))"
    r"(?P<tail>(?:[ \t]+\"[^\"\n]{0,500}\")?[ \t]*\))",
    re.IGNORECASE,
)
_COLONS: Final = re.compile(r"^( {0,3}):{3,}[ \t]*([^\n]*?)[ \t:]*$", re.MULTILINE)
_NOTE_LINE: Final = re.compile(r"\n[ \t>]*\[\^[^\]\s]+\]:")
_REFERENCE: Final = re.compile(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t][ \t>]*)*)\[(?!\^)([^\]\n]+)\]:[ \t]*([^\s]*)", re.MULTILINE
)
_LINE_HEAD: Final = re.compile(r"[ \t>*+\-]*")
_MARKER: Final = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])")


def lift_pictures(note: Markdown) -> None:
    """`data:` pictures become media, named in their place. First, since their lines are longer than any text's."""

    def lift(found: re.Match[str]) -> str:
        kind = found.group(1).lower().replace("jpeg", "jpg")
        try:
            data = base64.b64decode(found.group(2), validate=True)
        except binascii.Error:
            return found.group()
        name = f"incorporee-{len(note.media) + 1}.{kind}"
        note.media[name] = data
        note.leave("champ technique", found.group(), found.start())
        return name

    note.text = _DATA_PICTURE.sub(lift, note.text)


def neutralise(note: Markdown) -> None:
    """Take out of the text all that is not prose. Raises `UnreadableSource` when it is too large or too deep."""
    if len(note.text) > limits.now().markdown:
        raise UnreadableSource(TOO_LARGE)
    check_depth(note.text)
    note.text = _ENTITY.sub(lambda found: _letter(found.group()), note.text)
    note.text = _hide_fences(note)
    open_help(note)
    note.text = "".join(_without_tags(note))
    note.text = _PICTURE.sub(lambda found: _with_spaces(note, found), note.text)
    note.text = _ATTRIBUTE_LIST.sub(lambda found: _leave_attributes(note, found), note.text)
    note.text = _COLONS.sub(lambda found: f"{found[1]}{found[2]} {BREAK}" if found[2] else "", note.text)
    note.text = "\n".join(_rows_within(note.text.split("\n")))
    note.text = _REFERENCE.sub(_keep_reference, note.text)
    note.text = "".join(footnotes_once(note))
    note.text = _LINK_TAIL.sub(lambda found: note.hide(found.group()[1:]).join(("]", "")), note.text)
    note.text = _pairs(note.text)
    note.show()


def _letter(entity: str) -> str:
    """The letter or digit that an entity stands for; any other entity as it is."""
    sign = html.unescape(entity)
    return sign if len(sign) == 1 and sign.isalnum() else entity


def check_depth(text: str) -> None:
    """Raises `UnreadableSource` when a line nests more than any writer would: readers never end on those."""
    brackets = 0
    for number, line in enumerate(text.split("\n"), start=1):
        brackets, deepest = _brackets(line, brackets)
        rest, markers = line, 0
        while found := _MARKER.match(rest):
            rest, markers = rest[found.end() :], markers + 1
        quotes = _LINE_HEAD.match(line)
        too_deep = {
            "citations": quotes is not None and quotes.group().count(">") > DEEPEST_QUOTE,
            "crochets": deepest > DEEPEST_BRACKET,
            "listes": rest.strip() != "" and (markers > DEEPEST_LIST or _indent(line) > 4 * DEEPEST_LIST),
        }
        for what, is_too_deep in too_deep.items():
            if is_too_deep:
                raise UnreadableSource(TOO_DEEP.format(number=number, what=what))


def _brackets(line: str, before: int) -> tuple[int, int]:
    """How many brackets are open at the end of a line, and at the deepest; a blank line closes all."""
    if not line.strip():
        return 0, 0
    now = deepest = before
    for sign in re.findall(r"[\[\]]", line):
        now = now + 1 if sign == "[" else max(0, now - 1)
        deepest = max(deepest, now)
    return now, deepest


def _indent(line: str) -> int:
    """Columns before the marker of a list item; 0 for any other line."""
    found = _MARKER.match(line)
    return len(found.group().expandtabs(4)) if found else 0


def _hide_fences(note: Markdown) -> str:
    """The text with each fenced block of code, from fence to fence, behind a stand-in."""
    out: list[str] = []
    inside: list[str] = []
    fence = ""
    for line in note.text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            inside.append(line)
            if found and found[1].startswith(fence) and not found[2].strip():
                out.append(note.hide("\n".join(inside)))
                fence, inside = "", []
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            fence, inside = found[1], [line]
        else:
            out.append(line)
    return "\n".join([*out, *inside])  # a fence never closed may end with its list: the rest is read as text


def _without_tags(note: Markdown) -> list[str]:
    """The text in pieces, tags and comments replaced, code hidden, every other `<` made a plain sign."""
    text, out, at = note.text, [], 0
    missing: set[str] = set()
    while found := _SIGN.search(text, at):
        out.append(text[at : found.start()])
        sign, start = found.group(), found.start()
        if sign[0] == "`":
            at = _code(note, found, out, missing)
        elif sign == "<":
            at = _angle(note, start, out, missing)
        elif sign == "]]>":
            note.leave("balise", sign, start)
            at = found.end()
        else:
            out.append(note.hide(sign))
            at = found.end()
    return [*out, text[at:]]


def _code(note: Markdown, found: re.Match[str], out: list[str], missing: set[str]) -> int:
    ticks, start = found.group(), found.end()
    end = note.text.find("\n\n", start)
    end = len(note.text) if end < 0 else end
    key = f"{len(ticks)} {end}"
    closing = None
    if key not in missing:
        closing = re.compile(f"(?<!`){ticks}(?!`)").search(note.text, start, end)
    if closing and _NOTE_LINE.search(note.text, start, closing.start()):  # a footnote ends the paragraph first
        closing = None
    if closing is None:
        missing.add(key)
        out.append(ticks)
        return start
    out.append(note.hide(note.text[found.start() : closing.end()]))
    return closing.end()


def _angle(note: Markdown, start: int, out: list[str], missing: set[str]) -> int:
    """Write what stands for the `<` at `start`, and give the index after what was read."""
    text = note.text
    if text.startswith("<!--", start) and (end := _closing(text, "-->", start + 4, missing)):
        return _leave(note, start, end, "commentaire", out, _TAG)
    if found := _UNIT.match(text, start):
        return _leave(note, start, found.end(), "balise", out, _TAG)
    if found := _AUTOLINK.match(text, start):
        out.append(note.hide(found.group()))
        return found.end()
    if text[start - 2 : start] in {"](", ": "} and (found := _ANGLED_TARGET.match(text, start)):
        out.append(note.hide(found.group()))
        return found.end()
    found = _TAG_SHAPE.match(text, start)
    name = found[1].lower() if found else ""
    if not any(kind.fullmatch(name) for kind in (_WORD_TAG, _BLOCK_TAG, _OTHER_TAG)) or found is None:
        out.append("\\<")
        return start + 1
    end = found.end()
    if name in {"script", "style"} and not found.group().startswith("</"):
        end = _closing(text, f"</{name}>", end, missing) or end
    return _leave(note, start, end, "balise", out, _stand_in(found.group(), name, text[end : end + 40]))


def _stand_in(tag: str, name: str, after: str) -> str:
    """What shows instead of a tag: nothing, a break, a superscript, a dot between two cells of a row."""
    closes = tag.startswith("</")
    if name in {"sup", "sub"}:
        return {"sup": (_SUP, _END_SUP), "sub": (_SUB, _END_SUB)}[name][closes]
    if name in {"td", "th"}:
        return " · " if closes and re.match(r"\s*<t[dh]\b", after) else " "
    if _WORD_TAG.fullmatch(name):
        return _TAG
    return f" {BREAK} " if _BLOCK_TAG.fullmatch(name) else " "


def _leave(note: Markdown, start: int, end: int, reason: NotTakenReason, out: list[str], instead: str) -> int:
    """List text[start:end], write what stands for it and as many line ends as it had; give `end`."""
    gone = note.text[start:end]
    note.leave(reason, gone, start)
    head = note.text[note.text.rfind("\n", 0, start) + 1 : start]
    if not head.strip(" \t"):  # the tag opens its line: its indentation is HTML's, not that of a block of code
        out[-1] = out[-1].rstrip(" \t") if len(head.expandtabs(4)) > 3 else out[-1]
        instead = instead.strip().removeprefix(BREAK)
    out.append(instead + "\n" * gone.count("\n"))
    return end


def _closing(text: str, sign: str, start: int, missing: set[str]) -> int:
    """Index after the next `sign`, or 0; a sign known to be missing is not looked for again."""
    if sign in missing:
        return 0
    found = re.compile(re.escape(sign), re.IGNORECASE).search(text, start)
    if found is None:
        missing.add(sign)
        return 0
    return found.end()


def _with_spaces(note: Markdown, found: re.Match[str]) -> str:
    """A picture whose file has spaces in its name: Markdown wants such a name between angles."""
    if not re.search(r"\s", found["name"]):
        return found[0]
    return found["head"] + note.hide(f"<{found['name']}>") + found["tail"]


def _leave_attributes(note: Markdown, found: re.Match[str]) -> str:
    note.leave("champ technique", found.group(), found.start())
    return ""


def _keep_reference(found: re.Match[str]) -> str:
    """« [NB]: urgent » is prose, not the address of a link: only what looks like an address is one."""
    if re.search(r"[/.#:@<]|\ue016", found[3]):
        return found.group()
    return found[1] + "\\" + found.group()[len(found[1]) :]


def _rows_within(lines: list[str]) -> Iterator[str]:
    """The lines, no row of a table with more cells than its head: pandoc drops those; the last cell takes them."""
    width = 0
    for line in lines:
        rule = _TABLE_RULE.match(line)
        width = line.strip(" \t>").strip("|").count("|") + 1 if rule else width if line.strip() else 0
        row = line.rstrip()
        ends = [found.start() for found in re.finditer(r"\|", row)]
        first = 1 if row.lstrip(" \t>").startswith("|") else 0
        surplus = [at for at in ends[first + width - 1 :] if at < len(row) - 1]
        if not width or rule or len(ends) < first + width or not surplus:
            yield line
            continue
        for at in reversed(surplus):
            line = f"{line[:at]}\\{line[at:]}"  # noqa: PLW2901 the same line, one sign more
        yield line


def _pairs(text: str) -> str:
    """Superscripts and subscripts of HTML in Markdown's own signs, where it can say them."""
    text = re.sub(f"{_SUP}(\\w+){_END_SUP}", r"^\1^", text)
    text = re.sub(f"{_SUB}(\\w+){_END_SUB}", r"~\1~", text)
    return re.sub(f"[{_TAG}{_SUP}{_END_SUP}{_SUB}{_END_SUB}]", "", text)
