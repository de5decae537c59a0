"""Access tokens in memory, made anew from what a sign-in left behind.

| what happens | what becomes of it |
|---|---|
| the token nears its end | a new one before; where the issuer is away, the old one as long as it holds |
| a mail server refuses the token | a new one, once |
| the issuer gives another refresh token | it is kept, whole or not at all, before the access token is used |
| killed after the issuer changed it, before it was kept | the issuer takes the old one for a while, or asks to sign in |
| it cannot be kept (a full disk) | it is used from memory, and kept at the next try |
| two processes at once | one asks after the other, each with what the other kept |
| no answer, 5xx, 429, an answer that is none | Unavailable: tried again, nothing is lost |
| `invalid_grant` | UserError that says how to sign in anew; not asked again until somebody did |
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from officebot.connectors.oauth.exchange import Answer, Line
from officebot.connectors.oauth.issuers import Issuer, issuer_of
from officebot.core.expressions import expression
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say

# A token this near its end is renewed first: a mailbox that is read for the first time takes a while.
_MARGIN_SECONDS = 120.0
# RFC 6749 §5.1 only recommends that an issuer says how long a token holds.
_USUAL_SECONDS = 300.0
# RFC 6749 appendix A.12: visible letters; without blanks, as RFC 6750 §2.1 sends it.
_TOKEN = expression(r"[\x21-\x7e]{1,12000}")
#: The grant is gone, and only its owner can give it anew; the last three are Microsoft's and OpenID Connect's.
_GONE = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})


class Store(Protocol):
    """Where the grant lies between two runs."""

    def read(self) -> str:
        """What was kept; "" for nothing yet. Raises UserError."""
        ...

    def write(self, value: str) -> None:
        """Keep it, whole or not at all. Raises UserError."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Held by one process at a time."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The program as the issuer knows it. The secret is asked for when it is used, and never shown."""

    issuer: str
    id: str
    secret: Callable[[], str] | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()

    def named(self) -> dict[str, str]:
        """What each question holds of it."""
        return {"client_id": self.id} | ({"client_secret": self.secret()} if self.secret is not None else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a sign-in leaves behind: good for one issuer and one program only, whatever the settings say later."""

    refresh_token: str = field(repr=False)
    issuer: str
    client_id: str

    def to_text(self) -> str:
        """As it is kept."""
        told = {"issuer": self.issuer, "client_id": self.client_id, "refresh_token": self.refresh_token}
        return json.dumps(told)

    @classmethod
    def from_text(cls, text: str) -> Grant | None:
        """The grant that was kept; None for what is none."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return None
        match told:
            case {"issuer": str(issuer), "client_id": str(client_id), "refresh_token": str(token)} if is_token(token):
                return cls(refresh_token=token, issuer=issuer, client_id=client_id)
        return None


def is_token(word: str) -> bool:
    """Whether it can be a token at all: nothing in it may end a line of mail or of HTTP."""
    return _TOKEN.fullmatch(word) is not None


def since_boot() -> float:
    """Seconds that also pass while the machine sleeps, and that no change of its clock moves."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass(frozen=True, slots=True)
class _Access:
    token: str = field(repr=False)
    until: float
    renew_at: float


class TokenKeeper:
    """The access token of one sign-in; safe for several threads and processes."""

    def __init__(
        self, client: Client, store: Store, line: Line, *, account: str, now: Callable[[], float] = since_boot
    ) -> None:
        """`account` is what `officebot sign-in` calls it."""
        self._client, self._store, self._line, self._account, self._now = client, store, line, account, now
        self._lock = threading.Lock()
        self._issuer: Issuer | None = None
        self._access: _Access | None = None
        #: What could not be kept yet, and what lies there instead.
        self._unkept: tuple[str, str] | None = None
        #: A grant that the issuer refused, and what that means.
        self._gone: tuple[str, UserError] | None = None

    def token(self, refused: str = "") -> str:
        """A token that holds; another one where this one was `refused`. Raises Unavailable or UserError."""
        with self._lock:
            access, now = self._access, self._now()
            if access is not None and access.token != refused and now < access.renew_at:
                return access.token
            try:
                self._access = self._renewed()
            except Unavailable:
                # A token that still holds is as good as ever.
                if access is not None and access.token != refused and now < access.until:
                    return access.token
                raise
            return self._access.token

    def _renewed(self) -> _Access:
        with self._store.locked():
            grant = self._grant()
            text = grant.to_text()
            if self._gone is not None and self._gone[0] == text:
                raise self._gone[1]
            issuer = self._issuer = self._issuer or issuer_of(self._client.issuer, self._client.scopes, self._line)
            before = self._now()
            form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token, **self._client.named()}
            answer = self._line.ask(issuer.token, form)
            if answer.error in _GONE:
                self._gone = text, self._line.wrong(
                    say("{issuer} no longer lets us in: sign in again with “officebot sign-in {account}”.",
                        issuer=self._client.issuer, account=self._account)
                )  # fmt: skip
                raise self._gone[1]
            if answer.error:
                raise refusal(answer, self._client, self._line)
            token = access_token(answer, self._line)
            self._rotate(grant, answer)
        span = answer.seconds("expires_in", _USUAL_SECONDS)
        return _Access(token, before + span, before + max(span - _MARGIN_SECONDS, span / 2))

    def _grant(self) -> Grant:
        """What the last sign-in left, by whichever process; raises UserError where there is none."""
        text = self._store.read()
        if self._unkept is not None:
            lies_there, unkept = self._unkept
            # Somebody may have signed in anew meanwhile: then that counts.
            self._unkept = None
            if text == lies_there:
                text = unkept
                self._keep(lies_there, unkept)
        grant = Grant.from_text(text)
        mine = (self._client.issuer, self._client.id)
        if grant is None or (grant.issuer, grant.client_id) != mine:
            # A grant of another issuer or program is never shown to this one.
            raise self._line.wrong(
                say("Nobody has signed in here yet: do it with “officebot sign-in {account}”.", account=self._account)
            )
        return grant

    def _rotate(self, grant: Grant, answer: Answer) -> None:
        """Keep the refresh token that the issuer gives instead of the old one (RFC 6749 §6)."""
        fresh = answer.text("refresh_token")
        if is_token(fresh) and fresh != grant.refresh_token:
            new = Grant(refresh_token=fresh, issuer=grant.issuer, client_id=grant.client_id)
            self._keep(self._store.read(), new.to_text())

    def _keep(self, lies_there: str, text: str) -> None:
        try:
            self._store.write(text)
        except UserError:
            self._unkept = lies_there, text


def access_token(answer: Answer, line: Line) -> str:
    """The access token of an answer. Raises Unavailable for one that is none."""
    token = answer.text("access_token")
    # RFC 6749 §7.1: a kind of token that is not known is not used; kinds are not case-sensitive.
    if not is_token(token) or answer.text("token_type").lower() != "bearer":
        raise Unavailable(line.name, say("The issuer of tokens gave an answer without a token: it is tried again."))
    return token


def refusal(answer: Answer, client: Client, line: Line) -> UserError:
    """What a no of the issuer means that has nothing to do with the person."""
    if answer.error in ("invalid_client", "unauthorized_client"):
        return line.wrong(
            say("{issuer} refuses the program itself: check client_id and client_secret.", issuer=client.issuer)
        )
    return line.wrong(
        say("{issuer} refuses to let us in ({code}): check client_id and scopes.",
            issuer=client.issuer, code=answer.error)
    )  # fmt: skip
