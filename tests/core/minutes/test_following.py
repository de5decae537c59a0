"""Action points noted from minutes: their keys, whose they are, what the next agenda says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from officebot.core.actions import NoteItem
from officebot.core.minutes.following import (
    Event,
    Followed,
    followed,
    items_of,
    note_of,
    open_actions,
    state_in_words,
)
from officebot.core.minutes.model import ActionPoint, Minutes, Source, Topic
from officebot.core.people import People, Person
from officebot.core.proposals import Item
from officebot.core.worktime import WorkingTime

WORKING = WorkingTime()
CLAIRE = "claire@office.example"
PEOPLE = People(
    [
        Person(name="Claire Vasseur", address=CLAIRE),
        Person(name="Paul Renard", address="paul.r@office.example"),
        Person(name="Paul Lemaire", address="paul.l@office.example"),
    ]
)
SOURCE = Source(file="notes.md", start=10, end=40)
HELD = date(2026, 11, 24)


def action(what: str, *who: str, due: date | None = None, doubt: Literal["", "owner"] = "") -> ActionPoint:
    return ActionPoint(what=what, who=who, due=due, source=SOURCE, quote=f"{what} !", doubt=doubt)


def minutes(*actions: ActionPoint, held: date = HELD) -> Minutes:
    return Minutes(title="Comité de direction", date=held, topics=(Topic(heading="Budget", actions=actions),))


def noted(*actions: ActionPoint, held: date = HELD, known: tuple[Item, ...] = ()) -> tuple[NoteItem, ...]:
    return items_of(minutes(*actions, held=held), "codir", PEOPLE, WORKING, path="archive/cr.docx", circle="direction",
                    secretary="Claire@office.example", known=known)  # fmt: skip


def item(note: NoteItem, state: str = "open") -> Item:
    return Item(kind=note.item_kind, key=note.key, title=note.title, owner=note.owner, due=note.due, source=note.source,
                circle=note.circle, state=state)  # fmt: skip


def test_an_action_is_noted_with_its_owner_its_day_and_where_it_was_read() -> None:
    (note,) = noted(action("Demander trois devis", "Claire Vasseur", due=date(2026, 12, 4)))
    assert note.key.startswith("action:codir:")
    assert (note.item_kind, note.owner, note.circle) == ("action", CLAIRE, "direction")
    assert note.due is not None
    assert note.due.isoformat() == "2026-12-04T23:59:00+01:00"
    told = note.source
    assert (told["meeting"], told["date"], told["number"], told["minutes"]) == (
        "codir",
        "2026-11-24",
        1,
        "archive/cr.docx",
    )
    assert (told["file"], told["from"], told["to"]) == ("notes.md", 10, 40)
    assert (told["quote"], told["secretary"]) == ("Demander trois devis !", CLAIRE)
    assert told["history"] == [{"at": "2026-11-24", "what": "noted"}]


def test_nobody_owns_what_is_an_outsider_s_two_people_s_name_or_in_doubt() -> None:
    notes = noted(
        action("A", "Maître Aubert"), action("B", "Paul"), action("C", "Claire Vasseur", doubt="owner"), action("D")
    )
    assert [note.owner for note in notes] == ["", "", "", ""]
    assert [note.source["who"] for note in notes] == [["Maître Aubert"], ["Paul"], ["Claire Vasseur"], []]


def test_what_several_people_do_is_all_of_theirs() -> None:
    (note,) = noted(action("A", "Paul Renard", "Claire Vasseur"))
    assert note.source["owners"] == ["paul.r@office.example", CLAIRE]


def test_a_key_says_what_and_who_and_nothing_else() -> None:
    first = noted(action("Demander trois devis", "Claire Vasseur"), action("Payer"))
    again = noted(action("Payer", due=date(2026, 12, 1)), action("DEMANDER  trois devis", "claire vasseur"))
    assert {one.key for one in first} == {one.key for one in again}
    assert len({*(one.key for one in noted(action("Payer", "Paul Renard"))), *(one.key for one in first)}) == 3
    assert len(noted(action("Payer"), action("Payer"))) == 1


def test_what_is_undertaken_anew_keeps_its_history_and_takes_the_new_day() -> None:
    (before,) = noted(action("Payer", "Claire Vasseur", due=date(2026, 12, 1)))
    (after,) = noted(
        action("Payer", "Claire Vasseur", due=date(2026, 12, 20)), held=date(2026, 12, 8), known=(item(before),)
    )
    assert [one["what"] for one in after.source["history"]] == ["noted", "again"]
    assert after.source["due"] == "2026-12-20"
    # The same minutes once more, a further version of them, say nothing new.
    (same,) = noted(
        action("Payer", "Claire Vasseur", due=date(2026, 12, 20)), held=date(2026, 12, 8), known=(item(after),)
    )
    assert same == after
    # One that was closed begins anew.
    (fresh,) = noted(action("Payer", "Claire Vasseur"), held=date(2026, 12, 8), known=(item(before, "closed"),))
    assert [one["what"] for one in fresh.source["history"]] == ["noted"]


def test_an_item_gives_back_the_point_that_was_noted() -> None:
    (note,) = noted(action("Payer", "Claire Vasseur", due=date(2026, 12, 1)))
    point = followed(item(note), WORKING)
    assert note_of(point, WORKING) == note
    assert point.is_settled
    assert not replace(point, due=None).is_settled


def test_the_next_agenda_lists_what_is_open_the_latest_first() -> None:
    notes = noted(
        action("Sans date"), action("Plus tard", due=date(2026, 12, 20)), action("En retard", due=date(2026, 12, 1))
    )
    other = items_of(minutes(action("Ailleurs")), "csE", PEOPLE, WORKING)
    rows = open_actions([item(one) for one in (*notes, *other)], "codir", date(2026, 12, 8), WORKING)
    assert [(row.what, row.state.render("fr")) for row in rows] == [
        ("En retard", "en retard de 5 jours ouvrés"), ("Plus tard", "à faire"), ("Sans date", "à faire"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"status": "blocked", "status_words": "waiting for the quote"}, "blocked: waiting for the quote"),
        (
            {"history": (Event(at="2026-12-02", what="moved"),), "due": date(2026, 12, 18)},
            "moved to 18 December 2026",
        ),
        ({"history": (Event(at="2026-12-02", what="done"),), "is_open": False}, "reported done on 2 December 2026"),
        ({"is_open": False}, "closed"),
        ({"status": "partly"}, "done in part"),
        ({"due": date(2026, 12, 7)}, "late by 1 working day"),
        ({"due": date(2026, 12, 8)}, "still open"),
    ],
)
def test_how_a_point_stands_is_told_in_words(changes: dict[str, Any], state: str) -> None:
    point = replace(Followed(key="k", what="Pay"), **changes)
    assert state_in_words(point, date(2026, 12, 8), WORKING).render("en") == state


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert WORKING.working_days_between(date(2026, 12, 24), date(2026, 12, 28)) == 1
    assert WORKING.working_days_between(date(2026, 12, 24), date(2026, 12, 24)) == 0
