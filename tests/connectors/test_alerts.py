"""Alerts go out by a person's own medium; here a web hook on this machine takes them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from officebot.connectors.alerts import AlertPerformer
from officebot.core.actions import AlertPerson
from officebot.core.problems import UserError
from officebot.sdk import Done, Failed, Job, NotDone, Retry


class Told:
    """A secret that is no secret."""

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value


class Hook:
    """A web hook: what it was told, and with which status it answers."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.status = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(hook.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


ALERT = AlertPerson(to="nadia@office.example", title="At once: kiln *down*", body="From Tom\nWanted by 10:00")


def job(action: AlertPerson = ALERT) -> Job:
    return Job(id=1, key="one", action=action)


def test_a_person_is_alerted_by_their_own_medium(hook: Hook) -> None:
    performer = AlertPerformer({"nadia@office.example": Told(hook.url)})

    assert performer.prepare(ALERT).preview.values[0] == ("person", "nadia@office.example")
    assert performer.perform([job()]) == [Done()]
    assert [(one["title"], one["message"]) for one in hook.heard] == [(ALERT.title, ALERT.body)]


def test_a_medium_that_does_not_take_it_is_tried_again(hook: Hook) -> None:
    hook.status = 503
    performer = AlertPerformer({"nadia@office.example": Told(hook.url)})
    assert isinstance(performer.perform([job()])[0], Retry)


def test_whoever_has_no_medium_cannot_be_alerted() -> None:
    with pytest.raises(UserError, match=r"alerts"):
        AlertPerformer({}).prepare(ALERT)


def test_a_medium_that_nobody_knows_is_refused_and_alerts_nobody() -> None:
    performer = AlertPerformer({"nadia@office.example": Told("nonsense")})
    assert isinstance(performer.perform([job()])[0], Failed)
    with pytest.raises(UserError):
        performer.check("nadia@office.example")


def test_after_a_crash_an_alert_is_sent_again_and_none_is_taken_back() -> None:
    performer = AlertPerformer({})
    assert performer.was_done(job()) == NotDone()
    assert isinstance(performer.undo([job()])[0], Failed)
