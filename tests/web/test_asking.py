"""Panels that hang: the page goes on without them, and they hold one thread each."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event, active_count
from time import monotonic
from types import SimpleNamespace
from typing import cast

import pytest

from officebot.app import App
from officebot.core.panels import Block, Notice, Viewer
from officebot.core.text import say
from officebot.sdk import Panel
from officebot.web.asking import Asking, TooLate
from officebot.web.panels import shown_on
from tests.engine.helpers import PAUL

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


def test_a_page_stands_without_the_panel_that_hangs_and_says_that_it_takes_too_long() -> None:
    ended = Event()

    def hang(*_: object) -> tuple[Block, ...]:
        ended.wait(20)
        return SHOWN

    def duty(title: str, panel: Panel) -> SimpleNamespace:
        return SimpleNamespace(duty=SimpleNamespace(panels=(panel,)), settings=None)

    duties = {
        "a": duty("A", Panel(page="today", title=say("Today"), place=1, show=hang)),
        "b": duty("B", Panel(page="today", title=say("Mail"), place=2, show=lambda *_: SHOWN)),
    }
    brought = SimpleNamespace(plugin_of={"b": "post-room"}.get)
    app = cast("App", SimpleNamespace(duties=duties, office=None, installed=brought))
    viewer = Viewer(person=PAUL, language="en", zone=UTC, now=datetime(2026, 11, 23, 9, tzinfo=UTC))
    panels = shown_on(app, "today", viewer, Asking(patience=0.2))
    ended.set()
    told = [cast("Notice", block).words.render("en") for panel in panels for _, block in panel.blocks]
    assert told == ["This part takes too long to answer: look again a little later.", "Today"]
    assert [panel.plugin for panel in panels] == ["", "post-room"], "whose words they are"


def test_what_a_panel_raises_is_raised_to_who_asks() -> None:
    asking = Asking(patience=5)

    def fail() -> tuple[Block, ...]:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        asking.ask("stock", fail, asking.deadline())
