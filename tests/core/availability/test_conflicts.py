"""What is wrong with an agenda: found, said in words, with a mend; and nothing where nothing is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from officebot.core.availability.busy import Status
from officebot.core.availability.conflicts import Conflict, Kind, Meeting, Reply, problems_of
from officebot.core.availability.persons import Rules
from officebot.core.availability.places import Travel
from officebot.core.worktime import WorkingTime
from tests.core.availability.worlds import at

RULES = Rules(working=WorkingTime(closed=frozenset({date(2026, 11, 26)})))
YES = {"omar": Reply.ACCEPTED, "kim": Reply.ACCEPTED}


def fine(start: str = "25 10:00", minutes: int = 60, **more: Any) -> Meeting:
    """A meeting with which nothing is wrong."""
    begin = at(start)
    given = {"summary": "Budget", "replies": YES, "room": "blue", "has_agenda": True, "zone": "Europe/Paris"}
    return Meeting(uid=start, start=begin, end=begin + timedelta(minutes=minutes), **{**given, **more})


def found(*agenda: Meeting, now: str = "23 09:00", **more: Any) -> list[Conflict]:
    return list(problems_of(agenda, now=at(now), **{"rules": RULES, **more}))


def kinds(*agenda: Meeting, **more: Any) -> list[Kind]:
    return [one.kind for one in found(*agenda, **more)]


def test_with_an_agenda_in_order_nothing_is_wrong() -> None:
    assert found(fine(), fine("25 11:00"), fine("27 17:00")) == []


@pytest.mark.parametrize(
    ("minutes", "wrong"),
    [pytest.param(60, [], id="they touch"), pytest.param(61, [Kind.OVERLAP], id="one minute over")],
)
def test_meetings_overlap_from_the_first_minute(minutes: int, wrong: list[Kind]) -> None:
    assert kinds(fine(minutes=minutes), fine("25 11:00")) == wrong


def test_a_long_meeting_overlaps_with_each_that_falls_into_it() -> None:
    pairs = [one.uids for one in found(fine("25 09:00", 300), fine("25 10:00"), fine("25 12:00"))]
    assert pairs == [("25 09:00", "25 10:00"), ("25 09:00", "25 12:00")]


@pytest.mark.parametrize(
    ("one", "other", "mend"),
    [
        ({"status": Status.TENTATIVE}, {}, "Decline or move “Budget”: it is not certain."),
        ({"is_ours": False}, {"summary": "Point"}, "Move “Point”: it is yours, with 2 others."),
        ({"is_ours": False}, {"is_ours": False}, "Ask one of the two organisers"),
    ],
)
def test_an_overlap_is_mended_by_the_meeting_that_moves_more_easily(
    one: dict[str, Any], other: dict[str, Any], mend: str
) -> None:
    (conflict,) = found(fine(**one), fine("25 10:30", **other))
    assert conflict.mend.render().startswith(mend)
    assert conflict.mend.render("fr") != conflict.mend.render()


def test_the_way_from_one_place_to_the_next_must_fit() -> None:
    travel = Travel.of([("Paris", "Lyon", 120)])
    (conflict,) = found(fine(place="Paris"), fine("25 12:30", place="Lyon"), travel=travel)
    assert conflict.kind is Kind.NO_WAY
    assert "there are 90 minutes; the way takes 120" in conflict.what.render()
    assert conflict.mend.render() == "Put “Budget” 30 minutes later, or meet by video."
    assert kinds(fine(place="Paris"), fine("25 13:00", place="Lyon"), travel=travel) == []
    assert kinds(fine(place="Paris"), fine("25 11:00", place="https://meet.example/a"), travel=travel) == []


def test_after_a_journey_the_way_begins_where_it_goes() -> None:
    travel = Travel.of([("Paris", "Lyon", 120)])
    train = fine(place="Paris", summary="Train Paris-Lyon")
    assert kinds(train, fine("25 11:10", place="Lyon"), travel=travel) == []
    assert kinds(train, fine("25 11:10", place="Paris"), travel=travel) == [Kind.NO_WAY]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"room": ""}, [Kind.NO_ROOM]),
        ({"room": "", "place": "https://meet.example/a"}, []),
        ({"room": "", "is_ours": False}, []),
        ({"room": "", "replies": {}}, []),
        ({"room": "", "replies": {"omar": Reply.DECLINED}}, []),
        ({"has_agenda": False}, [Kind.NO_AGENDA]),
        ({"has_agenda": False, "replies": {"omar": Reply.ACCEPTED}}, []),
        ({"replies": {"omar": Reply.NONE, "kim": Reply.ACCEPTED}}, [Kind.UNANSWERED]),
        ({"replies": {"omar": Reply.NONE}, "is_ours": False}, []),
        ({"all_day": True, "room": ""}, []),
    ],
)
def test_what_a_meeting_lacks_is_found_where_it_is_ours_to_give(change: dict[str, Any], wrong: list[Kind]) -> None:
    assert kinds(fine(**change), now="24 10:00") == wrong


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        pytest.param("23 09:59", [], id="a minute earlier"),
        pytest.param("23 10:00", [Kind.NO_AGENDA, Kind.UNANSWERED], id="two days before"),
        pytest.param("25 11:00", [], id="once it is over"),
    ],
)
def test_answers_and_agenda_are_asked_for_two_days_before(now: str, wrong: list[Kind]) -> None:
    one = fine(has_agenda=False, replies={"omar": Reply.NONE, "kim": Reply.ACCEPTED})
    assert kinds(one, now=now) == wrong


def test_a_meeting_on_a_holiday_is_told_with_the_next_working_day() -> None:
    (conflict,) = found(fine("26 10:00"))
    assert (conflict.kind, conflict.mend.render()) == (
        Kind.HOLIDAY,
        "Move it to 27 November 2026, the next working day.",
    )


def test_hours_at_which_nobody_meets_are_told_for_whom() -> None:
    (own,) = found(fine("25 22:00"))
    assert (own.kind, own.what.render()) == (Kind.HOURS, "“Budget” falls on 25 November 2026 at 22:00 for you.")
    (others,) = found(fine("25 10:00"), zones={"kim": "America/New_York", "omar": "Europe/Paris"})
    assert others.what.render() == "“Budget” is at 04:00 for kim."


def test_a_time_that_would_be_right_in_the_owners_zone_was_probably_written_in_a_wrong_one() -> None:
    start = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    (conflict,) = found(Meeting(uid="a", start=start, end=start + timedelta(hours=1), zone="Asia/Tokyo"))
    assert conflict.kind is Kind.WRONG_ZONE
    assert conflict.mend.render() == "Ask whether 10:00 in Europe/Paris is meant."


@pytest.mark.parametrize(
    "change",
    [
        {"room": ""},
        {"replies": {"omar": Reply.NONE}},
        {"start": "26 10:00"},
        {"start": "25 22:00"},
        {"start": "25 03:00", "zone": "Asia/Tokyo"},
    ],
)
def test_of_a_private_meeting_nothing_is_told_but_its_time_in_whole_sentences(change: dict[str, Any]) -> None:
    for conflict in found(fine(**{"is_private": True, **change}), now="24 10:00"):
        said = conflict.what.render()
        assert "Budget" not in said + conflict.mend.render()
        assert said[0].isupper() or said.startswith("omar")


def test_of_two_private_meetings_it_is_told_that_they_overlap() -> None:
    (conflict,) = found(fine(is_private=True, replies={}), fine("25 10:30", is_private=True))
    assert conflict.what.render() == "A private meeting and a private meeting overlap from 25 November 2026 at 10:30."
    assert conflict.mend.render() == "Move a private meeting: nobody else takes part."
