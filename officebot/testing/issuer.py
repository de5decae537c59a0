"""An issuer of tokens on loopback: gives, renews, rotates and withdraws them, and errs as it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT_ID = "officebot-test"
SCOPE = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One answer that is not what it should be: sent instead, after a while, in drops, or not at all."""

    status: int = 200
    body: bytes = b""
    after_seconds: float = 0.0
    drips: bool = False
    hangs_up: bool = False
    location: str = ""


@dataclass(slots=True)
class FakeIssuer:
    """The issuer's memory; `faults` are answered first, one each, by its address for tokens."""

    user: str
    url: str = ""
    lifetime: object = 3600
    rotates: bool = False
    client_secret: str = ""
    says_no: bool = False
    pending: int = 0
    slow_down: int = 0
    faults: list[Fault] = field(default_factory=list)
    refresh_tokens: set[str] = field(default_factory=set)
    access_tokens: set[str] = field(default_factory=set)
    #: Every token and secret that was ever given, for a search.
    given: list[str] = field(default_factory=list)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    shown: list[Mapping[str, str]] = field(default_factory=list)
    overrides: dict[str, Any] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    _codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _devices: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def grant(self) -> str:
        """A refresh token, as a sign-in leaves it behind."""
        return self._new(self.refresh_tokens, "refresh")

    def withdraw(self) -> None:
        """All access tokens end at once, as when a password was changed; grants stay."""
        self.access_tokens.clear()

    def revoke(self) -> None:
        """The person takes the right back."""
        self.access_tokens.clear()
        self.refresh_tokens.clear()

    def takes(self, user: str, token: str) -> bool:
        """Whether a mail server should let this user in by this token."""
        return user.lower() == self.user and token in self.access_tokens

    # ── answers ───────────────────────────────────────────────────────────────────────────────────────────

    def about(self) -> dict[str, Any]:
        """What it publishes of itself (RFC 8414)."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "device_authorization_endpoint": f"{self.url}/device",
        } | self.configuration

    def authorize(self, asked: Mapping[str, str]) -> str:
        """Where the browser is sent on to, once the person said yes or no."""
        self.shown.append(asked)
        told = {"state": asked["state"], "iss": self.url}
        if self.says_no:
            told["error"] = "access_denied"
        else:
            told["code"] = code = secrets.token_urlsafe(16)
            self.given.append(code)
            self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def device(self) -> dict[str, Any]:
        """A code to be typed elsewhere."""
        device = self._new(self._devices, "device")
        address = f"{self.url}/type-it"
        return {"device_code": device, "user_code": "WDJB-MJHT", "verification_uri": address, "expires_in": 900}

    def token(self, asked: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """A status and an answer of RFC 6749 §5."""
        with self._lock:
            self.asked.append(asked)
            if asked.get("client_id") != CLIENT_ID or asked.get("client_secret", "") != self.client_secret:
                return 401, {"error": "invalid_client"}
            kind = asked.get("grant_type", "").rpartition(":")[2]
            if kind == "device_code":
                return self._by_device(asked)
            if kind == "authorization_code":
                return self._by_code(asked)
            if kind == "refresh_token" and asked.get("refresh_token") in self.refresh_tokens:
                return 200, self._tokens(asked["refresh_token"])
            return 400, {"error": "invalid_grant", "error_description": "gone"}

    def _by_device(self, asked: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        if asked.get("device_code") not in self._devices:
            return 400, {"error": "invalid_grant"}
        if self.slow_down or self.pending:
            self.slow_down, self.pending, error = (
                (self.slow_down - 1, self.pending, "slow_down")
                if self.slow_down
                else (0, self.pending - 1, "authorization_pending")
            )
            return 400, {"error": error}
        return (400, {"error": "access_denied"}) if self.says_no else (200, self._tokens(""))

    def _by_code(self, asked: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        before = self._codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if before is None or (before["code_challenge"], before["redirect_uri"]) != (proven, asked["redirect_uri"]):
            return 400, {"error": "invalid_grant"}
        return 200, self._tokens("")

    def _tokens(self, refreshed: str) -> dict[str, Any]:
        told: dict[str, Any] = {"access_token": self._new(self.access_tokens, "access"), "token_type": "Bearer"}
        told["expires_in"] = self.lifetime
        if not refreshed or self.rotates:
            self.refresh_tokens.discard(refreshed)
            told["refresh_token"] = self.grant()
        return told | self.overrides

    def _new(self, among: set[str], kind: str) -> str:
        made = f"{kind}-{secrets.token_urlsafe(24)}"
        among.add(made)
        self.given.append(made)
        return made


@contextmanager
def running_issuer(user: str) -> Iterator[FakeIssuer]:
    """An issuer that answers on loopback until the end."""
    issuer = FakeIssuer(user)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(issuer))
    server.daemon_threads = True
    issuer.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(issuer: FakeIssuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            place = urlsplit(self.path)
            asked = _once(place.query)
            if place.path == "/.well-known/openid-configuration":
                self._tell(200, issuer.about())
            elif place.path == "/authorize":
                self._answer(302, b"", issuer.authorize(asked))
            elif place.path == "/introspect":
                is_good = asked.get("token", "") in issuer.access_tokens
                self._tell(200, {"active": is_good} | ({"email": issuer.user} if is_good else {}))
            else:
                self._tell(404, {})

        def do_POST(self) -> None:
            asked = _once(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if self.path == "/device":
                self._tell(200, issuer.device())
            elif issuer.faults:
                issuer.asked.append(asked)
                self._err(issuer.faults.pop(0))
            else:
                self._tell(*issuer.token(asked))

        def _tell(self, status: int, told: Mapping[str, Any]) -> None:
            self._answer(status, json.dumps(told).encode())

        def _err(self, fault: Fault) -> None:
            time.sleep(fault.after_seconds)
            if fault.drips:
                with _quietly():
                    for _ in range(200):
                        self.wfile.write(b"H")
                        time.sleep(0.05)
            elif not fault.hangs_up:
                self._answer(fault.status, fault.body, fault.location)
            self.close_connection = True

        def _answer(self, status: int, body: bytes, location: str = "") -> None:
            with _quietly():
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                if location:
                    self.send_header("Location", location)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: a test's output is for its figures."""

    return Handler


@contextmanager
def _quietly() -> Iterator[None]:
    """Who asked may have lost patience."""
    try:
        yield
    except OSError:
        return


def _once(query: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(query).items()}
