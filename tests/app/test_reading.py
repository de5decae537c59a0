"""What a proposal holds is shown as people read it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from officebot.app.reading import as_read, cells_in


def test_cells_are_told_by_what_stands_there_and_what_would() -> None:
    told = as_read("0/cells", b'[["Stock!D5", 40, 37], ["Stock!A9", null, "PAP-A4"], ["Stock!B2", "x", null]]')
    assert told.render("fr") == "Stock!D5: 40 → 37\nStock!A9: — → PAP-A4\nStock!B2: x → —"


def test_what_is_no_list_of_cells_is_shown_as_it_is() -> None:
    for raw in (b"{}", b"[1, 2]", b"no json", b'[["A1", 1]]', b'{"cells": []}'):
        assert cells_in(raw) is None
        assert as_read("0/cells", raw).render("en") == raw.decode()


def test_an_entry_in_utc_is_told_on_the_offices_clock_as_the_letter_about_it_is() -> None:
    held = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261212T180000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert "19:00" in as_read("1/object", held, ZoneInfo("Europe/Paris")).render("fr")
    assert "18:00" in as_read("1/object", held).render("fr")


def test_whom_a_mail_is_given_to_is_said_in_words() -> None:
    told = as_read("2/envelope", b'{"recipients": ["a@x.example", "b@x.example"], "sender": "c@x.example"}')
    assert told.render("fr") == "Part à\N{NO-BREAK SPACE}: a@x.example, b@x.example"
    assert as_read("2/envelope", b"[]").render("en") == "[]"
