"""Bounds of processor time: work counts as it would on the machine for which they are told."""

from __future__ import annotations

import time

from tests.speed import processor_seconds, slowness, took


def busy(seconds: float) -> None:
    """Work that takes so much processor time here and now."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_work_counts_and_never_for_more_than_it_took_here() -> None:
    assert 0.5 / 20 < took(lambda: busy(0.5)) / 1000 < 0.55
    assert slowness() >= 1


def test_waiting_and_looking_at_the_clock_count_for_little() -> None:
    assert took(lambda: time.sleep(0.3)) < 50
    began = processor_seconds()
    for _ in range(5):
        processor_seconds()
    assert processor_seconds() - began < 0.05
