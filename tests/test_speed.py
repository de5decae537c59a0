"""Bounds of processor time: work counts as it would on the machine for which they are told."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests import instructions, speed
from tests.speed import least, slowness, within


def work(times: int) -> Callable[[], object]:
    return lambda: [sum(range(10_000)) for _ in range(times)]


@pytest.fixture(params=["as it is counted here", "by the clock"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by the clock":
        clock = speed._Clock()
        monkeypatch.setattr(speed, "_clock", lambda: clock)


def test_twice_the_work_counts_about_twice() -> None:
    once, twice = (min(speed.took(work(times)) for _ in range(5)) for times in (100, 200))
    assert 1.3 < twice / once < 3
    assert slowness() >= 1


def test_waiting_and_looking_at_the_clock_count_for_little() -> None:
    assert speed.took(lambda: time.sleep(0.3)) < 50
    began = speed.processor_seconds()
    for _ in range(5):
        speed.processor_seconds()
    assert speed.processor_seconds() - began < 0.05


def test_what_takes_too_long_is_refused_and_what_does_not_gives_what_it_gave() -> None:
    assert within(5, lambda: "given") == "given"
    with pytest.raises(AssertionError, match="at best"):
        within(0.01, work(1000))
    assert least(5, work(1)) < 5


@pytest.mark.skipif(
    instructions.counter() is None, reason="this processor does not tell how many instructions it carried out"
)
def test_instructions_are_the_same_at_each_run_of_the_same_work() -> None:
    counter = instructions.counter()
    assert counter is not None
    counted = []
    for _ in range(5):
        began = counter()
        work(50)()
        counted.append(counter() - began)
    assert max(counted) < 1.05 * min(counted)
