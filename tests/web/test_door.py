"""The door and the server behind it: what is half asked holds nothing up, and nobody's mistake shuts another out."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from time import monotonic

import pytest

from officebot.app import App
from officebot.core.people import Person
from officebot.engine.deciding import access
from officebot.web.server import Dashboard
from officebot.web.signing_in import Attempts
from tests.app.days import Lived
from tests.web.browser import Browser, entered

pytestmark = pytest.mark.xdist_group("day")
WORDS = "verre soufflé du lundi"
PATIENCE = 0.3


@contextmanager
def dashboard(lived: Lived, folder: Path | None = None) -> Iterator[tuple[App, Dashboard, Person]]:
    with App(folder or lived.folder) as app:
        shown = Dashboard(app, port=0, patience=PATIENCE)
        shown.start()
        try:
            yield app, shown, app.answer(None).person
        finally:
            shown.stop()


def behind_a_proxy(lived: Lived, place: Path) -> Path:
    """A copy of the office whose dashboard a proxy serves."""
    folder = place / "office"
    copytree(lived.folder, folder, ignore=lambda _, names: [one for one in names if one.endswith(".sock")])
    settings = folder / "office.toml"
    told = settings.read_text(encoding="utf-8")
    named = told.replace("\n[service]\n", '\n[service]\npublic_url = "https://bureau.example"\n')
    assert named != told
    settings.write_text(named, encoding="utf-8")
    return folder


def answered(port: int, sent: bytes) -> bytes:
    """What comes back until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as open_:
        open_.sendall(sent)
        got = b""
        while part := open_.recv(65_536):
            got += part
    return got


def test_a_form_that_stops_in_the_middle_is_given_up_and_its_connection_let_go(lived_day: Lived) -> None:
    with dashboard(lived_day) as (_, shown, _):
        here = f"127.0.0.1:{shown.port}"
        half = (
            f"POST /sign-in HTTP/1.1\r\nhost: {here}\r\norigin: http://{here}\r\ncontent-length: 900\r\n"
            "content-type: application/x-www-form-urlencoded\r\n\r\nname="
        )
        began = monotonic()
        assert answered(shown.port, half.encode()).startswith(b"HTTP/1.1 408")
        assert monotonic() - began < 4


@pytest.mark.parametrize(
    "half", [b"", b"GET / HTTP/1.1\r\nhost: x\r\n", b"GET /health HTTP/1.1\r\nhost: x\r\n\r\nGET "]
)
def test_a_request_that_never_begins_whole_holds_no_connection(lived_day: Lived, half: bytes) -> None:
    with dashboard(lived_day) as (_, shown, _):
        began = monotonic()
        answered(shown.port, half)
        assert monotonic() - began < 8


def test_of_more_connections_than_an_office_has_browsers_the_later_ones_are_sent_away(lived_day: Lived) -> None:
    with App(lived_day.folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        held = [socket.create_connection(("127.0.0.1", shown.port), timeout=10) for _ in range(210)]
        try:
            asked = f"GET /health HTTP/1.1\r\nhost: 127.0.0.1:{shown.port}\r\n\r\n".encode()
            assert answered(shown.port, asked).startswith(b"HTTP/1.1 503")
        finally:
            for one in held:
                one.close()
            shown.stop()


def test_wrong_names_from_this_machine_shut_nobody_else_out(lived_day: Lived) -> None:
    with dashboard(lived_day) as (app, shown, nadia):
        access.set_password(app.ledger, nadia, WORDS, app.clock.now())
        browser = Browser(shown.address)
        tries = [browser.post("/sign-in", {"name": f"inconnu {n}", "password": "x"}).status for n in range(7)]
        assert tries == [401] * 7
        # Who it is asked for counts only where there is to be a proxy: else each try would name another address.
        given = {"name": "personne", "password": "x"}
        told = [browser.post("/sign-in", given, headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in range(7)]
        assert [one.status for one in told][-1] == 429
        assert browser.post("/enter", {"code": access.make_entry(app.ledger, nadia)}).status == 200
        assert Browser(shown.address).post("/sign-in", {"name": nadia.address, "password": WORDS}).status == 200


def test_behind_a_proxy_tries_count_by_the_address_that_it_names_and_by_none_where_it_names_none(
    lived_day: Lived, tmp_path: Path
) -> None:
    with dashboard(lived_day, behind_a_proxy(lived_day, tmp_path)) as (_, shown, _):
        browser = Browser(shown.address)

        def tried(number: int, **headers: str) -> int:
            given = {"name": f"inconnu {number}", "password": "x"}
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return browser.post("/sign-in", given, headers=named).status

        assert [tried(n) for n in range(7)] == [401] * 7
        assert 429 in [tried(n, x_forwarded_for="192.0.2.7") for n in range(10, 18)]
        assert tried(20, x_forwarded_for="192.0.2.8") == 401


def test_wrong_tries_at_the_door_keep_nobody_inside_from_proving_who_they_are(lived_day: Lived) -> None:
    with dashboard(lived_day) as (app, shown, nadia):
        access.set_password(app.ledger, nadia, WORDS, app.clock.now())
        inside, outside = entered(shown.address, app, nadia), Browser(shown.address)
        tries = [outside.post("/sign-in", {"name": nadia.address, "password": "x"}).status for _ in range(7)]
        assert tries[-1] == 429
        assert inside.act("/account/prove", {"password": WORDS}).status == 200
        proofs = [inside.act("/account/prove", {"password": "x"}).status for _ in range(7)]
        assert proofs[-1] == 429


def test_of_ten_thousand_names_those_tried_longest_ago_are_forgotten_and_no_others() -> None:
    attempts = Attempts(clock=lambda: 0.0)
    for _ in range(5):
        attempts.begin("claire")
    for number in range(9_999):
        attempts.begin(f"junk {number}")
    assert attempts.begin("claire") > 0
    attempts.begin("one more")
    assert attempts.begin("claire") == 0
    for _ in range(5):
        attempts.begin("junk 9998")
    assert attempts.begin("junk 9998") > 0


def test_for_whom_one_acted_is_forgotten_with_the_session(lived_day: Lived) -> None:
    with dashboard(lived_day) as (app, shown, nadia):
        browser = entered(shown.address, app, nadia)

        def acts_for() -> str:
            kept = f"officebot_for={nadia.address}; officebot_session=gone"
            return str(browser.get("/queue", stay=True, headers={"cookie": kept}).headers.get_all("set-cookie"))

        assert 'officebot_for=""' in acts_for()
        entry = access.make_entry(app.ledger, nadia)
        told = Browser(shown.address).post("/enter", {"code": entry}, stay=True)
        assert 'officebot_for=""' in str(told.headers.get_all("set-cookie"))
