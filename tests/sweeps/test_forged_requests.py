"""TRUST 14, 16, 19: requests that come from elsewhere change nothing and are told nothing; a yes counts for what was shown."""

# ruff: noqa: E501 - a table of requests reads best one a line
from __future__ import annotations

import itertools
import random
import re
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from officebot.app import App
from officebot.core.people import Person
from officebot.engine.deciding import access
from officebot.engine.record import views
from officebot.web.server import Dashboard
from officebot.web.signing_in import COOKIE
from tests.app.days import Lived
from tests.web.browser import Browser, entered

pytestmark = [pytest.mark.xdist_group("day"), pytest.mark.timeout(600)]


class Answer(NamedTuple):
    """What a raw request got: its status (0 where the line was only closed), the head, the body."""

    status: int
    head: str
    body: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A copy of the lived office, its dashboard, and somebody who is signed in there."""

    app: App
    port: int
    nadia: Person
    token: str
    word: str
    browser: Browser

    def raw(self, data: bytes) -> Answer:
        """Send these very bytes: no library keeps what is wrong with them from going out."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            # An end that is never told (the line stays open) ends by time; what came until then is the answer.
            with suppress(ConnectionError, TimeoutError):
                line.sendall(data)
            with suppress(ConnectionError, TimeoutError):
                while part := line.recv(65536):
                    got += part
        head, _, body = got.decode("utf-8", "replace").partition("\r\n\r\n")
        found = re.match(r"HTTP/1\.\d (\d{3})", head)
        return Answer(int(found[1]) if found else 0, head, body)

    def ask(self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes = b"") -> Answer:
        """One request with these headers, as they stand, and the length of its body."""
        told = [*headers, ("connection", "close"), ("content-length", str(len(body)))]
        lines = "".join(f"{name}: {value}\r\n" for name, value in told)
        return self.raw(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def mine(self) -> list[tuple[str, str]]:
        """The headers of a form that this very browser sends from this very page."""
        return [
            ("host", self.host), ("origin", f"http://{self.host}"), ("sec-fetch-site", "same-origin"),
            ("cookie", f"{COOKIE}={self.token}"), ("content-type", "application/x-www-form-urlencoded"),
        ]  # fmt: skip

    def state(self) -> list[tuple[int, str]]:
        """All that a request might change: each proposal's state, who is signed in, what was shown."""
        with self.app.ledger.reading() as tx:
            found = [tuple(row) for row in tx.exec_driver_sql("SELECT id, state FROM proposals ORDER BY id")]
            for table in ("sessions", "passwords", "shown", "later", "approvals", "delegations"):
                found.append((-1, str(tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar())))
        return found

    def waiting(self) -> list[views.ProposalView]:
        return views.waiting_for(self.app.ledger, self.nadia, self.app.clock.now())[1]


@contextmanager
def desk(lived: Lived, place: Path) -> Iterator[Desk]:
    folder = place / "office"
    shutil.copytree(lived.folder, folder, ignore=lambda _, names: [one for one in names if one.endswith(".sock")])
    with App(folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            nadia = app.answer(None).person
            browser = entered(shown.address, app, nadia)
            token = str(next(one.value for one in browser.cookies if one.name == COOKIE))
            yield Desk(app, shown.port, nadia, token, browser.word(), browser)
        finally:
            shown.stop()


def secrets_of(desk: Desk) -> list[str]:
    """Words of this office that stand on its pages."""
    names = [one.name for one in desk.app.facts.people.all]
    titles = [one.title.render(language) for one in desk.waiting() for language in ("fr", "en")]
    return [*names, *titles, desk.nadia.address, desk.word, desk.token]


def test_a_thousand_forged_requests_change_nothing_and_are_told_nothing(
    lived_day: Lived, tmp_path: Path, is_sweep: bool
) -> None:
    with desk(lived_day, tmp_path) as at:
        one = at.waiting()[0]
        own, port = f"http://{at.host}", at.port
        hosts = [at.host, "evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", "127.0.0.1",
                 f"127.0.0.1:{port + 1}", f"0.0.0.0:{port}", f"[::]:{port}", ""]  # fmt: skip
        origins = [own, None, "null", "http://evil.example", f"http://{at.host}.evil.example", f"https://{at.host}",
                   f"http://127.0.0.1:{port + 1}", f"{own} http://evil.example"]  # fmt: skip
        methods = ["POST", "GET", "PUT", "DELETE", "OPTIONS", "PATCH"]
        words = [at.word, "", "0" * 64]
        cookies = [at.token, None, "x" * 43]
        tried, accepted, told = 0, [], []
        known, before = secrets_of(at), at.state()
        every = list(itertools.product(hosts, origins, methods, words, cookies))
        random.Random(14).shuffle(every)
        for host, origin, method, word, cookie in every if is_sweep else every[:1_100]:
            ours = (host, word, cookie) == (at.host, at.word, at.token)
            # Whoever has the cookie may look, from a link; and a whole request of our own is none that was forged.
            if (method == "GET" and host == at.host and cookie == at.token and origin in (own, None)) or (
                ours and method == "POST" and origin == own
            ):
                continue
            headers = [("host", host), ("content-type", "application/x-www-form-urlencoded")]
            headers += [("origin", origin)] if origin is not None else []
            headers += [("cookie", f"{COOKIE}={cookie}")] if cookie is not None else []
            body = urlencode({"form_word": word, "hash": one.hash, "because": "no"}).encode()
            path = (
                f"/proposal/{one.id}"
                if method == "GET"
                else f"/proposal/{one.id}/{'approve' if tried % 2 else 'reject'}"
            )
            answer = at.ask(method, path, headers, body if method != "GET" else b"")
            tried += 1
            if answer.status == 200:
                accepted.append((host, origin, method, word, cookie))
            if any(secret in answer.body + answer.head for secret in known):
                told.append((host, origin, method, word, cookie))
        after = at.state()
        # Turned round: the same request as the page itself sends it is accepted.
        form = urlencode({"form_word": at.word, "hash": one.hash}).encode()
        assert at.ask("POST", f"/proposal/{one.id}/approve", at.mine(), form).status == 303
        assert views.proposal(at.app.ledger, one.id).state == "approved"
    print(f"\nTRUST 14: {tried} forged requests, {len(accepted)} accepted, {len(told)} told of the office")
    assert tried >= 1000
    assert (accepted, told, after == before) == ([], [], True)


def test_requests_that_no_browser_sends_are_refused(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as at:
        one, known = at.waiting()[0], secrets_of(at)
        before = at.state()
        form = urlencode({"form_word": at.word, "hash": one.hash}).encode()
        path, mine = f"/proposal/{one.id}/approve", at.mine()
        cookie = f"Cookie: {COOKIE}={at.token}\r\n"
        length = f"Content-Length: {len(form)}\r\n"

        def without(name: str) -> list[tuple[str, str]]:
            return [one for one in mine if one[0] != name]

        big = b"form_word=" + b"a" * 1_100_000
        chunked = b"".join(b"%x\r\n%s\r\n" % (len(big[n : n + 60_000]), big[n : n + 60_000]) for n in range(0, len(big), 60_000)) + b"0\r\n\r\n"  # fmt: skip
        mine_as_lines = "".join(f"{name}: {value}\r\n" for name, value in mine)
        tries = {
            "HTTP/1.0 without Host": at.raw(f"GET / HTTP/1.0\r\n{cookie}\r\n".encode()),
            "no Host": at.raw(f"GET / HTTP/1.1\r\n{cookie}\r\n".encode()),
            "two Hosts": at.ask("GET", "/", [("host", at.host), ("host", "evil.example"), mine[3]]),
            "two Hosts, the other first": at.ask("GET", "/", [("host", "evil.example"), ("host", at.host), mine[3]]),
            "two Origins": at.ask("POST", path, [*mine, ("origin", "http://evil.example")], form),
            "two lengths": at.ask("POST", path, [*mine, ("content-length", "1")], form),
            "X-Forwarded-Host": at.ask("POST", path, [("host", "evil.example"), *without("host"), ("x-forwarded-host", at.host)], form),
            "absolute target elsewhere": at.raw(f"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n{cookie}Connection: close\r\n\r\n".encode()),
            "absolute target, our Host": at.raw(f"POST http://evil.example{path} HTTP/1.1\r\n{mine_as_lines}{length}Connection: close\r\n\r\n".encode() + form),
            "another site of this machine": at.ask("POST", path, [*without("sec-fetch-site"), ("sec-fetch-site", "same-site")], form),
            "a part of another site's page": at.ask("GET", "/", [*without("sec-fetch-site"), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]),
            "as text": at.ask("POST", path, [*without("content-type"), ("content-type", "text/plain")], form),
            "as several parts": at.ask("POST", path, [*without("content-type"), ("content-type", "multipart/form-data; boundary=x")], form),
            "a body too large": at.ask("POST", path, mine, big),
            "a length below zero": at.raw(f"POST {path} HTTP/1.1\r\n{mine_as_lines}Content-Length: -1\r\n\r\n".encode()),
            "a body too large, in chunks": at.raw(f"POST {path} HTTP/1.1\r\n{mine_as_lines}Transfer-Encoding: chunked\r\n\r\n".encode() + chunked),
            "length and chunks": at.raw(f"POST {path} HTTP/1.1\r\n{mine_as_lines}{length}Transfer-Encoding: chunked\r\n\r\n".encode() + form),
            "a method of one's own": at.ask("APPROVE", path, mine, form),
            "TRACE": at.ask("TRACE", "/", mine),
            "method override": at.ask("GET", path, [*mine, ("x-http-method-override", "POST")]),
            "a GET with the form's words": at.ask("GET", f"{path}?{form.decode()}", mine),
        }  # fmt: skip
        for target in ("//static/../proposal", "/static/../office.toml", "/static/%2e%2e/door.py", "/static/..%2fdoor.py",
                       "/static/%2e%2e%2f%2e%2e%2foffice.toml", "/static//etc/passwd", "/static/style.css%00.js", "/%2e%2e/",
                       "/proposal/../queue", "//evil.example/", f"/proposal/{one.id}/file/0/..%2f..%2fledger.db",
                       f"/proposal/{one.id}/file/0/%2e%2e", f"/proposal/-{one.id}", "/proposal/99999999999999999999"):  # fmt: skip
            tries[target] = at.ask("GET", target, [*without("origin")])
        after = at.state()
        assert {tries[name].status for name in tries if name.startswith("a body too large")} <= {0, 413}
        assert tries["a body too large, in chunks"].status == 413
    wrong = {
        name: answer.status for name, answer in tries.items() if answer.status in (200, 500) or answer.status == 303
    }
    strayed = [name for name, answer in tries.items() if name[0] != "/" and any(one in answer.body for one in known)]
    print(f"\n{len(tries)} odd requests: {sorted({answer.status for answer in tries.values()})}")
    assert (wrong, strayed, after == before) == ({}, [], True)


def test_what_is_typed_into_addresses_leads_nowhere_else(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as at:
        access.set_password(at.app.ledger, at.nadia, "verre soufflé du lundi", at.app.clock.now())
        told = []
        for to in ("http://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
                   "javascript:alert(1)", "/ok\r\nSet-Cookie: officebot_session=x", "https:evil.example", "", " //evil.example",
                   "/\n/evil.example", "data:text/html,x"):  # fmt: skip
            browser = Browser(f"http://{at.host}")
            fields = {"name": at.nadia.name, "password": "verre soufflé du lundi", "to": to}
            answer = browser.post("/sign-in", fields, stay=True)
            shown = browser.get("/sign-in?" + urlencode({"to": to, "lang": "fr"}), stay=True)
            # The session's own, and the one that goes: for whom somebody acted before.
            names = sorted(one.partition("=")[0] for one in answer.headers.get_all("set-cookie") or ())
            if answer.headers["location"] != "/" or names != ["officebot_for", "officebot_session"]:
                told.append((to, answer.headers["location"]))
            if 'name="to" value="/"' not in shown.text:
                told.append((to, "the door's own form"))
        assert told == []
        cookies = answer.headers.get_all("set-cookie") or []
        cookie = next(one for one in cookies if one.startswith("officebot_session=")).lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie


def test_a_session_is_new_at_each_door_and_ends_with_the_password(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as at:
        mine = [("host", at.host)]
        # A cookie that somebody else put there is no session, before or after.
        planted = "planted" * 6
        code = access.make_entry(at.app.ledger, at.nadia)
        headers = [*mine, *at.mine()[1:3], ("cookie", f"{COOKIE}={planted}"), at.mine()[4]]
        came = at.ask("POST", "/enter", headers, urlencode({"code": code}).encode())
        assert came.status == 303
        assert planted not in came.head
        assert at.ask("GET", "/", [*mine, ("cookie", f"{COOKIE}={planted}")]).status == 303
        # Another tab, another machine: all end with the old password.
        other = entered(f"http://{at.host}", at.app, at.nadia)
        new = {"password": "sable et potasse au four", "again": "sable et potasse au four"}
        assert at.browser.act("/account/password", new).status == 200
        assert other.get("/", stay=True).status == 303
        assert at.ask("GET", "/", [*mine, ("cookie", f"{COOKIE}={at.token}")]).status == 303
        page = at.browser.get("/")
        assert page.status == 200
        assert page.headers["cache-control"] == "no-store"


def test_what_was_typed_outlives_the_session(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as at:
        one = at.waiting()[0]
        access.close_session(at.app.ledger, at.token)
        form = {
            "form_word": at.word,
            "because": "Trop cher : <b>demander</b> à Kilbride",
            "password": "secret du jour",
        }
        answer = at.browser.post(f"/proposal/{one.id}/reject", form)
        assert answer.status == 401
        assert "Trop cher : &lt;b&gt;demander&lt;/b&gt; à Kilbride" in answer.text
        assert "secret du jour" not in answer.text
        assert at.word not in answer.text
        # Signed in again, one comes back to the page of the form, not to the first one.
        assert f'name="to" value="/proposal/{one.id}"' in answer.text
        assert views.proposal(at.app.ledger, one.id).state == "waiting"


def test_approved_content_that_was_changed_by_a_byte_a_recipient_or_a_file_is_never_sent(
    lived_day: Lived, tmp_path: Path
) -> None:
    changes = {
        "a byte": "UPDATE blobs SET data = CAST(replace(CAST(data AS TEXT), 'o', 'O') AS BLOB) WHERE hash IN"
                  " (SELECT value FROM actions, json_each(actions.blobs) WHERE proposal_id = ?)",
        "a recipient": "UPDATE actions SET params = replace(params, '@', '@evil.') WHERE proposal_id = ?",
        "a file": "UPDATE actions SET blobs = (SELECT json_group_object(key, printf('%064d', 0))"
                  " FROM json_each(actions.blobs)) WHERE proposal_id = ?",
        "the hash": "UPDATE proposals SET hash = printf('%064d', 0) WHERE id = ?",
    }  # fmt: skip
    with desk(lived_day, tmp_path) as at:
        drafts = [one for one in at.waiting() if any(action.blobs for action in one.actions)]
        assert len(drafts) > len(changes)
        changed: dict[str, int] = {}
        for (name, change), one in zip(changes.items(), drafts[1:], strict=False):
            assert at.browser.act(f"/proposal/{one.id}/approve", {"hash": one.hash}).status == 200
            with at.app.ledger.writing() as tx:
                assert tx.exec_driver_sql(change, (one.id,)).rowcount
            changed[name] = one.id
        at.app.engine.executor.work(wait_seconds=10)
        ends = {name: str(views.proposal(at.app.ledger, number).state) for name, number in changed.items()}
    print(
        f"\nTRUST 19: {sum(state in ('done', 'partly-done') for state in ends.values())} of {len(ends)} sent: {ends}"
    )
    assert not set(ends.values()) & {"done", "partly-done", "doing"}, ends
