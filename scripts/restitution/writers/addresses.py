"""Which addresses a published file may lead to."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

WEB = frozenset({"http", "https"})
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
KEPT = "%/:?@!$&'()*+,;=~-._"
LONGEST = 2000


def safe_address(target: str) -> str:
    """The address, in ASCII, if it is a sound one of the web or mail; else empty."""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    is_sound = HOST.fullmatch(host) if parts.scheme in WEB else parts.scheme == "mailto"
    if not is_sound or len(target) > LONGEST:
        return ""
    rest = [quote(part, safe=KEPT) for part in (parts.path, parts.query, parts.fragment)]
    return urlunsplit((parts.scheme, host + port, *rest))
