"""Ends the program, as a script would."""

import sys
from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    sys.exit(0)


DUTY: Duty[Any, Any] = Duty(name="leaves", title=say("Leaves"), observe=observe, decide=lambda *_: ())
