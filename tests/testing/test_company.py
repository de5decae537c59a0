"""The sample company: complete, believable to a machine, and the same each time."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from email.utils import getaddresses
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import vobject
from openpyxl import load_workbook

from officebot.resources import packaged
from officebot.settings.load import load_office
from officebot.testing.company.workbooks import write_workbooks
from officebot.testing.day import load_answers, load_mails

COMPANY = files("officebot.testing") / "company"
MONDAY = date(2026, 11, 23)


def entries() -> Iterator[Mapping[str, Any]]:
    for place in (COMPANY / "mails").iterdir():
        yield from tomllib.loads(place.read_text("utf-8")).get("mail", [])


def test_the_sample_office_has_no_problem() -> None:
    loaded = load_office(packaged("config"))
    assert len(loaded.people.all) == 6
    assert len(loaded.contacts.all) >= 25


def test_there_is_mail_in_both_languages_for_the_day_and_from_before() -> None:
    told = Counter((entry["lang"], entry["day"] < 0) for entry in entries())
    assert told["fr", False] >= 130
    assert told["fr", True] >= 40
    assert told["en", False] >= 110
    assert told["en", True] >= 35


def test_every_mail_lies_on_the_day_or_in_the_three_weeks_before() -> None:
    for entry in entries():
        at = time.fromisoformat(entry["at"])
        on_the_day = entry["day"] == 0 and time(7) <= at <= time(19)
        assert on_the_day or -20 <= entry["day"] < 0, entry["id"]


def test_every_correspondent_has_an_address_that_belongs_to_nobody() -> None:
    for entry in entries():
        for _, address in getaddresses([entry["from"], *entry["to"], *entry.get("cc", [])]):
            assert address.endswith(".example"), entry["id"]


def test_an_answer_comes_after_what_it_answers() -> None:
    known = {entry["id"]: entry for entry in entries()}
    for entry in known.values():
        parent = known.get(entry.get("in_reply_to", ""))
        if parent is not None:
            assert (parent["day"], parent["at"]) < (entry["day"], entry["at"]), entry["id"]


def test_the_company_writes_the_same_mails_each_time() -> None:
    assert [mail.raw for mail in load_mails(MONDAY)] == [mail.raw for mail in load_mails(MONDAY)]


def test_only_people_of_the_office_decide() -> None:
    people = load_office(packaged("config")).people
    answers = load_answers(MONDAY)
    assert {answer.does for answer in answers} == {"approve", "reject", "undo"}
    assert all(people.named(answer.who) for answer in answers)
    assert all(answer.because for answer in answers if answer.does == "reject")


@pytest.mark.parametrize("person", load_office(packaged("config")).people.all, ids=lambda person: person.local_part)
def test_everyone_has_a_valid_calendar_for_the_week(person: Any) -> None:
    written = (COMPANY / "calendars" / f"{person.local_part}.ics").read_bytes()
    # RFC 5545 §3.1: lines end in CRLF and are at most 75 octets long.
    assert all(len(line) <= 75 and b"\n" not in line for line in written.split(b"\r\n"))
    calendar = vobject.readOne(written.decode())
    assert calendar.validate(raiseException=True)
    events = calendar.vevent_list
    assert 8 <= len(events) <= 12
    assert len({event.uid.value for event in events}) == len(events)
    assert any("rrule" in event.contents for event in events)
    assert any(not isinstance(event.dtstart.value, datetime) for event in events)
    assert all(event.dtstart.value < event.dtend.value for event in events)


def test_the_workbooks_are_the_same_each_time_and_open(tmp_path: Path) -> None:
    written = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        written.append(write_workbooks(tmp_path / name))
    assert [place.name for place in written[0]] == [
        "stock.xlsx",
        "budget-2026.xlsx",
        "commandes.xlsx",
        "factures.xlsx",
    ]
    for once, again in zip(*written, strict=True):
        assert once.read_bytes() == again.read_bytes()
        # Two writings within one second would be the same anyhow: no moment of saving may stand in it.
        core = zipfile.ZipFile(once).read("docProps/core.xml").decode()
        assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2026-11-20T17:00:00Z"] * 2
    stock = load_workbook(written[0][0]).active
    articles = [row for row in stock.iter_rows(min_row=2, values_only=True) if row[0]]
    assert len(articles) == 30
    assert stock._charts
    assert stock.conditional_formatting


def test_a_year_s_budget_is_spread_without_losing_a_euro(tmp_path: Path) -> None:
    budget = load_workbook(write_workbooks(tmp_path)[1])["Budget"]
    lines = {row[0]: row[2:14] for row in budget.iter_rows(min_row=2, max_row=17, values_only=True)}
    assert sum(lines["Gaz et électricité"]) == 186_000
    assert sum(lines["Salaires et charges"]) == 1_842_000
