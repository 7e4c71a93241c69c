"""Bytes of a text file to clean text: which charset, which newlines, within which bounds.

By rule, never by statistics over languages: a byte order mark, UTF-16 by its NULs, strict UTF-8, else cp1252, with
mac_roman or cp850 only where they give fewer letters that French cannot have.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.messages import plural
from restitution.model import Finding

LONGEST_LINE: Final = 100_000

NOT_TEXT: Final = (
    "Ce n'est pas un fichier texte : ouvrez-le dans son logiciel et enregistrez-le en .docx, .odt ou .txt."
)
STRAY_NULS, APART = 4, 16
"""As many as a text may hold by accident, one in so many signs; `clean` takes them out, and says so."""
TOO_LARGE: Final = "Ce fichier texte dépasse {megabytes} Mo : partagez-le en plusieurs fichiers."
MEGABYTE: Final = 1_000_000
BROKEN: Final = "Ce fichier texte est abîmé (encodage {name}) : ouvrez-le et enregistrez-le à nouveau en UTF-8."
LINE_TOO_LONG: Final = (
    "La ligne {number} dépasse 100 000 signes : ouvrez ce fichier, coupez-la et enregistrez-le à nouveau."
)

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HOLES: Final = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""Bytes that cp1252 does not know: kept as control characters, which `clean` then takes out and says."""

_LETTERS: Final = "àâæçéèêëîïôœùûÿ"
_EXPECTED: Final = frozenset(
    _LETTERS + _LETTERS.upper() + "\xa0«»“”„‘’‹›…–—€£°§²³ªº·•½¼¾©®™×÷±µ¿¡†"
)  # fmt: skip
_INSIDE_WORDS: Final = frozenset("’‘·\xa0")
_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000-\ue0ff]"
)
"""Control characters, bidirectional overrides, and the private characters by which readers mark places."""


def read_text(data: bytes, path: str, largest: int = 0) -> tuple[str, list[Finding]]:
    """Clean text of a file within bounds (see `decode`), and what was noticed. Raises `UnreadableSource`."""
    text, _ = decode(data, largest)
    text, findings = clean(text, path)
    check_lines(text)
    return text, findings


def decode(data: bytes, largest: int = 0) -> tuple[str, str]:
    r"""The text, newlines as `\n`, and the name of its charset; `largest`: bytes, else those of a text.

    Raises `UnreadableSource`.
    """
    most = largest or limits.now().text
    if len(data) > most:
        raise UnreadableSource(TOO_LARGE.format(megabytes=most // MEGABYTE))
    name, body = charset_of(data)
    text = of_bytes(body, name)
    if _has_nuls(text.count("\x00"), len(text)) or _looks_binary(text):
        raise UnreadableSource(NOT_TEXT)
    return re.sub("\r\n?|[\u2028\u2029]", "\n", text), name


def clean(text: str, path: str) -> tuple[str, list[Finding]]:
    """The text with a space for each character that no page can show, and a finding when there was one."""
    kept, count = _DROPPED.subn(" ", text)
    if not count:
        return text, []
    line = text.count("\n", 0, next(_DROPPED.finditer(text)).start()) + 1
    told = plural(count, "signe de commande invisible retiré", "signes de commande invisibles retirés")
    message = f"{told}, à partir de la ligne {line}."
    return kept, [
        Finding(code="signes_invisibles", level="info", message=message, path=path, where=f"ligne {line}")
    ]


def check_lines(text: str) -> None:
    """Raises `UnreadableSource` when a line is longer than any writer's."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise UnreadableSource(LINE_TOO_LONG.format(number=number))


def charset_of(data: bytes) -> tuple[str, bytes]:
    """Name of the charset, and the bytes behind its mark. Raises `UnreadableSource`."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, data[len(mark) :]
    if wide := _wide(data):
        return wide, data
    if _has_nuls(data.count(0), len(data)):
        raise UnreadableSource(NOT_TEXT)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _narrow(data), data
    return "utf-8", data


def _has_nuls(count: int, length: int) -> bool:
    return count > min(STRAY_NULS, length // APART)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: a byte of two is NUL nearly everywhere, the other nearly never."""
    if len(data) < 4 or len(data) % 2:
        return ""
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _narrow(data: bytes) -> str:
    """The first of the three charsets of one byte that gives the fewest letters impossible in French."""
    sample = data[:200_000]
    texts = {
        "cp1252": _from_cp1252(sample),
        "mac_roman": sample.decode("mac_roman"),
        "cp850": sample.decode("cp850"),
    }
    return min(texts, key=lambda name: impossible(texts[name]))


def impossible(text: str) -> int:
    """How many signs of `text` a French text cannot have where they stand."""
    return sum(
        _is_impossible(found.group(), text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1])
        for found in re.finditer(r"[^\x00-\x7f]", text)
    )


def _is_impossible(sign: str, before: str, after: str) -> bool:
    """No French letter or sign, or one that cannot stand between these two."""
    if sign not in _EXPECTED:
        return True
    if sign.isalpha():
        capital_inside = sign.isupper() and before.islower()
        return capital_inside or (sign.islower() and before.isupper() and after.isupper())
    among_letters = before.isalpha() and after.isalpha() and sign not in _INSIDE_WORDS
    return among_letters or (sign == "”" and after.isalpha())


def _from_cp1252(data: bytes) -> str:
    if not _HOLES.intersection(data):
        return data.decode("cp1252")
    return "".join(chr(byte) if byte in _HOLES else bytes((byte,)).decode("cp1252") for byte in data)


def of_bytes(body: bytes, name: str) -> str:
    """The text of a file behind its mark, its line ends as they are. Raises `UnreadableSource`."""
    try:
        return _from_cp1252(body) if name == "cp1252" else body.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableSource(BROKEN.format(name=name.upper())) from error


def to_bytes(text: str, name: str) -> bytes:
    """The other way round, without a mark; a sign that the charset has not is written as its number, `&#8217;`."""
    if name != "cp1252":
        return text.encode(name, "xmlcharrefreplace")
    pieces = re.split("([\x81\x8d\x8f\x90\x9d])", text)
    return b"".join(p.encode("latin-1" if n % 2 else "cp1252", "xmlcharrefreplace") for n, p in enumerate(pieces))


def _looks_binary(text: str) -> bool:
    controls = len(re.findall("[\x00-\x06\x0e-\x1a\x1c-\x1f]", text))
    return controls > 8 and controls > len(text) * 0.01
