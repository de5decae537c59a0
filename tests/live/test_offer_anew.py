"""An offer whose time is given away before the yes to it, over real servers: the guest is offered other times."""

from __future__ import annotations

from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

import pytest

from officebot.engine.ledger import open_sqlite
from officebot.engine.ledger import proposals as rows
from tests.app.offices import officebot
from tests.live.test_office_meeting import Live, live, start_of

__all__ = ["live"]

pytestmark = pytest.mark.live


def test_times_that_were_given_away_before_the_yes_are_offered_no_more_and_others_are(live: Live) -> None:
    live.writes("Hello, could we meet Étienne Kerbrat and Sophie Delmas next week, 45 minutes? Best, Ines")
    live.run("once")
    [waiting] = [one for one in live.run("queue", "--json").facts if one["duty"] == "calendar_coordination"]
    begin = _first_time(live, waiting["id"])
    _enter(live, "sophie", begin)

    called = officebot("approve", str(waiting["id"]), office=live.office)
    assert (called.code, "Dentist" in called.err) == (1, True)
    assert live.sink.mails == []
    live.approves()
    assert len(live.sink.mails) == 1
    offered = [start_of(one) for one in live.events("etienne")]
    assert len(offered) == 3
    assert begin.astimezone(UTC) not in offered


def _first_time(live: Live, proposal: int) -> datetime:
    """The first time that an offer names."""
    with closing(open_sqlite(live.office / "state" / "ledger.db")) as ledger, ledger.reading() as tx:
        found = [one.params["start"] for one in rows.actions_of(tx, [proposal]) if one.kind == "calendar.check_free"]
    return datetime.fromisoformat(found[0])


def _enter(live: Live, name: str, start: datetime) -> None:
    """Somebody writes into a calendar by another program."""
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\nDTEND:{start.astimezone(UTC) + timedelta(hours=1):%Y%m%dT%H%M%SZ}\r\n"
        "SUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    who = b64encode(f"{live.dav.user}:{live.dav.password}".encode()).decode()
    address = f"{live.dav.calendar(name).rstrip('/')}/dentist.ics"
    asked = Request(
        address, text.encode(), {"Authorization": f"Basic {who}", "Content-Type": "text/calendar"}, method="PUT"
    )
    with urlopen(asked, timeout=10) as answered:
        assert answered.status == 201
