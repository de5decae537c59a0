"""Tokens are renewed before they end, once after a refusal, and nothing that an issuer answers loses a grant."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from officebot.connectors.oauth.exchange import Line
from officebot.connectors.oauth.tokens import Client, Grant, TokenKeeper
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say
from officebot.testing.issuer import CLIENT_ID, SCOPE, FakeIssuer, Fault, running_issuer

DESK = "desk@office.example"


@dataclass(slots=True)
class Memory:
    """A place for a grant, shared by what stands for several processes."""

    kept: str = ""
    full: bool = False
    written: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> str:
        return self.kept

    def write(self, value: str) -> None:
        if self.full:
            raise UserError(say("The disk is full."))
        self.written.append(value)
        self.kept = value

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self.lock:
            yield


@dataclass(slots=True)
class Desk:
    """A signed-in account, its issuer, and a clock to turn."""

    issuer: FakeIssuer
    memory: Memory
    seconds: float = 1000.0

    def keeper(self, client_id: str = CLIENT_ID, **how: object) -> TokenKeeper:
        client = Client(issuer=self.issuer.url, id=client_id, scopes=(SCOPE,), **how)
        line = Line(name="desk", timeout=0.4)
        return TokenKeeper(client, self.memory, line, account="desk", now=lambda: self.seconds)

    def renewals(self) -> int:
        return len(self.issuer.asked)


@pytest.fixture(scope="module")
def running() -> Iterator[FakeIssuer]:
    with running_issuer(DESK) as issuer:
        yield issuer


@pytest.fixture
def desk(running: FakeIssuer) -> Desk:
    fresh = FakeIssuer(DESK)
    for name in FakeIssuer.__slots__:
        if name not in ("url", "_lock"):
            setattr(running, name, getattr(fresh, name))
    grant = Grant(refresh_token=running.grant(), issuer=running.url, client_id=CLIENT_ID)
    return Desk(running, Memory(grant.to_text()))


def kept(desk: Desk) -> Grant:
    found = Grant.from_text(desk.memory.kept)
    assert found is not None
    return found


# ── expiry ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_token_is_used_until_shortly_before_its_end_and_then_renewed(desk: Desk) -> None:
    keeper = desk.keeper()
    first = keeper.token()
    desk.seconds += 3600 - 121
    assert keeper.token() == first
    desk.seconds += 1
    assert keeper.token() != first
    assert desk.renewals() == 2


def test_a_short_lived_token_is_used_for_half_of_its_life(desk: Desk) -> None:
    desk.issuer.lifetime = 60
    keeper = desk.keeper()
    first = keeper.token()
    desk.seconds += 29
    assert keeper.token() == first
    desk.seconds += 1
    assert keeper.token() != first


@pytest.mark.parametrize("said", [None, "soon", -5, 0, True, 1e300, [3600], {}], ids=repr)
def test_a_life_that_makes_no_sense_counts_as_five_minutes(desk: Desk, said: object) -> None:
    desk.issuer.lifetime = said
    keeper = desk.keeper()
    first = keeper.token()
    desk.seconds += 149
    assert keeper.token() == first
    desk.seconds += 32
    assert keeper.token() != first


def test_a_life_in_digits_counts(desk: Desk) -> None:
    desk.issuer.lifetime = "3600"
    keeper = desk.keeper()
    first = keeper.token()
    desk.seconds += 3000
    assert keeper.token() == first


def test_a_refused_token_is_replaced_however_long_it_should_hold(desk: Desk) -> None:
    """The server's clock goes ahead of the issuer's, or the token was withdrawn."""
    keeper = desk.keeper()
    first = keeper.token()
    second = keeper.token(first)
    assert second != first
    assert keeper.token(first) == second, "another thread was refused the same one"
    assert desk.renewals() == 2


# ── rotation ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refresh_token_that_the_issuer_changes_is_kept_each_time(desk: Desk) -> None:
    desk.issuer.rotates = True
    keeper = desk.keeper()
    for _ in range(5):
        keeper.token()
        desk.seconds += 4000
    assert len(desk.memory.written) == len(set(desk.memory.written)) == 5
    assert desk.issuer.refresh_tokens == {kept(desk).refresh_token}


def test_a_refresh_token_that_stays_is_not_written_again(desk: Desk) -> None:
    desk.keeper().token()
    assert desk.memory.written == []


@pytest.mark.parametrize("odd", ["", "a b", "a\nb", 5, None, "x" * 20_000], ids=repr)
def test_a_new_refresh_token_that_is_none_leaves_the_old_one(desk: Desk, odd: object) -> None:
    before = kept(desk)
    desk.issuer.overrides = {"refresh_token": odd}
    desk.keeper().token()
    assert kept(desk) == before


def test_a_full_disk_loses_no_rotated_token(desk: Desk) -> None:
    desk.issuer.rotates = True
    keeper = desk.keeper()
    desk.memory.full = True
    keeper.token()
    desk.seconds += 4000
    keeper.token()
    desk.memory.full = False
    desk.seconds += 4000
    keeper.token()
    assert desk.issuer.refresh_tokens == {kept(desk).refresh_token}


def test_what_could_not_be_kept_gives_way_to_a_new_sign_in(desk: Desk) -> None:
    desk.issuer.rotates = True
    keeper = desk.keeper()
    desk.memory.full = True
    keeper.token()
    desk.memory.full = False
    anew = Grant(refresh_token=desk.issuer.grant(), issuer=desk.issuer.url, client_id=CLIENT_ID)
    desk.memory.write(anew.to_text())
    desk.seconds += 4000
    keeper.token()
    assert desk.issuer.asked[-1]["refresh_token"] == anew.refresh_token


def test_two_processes_follow_each_others_rotation(desk: Desk) -> None:
    desk.issuer.rotates = True
    service, doctor = desk.keeper(), desk.keeper()
    for _ in range(4):
        service.token()
        doctor.token()
        desk.seconds += 4000
    assert desk.renewals() == 8


def test_many_threads_at_once_ask_once(desk: Desk) -> None:
    keeper, got = desk.keeper(), list[str]()
    threads = [threading.Thread(target=lambda: got.append(keeper.token())) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(10)
    assert (len(got), len(set(got)), desk.renewals()) == (12, 1, 1)


# ── an issuer that errs ───────────────────────────────────────────────────────────────────────────────────

PASSING = {
    "500": Fault(status=500, body=b"{}"),
    "503 with an error": Fault(status=503, body=b'{"error": "invalid_grant"}'),
    "429": Fault(status=429, body=b'{"error": "slow_down"}'),
    "temporarily unavailable": Fault(status=400, body=b'{"error": "temporarily_unavailable"}'),
    "a portal's page": Fault(body=b"<html>Please log in"),
    "a portal's refusal": Fault(status=403, body=b"<html>"),
    "a redirect": Fault(status=302, location="http://127.0.0.1:1/token"),
    "a redirect that keeps the form": Fault(status=307, location="http://127.0.0.1:1/token"),
    "half of an answer": Fault(body=b'{"access_token": "x'),
    "a list": Fault(body=b"[]"),
    "nested without end": Fault(body=b"[" * 100_000),
    "nothing": Fault(),
    "an answer without a token": Fault(body=b'{"token_type": "Bearer"}'),
    "a token with a line break": Fault(body=b'{"access_token": "a\\r\\nb", "token_type": "Bearer"}'),
    "a token with control signs": Fault(body=b'{"access_token": "a\\u0001b", "token_type": "Bearer"}'),
    "a token that is a number": Fault(body=b'{"access_token": 12, "token_type": "Bearer"}'),
    "another kind of token": Fault(body=b'{"access_token": "abc", "token_type": "mac"}'),
    "far too much": Fault(body=b" " * 400_000 + b"{}"),
    "not UTF-8": Fault(body=b'{"access_token": "\xff"}'),
    "silence": Fault(after_seconds=0.6),
    "drops": Fault(drips=True),
    "hung up": Fault(hangs_up=True),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_may_pass_is_unavailable_and_the_next_try_succeeds(desk: Desk, fault: Fault) -> None:
    before = desk.memory.kept
    keeper = desk.keeper()
    desk.issuer.faults = [fault]
    began = time.monotonic()
    with pytest.raises(Unavailable) as lost:
        keeper.token()
    assert time.monotonic() - began < 3
    assert kept(desk).refresh_token not in str(lost.value)
    assert keeper.token() in desk.issuer.access_tokens
    assert desk.memory.kept == before


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_while_the_issuer_errs_a_token_that_still_holds_is_used(desk: Desk, fault: Fault) -> None:
    keeper = desk.keeper()
    first = keeper.token()
    desk.seconds += 3500
    desk.issuer.faults = [fault]
    assert keeper.token() == first
    desk.seconds += 101
    desk.issuer.faults = [fault]
    with pytest.raises(Unavailable):
        keeper.token()


@pytest.mark.parametrize("code", ["invalid_grant", "interaction_required", "consent_required", "login_required"])
def test_a_right_taken_back_is_one_sentence_with_what_to_type_and_the_issuer_is_left_alone(
    desk: Desk, code: str
) -> None:
    keeper = desk.keeper()
    desk.issuer.faults = [Fault(status=400, body=f'{{"error": "{code}"}}'.encode())]
    for _ in range(3):
        with pytest.raises(UserError, match="sign in again with “officebot sign-in desk”"):
            keeper.token()
    assert desk.renewals() == 1
    anew = Grant(refresh_token=desk.issuer.grant(), issuer=desk.issuer.url, client_id=CLIENT_ID)
    desk.memory.write(anew.to_text())
    assert keeper.token() in desk.issuer.access_tokens, "a new sign-in is seen without a restart"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("invalid_client", "check client_id and client_secret"),
        ("unauthorized_client", "check client_id and client_secret"),
        ("invalid_scope", "invalid_scope"),
        ("unsupported_grant_type", "unsupported_grant_type"),
    ],
)
def test_a_program_that_the_issuer_refuses_is_said(desk: Desk, code: str, sentence: str) -> None:
    desk.issuer.faults = [Fault(status=401, body=f'{{"error": "{code}", "error_description": "hush"}}'.encode())]
    with pytest.raises(UserError, match=sentence) as refused:
        desk.keeper().token()
    assert "hush" not in str(refused.value)
    assert desk.keeper().token()


def test_an_issuer_that_is_not_there_is_unavailable(desk: Desk) -> None:
    client = Client(issuer="http://127.0.0.1:9", id=CLIENT_ID, scopes=(SCOPE,))
    grant = Grant(refresh_token="secret-one", issuer=client.issuer, client_id=client.id)
    keeper = TokenKeeper(client, Memory(grant.to_text()), Line(name="desk", timeout=0.4), account="desk")
    with pytest.raises(Unavailable, match="cannot be reached"):
        keeper.token()


# ── whose grant it is ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "plain", '{"refresh_token": "a b", "issuer": "i", "client_id": "c"}']
)
def test_without_a_grant_it_is_said_how_to_sign_in(desk: Desk, text: str) -> None:
    desk.memory.kept = text
    with pytest.raises(UserError, match="officebot sign-in desk"):
        desk.keeper().token()
    assert desk.renewals() == 0


def test_a_grant_of_another_program_or_issuer_is_never_shown(desk: Desk) -> None:
    with pytest.raises(UserError, match="Nobody has signed in"):
        desk.keeper("another").token()
    desk.memory.kept = Grant(refresh_token="r", issuer="google", client_id=CLIENT_ID).to_text()
    with pytest.raises(UserError, match="Nobody has signed in"):
        desk.keeper().token()
    assert desk.issuer.asked == []


@pytest.mark.parametrize(
    "told",
    [
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"token_endpoint": "https://127.0.0.1/token"},
        {"token_endpoint": "http://evil.example/token"},
        {"token_endpoint": "/token"},
        {"token_endpoint": "http://[/token"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"issuer": "http://127.0.0.1:1"},
    ],
    ids=repr,
)
def test_an_issuer_that_sends_on_to_another_host_is_not_followed(desk: Desk, told: dict[str, object]) -> None:
    desk.issuer.configuration = told
    with pytest.raises(UserError):
        desk.keeper().token()
    assert desk.issuer.asked == []


def test_the_programs_own_secret_is_sent_where_there_is_one(desk: Desk) -> None:
    desk.issuer.client_secret = "hush"
    with pytest.raises(UserError, match="client_secret"):
        desk.keeper().token()
    assert desk.keeper(secret=lambda: "hush").token()


def test_nothing_that_prints_shows_a_token(desk: Desk) -> None:
    keeper = desk.keeper(secret=lambda: "hush")
    desk.issuer.client_secret = "hush"
    token = keeper.token()
    inside = [part for part in vars(keeper).values() if part is not desk.memory]
    shown = repr(keeper) + repr(inside) + repr(kept(desk))
    assert token not in shown
    assert kept(desk).refresh_token not in shown
    assert "hush" not in shown
