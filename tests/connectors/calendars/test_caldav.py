"""A calendar is found from any address of its server, read by what changed, and what goes wrong is one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from officebot.connectors.calendars.caldav import CalDavCalendar, strong
from officebot.connectors.workers import WorkerPool
from officebot.core.problems import Unavailable, UserError
from officebot.testing.calendarcontract import event
from officebot.testing.davserver import DavServer, dav_server
from officebot.testing.oddserver import HOME, OddServer
from tests.connectors.calendars.conftest import on_server, site
from tests.connectors.webserver import web


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refused:
        act()
    return refused.value.render()


def fill(odd: OddServer, count: int) -> None:
    for number in range(count):
        odd.changed(f"{number:03}.ics", event(f"{number:03}"), None, True)


# ── finding it ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["radicale", "xandikos"])
def test_a_calendar_is_found_from_its_servers_address(
    kind: str, tmp_path_factory: pytest.TempPathFactory, workers: WorkerPool
) -> None:
    with dav_server("radicale" if kind == "radicale" else "xandikos", tmp_path_factory.mktemp("dav")) as server:
        named = server.calendar("calendar" if kind == "xandikos" else "work")
        single = CalDavCalendar(site(server.url, server), workers)
        assert server.url + single.path[1:] == named
        other = server.calendar("travel")
        several = CalDavCalendar(site(server.url, server), workers)
        assert "several calendars" in refusal(several.read)
        assert "travel" in refusal(several.read)
        chosen = CalDavCalendar(site(server.url, server), workers, wanted="travel")
        assert server.url + chosen.path[1:] == other
        missing = CalDavCalendar(site(server.url, server), workers, wanted="trips")
        assert "no calendar “trips”" in refusal(missing.read)
        for calendar in (single, several, chosen, missing):
            calendar.close()


def test_a_calendar_that_does_not_exist_is_said(
    radicale: DavServer, xandikos: DavServer, workers: WorkerPool
) -> None:
    for server in (radicale, xandikos):
        url = server.calendar("nowhere", make=False)
        calendar = CalDavCalendar(site(url, server), workers)
        assert refusal(calendar.read).startswith("anna: 127.0.0.1 has no calendar at")
        calendar.close()


def test_a_wrong_password_is_said_without_repeating_it(radicale: DavServer, workers: WorkerPool) -> None:
    calendar = CalDavCalendar(site(radicale.calendar("a"), radicale, password="hunter2"), workers)
    assert refusal(calendar.read) == "anna: 127.0.0.1 refuses the login of anna: check user and password."
    assert "hunter2" not in repr(site("http://x.example", radicale, password="hunter2"))
    calendar.close()


def test_a_server_that_does_not_answer_is_unavailable(workers: WorkerPool, odd: OddServer) -> None:
    calendar = CalDavCalendar(site("http://127.0.0.1:9/calendar/"), workers)
    with pytest.raises(Unavailable, match="cannot be reached"):
        calendar.read()
    elsewhere = CalDavCalendar(site(f"http://127.0.0.1:{odd.port}/nothing/"), workers)
    assert "has no calendar" in refusal(elsewhere.read)
    elsewhere.close()


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_listing_that_comes_in_parts_is_read_to_its_end(odd: OddServer, workers: WorkerPool) -> None:
    fill(odd, 35)
    calendar = CalDavCalendar(site(odd.url), workers)
    assert len(calendar.read()) == 35
    calendar.close()


def test_what_did_not_change_is_not_fetched_again(odd: OddServer, workers: WorkerPool) -> None:
    fill(odd, 5)
    calendar = CalDavCalendar(site(odd.url), workers)
    first = calendar.read()
    odd.asked.clear()
    assert calendar.read() == first
    assert odd.asked == [f"REPORT {HOME}"]
    odd.changed("003.ics", event("003", "Other"), None, False)
    odd.changed("004.ics", None, None, False)
    assert ["Other" in one.text for one in calendar.read()] == [False, False, False, True]
    calendar.close()


def test_a_token_that_is_refused_leads_to_a_full_reading(odd: OddServer, workers: WorkerPool) -> None:
    fill(odd, 5)
    calendar = CalDavCalendar(site(odd.url), workers)
    assert len(calendar.read()) == 5
    odd.changed("001.ics", None, None, False)
    odd.forget()
    odd.changed("new.ics", event("new"), None, True)
    odd.asked.clear()
    assert [one.href.rpartition("/")[2] for one in calendar.read()] == [
        "000.ics",
        "002.ics",
        "003.ics",
        "004.ics",
        "new.ics",
    ]
    assert len(odd.asked) == 3  # refused, all listed, the new one fetched
    calendar.close()


def test_what_is_too_large_is_counted_and_left_out(odd: OddServer, workers: WorkerPool) -> None:
    fill(odd, 2)
    odd.changed("big.ics", event("big", "x" * 1_100_000), None, True)
    calendar = CalDavCalendar(site(odd.url), workers)
    assert len(calendar.read()) == 2
    assert calendar.left_out == 1
    fill(odd, 3)
    assert len(calendar.read()) == 3
    assert calendar.left_out == 1, "what is still there, and still not read, is still told"
    odd.changed("big.ics", event("big"), None, False)
    assert len(calendar.read()) == 4
    assert calendar.left_out == 0
    calendar.close()


def test_an_entry_that_a_server_keeps_back_makes_the_calendar_one_that_cannot_be_read(
    odd: OddServer, workers: WorkerPool
) -> None:
    fill(odd, 3)
    odd.keeps_back = {"001.ics"}
    calendar = CalDavCalendar(site(odd.url), workers)
    with pytest.raises(Unavailable, match="only some of the entries"):
        calendar.read()
    odd.keeps_back = set()
    assert len(calendar.read()) == 3
    calendar.close()


def test_a_place_outside_the_calendar_is_refused(odd: OddServer, workers: WorkerPool) -> None:
    calendar = CalDavCalendar(site(odd.url), workers, can_write=True)
    for href in (
        "/remote.php/dav/calendars/bob/x.ics",
        "https://other.example/x.ics",
        "../x.ics",
        HOME,
        f"{HOME}%2e%2e/x",
    ):
        assert "does not lie in this calendar" in refusal(lambda href=href: calendar.put(href, event("x"), ""))
    calendar.close()


def test_a_weak_version_is_sent_as_the_strong_one_it_stands_for() -> None:
    assert [strong(one) for one in ('"a"', 'W/"a"', "a", "", ' W/"a" ')] == ['"a"', '"a"', '"a"', "", '"a"']


def test_whether_a_server_invites_by_itself_is_known(
    odd: OddServer, radicale: DavServer, workers: WorkerPool
) -> None:
    for calendar, expected in ((CalDavCalendar(site(odd.url), workers), True), (on_server(radicale, workers), False)):
        assert calendar.tells_attendees() is expected
        calendar.close()


# ── hostile servers ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("etag", ['"a\nb"', '"\r\nX-Other: y"', '"✓"', '"\x00"'])
def test_a_version_that_no_header_can_name_is_no_version(etag: str) -> None:
    assert strong(etag) == ""


@pytest.mark.parametrize("href", ["http://[", "//[x/a.ics", "http://127.0.0.1:port/a.ics", "%2e%2e/a.ics"])
def test_an_entry_at_what_is_no_place_in_the_calendar_is_passed_over(workers: WorkerPool, href: str) -> None:
    about = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
    found = "<d:getetag>1</d:getetag><c:calendar-data>BEGIN:VCALENDAR</c:calendar-data>"
    parts = (("/cal/", about), (href, found), ("/cal/good.ics", found))
    body = '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">' + "".join(
        f"<d:response><d:href>{place}</d:href><d:propstat><d:prop>{said}</d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        for place, said in parts
    )
    with web(lambda path, asked: (207, {}, f"{body}</d:multistatus>".encode())) as served:
        calendar = CalDavCalendar(site(served.url("/cal/")), workers)
        assert [one.href for one in calendar.read()] == ["/cal/good.ics"]
        calendar.close()
