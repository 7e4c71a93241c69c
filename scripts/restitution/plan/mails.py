"""What was sent with a mail: each file is a source of its own, beside its mail, « message.eml › annexe.docx ».

The mail is only cut into its parts here; nothing of them is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import PurePosixPath
from typing import Any, Final

from restitution.model import Source
from restitution.store import Store

SUFFIX: Final = ".eml"
BELOW: Final = " › "
"""Between the name of a mail and that of what was sent with it."""
MOST: Final = 100
DEEPEST: Final = 4
"""Mails sent with mails."""
LARGEST: Final = 64 << 20
UNNAMED: Final = "pièce jointe"


def with_attachments(sources: Iterable[Source], store: Store) -> Iterator[Source]:
    """The files, what was sent with a mail behind it; a mail that is too large is left whole."""
    for source in sources:
        yield source
        if source.sha256 and source.path.lower().endswith(SUFFIX) and source.size <= LARGEST:
            yield from _attached(source, store, 0)


def _attached(mail: Source, store: Store, depth: int) -> Iterator[Source]:
    used: set[str] = set()
    for name, data in _files(store.get(mail.sha256 or "")):
        own = _free(name, used)
        used.add(own)
        found = Source(path=f"{mail.path}{BELOW}{own}", sha256=store.put(data), size=len(data))
        yield found
        if own.lower().endswith(SUFFIX) and depth < DEEPEST:
            yield from _attached(found, store, depth + 1)


def _files(data: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of each file of a mail, pictures of its text left out."""
    import email  # noqa: PLC0415 most projects hold no mail
    from email import policy  # noqa: PLC0415

    try:
        parts = list(email.message_from_bytes(data, policy=policy.default).walk())
        return [(_name(part), _bytes(part)) for part in _sent(parts)][:MOST]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return []  # its own reader says that it is broken


def _sent(parts: list[Any]) -> Iterator[Any]:
    """The parts that are files; what is inside a mail that was sent with this one comes with that mail."""
    inside: set[int] = set()
    for part in parts:
        if id(part) in inside:
            continue
        if part.get_content_type() == "message/rfc822":
            inside |= {id(below) for below in part.walk()} - {id(part)}
            yield part
        elif not part.is_multipart() and _is_file(part):
            yield part


def _is_file(part: Any) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    is_of_text = part.get("Content-ID") is not None and part.get_content_maintype() == "image"
    return bool(part.get_filename()) and not is_of_text


def _name(part: Any) -> str:
    said = part.get_filename() or ""
    if not said and part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        said = f"{' '.join(str(inner.get('Subject', 'message')).split())[:80]}{SUFFIX}"
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in said)
    kept = PurePosixPath(plain.replace("\\", "/")).name.replace("/", " ").strip(" .")
    return unicodedata.normalize("NFC", kept) or UNNAMED


def _bytes(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner: bytes = part.get_payload(0).as_bytes()
        return inner
    data: bytes = part.get_payload(decode=True) or b""
    return data


def _free(name: str, used: set[str]) -> str:
    path = PurePosixPath(name)
    names = (f"{path.stem} ({number}){path.suffix}" if number > 1 else name for number in count(1))
    return next(other for other in names if other not in used)
