"""Calendars are read from any program's writing, and refused in a sentence where they are none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.calendars.components import LARGEST_CALENDAR, Component, read_calendars
from officebot.core.calendars.lines import Line, escaped, escaped_whole, line_of, unescaped, unfolded, written
from officebot.core.calendars.memory import Kept, kept_of
from officebot.core.problems import UserError
from tests.speed import within

EVENT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Réunion à Évry\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def event(data: bytes | str) -> Component:
    (calendar,) = read_calendars(data)
    return calendar.children[0]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(EVENT.encode(), id="as the standard says"),
        pytest.param(EVENT.replace("\r\n", "\n").encode(), id="ended by LF"),
        pytest.param(EVENT.replace("\r\n", "\r").encode(), id="ended by CR"),
        pytest.param(b"\xef\xbb\xbf" + EVENT.encode(), id="with a byte-order mark"),
        pytest.param(EVENT.encode("utf-16"), id="UTF-16"),
        pytest.param(EVENT.encode("cp1252"), id="a Western charset"),
        pytest.param(EVENT.replace("Évry", "É\r\n vry").encode(), id="folded"),
        pytest.param(EVENT.replace("Évry", "\r\n\r\n Évry").encode(), id="folded after an empty line"),
        pytest.param(EVENT.encode().replace(b"\xc3\xa9u", b"\xc3\r\n \xa9u"), id="folded inside a letter"),
        pytest.param(EVENT.replace("BEGIN", "begin").replace("SUMMARY", "Summary").encode(), id="in small letters"),
        pytest.param(EVENT.replace("END:VEVENT\r\n", "").encode(), id="never closed"),
        pytest.param(EVENT.replace("END:VEVENT", "END:VEVNET\r\nBEGIN:VEVENT").encode(), id="closed by a misspelt name"),
        pytest.param(EVENT.replace("UID:1", "UID:1\r\nEND:VALARM\r\nno content").encode(), id="with what is nothing"),
        pytest.param(EVENT.replace("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "").replace("END:VCALENDAR", "").encode(), id="bare"),
    ],
)  # fmt: skip
def test_an_event_is_read_however_it_is_written(data: bytes) -> None:
    found = event(data)
    assert found.value("UID") == "1"
    assert unescaped(found.value("SUMMARY")) == "Réunion à Évry"


def test_quoted_printable_that_nobody_decoded_is_decoded() -> None:
    coded = EVENT.replace("UID:1", "UID:1\r\nATTENDEE;CN=3DBob;\r\n PARTSTAT=3DACCEPTED:mailto:b@x.example")
    assert event(coded.replace("é", "=C3=A9")).first("ATTENDEE").param("PARTSTAT") == "ACCEPTED"
    kept = event(EVENT.replace("UID:1", "UID:1\r\nATTENDEE;CN=3D Studio;ROLE=CHAIR:mailto:b@x.example"))
    assert kept.first("ATTENDEE").param("CN") == "3D Studio"


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 100, b"Subject: BEGIN", b"BEGIN:VCARD\nEND:VCARD", b"BEGIN:VALARM\nEND:VALARM"]
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="no calendar"):
        read_calendars(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"BEGIN:VCALENDAR\n" + b"A" * LARGEST_CALENDAR, "larger"),
        ("BEGIN:VCALENDAR\n" + "BEGIN:X-PART\n" * 50, "levels deep"),
        ("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 100_001, "components"),
    ],
)
def test_a_calendar_that_would_take_too_long_is_refused(data: bytes | str, words: str) -> None:
    def run() -> None:
        with pytest.raises(UserError, match=words):
            read_calendars(data)

    within(2, run)


names = st.from_regex(r"[A-Z][A-Z0-9-]{0,12}", fullmatch=True)
values = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=60)


@given(
    name=names, value=values, params=st.lists(st.tuples(names, st.lists(values, min_size=1, max_size=2).map(tuple)))
)
def test_a_line_that_was_written_is_read_as_it_was(
    name: str, value: str, params: list[tuple[str, tuple[str, ...]]]
) -> None:
    line = Line(name, value, tuple(params))
    (text,) = unfolded(written([line]))
    assert line_of(text) == line


@given(words=st.text(st.characters(blacklist_categories=["C"]), max_size=80))
def test_words_survive_escaping(words: str) -> None:
    assert unescaped(escaped(words)) == words.replace("\u2028", "").replace("\u2029", "")


@given(words=st.text(max_size=80))
def test_what_is_escaped_whole_loses_nothing(words: str) -> None:
    assert unescaped(escaped_whole(words)) == words


@given(value=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60), person=st.emails())
def test_what_is_remembered_is_read_as_it_was_written(value: str, person: str) -> None:
    kept = Kept(
        said="REPLY", event=Component("VEVENT", (Line("UID", "1"), Line("SUMMARY", value))), person=person, version=2
    )
    (text,) = unfolded(written([kept.line]))
    assert kept_of(line_of(text)) == kept


@given(data=st.binary(max_size=300))
def test_whatever_follows_is_read_or_refused(data: bytes) -> None:
    for made in (data, b"BEGIN:VCALENDAR\n" + data, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART" + data):
        with suppress(UserError):
            assert read_calendars(made)


def test_control_characters_are_left_out_of_whatever_they_stand_in() -> None:
    text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\x00b\r\nSUMMARY:\x1b[31mred\x9b\x7f\x85 Été\r\nEND:VEVENT\r\nEND:VCALENDAR"
    for data in (text, text.encode()):
        (event,) = read_calendars(data)[0].children
        assert (event.value("UID"), event.value("SUMMARY")) == ("ab", "[31mred Été")
