"""Never ends a run."""

from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> None:
    while True:
        pass


DUTY: Duty[Any, Any] = Duty(name="loops_in_a_run", title=say("Loops"), observe=observe, decide=lambda *_: ())
