"""What comes from outside is cut, read and told without being believed: calendars, answers in XML, single lines."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.calendars import multistatus, words
from officebot.connectors.calendars.multistatus import Refused, condition, read
from officebot.connectors.calendars.occurring import happenings
from officebot.connectors.calendars.pieces import NotACalendar, cuts, joined, pieces, pieces_of_bytes
from officebot.connectors.workers import WorkerPool
from officebot.core.agendas import CalendarObject
from officebot.testing.calendarcontract import event
from tests.speed import within

ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
PARIS = ZoneInfo("Europe/Paris")


def calendar(*components: str, head: str = "VERSION:2.0\r\n") -> str:
    return f"BEGIN:VCALENDAR\r\n{head}{''.join(components)}END:VCALENDAR\r\n"


def an_event(uid: str, *lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""))


# ── cutting ───────────────────────────────────────────────────────────────────────────────────────────────


def test_an_object_keeps_its_exceptions_and_only_the_zones_it_names() -> None:
    text = calendar(
        ZONE.format(name="Paris"), ZONE.format(name="Rome"),
        an_event("a", "DTSTART;TZID=Paris:20261124T120000"), an_event("b", 'DTSTART;TZID="Rome":20261124T120000'),
        an_event("a", "RECURRENCE-ID;TZID=Par\r\n is:20261124T120000"),
    )  # fmt: skip
    first, second = pieces(text)
    assert (first.uid, second.uid) == ("a", "b")
    assert first.text.count("BEGIN:VEVENT") == 2
    assert ("TZID:Paris" in first.text, "TZID:Rome" in first.text) == (True, False)
    assert ("TZID:Paris" in second.text, "TZID:Rome" in second.text) == (False, True)
    assert first.text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


def test_a_uid_that_is_folded_is_read_whole_and_an_alarms_is_not_taken_for_it() -> None:
    alarm = "BEGIN:VALARM\r\nUID:alarm\r\nEND:VALARM"
    (found,) = pieces(calendar(an_event("abc\r\n def\r\n\tghi", alarm)))
    assert found.uid == "abcdefghi"
    assert "UID:alarm" in found.text
    (bare,) = pieces(calendar(f"BEGIN:VEVENT\r\n{alarm}\r\nEND:VEVENT\r\n"))
    assert bare.uid == "no-uid-1"


def test_text_that_looks_like_a_component_is_no_component() -> None:
    (found,) = pieces(calendar(an_event("a", "DESCRIPTION:x\r\n BEGIN:VEVENT\r\n UID:evil", "SUMMARY:END:VEVENT")))
    assert found.uid == "a"


def test_bare_line_ends_and_small_letters_are_understood() -> None:
    (found,) = pieces("begin:vcalendar\nbegin:vevent\nuid;x=y:a\nend:vevent\nend:vcalendar")
    assert found.uid == "a"


def test_several_calendars_in_one_text_are_all_cut() -> None:
    assert [one.uid for one in pieces(event("a") + event("b") + event("a"))] == ["a", "b", "a~2"]


@pytest.mark.parametrize(
    "text",
    ["", "x", "END:VCALENDAR", "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
     "BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:B\nEND:A\nEND:B\nEND:VCALENDAR", "BEGIN:VCALENDAR\n" + "BEGIN:A\n" * 1000],
)  # fmt: skip
def test_what_does_not_close_is_no_calendar(text: str) -> None:
    with pytest.raises(NotACalendar):
        cuts(text)
    assert pieces_of_bytes(text.encode()) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_words_are_read_in_the_charset_they_were_written_in(encoding: str) -> None:
    (found,) = pieces_of_bytes(calendar(an_event("a", "SUMMARY:Réunion")).encode(encoding)) or []
    assert "SUMMARY:Réunion" in found.text


def test_a_line_may_be_folded_within_a_letter_and_no_other_line_suffers() -> None:
    raw = calendar(an_event("a", "SUMMARY:Réunion"), an_event("b", "SUMMARY:Pièce")).encode()
    first, second = pieces_of_bytes(raw.replace("é".encode(), b"\xc3\r\n \xa9")) or []
    assert "Réunion" in first.text
    assert "Pièce" in second.text


@given(
    st.lists(st.tuples(st.text("abcAB-@.", min_size=1, max_size=90), st.text("é x\\;:,", max_size=40)), max_size=8)
)
def test_what_was_cut_and_joined_again_says_the_same(given_events: list[tuple[str, str]]) -> None:
    text = calendar(ZONE.format(name="P"), *(an_event(uid, f"SUMMARY:{said}") for uid, said in given_events))
    (cut,) = cuts(text)
    assert set(cut.parts) == {uid for uid, _ in given_events}
    (again,) = cuts(joined(cut))
    assert (again.head, dict(again.zones), dict(again.parts)) == (cut.head, dict(cut.zones), dict(cut.parts))
    assert sum(one.text.count("BEGIN:VEVENT") for one in pieces(text)) == len(given_events)


LINES = ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "UID:a", " x", "DTSTART:1", "ATTENDEE;A="]


@given(st.text(max_size=300) | st.lists(st.sampled_from(LINES)).map("\n".join))
def test_no_text_breaks_the_cutting(text: str) -> None:
    pieces_of_bytes(text.encode("utf-8", "replace"))
    words.events(text)
    words.same(text, text)
    words.for_client(words.for_store(text))
    words.appointment(text, PARIS).render("fr")
    words.changes(text, event("a"), PARIS).render("en")


HOSTILE = [
    "BEGIN:" * 17_000,
    "BEGIN:VCALENDAR\n" + "UID:" + "\n x" * 33_000,
    "BEGIN:VCALENDAR\n" + "UID;" + "a" * 100_000,
    "BEGIN:VCALENDAR\n" + "UID;a=b" * 14_000,
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + ";TZID=" * 16_000,
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + ';TZID="' * 14_000 + "\nEND:VEVENT\nEND:VCALENDAR\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + "A;b=c" * 20_000 + "\nEND:VEVENT\nEND:VCALENDAR\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + "\\" * 100_000 + "\nEND:VEVENT\nEND:VCALENDAR\n",
    "\n " * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[f"hostile {number}" for number in range(len(HOSTILE))])
def test_a_hundred_kilobytes_of_malice_cost_little(text: str) -> None:
    for act in (lambda: pieces_of_bytes(text.encode()), lambda: words.events(text), lambda: words.for_client(text)):
        # A few patterns and loops of Python each; one pattern alone stays far below 50 ms.
        within(0.2, act)


# ── answers in XML ────────────────────────────────────────────────────────────────────────────────────────

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    b'<d:multistatus xmlns:d="DAV:">&b;</d:multistatus>'
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b"",
        b"<html></html>",
        b"<a>" * 100 + b"</a>" * 100,
        b"<a",
        b"\xff",
    ],
)
def test_an_answer_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        read(body)
    assert condition(body) == ""


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_answers(body: bytes) -> None:
    for raw in (body, b'<d:multistatus xmlns:d="DAV:">' + body + b"</d:multistatus>"):
        try:
            read(raw)
        except Refused:
            continue


def test_the_properties_that_were_found_are_told_apart_from_those_that_were_not() -> None:
    body = """<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/a</d:href>
      <d:propstat><d:prop><d:getetag>wrong</d:getetag></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>
      <d:propstat><d:prop><d:getetag>"1"</d:getetag><c:calendar-data><![CDATA[BEGIN:&]]></c:calendar-data></d:prop>
      <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
      <d:response><d:href>/b</d:href><d:status>HTTP/1.1 404 Gone</d:status></d:response>
      <d:sync-token>t</d:sync-token></d:multistatus>"""
    found = read(body.encode())
    assert [(one.href, one.status, one.etag, one.text) for one in found.resources] == [
        ("/a", 200, '"1"', "BEGIN:&"), ("/b", 404, "", ""),
    ]  # fmt: skip
    assert found.sync_token == "t"
    assert multistatus.condition(b'<error xmlns="DAV:"><no-uid-conflict xmlns="urn:x"/></error>') == "no-uid-conflict"


# ── single lines ──────────────────────────────────────────────────────────────────────────────────────────


def test_two_texts_that_differ_in_order_and_stamps_say_the_same() -> None:
    one = calendar(an_event("a", "DTSTAMP:20261101T000000Z", "SUMMARY:x", 'DTSTART;X-A=1;TZID="P":20261124T120000'))
    other = calendar(
        an_event("a", "DTSTART;TZID=P:20261124T1\r\n 20000", "SUMMARY:x", "DTSTAMP:20261102T000000Z", "X-B:1"),
        head="",
    )
    assert words.same(one, other)
    assert not words.same(one, other.replace("SUMMARY:x", "SUMMARY:y"))
    assert not words.same(one, calendar())


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("DTSTART;VALUE=DATE:20261124",), "“—”, 24 November 2026"),
        (("DTSTART:20261124T120000",), "“—”, 24 November 2026 at 12:00"),
        (("DTSTART;TZID=America/New_York:20261124T080000", "DTEND;TZID=America/New_York:20261124T090000"),
         "“—”, 24 November 2026 at 14:00 to 15:00"),
        (("DTSTART:20261124T220000Z", "DTEND:20261125T010000Z"),
         "“—”, 24 November 2026 at 23:00 to 25 November 2026 at 02:00"),
        (("DTSTART;TZID=Romance Standard Time:20261124T120000", "DURATION:PT90M"),
         "“—”, 24 November 2026 at 12:00 to 13:30"),
        (("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270102"),
         "“—”, 24 December 2026 to 1 January 2027"),
        (("DTSTART;TZID=Nowhere/Land:20261124T120000",), "“—”, without a time that is understood"),
        (("DTSTART:tomorrow",), "“—”, without a time that is understood"),
        (("SUMMARY:a\\nb\\, c\\;d\\\\", "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=DAILY"),
         "“a b, c;d\\”, 24 November 2026, repeated"),
    ],
)  # fmt: skip
def test_an_appointment_is_told_by_its_lines(lines: tuple[str, ...], told: str) -> None:
    assert words.appointment(calendar(an_event("a", *lines)), PARIS).render("en") == told


def test_a_zone_is_no_event_and_a_task_is_told_apart_from_another() -> None:
    zone = ZONE.format(name="P")
    assert [one.value("UID") for one in words.events(calendar(zone, an_event("a"), zone))] == ["a"]
    task = calendar(an_event("a", "SUMMARY:x").replace("VEVENT", "VJOURNAL"))
    assert not words.same(task, task.replace("SUMMARY:x", "SUMMARY:y"))


def test_another_length_is_told_by_the_other_end() -> None:
    before, after = (calendar(an_event("a", "DTSTART:20261124T120000Z", f"DURATION:PT{hours}H")) for hours in (1, 3))
    assert words.changes(before, after, PARIS).render("en") == (
        "24 November 2026 at 13:00 to 16:00 instead of 24 November 2026 at 13:00 to 14:00"
    )


def test_the_differences_of_a_series_are_told() -> None:
    before = calendar(an_event("a", "DTSTART:20261124T120000Z", "RRULE:FREQ=WEEKLY"))
    after = calendar(
        an_event("a", "DTSTART:20261124T120000Z", "RRULE:FREQ=WEEKLY", "STATUS:CANCELLED", "LOCATION:Paris"),
        an_event("a", "RECURRENCE-ID:20261201T120000Z", "DTSTART:20261202T120000Z"),
    )
    assert words.changes(before, after, PARIS).render("en") == (
        "at Paris, status CANCELLED, one date of the series is set apart: 2 December 2026 at 13:00"
    )
    assert words.changes(before, before, PARIS).render("en") == "nothing that a person would notice"


# ── when it takes place ───────────────────────────────────────────────────────────────────────────────────


def test_a_calendar_full_of_endless_rules_is_listed_at_once(workers: WorkerPool) -> None:
    since, until = datetime(2026, 11, 24, tzinfo=PARIS), datetime(2026, 12, 24, tzinfo=PARIS)
    rules = ("FREQ=SECONDLY", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=13")
    bombs = [
        calendar(an_event(f"b{number}", f"DTSTART{zone}:19700101T000000", f"RRULE:{rules[number % 3]}"))
        for number, zone in enumerate(("", ";TZID=Nowhere") * 20)
    ]
    good = calendar(an_event("good", "DTSTART:20261125T120000Z", "RRULE:FREQ=WEEKLY;COUNT=2"))
    objects = [CalendarObject(calendar="anna", href=f"{place}.ics", etag="", text=text)
               for place, text in enumerate((*bombs, good))]  # fmt: skip
    began = time.monotonic()
    told = happenings(objects, since, until, PARIS, workers)
    assert time.monotonic() - began < 10
    assert [one.uid for one in told.found] == ["good", "good"]
    assert len(told.problems) == len(bombs)


def test_a_zone_that_one_calendar_defines_says_nothing_of_anothers(workers: WorkerPool) -> None:
    since, until = datetime(2026, 11, 24, tzinfo=PARIS), datetime(2026, 12, 24, tzinfo=PARIS)
    own = an_event("a", "DTSTART;TZID=Mine:20261125T100000", "DTEND;TZID=Mine:20261125T110000")
    texts = [calendar(ZONE.format(name="Mine"), own),
             calendar(ZONE.format(name="Mine").replace("+0100", "+0500"), own), calendar(own)]  # fmt: skip
    objects = [CalendarObject(calendar=str(n), href="a.ics", etag="", text=text) for n, text in enumerate(texts)]
    told = happenings(objects, since, until, PARIS, workers)
    assert {one.calendar: one.start.hour for one in told.found} == {"0": 9, "1": 5}
    assert [problem.where for problem in told.problems] == ["2: a"]


@pytest.mark.parametrize(("kind", "hidden"), [("PUBLIC", False), ("", False), ("PRIVATE", True), ("X-SECRET", True)])
def test_a_kind_of_secrecy_that_nobody_knows_is_secret(kind: str, hidden: bool, workers: WorkerPool) -> None:
    since, until = datetime(2026, 11, 24, tzinfo=PARIS), datetime(2026, 12, 24, tzinfo=PARIS)
    text = calendar(an_event("a", "DTSTART:20261125T120000Z", f"CLASS:{kind}"))
    (found,) = happenings(
        [CalendarObject(calendar="a", href="a", etag="", text=text)], since, until, PARIS, workers
    ).found
    assert found.is_private is hidden
