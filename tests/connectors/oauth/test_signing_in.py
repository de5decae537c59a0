"""The first token: by a browser with PKCE, by a code typed elsewhere, and not by anybody who only knows the door."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from officebot.connectors.oauth.exchange import Line
from officebot.connectors.oauth.issuers import issuer_of
from officebot.connectors.oauth.signing_in import Loopback, Question, SigningIn
from officebot.connectors.oauth.tokens import Client, Grant
from officebot.core.problems import UserError
from officebot.testing.issuer import CLIENT_ID, SCOPE, FakeIssuer, Fault, running_issuer

DESK = "desk@office.example"


@pytest.fixture
def issuer() -> Iterator[FakeIssuer]:
    with running_issuer(DESK) as running:
        yield running


def signing(issuer: FakeIssuer) -> SigningIn:
    client = Client(issuer=issuer.url, id=CLIENT_ID, scopes=(SCOPE,))
    return SigningIn(client, Line(name="desk", timeout=2), hint=DESK)


def visit(address: str, host: str = "") -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def in_a_browser(issuer: FakeIssuer) -> tuple[Grant | UserError, tuple[int, str]]:
    """What becomes of a sign-in whose browser goes where it is sent."""
    signer = signing(issuer)
    with Loopback("127.0.0.1", closing="Fini.") as door:
        question = signer.begin(door.redirect)
        seen: list[tuple[int, str]] = []
        browser = threading.Thread(target=lambda: seen.append(visit(question.address)))
        browser.start()
        came_back = door.wait(question, 5)
        browser.join(5)
    try:
        return signer.finish(question, came_back), seen[0]
    except UserError as error:
        return error, seen[0]


def test_a_browser_brings_a_grant_that_was_proven(issuer: FakeIssuer) -> None:
    grant, page = in_a_browser(issuer)
    assert isinstance(grant, Grant)
    assert grant.refresh_token in issuer.refresh_tokens
    assert page == (200, "Fini.")
    shown = issuer.shown[0]
    assert (shown["code_challenge_method"], shown["login_hint"], shown["scope"]) == ("S256", DESK, SCOPE)
    assert len(issuer.asked[0]["code_verifier"]) >= 43  # RFC 7636 §4.1


def test_a_no_keeps_nothing(issuer: FakeIssuer) -> None:
    issuer.says_no = True
    refused, _ = in_a_browser(issuer)
    assert isinstance(refused, UserError)
    assert "declined" in str(refused)
    assert issuer.asked == []


def test_the_door_opens_only_to_who_knows_the_state_and_calls_it_by_its_name(issuer: FakeIssuer) -> None:
    question = signing(issuer).begin("http://127.0.0.1:1/")
    with Loopback("127.0.0.1", closing="Fini.") as door:
        waiting: list[str] = []
        waiter = threading.Thread(target=lambda: waiting.append(door.wait(question, 5)))
        waiter.start()
        assert visit(door.redirect + "?code=a&state=wrong")[0] == 404
        assert visit(door.redirect + "favicon.ico")[0] == 404
        assert visit(f"{door.redirect}?code=a&state={question.state}", host="evil.example")[0] == 404
        assert visit(f"{door.redirect}?code=a&code=b&state={question.state}")[0] == 404
        assert waiter.is_alive()
        assert visit(f"{door.redirect}?code=a&state={question.state}")[0] == 200
        waiter.join(5)
    assert "code=a" in waiting[0]


def test_the_door_closes_after_its_time(issuer: FakeIssuer) -> None:
    with Loopback("127.0.0.1", closing="Fini.") as door:
        assert door.wait(signing(issuer).begin(door.redirect), 0.2) == ""


@pytest.mark.parametrize(
    "address",
    ["", "?", "http://127.0.0.1:9/", "?code=a", "?code=a&state=b", "?code=a&state={state}&state={state}",
     "?code=a&state={state}&iss=https://evil.example", "http://[?code=a&state={state}"],
)  # fmt: skip
def test_an_address_that_is_not_the_answer_is_refused_before_the_issuer_is_asked(
    issuer: FakeIssuer, address: str
) -> None:
    signer = signing(issuer)
    question = signer.begin("http://127.0.0.1:9/")
    with pytest.raises(UserError, match="does not answer this sign-in"):
        signer.finish(question, address.replace("{state}", question.state))
    assert issuer.asked == []


def test_a_stolen_code_is_worth_nothing_without_the_proof(issuer: FakeIssuer) -> None:
    signer = signing(issuer)
    question = signer.begin("http://127.0.0.1:9/")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(question.address).query).items()}
    came_back = issuer.authorize(asked)
    thief = Question(question.address, question.redirect, question.state, "x" * 50)
    with pytest.raises(UserError):
        signer.finish(thief, came_back)
    assert issuer.refresh_tokens == set()


def test_an_issuer_that_gives_no_refresh_token_is_said(issuer: FakeIssuer) -> None:
    issuer.overrides = {"refresh_token": None}
    refused, _ = in_a_browser(issuer)
    assert isinstance(refused, UserError)
    assert "only once" in str(refused)


# ── by a code ─────────────────────────────────────────────────────────────────────────────────────────────


def by_code(issuer: FakeIssuer) -> tuple[Grant, list[float], list[tuple[str, str]]]:
    slept: list[float] = []
    shown: list[tuple[str, str]] = []
    grant = signing(issuer).by_code(lambda *words: shown.append(words), sleep=slept.append, now=lambda: sum(slept))
    return grant, slept, shown


def test_a_code_typed_elsewhere_brings_a_grant_and_the_issuer_is_asked_as_slowly_as_it_wishes(
    issuer: FakeIssuer,
) -> None:
    issuer.slow_down, issuer.pending = 1, 2
    issuer.faults = [Fault(status=503)]
    grant, slept, shown = by_code(issuer)
    assert grant.refresh_token in issuer.refresh_tokens
    assert shown == [(f"{issuer.url}/type-it", "WDJB-MJHT")]
    assert slept == [5, 10, 15, 15, 15]


def test_a_code_that_nobody_types_ends(issuer: FakeIssuer) -> None:
    issuer.pending = 10_000
    with pytest.raises(UserError, match="within the time"):
        by_code(issuer)
    assert 900 / 5 - 2 <= len(issuer.asked) <= 900 / 5


def test_a_no_to_a_code_keeps_nothing(issuer: FakeIssuer) -> None:
    issuer.says_no = True
    with pytest.raises(UserError, match="declined"):
        by_code(issuer)


def test_an_issuer_without_codes_names_the_other_way(issuer: FakeIssuer) -> None:
    issuer.configuration = {"device_authorization_endpoint": None}
    with pytest.raises(UserError, match="--paste"):
        by_code(issuer)


# ── the two that most offices have ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "hosts", "scope"),
    [
        ("google", {"accounts.google.com", "oauth2.googleapis.com"}, "https://mail.google.com/"),
        ("microsoft", {"login.microsoftonline.com"}, "https://outlook.office.com/IMAP.AccessAsUser.All"),
    ],
)
def test_the_known_issuers_are_asked_at_their_own_hosts_without_a_look_around(
    name: str, hosts: set[str], scope: str
) -> None:
    found = issuer_of(name, (), Line(name="desk"))
    addresses = [urlsplit(one) for one in (found.authorize, found.token, found.device) if one]
    assert {one.hostname for one in addresses} == hosts
    assert {one.scheme for one in addresses} == {"https"}
    assert scope in found.scopes
    assert issuer_of(name, ("other",), Line(name="desk")).scopes == ("other",)
