"""The dashboard's door: which requests come in at all, before any page is looked for.

| request | answer |
|---|---|
| for another host than this (a rebound name) | 421 |
| with a method that no page has | 405 |
| that a page from elsewhere reads, not by a link (Origin, Sec-Fetch-Site and -Mode) | 403 |
| that changes something, and does not say that it comes from a page of ours (Origin, Sec-Fetch-Site) | 403 |
| larger than any form of ours | 413 |
| for an address longer than any of ours | 414 |
| whose body stops in the middle | 408, after twenty seconds |

Every answer carries the safety headers; scripts and styles run only from this address, and scripts only where the page
names this answer's own nonce. Strict transport and secure cookies do not fit plain http on loopback: they are set where
`[service] public_url` is https.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: More than any form of ours holds: a mail's text that was edited is the largest.
MOST_BYTES = 1_000_000
#: So long may a request stop in the middle (seconds): what is never finished would hold its connection for ever.
PATIENCE = 20.0
#: The longest path of ours is that of a file of a proposal.
_LONGEST_PATH = 300
_READING = ("GET", "HEAD")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def content_policy(nonce: str) -> str:
    """What a page may load and do: nothing from elsewhere, no script but that with this nonce."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


class Door:
    """Lets through what asks for this very address, and comes from a page of it where it changes something."""

    def __init__(
        self, inner: ASGIApp, hosts: Collection[str], origins: Collection[str], patience: float = PATIENCE
    ) -> None:
        """`hosts` are the allowed values of Host, `origins` those of Origin, lower case."""
        self._inner = inner
        self._hosts = frozenset(hosts)
        self._origins = frozenset(origins)
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        nonce = secrets.token_urlsafe(18)
        scope["nonce"] = nonce
        sending = _with_headers(send, nonce)
        refusal = self._refusal(scope)
        if refusal is not None:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, sending)
        else:
            await self._inner(scope, _limited(receive, self._patience), sending)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        given: list[tuple[bytes, bytes]] = scope["headers"]
        hosts = [value.decode("latin-1").lower() for name, value in given if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, "misdirected"
        if len(scope["path"]) > _LONGEST_PATH:
            return 414, "too long"
        if scope["method"] in _READING:
            return (403, "from elsewhere") if self._is_part_of_another(given) else None
        if scope["method"] != "POST":
            return 405, "no such method"
        origins = [value.decode("latin-1").lower() for name, value in given if name == b"origin"]
        if len(origins) != 1 or origins[0] not in self._origins:
            return 403, "from elsewhere"
        sites = [value for name, value in given if name == b"sec-fetch-site"]
        if any(site != b"same-origin" for site in sites):
            return 403, "from elsewhere"
        lengths = [value for name, value in given if name == b"content-length"]
        if any(not value.isdigit() or int(value) > MOST_BYTES for value in lengths):
            return 413, "too large"
        return None

    def _is_part_of_another(self, given: list[tuple[bytes, bytes]]) -> bool:
        """Whether a page from elsewhere reads this for itself: a link leads here, nothing else does."""
        told = dict(given)
        if b"origin" in told and told[b"origin"].decode("latin-1").lower() not in self._origins:
            return True
        is_other = told.get(b"sec-fetch-site", b"none") not in (b"same-origin", b"none")
        return is_other and told.get(b"sec-fetch-mode", b"navigate") != b"navigate"


def _limited(receive: Receive, patience: float) -> Receive:
    """The request's body, refused where it is larger than it may be, or stops: what was not announced is counted, too."""
    taken = 0
    is_whole = False

    async def receiving() -> Message:
        nonlocal taken, is_whole
        try:
            # Who has sent everything is waited for as long as the answer takes.
            async with asyncio.timeout(None if is_whole else patience):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, "too slow", {"connection": "close"}) from None
        taken += len(message.get("body", b""))
        is_whole = is_whole or not message.get("more_body", False)
        if taken > MOST_BYTES:
            raise HTTPException(413, "too large")
        return message

    return receiving


def _with_headers(send: Send, nonce: str) -> Send:
    told = {**_HEADERS, "content-security-policy": content_policy(nonce)}

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message.get("headers", [])}
            added = [(name.encode(), value.encode()) for name, value in told.items() if name.encode() not in given]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return sending
