"""Panels that hang: the page goes on without them, and they hold one thread each."""

from __future__ import annotations

from threading import Event, active_count
from time import monotonic

import pytest

from officebot.core.panels import Block, Notice
from officebot.core.text import say
from officebot.web.asking import Asking, TooLate

SHOWN: tuple[Block, ...] = (Notice(words=say("Today")),)


def test_a_panel_that_hangs_is_left_out_and_not_asked_again_until_it_has_ended() -> None:
    asking, ended, began = Asking(patience=0.2), Event(), monotonic()
    asked = 0

    def hang() -> tuple[Block, ...]:
        nonlocal asked
        asked += 1
        ended.wait(20)
        return SHOWN

    with pytest.raises(TooLate):
        asking.ask("stock", hang, asking.deadline())
    held = active_count()
    for _ in range(20):
        with pytest.raises(TooLate):
            asking.ask("stock", hang, asking.deadline())
    assert asked == 1
    assert active_count() == held
    assert asking.ask("orders", lambda: SHOWN, asking.deadline()) == SHOWN
    assert monotonic() - began < 3
    ended.set()
    while monotonic() - began < 10:
        try:
            assert asking.ask("stock", lambda: SHOWN, asking.deadline()) == SHOWN
            break
        except TooLate:
            continue
    else:
        pytest.fail("it is never asked again")


def test_what_a_panel_raises_is_raised_to_who_asks() -> None:
    asking = Asking(patience=5)

    def fail() -> tuple[Block, ...]:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        asking.ask("stock", fail, asking.deadline())
