"""Reads mails (.eml): the subject is the title, the text the note; who wrote it and when are its properties.

What was sent with a mail is a source of its own (`plan.mails`).
"""

from __future__ import annotations

import email
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import Any, Final

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.messages import plural
from restitution.model import Block, Finding, NotTaken, Reading
from restitution.ooxml.properties import person_s
from restitution.pandoc import ast
from restitution.readers import html, plain
from restitution.readers.base import Prepared

BROKEN: Final = "Ce courriel est abîmé : enregistrez-le à nouveau depuis votre messagerie, ou copiez son texte."
TOO_LARGE: Final = "Ce courriel est trop lourd : déposez son texte et ses pièces jointes à part."
EMPTY: Final = "Ce courriel ne contient aucun texte : seules ses pièces jointes sont regardées."
SENT: Final = "{count} avec ce courriel : chaque pièce jointe est regardée à part."
HEADERS: Final = ("From", "To", "Cc")
"""What a mail says of its way, with its date: never published."""


def prepare(data: bytes, path: str) -> Prepared:
    """The whole mail. Raises `UnreadableSource` when it is broken, too large or without words."""
    if len(data) > limits.now().page:
        raise UnreadableSource(TOO_LARGE)
    try:
        mail = email.message_from_bytes(data, policy=policy.default)
        reading = _read(mail, path)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableSource(BROKEN) from error
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _read(mail: EmailMessage, path: str) -> Reading:
    reading = _body(mail, path)
    subject = _header(mail, "Subject")
    if subject:
        reading.blocks.insert(0, ast.header(1, ast.leaf(ast.string(subject), "objet")))
    if not reading.blocks:
        raise UnreadableSource(EMPTY)
    when = next((str(said) for name, said in mail.raw_items() if name.lower() == "date"), "")
    left = [*(_header(mail, name) for name in HEADERS), " ".join(when.split())]
    reading.not_taken[:0] = [
        NotTaken(reason="champ technique", text=said, where="en-tête du courriel") for said in left if said
    ]
    reading.properties = person_s(_about(mail))
    sent = sum(1 for _ in mail.iter_attachments()) if mail.is_multipart() else 0
    if sent:
        count = plural(sent, "fichier envoyé", "fichiers envoyés")
        reading.findings.append(
            Finding(code="courriel", level="info", message=SENT.format(count=count), path=path)
        )
    return reading


def _body(mail: EmailMessage, path: str) -> Reading:
    """What the mail says: its plain text, else its page. A mail without words says nothing, and is no error."""
    part: Any = mail.get_body(("plain",))
    text = _content(part) if part is not None else ""
    if text.strip():
        return plain.prepare(text.encode(), path).reading
    part = mail.get_body(("html",))
    page = _content(part) if part is not None else ""
    return html.prepare(f"<!doctype html><meta charset=utf-8>{page}".encode(), path).reading if page else Reading()


def _content(part: Any) -> str:
    """The text of a part; a wrong charset is that of most old French mails."""
    data: bytes = part.get_payload(decode=True) or b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


def _header(mail: EmailMessage, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def _about(mail: EmailMessage) -> dict[str, str]:
    sender: Any = mail.get("From")
    addresses = getattr(sender, "addresses", ())
    date: Any = getattr(mail.get("Date"), "datetime", None)
    when = date.isoformat(timespec="seconds") if date else ""
    return {
        "titre": _header(mail, "Subject"),
        "auteur": addresses[0].display_name if addresses else "",
        "cree": when,
        "modifie": when,
    }
