"""Mail servers that take tokens: a real Dovecot that asks the issuer, and an SMTP server of ours."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, auth_mechanism

from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.oauth.exchange import Line
from officebot.connectors.oauth.tokens import Client, Grant, TokenKeeper
from officebot.connectors.smtp import SmtpAccount, connect, send
from officebot.core.problems import Unavailable, UserError
from officebot.sdk import Done
from officebot.testing.dovecot import Dovecot, is_installed, running_dovecot
from officebot.testing.embedded import EmbeddedOffice
from officebot.testing.issuer import CLIENT_ID, SCOPE, FakeIssuer, running_issuer
from tests.conftest import missing
from tests.connectors.oauth.test_tokens import Memory

DESK = "desk@office.example"


@pytest.fixture(scope="module")
def issuer() -> Iterator[FakeIssuer]:
    with running_issuer(DESK) as running:
        yield running


@pytest.fixture
def keeper(issuer: FakeIssuer) -> TokenKeeper:
    client = Client(issuer=issuer.url, id=CLIENT_ID, scopes=(SCOPE,))
    grant = Grant(refresh_token=issuer.grant(), issuer=issuer.url, client_id=CLIENT_ID)
    return TokenKeeper(client, Memory(grant.to_text()), Line(name="desk", timeout=3), account="desk")


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module", params=["xoauth2", "oauthbearer"])
def dovecot(request: pytest.FixtureRequest, issuer: FakeIssuer) -> Iterator[Dovecot]:
    if not is_installed():
        missing("Debian's dovecot-imapd is missing, or this user may not start it (root is needed)")
    with running_dovecot(issuer=issuer.url, mechanism=request.param) as server:
        yield server


def mailbox(server: Dovecot, token: Callable[[str], str], user: str = DESK) -> ImapAccount:
    return ImapAccount(
        name="desk", host="127.0.0.1", user=user, token=token, port=server.imap_port, security="none", timeout=5
    )


@pytest.mark.live
def test_a_real_server_lets_in_by_a_token(dovecot: Dovecot, keeper: TokenKeeper) -> None:
    dovecot.user(DESK).deliver(b"Subject: Bonjour\r\n\r\nBonjour.\r\n")
    with ImapSession(mailbox(dovecot, keeper.token)) as session:
        assert session.select("INBOX").exists >= 1
        assert session.has("MOVE"), "what it can is known after the login"


@pytest.mark.live
def test_a_real_server_that_refuses_a_withdrawn_token_gets_another_once(
    dovecot: Dovecot, keeper: TokenKeeper, issuer: FakeIssuer
) -> None:
    first = keeper.token()
    issuer.withdraw()
    asked = len(issuer.asked)
    with ImapSession(mailbox(dovecot, keeper.token)) as session:
        session.select("INBOX")
    assert keeper.token() != first
    assert len(issuer.asked) == asked + 1


@pytest.mark.live
def test_a_real_server_that_lets_nobody_in_is_asked_twice_and_it_is_said_what_to_do(
    dovecot: Dovecot, keeper: TokenKeeper, issuer: FakeIssuer
) -> None:
    asked: list[str] = []

    def stale(refused: str) -> str:
        asked.append(refused)
        return f"stale-{len(asked)}"

    with pytest.raises(UserError, match="“officebot sign-in desk”") as refused:
        ImapSession(mailbox(dovecot, stale))
    assert asked == ["", "stale-1"]
    assert "stale" not in str(refused.value)


@pytest.mark.live
def test_a_right_taken_back_is_said_at_the_next_login(
    dovecot: Dovecot, keeper: TokenKeeper, issuer: FakeIssuer
) -> None:
    keeper.token()
    issuer.revoke()
    with pytest.raises(UserError, match="no longer lets us in: sign in again"):
        ImapSession(mailbox(dovecot, keeper.token))


@pytest.mark.live
def test_a_user_name_that_would_say_something_else_is_refused(dovecot: Dovecot, keeper: TokenKeeper) -> None:
    with pytest.raises(UserError, match="user name"):
        ImapSession(mailbox(dovecot, keeper.token, "desk\x01auth=Bearer x"))


@pytest.mark.live
def test_a_server_that_takes_passwords_only_is_said(dovecot_server: Dovecot, keeper: TokenKeeper) -> None:
    with pytest.raises(UserError, match="takes no tokens"):
        ImapSession(mailbox(dovecot_server, keeper.token))


# ── sending ───────────────────────────────────────────────────────────────────────────────────────────────


class Taking:
    """An SMTP server's handler that takes mail from who showed a token."""

    def __init__(self, issuer: FakeIssuer) -> None:
        self.issuer = issuer
        self.received: list[bytes] = []
        self.tries = 0
        self.is_away = False

    @auth_mechanism("XOAUTH2")
    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._judge(server, args, b"")

    @auth_mechanism("OAUTHBEARER")
    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._judge(server, args, b"\x01")

    async def _judge(self, server: SMTP, args: list[str], last: bytes) -> AuthResult:
        self.tries += 1
        if self.is_away:
            await server.push("454 4.7.0 Temporary authentication failure")
            return AuthResult(success=False, handled=True)
        parts = base64.b64decode(args[1]).split(b"\x01")
        assert parts[-2:] == [b"", b""]
        user = parts[0].partition(b"=")[2].rstrip(b",").decode()
        shown = {part.partition(b"=")[0]: part.partition(b"=")[2].decode() for part in parts[1:-2]}
        if self.issuer.takes(user, shown[b"auth"].removeprefix("Bearer ")):
            return AuthResult(success=True, auth_data=user)
        said = base64.b64encode(b'{"status": "401", "schemes": "bearer"}').decode()
        answer = await server.challenge_auth(said, encode_to_b64=False)
        assert answer == last
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server: SMTP, session: object, envelope: object) -> str:
        self.received.append(bytes(getattr(envelope, "original_content", b"")))
        return "250 OK"


