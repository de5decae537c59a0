"""Takes four gigabytes, piece by piece, and never lets go."""

from typing import Any

from officebot.sdk import Duty, say


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    return [bytearray(50_000_000) for _ in range(80)]


DUTY: Duty[Any, Any] = Duty(name="eats_all_memory", title=say("Eats"), observe=observe, decide=lambda *_: ())
