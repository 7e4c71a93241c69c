"""Inlines of pandoc's AST as Typst markup: one function a kind, text as string literals only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from restitution.model import LEAF, MASK, NOISE, REFERENCE, SPEAKER, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.writers.pdf.context import DEEPEST_INLINE, Context
from restitution.writers.pdf.literals import name, string

NOT_SHOWN = "Image non affichée"
SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST_LINK = 2000
LINES = {"Underline": "underline", "Strikeout": "strike"}
STYLES = {
    "Emph": "emph",
    "Strong": "strong",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}
SPAN_STYLES = {MASK: "emph", NOISE: "emph", SPEAKER: "strong"}
QUOTES = {"DoubleQuote": ("«\u00a0", "\u00a0»"), "SingleQuote": ("‘", "’")}
LENGTH = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)(in|cm|mm|pt|px|%)")

BlockWriter = Callable[[Context, list[Any]], str]


class InlineWriter:
    """Writes inlines; `blocks` writes what a footnote holds."""

    def __init__(self, blocks: BlockWriter) -> None:
        self._blocks = blocks
        self._by_kind: dict[str, Callable[[Context, Any], str]] = {
            **{kind: self._styled(name) for kind, name in STYLES.items()},
            **{kind: self._lined(name) for kind, name in LINES.items()},
            "LineBreak": lambda _, __: "#linebreak()",
            "Code": _code,
            "Math": _code,
            "RawInline": _code,
            "Quoted": self._quoted,
            "Cite": lambda context, content: self.write(context, content[1]),
            "Span": self._span,
            "Link": self._link,
            "Image": picture,
            "Note": self._note,
        }

    def write(self, context: Context, inlines: Inlines) -> str:
        """Markup of `inlines`: neighbouring words share one literal, spaces at its ends are markup's own."""
        parts: list[str] = []
        words: list[str] = []
        for inline in inlines:
            word = _word(inline)
            if word is not None:
                words.append(word)
                continue
            parts.append(_literal(context, words))
            words = []
            writer = self._by_kind.get(inline["t"])
            parts.append(writer(context, inline.get("c")) if writer else _literal(context, [ast.text(inline)]))
        parts.append(_literal(context, words))
        return "".join(parts)

    def _call(self, function: str, context: Context, inlines: Inlines) -> str:
        inner = self.write(context.inside_inline(), inlines)
        return f"#{function}[{inner}]" if inner and context.inlines < DEEPEST_INLINE else inner

    def _styled(self, function: str) -> Callable[[Context, Any], str]:
        return lambda context, content: self._call(function, context, content)

    def _lined(self, function: str) -> Callable[[Context, Any], str]:
        def write(context: Context, content: Any) -> str:
            if context.is_lined or context.inlines >= DEEPEST_INLINE:
                return self.write(context, content)
            inner = self.write(context.inside_line(), content)
            return f"#{function}[{inner}]" if inner else ""

        return write

    def _quoted(self, context: Context, content: Any) -> str:
        opening, closing = QUOTES[content[0]["t"]]
        return _literal(context, [opening]) + self.write(context, content[1]) + _literal(context, [closing])

    def _span(self, context: Context, content: Any) -> str:
        (id_, classes, _), inlines = content
        anchor = label(id_) if LEAF in classes else ""
        style = next((SPAN_STYLES[name] for name in classes if name in SPAN_STYLES), None)
        return anchor + (self._call(style, context, inlines) if style else self.write(context, inlines))

    def _link(self, context: Context, content: Any) -> str:
        (_, classes, _), inlines, (target, _) = content
        if REFERENCE in classes and context.inlines < DEEPEST_INLINE:
            inner = self.write(context.inside_inline(), inlines)
            named = target.removeprefix("#")
            if context.listing is not None:
                context.listing.referred.add(named)
            return f"#r.renvoi({string(named)})[{inner}]" if inner else ""
        if not is_safe_link(target) or context.inlines >= DEEPEST_INLINE:
            return self.write(context, inlines)
        function = "link" if context.is_lined else "r.web-link"
        inner = self.write(context.inside_line(), inlines)
        return f"#{function}({string(target)})[{inner}]" if inner else ""

    def _note(self, context: Context, content: Any) -> str:
        inner = self._blocks(context.inside_note(), content)
        if not inner:
            return ""
        if context.inlines >= DEEPEST_INLINE:  # a note in a note in a note…
            return f"#box[({inner})]"
        return f"#r.note[{inner}]"


def label(id_: str) -> str:
    """An anchor that is not seen; nothing for a leaf that is not identified."""
    return f"#[#metadata(none){name(id_)}]" if id_ else ""


def is_safe_link(target: str) -> bool:
    """Whether a link may be followed from the PDF: web and mail only, of a sane length."""
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        return False
    return scheme in SCHEMES and len(target) <= LONGEST_LINK and target.isprintable()


def picture(context: Context, content: Any) -> str:
    """A picture with its alternative text, or in its place the same words when Typst cannot show it."""
    (_, _, keys), inlines, (target, _) = content
    alternative = " ".join(ast.text(inlines).split()) or f"Illustration sans description ({target})"
    file = context.media.get(target)
    if file is None:
        return "#" + context.text(f"[{NOT_SHOWN} ({target})\u00a0: {alternative}]")
    if context.in_logos:
        return f"#r.logo({string(file)}, {string(context.show(alternative))})"
    width = length(dict(keys).get("width", ""))
    return f"#r.picture({string(file)}, {string(context.show(alternative))}, width: {width})"


def length(text: str) -> str:
    """A width that the source asked for, in Typst's units; `auto` when there is none to understand."""
    found = LENGTH.fullmatch(text.strip())
    if found is None or float(found[1]) == 0:
        return "auto"
    number, unit = found.groups()
    return f"{float(number) * 0.75:g}pt" if unit == "px" else f"{number}{unit}"


def _word(inline: Inline) -> str | None:
    if inline["t"] == "Str":
        return str(inline["c"])
    return " " if inline["t"] in ast.SPACES else None


def _literal(context: Context, words: list[str]) -> str:
    text = "".join(words)
    bare = text.strip(" ")
    if not bare:
        return " " if text else ""
    before = " " if text[0] == " " else ""
    after = " " if text[-1] == " " else ""
    shown = context.text(bare)
    return f"{before}#{shown}{after}" if shown != '""' else before or after


def _code(context: Context, content: Any) -> str:
    """Code, a formula as it was typed, raw markup: shown as it is, never obeyed."""
    shown = context.text(" ".join(content[1].split("\n")))
    return f"#raw({shown})" if shown != '""' else ""
