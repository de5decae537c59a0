"""Calendars and rooms in office.toml: what is wrong is said at once, with its place and what was probably meant."""

from __future__ import annotations

import pytest

from tests.settings.conftest import Folder

ROOM = ["[rooms.quai]", 'title = "Salle du Quai"', "capacity = 12", 'approver = "anna@bell.example"']
CALDAV = ["[calendars.anna]", 'person = "anna@bell.example"', 'kind = "caldav"', 'url = "https://dav.bell.example/"']
FEED = [
    "[calendars.anna]",
    'person = "anna@bell.example"',
    'kind = "feed"',
    'url = "https://x.example/a.ics?key=s3cret"',
]
FILE = ["[calendars.anna]", 'person = "anna@bell.example"', 'kind = "file"', 'path = "anna.ics"']
LOGIN = ['user = "anna"', 'password = { env = "DAV" }']


@pytest.mark.parametrize(
    "lines",
    [CALDAV, [*CALDAV, *LOGIN, "write = true", 'invitations = "caldav"', 'calendar = "Travail"'], FEED, FILE,
     [*FEED[:3], 'url = "webcal://x.example/a.ics"'], [*FEED[:3], 'url = "http://intranet/a.ics"', "local = true"],
     [*CALDAV[:3], 'url = "http://127.0.0.1:5232/anna/"', *LOGIN],
     [*ROOM, "[calendars.quai]", 'room = "quai"', 'kind = "folder"', 'path = "quai"', "write = true"]],
)  # fmt: skip
def test_what_is_right_is_taken(folder: Folder, lines: list[str]) -> None:
    settings = folder.office(*lines).load().settings
    assert len(settings.calendars) == 1


def test_what_is_not_written_is_careful(folder: Folder) -> None:
    (table,) = folder.office(*CALDAV).load().settings.calendars.values()
    assert (table.write, table.invitations, table.local, table.timeout_seconds) == (False, "mail", False, 30)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([*CALDAV[:3]], "calendars.anna: A calendar of the kind “caldav” needs url =."),
        ([*FILE, 'url = "https://x.example/"'], "calendars.anna: A calendar of the kind “file” has no url: take it out."),
        ([*FILE[:3]], "calendars.anna: A calendar of the kind “file” needs path =."),
        ([CALDAV[0], *CALDAV[2:]], "calendars.anna: Say whose calendar it is, once: person = an address, or room ="),
        ([*ROOM, *CALDAV, 'room = "quai"'], "calendars.anna: Say whose calendar it is, once:"),
        ([CALDAV[0], 'room = "quais"', *CALDAV[2:], *ROOM], "calendars.anna.room: There is no room “quais”: did you mean quai?"),
        ([CALDAV[0], 'room = "x"', *CALDAV[2:]], "calendars.anna.room: There is no room “x”: make it, as [rooms.x]"),
        ([CALDAV[0], 'person = "ana@bell.example"', *CALDAV[2:]],
         "calendars.anna.person: Nobody has the address “ana@bell.example”: did you mean anna@bell.example?"),
        ([*ROOM[:3], 'approver = "zoe@elsewhere.example"'], "rooms.quai.approver: Nobody in the table of people has"),
        ([*CALDAV, LOGIN[0]], "calendars.anna: A user needs a password, and a password needs a user"),
        ([*CALDAV, 'user = "a"', 'password = "hunter2"'], "calendars.anna.password: A password is not written here"),
        ([*CALDAV, 'user = "a"', 'password = { file = "secrets/dav" }'], "calendars.anna.password: The secret file"),
        ([*CALDAV[:3], 'url = "http://dav.bell.example/"'], "calendars.anna: http would send the password in the clear"),
        ([*FEED[:3], 'url = "http://x.example/a.ics"'], "calendars.anna: A feed over http can be changed on its way"),
        ([*CALDAV[:3], 'url = "https://anna:hunter2@dav.bell.example/"'], "calendars.anna.url: The url holds a login"),
        ([*CALDAV[:3], 'url = "https://a..example/x"'], "calendars.anna.url: This is not the address of a calendar"),
        ([*CALDAV[:3], 'url = "dav.bell.example"'], "calendars.anna.url: This is not the address of a calendar"),
        ([*CALDAV[:3], 'url = "file:///etc/passwd"'], "calendars.anna.url: This is not the address of a calendar"),
        ([*CALDAV[:3], 'url = "https://x.example:0x/"'], "calendars.anna.url: This is not the address of a calendar"),
        ([*FEED, "write = true"], "calendars.anna: A feed is only read: take write = true out."),
        ([*CALDAV, 'invitations = "caldav"'], "calendars.anna: Only a CalDAV calendar with write = true sends"),
        ([*CALDAV, "wirte = true"], "calendars.anna.wirte: This key is unknown: did you mean write?"),
        ([*CALDAV[:2], 'kind = "exchange"', CALDAV[3]], "calendars.anna.kind: “exchange” is not allowed here: write"),
        ([*CALDAV, 'ca_file = "no.pem"'], "calendars.anna.ca_file: The file no.pem is missing."),
        ([*ROOM[:1]], "rooms.quai.title: This is missing: write it."),
        ([*ROOM, 'equipement = ["screen"]'], "rooms.quai.equipement: This key is unknown: did you mean equipment?"),
        ([CALDAV[0].replace("anna", "Anna B"), *CALDAV[1:]], "office.toml"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_its_place(folder: Folder, lines: list[str], complaint: str) -> None:
    said = folder.office(*lines).complaints()
    assert any(complaint in one for one in said), said
    assert not any("hunter2" in one or "s3cret" in one for one in said)


def test_all_that_is_wrong_is_said_at_once(folder: Folder) -> None:
    folder.office(*CALDAV[:3], *ROOM, 'kind = "hall"', "[calendars.b]", 'person = "zoe@x.example"', *FEED[2:])
    said = folder.complaints("fr")
    assert len(said) == 3
    assert {one.split(": ")[1] for one in said} == {"calendars.anna", "rooms.quai.kind", "calendars.b.person"}
