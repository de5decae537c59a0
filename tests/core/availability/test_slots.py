"""Slots: who is free when, in which order, why not, and what would help."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from officebot.core.availability.persons import Weekly
from officebot.core.availability.places import Travel
from officebot.core.availability.request import SlotsFound
from officebot.core.availability.slots import find_slots
from officebot.core.problems import UserError
from officebot.core.worktime import WorkingTime
from tests.core.availability.worlds import NO_HOLIDAYS, asked, at, meeting, person, room, tentative, world

NEW_YORK = WorkingTime(zone="America/New_York", country="")
TOKYO = WorkingTime(zone="Asia/Tokyo", country="")


def starts(answer: SlotsFound) -> list[str]:
    """The slots in the order of time."""
    return sorted(f"{slot.start:%d %H:%M}" for slot in answer.slots)


def words(answer: SlotsFound, number: int = 0, language: str = "en") -> list[str]:
    return [reason.render(language) for reason in answer.slots[number].reasons]


# ── who is free when ──────────────────────────────────────────────────────────────────────────────────────


def test_a_slot_is_where_everyone_who_is_required_is_free() -> None:
    nadia = person("nadia", meeting("24 09:00", 240), meeting("24 15:00", 180))
    omar = person("omar", meeting("24 13:00", 60))
    found = find_slots(asked("24", "25", 60, "nadia", "omar"), world(nadia, omar))
    assert (starts(found), found.fitting) == (["24 14:00"], 1)
    assert words(found)[0] == "Everyone is free."


@pytest.mark.parametrize(
    ("minutes", "fits"),
    [pytest.param(60, 1, id="exactly as long as the gap"), pytest.param(61, 0, id="one minute longer than the gap")],
)
def test_a_gap_is_used_to_its_last_minute(minutes: int, fits: int) -> None:
    nadia = person("nadia", meeting("24 09:00", 60), meeting("24 11:00", 420))
    assert find_slots(asked("24", "25", minutes, "nadia"), world(nadia)).fitting == fits


def test_the_slots_of_a_day_agree_with_counting_by_hand() -> None:
    chance = random.Random(4)
    for _ in range(60):
        people = [
            person(
                name,
                *(meeting(f"{chance.randint(23, 25)} {chance.randint(7, 18)}:{chance.choice(('00', '10', '45'))}",
                          chance.choice((5, 30, 60, 200))) for _ in range(6)),
                lunch=chance.choice((None, (time(12), time(13)))),
                buffer=timedelta(minutes=chance.choice((0, 0, 10))),
                working=chance.choice((NO_HOLIDAYS, NEW_YORK)),
            )
            for name in ("a", "b", "c")
        ]  # fmt: skip
        minutes = chance.choice((15, 30, 50, 90))
        found = find_slots(asked("23", "26", minutes, "a", "b", "c"), world(*people))
        by_hand = 0
        start = at("23")
        while start + timedelta(minutes=minutes) <= at("26"):
            end = start + timedelta(minutes=minutes)
            by_hand += all(is_free(one, start, end) for one in people)
            start = (start.astimezone(UTC) + timedelta(minutes=15)).astimezone(start.tzinfo)
        assert found.fitting == by_hand
        assert found.fitting + sum(found.blocked.values()) == found.candidates


def is_free(one: object, start: datetime, end: datetime) -> bool:
    rules = one.rules
    here, until = (moment.astimezone(rules.working.tz) for moment in (start, end))
    if here.weekday() > 4 or here.time() < time(9) or until.time() > time(18) or here.date() != until.date():
        return False
    if rules.lunch and here.time() < rules.lunch[1] and until.time() > rules.lunch[0]:
        return False
    return not any(busy.start - rules.buffer < end and busy.end + rules.buffer > start for busy in one.times)


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"lunch": (time(9), time(18))}, "lunch"),
        ({"focus": (Weekly(weekdays=frozenset({1}), start=time(8), end=time(19)),)}, "focus"),
        ({"absences": ((date(2026, 11, 24), date(2026, 11, 24)),)}, "out-of-office"),
        ({"working": WorkingTime(closed=frozenset({date(2026, 11, 24)}), country="")}, "holiday"),
    ],
)
def test_each_reason_is_counted_by_its_name(rules: dict[str, object], reason: str) -> None:
    found = find_slots(asked("24 09:00", "24 18:00", 60, "nadia"), world(person("nadia", **rules)))
    assert found.blocked == {reason: 33}
    assert found.slots == ()


def test_a_public_holiday_blocks_those_of_its_country_and_region() -> None:
    saturday = datetime(2026, 12, 26, tzinfo=UTC)
    asked_for = replace(asked("23", "24", 30, "nadia"), start=saturday, end=saturday + timedelta(days=1))
    six_days = dict.fromkeys(range(6), ((time(9), time(18)),))
    for region, fits in (("", True), ("57", False)):
        working = WorkingTime(region=region, hours=six_days)
        assert bool(find_slots(asked_for, world(person("nadia", working=working))).slots) is fits


def test_no_meeting_begins_before_the_notice_has_passed() -> None:
    request = asked("24 09:00", "24 12:00", 30, "nadia", now=at("24 09:00"), notice=timedelta(minutes=61))
    found = find_slots(request, world(person("nadia")))
    assert min(starts(found)) >= "24 10:15"
    assert (found.blocked, found.fitting) == ({"notice": 5}, 6)


def test_hours_of_the_day_may_be_asked_for() -> None:
    request = asked("24", "25", 60, "nadia", not_before=time(14), not_after=time(16))
    found = find_slots(request, world(person("nadia")))
    assert found.fitting == 5
    assert set(starts(found)) <= {"24 14:00", "24 14:15", "24 14:30", "24 14:45", "24 15:00"}


def test_a_meeting_that_is_not_certain_keeps_its_time_unless_its_owner_says_otherwise() -> None:
    request = asked("24 09:00", "24 10:00", 60, "nadia")
    assert find_slots(request, world(person("nadia", tentative("24 09:00", 60)))).blocked == {"tentative": 1}
    assert find_slots(request, world(person("nadia", tentative("24 09:00", 60), tentative_blocks=False))).fitting == 1


def test_people_of_several_zones_meet_where_their_hours_do() -> None:
    people = person("nadia"), person("sam", working=NEW_YORK)
    found = find_slots(asked("24", "25", 60, "nadia", "sam"), world(*people))
    assert found.fitting == 9
    assert words(found)[-1].startswith("For sam it is 09:0")
    assert (
        find_slots(asked("24", "25", 60, "nadia", "kei"), world(people[0], person("kei", working=TOKYO))).fitting == 1
    )


# ── optional people, rooms, ways ──────────────────────────────────────────────────────────────────────────


def test_who_may_come_is_counted_as_missing_and_comes_where_possible() -> None:
    people = person("nadia", meeting("24 11:00", 420)), person("omar", meeting("24 09:00", 60))
    found = find_slots(asked("24", "25", 60, "nadia", optional=("omar",), top=9), world(*people))
    assert [(f"{slot.start:%H:%M}", slot.missing) for slot in found.slots[:1]] == [("10:00", ())]
    assert found.slots[0].score > found.slots[1].score
    assert found.slots[1].missing == ("omar",)
    assert words(found, 1) == ["All who must come are free; omar cannot come."]
    assert words(found, 1, "fr") != words(found, 1)


def test_the_smallest_room_that_suits_and_is_free_is_taken() -> None:
    rooms = (
        room("hall", capacity=40, equipment=frozenset({"screen"})),
        room("blue", meeting("24 09:00", 60), capacity=4, equipment=frozenset({"screen"})),
        room("attic", capacity=2, equipment=frozenset({"screen"})),
        room("yard", capacity=5),
    )
    names = ("hall", "blue", "attic", "yard")
    request = asked("24 09:00", "24 11:00", 60, "nadia", rooms=names, seats=3, equipment=frozenset({"screen"}), top=9)
    found = find_slots(request, world(person("nadia"), rooms=rooms))
    assert {f"{slot.start:%H:%M}": slot.room for slot in found.slots} == {"09:00": "hall", "10:00": "blue"}
    full = find_slots(replace(request, seats=40), world(person("nadia"), rooms=rooms))
    assert {slot.room for slot in full.slots} == {"hall"}
    none = find_slots(replace(request, seats=50), world(person("nadia"), rooms=rooms))
    assert none.blocked == {"no-room": 5}


def test_the_way_between_two_places_is_kept_free() -> None:
    travel = Travel.of([("Paris", "Lyon", 120)])
    nadia = person("nadia", meeting("24 16:00", 60, place="Lyon, gare"))
    request = asked("24 09:00", "24 18:00", 60, "nadia", place="Paris", top=20)
    found = find_slots(request, world(nadia, travel=travel))
    assert max(starts(found)) <= "24 13:00"
    last = max(found.slots, key=lambda slot: slot.start)
    assert [reason.render("fr") for reason in last.reasons][-1].startswith("nadia part pour Lyon, gare à 14:00")
    assert find_slots(replace(request, place="Lyon"), world(nadia, travel=travel)).blocked == {"busy": 7}


def test_who_comes_by_train_is_where_it_goes() -> None:
    travel = Travel.of([("Paris", "Lyon", 120)])
    nadia = person("nadia", meeting("24 09:00", 120, "Train Lyon-Paris", place="Lyon"))
    request = asked("24 09:00", "24 18:00", 60, "nadia", place="Paris", top=20)
    assert min(starts(find_slots(request, world(nadia, travel=travel)))) == "24 11:00"
    assert min(starts(find_slots(replace(request, place="Lyon"), world(nadia, travel=travel)))) == "24 13:00"


def test_of_a_private_meeting_nothing_shows_in_the_reasons() -> None:
    nadia = person("nadia", meeting("24 10:00", 480, summary="", place=""))
    found = find_slots(asked("24 09:00", "24 18:00", 60, "nadia"), world(nadia))
    assert words(found) == ["nadia is free."]
    moving = find_slots(asked("24 11:00", "24 12:00", 60, "nadia"), world(nadia)).relaxations
    assert "Move a meeting of nadia on 24 November 2026 at 10:00." in [one.what.render() for one in moving]


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [("Paris", "lyon", 120), ("Lyon", "PARIS ", 120), ("Paris", "Lille", 30), ("Paris", "https://meet.example/x", 0),
     ("Paris", "Teams", 0), ("", "Lyon", 0), ("Paris", "Salle A", 0), ("Salle A", "Lyon", 120), ("Paris", "paris", 0),
     ("Visioconférence", "Lyon", 0), ("Lyon, 3 rue X", "Paris", 120)],
)  # fmt: skip
def test_ways_are_those_of_the_table_or_an_estimate(one: str, other: str, minutes: int) -> None:
    travel = Travel.of([("Paris", "Lyon", 120)], {"Salle A": "Paris"})
    assert travel.between(one, other) == travel.between(other, one) == timedelta(minutes=minutes)


# ── the order, and what would help ────────────────────────────────────────────────────────────────────────


def test_the_best_slots_come_first_and_are_spread_over_the_days() -> None:
    found = find_slots(asked("23", "28", 60, "nadia", "omar"), world(person("nadia"), person("omar")))
    assert [slot.score for slot in found.slots] == sorted((slot.score for slot in found.slots), reverse=True)
    assert len({f"{slot.start:%d %p}" for slot in found.slots}) == len(found.slots) == 5
    assert found.slots[0].start == at("23 09:00")
    assert (
        found.slots
        == find_slots(asked("23", "28", 60, "omar", "nadia"), world(person("omar"), person("nadia"))).slots
    )


def helping(answer: SlotsFound) -> dict[str, str]:
    assert answer.slots == ()
    return {one.kind: one.what.render() for one in reversed(answer.relaxations)}


def test_where_nothing_fits_what_would_help_is_told_with_what_it_gives() -> None:
    people = (
        person("nadia", meeting("24 09:00", 240, "Budget"), meeting("24 13:30", 270)),
        person("omar"),
    )
    found = find_slots(asked("24", "25", 60, "nadia", "omar"), world(*people))
    assert helping(found) == {
        "shorter": "Meet for 30 minutes only.",
        "move": "Move “Point” of nadia on 24 November 2026 at 13:30.",
        "without": "Meet without nadia.",
        "later": "Meet later, within a week after that.",
        "outside-hours": "Meet outside of working hours, between 7:00 and 21:00 for everyone.",
    }
    for one in found.relaxations:
        assert one.count > 0
        assert one.slot.end - one.slot.start == timedelta(minutes=30 if one.kind == "shorter" else 60)


def test_the_chair_is_never_left_out() -> None:
    people = person("nadia", meeting("24 09:00", 540)), person("omar", meeting("24 09:00", 60))
    request = asked("24 09:00", "24 18:00", 60, "nadia", "omar", chair="nadia")
    assert "without" not in {one.kind for one in find_slots(request, world(*people)).relaxations}
    assert "without" in {one.kind for one in find_slots(replace(request, chair=""), world(*people)).relaxations}


def test_another_room_lunch_or_a_meeting_that_is_not_certain_may_help() -> None:
    rooms = room("blue", meeting("24 09:00", 540), capacity=4), room("hall", capacity=40)
    full = find_slots(asked("24", "25", 60, "nadia", rooms=("blue",)), world(person("nadia"), rooms=rooms))
    assert helping(full)["another-room"] == "Take the room hall."
    alone = find_slots(asked("24", "25", 60, "nadia", rooms=("blue",)), world(person("nadia"), rooms=rooms[:1]))
    assert helping(alone)["no-room"] == "Meet without a room."
    lunch = find_slots(asked("24 12:00", "24 13:00", 60, "nadia"), world(person("nadia", lunch=(time(12), time(13)))))
    assert helping(lunch)["own-time"].startswith("Use lunch time")
    held = find_slots(asked("24 09:00", "24 10:00", 60, "nadia"), world(person("nadia", tentative("24 09:00", 60))))
    assert helping(held)["tentative"] == "Meet over meetings that are not certain."


# ── what cannot be asked ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"required": ("sam",)}, "no calendar of “sam”"),
        ({"optional": ("sam",)}, "no calendar of “sam”"),
        ({"rooms": ("attic",)}, "no room “attic”"),
        ({"required": ()}, "Nobody is asked"),
        ({"zone": "Paris"}, "no time zone"),
        ({"length": timedelta(days=2)}, "longer than the time"),
        ({"length": timedelta(0)}, "lasts a minute"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_a_sentence(change: dict[str, object], said: str) -> None:
    with pytest.raises(UserError, match=said):
        find_slots(replace(asked("24", "25", 60, "nadia"), **change), world(person("nadia")))


def test_the_night_in_which_the_clock_changes_has_its_hours() -> None:
    all_day = WorkingTime(hours=dict.fromkeys(range(7), ((time(0), time(23, 59)),)), country="")
    zone = ZoneInfo("Europe/Paris")
    start = datetime(2026, 10, 25, tzinfo=zone)
    request = replace(asked("24", "25", 60, "nadia"), start=start, end=datetime(2026, 10, 26, tzinfo=zone))
    assert find_slots(request, world(person("nadia", working=all_day))).fitting == 25 * 4 - 3
