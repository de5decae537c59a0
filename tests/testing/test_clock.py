import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from officebot.core.clock import Clock, SystemClock
from officebot.testing.clock import VirtualClock

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_both_clocks_show_aware_utc() -> None:
    clocks: list[Clock] = [SystemClock(), VirtualClock(MORNING.astimezone(timezone(timedelta(hours=5))))]
    for clock in clocks:
        assert clock.now().tzinfo is UTC


def test_a_virtual_clock_stands_still_until_it_is_turned(virtual_clock: VirtualClock) -> None:
    assert virtual_clock.now() == virtual_clock.now() == MORNING
    virtual_clock.advance(timedelta(minutes=5))
    assert virtual_clock.now() == MORNING + timedelta(minutes=5)
    assert virtual_clock.monotonic() == 300.0


def test_a_virtual_clock_never_goes_back(virtual_clock: VirtualClock) -> None:
    with pytest.raises(ValueError, match="never goes back"):
        virtual_clock.set(MORNING - timedelta(seconds=1))
    with pytest.raises(ValueError, match="never goes back"):
        virtual_clock.advance(timedelta(seconds=-1))
    virtual_clock.set(MORNING)
    assert virtual_clock.now() == MORNING


def test_a_virtual_clock_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        VirtualClock(datetime(2026, 11, 23, 8, 0))


def test_a_sleeper_wakes_when_the_hands_have_gone_far_enough(virtual_clock: VirtualClock) -> None:
    sleeper = threading.Thread(target=virtual_clock.sleep, args=(60.0,))
    sleeper.start()
    virtual_clock.advance(timedelta(seconds=59))
    sleeper.join(0.05)
    # The sleeper may have lain down after the first turn: two minutes more are enough in either case.
    virtual_clock.advance(timedelta(minutes=2))
    sleeper.join(5)
    assert not sleeper.is_alive()


def test_a_clock_whose_sleeping_moves_the_hands_does_not_wait() -> None:
    clock = VirtualClock(MORNING, sleeping_moves=True)
    clock.sleep(3600)
    assert clock.now() == MORNING + timedelta(hours=1)


def test_the_system_clock_does_not_sleep_for_less_than_nothing() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(-5)
    assert clock.monotonic() - before < 1
