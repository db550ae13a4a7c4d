"""Who may ask: only the browser that was opened with this start's key, and only from the desk's own pages.

The desk listens on this machine alone, but pages of other sites that are open in the same browser, and other people
on the same machine, can reach that too. So a request needs the right host (a foreign name that was made to point
here has another), a cookie that only the address with the key sets and that no other site's request
carries, and, where it would change something, our own origin and a token that only our own pages hold.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = "key"
"""Name of the key in the address that is opened first."""
TOKEN = "token"  # noqa: S105 - the name of a field
"""Name of the form field that must hold `Key.token`."""
OPEN_TO_ALL = "/static/"
"""Style and script: the page that refuses wants them too."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_CHANGE_NOTHING = frozenset({"GET", "HEAD"})

REFUSED = """<!doctype html><html lang="th"><meta charset="utf-8"><title>Prongsai</title>
<link rel="stylesheet" href="/static/review.css"><body class="refused"><main><h1>เปิดหน้านี้ไม่ได้</h1>
<p>ใช้ที่อยู่ที่คำสั่ง <code>prongsai review</code> แสดงไว้ แต่ละครั้งที่เริ่มจะได้ที่อยู่ใหม่</p>
<h2 lang="en">This page cannot be opened</h2>
<p lang="en">Use the address that <code>prongsai review</code> printed; each start has its own.</p></main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Key:
    """The secrets of one start."""

    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def token(self) -> str:
        """What a form must carry."""
        return hmac.new(self.key.encode(), b"forms", "sha256").hexdigest()

    def is_key(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self.key.encode())

    def is_token(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self.token.encode())


class Guard:
    """Lets through what the desk's own pages ask, and puts the headers on every answer that keep others out."""

    def __init__(self, app: ASGIApp, key: Key, hosts: Iterable[str]) -> None:
        self._app = app
        self._key = key
        self._hosts = frozenset(hosts)
        """With their ports: 127.0.0.1:8765."""
        port = next(iter(sorted(self._hosts))).rpartition(":")[2]
        self._cookie = f"prongsai_review_{port}"  # browsers do not part cookies by port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no websockets here

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refused(scope) or self._let_in(scope)
        await (answer or self._app)(scope, receive, headed)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return Response("this server answers only its own name\n", 421, media_type="text/plain")
        origin = headers.get("origin")
        ours = origin is not None and origin in {f"http://{host}" for host in self._hosts}
        changes = scope["method"] not in _CHANGE_NOTHING
        if (changes or origin is not None) and not ours:
            return Response("another site may not ask this\n", 403, media_type="text/plain")
        return None

    def _let_in(self, scope: Scope) -> Response | None:
        """None for a browser that has the cookie; with the key in the address it gets it."""
        if scope["path"].startswith(OPEN_TO_ALL):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in asked if name == KEY), None)
        if scope["method"] in _CHANGE_NOTHING and given is not None and self._key.is_key(given):
            rest = urlencode([pair for pair in asked if pair[0] != KEY])
            answer = RedirectResponse("/" + scope["path"].lstrip("/") + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(self._cookie, self._key.key, httponly=True, samesite="strict", path="/")
            return answer
        try:
            cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            cookies = SimpleCookie()
        if self._cookie in cookies and self._key.is_key(cookies[self._cookie].value):
            return None
        return Response(REFUSED, 403, media_type="text/html")
