"""Finds the pipe of its answers and fills it with what is no frame."""

import os
from contextlib import suppress
from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    for handle in range(3, 64):
        with suppress(OSError):
            os.write(handle, b"\x00\x00\x00\x05hello")


DUTY: Duty[Any, Any] = Duty(name="answers_garbage", title=say("Lies"), observe=observe, decide=lambda *_: ())
