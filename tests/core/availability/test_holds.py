"""Holds: no double booking, however late, often and out of order the answers come."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from officebot.core.availability.busy import BusyTimes
from officebot.core.availability.holds import (
    Hold,
    Holds,
    Outcome,
    State,
    Step,
    choose,
    double_bookings,
    expire,
    hold,
    move,
    release,
)
from officebot.core.availability.persons import Diary
from officebot.core.availability.request import World
from officebot.core.availability.slots import find_slots
from tests.core.availability.worlds import asked, at, meeting, person

EMPTY: dict[str, BusyTimes] = {}


def wanted(request: str, start: str, *who: str, minutes: int = 60, expires: datetime | None = None) -> Hold:
    begin = at(start)
    return Hold(
        request=request, start=begin, end=begin + timedelta(minutes=minutes), who=frozenset(who), expires=expires
    )


def held(*some: Hold) -> Holds:
    return hold(Holds(), some, EMPTY).holds


THREE = held(*(wanted("r", f"24 {hour}:00", "nadia", "omar") for hour in (9, 11, 14)))


def states(holds: Holds, request: str = "r") -> list[str]:
    return [one.state.value for one in holds.of(request)]


def test_an_answer_confirms_one_time_and_gives_the_others_back() -> None:
    step = choose(THREE, "r", at("24 11:00"), EMPTY)
    assert step.outcome is Outcome.CONFIRMED
    assert states(step.holds) == ["released", "confirmed", "released"]
    assert len(step.changed) == 3


def test_the_same_answer_twice_changes_nothing() -> None:
    once = choose(THREE, "r", at("24 11:00"), EMPTY).holds
    assert choose(once, "r", at("24 11:00"), EMPTY) == Step(once, Outcome.AGAIN)


def test_another_answer_after_the_first_is_for_a_person_to_decide() -> None:
    once = choose(THREE, "r", at("24 11:00"), EMPTY).holds
    assert choose(once, "r", at("24 14:00"), EMPTY) == Step(once, Outcome.OTHERWISE)
    assert choose(once, "r", at("25 14:00"), EMPTY).outcome is Outcome.UNKNOWN


def test_a_late_answer_is_confirmed_only_where_the_time_is_still_free() -> None:
    late = expire(held(wanted("r", "24 09:00", "nadia", expires=at("23 12:00"))), at("23 12:00")).holds
    assert states(late) == ["released"]
    assert choose(late, "r", at("24 09:00"), EMPTY).outcome is Outcome.CONFIRMED
    other = hold(late, [wanted("s", "24 09:30", "nadia")], EMPTY).holds
    assert choose(other, "r", at("24 09:00"), EMPTY).outcome is Outcome.TAKEN
    calendar = {"nadia": BusyTimes.from_busy([meeting("24 09:59", 5)])}
    assert choose(late, "r", at("24 09:00"), calendar).outcome is Outcome.TAKEN


def test_a_time_that_another_request_holds_is_not_held_for_the_same_people() -> None:
    step = hold(
        THREE,
        [wanted("s", "24 09:30", "omar"), wanted("s", "24 10:00", "omar"), wanted("t", "24 09:00", "kim")],
        EMPTY,
    )
    assert [one.key[:2] for one in step.changed] == [("s", at("24 10:00")), ("t", at("24 09:00"))]
    assert hold(THREE, [wanted("s", "24 09:30", "omar")], EMPTY).outcome is Outcome.TAKEN
    assert hold(THREE, [wanted("r", "24 09:00", "nadia", "omar")], EMPTY).outcome is Outcome.AGAIN


def test_a_meeting_is_moved_in_one_step_or_not_at_all() -> None:
    once = choose(THREE, "r", at("24 11:00"), EMPTY).holds
    moved = move(once, "r", wanted("r", "25 11:00", "nadia", "omar"), EMPTY)
    assert (moved.outcome, states(moved.holds)) == (
        Outcome.CONFIRMED,
        ["released", "released", "released", "confirmed"],
    )
    busy = {"omar": BusyTimes.from_busy([meeting("25 11:30", 10)])}
    assert move(once, "r", wanted("r", "25 11:00", "nadia", "omar"), busy) == Step(once, Outcome.TAKEN)


def test_a_cancelled_request_gives_everything_back_once() -> None:
    step = release(THREE, "r")
    assert (states(step.holds), len(step.changed)) == (["released"] * 3, 3)
    assert release(step.holds, "r") == Step(step.holds, Outcome.AGAIN)


def test_the_look_for_double_bookings_finds_one() -> None:
    pair = tuple(Hold(**{**_as_dict(one), "state": State.CONFIRMED}) for one in (
        wanted("r", "24 09:00", "nadia"), wanted("s", "24 09:59", "nadia")))  # fmt: skip
    assert len(double_bookings(Holds(pair))) == 1
    touching = Hold(**{**_as_dict(pair[1]), "start": pair[0].end})
    assert double_bookings(Holds((pair[0], touching))) == []


def _as_dict(one: Hold) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("request", "start", "end", "who", "state", "expires")}


# ── whatever comes ────────────────────────────────────────────────────────────────────────────────────────

NAMES = ("nadia", "omar", "kim", "hall")
times = st.integers(0, 15).map(lambda quarter: at("24 09:00") + timedelta(minutes=30 * quarter))


class Answers(RuleBasedStateMachine):
    """Requests, answers, calendars and clocks in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.holds = Holds()
        self.calendars: dict[str, BusyTimes] = {}

    @rule(request=st.sampled_from("abcd"), starts=st.lists(times, min_size=1, max_size=3),
          who=st.sets(st.sampled_from(NAMES), min_size=1), minutes=st.sampled_from((30, 60, 90)))  # fmt: skip
    def propose(self, request: str, starts: list[datetime], who: set[str], minutes: int) -> None:
        some = [
            Hold(request=request, start=one, end=one + timedelta(minutes=minutes), who=frozenset(who), expires=one)
            for one in starts
        ]
        self.holds = hold(self.holds, some, self.calendars).holds

    @rule(request=st.sampled_from("abcd"), start=times)
    def answer_twice(self, request: str, start: datetime) -> None:
        first = choose(self.holds, request, start, self.calendars)
        self.holds = first.holds
        second = choose(self.holds, request, start, self.calendars)
        if first.outcome is Outcome.CONFIRMED:
            assert second == Step(self.holds, Outcome.AGAIN)

    @rule(request=st.sampled_from("abcd"), start=times, who=st.sets(st.sampled_from(NAMES), min_size=1))
    def put_elsewhere(self, request: str, start: datetime, who: set[str]) -> None:
        to = Hold(request=request, start=start, end=start + timedelta(hours=1), who=frozenset(who))
        self.holds = move(self.holds, request, to, self.calendars).holds

    @rule(request=st.sampled_from("abcd"))
    def decline(self, request: str) -> None:
        self.holds = release(self.holds, request).holds

    @rule(now=times)
    def time_passes(self, now: datetime) -> None:
        self.holds = expire(self.holds, now).holds

    @invariant()
    def nobody_is_at_two_meetings(self) -> None:
        assert double_bookings(self.holds) == []

    @invariant()
    def nothing_confirmed_stands_over_another_hold(self) -> None:
        for one in self.holds.all:
            if one.state is State.CONFIRMED:
                assert self.holds.blockers(one) == ()

    @invariant()
    def a_request_has_one_time(self) -> None:
        for request in "abcd":
            assert sum(one.state is State.CONFIRMED for one in self.holds.of(request)) <= 1


