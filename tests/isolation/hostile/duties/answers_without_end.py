"""Says that its answer has four billion letters."""

import os
from contextlib import suppress
from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    for handle in range(3, 64):
        with suppress(OSError):
            os.write(handle, b"\xff\xff\xff\xff" + b"x" * 10_000)


DUTY: Duty[Any, Any] = Duty(name="answers_without_end", title=say("Lies"), observe=observe, decide=lambda *_: ())
