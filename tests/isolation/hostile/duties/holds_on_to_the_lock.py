"""Never ends, in a call of the C library that holds Python's lock: no other thread of that process would run."""

import ctypes
from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> None:
    ctypes.PyDLL(None).sleep(3600)


DUTY: Duty[Any, Any] = Duty(
    name="holds_on_to_the_lock",
    title=say("Sleeps"),
    observe=observe,
    decide=lambda *_: (),
)
