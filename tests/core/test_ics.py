"""Calendar feeds: what other programs read is what was written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.calendars.lines import escaped, folded
from officebot.core.ics import Event, feed

STAMP = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
#: Any text a mail may hold, without what a calendar may not: control characters but line feeds.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"), include_characters="\n"))


def event(**more: Any) -> Event:
    return Event(**{"uid": "one@office", "summary": "Devis", "start": date(2026, 11, 27), "stamp": STAMP, **more})


def read(text: str) -> Any:
    return vobject.readOne(text)


def test_a_day_is_a_whole_day_and_an_hour_is_that_instant() -> None:
    whole = read(feed("Office", [event()])).vevent
    assert (whole.dtstart.value, whole.dtend.value) == (date(2026, 11, 27), date(2026, 11, 28))
    at = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    timed = read(feed("Office", [event(start=at, length=timedelta(hours=1))])).vevent
    assert (timed.dtstart.value, timed.dtend.value) == (at, at + timedelta(hours=1))


def test_the_same_events_give_the_same_text() -> None:
    assert feed("Office", [event()]) == feed("Office", [event()])
    assert feed("Office", [event()]) != feed("Office", [event(summary="Other")])


def test_an_event_says_what_rfc_5545_demands_of_it() -> None:
    text = feed("Office", [event(categories=("A", "B,C"), url="mid:1@a.example", description="x")])
    for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "UID:one@office", "DTSTAMP:20261123T080000Z", "TRANSP:TRANSPARENT",
                 "CATEGORIES:A,B\\,C", "URL:mid:1@a.example"):  # fmt: skip
        assert f"{line}\r\n" in text
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")


@given(WORDS, WORDS)
def test_any_words_read_back_to_themselves(summary: str, description: str) -> None:
    found = read(feed("Office", [event(summary=f"a{summary}z", description=f"b{description}z")])).vevent
    assert found.summary.value == f"a{summary}z"
    assert found.description.value == f"b{description}z"


@given(st.text())
def test_no_line_is_longer_than_75_octets_and_none_is_cut_inside_a_character(words: str) -> None:
    pieces = list(folded(words))
    assert all(len(piece.encode("utf-8", "replace")) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == words
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("x\r\nBEGIN:VEVENT\r\nUID:forged", id="line ends"),
        pytest.param("x\x00\x1b[31m\u2028", id="control characters"),
    ],
)
def test_hostile_words_cannot_add_a_line(words: str) -> None:
    text = feed(words, [event(summary=words, uid=words, url=f"mid:{words}")])
    assert text.count("BEGIN:VEVENT\r\n") == 1
    assert "\x00" not in text
    assert "\x1b" not in text


def test_separators_are_escaped() -> None:
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"
