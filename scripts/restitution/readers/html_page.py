"""Bytes of a web page to its tree: charset, bounds, and the places where a block tag stood.

The parser (libxml2) forgives everything and forgets end tags that close nothing, such as the `</p>` of a paragraph
that a `<div>` had ended, though browsers begin a new line there. So a sign stands before each block tag: whatever
the parser makes of the tag, a line ends there.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree, html
from lxml.etree import _Element as Element

from restitution import charset, limits
from restitution.errors import UnreadableSource
from restitution.model import Finding

CUT: Final = "\ue010"
DEEPEST: Final = 2_000
TOO_LARGE: Final = "Cette page web dépasse 64 Mo : allégez ses images, ou enregistrez-la au format .docx."
TOO_LONG: Final = "Cette page web dépasse 5 Mo de texte : partagez-la en plusieurs fichiers."
TOO_DEEP: Final = (
    "Cette page web emboîte trop d'éléments les uns dans les autres : copiez son texte dans un document .docx."
)
NO_PAGE: Final = "Cette page web est vide ou illisible : enregistrez-la à nouveau, ou copiez son texte en .docx."

BLOCKS: Final = frozenset(
    """address article aside blockquote body br button caption center datalist dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main
    menu meter nav ol optgroup option p pre progress search section select summary table tbody td textarea tfoot
    th thead tr ul""".split()  # noqa: SIM905
)
"""Tags where a word ends."""
SPACED: Final = frozenset(
    {"br", "button", "datalist", "meter", "optgroup", "option", "progress", "select", "textarea"}
)
"""Those that end a word, not a line."""
_BLOCK_TAG: Final = re.compile(rf"(?=</?(?:{'|'.join(sorted(BLOCKS - SPACED))})[\s/>])", re.IGNORECASE)
_RAW: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|title|textarea|iframe|noframes|noembed|xmp)\b(?:[^<>]*[^<>/])?>.*?(?:</\1(?=[\s/>])|\Z)",
    re.DOTALL | re.IGNORECASE,
)
"""Comments and programmes: nothing is touched in them."""
_EMPTY_RAW: Final = re.compile(
    r"<(script|style|title|textarea|iframe|noframes|noembed|xmp)\b([^<>]*)/>", re.IGNORECASE
)
"""A closed element of XHTML: HTML would take all that follows for its content."""
_VOID: Final = re.compile(r"<(bgsound|command|embed|keygen|source|track|wbr)\b([^<>]*)>", re.IGNORECASE)
"""Elements without content that the parser does not know: it would take what follows for it."""
_END_BREAK: Final = re.compile(r"</(?=br[\s/>])", re.IGNORECASE)
_XML: Final = re.compile(r"<\?xml\s[^>]*>", re.IGNORECASE)
_SAID_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_XML_CHARSET: Final = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
_DATA: Final = re.compile(r"data:[^\"'\s>]{200,}")


def parse_page(data: bytes, path: str) -> tuple[Element, list[Finding]]:
    """Root of the page, and what was noticed. Raises `UnreadableSource`."""
    if len(data) > limits.now().page:
        raise UnreadableSource(TOO_LARGE)
    text, findings = charset.clean(_decoded(data), path)
    if len(text) - sum(len(found[0]) for found in _DATA.finditer(text)) > limits.now().text:
        raise UnreadableSource(TOO_LONG)
    text = _prepared(_XML.sub("", text))
    parser = html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(NO_PAGE) from error
    _check_depth(root)
    return root, findings


def _prepared(text: str) -> str:
    """The text with what the parser would misread mended, outside of comments and programmes."""
    pieces: list[str] = []
    end = 0
    for found in _RAW.finditer(text):
        pieces += [_mended(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, _mended(text[end:])])


def _mended(text: str) -> str:
    text = _EMPTY_RAW.sub(r"<\1\2></\1>", _END_BREAK.sub("<", text))
    return _BLOCK_TAG.sub(CUT, _VOID.sub(r"<\1\2></\1>", text))


def _check_depth(root: Element) -> None:
    """Beyond 2 048 levels the parser drops what follows."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth >= DEEPEST:
            raise UnreadableSource(TOO_DEEP)


def _decoded(data: bytes) -> str:
    """By its mark, by what it says when its bytes agree, else by the rule of all text files."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00" not in data:
        said = _SAID_CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:200])
        if said and (text := _as_said(data, said[1].decode("ascii"))) is not None:
            return re.sub("\r\n?", "\n", text)
    return charset.decode(data, largest=limits.now().page)[0]


def _as_said(data: bytes, said: str) -> str | None:
    """The text in the charset that the page names; None when its bytes or its letters say another."""
    try:
        name = codecs.lookup(said).name
        if name.startswith("utf-16"):
            return None
        if name in {"iso8859-1", "ascii"}:
            name = "cp1252"
        text = data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    if name != "utf-8" and not data.isascii() and _is_utf8(data):
        return None
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
