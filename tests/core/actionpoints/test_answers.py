"""Answers about action points: what is understood of them, what a person is asked about, and what closes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.actionpoints.answers import Said, read_answer
from officebot.core.actionpoints.clauses import is_more_than_thanks
from officebot.core.actionpoints.which import Listed, meant
from officebot.core.people import People, Person
from officebot.core.worktime import WorkingTime
from tests.core.actionpoints.answers import HELD_OUT, LISTS, SEEN
from tests.core.actionpoints.fresh import FRESH, LAST
from tests.speed import within

WORKING = WorkingTime()
CLAIRE = "c.vasseur@office.example"
PEOPLE = People(
    [
        Person(name="Claire Vasseur", address=CLAIRE),
        Person(name="Paul Renard", address="p.renard@office.example"),
        Person(name="Samira Haddad", address="s.haddad@office.example"),
        Person(name="Paul Lemaire", address="p.lemaire@office.example"),
    ]
)
#: A Thursday.
AT = datetime(2026, 11, 26, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
OTHERS = (*HELD_OUT, *FRESH, *LAST)
#: What is never done without a person's yes, whatever was understood.
_ASKED = ("not-mine", "dropped", "question", "unclear")


def listed(name: str) -> list[Listed]:
    return [Listed(key=str(number), number=number, what=what) for number, what in LISTS[name]]


def read(text: str) -> tuple[Said, ...]:
    return read_answer(text, AT, WORKING, PEOPLE, CLAIRE)


def understood(text: str, points: Sequence[Listed]) -> set[str]:
    """As the labels have it."""
    found = set()
    for one in meant(read(text), points):
        if not one.is_sure or one.said.status in _ASKED:
            found.add("?")
            continue
        day = f"@{one.said.day:%m-%d}" if one.said.status == "moved" else ""
        found |= {f"{key}:{one.said.status}{day}" for key in one.keys}
    return found or ({"?"} if is_more_than_thanks(text) else set())


def closed(found: set[str]) -> set[str]:
    return {one for one in found if one.endswith(":done")}


@pytest.mark.parametrize(("name", "text", "wanted"), SEEN, ids=[text[:50] for _, text, _ in SEEN])
def test_an_answer_is_understood_or_asked_about(name: str, text: str, wanted: str) -> None:
    assert understood(text, listed(name)) == set(wanted.split())


@pytest.mark.parametrize(("name", "text", "wanted"), OTHERS, ids=[text[:50] for _, text, _ in OTHERS])
def test_no_answer_closes_what_is_not_done(name: str, text: str, wanted: str) -> None:
    assert closed(understood(text, listed(name))) <= closed(set(wanted.split()))


@pytest.mark.parametrize(
    ("answers", "least"), [(HELD_OUT, 0.95), (FRESH, 0.75), (LAST, 0.7)], ids=["held out", "fresh", "last"]
)
def test_most_answers_are_understood(answers: Sequence[tuple[str, str, str]], least: float) -> None:
    right = sum(understood(text, listed(name)) == set(wanted.split()) for name, text, wanted in answers)
    wrong = sum(
        not closed(understood(text, listed(name))) <= closed(set(wanted.split())) for name, text, wanted in answers
    )
    print(f"\naction points: {right} of {len(answers)} answers understood, {wrong} closed wrongly")
    assert right >= least * len(answers)


def test_whoever_else_is_named_is_found_and_two_of_one_name_are_both() -> None:
    (one,) = read("A1 : ce n’est pas à moi mais à Samira")
    assert (one.status, one.who) == ("not-mine", ("s.haddad@office.example",))
    (two,) = read("A1 : ce n’est pas à moi mais à Paul")
    assert two.who == ("p.renard@office.example", "p.lemaire@office.example")
    assert not two.is_sure


def test_a_secretary_gives_a_point_to_somebody_and_names_the_day() -> None:
    (one,) = read("A3 : Samira Haddad, 12/12")
    assert (one.status, one.numbers, one.who, str(one.day)) == (
        "given",
        (3,),
        ("s.haddad@office.example",),
        "2026-12-12",
    )


def test_what_is_said_survives_being_stored() -> None:
    for _, text, _ in (*SEEN, *HELD_OUT):
        for one in read(text):
            assert Said.from_json(one.to_json()) == one


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400) | st.lists(st.sampled_from([
    "A1", "A3", " fait", " done", " sauf ", " except ", ", ", ". ", "\n", "> ", " mardi", " le 15 décembre", " pas ", " not ",
    "?", " Paul", " et ", " and ", "tout", "all", ":", "le reste", "je le ferai", "31/02/2026", " 99", "’",
]), max_size=30).map("".join))  # fmt: skip
def test_whatever_is_written_something_sensible_is_read(text: str) -> None:
    points = listed("fr")
    for one in meant(read(text), points):
        assert set(one.keys) <= {"1", "3", "4"}
        assert one.said.day is None or one.said.day >= AT.date()
        assert not (one.is_sure and not one.keys)


@pytest.mark.parametrize(
    "text",
    ["fait " * 20_000, "a1 " * 30_000, "pas " * 25_000, "1, " * 30_000, "sauf " * 20_000, "> " * 50_000, "é" * 100_000,
     "si fait, " * 10_000, "a1-" * 30_000, "?" * 100_000, "faut que " * 10_000, "won't " * 15_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_a_hostile_answer_costs_no_time(text: str) -> None:
    def run() -> None:
        read(text)
        is_more_than_thanks(text)

    within(0.5, run)
