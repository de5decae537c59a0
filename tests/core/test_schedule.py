"""Schedules in words, and when they are due: once, also on the nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.core.schedule import Kind, parse
from officebot.core.worktime import WorkingTime

PARIS = ZoneInfo("Europe/Paris")
OFFICE = WorkingTime()
SATURDAY = datetime(2026, 11, 28, tzinfo=UTC)


def keys(words: str, after: datetime, until: datetime, working: WorkingTime = OFFICE) -> list[str]:
    return [due.key for due in parse(words).due_between(after, until, working.tz, working)]


def local(day: str, hour: str = "00:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), PARIS)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("mon-fri 08:00", "lun-ven 08:00"),
        ("mon-fri 08:30", "du lundi au vendredi à 8h30"),
        ("daily 07:30", "chaque jour 07:30"),
        ("daily 07:30", "tous les jours à 7h30"),
        ("mon,thu 09:00 14:00", "lundi et jeudi à 9h et 14h"),
        ("1st 09:00", "le 1er à 9h"),
        ("1st, 15th 09:00", "le 1er et le 15 à 09:00"),
        ("last working day 17:00", "dernier jour ouvré du mois à 17h"),
        ("first working day 09:00", "premier jour ouvré 09:00"),
        ("last day 17:00", "dernier jour 17:00"),
        ("every 15 minutes", "toutes les 15 minutes"),
        ("every 2 hours", "toutes les 2 heures"),
        ("every hour", "chaque heure"),
        ("daily 08:00 working days", "chaque jour 08:00 jours ouvrés"),
        ("working days 08:00", "jours ouvrés à 8h"),
        ("mail invoice", "courriel invoice"),
        ("file stock.xlsx", "fichier stock.xlsx"),
        ("after mail", "après le courrier"),
        ("start", "au démarrage"),
    ],
)
def test_english_and_french_words_mean_the_same_schedule(english: str, french: str) -> None:
    assert (
        parse(english)
        == parse(french)
        == parse(french.upper() if "stock" not in french and "voice" not in french else french)
    )


@pytest.mark.parametrize(
    "words",
    [
        "",
        "08:00",
        "mon-fri",
        "mon 24:00",
        "mon 12:60",
        "mon 8:5",
        "32nd 09:00",
        "0 09:00",
        "mon,1st 09:00",
        "someday 09:00",
        "mon-someday 09:00",
        "every 0 minutes",
        "every 169 hours",
        "every 3 days",
        "mail in voice",
        "mail Invoice\x00",
        "file",
        "file /etc/passwd",
        "file ../secrets",
        "file a\\b",
        "daily " + "09:00 " * 100,
    ],
)
def test_words_that_mean_no_schedule_are_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(words)
    assert len(refused.value.problems[0].what.render("en")) > 30


@given(st.text(max_size=60))
def test_any_text_is_a_schedule_or_a_sentence(words: str) -> None:
    try:
        schedule = parse(words)
    except UserError:
        return
    assert schedule.source


def test_a_file_keeps_its_capitals_and_spaces() -> None:
    assert parse("file Budget 2026.xlsx").path == "Budget 2026.xlsx"
    assert parse("mail").claim == ""
    assert parse("mail invoice").kind is Kind.MAIL


def test_a_weekly_schedule_is_due_on_its_days_at_its_times() -> None:
    found = keys("mon,thu 09:00 14:00", local("2026-11-23"), local("2026-11-30"))
    assert found == ["2026-11-23T09:00", "2026-11-23T14:00", "2026-11-26T09:00", "2026-11-26T14:00"]


def test_days_that_run_over_the_weekend_are_understood() -> None:
    assert parse("fri-mon 08:00").weekdays == {4, 5, 6, 0}


def test_a_firing_belongs_to_the_span_that_ends_with_it() -> None:
    nine = local("2026-11-23", "09:00")
    minute = timedelta(minutes=1)
    assert keys("mon 09:00", nine - minute, nine) == ["2026-11-23T09:00"]
    assert keys("mon 09:00", nine, nine + minute) == []
    assert keys("every 5 minutes", nine - minute, nine) == ["2026-11-23T08:00Z"]
    assert keys("every 5 minutes", nine, nine + minute) == []


def test_a_number_that_a_month_does_not_have_means_its_last_day() -> None:
    found = keys("31st 09:00", local("2026-01-01"), local("2026-05-01"))
    assert found == ["2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00", "2026-04-30T09:00"]


def test_the_last_working_day_comes_before_holidays_and_weekends() -> None:
    found = keys("last working day 17:00", local("2026-05-01"), local("2027-02-01"))
    assert [key[:10] for key in found] == [
        "2026-05-29", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30",
        "2026-10-30", "2026-11-30", "2026-12-31", "2027-01-29",
    ]  # fmt: skip


def test_the_first_working_day_comes_after_holidays_and_weekends() -> None:
    assert keys("first working day 09:00", local("2026-04-30", "12:00"), local("2026-06-02")) == [
        "2026-05-04T09:00",
        "2026-06-01T09:00",
    ]


def test_working_days_leave_out_holidays_and_closed_days() -> None:
    closed = WorkingTime(closed=frozenset({date(2026, 12, 24)}))
    found = keys("daily 08:00 working days", local("2026-12-23"), local("2026-12-29"), closed)
    assert found == ["2026-12-23T08:00", "2026-12-28T08:00"]
    assert keys("daily 08:00", local("2026-12-24"), local("2026-12-26"), closed) == [
        "2026-12-24T08:00",
        "2026-12-25T08:00",
    ]


def test_intervals_on_working_days_rest_on_holidays() -> None:
    assert keys("every 6 hours working days", local("2026-12-25"), local("2026-12-25", "23:00")) == []
    assert len(keys("every 6 hours working days", local("2026-12-23"), local("2026-12-23", "23:59"))) == 4


def test_a_monthly_schedule_waits_for_the_next_working_day() -> None:
    found = keys("1st 09:00 working days", local("2026-04-15"), local("2026-08-15"))
    assert found == ["2026-05-04T09:00", "2026-06-01T09:00", "2026-07-01T09:00", "2026-08-03T09:00"]


def test_the_31st_may_wait_into_the_next_month() -> None:
    assert keys("31st 09:00 working days", local("2026-10-20"), local("2026-11-15")) == ["2026-11-02T09:00"]


def test_what_is_never_due_says_so() -> None:
    closed = WorkingTime(hours={})
    never = parse("daily 08:00 working days")
    assert never.next_after(SATURDAY, PARIS, closed) is None
    assert parse("mail").next_after(SATURDAY, PARIS, OFFICE) is None


def test_the_next_firing_is_found_however_far_it_is() -> None:
    for words, expected in (
        ("every 15 minutes", "2026-11-28T00:15Z"),
        ("mon 08:00", "2026-11-30T08:00"),
        ("1st 09:00", "2026-12-01T09:00"),
        ("27th 09:00", "2026-12-27T09:00"),
    ):
        due = parse(words).next_after(SATURDAY, PARIS, OFFICE)
        assert due is not None
        assert due.key == expected


def test_after_a_long_stop_only_the_latest_firing_is_looked_for() -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    for words, expected in (("daily 08:00", "2026-11-27T08:00"), ("1st 09:00", "2026-11-01T09:00")):
        due = parse(words).latest_between(long_ago, SATURDAY, PARIS, OFFICE)
        assert due is not None
        assert due.key == expected
    assert parse("sun 09:00").latest_between(SATURDAY - timedelta(hours=3), SATURDAY, PARIS, OFFICE) is None


def test_both_clock_changes_of_2026_neither_double_nor_swallow_nor_shift_a_run() -> None:
    """Every minute from 00:00 to 04:00, on every day of both weeks of change."""
    runs, drifted, wrong = 0, 0, 0
    for change in (date(2026, 3, 29), date(2026, 10, 25)):
        after = datetime.combine(change - timedelta(days=4), time(12), PARIS)
        until = datetime.combine(change + timedelta(days=3), time(12), PARIS)
        days = [(change + timedelta(days=offset)).isoformat() for offset in range(-3, 4)]
        for minute in range(241):
            at = time(minute // 60, minute % 60)
            found = parse(f"daily {at:%H:%M}").due_between(after, until, PARIS, OFFICE)
            runs += len(found)
            wrong += [due.key for due in found] != [f"{day}T{at:%H:%M}" for day in days]
            drifted += sum(_has_drifted(due.key, due.instant) for due in found)
    print(f"241 minutes x 14 days: {runs} runs, {wrong} days wrong, {drifted} drifted")
    assert (runs, wrong, drifted) == (241 * 14, 0, 0)


def _has_drifted(key: str, instant: datetime) -> bool:
    wall = datetime.fromisoformat(key)
    shown = instant.astimezone(PARIS)
    if wall.date() == date(2026, 3, 29) and wall.hour == 2:
        return instant != datetime(2026, 3, 29, 1, tzinfo=UTC)
    return shown.replace(tzinfo=None) != wall or shown.fold != 0


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-23", 24)])
def test_an_interval_counts_real_hours_also_when_the_clocks_change(day: str, hours: int) -> None:
    start = local(day)
    end = datetime.combine(start.date() + timedelta(days=1), time(), PARIS)
    assert len(keys("every 15 minutes", start, end)) == 4 * hours


def test_a_day_that_a_zone_skips_is_made_up_at_its_end() -> None:
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    working = WorkingTime(zone="Pacific/Apia", country="")
    after, until = datetime(2011, 12, 29, 12, tzinfo=UTC), datetime(2011, 12, 31, 12, tzinfo=UTC)
    found = parse("daily 08:00").due_between(after, until, apia, working)
    assert [due.key for due in found] == ["2011-12-29T08:00", "2011-12-30T08:00", "2011-12-31T08:00"]
    assert found[1].instant == datetime(2011, 12, 30, 10, tzinfo=UTC)


instants = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
schedules = st.sampled_from(
    ["daily 02:30", "mon-fri 08:00", "sun 02:00 03:00", "1st 09:00", "every 45 minutes", "daily 08:00 working days"]
)
zones = st.sampled_from(["Europe/Paris", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"])


# The first holidays of a country are slow to read.
@settings(deadline=None)
@given(words=schedules, zone=zones, after=instants, first=st.integers(0, 5000), second=st.integers(0, 5000))
def test_however_the_time_is_cut_into_spans_each_firing_comes_once(
    words: str, zone: str, after: datetime, first: int, second: int
) -> None:
    working = WorkingTime(zone=zone)
    schedule, tz = parse(words), ZoneInfo(zone)
    middle = after + timedelta(minutes=first)
    until = middle + timedelta(minutes=second)
    whole = schedule.due_between(after, until, tz, working)
    parts = schedule.due_between(after, middle, tz, working) + schedule.due_between(middle, until, tz, working)
    assert whole == parts
    assert len({due.key for due in whole}) == len(whole)
    expected = whole[0] if whole else None
    found = schedule.next_after(after, tz, working)
    assert found is not None
    assert (found == expected) if expected else found.instant > until
    assert schedule.latest_between(after, until, tz, working) == (whole[-1] if whole else None)
