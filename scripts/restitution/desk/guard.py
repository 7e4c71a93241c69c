"""What guards the desk: whatever does not come from its own pages, in this browser, changes and shows nothing.

The desk listens on this machine alone. Its first address bears a token, which becomes a cookie that no script
reads and that no other site can have sent; each form bears a second secret, which follows from the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST: Final = "127.0.0.1"
ENTRY: Final = "/entrer"
STATIC: Final = "/statique/"
FIELD, HEADER = "csrf", "x-csrf"
READING: Final = frozenset({"GET", "HEAD"})
MOST_BYTES: Final = 220_000_000
"""Of one request: the largest file that a folder of notes may hold, and the form around it."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
CLOSED: Final = (
    "Cette adresse n'ouvre pas le bureau : reprenez celle que « restitution serve » a écrite, avec son jeton, ou "
    "relancez la commande."
)


class Keys:
    """The secrets of one desk: what opens it, what its cookie holds, what its forms bear."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token, self._session = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self.cookie = f"bureau-{port}"
        self.csrf = hmac.new(self._session.encode(), b"csrf", hashlib.sha256).hexdigest()

    @property
    def origin(self) -> str:
        """Where its pages come from."""
        return f"http://{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """The first address, which opens it."""
        return f"{self.origin}{ENTRY}?jeton={self.token}"

    def opens(self, token: str) -> bool:
        """Whether a token is that of the first address."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is the one that was given."""
        return hmac.compare_digest(cookie.encode(), self._session.encode())

    def is_own(self, csrf: str) -> bool:
        """Whether a form is one of ours."""
        return hmac.compare_digest(csrf.encode(), self.csrf.encode())

    def enter(self, request: Request) -> Response:
        """Give the cookie for the token."""
        if not self.opens(request.query_params.get("jeton", "")):
            return refusal(403, CLOSED)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self._session, path="/", httponly=True, samesite="strict")
        return answer


def refusal(status: int, words: str) -> Response:
    """A sentence, and nothing of the project."""
    return PlainTextResponse(words, status)


class Guard:
    """Stands before every address of the desk."""

    def __init__(self, app: ASGIApp, keys: Keys, most_bytes: int = MOST_BYTES) -> None:
        self._app, self._keys, self._most = app, keys, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it; each answer says what a browser may do with it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        answer = self._refused(scope)
        await (answer or self._app)(scope, self._bounded(receive), _guarded(send))

    def _refused(self, scope: Scope) -> Response | None:
        headers, own = Headers(scope=scope), self._keys
        if headers.getlist("host") != [f"{HOST}:{own.port}"]:
            return refusal(421, "Le bureau ne répond qu'à son adresse sur cette machine.")
        if headers.get("origin", own.origin) != own.origin or not _is_from_here(headers):
            return refusal(403, "Cette demande vient d'une autre page que celles du bureau : rien n'est fait.")
        if scope["method"] not in READING and "origin" not in headers:
            return refusal(403, "Cette demande ne dit pas d'où elle vient : rien n'est fait.")
        if _size_told(headers) > self._most:
            return refusal(413, "C'est trop lourd pour le bureau : rien n'est fait.")
        if scope["path"] == ENTRY or own.knows(Request(scope).cookies.get(own.cookie, "")):
            return None
        return refusal(403, CLOSED)

    def _bounded(self, receive: Receive) -> Receive:
        """A request that says too much ends as one that was left."""
        came = 0

        async def bounded() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return message if came <= self._most else {"type": "http.disconnect"}

        return bounded


def _is_from_here(headers: Headers) -> bool:
    """Whether a browser says that it comes from a page of ours, or from no page."""
    return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


def _size_told(headers: Headers) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() else MOST_BYTES + 1


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message["headers"], *((name, value) for name, value in more if name not in own)]
        await send(message)

    return guarded
