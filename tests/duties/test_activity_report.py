"""The report that managers read: its figures are those of the books, its words say what changed, and nobody sees too much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from officebot.cli.commands.report import report_fact
from officebot.core.actions import CloseItem, DraftMail, NoteItem, SendMail, WriteDocument
from officebot.core.agendas import CalendarObject, OfficeCalendar
from officebot.core.problems import UserError
from officebot.core.proposals import Item, Proposal
from officebot.core.records import Records
from officebot.core.reports.facts import fact_of
from officebot.core.reports.page import page_of
from officebot.core.reports.period import named
from officebot.core.reports.report import Report, note_key, note_of
from officebot.duties.activity_report.decide import decide
from officebot.duties.activity_report.observe import Facts, for_person, observe
from officebot.duties.activity_report.settings import ReaderTable, Settings
from officebot.engine.ledger import items
from officebot.engine.running.duties import EnabledDuty
from officebot.sdk import Duty, Known, Part, Trigger, Unavailable, say
from tests.duties.busyoffice import ETIENNE, FACTS, NOW, RACHEL, BusyOffice, book, busy_office, day_of, reader

pytestmark = pytest.mark.xdist_group("activity")

READERS = {
    ETIENNE.address: ReaderTable(kinds=("monthly",), form="docx"),
    RACHEL.address: ReaderTable(kinds=("weekly", "monthly"), form="xlsx", parts=("orders", "mail")),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BusyOffice]:
    with busy_office(tmp_path_factory.mktemp("busy"), seed=7) as found:
        yield found


@pytest.fixture(scope="module")
def november(office: BusyOffice) -> Report:
    return office.report("monthly")


def observed(office: BusyOffice, settings: Settings, now: datetime = NOW) -> Facts:
    return observe(office.reader, Trigger(kind="schedule", key="k", due=now, now=now), settings)


def documents(proposals: list[Proposal]) -> list[WriteDocument]:
    return [action for one in proposals for action in one.actions if isinstance(action, WriteDocument)]


def row(page: dict[str, Any], part: str, label: str) -> list[str]:
    (found,) = [one for one in page["parts"] if one["name"] == part]
    cells: list[str] = next(line["cells"] for line in found["tables"][0]["rows"] if line["head"] == label)
    return cells


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────


def test_both_computations_agree_on_every_figure(november: Report) -> None:
    assert len(november.figures.by_key) > 80
    assert november.differences == ()
    assert november.figures.untraced() == ()


def test_orders_are_what_the_order_book_says(office: BusyOffice, november: Report) -> None:
    kept = [row for row in office.orders if row[-1] != "annulée"]
    made = [row for row in kept if (day := day_of(row[8])) and (day.year, day.month) == (2026, 11)]
    worth = sum((Decimal(str(row[5])) * Decimal(str(row[7])) for row in made), Decimal(0))
    late = [row for row in kept if row[12] < (row[11] or row[5]) and (row[10] or row[9]) < NOW.date()]
    values = november.values
    assert values["orders.ordered"] == len(made)
    assert values["orders.ordered_sum"] == worth
    assert values["orders.late"] == len(late)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            "DTSTART;TZID=Europe/Paris:20261110T100000\r\nDTEND;TZID=Europe/Paris:20261110T090000", id="ends before"
        ),
        pytest.param("DTSTART;TZID=Europe/Paris:20261110T100000\r\nDURATION:soon", id="no length"),
        pytest.param("DTSTART:20261110T100000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0", id="every no day"),
        pytest.param("DTSTART:20261110T100000Z\r\nRRULE:FREQ=DAILY;COUNT=" + "9" * 5000, id="without end"),
        pytest.param("DTSTART:19910110T100000Z\r\nRRULE:FREQ=DAILY", id="an old series"),
        pytest.param("DTSTART:20261110T100000Z\r\nDTSTART:20261111T100000Z", id="two beginnings"),
    ],
)
def test_a_calendars_odd_object_is_left_out_and_stops_no_report(office: BusyOffice, lines: str) -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:odd@x\r\nSUMMARY:Odd\r\n"
        f"ATTENDEE:mailto:r@x.example\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    shelf, odd = office.shelf, CalendarObject(calendar="odd", href="o", etag="1", text=text)
    kept = shelf.kept
    shelf.kept = [*kept, OfficeCalendar(name="odd", person=ETIENNE.address, objects=(odd,))]
    try:
        made = office.report()
    finally:
        shelf.kept = kept
    assert made.differences == ()
    (meetings,) = [one for one in made.parts if one.name == "meetings"]
    assert "Odd" not in repr(meetings)


def test_invoices_are_what_the_register_says(office: BusyOffice, november: Report) -> None:
    came = [row for row in office.invoices if (row[0].year, row[0].month) == (2026, 11)]
    assert november.values["invoices.entered"] == len(came)
    assert november.values["invoices.entered_sum"] == sum((Decimal(str(row[7])) for row in came), Decimal(0))


def test_an_order_book_and_a_register_that_cannot_be_read_are_said(office: BusyOffice) -> None:
    books = office.shelf.books
    office.shelf.books = {}
    try:
        page = page_of(made := office.report(), made.values, reader("en"), office="O")
    finally:
        office.shelf.books = books
    assert page["problems"] == ["“Following orders” is left out: The settings name no workbook “orders”."]
    (invoices,) = [one for one in page["parts"] if one["name"] == "invoices"]
    assert invoices["notes"] == ["The invoice register is not told of: The settings name no workbook “invoices”."]


def test_an_order_book_without_orders_says_so(office: BusyOffice) -> None:
    books = office.shelf.books
    empty = book("commandes.xlsx", "Commandes", [["Jour", "Temps"], ["lundi", "pluie"]])
    office.shelf.books = {**books, "orders": empty, "invoices": empty}
    try:
        page = page_of(made := office.report(), made.values, reader("en"), office="O")
    finally:
        office.shelf.books = books
    assert any(one.startswith("“Following orders” is left out: ") for one in page["problems"])
    assert "The invoice register is not told of: " in repr(page["parts"])


def test_mails_received_are_sorted_waiting_and_listed(november: Report) -> None:
    values = november.values
    for ending in ("", "@before"):
        parts = [values[f"mail.{state}{ending}"] for state in ("handled", "waiting", "listed")]
        assert values[f"mail.received{ending}"] == sum(parts) > 0
        by_kind = sum(
            value for key, value in values.items() if key.startswith("mail.kind.") and ("@" in key) == bool(ending)
        )
        assert by_kind == values[f"mail.received{ending}"]


def test_no_figure_is_about_one_employee(november: Report) -> None:
    told = repr(page_of(november, november.values, reader("en"), office="O"))
    for person in FACTS.people.all:
        assert person.address not in told
        assert person == ETIENNE or person.name not in told


def test_a_part_of_which_nothing_is_there_is_not_shown(office: BusyOffice) -> None:
    early = office.report("monthly", period=named("monthly", "2020-01"), now=NOW)
    assert "orders" in {one.name for one in early.parts}  # late lines are late whichever month is asked for
    office.reader.duties, kept = {}, office.reader.duties
    try:
        assert {one.name for one in office.report().parts} == {"actions", "officebot"}
    finally:
        office.reader.duties = kept


@pytest.mark.parametrize(
    ("error", "why"), [(ValueError("boom"), "it failed"), (Unavailable("orders", say("gone")), "gone")]
)
def test_a_duty_that_fails_is_left_out_and_said(office: BusyOffice, error: Exception, why: str) -> None:
    def report(*_: object) -> Part:
        raise error

    plugin = Duty(
        name="plugin",
        title=say("Plugin"),
        settings=Settings,
        observe=lambda *_: None,
        decide=lambda *_: [],
        report=report,
    )
    kept = office.reader.duties
    office.reader.duties = {**kept, "plugin": EnabledDuty(duty=plugin, settings=Settings(), schedules=())}
    try:
        made = office.report()
    finally:
        office.reader.duties = kept
    assert why in str(made.problems[0])
    assert {"mail", "orders"} <= {one.name for one in made.parts}
    assert not made.differences


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_page_holds_eight_figures_at_most_and_says_what_needs_somebody(november: Report) -> None:
    page = page_of(november, november.values, reader(), office="O")
    assert 5 <= len(page["leading"]) <= 8
    assert 1 <= len(page["needs"]) <= 8
    assert page["chart"]["title"] == "Courriels reçus, semaine par semaine"
    assert any("lignes de commande sont en retard" in one for one in page["needs"])


def test_what_changed_is_told_with_what_is_new(office: BusyOffice, november: Report) -> None:
    note = note_of(november)
    note["figures"]["orders.late"] = "1"
    note["keys"]["orders.late"] = note["keys"]["orders.late"][1:]
    first = next(iter(november.measures["orders.late"].names.values()))
    earlier = Item(kind="report", key=note_key(named("monthly", "2026-10")), title="x", source=note, state="closed")
    with office.ledger.writing() as tx:
        items.put(tx, earlier, NOW - timedelta(days=30))
    try:
        made = office.report()
    finally:
        with office.ledger.writing() as tx:
            items.restore(tx, "report", earlier.key, None, NOW)
    assert made.differences == ()
    count = int(made.values["orders.late"])
    page = page_of(made, made.values, reader(), office="O")
    told = (
        f"Lignes de commande en retard\u00a0: {count}, {count - 1} de plus que le mois précédent (1)\u00a0: {first}."
    )
    assert told in page["changes"]
    assert row(page, "orders", "Lignes de commande en retard") == [str(count), "1", f"{count - 1} de plus"]


def test_nobody_is_told_of_a_past_that_was_not_kept(office: BusyOffice) -> None:
    first = office.report("weekly", period=named("weekly", "2026-W39"))
    page = page_of(first, first.values, reader("en"), office="O")
    assert row(page, "mail", "Mails received") == [f"{first.values['mail.received']:f}", "—", "—"]


def test_what_is_confidential_has_no_words(office: BusyOffice, november: Report) -> None:
    with office.ledger.reading() as tx:
        hidden = [
            one.title
            for kind in ("deadline", "waiting-for", "action")
            for one in items.find(tx, kind)
            if one.is_hidden
        ]
    assert hidden
    every = [name for one in november.measures.values() for name in one.names.values()]
    assert not {str(one) for one in every} & set(hidden)
    assert "(confidential)" in {str(one) for one in every}


def test_sentences_are_in_the_readers_language(november: Report) -> None:
    french = page_of(november, november.values, reader("fr"), office="O")
    english = page_of(november, november.values, reader("en"), office="O")
    assert french["title"] == "Rapport du mois"
    assert english["title"] == "Report of the month"
    assert [one["value"] for one in french["leading"]] == [one["value"] for one in english["leading"]]


def test_json_gives_every_figure_with_all_its_sources(november: Report) -> None:
    told = fact_of(november, reader())
    assert told["checked"] is True
    figures = {one["key"]: one for one in told["figures"]}
    assert set(figures) == set(november.figures.by_key)
    late = figures["orders.late"]
    assert len(late["sources"]) == int(late["value"])
    assert {
        "kind": "cell",
        "file": "commandes.xlsx",
        "sheet": "Commandes",
        "read": "2026-12-01T07:30",
    }.items() <= late["sources"][0].items()
    assert len(late["sources"][0]["sha256"]) == 64
    assert figures["mail.received@change"]["of"] == ["mail.received", "mail.received@before"]


# ── who reads it ──────────────────────────────────────────────────────────────────────────────────────────


def test_json_whose_figures_were_not_counted_again_is_not_given(november: Report) -> None:
    uncounted = replace(november, records=Records({}))
    assert report_fact(november, for_person(ETIENNE, ReaderTable()))["figures"]
    with pytest.raises(UserError) as refused:
        report_fact(uncounted, for_person(ETIENNE, ReaderTable()))
    assert len(refused.value.problems) >= len(november.values)


def test_each_reader_gets_their_kinds_forms_parts_and_language(office: BusyOffice) -> None:
    settings = Settings(readers=READERS, tell="mail")
    made = list(decide(observed(office, settings), settings))
    by_path = {one.path: one for one in documents(made)}
    assert set(by_path) == {
        "archive/reports/2026-11-monthly-etienne.docx",
        "archive/reports/2026-11-monthly-rachel.xlsx",
        "archive/reports/2026-W48-weekly-rachel.xlsx",
    }
    hers = by_path["archive/reports/2026-11-monthly-rachel.xlsx"]
    assert (hers.language, [one["name"] for one in hers.data["parts"]]) == ("en", ["mail", "orders"])
    assert by_path["archive/reports/2026-11-monthly-etienne.docx"].language == "fr"
    (mail,) = [
        a.mail for one in made for a in one.actions if isinstance(a, SendMail) and a.mail.to == (ETIENNE.address,)
    ]
    assert mail.attached_documents == ("archive/reports/2026-11-monthly-etienne.docx",)
    assert mail.subject == "Rapport du mois\u00a0: novembre 2026"
    assert "Ce qui vous attend" in mail.body


def test_without_readers_who_answers_for_the_mailbox_reads_it_and_finds_a_draft(office: BusyOffice) -> None:
    made = list(decide(observed(office, Settings()), Settings()))
    assert {one.path for one in documents(made)} == {
        "archive/reports/2026-11-monthly-nadia.html",
        "archive/reports/2026-W48-weekly-nadia.html",
    }
    assert sum(isinstance(action, DraftMail) for one in made for action in one.actions) == 2


def test_how_things_stand_is_noted_closed_for_the_next_report(office: BusyOffice) -> None:
    made = list(decide(observed(office, Settings()), Settings()))
    (noted,) = [one for one in made if one.key == "activity:noted:monthly:2026-11"]
    note, close = noted.actions
    assert isinstance(note, NoteItem)
    assert isinstance(close, CloseItem)
    assert note.key == close.key == "report:monthly:2026-11"
    assert note.source["figures"]["orders.late"] == f"{office.report().values['orders.late']:f}"


def test_what_was_made_is_not_made_again(office: BusyOffice) -> None:
    facts = observed(office, Settings())
    keys = {one.key for one in decide(facts, Settings())}
    assert len(keys) == 4
    assert list(decide(replace(facts, settled=frozenset(keys)), Settings())) == []


def test_a_difference_stops_the_report_and_says_so(office: BusyOffice) -> None:
    facts = observed(office, Settings(readers={ETIENNE.address: READERS[ETIENNE.address]}))
    (report,) = facts.reports
    wrong = replace(report.figures.by_key["orders.late"], value=report.values["orders.late"] + 1)
    report.figures.add(wrong)
    bad = Report(window=report.window, parts=report.parts, figures=report.figures, records=report.records)
    (stopped,) = decide(replace(facts, reports=[bad]), Settings())
    assert "is not made" in str(stopped.title)
    assert "orders.late" in str(stopped.reason)
    assert documents([stopped]) == []


def test_a_reader_whom_nobody_knows_is_said() -> None:
    settings = Settings(readers={"e.tienne@office.example": ReaderTable()})
    ((where, what),) = settings.unfit(Known(people=FACTS.people))
    assert where == ("readers", "e.tienne@office.example")
    assert "did you mean" in str(what)


def test_a_week_that_is_not_over_says_so_and_draws_no_day_to_come(office: BusyOffice) -> None:
    wednesday = datetime(2026, 11, 25, 10, 0, tzinfo=FACTS.working_time.tz)
    made = office.report("weekly", wednesday, named("weekly", "2026-W48"))
    page = page_of(made, made.values, reader("en"), office="")
    assert page["period"] == "week 48, 23 to 29 November 2026 (so far)"
    (chart,) = [one for part in made.parts for one in part.charts if one.name == "mail-days"]
    now, before = (keys for _, keys in chart.series)
    assert [bool(key) for key in now] == [True] * 3 + [False] * 4
    assert all(before)
    over = office.report("weekly", NOW, named("weekly", "2026-W48"))
    assert "so far" not in page_of(over, over.values, reader("en"), office="")["period"]
