"""Every word of a plain text or CSV file, from its bytes; HTML too, for pieces inside a DOCX."""

from __future__ import annotations

import codecs
import email
import re
from email.message import Message

from lxml import etree
from lxml import html as lxml_html

from restitution.conservation.words import Flow, words
from restitution.errors import UnreadableSource

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = ("cp1252", "mac_roman", "cp850")
"""In this order when they are as likely."""
FRENCH = "àâæçéèêëîïôœùûüÿ"
ASKEW = re.compile(
    rf"[^\x00-\x7f\W{FRENCH}{FRENCH.upper()}ºª²³¹½¼¾µ]"  # a letter that French has not
    rf"|[a-z{FRENCH}][{FRENCH.upper()}]"  # a capital with an accent inside a word
    rf"|(?<=[^\W\d_])[^\x00-\x7f\w’‘·\xa0\xad‐-–](?=[^\W\d_])"  # a sign between two letters
    "|[\x80-\x9f\ufffd]"
)
NOT_A_TEXT = "Ce fichier n'est pas un texte lisible : ouvrez-le et enregistrez-le en UTF-8."

INLINE_TAGS = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
        "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
        "var",
    }
)  # fmt: skip
SILENT_TAGS = frozenset({"head", "script", "style", "template", "noscript"})
NULS_OF_UTF16 = 8
"""One byte in so many at least is NUL where letters take two; in a text of one byte it stands by accident."""
META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)


def decoded(data: bytes) -> str:
    """The text of a file. Raises `UnreadableSource` when its bytes are no text."""
    try:
        for bom, codec in BOMS:
            if data.startswith(bom):
                return data.decode(codec)
        if data.count(0) * NULS_OF_UTF16 > len(data):
            return data.decode(_utf16(data))
    except UnicodeDecodeError as error:
        raise UnreadableSource(NOT_A_TEXT) from error
    try:
        return data.decode()
    except UnicodeDecodeError:
        return min(
            (data.decode(codec, "replace") for codec in ONE_BYTE), key=lambda text: len(ASKEW.findall(text))
        )


def _utf16(data: bytes) -> str:
    """Latin text in UTF-16 has its NULs in second place (little end first) or in first."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def text_words(data: bytes) -> list[str]:
    """All words of a plain text or CSV file."""
    return words(decoded(data))


def is_html(data: bytes, name: str) -> bool:
    """Whether a piece is HTML or an HTML mail, by its beginning or its name."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_mail = start.startswith((b"mime-version", b"from:", b"content-type:"))
    return (
        is_mail or start.startswith(b"<") or name.lower().endswith((".htm", ".html", ".xhtml", ".mht", ".mhtml"))
    )


def html_words(data: bytes) -> list[str]:
    """Words of the body of an HTML page, or of the pages of an HTML mail (.mht)."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _page_words(data, "")
    pages = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    return [word for page in pages for word in _mail_words(page)] if pages else _page_words(data, "")


def _mail_words(page: Message) -> list[str]:
    payload = page.get_payload(decode=True)
    return _page_words(payload, page.get_content_charset() or "") if isinstance(payload, bytes) else []


def _page_words(data: bytes, charset: str) -> list[str]:
    said = META_CHARSET.search(data[:2048])
    text = _with_charset(data, charset or (said[1].decode("ascii") if said else ""))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses a text that names its own encoding
    if not text.strip():
        return []
    try:
        root = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError):  # nothing but comments
        return []
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)  # their tails are text
    flow = Flow()
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag not in INLINE_TAGS and tag:
            flow.cut()
        silent += (tag in SILENT_TAGS) * (1 if event == "start" else -1)
        if not silent:
            flow.say((element.text if event == "start" else element.tail) or "")
    return flow.done()


def _with_charset(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset) if charset else decoded(data)
    except (LookupError, UnicodeDecodeError):
        return decoded(data)
