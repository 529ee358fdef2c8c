"""Who may talk to the page: nobody but the browser that was given its address.

Any site that the reviewer visits can send requests to 127.0.0.1, and can point a name of its own
there (DNS rebinding). So every request needs the token that is in the page's address, a `Host`
that only this server has, and, where the browser tells where it comes from, an `Origin` that is
this page. Nothing is said about what was wrong: the answer is 404 or 403.
"""

import hmac
import ipaddress
import socket
from collections.abc import MutableMapping
from typing import Any, Protocol

Message = MutableMapping[str, Any]


class _Receive(Protocol):
    async def __call__(self) -> Message: ...


class _Send(Protocol):
    async def __call__(self, message: Message, /) -> None: ...


class _App(Protocol):
    async def __call__(self, scope: Message, receive: _Receive, send: _Send, /) -> None: ...


_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
]
_SAFE = ("GET", "HEAD")


class Guard:
    """Lets through what holds the token and comes from the page itself; adds the policy.

    The path must begin with `/TOKEN/`. On loopback, `Host` must be a name of loopback; where the
    server listens to the network, an address or this machine's name, which no foreign name can be.
    """

    def __init__(self, app: _App, token: str, *, loopback: bool) -> None:
        self._app = app
        self._token = token.encode()
        self._loopback = loopback

    async def __call__(self, scope: Message, receive: _Receive, send: _Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, sent)
            return
        await sent(
            {
                "type": "http.response.start",
                "status": refusal,
                "headers": [(b"content-type", b"text/plain; charset=utf-8")],
            }
        )
        body = b"Not here. Open the address that labeler review printed.\n"
        await sent({"type": "http.response.body", "body": body})

    def _refusal(self, scope: Message) -> int | None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or not _is_ours(hosts[0].decode("latin-1"), loopback=self._loopback):
            return 403
        given = scope["path"].removeprefix("/").partition("/")[0].encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._token):
            return 404
        if scope["method"] in _SAFE:
            return None
        origin = headers.get(b"origin", [])
        site = headers.get(b"sec-fetch-site", [])
        same = b"http://" + hosts[0]
        if any(one != same for one in origin) or any(one != b"same-origin" for one in site):
            return 403
        # A form of another site cannot send JSON without asking first.
        kinds = [one.split(b";")[0].strip().lower() for one in headers.get(b"content-type", [])]
        return None if kinds == [b"application/json"] else 403


def _is_ours(host: str, *, loopback: bool) -> bool:
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    name = name.strip("[]").lower()
    if name in ("127.0.0.1", "localhost", "::1"):
        return True
    if loopback:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in (socket.gethostname().lower(), socket.getfqdn().lower())
    return True
