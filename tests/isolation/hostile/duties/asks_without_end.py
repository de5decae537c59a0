"""Asks the office the same question for ever."""

from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    while True:
        office.remembered("asks_without_end", "nothing")


DUTY: Duty[Any, Any] = Duty(name="asks_without_end", title=say("Asks"), observe=observe, decide=lambda *_: ())
