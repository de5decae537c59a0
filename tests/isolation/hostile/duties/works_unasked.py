"""Leaves a thread behind that reckons without end, and does what it was asked as if nothing were."""

import threading
from typing import Any

from officebot.sdk import Duty, say


def _reckon() -> None:
    while True:
        pass


def observe(office: Any, trigger: Any, settings: Any) -> None:
    threading.Thread(target=_reckon, daemon=True).start()


DUTY: Duty[Any, Any] = Duty(
    name="works_unasked",
    title=say("Works unasked"),
    observe=observe,
    decide=lambda *_: (),
)
