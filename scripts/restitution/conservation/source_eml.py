"""Every word of a mail, from its bytes: its headers, then its text; what was sent with it stands apart."""

from __future__ import annotations

import email
import re
from email.header import decode_header
from email.message import Message
from typing import Final

from restitution.conservation.source_html import html_page_words
from restitution.conservation.words import words

SAID: Final = ("From", "To", "Cc", "Date", "Subject")
FOLD: Final = re.compile(r"\r?\n[ \t]+")


def eml_words(data: bytes) -> list[str]:
    """Words of the headers and of the text: the plain one, else the page."""
    mail = email.message_from_bytes(data)
    found = [word for name in SAID for word in words(_decoded(str(mail.get(name) or "")))]
    texts = [part for part in _shown(mail) if part.get_content_type() == "text/plain"]
    pages = [part for part in _shown(mail) if part.get_content_type() == "text/html"]
    said = _text(texts[0]) if texts else ""
    if said.strip():
        return found + words(said)
    return found + (html_page_words(_text(pages[0]).encode()) if pages else [])


def _shown(mail: Message) -> list[Message]:
    """The parts that are the mail's own text: no file, nothing of a mail that was sent with it."""
    if mail.is_multipart():
        if mail.get_content_type() == "message/rfc822":
            return []
        return [part for inner in mail.get_payload() if isinstance(inner, Message) for part in _shown(inner)]
    is_file = (mail.get("Content-Disposition") or "").strip().lower().startswith("attachment")
    return [] if is_file or mail.get_filename() else [mail]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


def _decoded(said: str) -> str:
    """A header with its encoded words read (RFC 2047)."""
    pieces = decode_header(FOLD.sub(" ", said))
    return "".join(
        piece.decode(charset or "utf-8", "replace") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )
