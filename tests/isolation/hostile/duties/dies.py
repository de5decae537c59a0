"""Takes the whole process with it: a write to an address where nothing is."""

import ctypes
from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    ctypes.memset(8, 0, 8)


DUTY: Duty[Any, Any] = Duty(name="dies", title=say("Dies"), observe=observe, decide=lambda *_: ())
