"""When a duty is stopped, when it is tried again, and what closes its breaker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from officebot.core.breaker import Breaker
from officebot.core.text import say

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WHY = say("It raised.")
DAY = timedelta(days=1)


def after(count: int, most: int = 5) -> Breaker:
    """A breaker after so many failed runs in a row."""
    one = Breaker()
    for _ in range(count):
        one = one.failed("runs", WHY, NOW, most)
    return one


@pytest.mark.parametrize(("count", "stopped"), [(0, False), (4, False), (5, True), (6, True)])
def test_so_many_failures_in_a_row_stop_a_duty_and_one_fewer_does_not(count: int, stopped: bool) -> None:
    one = after(count)
    assert (one.is_stopped, one.may_work(NOW), one.failures) == (stopped, not stopped, count)


def test_one_success_between_begins_the_count_anew() -> None:
    assert not after(4).worked("runs").failed("runs", WHY, NOW).is_stopped


def test_mails_that_went_well_do_not_hide_that_the_runs_fail() -> None:
    assert after(4).worked("mails").failed("runs", WHY, NOW).is_stopped


def test_a_stopped_duty_is_tried_once_after_a_pause_and_each_try_in_vain_makes_the_next_longer() -> None:
    one, now, pauses = after(5), NOW, []
    for _ in range(6):
        assert one.again is not None
        assert not one.may_work(one.again - timedelta(seconds=1))
        assert one.may_work(one.again)
        pauses.append(one.again - now)
        now = one.again
        one = one.tried(now).failed("runs", WHY, now)
    assert pauses == [timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=16), DAY, DAY]


def test_a_try_that_never_ends_was_in_vain() -> None:
    tried = after(5).tried(NOW + timedelta(minutes=15))
    assert not tried.may_work(NOW + timedelta(minutes=16))


def test_a_failed_try_counts_its_pause_once_whether_it_was_begun_or_not() -> None:
    now = NOW + timedelta(minutes=15)
    assert after(5).failed("mails", WHY, now).again == after(5).tried(now).failed("mails", WHY, now).again


def test_what_works_closes_it_altogether() -> None:
    assert after(7).worked("mails") == Breaker()


def test_a_person_lets_it_try_now_or_leaves_it_off_for_good() -> None:
    left = after(5).leave_off("Claire Morel")
    assert not left.may_work(NOW + 365 * DAY)
    assert left.asked_again(NOW).may_work(NOW)
    assert after(5).asked_again(NOW).may_work(NOW)
    assert Breaker().leave_off("Claire Morel") == Breaker()


def test_what_is_fatal_stops_it_at_once() -> None:
    assert Breaker().stopped("runs", WHY, NOW).is_stopped


@pytest.mark.parametrize("one", [Breaker(), after(2), after(5), after(5).leave_off("Claire"), after(6).tried(NOW)])
def test_it_is_kept_and_read_back_as_it_was(one: Breaker) -> None:
    assert Breaker.from_json(one.to_json()) == one
