"""Values cross as JSON and come back equal; what has another shape than its type is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.charts.model import Chart, Series
from officebot.core.reports.period import Period
from officebot.core.workbooks.cells import Area, Fault, Formula
from officebot.core.workbooks.tables import Column, Row, Table
from officebot.isolation import answering, shapes, wire
from officebot.isolation.calendars import closed
from officebot.isolation.shapes import from_json, to_json
from officebot.isolation.words import BadShape
from officebot.sdk import (
    Address,
    CalendarObject,
    Claim,
    Item,
    Job,
    Mail,
    MessageRef,
    NoteItem,
    OfficeCalendar,
    OfficeFacts,
    OfficeWorkbook,
    OutgoingMail,
    Person,
    Prepared,
    Proposal,
    Reason,
    SeenMail,
    SendMail,
    SetCells,
    Text,
    Trigger,
    Viewer,
    Window,
    counted,
    say,
)
from officebot.sdk.panels import Cell, Count, Counts, Drawing, Notice, Rows
from tests.isolation.attacking import FACTS, NOW

REF = MessageRef("desk", "INBOX", 7, 1, "mail 1")
MAIL = Mail(ref=REF, date=NOW, received=NOW, subject="Été", to=(Address("A", "a@b.example"),), flags=frozenset({"\\Seen"}),
            headers={"list-id": "x"}, problems=(say("x"),))  # fmt: skip
TABLE = Table(
    name="Stock", sheet="S", area=Area(1, 1, 2, 3), columns=(Column(title="A", area=Area(2, 1, 2, 1)),),
    rows=(Row(number=2, values=("x", True, 3, 1.5, Decimal("2.50"), date(2026, 1, 2), NOW, time(9), timedelta(hours=30),
                                Formula("A1+1"), Fault("#N/A"), None)),),
)  # fmt: skip
VALUES: list[tuple[Any, Any]] = [
    (Mail, MAIL),
    (Trigger, Trigger(kind="mail", key="k", due=NOW, now=NOW, mail=MAIL, claims=(Claim(kind="visit", data={"a": [1, None]}),))),
    (SeenMail, SeenMail(ref=REF, subject="s", sender=Address("", ""), received=NOW, state="handled", verdict={"act": True})),
    (Item, Item(kind="visit", key="1", title="t", due=NOW, source={"mail": {"account": "desk"}})),
    (OfficeWorkbook, OfficeWorkbook(name="stock", file="Stock.xlsx", tables=(TABLE,))),
    (OfficeCalendar, OfficeCalendar(name="c", objects=(CalendarObject(calendar="c", href="h", etag="e", text="t"),))),
    (Viewer, Viewer(person=Person(name="C", address="c@o.example"), language="fr", zone=ZoneInfo("Europe/Paris"), now=NOW)),
    (Window, Window(period=Period(kind="daily", first=date(2026, 1, 1), last=date(2026, 1, 1), working=FACTS.working_time),
                    now=NOW, zone=ZoneInfo("Europe/Paris"))),
    (Proposal, Proposal(
        key="k", title=counted("{count} mail", "{count} mails", 2), amount=Decimal("12.30"), about=REF,
        expires_after=timedelta(hours=2), reasons=(Reason(what=say("x"), quote="q", weight=0.5),),
        actions=(SetCells(workbook="s", cells=(("A!B1", 1, "x"),)), NoteItem(item_kind="visit", key="1", title="t", due=NOW),
                 SendMail(mail=OutgoingMail(account="desk", to=("a@b.example",), subject="s", body="b", key="k"))),
    )),
    (Job, Job(id=1, key="k", action=NoteItem(item_kind="v", key="1", title="t"), blobs={"d": b"\x00\xff"},
              receipt={"a": 1})),
    (Prepared, Prepared(action=NoteItem(item_kind="v", key="1", title="t"), preview=say("x"), blobs={"a": b""})),
    (Counts | Rows | Drawing | Notice, Counts((Count(label=say("a"), value=say("{n}", n=Decimal("1.5")), tone="hot"),))),
    (Counts | Rows | Drawing | Notice, Rows(title=say("t"), columns=(say("c"),), rows=((Cell(words=say("w"), to="/x"),),))),
    (Counts | Rows | Drawing | Notice, Drawing(Chart(
        name="n", kind="bar", title="t", categories=("a",), series=(Series(name="s", values=(Decimal(1),), words=("1",)),)))),
    (Counts | Rows | Drawing | Notice, Notice(words=say("{when}", when=NOW))),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "value"), VALUES, ids=[type(one).__name__ for _, one in VALUES])
def test_a_value_crosses_and_is_the_same(wanted: Any, value: Any) -> None:
    crossed = orjson.loads(orjson.dumps(to_json(value)))
    assert from_json(wanted, crossed) == value


def test_the_offices_facts_cross_without_what_no_plugin_is_told() -> None:
    told = from_json(OfficeFacts, json.loads(json.dumps(answering.facts_for(FACTS))))
    assert told.people.at("claire@office.example") is not None
    assert told.working_time == FACTS.working_time
    assert not any(one.login for one in told.people.all)
    assert not any(one.iban or one.phone for one in told.contacts.all)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": 1},
        {"subject": None},
        {"unknown": "field"},
        {"$": "Trigger"},
        {"received": {"$": "datetime", "v": "yesterday"}},
        {"to": [{"$": "Address", "name": "x"}]},
        {"to": "a@b.example"},
        {"size": True},
        {"size": 1.5},
        {"proof": "believed"},
        {"subject": "\ud800"},
        {"flags": {"a": "b"}},
    ],
    ids=lambda change: str(change)[:40],
)
def test_another_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadShape):
        from_json(Mail, {**to_json(MAIL), **change})


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e999999", "x", "1" * 300])
def test_an_amount_is_a_number(amount: str) -> None:
    with pytest.raises(BadShape):
        from_json(Decimal, {"$": "Decimal", "v": amount})


def test_an_action_of_a_kind_that_nobody_knows_is_refused() -> None:
    for data in (
        {"kind": "mail.burn", "values": {}},
        {"kind": "item.note", "values": {"title": 3}},
        {"kind": "item.note"},
    ):
        with pytest.raises(BadShape):
            from_json(NoteItem, {"$": "Action", **data})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.just("$"), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(json_values, st.sampled_from([one for one, _ in VALUES] + [Text, OfficeFacts]))
def test_whatever_is_said_is_a_value_or_refused(data: Any, wanted: Any) -> None:
    with suppress(BadShape):
        from_json(wanted, data)


@given(st.binary(max_size=200))
def test_whatever_stands_in_a_frame_is_an_object_or_refused(data: bytes) -> None:
    with suppress(wire.Broken):
        assert isinstance(wire.unpacked(data), dict)


def test_nothing_is_nested_without_end() -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    with pytest.raises(BadShape):
        shapes.plain_json(deep)


EVENT = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261123T080000Z\r\nSUMMARY:Doctor\r\n {more}\r\n"
    "DESCRIPTION;LANGUAGE=en:the knee\r\nCLASS:{mark}\r\nATTENDEE:mailto:d@clinic.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("mark", "is_closed"), [("PRIVATE", True), ("confidential", True), ("X-SECRET", True), ("PUBLIC", False)]
)
def test_of_a_private_appointment_only_its_time_is_shown(mark: str, is_closed: bool) -> None:
    text = EVENT.format(mark=mark, more="hospital")
    one = CalendarObject(calendar="c", href="h", etag="e", text=text)
    (shown,) = closed(OfficeCalendar(name="c", objects=(one,))).objects
    assert ("Doctor" not in shown.text and "knee" not in shown.text and "clinic" not in shown.text) is is_closed
    assert "DTSTART:20261123T080000Z" in shown.text
