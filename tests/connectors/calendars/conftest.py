"""Calendars of every kind that may be written, each with a second view of the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from officebot.connectors.calendars.caldav import CalDavCalendar
from officebot.connectors.calendars.files import FileCalendar, FolderCalendar
from officebot.connectors.calendars.store import CalendarStore
from officebot.connectors.http import Site
from officebot.connectors.workers import WorkerPool
from officebot.testing.davserver import DavServer, dav_server
from officebot.testing.oddserver import OddServer, odd_server

KINDS = ("radicale", "xandikos", "odd", "file", "folder")
_NUMBERS = count(1)
EMPTY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\nEND:VCALENDAR\r\n"


class Pair(NamedTuple):
    """The same calendar twice."""

    store: CalendarStore
    elsewhere: CalendarStore


@pytest.fixture(scope="session")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool() as pool:
        yield pool


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DavServer]:
    with dav_server("radicale", tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture(scope="session")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DavServer]:
    with dav_server("xandikos", tmp_path_factory.mktemp("xandikos")) as server:
        yield server


@pytest.fixture
def odd() -> Iterator[OddServer]:
    with odd_server() as server:
        yield server


def site(url: str, server: DavServer | None = None, **changes: object) -> Site:
    """How a calendar on loopback is reached."""
    login = {"user": server.user, "password": server.password} if server else {}
    return Site(**{"name": "anna", "url": url, "timeout": 10.0, **login, **changes})  # type: ignore[arg-type]


def on_server(server: DavServer, workers: WorkerPool, name: str = "") -> CalDavCalendar:
    """A new calendar there, or another view of one."""
    return CalDavCalendar(site(server.calendar(name or f"c{next(_NUMBERS)}"), server), workers, can_write=True)


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest, workers: WorkerPool, tmp_path: Path) -> Iterator[Pair]:
    kind = request.param
    if kind == "file":
        (tmp_path / "anna.ics").write_text(EMPTY)
        made = Pair(*(FileCalendar("anna", tmp_path / "anna.ics", workers, can_write=True) for _ in range(2)))
    elif kind == "folder":
        made = Pair(*(FolderCalendar("anna", tmp_path, can_write=True) for _ in range(2)))
    elif kind == "odd":
        url = request.getfixturevalue("odd").url
        made = Pair(*(CalDavCalendar(site(url), workers, can_write=True) for _ in range(2)))
    else:
        name = f"c{next(_NUMBERS)}"
        made = Pair(*(on_server(request.getfixturevalue(kind), workers, name) for _ in range(2)))
    yield made
    for one in made:
        one.close()


@pytest.fixture
def store(pair: Pair) -> CalendarStore:
    return pair.store


@pytest.fixture
def elsewhere(pair: Pair) -> CalendarStore:
    return pair.elsewhere