@contextmanager
def taking(issuer: FakeIssuer, *excluded: str) -> Iterator[tuple[Taking, int]]:
    handler = Taking(issuer)
    loop = asyncio.new_event_loop()

    async def ended() -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def made() -> SMTP:
        return SMTP(
            handler, hostname="localhost", auth_require_tls=False, loop=loop,
            auth_exclude_mechanism=["PLAIN", "LOGIN", *excluded],
        )  # fmt: skip

    server = loop.run_until_complete(loop.create_server(made, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield handler, server.sockets[0].getsockname()[1]
    finally:
        # Closed by its own thread: a connection that ends at that moment closes it, too.
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.run_until_complete(ended())
        loop.close()


def sender(port: int, token: Callable[[str], str]) -> SmtpAccount:
    return SmtpAccount(
        name="desk", host="127.0.0.1", address=DESK, port=port, security="none", user=DESK, token=token, timeout=5
    )


@pytest.mark.parametrize("excluded", ["OAUTHBEARER", "XOAUTH2"])
def test_a_mail_leaves_by_a_token(issuer: FakeIssuer, keeper: TokenKeeper, excluded: str) -> None:
    with taking(issuer, excluded) as (handler, port):
        server = connect(sender(port, keeper.token))
        assert send(server, DESK, ["anne@outside.example"], b"Subject: x\r\n\r\nBonjour") == Done({})
        server.quit()
    assert len(handler.received) == 1


@pytest.mark.parametrize("excluded", ["OAUTHBEARER", "XOAUTH2"])
def test_a_withdrawn_token_is_replaced_once_before_sending(
    issuer: FakeIssuer, keeper: TokenKeeper, excluded: str
) -> None:
    keeper.token()
    issuer.withdraw()
    with taking(issuer, excluded) as (handler, port):
        connect(sender(port, keeper.token)).quit()
        assert handler.tries == 2
        with pytest.raises(UserError, match="“officebot sign-in desk”"):
            connect(sender(port, lambda refused: "stale" + refused))
        assert handler.tries == 4


def test_a_server_that_is_away_for_a_while_costs_no_token(issuer: FakeIssuer, keeper: TokenKeeper) -> None:
    with taking(issuer) as (handler, port):
        handler.is_away = True
        first = keeper.token()
        with pytest.raises(Unavailable):
            connect(sender(port, keeper.token))
        assert (handler.tries, keeper.token()) == (1, first)


def test_a_sending_server_that_takes_passwords_only_is_said(embedded: EmbeddedOffice, keeper: TokenKeeper) -> None:
    with pytest.raises(UserError, match="takes no tokens"):
        connect(sender(embedded.smtp_port, keeper.token))
