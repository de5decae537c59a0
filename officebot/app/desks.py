"""What a person may ask of one duty at once: its settings as the office has them, the office's day, its trigger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from officebot.sdk import Trigger

if TYPE_CHECKING:
    from officebot.app import App

S = TypeVar("S")


class Desk(Generic[S]):
    """A duty's desk: nobody waits for the duty's hour there."""

    def __init__(self, app: App, duty: str, plain: Callable[[], S]) -> None:
        """`plain` makes the settings of an office that writes none for this duty, or has not enabled it."""
        self.app = app
        self.duty = duty
        enabled = app.loaded.duties.get(duty)
        self.settings: S = cast("S", enabled.settings) if enabled is not None and enabled.settings else plain()

    @property
    def today(self) -> date:
        """The office's day."""
        return self.app.facts.working_time.local(self.app.clock.now()).date()

    @property
    def trigger(self) -> Trigger:
        """What the duty is told that it runs for: somebody asked, now."""
        now = self.app.clock.now()
        return Trigger(kind="manual", key=self.duty, due=now, now=now)
