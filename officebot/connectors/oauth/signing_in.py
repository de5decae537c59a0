"""The first grant of a person: by their browser (RFC 8252 with PKCE, RFC 7636), or by a code typed elsewhere (RFC 8628)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from officebot.connectors.oauth.exchange import Answer, Line
from officebot.connectors.oauth.issuers import Issuer, issuer_of
from officebot.connectors.oauth.tokens import Client, Grant, is_token, refusal
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say

#: How long somebody may take to sign in.
PATIENCE_SECONDS = 600.0
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
# RFC 8628 §3.5: asked every five seconds where nothing else is said, and five more after "slow_down".
_USUAL_INTERVAL = _SLOWER = 5.0
_LONGEST_ADDRESS = 400
#: The port of a return that nobody waits for on this machine ("discard", RFC 863): its address is pasted by hand.
NOWHERE = 9


class SigningIn:
    """One sign-in. `hint` is the address that the issuer's page begins with."""

    def __init__(self, client: Client, line: Line, *, hint: str = "") -> None:
        """Raises Unavailable or UserError where the issuer tells nothing of itself."""
        self.issuer: Issuer = issuer_of(client.issuer, client.scopes, line)
        self._client, self._line, self._hint = client, line, hint

    # ── by a browser ──────────────────────────────────────────────────────────────────────────────────────

    def begin(self, redirect: str) -> Question:
        """What is to be opened in a browser, which is then sent on to `redirect`."""
        verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
        digest = hashlib.sha256(verifier.encode("ascii")).digest()
        form = {
            "response_type": "code",
            "client_id": self._client.id,
            "redirect_uri": redirect,
            "scope": " ".join(self.issuer.scopes),
            "state": state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
            "code_challenge_method": "S256",
            **dict(self.issuer.extra),
        }
        if self._hint:
            form["login_hint"] = self._hint
        joint = "&" if urlsplit(self.issuer.authorize).query else "?"
        return Question(f"{self.issuer.authorize}{joint}{urlencode(form)}", redirect, state, verifier)

    def finish(self, question: Question, came_back: str) -> Grant:
        """The grant for the address that the browser came back to. Raises Unavailable or UserError."""
        told = _asked_for(came_back)
        state, code = told.get("state", ""), told.get("code", "")
        if not hmac.compare_digest(state.encode(), question.state.encode()):
            raise self._line.wrong(say("This address does not answer this sign-in: begin anew."))
        # RFC 9207 §2.4: where an issuer says its name, it must be the one that was asked.
        named = told.get("iss", "").rstrip("/")
        if named and self.issuer.name.startswith("http") and named != self.issuer.name:
            raise self._line.wrong(say("This address does not answer this sign-in: begin anew."))
        if told.get("error") or not is_token(code):
            raise self._declined()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": question.redirect,
            "code_verifier": question.verifier,
            **self._client.named(),
        }
        return self._granted(self._line.ask(self.issuer.token, form))

    # ── by a code ─────────────────────────────────────────────────────────────────────────────────────────

    def by_code(
        self,
        show: Callable[[str, str], None],
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> Grant:
        """The grant, once somebody typed the code that `show(address, code)` was called with, on any other machine.

        Raises Unavailable or UserError.
        """
        if not self.issuer.device:
            raise self._line.wrong(
                say("{issuer} gives no code for machines without a browser: sign in with --paste instead.",
                    issuer=self._client.issuer)
            )  # fmt: skip
        form = {"scope": " ".join(self.issuer.scopes), **self._client.named()}
        answer = self._line.ask(self.issuer.device, form)
        if answer.error:
            raise refusal(answer, self._client, self._line)
        # Google's first draft called it otherwise.
        address = answer.text("verification_uri") or answer.text("verification_url")
        device, code = answer.text("device_code"), answer.text("user_code")
        if not (_is_address(address) and is_token(device) and code.isprintable() and 0 < len(code) <= 40):
            what = say("The issuer of tokens gave an answer without a token: it is tried again.")
            raise Unavailable(self._line.name, what)
        show(address, code)
        until = now() + min(answer.seconds("expires_in", PATIENCE_SECONDS), 3 * PATIENCE_SECONDS)
        return self._polled(device, answer.seconds("interval", _USUAL_INTERVAL), until, sleep, now)

    def _polled(
        self, device: str, interval: float, until: float, sleep: Callable[[float], None], now: Callable[[], float]
    ) -> Grant:
        form = {"grant_type": _DEVICE_GRANT, "device_code": device, **self._client.named()}
        while now() + interval < until:
            sleep(interval)
            try:
                answer = self._line.ask(self.issuer.token, form)
            except Unavailable:
                # RFC 8628 §3.5: the connection may fail meanwhile; then more rarely.
                interval = min(interval * 2, 60.0)
                continue
            if answer.error == "slow_down":
                interval += _SLOWER
            elif answer.error != "authorization_pending":
                return self._granted(answer)
        raise self._line.wrong(say("Nobody signed in within the time: begin anew."))

    # ── what comes of both ────────────────────────────────────────────────────────────────────────────────

    def _granted(self, answer: Answer) -> Grant:
        if answer.error in ("access_denied", "authorization_declined"):
            raise self._declined()
        if answer.error in ("expired_token", "invalid_grant", "bad_verification_code"):
            raise self._line.wrong(say("Nobody signed in within the time: begin anew."))
        if answer.error:
            raise refusal(answer, self._client, self._line)
        token = answer.text("refresh_token")
        if not is_token(token):
            raise self._line.wrong(
                say("{issuer} lets us in only once: give the program the right to stay signed in (offline access).",
                    issuer=self._client.issuer)
            )  # fmt: skip
        return Grant(refresh_token=token, issuer=self._client.issuer, client_id=self._client.id)

    def _declined(self) -> UserError:
        return self._line.wrong(say("The sign-in was declined: nothing was kept."))


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser is to open, where it will come back to, and what proves that it was we who asked."""

    address: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def _asked_for(address: str) -> dict[str, str]:
    """What stands behind the question mark of an address, each key once; nothing where one stands twice."""
    try:
        found = parse_qs(urlsplit(address.strip()).query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    # RFC 6749 §3.1: a parameter must not stand twice.
    if any(len(values) > 1 for values in found.values()):
        return {}
    return {key: values[0] for key, values in found.items()}


def _is_address(word: str) -> bool:
    try:
        place: SplitResult = urlsplit(word)
    except ValueError:
        return False
    return (
        place.scheme in ("https", "http") and word.isprintable() and " " not in word and len(word) < _LONGEST_ADDRESS
    )


class Loopback:
    """A door on this machine for one browser's return; use it with `with`."""

    def __init__(self, host: str, *, closing: str) -> None:
        """`host` is how the issuer wants the machine called; `closing` is what the browser shows in the end."""
        self._came_back = ""
        self._wanted = ""
        loopback = self

        class _Door(BaseHTTPRequestHandler):
            # Somebody who connects and says nothing holds the door for no longer.
            timeout = 5

            def do_GET(self) -> None:
                loopback._greet(self, closing)

            def log_message(self, *_: object) -> None:
                """Nothing: the line holds the code."""

        self._server = HTTPServer(("127.0.0.1", 0), _Door)
        port = self._server.server_address[1]
        self._hosts = {f"{name}:{port}" for name in (host, "127.0.0.1", "localhost")}
        self.redirect = f"http://{host}:{port}/"

    def __enter__(self) -> Loopback:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self, question: Question, seconds: float = PATIENCE_SECONDS) -> str:
        """The address that the browser came back to with our state; "" where nobody came within the time."""
        self._wanted = question.state
        until = time.monotonic() + seconds
        while not self._came_back and (left := until - time.monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        return self._came_back

    def _greet(self, request: BaseHTTPRequestHandler, closing: str) -> None:
        # Any page may send a browser here: only the one that knows the state counts (RFC 6749 §10.12).
        state = _asked_for(request.path).get("state", "")
        is_ours = request.headers.get("Host", "") in self._hosts and hmac.compare_digest(
            state.encode("utf-8", "replace"), self._wanted.encode()
        )
        words = closing.encode() if is_ours else b"-"
        request.send_response(200 if is_ours else 404)
        headers = {
            "Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(words)),
            "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }  # fmt: skip
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(words)
        if is_ours:
            self._came_back = request.path