TestAnswers = Answers.TestCase
TestAnswers.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


# ── whole weeks ───────────────────────────────────────────────────────────────────────────────────────────


def week(seed: int) -> tuple[Holds, dict[str, BusyTimes], int]:
    """A week in which meetings are asked for by `find_slots`, and answers come late, twice and out of order."""
    chance = random.Random(seed)
    calendars = {name: BusyTimes.from_busy(_meetings(chance)) for name in NAMES}
    holds, waiting, number = Holds(), [], 0
    for _ in range(30):
        kind = chance.random()
        if kind < 0.4:
            number += 1
            holds, offered = _ask(chance, holds, calendars, f"r{number}")
            waiting += [(f"r{number}", start) for start in offered for _ in range(chance.choice((0, 1, 1, 2)))]
        elif kind < 0.9 and waiting:
            answer = waiting[chance.randrange(len(waiting))]
            if chance.random() < 0.6:
                waiting.remove(answer)
            holds = choose(holds, *answer, calendars).holds
        elif kind < 0.95:
            holds = expire(holds, at(f"{chance.randint(23, 27)} 08:00")).holds
        elif waiting:
            holds = release(holds, chance.choice(waiting)[0]).holds
    return holds, calendars, number


def _meetings(chance: random.Random) -> list[object]:
    return [
        meeting(
            f"{chance.randint(23, 27)} {chance.randint(9, 17)}:{chance.choice(('00', '30'))}", chance.choice((30, 60))
        )
        for _ in range(6)
    ]


def _ask(
    chance: random.Random, holds: Holds, calendars: dict[str, BusyTimes], request: str
) -> tuple[Holds, list[datetime]]:
    who = chance.sample(NAMES, chance.randint(1, 3))
    people: list[Diary] = [person(name, *calendars[name], *holds.busy(name)) for name in who]
    slots = find_slots(asked("23", "28", 60, *who, top=3), World(people={one.name: one for one in people})).slots
    some = [
        Hold(request=request, start=one.start, end=one.end, who=frozenset(who), expires=one.start - timedelta(days=1))
        for one in slots
    ]
    return hold(holds, some, calendars).holds, [one.start for one in slots]


def bookings_twice(seed: int) -> tuple[int, int, int]:
    """Double bookings among confirmed meetings, and with calendars; how many meetings were confirmed."""
    holds, calendars, _ = week(seed)
    firm = [one for one in holds.all if one.state is State.CONFIRMED]
    over = sum(len(calendars[name].between(one.start, one.end)) for one in firm for name in one.who)
    return len(double_bookings(holds)), over, len(firm)


@pytest.mark.parametrize("seed", range(6))
def test_no_week_ends_with_a_double_booking(seed: int) -> None:
    double, over, confirmed = bookings_twice(seed)
    assert (double, over) == (0, 0)
    assert confirmed > 1


@pytest.mark.sweep
@pytest.mark.timeout(1200)
def test_no_double_booking_in_a_thousand_weeks(is_sweep: bool) -> None:
    weeks = 1_000 if is_sweep else 20
    found = [bookings_twice(seed) for seed in range(weeks)]
    double, over, confirmed = (sum(one[number] for one in found) for number in range(3))
    print(f"\nHolds: {double} double bookings, {over} over calendars, {confirmed} meetings in {weeks} weeks")
    assert (double, over) == (0, 0)
    assert confirmed > 2 * weeks
